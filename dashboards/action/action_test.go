package action

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/effect"
	"huisheng/dashboards/memory"
)

var start = time.Date(2024, 2, 1, 0, 0, 0, 0, analytics.Zone)

// today is the day of the reader of all pages here: the complaints end the day before.
var today = start.AddDate(0, 0, 70)

// world makes complaints of one source: a day has so many with noise of a product, and ten others.
func world(source string, cases func(day int) float64) *memory.Reader {
	r := rand.New(rand.NewPCG(7, 7))
	m := &memory.Reader{Run: 1}
	add := func(day int, topic, product string) {
		at := start.AddDate(0, 0, day).Add(time.Duration(r.IntN(1440)) * time.Minute)
		id := fmt.Sprintf("%s-%d", source, len(m.Records))
		m.Records = append(m.Records, memory.Record{Complaint: analytics.Complaint{Source: source, ID: id, ReceivedAt: at, Product: analytics.Product{Name: product}},
			Insight: &analytics.Insight{Key: analytics.Key{Source: source, ID: id}, Topic: topic}})
	}
	for day := -200; day < 70; day++ {
		for range 10 {
			add(day, []string{"cold", "price"}[r.IntN(2)], []string{"A1", "B2"}[r.IntN(2)])
		}
		for n := cases(day); n > r.Float64(); n-- {
			add(day, "noise", "A1")
		}
	}
	return m
}

func halved(day int) float64 {
	if day >= 0 {
		return 1.5
	}
	return 4
}

func anAction() analytics.Action {
	return analytics.Action{Number: 1, Title: "降噪", Cause: []analytics.AxisValue{{Axis: "product", Value: "A1"}, {Axis: "topic", Value: "noise"}}, DoneAt: start, Status: analytics.ActionDone}
}

type names struct{}

func (names) Topic(code string) (name, group string) {
	return map[string]string{"noise": "异响"}[code], ""
}

func judge(t *testing.T, r Reader, a analytics.Action) (Judged, string) {
	t.Helper()
	j, err := Judge(context.Background(), r, a, today)
	if err != nil {
		t.Fatal(err)
	}
	return j, j.Sentence(names{})
}

func TestAMeasureThatWorkedIsSaidSoWithItsNumbers(t *testing.T) {
	j, sentence := judge(t, world("crm", halved), anAction())
	if j.Verdict != effect.Works || j.Compared != WithOthers || j.Days != 70 || j.RefDays != 182 {
		t.Errorf("%s by %s over %d and %d days", j.Verdict, j.Compared, j.RefDays, j.Days)
	}
	for _, want := range []string{"措施实施后 70 天，A1 × 异响从措施前日均 4 件降到 1.5 件，扣除同期整体变化后下降 6", "（95% 区间 5"} {
		if !strings.Contains(sentence, want) {
			t.Errorf("%q is not in %q", want, sentence)
		}
	}
	// The list behind the number holds exactly as many.
	counts, _ := world("crm", halved).CountByDay(context.Background(), j.AfterSelection())
	n := 0.0
	for _, c := range counts {
		n += float64(c.N)
	}
	if n != j.CasesAfter {
		t.Errorf("behind %v complaints are %v", j.CasesAfter, n)
	}
}

func TestWhatMovesEverythingIsNoEffect(t *testing.T) {
	m := world("crm", func(int) float64 { return 4 })
	kept := m.Records[:0]
	for i, r := range m.Records {
		if r.Complaint.ReceivedAt.Before(start) || i%2 == 0 { // half of all complaints stay away
			kept = append(kept, r)
		}
	}
	m.Records = kept
	if j, sentence := judge(t, m, anAction()); j.Verdict.Good() {
		t.Errorf("%s: %s", j.Verdict, sentence)
	}
}

func TestAnOutbreakThatEndedIsNotCalledAnEffect(t *testing.T) {
	m := world("crm", func(day int) float64 {
		if day >= -12 && day < -2 {
			return 30
		}
		return 4
	})
	a := anAction()
	a.From, a.To = start.AddDate(0, 0, -12), start.AddDate(0, 0, -3)
	j, sentence := judge(t, m, a)
	if j.Verdict != effect.Unknown || j.Reason != effect.Ebbed || !strings.Contains(sentence, "不能算作措施的效果") || !strings.Contains(sentence, "不计爆发的 10 天，那时日均 30 件") {
		t.Errorf("%s %s: %s", j.Verdict, j.Reason, sentence)
	}
}

func TestChosenControlsAndOtherSources(t *testing.T) {
	m := world("crm", halved)
	m.Records = append(m.Records, world("ended", halved).Records[:500]...) // a source that ended long before
	a := anAction()
	a.Controls = []analytics.AxisValue{{Axis: "product", Value: "B2"}}
	j, sentence := judge(t, m, a)
	if j.Compared != WithChosen || strings.Join(j.Sources, " ") != "crm" || !strings.Contains(sentence, "扣除对照的变化后下降") {
		t.Errorf("%s %v: %s", j.Compared, j.Sources, sentence)
	}
	// A cause of everything has nothing beside it.
	a.Cause, a.Controls = nil, nil
	if j, sentence = judge(t, world("crm", halved), a); j.Compared != WithDays || !strings.Contains(sentence, "全部投诉") {
		t.Errorf("%s: %s", j.Compared, sentence)
	}
}

func TestWhatCannotBeSaidYet(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*analytics.Action)
		want   string
	}{
		"not done":       {func(a *analytics.Action) { a.DoneAt = time.Time{} }, "尚未完成"},
		"just done":      {func(a *analytics.Action) { a.DoneAt = start.AddDate(0, 0, 65) }, "生效 5 天，至少满 14 天才比较。措施前A1 × 异响日均"},
		"after the data": {func(a *analytics.Action) { a.DoneAt = start.AddDate(0, 0, 75) }, "数据只到 2024-04-10，生效日 2024-04-16 之后还没有可以比较的"},
		"too early":      {func(a *analytics.Action) { a.DoneAt = start.AddDate(0, 0, -170) }, "不足 6 周"},
		"not there":      {func(a *analytics.Action) { a.Cause[1].Value = "nothing" }, "没有“A1 × nothing”的数据"},
		"later":          {func(a *analytics.Action) { a.DoneAt = start.AddDate(1, 0, 0) }, "无从比较"},
		"no product":     {func(a *analytics.Action) { a.Cause[0].Value = "" }, "产品未填 × 异响"},
	} {
		a := anAction()
		c.change(&a)
		j, sentence := judge(t, world("crm", halved), a)
		if !strings.Contains(sentence, c.want) || j.Verdict.Good() {
			t.Errorf("%s: %s", name, sentence)
		}
	}
}

func TestAReaderThatFailsIsAnError(t *testing.T) {
	m := world("crm", halved)
	m.Fail = map[string]error{"CountByDay": errors.New("gone")}
	if _, err := Judge(context.Background(), m, anAction(), today); err == nil {
		t.Error("no error")
	}
}
