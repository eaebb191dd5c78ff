package cause_test

import (
	"testing"

	"huisheng/analytics/cause"
)

var words = cause.Words{Now: "3 月", Base: "2 月", Unit: "件"}

func TestSentences(t *testing.T) {
	price := cause.Cause{Values: []cause.Value{{Attribute: "brand", Value: "比亚迪"}, {Attribute: "problem", Value: "变更价格"}}, Observed: 304, Expected: 104, Excess: 200,
		Added: 200, Share: 0.8}
	drop := cause.Cause{Values: []cause.Value{{Attribute: "channel", Value: ""}}, Observed: 10, Expected: 60, Excess: -50, Added: -50, Share: -0.2}
	still := cause.Remainder{Drift: 1}
	for name, c := range map[string]struct {
		in   cause.Explanation
		want string
	}{
		"a rise with one cause": {cause.Explanation{Observed: 1250, Expected: 1000, Causes: []cause.Cause{price}, Rest: still},
			"3 月比 2 月多 250 件（▲ 25%），其中 80% 来自 比亚迪 × 变更价格（104 → 304 件）；其余变化平稳。"},
		"a rise with something against it": {cause.Explanation{Observed: 1250, Expected: 1000, Causes: []cause.Cause{price, drop}, Rest: still},
			"3 月比 2 月多 250 件（▲ 25%），其中 80% 来自 比亚迪 × 变更价格（104 → 304 件）；反而减少的是 channel 未填（60 → 10 件）；其余变化平稳。"},
		"a drop": {cause.Explanation{Observed: 900, Expected: 1000, Causes: []cause.Cause{with(drop, 0.5)}, Rest: cause.Remainder{Drift: 0.947, Moves: true}},
			"3 月比 2 月少 100 件（▼ 10%），其中 50% 来自 channel 未填（60 → 10 件）；其余普遍下降 5.3%。"},
		"more than the whole change": {cause.Explanation{Observed: 1100, Expected: 1000, Causes: []cause.Cause{with(price, 2)}, Rest: cause.Remainder{Drift: 0.9, Moves: true}},
			"3 月比 2 月多 100 件（▲ 10%），来自 比亚迪 × 变更价格（104 → 304 件）；其余普遍下降 10%。"},
		"nothing changed but inside": {cause.Explanation{Observed: 1000, Expected: 1000, Causes: []cause.Cause{price, drop}, Rest: still},
			"3 月与 2 月持平（1,000 件），内部有变化：比亚迪 × 变更价格（104 → 304 件）、channel 未填（60 → 10 件）；其余变化平稳。"},
		"a part that rose less than all else": {cause.Explanation{Observed: 2100, Expected: 1000, Causes: []cause.Cause{price, {Values: []cause.Value{{Attribute: "shop", Value: "东店"}},
			Observed: 110, Expected: 100, Excess: -90}}, Rest: cause.Remainder{Drift: 2, Moves: true}},
			"3 月比 2 月多 1,100 件（▲ 110%），其中 80% 来自 比亚迪 × 变更价格（104 → 304 件）；涨得少的是 东店（100 → 110 件）；其余普遍上升 100%。"},
		"a drop that only others share": {cause.Explanation{Observed: 500, Expected: 1000, Causes: []cause.Cause{{Values: []cause.Value{{Attribute: "门店", Value: ""}},
			Observed: 90, Expected: 100, Excess: 40}}, Rest: cause.Remainder{Drift: 0.5, Moves: true}},
			"3 月比 2 月少 500 件（▼ 50%），各处普遍减少，没有哪一部分特别突出；降得少的是 门店未填（100 → 90 件）；其余普遍下降 50%。"},
		"chance": {cause.Explanation{Observed: 1010, Expected: 1000, Rest: still},
			"3 月比 2 月多 10 件（▲ 1%），在正常波动之内，没有哪一部分特别突出。"},
		"everything alike": {cause.Explanation{Observed: 2000, Expected: 1000, Rest: cause.Remainder{Drift: 2, Moves: true}},
			"3 月比 2 月多 1,000 件（▲ 100%），各处普遍增多，没有哪一部分特别突出。"},
		"nothing before": {cause.Explanation{Observed: 20, Expected: 0, Rest: cause.Remainder{Moves: true}},
			"3 月有 20 件，2 月没有，各处普遍增多，没有哪一部分特别突出。"},
		"nothing at all": {cause.Explanation{}, "3 月与 2 月都没有。"},
	} {
		if got := c.in.Sentence(words); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

func with(c cause.Cause, share float64) cause.Cause {
	c.Share = share
	return c
}
