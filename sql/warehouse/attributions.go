package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// ReplaceAttributions puts what explains the findings of a month in the place of the old at once; none removes it.
func (w *Warehouse) ReplaceAttributions(ctx context.Context, month analytics.Month, run uint64, list []analytics.Attribution) error {
	if len(list) == 0 {
		return w.Exec(ctx, "attributions_drop", P{"month": month})
	}
	s := stagingOf("attributions", run)
	return w.replaceMonth(ctx, s, month, func() error { return w.insert(ctx, s.Stage, attributionBatch(list)) })
}

func attributionBatch(list []analytics.Attribution) *batch {
	b := &batch{rows: len(list)}
	number := func(name string, get func(a *analytics.Attribution) float64) {
		add(b, name, "Float64", func(i int) float64 { return get(&list[i]) })
	}
	b.u64("finding", func(i int) uint64 { return list[i].Finding })
	b.u32("month", func(i int) uint32 { return uint32(list[i].Month) })
	b.u64("part_of", func(i int) uint64 { return list[i].PartOf })
	b.text("sentence", func(i int) string { return list[i].Sentence })
	number("observed", func(a *analytics.Attribution) float64 { return a.Observed })
	number("expected", func(a *analytics.Attribution) float64 { return a.Expected })
	causes(b, list, "cause_keys", "Array(UInt64)", func(c *analytics.FoundCause) uint64 { return c.Key })
	causes(b, list, "cause_axes", "Array(Array(String))", func(c *analytics.FoundCause) []string { return seriesAxes(c.Values) })
	causes(b, list, "cause_values", "Array(Array(String))", func(c *analytics.FoundCause) []string { return seriesValues(c.Values) })
	for _, column := range causeNumbers {
		causes(b, list, column.name, "Array(Float64)", func(c *analytics.FoundCause) float64 { return *column.of(c) })
	}
	for _, column := range causeLists {
		causes(b, list, column.name+"_axes", "Array(Array(Array(String)))", func(c *analytics.FoundCause) [][]string { return each(*column.of(c), seriesAxes) })
		causes(b, list, column.name+"_values", "Array(Array(Array(String)))", func(c *analytics.FoundCause) [][]string { return each(*column.of(c), seriesValues) })
	}
	number("rest_observed", func(a *analytics.Attribution) float64 { return a.Rest.Observed })
	number("rest_expected", func(a *analytics.Attribution) float64 { return a.Rest.Expected })
	number("rest_drift", func(a *analytics.Attribution) float64 { return a.Rest.Drift })
	number("rest_share", func(a *analytics.Attribution) float64 { return a.Rest.Share })
	b.u8("rest_moves", func(i int) uint8 { return bit(list[i].Rest.Moves) })
	b.text("mix", func(i int) string { return list[i].Mix })
	add(b, "left_out", "Array(String)", func(i int) []string { return list[i].LeftOut })
	b.u64("facts_run", func(i int) uint64 { return list[i].FactsRun })
	b.u64("run", func(i int) uint64 { return list[i].Run })
	return b
}

// causeNumbers are the columns with one number per cause, causeLists those with lists of combinations, in the order of the table.
var (
	causeNumbers = []struct {
		name string
		of   func(c *analytics.FoundCause) *float64
	}{
		{"cause_observed", func(c *analytics.FoundCause) *float64 { return &c.Observed }},
		{"cause_expected", func(c *analytics.FoundCause) *float64 { return &c.Expected }},
		{"cause_excess", func(c *analytics.FoundCause) *float64 { return &c.Excess }},
		{"cause_added", func(c *analytics.FoundCause) *float64 { return &c.Added }},
		{"cause_share", func(c *analytics.FoundCause) *float64 { return &c.Share }},
		{"cause_score", func(c *analytics.FoundCause) *float64 { return &c.Score }},
		{"cause_stability", func(c *analytics.FoundCause) *float64 { return &c.Stability }},
	}
	causeLists = []struct {
		name string
		of   func(c *analytics.FoundCause) *[][]analytics.AxisValue
	}{
		{"equivalent", func(c *analytics.FoundCause) *[][]analytics.AxisValue { return &c.Equivalents }},
		{"within", func(c *analytics.FoundCause) *[][]analytics.AxisValue { return &c.Within }},
	}
)

// causes appends a column with one value per cause of each attribution.
func causes[V any](b *batch, list []analytics.Attribution, name, kind string, get func(c *analytics.FoundCause) V) {
	add(b, name, kind, func(i int) []V {
		values := make([]V, len(list[i].Causes))
		for j := range list[i].Causes {
			values[j] = get(&list[i].Causes[j])
		}
		return values
	})
}

func each[A, B any](list []A, of func(A) B) []B {
	out := make([]B, len(list))
	for i := range list {
		out[i] = of(list[i])
	}
	return out
}

// Attributions returns what explains the findings of the months from one to another, by month and finding.
func (w *Warehouse) Attributions(ctx context.Context, from, to analytics.Month) ([]analytics.Attribution, error) {
	var list []analytics.Attribution
	err := w.Each(ctx, "attributions_of_months", P{"from": from, "to": to}, func(rows driver.Rows) error {
		var a analytics.Attribution
		var keys []uint64
		var axes, values [][]string
		var numbers [7][]float64
		var listAxes, listValues [2][][][]string
		var moves uint8
		err := rows.Scan(&a.Finding, (*uint32)(&a.Month), &a.PartOf, &a.Sentence, &a.Observed, &a.Expected, &keys, &axes, &values, &numbers[0], &numbers[1],
			&numbers[2], &numbers[3], &numbers[4], &numbers[5], &numbers[6], &listAxes[0], &listValues[0], &listAxes[1], &listValues[1],
			&a.Rest.Observed, &a.Rest.Expected, &a.Rest.Drift, &a.Rest.Share, &moves, &a.Mix, &a.LeftOut, &a.FactsRun, &a.Run)
		a.Rest.Moves = moves == 1
		for i := range keys {
			c := analytics.FoundCause{Key: keys[i], Values: series(axes[i], values[i])}
			for j, column := range causeNumbers {
				*column.of(&c) = numbers[j][i]
			}
			for j, column := range causeLists {
				for k := range listAxes[j][i] {
					*column.of(&c) = append(*column.of(&c), series(listAxes[j][i][k], listValues[j][i][k]))
				}
			}
			a.Causes = append(a.Causes, c)
		}
		list = append(list, a)
		return err
	})
	return list, err
}
