package cause

import "math"

const (
	// sweeps is how often raking goes over all attributes; it converges by a factor a sweep.
	sweeps = 20
	// mostWeight is how many times more than itself one earlier hit counts at most.
	mostWeight = 20
)

// Explain searches the causes of a rate's change: of the hits of now, against what there would be if the exposure of now had the earlier
// rates. Earlier hits are weighted so that the exposure that they come from has the shares of now in every attribute (raking: Deming and
// Stephan, "On a least squares adjustment of a sampled frequency table", Annals of Mathematical Statistics 11, 1940). Rates that always
// differed stay as they were, so that neither they nor other shares are a cause; what these do is said by Mix. Unlike Cells it needs no cell
// to have much exposure: rows may be added one by one. The builder is done with.
func (b *RateBuilder) Explain(o Options) Explanation {
	list := b.sorted()
	weights := rake(list, len(b.builder.names))
	base, expected := 0.0, 0.0
	for i, cell := range list {
		b.builder.Add(cell.values, cell.hits, cell.baseHits*weights[i])
		base, expected = base+cell.baseHits, expected+cell.baseHits*weights[i]
	}
	o.Noise = Noise{Kind: Counts, Exposure: 1}
	if expected > 0 {
		o.Noise.Exposure = base / expected
	}
	out := Explain(b.builder.Cells(), o)
	out.Mix = b.Mix()
	return out
}

// rake finds the weight of each cell: a product of one factor for each of its values, with which the earlier exposure of every value becomes that
// of now. What had no exposure earlier cannot be weighted, and keeps none.
func rake(list []*rateCell, attributes int) []float64 {
	weights := make([]float64, len(list))
	now, before := 0.0, 0.0
	for _, cell := range list {
		now, before = now+cell.exposure, before+cell.baseExposure
	}
	for i := range weights {
		weights[i] = now / max(before, math.SmallestNonzeroFloat64)
	}
	if now == 0 || before == 0 {
		return weights
	}
	even := now / before
	for range sweeps {
		for a := range attributes {
			wanted, is := map[string]float64{}, map[string]float64{}
			for i, cell := range list {
				wanted[cell.values[a]] += cell.exposure
				is[cell.values[a]] += cell.baseExposure * weights[i]
			}
			for i, cell := range list {
				if w, has := wanted[cell.values[a]], is[cell.values[a]]; w > 0 && has > 0 {
					weights[i] = min(max(weights[i]*w/has, even/mostWeight), even*mostWeight)
				}
			}
		}
	}
	return weights
}
