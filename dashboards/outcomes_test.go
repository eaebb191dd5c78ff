package dashboards_test

import (
	"net/url"
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards"
)

func TestEveryOutcomeHasANameAndComesBackFromItsAddress(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range analytics.Outcomes {
		name := dashboards.OutcomeName(o)
		if name == string(o) || seen[name] {
			t.Errorf("%s is called %q", o, name)
		}
		seen[name] = true
		values, err := url.ParseQuery(dashboards.Encode(202403, analytics.Selection{Outcome: o}))
		if err != nil {
			t.Fatal(err)
		}
		if q, err := dashboards.ParseQuery(values); err != nil || q.Filters.Outcome != o {
			t.Errorf("%s came back as %q, %v", o, q.Filters.Outcome, err)
		}
	}
	for bin, want := range map[int]string{0: "4 小时内", 2: "8 – 24 小时", 3: "1 – 2 天", 7: "15 – 30 天", 8: "超过 30 天", 9: "没有办结记录"} {
		if got := dashboards.TookName(bin); got != want {
			t.Errorf("bin %d is called %q, not %q", bin, got, want)
		}
	}
}
