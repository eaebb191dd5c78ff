package warehouse

import (
	"context"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"

	"huisheng/analytics"
)

// What spans many months is answered from a projection; the server is told to fail where it is not.
func TestCountsOverManyMonthsComeFromProjections(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(0, "1", "2024-03-01 08:00", "a")}))
	assemble(t, w, 202403, 1, 1)
	forced := clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"force_optimize_projection": 1}))
	const days = " FROM facts WHERE day BETWEEN '2023-01-01' AND '2024-12-31'"
	for _, query := range []string{
		"SELECT month, count()" + days + " GROUP BY month",
		"SELECT day, count()" + days + " GROUP BY day",
		"SELECT source, min(day), max(day) FROM (SELECT source, day FROM facts GROUP BY source, day) GROUP BY source",
		"SELECT topic, product, count()" + days + " GROUP BY topic, product",
		"SELECT topic, province, count()" + days + " GROUP BY topic, province",
		"SELECT month, count(), sum(wordless), count(satisfaction), sum(satisfaction)" + days + " AND category != 'a' AND source IN ('a', 'b') GROUP BY month",
		"SELECT toString(product_line) AS value, count()" + days + " GROUP BY product_line",
		"SELECT channel, count()" + days + " AND department != 'x' GROUP BY channel",
		"SELECT department, count()" + days + " GROUP BY department",
		"SELECT category, count()" + days + " GROUP BY category",
	} {
		if err := w.conn.Exec(forced, query); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// So it is where some of the months are read as they were sealed: each table answers for its own.
func TestCountsOverSealedMonthsComeFromProjections(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(0, "1", "2024-03-01 08:00", "a"), arrival(1, "2", "2024-04-01 08:00", "b")}))
	assemble(t, w, 202403, 1, 1)
	assemble(t, w, 202404, 2, 1)
	_, err := w.SealMonth(ctx, 202403)
	must(t, err)
	ctx = w.setting(ctx, clickhouse.Settings{"force_optimize_projection": 1})
	seals := []analytics.Seal{{Month: 202403, At: at("2024-04-03 08:00")}}
	for name, s := range map[string]analytics.Selection{
		"sealed alone": {From: at("2024-03-01 00:00"), To: at("2024-03-31 00:00")}, "both": {From: at("2024-03-01 00:00"), To: at("2024-04-30 00:00")}, "open": {},
	} {
		s = s.OnBasis(analytics.BasisThen, seals)
		if months, err := w.CountByMonth(ctx, s); err != nil || len(months) == 0 {
			t.Errorf("%s by month: %v, %v", name, months, err)
		}
		if days, err := w.CountByDay(ctx, s); err != nil || len(days) == 0 {
			t.Errorf("%s by day: %v, %v", name, days, err)
		}
		if values, err := w.CountByAxis(ctx, "topic", s, s); err != nil || len(values) == 0 {
			t.Errorf("%s by topic: %v, %v", name, values, err)
		}
	}
}
