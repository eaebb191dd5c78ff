package warehouse

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// ReplaceFindings puts the findings of a month in the place of the old ones at once; none removes them.
func (w *Warehouse) ReplaceFindings(ctx context.Context, month analytics.Month, run uint64, findings []analytics.Finding) error {
	if len(findings) == 0 {
		return w.Exec(ctx, "findings_drop", P{"month": month})
	}
	s := stagingOf("findings", run)
	return w.replaceMonth(ctx, s, month, func() error { return w.insert(ctx, s.Stage, findingBatch(findings)) })
}

func findingBatch(list []analytics.Finding) *batch {
	b := &batch{rows: len(list)}
	number := func(name string, get func(f *analytics.Finding) float64) {
		add(b, name, "Float64", func(i int) float64 { return get(&list[i]) })
	}
	flag := func(name string, get func(f *analytics.Finding) bool) {
		b.u8(name, func(i int) uint8 { return bit(get(&list[i])) })
	}
	day := func(name string, get func(f *analytics.Finding) time.Time) {
		add(b, name, "Nullable(Date)", func(i int) *time.Time { return dateOrNone(get(&list[i])) })
	}
	b.u64("id", func(i int) uint64 { return list[i].ID })
	b.text("kind", func(i int) string { return list[i].Kind })
	b.u32("month", func(i int) uint32 { return uint32(list[i].Month) })
	add(b, "axes", "Array(String)", func(i int) []string { return seriesAxes(list[i].Series) })
	add(b, "values", "Array(String)", func(i int) []string { return seriesValues(list[i].Series) })
	add(b, "day_from", "Date", func(i int) time.Time { return dateOf(list[i].From) })
	add(b, "day_to", "Date", func(i int) time.Time { return dateOf(list[i].To) })
	day("peak", func(f *analytics.Finding) time.Time { return f.Peak })
	day("base_from", func(f *analytics.Finding) time.Time { return f.BaseFrom })
	day("base_to", func(f *analytics.Finding) time.Time { return f.BaseTo })
	add(b, "sources", "Array(String)", func(i int) []string { return list[i].Sources })
	flag("fall", func(f *analytics.Finding) bool { return f.Fall })
	flag("whole", func(f *analytics.Finding) bool { return f.Whole })
	flag("running", func(f *analytics.Finding) bool { return f.Running })
	flag("quick", func(f *analytics.Finding) bool { return f.Quick })
	b.u8("level", func(i int) uint8 { return list[i].Level })
	number("observed", func(f *analytics.Finding) float64 { return f.Observed })
	number("expected", func(f *analytics.Finding) float64 { return f.Expected })
	number("low", func(f *analytics.Finding) float64 { return f.Low })
	number("high", func(f *analytics.Finding) float64 { return f.High })
	number("chance", func(f *analytics.Finding) float64 { return f.Chance })
	number("score", func(f *analytics.Finding) float64 { return f.Score })
	number("common", func(f *analytics.Finding) float64 { return f.Common })
	number("risen", func(f *analytics.Finding) float64 { return f.Risen })
	b.text("basis", func(i int) string { return list[i].Basis })
	b.u64("run", func(i int) uint64 { return list[i].Run })
	b.time("made_at", func(i int) time.Time { return list[i].MadeAt })
	return b
}

// Findings returns the findings of the months from one to another, by month, the highest level and largest score first.
func (w *Warehouse) Findings(ctx context.Context, from, to analytics.Month) ([]analytics.Finding, error) {
	return w.findings(ctx, "findings_of_months", P{"from": from, "to": to})
}

// FindingOf returns one finding; false when no run makes it now.
func (w *Warehouse) FindingOf(ctx context.Context, id uint64) (analytics.Finding, bool, error) {
	list, err := w.findings(ctx, "finding_of_id", P{"id": id})
	if err != nil || len(list) == 0 {
		return analytics.Finding{}, false, err
	}
	return list[0], true, nil
}

func (w *Warehouse) findings(ctx context.Context, query string, p P) ([]analytics.Finding, error) {
	var list []analytics.Finding
	err := w.Each(ctx, query, p, func(rows driver.Rows) error {
		var f analytics.Finding
		var axes, values []string
		var peak, baseFrom, baseTo *time.Time
		var fall, whole, running, quick uint8
		err := rows.Scan(&f.ID, &f.Kind, (*uint32)(&f.Month), &axes, &values, &f.From, &f.To, &peak, &baseFrom, &baseTo, &f.Sources, &fall, &whole, &running,
			&quick, &f.Level, &f.Observed, &f.Expected, &f.Low, &f.High, &f.Chance, &f.Score, &f.Common, &f.Risen, &f.Basis, &f.Run, &f.MadeAt)
		f.Series, f.From, f.To = series(axes, values), civil(f.From), civil(f.To)
		f.Fall, f.Whole, f.Running, f.Quick = fall == 1, whole == 1, running == 1, quick == 1
		for _, d := range []struct {
			from *time.Time
			to   *time.Time
		}{{peak, &f.Peak}, {baseFrom, &f.BaseFrom}, {baseTo, &f.BaseTo}} {
			if d.from != nil {
				*d.to = civil(*d.from)
			}
		}
		list = append(list, f)
		return err
	})
	return list, err
}

// series joins axes and values that came side by side.
func series(axes, values []string) []analytics.AxisValue {
	var list []analytics.AxisValue
	for i := range axes {
		list = append(list, analytics.AxisValue{Axis: axes[i], Value: values[i]})
	}
	return list
}

func seriesAxes(series []analytics.AxisValue) []string {
	list := make([]string, len(series))
	for i, v := range series {
		list[i] = v.Axis
	}
	return list
}

func seriesValues(series []analytics.AxisValue) []string {
	list := make([]string, len(series))
	for i, v := range series {
		list[i] = v.Value
	}
	return list
}

// dateOf is a day as the driver writes a Date: midnight in UTC.
func dateOf(day time.Time) time.Time {
	d := day.In(analytics.Zone)
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
}

func dateOrNone(day time.Time) *time.Time {
	if day.IsZero() {
		return nil
	}
	d := dateOf(day)
	return &d
}
