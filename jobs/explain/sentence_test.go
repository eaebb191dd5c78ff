package explain

import (
	"testing"

	"huisheng/analytics"
)

func TestSentencesSayWhatHappenedAndWhere(t *testing.T) {
	days := func(observed, expected float64, series ...analytics.AxisValue) *analytics.Finding {
		return &analytics.Finding{Kind: analytics.FindingDays, Level: 2, From: day("2024-02-29"), To: day("2024-03-01"), Series: series, Observed: observed, Expected: expected, Fall: observed < expected}
	}
	month := &analytics.Finding{Kind: analytics.FindingMonth, From: day("2024-03-01"), To: day("2024-03-31"), BaseFrom: day("2024-02-01"), BaseTo: day("2024-02-29"), Whole: true}
	brand, price := value("product_line", "比亚迪"), value("topic", "变更价格")
	one := analytics.FoundCause{Values: []analytics.AxisValue{price, brand}, Observed: 219, Expected: 14.2, Excess: 200, Share: 0.583}
	fell := analytics.FoundCause{Values: []analytics.AxisValue{value("channel", "")}, Observed: 1, Expected: 25, Excess: -24, Share: -0.1}
	moves := analytics.Remainder{Observed: 426, Expected: 280, Drift: 1.52, Moves: true}
	for name, c := range map[string]struct {
		f    *analytics.Finding
		a    analytics.Attribution
		want string
	}{
		"a cause and a general rise": {days(645, 293), analytics.Attribution{Observed: 645, Expected: 293, Causes: []analytics.FoundCause{one}, Rest: moves},
			"2 月 29 日至 3 月 1 日 645 件，比平时（293 件）多 352 件（▲ 120.1%）；多出的 58.3% 来自 比亚迪 × 变更价格（14 → 219 件）；其余普遍上升 52%。"},
		"a narrow series needs no more": {days(46, 3.9, brand), analytics.Attribution{Observed: 46, Expected: 3.9, Rest: moves},
			"比亚迪：2 月 29 日至 3 月 1 日 46 件，约为平时（3.9 件）的 12 倍。"},
		"hardly any before": {days(6, 0.2, brand, price), analytics.Attribution{Observed: 6, Expected: 0.2}, "比亚迪 × 变更价格：2 月 29 日至 3 月 1 日 6 件，平时几乎没有。"},
		"fewer":             {days(1, 15.1, brand), analytics.Attribution{Observed: 1, Expected: 15.1}, "比亚迪：2 月 29 日至 3 月 1 日 1 件，比平时（15 件）少 14 件（▼ 93.3%）。"},
		"a month after Spring Festival": {month, analytics.Attribution{Observed: 1939, Expected: 968, Causes: []analytics.FoundCause{one, fell}, Rest: moves},
			"3 月 1,939 件，比 2 月多 971 件（▲ 100.3%）；多出的 58.3% 来自 比亚迪 × 变更价格（14 → 219 件）；反而减少的是 channel未填（25 → 1 件）；其余普遍上升 52%（2 月有春节假期）。"},
		"nothing stands out": {month, analytics.Attribution{Observed: 1010, Expected: 1000, Rest: analytics.Remainder{Drift: 1.01}}, "3 月 1,010 件，比 2 月多 10 件（▲ 1%）；在正常波动之内。"},
		"the same":           {month, analytics.Attribution{Observed: 968, Expected: 968, Rest: analytics.Remainder{Drift: 1}}, "3 月 968 件，与 2 月持平；在正常波动之内。"},
	} {
		if got := sentence(plainNames{}, c.f, &c.a, nil, nil); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// plainNames are the names of plain, for a sentence without a table.
type plainNames struct{ plain }

func TestASeriesSaysWhatItConsistsOf(t *testing.T) {
	w := ordinary(3, "2024-02-01", "2024-03-05", 30)
	w.add(day("2024-03-06"), 20, map[string]string{"source": "a", "product_line": "家电", "product": "冰箱", "topic": "噪音", "province": "广东"})
	w.add(day("2024-03-06"), 12, map[string]string{"source": "a", "product_line": "数码", "product": "手机", "topic": "噪音", "province": "广东"})
	tab := newTable([]string{"source", "product_line", "product", "model", "batch", "topic", "topic_why", "province", "department"}, 1)
	values := make([]string, len(tab.axes))
	for _, f := range w.facts {
		for i, axis := range tab.axes {
			values[i] = f.value(axis)
		}
		tab.add(1, dayOf(f.day), values)
	}
	f := w.find(3, "2024-03-06", "2024-03-06", value("topic", "噪音"))
	got, shares := tab.composition(f, tab.rows(days(f.From, f.To), tab.condition(f.Series), nil))
	if len(got) != 2 || got[0] != value("province", "广东") || got[1] != value("product", "冰箱") || shares[0] != 100 || shares[1] != 63 {
		t.Errorf("%v %v", got, shares)
	}
}

// Versions of another year come and go: no cause is among them, whatever else is.
func TestVersionsThatReplacedOthersAreNoCause(t *testing.T) {
	w := ordinary(4, "2024-02-01", "2024-03-31", 40)
	for i := range w.facts {
		version := "V1"
		if w.facts[i].day.Month() == 3 {
			version = "V2"
		}
		values := map[string]string{"attributes.固件版本": version}
		for k, v := range w.facts[i].values {
			values[k] = v
		}
		w.facts[i].values = values
	}
	w.told = append(w.told, analytics.AttributeTold{Name: "固件版本", N: 1000, Values: 2})
	w.add(day("2024-03-10"), 80, map[string]string{"source": "a", "product_line": "家电", "product": "冰箱", "topic": "噪音", "province": "广东", "attributes.固件版本": "V2", "attributes.保修": "保外"})
	got, err := NewAsker(w, plain{}).Between(t.Context(), analytics.Selection{From: day("2024-03-01"), To: day("2024-03-31")}, analytics.Selection{From: day("2024-02-01"), To: day("2024-02-29")})
	if err != nil || len(got.Causes) != 1 || analytics.CauseKey(got.Causes[0].Values) == 0 {
		t.Fatalf("%v %+v", err, got.Causes)
	}
	for _, v := range got.Causes[0].Values {
		if v.Axis == "attributes.固件版本" {
			t.Error(got.Sentence)
		}
	}
}

func TestAComparisonNeedsDays(t *testing.T) {
	w := ordinary(5, "2024-02-01", "2024-02-05", 4)
	_, err := NewAsker(w, plain{}).Between(t.Context(), analytics.Selection{}, analytics.Selection{From: day("2024-02-01"), To: day("2024-02-02")})
	if analytics.KindOf(err) != analytics.KindInvalid {
		t.Error(err)
	}
}
