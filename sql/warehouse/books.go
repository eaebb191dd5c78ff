package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Books counts the complaints of every source again from the stored rows. What is still in Kafka it cannot know: InFlight is 0, and
// Received is what has reached the tables.
func (w *Warehouse) Books(ctx context.Context) (map[string]analytics.Books, error) {
	all := map[string]analytics.Books{}
	err := w.Each(ctx, "books_complaints", nil, func(rows driver.Rows) error {
		var source string
		var received, stored, updated uint64
		err := rows.Scan(&source, &received, &stored, &updated)
		all[source] = books(received, stored, updated)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = w.Each(ctx, "books_rejected", nil, func(rows driver.Rows) error {
		var source string
		var n uint64
		err := rows.Scan(&source, &n)
		all[source] = refuse(all[source], n)
		return err
	})
	return all, err
}

// ImportBooks counts what became of the complaints of one import: Stored when an arrival of it is the first of its complaint overall,
// Updated when it is the first of its content, Repeated otherwise. What is still in Kafka it cannot know.
func (w *Warehouse) ImportBooks(ctx context.Context, number uint32) (analytics.Books, error) {
	var received, stored, updated, rejected uint64
	if err := w.Row(ctx, "places_of_import", P{"import": number}, &received, &stored, &updated); err != nil {
		return analytics.Books{}, err
	}
	if err := w.Row(ctx, "rejected_count_of_import", P{"import": number}, &rejected); err != nil {
		return analytics.Books{}, err
	}
	return refuse(books(received, stored, updated), rejected), nil
}

func books(received, stored, updated uint64) analytics.Books {
	return analytics.Books{Received: int64(received), Stored: int64(stored), Updated: int64(updated), Repeated: int64(received - stored - updated)}
}

func refuse(b analytics.Books, n uint64) analytics.Books {
	b.Received += int64(n)
	b.Rejected += int64(n)
	return b
}

// ImportRejected lists the refused records of one import, by file and line, at most limit.
func (w *Warehouse) ImportRejected(ctx context.Context, number uint32, limit int) ([]analytics.Rejected, error) {
	var list []analytics.Rejected
	err := w.Each(ctx, "rejected_of_import", P{"import": number, "limit": limit}, func(rows driver.Rows) error {
		var r analytics.Rejected
		var sealed uint8
		err := rows.Scan(&r.Topic, &r.Source, &r.ID, &r.Reason, &r.Field, &r.File, &r.Line, &r.Payload, &sealed)
		r.Sealed = sealed == 1
		list = append(list, r)
		return err
	})
	return list, err
}

// Clash is a complaint whose id came back with wholly other words, as when two systems share their numbers.
type Clash struct {
	analytics.Key
	Before string // the words told last before the import
	After  string // the words of the import
}

// ImportClashes lists the clashes of one import, at most limit.
func (w *Warehouse) ImportClashes(ctx context.Context, number uint32, limit int) ([]Clash, error) {
	var list []Clash
	err := w.Each(ctx, "clashes_of_import", P{"import": number, "limit": limit}, func(rows driver.Rows) error {
		var c Clash
		err := rows.Scan(&c.Source, &c.ID, &c.Before, &c.After)
		list = append(list, c)
		return err
	})
	return list, err
}
