package cause

import (
	"cmp"
	"slices"
	"strings"
)

// RateBuilder gathers rows of a rate, now and in earlier periods, into cells: observed is how many hits there are now, expected how many the
// exposure of now would have at the earlier rate.
type RateBuilder struct {
	builder *Builder
	cells   map[string]*rateCell
}

type rateCell struct {
	values                                 []string
	hits, exposure, baseHits, baseExposure float64
}

// NewRateBuilder begins cells over the named attributes.
func NewRateBuilder(attributes ...string) (*RateBuilder, error) {
	b, err := NewBuilder(attributes...)
	return &RateBuilder{builder: b, cells: map[string]*rateCell{}}, err
}

// Add takes hits out of an exposure, of now or of an earlier period.
func (b *RateBuilder) Add(values []string, hits, exposure float64, now bool) {
	key := strings.Join(values, "\x00")
	cell, known := b.cells[key]
	if !known {
		cell = &rateCell{values: slices.Clone(values)}
		b.cells[key] = cell
	}
	if now {
		cell.hits += hits
		cell.exposure += exposure
	} else {
		cell.baseHits += hits
		cell.baseExposure += exposure
	}
}

// Cells are the cells with the rate of each drawn towards the rate of all, the more the less is known of it: as if it had been seen k times
// more at that rate, where k is what beta-binomial rates with the observed variance between cells have (moments, as in Kleinman,
// "Proportions with extraneous variance", JASA 68, 1973).
func (b *RateBuilder) Cells() *Cells {
	list := b.sorted()
	hits, exposure := 0.0, 0.0
	for _, cell := range list {
		hits, exposure = hits+cell.baseHits, exposure+cell.baseExposure
	}
	rate := 0.0
	if exposure > 0 {
		rate = hits / exposure
	}
	k := shrinkage(list, rate, exposure)
	for _, cell := range list {
		b.builder.Add(cell.values, cell.hits, cell.exposure*(cell.baseHits+k*rate)/(cell.baseExposure+k))
	}
	return b.builder.Cells()
}

// sorted are the cells in the order of their values.
func (b *RateBuilder) sorted() []*rateCell {
	list := make([]*rateCell, 0, len(b.cells))
	for _, cell := range b.cells {
		list = append(list, cell)
	}
	slices.SortFunc(list, func(x, y *rateCell) int { return slices.CompareFunc(x.values, y.values, cmp.Compare[string]) })
	return list
}

// shrinkage is the k of Cells.
func shrinkage(list []*rateCell, rate, exposure float64) float64 {
	const none = 1e6 // the cells have all the same rate, as far as can be told
	q, squares, cells := 0.0, 0.0, 0
	for _, cell := range list {
		if cell.baseExposure > 0 {
			d := cell.baseHits/cell.baseExposure - rate
			q += cell.baseExposure * d * d
			squares += cell.baseExposure * cell.baseExposure
			cells++
		}
	}
	binomial := rate * (1 - rate)
	free := exposure - squares/max(exposure, 1)
	between := q - float64(cells-1)*binomial
	if between <= 0 || free <= 0 || binomial <= 0 {
		return none
	}
	return min(none, max(1, binomial*free/between-1))
}
