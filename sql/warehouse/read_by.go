package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// ReadBy tells by which models the complaints of some months were read, as the facts have them; by month and model, oldest first.
func (w *Warehouse) ReadBy(ctx context.Context, from, to analytics.Month) ([]analytics.ReadBy, error) {
	var list []analytics.ReadBy
	err := w.Each(ctx, "read_by", P{"from_month": from, "to_month": to}, func(rows driver.Rows) error {
		var r analytics.ReadBy
		err := rows.Scan((*uint32)(&r.Month), &r.Model, &r.N)
		list = append(list, r)
		return err
	})
	return list, err
}
