package warehouse

import (
	"context"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"

	"huisheng/analytics"
)

// What spans many months is answered from a projection; the server is told to fail where it is not.
func TestCountsOverManyMonthsComeFromProjections(t *testing.T) {
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
