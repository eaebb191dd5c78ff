package warehouse

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// KindsTold returns which kinds of events each source told in a month and the two after it, in which what arrived in it is handled.
func (w *Warehouse) KindsTold(ctx context.Context, month analytics.Month) (map[string][]string, error) {
	told := map[string][]string{}
	err := w.Each(ctx, "kinds_told", P{"from": month, "to": month.Add(2)}, func(rows driver.Rows) error {
		var source string
		var kinds []string
		err := rows.Scan(&source, &kinds)
		told[source] = kinds
		return err
	})
	return told, err
}

// judgedRows is how many rows ReplaceJudged sends at once.
const judgedRows = 20_000

// ReplaceJudged puts what was judged of a month in the place of the old at once. fill calls put for every complaint; none removes the month.
// While rows are sent the next ones are taken.
func (w *Warehouse) ReplaceJudged(ctx context.Context, month analytics.Month, run uint64, fill func(put func(analytics.Judged) error) error) error {
	s := stagingOf("judged", run)
	return w.replaceMonth(ctx, s, month, func() error {
		rows, free := make([]analytics.Judged, 0, judgedRows), make([]analytics.Judged, 0, judgedRows)
		sent := make(chan error, 1) // holds how the last sending ended, nothing while one goes on
		sent <- nil
		send := func() error {
			if err := <-sent; err != nil {
				sent <- nil
				return err
			}
			lot := rows
			rows, free = free[:0], lot
			go func() { sent <- w.insert(ctx, s.Stage, judgedBatch(month, run, lot)) }()
			return nil
		}
		err := fill(func(j analytics.Judged) error {
			if rows = append(rows, j); len(rows) < judgedRows {
				return nil
			}
			return send()
		})
		if err == nil {
			err = send()
		}
		if sending := <-sent; err == nil {
			err = sending
		}
		return err
	})
}

func judgedBatch(month analytics.Month, run uint64, rows []analytics.Judged) *batch {
	b := &batch{rows: len(rows)}
	b.u32("month", func(int) uint32 { return uint32(month) })
	for _, c := range []struct {
		name string
		get  func(*analytics.Life) string
	}{
		{"source", func(l *analytics.Life) string { return l.Source }}, {"complaint_id", func(l *analytics.Life) string { return l.ID }},
		{"department", func(l *analytics.Life) string { return l.Department }}, {"handler", func(l *analytics.Life) string { return l.Handler }},
		{"grade", func(l *analytics.Life) string { return l.Grade }}, {"level", func(l *analytics.Life) string { return l.Level }},
		{"channel", func(l *analytics.Life) string { return l.Channel }}, {"product_line", func(l *analytics.Life) string { return l.Product.Line }},
		{"province", func(l *analytics.Life) string { return l.Region.Province }},
	} {
		b.text(c.name, func(i int) string { return c.get(rows[i].Life) })
	}
	b.time("received_at", func(i int) time.Time { return rows[i].Life.ReceivedAt })
	b.text("policy", func(i int) string { return rows[i].Policy })
	b.text("rules_from", func(i int) string { return rows[i].Version })
	lists(b, "clocks", "Array(String)", rows, clocksOf, func(c analytics.ClockStand) string { return c.Clock })
	lists(b, "rounds", "Array(UInt16)", rows, clocksOf, func(c analytics.ClockStand) uint16 { return c.Round })
	lists(b, "states", "Array(String)", rows, clocksOf, func(c analytics.ClockStand) string { return c.State })
	lists(b, "limits", "Array(UInt32)", rows, clocksOf, func(c analytics.ClockStand) uint32 { return uint32(c.Limit / time.Second) })
	lists(b, "elapsed", "Array(UInt32)", rows, clocksOf, func(c analytics.ClockStand) uint32 { return uint32(c.Elapsed / time.Second) })
	lists(b, "started", "Array(DateTime64(3, 'Asia/Shanghai'))", rows, clocksOf, func(c analytics.ClockStand) time.Time { return c.Started })
	lists(b, "due", "Array(DateTime64(3, 'Asia/Shanghai'))", rows, clocksOf, func(c analytics.ClockStand) time.Time { return c.Due })
	b.text("response", func(i int) string { return rows[i].Response })
	b.time("response_due", func(i int) time.Time { return orNever(rows[i].ResponseDue) })
	passesBatch(b, rows)
	lists(b, "fine_rules", "Array(String)", rows, finesOf, func(f analytics.FineLine) string { return f.Rule })
	lists(b, "fine_whys", "Array(String)", rows, finesOf, func(f analytics.FineLine) string { return f.Why })
	lists(b, "fine_yuan", "Array(Int32)", rows, finesOf, func(f analytics.FineLine) int32 { return int32(f.Yuan) })
	lists(b, "fine_up_to", "Array(Int32)", rows, finesOf, func(f analytics.FineLine) int32 { return int32(f.UpToYuan) })
	lists(b, "tell", "Array(String)", rows, func(j *analytics.Judged) []string { return j.Tell }, func(s string) string { return s })
	b.u64("run", func(int) uint64 { return run })
	return b
}

