package panel

import (
	"context"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/memory"
)

// A source whose records came after a month was sealed cuts the month as it is, and not as it was.
func TestASourceThatCameLaterDoesNotCutASealedMonth(t *testing.T) {
	m := memory.Sample(4, false)
	at := time.Date(2024, 3, 7, 9, 0, 0, 0, analytics.Zone)
	m.Then = map[analytics.Month][]memory.Record{}
	for _, r := range m.Records {
		if analytics.MonthOf(r.Complaint.ReceivedAt) == 202402 {
			m.Then[202402] = append(m.Then[202402], r)
		}
	}
	m.Sealed = []analytics.Seal{{Number: 1, Month: 202402, By: "甲", At: at, N: uint64(len(m.Then[202402]))}}
	late := m.Then[202402][0]
	late.Complaint.Source, late.Complaint.ID, late.Complaint.ReceivedAt = "another", "1", time.Date(2024, 2, 20, 8, 0, 0, 0, analytics.Zone)
	m.Records = append(m.Records, late)
	for basis, whole := range map[analytics.Basis]bool{analytics.BasisThen: true, analytics.BasisNow: false} {
		asked := dashboards.Query{Month: 202402, Filters: analytics.Selection{Basis: basis}, Now: at.AddDate(0, 1, 0)}
		q, _, err := Resolve(context.Background(), Once(m), asked)
		if err != nil || q.Period.Whole != whole {
			t.Errorf("%s: whole %t (%s), %v", basis, q.Period.Whole, q.Period.Cut, err)
		}
	}
}
