package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Tellings returns the words of every content that some complaints were ever told with, each content once, whether it counts or not.
func (w *Warehouse) Tellings(ctx context.Context, keys []analytics.Key) ([]analytics.Wording, error) {
	var list []analytics.Wording
	for _, c := range chunks(len(keys), func(i int) analytics.Key { return keys[i] }, nil) {
		err := w.Each(ctx, "tellings_of", P{"source": c.source, "ids": c.ids}, func(rows driver.Rows) error {
			r := analytics.Wording{Key: analytics.Key{Source: c.source}}
			err := rows.Scan(&r.ID, &r.Version, &r.Content, (*uint32)(&r.Month), (*uint64)(&r.Seq), &r.Subject, &r.Text, &r.Category)
			list = append(list, r)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}
