package web

import (
	"context"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

type fakeReadings struct {
	list []analytics.ReadBy
	made map[string]map[string]string
}

func (f fakeReadings) ReadBy(_ context.Context, from, to analytics.Month) (list []analytics.ReadBy, err error) {
	for _, r := range f.list {
		if from <= r.Month && r.Month <= to {
			list = append(list, r)
		}
	}
	return list, nil
}

func (f fakeReadings) MadeOf(_ context.Context, base string) (map[string]string, error) {
	return f.made[base], nil
}

func TestAChartAcrossTwoVersionsSaysSo(t *testing.T) {
	made := map[string]map[string]string{"m1": {"词典": "1", "分类体系": "1", "模型": "x"}, "m2": {"词典": "1", "分类体系": "2"}}
	for name, c := range map[string]struct {
		list []analytics.ReadBy
		want int // panels that say so
		text string
	}{
		"one version":                      {[]analytics.ReadBy{{Month: 202401, Model: "m1", N: 5}, {Month: 202402, Model: "m1", N: 7}}, 0, ""},
		"words changed":                    {[]analytics.ReadBy{{Month: 202402, Model: "m1", N: 5}, {Month: 202402, Model: "m1+3", N: 7}}, 0, ""},
		"an old month":                     {[]analytics.ReadBy{{Month: 202312, Model: "m1", N: 5000}, {Month: 202402, Model: "m2+1", N: 7}}, 1, "分类由 2 个版本读出，5,000 件还是旧版本（变了分类体系、模型），正按月重读"},
		"the month before":                 {[]analytics.ReadBy{{Month: 202401, Model: "m1", N: 5}, {Month: 202402, Model: "m2", N: 7}}, 2, "5 件还是旧版本"},
		"a version that nobody wrote down": {[]analytics.ReadBy{{Month: 202401, Model: "m0", N: 5}, {Month: 202402, Model: "m2", N: 7}}, 2, "5 件还是旧版本，正按月重读"},
	} {
		h := testHandler(t, memory.Sample(1, false), func(cfg *Config) { cfg.Readings = fakeReadings{c.list, made} })
		body := page(t, h, "/?month=2024-02")
		if got := strings.Count(body, "个版本读出"); got != c.want || !strings.Contains(body, c.text) {
			t.Errorf("%s: %d panels say so", name, got)
		}
	}
}