// passesBatch adds the columns of hand-overs and of how complaints were solved.
func passesBatch(b *batch, rows []analytics.Judged) {
	passes := func(j *analytics.Judged) []analytics.Pass { return j.Passes }
	lists(b, "pass_from", "Array(String)", rows, passes, func(p analytics.Pass) string { return p.From })
	lists(b, "pass_to", "Array(String)", rows, passes, func(p analytics.Pass) string { return p.To })
	lists(b, "pass_at", "Array(DateTime64(3, 'Asia/Shanghai'))", rows, passes, func(p analytics.Pass) time.Time { return p.At })
	add(b, "pass_states", "Array(String)", func(i int) []string {
		states := make([]string, len(rows[i].Passes))
		for k, p := range rows[i].Passes {
			states[k] = p.State(rows[i].Unfinished)
		}
		return states
	})
	lists(b, "pass_due", "Array(DateTime64(3, 'Asia/Shanghai'))", rows, passes, func(p analytics.Pass) time.Time { return orNever(p.Due) })
	lists(b, "pass_took", "Array(UInt32)", rows, passes, func(p analytics.Pass) uint32 { return uint32(max(0, p.Answered.Sub(p.At)) / time.Second) })
	lists(b, "pass_scores", "Array(UInt8)", rows, passes, func(p analytics.Pass) uint8 { return p.Score })
	b.text("solved", func(i int) string { return rows[i].Solved })
	for _, c := range []struct {
		name string
		get  func(*analytics.Judged) int
	}{{"granted", func(j *analytics.Judged) int { return j.Grant.Times }}, {"reopened", func(j *analytics.Judged) int { return j.Reopened }},
		{"escalated", func(j *analytics.Judged) int { return j.Escalated }}} {
		b.u16(c.name, func(i int) uint16 { return uint16(min(c.get(&rows[i]), math.MaxUint16)) })
	}
	add(b, "granted_fen", "Int64", func(i int) int64 { return rows[i].Grant.Fen })
	b.u8("granted_after", func(i int) uint8 { return bit(rows[i].Grant.AfterEscalated) })
	b.u8("unfinished", func(i int) uint8 { return bit(rows[i].Unfinished) })
}

// never is a time that was not told, as a column has it.
var never = time.UnixMilli(0).In(analytics.Zone)

func orNever(t time.Time) time.Time {
	if t.IsZero() {
		return never
	}
	return t
}

func clocksOf(j *analytics.Judged) []analytics.ClockStand { return j.Clocks }
func finesOf(j *analytics.Judged) []analytics.FineLine    { return j.Fines }

// lists adds a column of lists: one value of each part of each row.
func lists[P, V any](b *batch, name, kind string, rows []analytics.Judged, parts func(*analytics.Judged) []P, get func(P) V) {
	add(b, name, kind, func(i int) []V {
		of := parts(&rows[i])
		values := make([]V, len(of))
		for k := range of {
			values[k] = get(of[k])
		}
		return values
	})
}

// ClockCounts counts how the clocks of the complaints of a selection stood at a moment, all together and by the values of an axis: those together
// first, then by clock and value. Only the days of the selection count, as whole months.
func (w *Warehouse) ClockCounts(ctx context.Context, s analytics.Selection, axis string, at time.Time) ([]analytics.ClockCount, error) {
	if !slices.Contains(analytics.JudgedAxes, axis) {
		return nil, analytics.Invalid("axis", "时效不能按 %q 看", axis)
	}
	from, to := monthsOf(s)
	var list []analytics.ClockCount
	text := struct{ Axis, Standing string }{axis, clockStanding}
	err := w.eachOf(ctx, "clock_counts", text, P{"from": from, "to": to, "at": at}, func(rows driver.Rows) error {
		var c analytics.ClockCount
		var all uint8
		var median, p90 float64
		err := rows.Scan(&c.Clock, &c.Value, &all, &c.Met, &c.Late, &c.Overdue, &c.Running, &c.Paused, &c.Void, &median, &p90)
		c.All, c.Median, c.P90 = all == 1, time.Duration(median)*time.Second, time.Duration(p90)*time.Second
		list = append(list, c)
		return err
	})
	return list, err
}

// DueClocks returns the open clocks that run out between two moments, the first ones first, at most limit.
func (w *Warehouse) DueClocks(ctx context.Context, from, to time.Time, limit int) ([]analytics.DueClock, error) {
	var list []analytics.DueClock
	err := w.Each(ctx, "clocks_due", P{"from": from, "to": to, "limit": limit}, func(rows driver.Rows) error {
		var d analytics.DueClock
		err := rows.Scan(&d.Source, &d.ID, &d.Clock, &d.Due, &d.Department, &d.Handler, &d.Grade)
		list = append(list, d)
		return err
	})
	return list, err
}
