package web

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"huisheng/analytics/learn"
	"huisheng/dashboards/memory"
)

// kept is a fake of Models.
type kept struct {
	list []LearntModel
	used []uint64
}

func (k *kept) LearntModels(context.Context) ([]LearntModel, error) { return k.list, nil }

func (k *kept) UseModel(_ context.Context, number uint64) error {
	k.used = append(k.used, number)
	return nil
}

func learnt(number uint64, inUse bool) LearntModel {
	rate := learn.Rate{Value: 0.8, Low: 0.7, High: 0.9, N: 50}
	return LearntModel{Number: number, InUse: inUse, Header: learn.Header{Labels: []string{"a", "b"}, Fingerprint: "f00d", MadeAt: time.Date(2024, 3, 1, 4, 0, 0, 0, time.UTC), Threshold: 0.7,
		Report: &learn.Report{Rows: 100, Folds: 5, Accuracy: rate, MacroF1: 0.75, ECE: 0.02, Labels: []learn.LabelFit{{Label: "a", N: 60, Answered: 55, Precision: rate, Recall: rate, F1: 0.8}, {Label: "b", N: 40}},
			Confusion: []learn.Mistake{{Label: "a", Answer: "b", N: 7}}, Reliability: []learn.Bin{{N: 50, Confidence: 0.6, Right: rate}},
			Coverage: []learn.Coverage{{Precision: 0.8, Threshold: 0.7, Share: 0.4}, {Precision: 0.95, Threshold: 1.01}}, Origins: []learn.Origin{{Origin: "category", Accuracy: rate}}}}}
}

func evaluated(t *testing.T, models Models) http.Handler {
	return testHandler(t, memory.Sample(1, false), func(c *Config) { c.Models = models })
}

func TestWithoutAModelThePageSaysTheCommandThatMakesOne(t *testing.T) {
	body := page(t, evaluated(t, &kept{}), "/evaluation")
	if !strings.Contains(body, "huisheng learn data") {
		t.Error(body)
	}
}

func TestTheModelInUseIsShownWithIntervalsAndDoors(t *testing.T) {
	two := evaluated(t, &kept{list: []LearntModel{learnt(2, false), learnt(1, true)}})
	body := page(t, two, "/evaluation")
	for _, want := range []string{"模型 1</b>（在用）", "80.0%", "70–90%", "n=100", "0.750", "数据指纹 f00d", "来源分类", "达不到", `topic=a`, "<circle", "40.0%", `action="/evaluation/2/use"`, `action="/evaluation/0/use"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q", want)
		}
	}
	if other := page(t, two, "/evaluation?model=2"); !strings.Contains(other, "模型 2</b>（没有启用）") {
		t.Error("the model that was asked for is not shown")
	}
}

func TestAModelIsPutToUseFromThePage(t *testing.T) {
	models := &kept{list: []LearntModel{learnt(1, false)}}
	answer := post(t, evaluated(t, models), "/evaluation/1/use", "")
	if answer.Code != http.StatusSeeOther || len(models.used) != 1 || models.used[0] != 1 {
		t.Errorf("%d, used %v", answer.Code, models.used)
	}
}
