package explain

import (
	"math"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/cause"
)

const (
	// larger is how many times the change of a cause what it lies in must have, for it to be the matter and the cause its most striking part.
	larger = 2.0
	// besides is the normal score at which what a matter has besides a cause goes the same way.
	besides = 1.0
)

// widened tells causes within larger matters, as a person wants to read them.
func (t *table) widened(c change, e cause.Explanation) cause.Explanation {
	e.Causes = slices.Clone(e.Causes)
	for i := range e.Causes {
		t.widen(c, &e.Causes[i], e.Rest.Drift)
	}
	return t.recounted(c, e)
}

// widen puts the larger matter in the place of a cause that is its most striking part: what stands out as a whole, has several times the change,
// and goes the same way, against everything else, without that cause too. Who is told of one model wants to know that its whole brand rose.
func (t *table) widen(c change, one *cause.Cause, drift float64) {
	full := one.Values
	if len(one.Within) > 0 {
		full = one.Within[0]
	}
	own := t.condition(axisValues(one.Values))
	now, base := t.under(c.now, own), t.under(c.base, own)
	change := float64(len(now)) - float64(len(base))*c.weight
	var best []cause.Value
	most := standing
	for _, wide := range t.wider(one.Values, full, now) {
		holds := t.condition(axisValues(wide))
		inside, before := t.under(c.now, holds), t.under(c.base, holds)
		whole := float64(len(inside)) - float64(len(before))*c.weight
		if whole*change <= 0 || math.Abs(whole) < larger*math.Abs(change) {
			continue
		}
		left, usual := float64(len(t.without(inside, own))), float64(len(t.without(before, own)))*c.weight*drift
		score := (left - usual) / math.Sqrt(left+usual*c.weight*drift+1)
		if math.Copysign(score, score*change) < besides {
			continue
		}
		if gain := t.gain(c, wide, drift); gain > most {
			best, most = wide, gain
		}
	}
	if best == nil {
		return
	}
	part := slices.Clone(full)
	for _, v := range best {
		if !slices.Contains(part, v) && !slices.ContainsFunc(part, func(p cause.Value) bool { return liesIn(p.Attribute, v.Attribute) }) {
			part = append(part, v)
		}
	}
	one.Values, one.Equivalents, one.Within = best, nil, [][]cause.Value{part}
}

// wider are the names of one or two values in which a cause lies for the most part: out of its own values, what is striking in it, and what its
// product or city belongs to.
func (t *table) wider(values, full []cause.Value, now []int32) [][]cause.Value {
	pool := slices.Clone(full)
	for _, chain := range chains[:2] {
		for _, v := range values {
			for _, axis := range chain[:max(0, slices.Index(chain, v.Attribute))] {
				if of, share, ok := t.mostly(axis, now); ok && share >= nearlyWhole && !slices.Contains(pool, cause.Value{Attribute: of.Axis, Value: of.Value}) {
					pool = append(pool, cause.Value{Attribute: of.Axis, Value: of.Value})
				}
			}
		}
	}
	var list [][]cause.Value
	add := func(name ...cause.Value) {
		if !slices.ContainsFunc(values, func(v cause.Value) bool { return !slices.Contains(name, v) }) {
			return // the cause itself, or a part of it
		}
		list = append(list, name)
	}
	for i, v := range pool {
		add(v)
		for _, w := range pool[i+1:] {
			if !liesIn(v.Attribute, w.Attribute) && !liesIn(w.Attribute, v.Attribute) {
				add(v, w)
			}
		}
	}
	return list
}

// follows reports whether a value is known from a series: its axis lies above one of the series', as the province of a city, or complaints of
// the series have it on other days as well, nearly all.
func (t *table) follows(series []analytics.AxisValue, v analytics.AxisValue, now []int32) bool {
	if slices.ContainsFunc(series, func(s analytics.AxisValue) bool { return liesIn(s.Axis, v.Axis) }) {
		return true
	}
	from, to := t.days[now[0]], t.days[now[0]]
	for _, row := range now {
		from, to = min(from, t.days[row]), max(to, t.days[row])
	}
	holds, with := t.condition(series), t.condition([]analytics.AxisValue{v})
	all, same := 0, 0
	for row := range t.len() {
		if d := t.days[row]; (d < from || d > to) && t.holds(holds, int32(row)) {
			if all++; t.holds(with, int32(row)) {
				same++
			}
		}
	}
	return all >= few && float64(same) >= nearlyWhole*float64(all)
}
