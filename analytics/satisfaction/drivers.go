package satisfaction

import (
	"cmp"
	"slices"

	"huisheng/analytics"
)

// Other is the level to which what is rare is joined.
const Other = "\x00other"

// Levels that are looked at for themselves: at most so many of a driver, and only with so many answers.
const (
	mostLevels    = 9
	fewestOfLevel = 15
)

// FewestForDrivers is how many answers drivers are looked for in. With some forty levels fewer would give an R² by chance alone of a fifth.
const FewestForDrivers = 200

// bootstraps is how many samples the intervals come from.
const bootstraps = 100

// Drivers is what satisfaction goes with.
type Drivers struct {
	N, Satisfied float64
	Of           []Driver // those that differ between answers
	R2           float64
	Shares       []Importance // the largest first
	Odds         []Odds       // of every level but the references
	Gains        []float64    // of the same: by how much the share of all satisfied would be higher if the level were as the reference, 0–1
}

// Tabulate makes a table of cells whose values stand in the order of names. What is rare is joined to Other, and a driver in which all
// agree is left out.
func Tabulate(names []string, cells []analytics.DriverCell) Table {
	var t Table
	levels := make([][]int, len(cells))
	for d, name := range names {
		counts := map[string]int64{}
		for _, c := range cells {
			counts[c.Values[d]] += c.Answered
		}
		var values []string
		for v := range counts {
			values = append(values, v)
		}
		slices.SortFunc(values, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
		place, kept := map[string]int{}, []string(nil)
		for i, v := range values {
			if i < mostLevels && (i == 0 || counts[v] >= fewestOfLevel) {
				place[v], kept = i, append(kept, v)
			}
		}
		if len(kept) < len(values) {
			kept = append(kept, Other)
		}
		if len(kept) < 2 {
			continue
		}
		t.Drivers = append(t.Drivers, Driver{Name: name, Levels: kept})
		for i, c := range cells {
			at, known := place[c.Values[d]]
			if !known {
				at = len(kept) - 1
			}
			levels[i] = append(levels[i], at)
		}
	}
	joined := map[string]int{}
	for i, c := range cells {
		key := make([]byte, len(levels[i]))
		for d, l := range levels[i] {
			key[d] = byte(l)
		}
		at, known := joined[string(key)]
		if !known {
			at = len(t.Cells)
			joined[string(key)] = at
			t.Cells = append(t.Cells, Cell{Levels: levels[i]})
		}
		t.Cells[at].N += float64(c.Answered)
		t.Cells[at].Satisfied += float64(c.Satisfied)
	}
	return t
}

// FindDrivers says what satisfaction goes with. Fewer than FewestForDrivers answers, and answers that are all alike, are refused.
func FindDrivers(names []string, cells []analytics.DriverCell) (Drivers, error) {
	var f Drivers
	for _, c := range cells {
		f.N, f.Satisfied = f.N+float64(c.Answered), f.Satisfied+float64(c.Satisfied)
	}
	if f.N < FewestForDrivers {
		return f, analytics.Invalid("answers", "参评只有 %.0f 份，不足 %d 份，看不出满意与什么有关", f.N, FewestForDrivers)
	}
	if f.Satisfied == 0 || f.Satisfied == f.N {
		return f, analytics.Invalid("answers", "参评的全都%s，没有可比的", map[bool]string{true: "满意", false: "不满意"}[f.Satisfied > 0])
	}
	t := Tabulate(names, cells)
	f.Of = t.Drivers
	var err error
	if f.R2, f.Shares, err = t.Importances(bootstraps, 1); err != nil {
		return f, err
	}
	if f.Odds, err = t.OddsRatios(); err != nil {
		return f, err
	}
	for _, o := range f.Odds {
		f.Gains = append(f.Gains, t.Gain(o))
	}
	return f, nil
}
