package dashboards_test

import (
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards"
)

type fewNames struct{}

func (fewNames) Topic(code string) (name, group string) {
	return map[string]string{"price": "价格变动"}[code], ""
}

func TestASeriesIsCalledByTheNamesOfItsValues(t *testing.T) {
	for want, series := range map[string][]analytics.AxisValue{
		"全部投诉":                   nil,
		"比亚迪 × 价格变动":             {{Axis: "topic", Value: "price"}, {Axis: "product_line", Value: "比亚迪"}},
		"未分类":                    {{Axis: "topic"}},
		"渠道未填":                   {{Axis: "channel"}},
		"原因未分类":                  {{Axis: "topic_why"}},
		"等级 A × 来源分类 质量":         {{Axis: "category", Value: "质量"}, {Axis: "grade", Value: "A"}},
		"coverage未填":             {{Axis: analytics.AttributeAxis + "coverage"}},
		"北京 × 投诉人 监管":            {{Axis: "sender_kind", Value: "regulator"}, {Axis: "province", Value: "北京"}},
		"coverage basic × 未知的代号": {{Axis: analytics.AttributeAxis + "coverage", Value: "basic"}, {Axis: "topic", Value: "未知的代号"}},
	} {
		if got := dashboards.SeriesName(fewNames{}, series); got != want {
			t.Errorf("%v is called %q, want %q", series, got, want)
		}
	}
}

func TestAFindingsDoorHoldsItsSeriesItsSourcesAndItsDays(t *testing.T) {
	day := analytics.Month(202403).First()
	seals := []analytics.Seal{{Number: 1, Month: 202403}}
	s := dashboards.SeriesSelection([]analytics.AxisValue{{Axis: "channel", Value: ""}, {Axis: "topic", Value: "price"}}, []string{"crm"}, day, day.AddDate(0, 0, 2), seals)
	want := "/complaints?basis=now&channel=&from=2024-03-01&source=crm&to=2024-03-03&topic=price"
	if got := dashboards.Door(s); got != want {
		t.Errorf("the door is %s, want %s", got, want)
	}
}

func TestFiguresAreWrittenAsPeopleReadThem(t *testing.T) {
	for x, want := range map[float64]string{0.5: "0.5", 9.94: "9.9", 9.96: "10", 61.4: "61", 1938.6: "1,939", 0: "0", -3.25: "−3.3"} {
		if got := dashboards.Figure(x); got != want {
			t.Errorf("%v is written %q, want %q", x, got, want)
		}
	}
	if got := dashboards.ShareText(0.7443); got != "74.4%" {
		t.Errorf("a share is written %q", got)
	}
}
