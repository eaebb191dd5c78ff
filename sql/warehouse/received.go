package warehouse

import (
	"context"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Received returns what each source sent in each month, of complaints that count, by source and month.
func (w *Warehouse) Received(ctx context.Context) ([]analytics.SourceMonth, error) {
	return w.received.of(ctx, w, []string{"facts"}, w.readReceived)
}

func (w *Warehouse) readReceived(ctx context.Context) ([]analytics.SourceMonth, error) {
	var list []analytics.SourceMonth
	err := w.Each(ctx, "received", nil, func(rows driver.Rows) error {
		var s analytics.SourceMonth
		err := rows.Scan(&s.Source, (*uint32)(&s.Month), &s.N, &s.First, &s.Last)
		s.First, s.Last = civil(s.First), civil(s.Last)
		list = append(list, s)
		return err
	})
	return list, err
}

// Coverages returns the days that each source has sent, from the first to the last with complaints that count.
func (w *Warehouse) Coverages(ctx context.Context) ([]analytics.Coverage, error) {
	months, err := w.Received(ctx)
	return analytics.Covered(months), err
}

// civil is midnight in analytics.Zone of a Date, which the driver reads as midnight in UTC.
func civil(d time.Time) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, analytics.Zone)
}
