package web

import (
	"context"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// fakeFindings holds findings in memory.
type fakeFindings struct {
	list []analytics.Finding
	said []analytics.Attribution
}

func (f *fakeFindings) Findings(_ context.Context, from, to analytics.Month) ([]analytics.Finding, error) {
	return slices.DeleteFunc(slices.Clone(f.list), func(x analytics.Finding) bool { return x.Month < from || x.Month > to }), nil
}

func (f *fakeFindings) FindingOf(_ context.Context, id uint64) (analytics.Finding, bool, error) {
	for _, x := range f.list {
		if x.ID == id {
			return x, true, nil
		}
	}
	return analytics.Finding{}, false, nil
}

func (f *fakeFindings) Attributions(_ context.Context, from, to analytics.Month) ([]analytics.Attribution, error) {
	return slices.DeleteFunc(slices.Clone(f.said), func(x analytics.Attribution) bool { return x.Month < from || x.Month > to }), nil
}

// fakeDecisions holds decisions in memory, by the clock of the pages here.
type fakeDecisions struct{ made []analytics.FindingDecision }

func (f *fakeDecisions) FindingDecisions(context.Context) ([]analytics.FindingDecision, error) {
	return slices.Clone(f.made), nil
}

func (f *fakeDecisions) DecideFinding(_ context.Context, d analytics.FindingDecision) (analytics.FindingDecision, error) {
	d.Number, d.At = uint64(len(f.made)+1), fixedNow
	f.made = append(f.made, d)
	return d, nil
}

func (f *fakeDecisions) UndoFindingDecision(_ context.Context, number uint64, by string) (analytics.FindingDecision, error) {
	for i := range f.made {
		if d := &f.made[i]; d.Number == number && d.UndoneAt.IsZero() {
			d.UndoneAt, d.UndoneBy = fixedNow, by
			return *d, nil
		}
	}
	return analytics.FindingDecision{}, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这个判断，或者已经撤销"}
}

func dayOf(month analytics.Month, day int) time.Time { return month.First().AddDate(0, 0, day-1) }

// countOf counts the complaints of values on days in memory.
func countOf(r *memory.Reader, series []analytics.AxisValue, from, to time.Time) float64 {
	var s analytics.Selection
	for _, v := range series {
		s = s.With(v.Axis, v.Value)
	}
	tally, err := r.TallyComplaints(context.Background(), s.Between(from, to), fixedNow)
	if err != nil {
		panic(err)
	}
	return float64(tally.N)
}

// The findings of sampleFindings.
var (
	noiseSeries = []analytics.AxisValue{{Axis: "topic", Value: "noise"}}
	noiseOfA1   = []analytics.AxisValue{{Axis: "topic", Value: "noise"}, {Axis: "product_line", Value: "空调"}}
	spikeID     = analytics.FindingID(analytics.FindingDays, nil, dayOf(202403, 15))
	partID      = analytics.FindingID(analytics.FindingDays, noiseSeries, dayOf(202403, 15))
	monthID     = analytics.FindingID(analytics.FindingMonth, nil, dayOf(202403, 1))
	fallID      = analytics.FindingID(analytics.FindingDays, []analytics.AxisValue{{Axis: "channel", Value: "门店"}}, dayOf(202403, 4))
	noticeID    = analytics.FindingID(analytics.FindingWeek, noiseOfA1, dayOf(202403, 4))
	olderID     = analytics.FindingID(analytics.FindingDays, nil, dayOf(202402, 28))
)

// sampleFindings are findings about the complaints of memory.Sample: the day that stands out, what is part of it, a month, a fall, something to notice,
// and one with the same cause in the month before that reaches into this one.
func sampleFindings(r *memory.Reader) *fakeFindings {
	days := func(id uint64, kind string, series []analytics.AxisValue, from, to time.Time, expected float64, level uint8) analytics.Finding {
		return analytics.Finding{ID: id, Kind: kind, Month: analytics.MonthOf(from), Series: series, From: from, To: to, Peak: from, Level: level,
			Observed: countOf(r, series, from, to), Expected: expected, Low: expected / 2, High: expected * 1.5, Chance: 1e-6, Score: 5}
	}
	spike := days(spikeID, analytics.FindingDays, nil, dayOf(202403, 15), dayOf(202403, 15), 13.2, 3)
	spike.Quick, spike.Risen = true, 0.4
	part := days(partID, analytics.FindingDays, noiseSeries, dayOf(202403, 15), dayOf(202403, 15), 4, 2)
	fall := days(fallID, analytics.FindingDays, []analytics.AxisValue{{Axis: "channel", Value: "门店"}}, dayOf(202403, 4), dayOf(202403, 6), 30, 2)
	fall.Fall = true
	notice := days(noticeID, analytics.FindingWeek, noiseOfA1, dayOf(202403, 4), dayOf(202403, 10), 18, 1)
	older := days(olderID, analytics.FindingDays, nil, dayOf(202402, 28), dayOf(202403, 1), 30, 2)
	month := analytics.Finding{ID: monthID, Kind: analytics.FindingMonth, Month: 202403, From: dayOf(202403, 1), To: dayOf(202403, 20), BaseFrom: dayOf(202402, 1), BaseTo: dayOf(202402, 20),
		Observed: countOf(r, nil, dayOf(202403, 1), dayOf(202403, 20)), Expected: countOf(r, nil, dayOf(202402, 1), dayOf(202402, 20)), Level: 2}
	cause := func(f analytics.Finding, expected float64) analytics.Attribution {
		n := countOf(r, noiseOfA1, f.From, f.To)
		added := n - expected
		return analytics.Attribution{Finding: f.ID, Month: f.Month, Sentence: "<b>多</b>出来的大多是异响 × 空调。", Observed: f.Observed, Expected: f.Expected, LeftOut: []string{analytics.AttributeAxis + "order"},
			Causes: []analytics.FoundCause{{Key: analytics.CauseKey(noiseOfA1), Values: noiseOfA1, Observed: n, Expected: expected, Excess: added, Added: added, Share: added / f.Change(), Stability: 0.95,
				Equivalents: [][]analytics.AxisValue{{{Axis: "topic", Value: "noise"}, {Axis: "product", Value: "A1"}}}, Within: [][]analytics.AxisValue{append(slices.Clone(noiseOfA1), analytics.AxisValue{Axis: "province", Value: "广东"})}}},
			Rest: analytics.Remainder{Observed: f.Observed - n, Expected: f.Expected - expected, Drift: 1.2, Share: 1 - added/f.Change(), Moves: true}}
	}
	part4 := analytics.Attribution{Finding: partID, Month: 202403, PartOf: spikeID, Observed: part.Observed, Expected: part.Expected}
	return &fakeFindings{list: []analytics.Finding{notice, part, month, fall, spike, older}, said: []analytics.Attribution{cause(spike, 2), part4, cause(month, countOf(r, noiseOfA1, dayOf(202402, 1), dayOf(202402, 20))), cause(older, 0.5)}}
}
