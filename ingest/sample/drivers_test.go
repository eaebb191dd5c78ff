package sample

import (
	"math"
	"slices"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/satisfaction"
)

// The analysis finds what was planted in the order of its effects, from what the records tell and not from how they were made.
func TestTheDriversOfSatisfactionAreFoundInTheirOrder(t *testing.T) {
	_, list := whole()
	names := []string{"late", "reopened", "repeated", "compensated", "handed_over", "quick"}
	told := func(holds bool) string { return map[bool]string{true: "yes", false: "no"}[holds] }
	var cells []analytics.DriverCell
	for i := range list {
		r := &list[i]
		e := r.Events
		if len(e) == 0 || e[len(e)-1].Satisfaction == 0 {
			continue
		}
		quick := slices.ContainsFunc(e, func(e analytics.Event) bool {
			return e.Kind == "first_response" && e.At.Sub(r.Complaint.ReceivedAt) <= 2*time.Hour
		})
		c := analytics.DriverCell{Answered: 1, Values: []string{told(late(r)), told(has(r, "reopened")), told(r.Label.Likeness != "" && r.Label.Likeness != "first"), told(has(r, "compensated")),
			told(has(r, "handed_over")), told(quick)}}
		if e[len(e)-1].Satisfaction >= 4 {
			c.Satisfied = 1
		}
		cells = append(cells, c)
	}
	found, err := satisfaction.FindDrivers(names, cells)
	if err != nil {
		t.Fatal(err)
	}
	effects := make([]float64, len(names))
	for _, o := range found.Odds {
		effects[slices.Index(names, o.Driver)] = math.Abs(math.Log(o.Ratio))
	}
	pairs, right := 0, 0
	for i, a := range drivers {
		for j, b := range drivers {
			x, y := slices.Index(names, a.Name), slices.Index(names, b.Name)
			if i < j && x >= 0 && y >= 0 && math.Abs(a.Effect) != math.Abs(b.Effect) {
				if pairs++; (math.Abs(a.Effect) > math.Abs(b.Effect)) == (effects[x] > effects[y]) {
					right++
				}
			}
		}
	}
	t.Logf("%.0f answers, effects of %q: %.2f", found.N, names, effects)
	if tau := float64(2*right-pairs) / float64(pairs); pairs != 15 || tau < 0.9 {
		t.Errorf("of %d pairs %d are in order: tau %.2f", pairs, right, tau)
	}
}
