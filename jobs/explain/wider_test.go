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

// Everything nearly doubled after a holiday, one product rose from nothing, and its line rose beside it more than the rest: the line is the
// matter, and the product what is striking in it.
func TestTheLargerMatterIsToldFirst(t *testing.T) {
	w := &tables{written: map[analytics.Month][]analytics.Attribution{}}
	add := func(line, product, topic string, before, after int) {
		for i := range before + after {
			on := day("2024-03-01").AddDate(0, 0, i%31)
			if i < before {
				on = day("2024-02-01").AddDate(0, 0, i%29)
			}
			w.add(on, 1, map[string]string{"source": "a", "product_line": line, "product": product, "topic": topic, "province": []string{"广东", "浙江", "四川"}[i%3]})
		}
	}
	add("家电", "烤箱", "噪音", 1, 72)
	add("家电", "冰箱", "噪音", 40, 90)
	add("家电", "冰箱", "退款", 40, 90)
	add("家电", "洗衣机", "送货", 45, 98)
	for _, product := range []string{"手机", "耳机"} {
		for _, topic := range []string{"噪音", "退款", "送货", "维修"} {
			add("数码", product, topic, 105, 195)
		}
	}
	got, err := w.between()
	if err != nil || len(got.Causes) == 0 {
		t.Fatal(err, got.Sentence)
	}
	if want := "来自 家电（126 → 350 件，尤其是 烤箱）"; !strings.Contains(got.Sentence, want) {
		t.Errorf("got %s\nwant %s", got.Sentence, want)
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
