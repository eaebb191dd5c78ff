package explain

import (
	"context"
	"slices"
	"strings"
	"testing"

	"huisheng/analytics"
)

// between explains March against February.
func (t *tables) between() (analytics.Attribution, error) {
	return NewAsker(t, plain{}).Between(context.Background(), analytics.Selection{From: day("2024-03-01"), To: day("2024-03-31")}, analytics.Selection{From: day("2024-02-01"), To: day("2024-02-29")})
}

// One product's noise is striking, but its whole line has far more noise: that is the matter, and the product what is striking in it.
func TestTheLargerMatterIsToldFirst(t *testing.T) {
	w := ordinary(6, "2024-02-01", "2024-03-31", 40)
	for d := day("2024-03-01"); !d.After(day("2024-03-30")); d = d.AddDate(0, 0, 1) {
		w.add(d, 3, map[string]string{"source": "a", "product_line": "家电", "product": "烤箱", "topic": "噪音", "province": "广东"})
		for _, product := range []string{"冰箱", "洗衣机", "电视"} {
			w.add(d, 3, map[string]string{"source": "a", "product_line": "家电", "product": product, "topic": "噪音", "province": "四川"})
		}
	}
	got, err := w.between()
	if err != nil || len(got.Causes) == 0 {
		t.Fatal(err, got.Sentence)
	}
	first := got.Causes[0]
	if !slices.Contains(first.Values, value("topic", "噪音")) || slices.Contains(first.Values, value("product", "烤箱")) {
		t.Error(got.Sentence)
	}
}

// What rose beside a striking product only as much as everything else, or not at all, is no larger matter.
func TestAMatterThatIsAllOneProductIsToldAsThat(t *testing.T) {
	w := ordinary(7, "2024-02-01", "2024-03-31", 40)
	w.add(day("2024-03-10"), 60, map[string]string{"source": "a", "product_line": "家电", "product": "烤箱", "topic": "噪音", "province": "广东", "attributes.保修": "保内"})
	got, err := w.between()
	if err != nil || len(got.Causes) != 1 || !slices.Contains(got.Causes[0].Values, value("product", "烤箱")) {
		t.Error(err, got.Sentence)
	}
}

// Several versions that come at once say nothing, but one that is all of one product's noise does, with that product.
func TestAVersionIsACauseWithWhatItIsAbout(t *testing.T) {
	w := ordinary(8, "2024-02-01", "2024-03-31", 40)
	w.told = append(w.told, analytics.AttributeTold{Name: "固件版本", N: 1000, Values: 4})
	for i := range w.facts {
		version := "V1"
		if w.facts[i].day.Month() == 3 && i%3 > 0 {
			version = []string{"V2", "V3"}[i%3-1]
		}
		w.facts[i].values["attributes.固件版本"] = version
	}
	w.add(day("2024-03-10"), 80, map[string]string{"source": "a", "product_line": "家电", "product": "烤箱", "topic": "噪音", "province": "广东", "attributes.固件版本": "V9", "attributes.保修": "保外"})
	got, err := w.between()
	if err != nil || len(got.Causes) != 1 || strings.Contains(got.Sentence, "V2") || strings.Contains(got.Sentence, "V3") || !strings.Contains(got.Sentence, "烤箱") {
		t.Error(err, got.Sentence)
	}
}

// Everybody knows in which province a city is.
func TestACompositionLeavesOutWhatFollowsFromTheSeries(t *testing.T) {
	w := ordinary(9, "2024-02-01", "2024-03-05", 30)
	w.add(day("2024-02-10"), 8, map[string]string{"source": "a", "product": "手机", "product_line": "数码", "topic": "退款", "department": "数码部"})
	w.add(day("2024-03-05"), 20, map[string]string{"source": "a", "province": "青海", "city": "海东", "topic": "退款", "product": "手机", "product_line": "数码", "department": "数码部"})
	tab := newTable([]string{"source", "product_line", "product", "model", "batch", "topic", "topic_why", "province", "city", "department"}, 1)
	values := make([]string, len(tab.axes))
	for _, f := range w.facts {
		for i, axis := range tab.axes {
			values[i] = f.value(axis)
		}
		tab.add(1, dayOf(f.day), values)
	}
	f := w.find(3, "2024-03-05", "2024-03-05", value("city", "海东"))
	now := tab.rows(days(f.From, f.To), tab.condition(f.Series), nil)
	got, _ := tab.composition(f, now)
	if slices.Contains(got, value("province", "青海")) || !slices.Contains(got, value("product", "手机")) {
		t.Errorf("%v", got)
	}
	if !tab.follows([]analytics.AxisValue{value("department", "数码部")}, value("product", "手机"), now) {
		t.Error("the department has had nothing but this product")
	}
}
