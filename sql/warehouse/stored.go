package warehouse

import (
	"context"
	"slices"
	"sync"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// storedCache keeps the last answer of Stored with the parts that it was read from: jobs ask every second whether there is something to
// do, and the columns of forty million rows are too much to read for a no.
type storedCache struct {
	mu    sync.Mutex
	known bool
	parts uint64
	list  []analytics.Position
}

// Stored returns, for complaints.v1 and events.v1, every (topic, epoch, partition) that has arrivals, with Next one above the last
// stored offset.
func (w *Warehouse) Stored(ctx context.Context) ([]analytics.Position, error) {
	if w.cluster.Name != "" {
		return w.readStored(ctx) // the parts of other servers are not to be seen from here
	}
	c := &w.stored
	c.mu.Lock()
	defer c.mu.Unlock()
	// The parts before the rows: what arrives between the two is asked for once more next time.
	var parts uint64
	if err := w.Row(ctx, "stored_parts", nil, &parts); err != nil {
		return nil, err
	}
	if !c.known || parts != c.parts {
		list, err := w.readStored(ctx)
		if err != nil {
			return nil, err
		}
		c.known, c.parts, c.list = true, parts, list
	}
	return slices.Clone(c.list), nil
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
