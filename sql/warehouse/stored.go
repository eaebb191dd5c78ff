package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Stored returns, for complaints.v1 and events.v1, every (topic, epoch, partition) that has arrivals, with Next one above the last
// stored offset.
func (w *Warehouse) Stored(ctx context.Context) ([]analytics.Position, error) {
	return w.stored.of(ctx, w, []string{"complaints", "events"}, w.readStored)
}

func (w *Warehouse) readStored(ctx context.Context) ([]analytics.Position, error) {
	var list []analytics.Position
	for _, from := range []struct{ query, topic string }{{"stored_complaints", "complaints.v1"}, {"stored_events", "events.v1"}} {
		err := w.Each(ctx, from.query, nil, func(rows driver.Rows) error {
			p := analytics.Position{Topic: from.topic}
			err := rows.Scan(&p.Epoch, &p.Partition, &p.Next)
			list = append(list, p)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}
