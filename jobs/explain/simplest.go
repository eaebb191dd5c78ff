package explain

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"huisheng/analytics/cause"
)

const (
	// word is what a value in a name costs, in log-likelihood: it was chosen out of some twenty.
	word = 3.0
	// doubt is the expectation that is never gone below: nothing was seen before is not nothing can be.
	doubt = 0.5
	// steady is how often a cause must be found again in halves of the complaints. What comes out of one way of shaking them alone is chance, as are
	// small ups and downs that only together look like one.
	steady = 0.1
)

// steadily leaves out causes that are not found again in halves of the complaints, where these were looked at.
func steadily(e cause.Explanation, halves int) cause.Explanation {
	if halves > 0 {
		e.Causes = slices.DeleteFunc(e.Causes, func(c cause.Cause) bool { return c.Stability < steady })
	}
	return e
}

// surest puts the causes in the order of how sure they are, the largest first among equals.
func surest(causes []cause.Cause) {
	slices.SortStableFunc(causes, func(a, b cause.Cause) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(math.Abs(b.Added), math.Abs(a.Added)))
	})
}

// simplest takes values out of a name that say nothing of the change: where nearly all complaints of a topic are from customers, 客户 says nothing.
func (t *table) simplest(c change, one *cause.Cause, drift float64) {
	all := one.Values
	best := all
	most := t.gain(c, all, drift)
	for set := 1; set < 1<<len(all)-1; set++ {
		var some []cause.Value
		for i, v := range all {
			if set&(1<<i) != 0 {
				some = append(some, v)
			}
		}
		if gain := t.gain(c, some, drift); gain > most || gain == most && bits.OnesCount(uint(set)) < len(best) {
			best, most = some, gain
		}
	}
	if len(best) < len(all) {
		one.Values, one.Equivalents, one.Within = best, nil, nil
	}
}

// gain is how much likelier the complaints under some values are at a level of their own than at that of the rest, less what the name costs.
func (t *table) gain(c change, values []cause.Value, drift float64) float64 {
	holds := t.condition(axisValues(values))
	observed := float64(len(t.under(c.now, holds)))
	expected := max(doubt*c.weight, float64(len(t.under(c.base, holds)))*c.weight*max(drift, 0.01))
	gain := expected - observed
	if observed > 0 {
		gain += observed * math.Log(observed/expected)
	}
	// The base was counted too: over few days it is as uncertain as what is explained.
	return gain/(1+c.weight) - word*float64(len(values))
}
