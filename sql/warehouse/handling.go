package warehouse

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// HandOvers returns how departments answered what was handed to them, of the complaints of a month, those with most first. at decides what
// is over its limit.
func (w *Warehouse) HandOvers(ctx context.Context, month analytics.Month, at time.Time) ([]analytics.HandOver, error) {
	var list []analytics.HandOver
	err := w.Each(ctx, "hand_overs", P{"month": month, "at": at}, func(rows driver.Rows) error {
		var h analytics.HandOver
		var median, p90 uint32
		err := rows.Scan(&h.Department, &h.N, &h.Answered, &h.Met, &h.Late, &h.None, &h.Open, &h.Overdue, &median, &p90, &h.Graded, &h.Score)
		h.Median, h.P90 = time.Duration(median)*time.Second, time.Duration(p90)*time.Second
		list = append(list, h)
		return err
	})
	return list, err
}

// OpenHandOvers returns which departments others wait for now, those waited for by most complaints first.
func (w *Warehouse) OpenHandOvers(ctx context.Context) ([]analytics.Waiting, error) {
	var list []analytics.Waiting
	err := w.Each(ctx, "hand_overs_open", nil, func(rows driver.Rows) error {
		var one analytics.Waiting
		var names []string
		var counts []uint64
		err := rows.Scan(&one.Department, &one.N, &one.Since, &names, &counts)
		for i := range names {
			one.By = append(one.By, analytics.ValueCount{Value: names[i], N: counts[i]})
		}
		list = append(list, one)
		return err
	})
	return list, err
}

// Solving returns how the complaints of a month were solved and what was granted: all together first, then by the values of an axis.
func (w *Warehouse) Solving(ctx context.Context, month analytics.Month, axis string) ([]analytics.Solving, error) {
	if !slices.Contains(analytics.JudgedAxes, axis) {
		return nil, analytics.Invalid("axis", "处理不能按 %q 看", axis)
	}
	var list []analytics.Solving
	err := w.eachOf(ctx, "solving", pageData{Axis: axis}, P{"month": month}, func(rows driver.Rows) error {
		var s analytics.Solving
		var all uint8
		err := rows.Scan(&s.Value, &all, &s.N, &s.Solved, &s.Spot, &s.Granted, &s.GrantedAfter, &s.Fen, &s.MedianFen, &s.Reopened, &s.Escalated)
		s.All = all == 1
		list = append(list, s)
		return err
	})
	return list, err
}

// Tells returns of how many complaints somebody has to be told, by rule of escalation.
func (w *Warehouse) Tells(ctx context.Context, month analytics.Month) ([]analytics.Informing, error) {
	var list []analytics.Informing
	err := w.Each(ctx, "tells", P{"month": month}, func(rows driver.Rows) error {
		var t analytics.Informing
		err := rows.Scan(&t.Rule, &t.N, &t.Open)
		list = append(list, t)
		return err
	})
	return list, err
}

// AnswerTimes returns how long customers waited for the first answer, of the complaints of some months.
func (w *Warehouse) AnswerTimes(ctx context.Context, from, to analytics.Month) (analytics.AnswerTimes, error) {
	var a analytics.AnswerTimes
	var seconds []float64
	if err := w.Row(ctx, "answer_times", P{"from": from, "to": to}, &a.N, &a.Answered, &seconds, &a.Within); err != nil || len(seconds) != 4 {
		return a, err
	}
	for i, to := range []*time.Duration{&a.Lower, &a.Median, &a.Upper, &a.P90} {
		*to = time.Duration(math.Round(seconds[i]*1000)) * time.Millisecond
	}
	return a, nil
}
