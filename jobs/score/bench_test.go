package score

import (
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest/sample"
)

// weekdays is a calendar without holidays.
type weekdays struct{}

func (weekdays) Works(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// BenchmarkJudge judges sample complaints with their steps by the pack of grades: a month of a million has this a million times.
func BenchmarkJudge(b *testing.B) {
	book := graded(b)
	g := sample.New(sample.Config{Rows: 2000, Seed: 1})
	var lives []*analytics.Life
	var r sample.Record
	for g.Next(&r) {
		lives = append(lives, &analytics.Life{Complaint: r.Complaint, Events: append([]analytics.Event(nil), r.Events...)})
	}
	now := lives[len(lives)-1].ReceivedAt.AddDate(1, 0, 0)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Judge(book, 202403, lives[i%len(lives)], analytics.EventKinds, now)
	}
}
