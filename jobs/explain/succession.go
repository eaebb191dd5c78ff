package explain

import (
	"slices"

	"huisheng/analytics/cause"
)

const (
	// turned is the share of complaints whose value came, and of those whose value went, from which the values of an axis succeed one another, as
	// versions do: then that one came says nothing.
	turned = 0.1
	// came is how many times more or fewer complaints a value must have to have come or gone.
	came = 2.0
	// plain is the gain in log-likelihood at which a name stands without its version.
	plain = 8.0
)

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
			if o > came*e {
				new += o
			}
			if e > came*o {
				old += e
			}
		}
		if len(t.names[a]) <= cause.MostValues && new > turned*all && old > turned*before && all > 0 && before > 0 {
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
		return len(rest) < len(one.Values) && (len(rest) == 0 || t.gain(c, rest, e.Rest.Drift) < plain)
	})
	return e
}
