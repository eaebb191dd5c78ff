package explain

import (
	"context"
	"testing"

	"huisheng/analytics"
)

// past are findings with what explains them, and what was decided.
type past struct {
	findings  []analytics.Finding
	explained []analytics.Attribution
	decided   []analytics.FindingDecision
}

func (p *past) Findings(_ context.Context, from, to analytics.Month) ([]analytics.Finding, error) {
	return p.findings, nil
}

func (p *past) Attributions(_ context.Context, from, to analytics.Month) ([]analytics.Attribution, error) {
	return p.explained, nil
}

func (p *past) FindingDecisions(context.Context) ([]analytics.FindingDecision, error) {
	return p.decided, nil
}

func (p *past) add(id, partOf uint64, from, to string, excess float64, values ...analytics.AxisValue) {
	f := analytics.Finding{ID: id, Kind: analytics.FindingDays, From: day(from), To: day(to), Month: analytics.MonthOf(day(from))}
	p.findings = append(p.findings, f)
	p.explained = append(p.explained, analytics.Attribution{Finding: id, PartOf: partOf, Month: f.Month,
		Causes: []analytics.FoundCause{{Key: analytics.CauseKey(values), Values: values, Excess: excess, Observed: 9, Expected: 1}}})
}

func TestACauseIsFoundAgainInEarlierMonths(t *testing.T) {
	leak, cold := value("topic", "漏水"), value("topic", "不制冷")
	p := &past{decided: []analytics.FindingDecision{{Finding: 1, Verdict: analytics.VerdictConfirmed}, {Finding: 2, Verdict: analytics.VerdictFalse, UndoneAt: day("2024-01-09")}}}
	p.add(1, 0, "2023-06-01", "2023-06-03", 8, leak)
	p.add(2, 0, "2024-01-05", "2024-01-08", 8, leak)
	p.add(3, 2, "2024-01-06", "2024-01-06", 8, leak) // a part of another
	p.add(4, 0, "2024-01-20", "2024-01-22", 8, cold)
	p.add(5, 0, "2024-02-01", "2024-02-02", -8, leak) // it fell
	p.add(6, 0, "2024-02-28", "2024-03-01", 8, leak)  // the same days
	p.add(7, 0, "2024-03-01", "2024-03-02", 8, leak)
	got, err := Recurrence(context.Background(), p, p, p.findings[6], p.explained[6].Causes)
	if err != nil || len(got) != 1 {
		t.Fatal(err, got)
	}
	var ids []uint64
	for _, o := range got[0] {
		ids = append(ids, o.Finding.ID)
	}
	if len(ids) != 2 || ids[0] != 2 || ids[1] != 1 || got[0][0].Verdict != "" || got[0][1].Verdict != analytics.VerdictConfirmed || got[0][0].Cause.Observed != 9 {
		t.Errorf("found in %v, %+v", ids, got[0])
	}
}
