package web

import (
	"context"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/learn"
	"huisheng/dashboards/memory"
)

// modelsInUse are learnt models of which one may be in use.
type modelsInUse bool

func (m modelsInUse) LearntModels(context.Context) ([]LearntModel, error) {
	return []LearntModel{{Number: 1, InUse: bool(m), Header: learn.Header{}}}, nil
}

func (modelsInUse) UseModel(context.Context, uint64) error { return nil }

// labelled is a sample with one complaint whose labels are these.
func labelled(what, why, where analytics.Label) (*memory.Reader, analytics.Key) {
	r := memory.Sample(1, false)
	record := &r.Records[0]
	in := record.Insight
	in.Key = analytics.Key{Source: record.Complaint.Source, ID: record.Complaint.ID}
	in.Topic, in.TopicFrom, in.Confidence, in.Why, in.Where = what.Code, what.From, what.Confidence, why, where
	return r, in.Key
}

func TestAConfidenceIsAPercentageOnlyWhereItWasMeasured(t *testing.T) {
	r, k := labelled(analytics.Label{Code: "noise", From: "rule", Confidence: 0.81}, analytics.Label{Code: "why.part", From: "rule", Confidence: 0.62}, analytics.Label{Code: "where.use", From: "rule", Confidence: 0.3})
	body := page(t, testHandler(t, r, func(c *Config) { c.Models = modelsInUse(false) }), complaintAddress(k))
	if strings.Contains(body, "把握") || !strings.Contains(body, "依据强") || !strings.Contains(body, "依据一般") || !strings.Contains(body, "依据弱") {
		t.Error("rules alone were never measured, and the page gives a percentage or says nothing")
	}
	body = page(t, testHandler(t, r, func(c *Config) { c.Models = modelsInUse(true) }), complaintAddress(k))
	if strings.Count(body, "把握 81%") != 1 || strings.Contains(body, "把握 62%") || !strings.Contains(body, "依据一般") {
		t.Error("with a model in use 现象 is measured, 原因 and 环节 are not")
	}
}

func TestALabelThatAPersonGaveSaysWhoAndWhenAndCanBeTakenBack(t *testing.T) {
	r, k := labelled(analytics.Label{Code: "cold", From: analytics.FromPerson, Confidence: 1}, analytics.Label{}, analytics.Label{})
	f := &fakeCorrections{said: []analytics.Correction{
		{Number: 1, Key: k, Axis: analytics.AxisWhat, From: "price", To: "noise", By: "李四", Why: "第一次", At: fixedNow},
		{Number: 2, Key: k, Axis: analytics.AxisWhat, From: "noise", To: "cold", By: "王芳", Why: "听了录音", At: fixedNow},
		{Number: 3, Key: k, Axis: analytics.AxisWhat, From: "cold", To: "price", By: "赵六", At: fixedNow, UndoneAt: fixedNow, UndoneBy: "赵六"}}}
	h := testHandler(t, r, func(c *Config) { c.Corrections = f })
	body := page(t, h, complaintAddress(k))
	for _, want := range []string{"王芳 于 ", "原为 异响；听了录音", `action="/corrections/2/undo"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(body, "赵六") || strings.Contains(body, "第一次") {
		t.Error("a correction that does not hold is shown as if it did")
	}
}

func TestAComplaintOfASealedMonthSaysWhatItWasThen(t *testing.T) {
	m, seals := sealedSample()
	for i := range m.Records {
		c, in := m.Records[i].Complaint, m.Records[i].Insight
		if analytics.MonthOf(c.ReceivedAt) != 202402 || in == nil || in.Topic != "noise" {
			continue
		}
		k := analytics.Key{Source: c.Source, ID: c.ID}
		in.Key = k
		seals.then = map[analytics.Key]map[string]string{k: {analytics.AxisWhat: "cold"}}
		body := page(t, testHandler(t, m, func(c *Config) { c.Seals = seals }), complaintAddress(k))
		if strings.Count(body, "当时口径：") != 1 || !strings.Contains(body, "当时口径：不制冷") {
			t.Error("what it was when the month was sealed is missing, or stands where nothing changed")
		}
		return
	}
	t.Fatal("the sample has no such complaint")
}
