package panel

import (
	"context"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// wanting is a month of complaints that want this and that.
func wanting() *memory.Reader {
	m := &memory.Reader{Run: 1}
	for i, in := range []analytics.Insight{
		{Demands: []string{"refund", "apology"}, Urgency: []string{"safety", "media"}, Rating: 1},
		{Demands: []string{"refund"}, Urgency: []string{"safety"}, Rating: 2},
		{Rating: 3}, {},
	} {
		c := analytics.Complaint{Source: "s", ID: string(rune('1' + i)), Text: "文", ReceivedAt: time.Date(2024, 3, 5, 10, i, 0, 0, analytics.Zone)}
		m.Records = append(m.Records, memory.Record{Complaint: c, Insight: &in})
	}
	return m
}

func TestWantsCountComplaintsAndNotDemands(t *testing.T) {
	m := wanting()
	q := resolved(t, m, 202403)
	view, err := Wants{m}.Load(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	body := view.Body.(Wanted)
	var rows []string
	for _, r := range body.Rows {
		rows = append(rows, r.Name+" "+r.Share)
	}
	if got, want := strings.Join(rows, "，"), "退款 50，道歉 25，未提诉求 50"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if body.Urgent.N != 2 || len(body.Kinds) != 2 || body.Kinds[0].Name != "安全" || body.Kinds[0].N != 2 {
		t.Errorf("%+v %+v", body.Urgent, body.Kinds)
	}
	if body.Rating != "2" || body.Rated != 3 {
		t.Errorf("%s of %d", body.Rating, body.Rated)
	}
	for _, sel := range []analytics.Selection{q.MonthSelection().With(analytics.AxisDemand, "refund"), q.MonthSelection().Without(analytics.AxisUrgency, "")} {
		if tally, err := m.TallyComplaints(context.Background(), sel, time.Time{}); err != nil || tally.N != 2 {
			t.Errorf("behind the door are %d complaints (%v)", tally.N, err)
		}
	}
}
