package memory

import (
	"time"

	"huisheng/analytics"
)

// Judged is what a policy says of the records of a month that count: of their clocks of the first response, which run by grade.
func (m *Reader) Judged(month analytics.Month) []analytics.Judged {
	var list []analytics.Judged
	for i := range m.Records {
		r := &m.Records[i]
		if analytics.MonthOf(r.Complaint.ReceivedAt) != month || r.life().Ended != "" {
			continue
		}
		j := analytics.Judged{Month: month, Life: &analytics.Life{Complaint: r.Complaint}, Policy: "graded", Version: "2000-01-01"}
		j.Response, j.ResponseDue = r.response()
		list = append(list, j)
	}
	return list
}

// response is how the clock of the first response stands; an open one until when.
func (r *Record) response() (state string, due time.Time) {
	clock := analytics.ClockOf(r.Complaint.Grade)
	if clock == 0 {
		return "", due
	}
	due = r.Complaint.ReceivedAt.Add(clock)
	switch first := r.life().FirstResponse; {
	case first.IsZero():
		return analytics.ClockOpen, due
	case first.After(due):
		return "late", due
	}
	return "met", due
}
