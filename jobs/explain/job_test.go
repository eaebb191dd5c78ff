package explain

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// An outbreak of refrigerators out of warranty in two days is in the total, in its product, its topic, and in the province that had most of it.
func outbreak() *tables {
	t := ordinary(1, "2024-01-01", "2024-03-31", 40)
	for _, d := range []string{"2024-02-29", "2024-03-01"} {
		t.add(day(d), 50, map[string]string{"source": "a", "product_line": "家电", "product": "冰箱", "topic": "噪音", "province": "广东", "attributes.保修": "保外"})
		t.add(day(d), 10, map[string]string{"source": "a", "product_line": "家电", "product": "冰箱", "topic": "噪音", "province": "四川", "attributes.保修": "保外"})
	}
	return t
}

func TestAnOutbreakIsOneHeadline(t *testing.T) {
	w := outbreak()
	total := *w.find(2, "2024-02-29", "2024-03-01")
	product := *w.find(3, "2024-02-29", "2024-03-01", value("product", "冰箱"))
	both := *w.find(3, "2024-02-29", "2024-03-01", value("product", "冰箱"), value("topic", "噪音"))
	province := *w.find(1, "2024-02-29", "2024-02-29", value("province", "广东"))
	got, l, err := w.explained(202402)
	if err != nil {
		t.Fatal(err)
	}
	if got[product.ID].PartOf != 0 {
		t.Errorf("the outbreak is a part of %x", got[product.ID].PartOf)
	}
	for name, f := range map[string]analytics.Finding{"the total": total, "its product and topic": both, "the province": province} {
		if got[f.ID].PartOf != product.ID {
			t.Errorf("%s is a part of %x, want %x: %s", name, got[f.ID].PartOf, product.ID, got[f.ID].Sentence)
		}
	}
	a := got[product.ID]
	want := []analytics.AxisValue{value("topic", "噪音"), value("attributes.保修", "保外")}
	if len(a.Causes) != 1 || !slices.Contains(a.Causes[0].Values, want[0]) || !slices.Contains(a.Causes[0].Values, want[1]) {
		t.Fatalf("%+v", a.Causes)
	}
	if !strings.HasPrefix(a.Sentence, "冰箱：2 月 29 日至 3 月 1 日 133 件，约为平时（18 件）的 7.5 倍；") || !strings.Contains(a.Sentence, "几乎全部来自 保修 保外 × 噪音（") {
		t.Error(a.Sentence)
	}
	if a.Run != 7 || a.FactsRun != 202402 || a.Causes[0].Key != analytics.CauseKey(a.Causes[0].Values) || a.Causes[0].Stability < 0.5 {
		t.Errorf("%+v", a)
	}
	if len(l.dirty) != 0 || !cmp.Equal(l.marked, []analytics.Month{202403}) {
		t.Errorf("left %v, marked %v: the outbreak reaches into March", l.dirty, l.marked)
	}
}

func TestWhatAHeadlineDoesNotExplainStandsForItself(t *testing.T) {
	w := outbreak()
	first := *w.find(3, "2024-02-29", "2024-03-01", value("product", "冰箱"))
	w.add(day("2024-02-29"), 40, map[string]string{"source": "a", "product_line": "数码", "product": "耳机", "topic": "送货", "province": "浙江", "attributes.保修": "保内"})
	other := *w.find(3, "2024-02-29", "2024-02-29", value("product", "耳机"))
	line := *w.find(2, "2024-02-29", "2024-03-01", value("product_line", "家电"))
	got, _, err := w.explained(202402)
	if err != nil {
		t.Fatal(err)
	}
	if got[other.ID].PartOf != 0 || got[line.ID].PartOf != first.ID {
		t.Errorf("other is a part of %x, its line of %x", got[other.ID].PartOf, got[line.ID].PartOf)
	}
}

func TestAFindingOfTheMonthBeforeHoldsThoseOfThisMonth(t *testing.T) {
	w := outbreak()
	first := *w.find(3, "2024-02-29", "2024-03-01", value("product", "冰箱"))
	after := *w.find(2, "2024-03-01", "2024-03-01", value("topic", "噪音"))
	got, _, err := w.explained(202403)
	if err != nil || len(got) != 1 || got[after.ID].PartOf != first.ID {
		t.Errorf("%v %+v", err, got)
	}
}

func TestCountsAreThoseOfTheFinding(t *testing.T) {
	w := outbreak()
	w.large = true // so that only some complaints are read
	f := *w.find(3, "2024-02-29", "2024-03-01")
	w.findings[0].Observed, w.findings[0].Expected = f.Observed*100, f.Expected*100
	got, _, err := w.explained(202402)
	if err != nil || w.oneIn < 2 {
		t.Fatal(err, w.oneIn)
	}
	a := got[f.ID]
	sum := a.Rest.Observed - a.Rest.Expected
	for _, c := range a.Causes {
		sum += c.Added
	}
	if a.Observed != f.Observed*100 || math.Abs(a.Expected-f.Expected*100) > 1e-6 || math.Abs(sum-(a.Observed-a.Expected)) > 1e-6 {
		t.Errorf("observed %v, expected %v, causes and rest make %v of the change; the finding is %+v", a.Observed, a.Expected, sum, f)
	}
}

func TestUsualSeriesOfAMonthAreNotExplained(t *testing.T) {
	w := ordinary(2, "2024-02-01", "2024-03-31", 30)
	month := func(level uint8, series ...analytics.AxisValue) analytics.Finding {
		f := w.find(level, "2024-03-01", "2024-03-31", series...)
		f.Kind, f.BaseFrom, f.BaseTo, f.Whole = analytics.FindingMonth, day("2024-02-01"), day("2024-02-29"), true
		f.ID = analytics.FindingID(f.Kind, series, f.From)
		return *f
	}
	total, product := month(0), month(0, value("product", "冰箱"))
	got, _, err := w.explained(202403)
	if _, there := got[product.ID]; err != nil || there || len(got) != 1 {
		t.Fatalf("%v %+v", err, got)
	}
	if s := got[total.ID].Sentence; !strings.HasPrefix(s, "3 月 908 件，比 2 月少 ") || !strings.Contains(s, "在正常波动之内") {
		t.Error(s)
	}
}
