package warehouse

import (
	"cmp"
	"context"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// topics are the tables whose offsets jobs follow, with the query that reads them.
var topics = []struct{ table, query, topic string }{
	{"complaints", "stored_complaints", "complaints.v1"},
	{"events", "stored_events", "events.v1"},
}

// reached is how far a table was read: while records stream in, a new part comes every second, and the old ones need not be read again.
type reached struct {
	parts []string                      // that were read
	next  map[analytics.Position]uint64 // by place, with Next 0
}

// maxKnownParts bounds how many names travel in a question, which servers refuse above 128 KiB. Beyond it all parts are read.
const maxKnownParts = 2000

// Stored returns, for complaints.v1 and events.v1, every (topic, epoch, partition) that has arrivals, with Next one above the last
// stored offset.
func (w *Warehouse) Stored(ctx context.Context) ([]analytics.Position, error) {
	return w.stored.of(ctx, w, []string{"complaints", "events"}, w.readStored)
}

// readStored runs under the lock of w.stored, but in a cluster, where it keeps nothing.
func (w *Warehouse) readStored(ctx context.Context) ([]analytics.Position, error) {
	var list []analytics.Position
	for _, t := range topics {
		next, err := w.readTopic(ctx, t.table, t.query)
		if err != nil {
			return nil, err
		}
		for p, n := range next {
			p.Topic, p.Next = t.topic, n
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b analytics.Position) int {
		return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Partition, b.Partition))
	})
	return list, nil
}

// readTopic reads the parts of a table that it does not know. The names are asked for before the rows: a part that is merged between the two
// is found in its successor, whose name is a new one, and a part that comes between them is read once more next time.
func (w *Warehouse) readTopic(ctx context.Context, table, query string) (map[analytics.Position]uint64, error) {
	next, p := map[analytics.Position]uint64{}, P{}
	var names []string
	if w.cluster.Name == "" {
		err := w.Each(ctx, "parts_of", P{"table": table}, func(rows driver.Rows) error {
			var name string
			err := rows.Scan(&name)
			names = append(names, name)
			return err
		})
		if err != nil {
			return nil, err
		}
		before := w.offsets[table]
		for place, n := range before.next {
			next[place] = n
		}
		p["known"] = before.parts
	}
	err := w.Each(ctx, query, p, func(rows driver.Rows) error {
		var place analytics.Position
		var n uint64
		err := rows.Scan(&place.Epoch, &place.Partition, &n)
		next[place] = max(next[place], n)
		return err
	})
	if err != nil || w.cluster.Name != "" {
		return next, err
	}
	if len(names) > maxKnownParts {
		names = nil
	}
	w.offsets[table] = reached{parts: names, next: next}
	return next, nil
}
