package explain

import (
	"cmp"
	"math"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/cause"
)

const (
	// warning is the level from which a day is not usual: 预警.
	warning = 2
	// mostly is the share of a finding's change, on the days that it shares with another, that the other must explain for it to be a part.
	mostly = 0.7
	// halfway is the share of the days of the shorter of two findings that the longer must share.
	halfway = 0.5
	// some is the share of a finding's change that must lie on the days that it shares.
	some = 0.25
	// nearly is the share of a finding's complaints that are a headline's for it to be within that.
	nearly = 0.8
	// rare is the normal score beyond which what another finding leaves of a change is a matter of its own.
	rare = 3.0
)

// headline is a finding that stands for itself, with what explains it.
type headline struct {
	finding *analytics.Finding
	change  change
	cause.Explanation
	conditions []condition // of the causes
	series     condition
}

func (t *table) headline(f *analytics.Finding, c change, e cause.Explanation) *headline {
	h := &headline{finding: f, change: c, Explanation: e, series: t.condition(f.Series)}
	for _, c := range e.Causes {
		h.conditions = append(h.conditions, t.condition(axisValues(c.Values)))
	}
	return h
}

// order puts findings so that each comes behind those that it can be a part of: totals of months, which always stand, then by level, the more
// general series, and how many complaints they are about. A source's own category comes behind our labels for the same words.
func order(findings []*analytics.Finding) {
	slices.SortStableFunc(findings, func(f, g *analytics.Finding) int {
		return cmp.Or(cmp.Compare(first(f), first(g)), cmp.Compare(g.Level, f.Level), cmp.Compare(len(f.Series), len(g.Series)), cmp.Compare(foreign(f), foreign(g)),
			cmp.Compare(math.Abs(g.Change()), math.Abs(f.Change())), cmp.Compare(f.Month, g.Month), cmp.Compare(f.ID, g.ID))
	})
}

// foreign is how many values of a series are words of the source.
func foreign(f *analytics.Finding) int {
	n := 0
	for _, v := range f.Series {
		if v.Axis == "category" {
			n++
		}
	}
	return n
}

// first is 0 for the total of a month.
func first(f *analytics.Finding) int {
	if ofMonths(f) && len(f.Series) == 0 {
		return 0
	}
	return 1
}

// deviance is the signed root of the Poisson deviance of a count from its expectation.
func deviance(observed, expected float64) float64 {
	expected = max(expected, 0.1)
	d := expected - observed
	if observed > 0 {
		d += observed * math.Log(observed/expected)
	}
	return math.Copysign(math.Sqrt(2*max(d, 0)), observed-expected)
}

// comparable reports whether one finding can be a part of another: months of months of the same comparison, days of days, both rising or both
// falling.
func comparable(f, g *analytics.Finding) bool {
	if f.Fall != g.Fall || ofMonths(f) != ofMonths(g) || ofMonths(f) && (f.Kind != g.Kind || f.Month != g.Month) {
		return false
	}
	from, to := overlap(f, g)
	return float64(to)-float64(from)+1 >= halfway*float64(min(f.Days(), g.Days()))
}

// part returns the headline that says a finding already, nil when none does: of several the one that says most of it.
func (t *table) part(f *analytics.Finding, c change, headlines []*headline) *headline {
	var best *headline
	most := 0.0
	for _, h := range headlines {
		if !comparable(f, h.finding) {
			continue
		}
		if share, whole := t.says(h, f, c); whole && (best == nil || share > most) {
			best, most = h, share
		}
	}
	return best
}

// says returns the share of a finding's change that a headline explains, on the days that they share, and whether that is all that calls for an
// explanation.
func (t *table) says(h *headline, f *analytics.Finding, c change) (share float64, whole bool) {
	from, to := overlap(h.finding, f)
	now, inside := t.among(h, c.now, from, to), float64(to-from+1)/float64(f.Days())
	shared, expected := 0.0, f.Expected/t.oneIn*inside
	for _, n := range now {
		shared += float64(n)
	}
	excess, all := shared-expected, float64(len(c.now))-f.Expected/t.oneIn
	if excess*all <= 0 || excess/all < some {
		return 0, false
	}
	if h.mostlyNew() && float64(now[outside]) <= (1-nearly)*shared {
		return 1 - float64(now[outside])/shared, true // it is within the headline
	}
	explained := t.explained(h, now, t.among(h, c.base, 0, math.MaxUint16), expected)
	share = explained / excess
	left := deviance(shared*t.oneIn, (expected+explained)*t.oneIn)
	return share, share >= mostly || share >= 1-mostly && math.Abs(left) < rare
}

// mostlyNew reports whether most complaints of a headline's series would not be there without what it is about.
func (h *headline) mostlyNew() bool {
	return len(h.finding.Series) > 0 && h.finding.Observed >= 2*h.finding.Expected
}

// explained is how many complaints more than expected come by a headline, of those counted by where they stand to it. Of those of a cause that
// is the part beyond its expectation, and so it is in a series that is mostly new. All others rose or fell as the rest of the headline did,
// over what they were expected to be.
func (t *table) explained(h *headline, now, base []int, expected float64) float64 {
	before := 0.0
	for _, n := range base {
		before += float64(n)
	}
	usual := func(place int) float64 { // of these complaints, expected at a place
		if before == 0 {
			return 0
		}
		return expected * float64(base[place]) / before
	}
	sum := usual(inRest) * (h.Rest.Drift - 1)
	if h.mostlyNew() && h.Rest.Drift > 1 {
		sum = float64(now[inRest]) * (1 - 1/h.Rest.Drift)
	}
	for i, e := range h.Causes {
		switch {
		case e.Rises() && e.Observed > 0:
			sum += float64(now[inCause+i]) * max(0, 1-e.Expected/e.Observed)
		case e.Expected > 0:
			sum += usual(inCause+i) * (e.Observed/e.Expected - 1)
		}
	}
	return sum
}

// Where a complaint stands to a headline: outside of its series, in none of its causes, or in one.
const (
	outside = iota
	inRest
	inCause
)

// among counts the complaints of some days by where they stand to a headline. One counts for the first cause that holds it.
func (t *table) among(h *headline, rows []int32, from, to uint16) []int {
	counts := make([]int, inCause+len(h.conditions))
	for _, row := range rows {
		if d := t.days[row]; d >= from && d <= to {
			counts[t.place(h, row)]++
		}
	}
	return counts
}

func (t *table) place(h *headline, row int32) int {
	if !t.holds(h.series, row) {
		return outside
	}
	for i, c := range h.conditions {
		if t.holds(c, row) {
			return inCause + i
		}
	}
	return inRest
}

// overlap is the first and last day that two findings share.
func overlap(f, g *analytics.Finding) (from, to uint16) {
	return max(dayOf(f.From), dayOf(g.From)), min(dayOf(f.To), dayOf(g.To))
}
