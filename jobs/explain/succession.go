package explain

import (
	"math"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/cause"
)

const (
	// newly and formerly are the shares of complaints whose value came, and of those whose value went, from which the values of an axis succeed one
	// another, as versions do: then that one came says nothing.
	newly, formerly = 0.1, 0.05
	// came is how many times more or fewer complaints a value must have to have come or gone.
	came = 2.0
	// standing is the gain in log-likelihood at which a name stands without its version.
	standing = 8.0
)

const (
	// anew is how many times more or fewer complaints a value must have to be there for the first time or no longer.
	anew = 5.0
	// clearly is the normal score of such a value by itself; several take part.
	clearly = 2.5
	// together is how many values come or go at once on an axis that is renewed: that of one would be news.
	together = 2
)

// replaced reports whether several values of what a source tells besides came, or went, at once, as the versions of a quarter do.
func (t *table) replaced(a int, now, base []int, weight float64) bool {
	if _, besides := analytics.AttributeOf(t.axes[a]); !besides {
		return false
	}
	new, old := 0, 0
	for code, name := range t.names[a] {
		o, e := float64(now[code]), float64(base[code])*weight
		switch clear := math.Abs(o-e) > clearly*math.Sqrt(o+e*weight+1); {
		case name == "" || !clear:
		case o > anew*e:
			new++
		case e > anew*o:
			old++
		}
	}
	return new >= together || old >= together
}

// succeeding are the axes whose values succeed one another within a change: some came and others went.
func (t *table) succeeding(c change) []string {
	var list []string
	for a, axis := range t.axes {
		now, base := t.counts(a, c.now), t.counts(a, c.base)
		var new, old, all, before float64
		for code, name := range t.names[a] {
			if name == "" {
				continue
			}
			o, e := float64(now[code]), float64(base[code])*c.weight
			all, before = all+o, before+e
			switch sure := math.Abs(o-e) > rare*math.Sqrt(o+e*c.weight+1); {
			case sure && o > came*e:
				new += o
			case sure && e > came*o:
				old += e
			}
		}
		gradually := new > newly*all && old > formerly*before && all > 0 && before > 0
		if len(t.names[a]) <= cause.MostValues && (gradually || t.replaced(a, now, base, c.weight)) {
			list = append(list, axis)
		}
	}
	return list
}

// withoutVersions leaves out causes that are nothing but a version that came or went.
func (t *table) withoutVersions(c change, e cause.Explanation) cause.Explanation {
	axes := t.succeeding(c)
	if len(axes) == 0 {
		return e
	}
	e.Causes = slices.DeleteFunc(e.Causes, func(one cause.Cause) bool {
		rest := slices.DeleteFunc(slices.Clone(one.Values), func(v cause.Value) bool { return slices.Contains(axes, v.Attribute) })
		return len(rest) < len(one.Values) && (len(rest) == 0 || t.gain(c, rest, e.Rest.Drift) < standing)
	})
	return e
}
