package warehouse

import (
	"context"
	"slices"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Books counts the complaints of every source again from the stored rows. What is still in Kafka it cannot know: InFlight is 0, and
// Received is what has reached the tables.
func (w *Warehouse) Books(ctx context.Context) (map[string]analytics.Books, error) {
	all := map[string]analytics.Books{}
	p, err := w.standing(ctx, P{})
	if err != nil {
		return nil, err
	}
	err = w.Each(ctx, "books_complaints", p, func(rows driver.Rows) error {
		var source string
		var received, stored, updated, withdrawn uint64
		err := rows.Scan(&source, &received, &stored, &updated, &withdrawn)
		all[source] = books(received, stored, updated, withdrawn)
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

// ImportBooks is BooksOfImports of one import.
func (w *Warehouse) ImportBooks(ctx context.Context, number uint32) (analytics.Books, error) {
	all, err := w.BooksOfImports(ctx, []uint32{number})
	return all[number], err
}

// manyRows is how many rows imports may have for their complaints to be picked by their keys. Above it the keys would take hundreds of
// megabytes, and so many are spread over the whole table anyway.
const manyRows = 200_000

// BooksOfImports counts what became of the complaints of some imports: Stored when an arrival is the first of its complaint overall,
// Updated when it is the first of its content, Repeated otherwise, all among the imports that stand; what came with an import that was
// undone is Withdrawn. What is still in Kafka it cannot know. An import that brought no complaint is left out.
func (w *Warehouse) BooksOfImports(ctx context.Context, numbers []uint32) (map[uint32]analytics.Books, error) {
	all := map[uint32]analytics.Books{}
	if len(numbers) == 0 {
		return all, nil
	}
	p, err := w.standing(ctx, P{"imports": numbers})
	if err != nil {
		return nil, err
	}
	var rows uint64
	if err := w.Row(ctx, "complaints_of_imports", P{"imports": numbers}, &rows); err != nil {
		return nil, err
	}
	if rows > manyRows {
		p["many"] = true
	}
	undone, _ := p["undone"].([]uint32)
	err = w.Each(ctx, "books_of_imports", p, func(rows driver.Rows) error {
		var number uint32
		var received, stored, updated uint64
		err := rows.Scan(&number, &received, &stored, &updated)
		if slices.Contains(undone, number) {
			all[number] = books(received, 0, 0, received)
		} else {
			all[number] = books(received, stored, updated, 0)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = w.Each(ctx, "rejected_of_imports", P{"imports": numbers}, func(rows driver.Rows) error {
		var number uint32
		var n uint64
		err := rows.Scan(&number, &n)
		all[number] = refuse(all[number], n)
		return err
	})
	return all, err
}

func books(received, stored, updated, withdrawn uint64) analytics.Books {
	return analytics.Books{Received: int64(received), Stored: int64(stored), Updated: int64(updated),
		Repeated: int64(received - stored - updated - withdrawn), Withdrawn: int64(withdrawn)}
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
	p, err := w.standing(ctx, P{"import": number, "limit": limit})
	if err != nil {
		return nil, err
	}
	err = w.Each(ctx, "clashes_of_import", p, func(rows driver.Rows) error {
		var c Clash
		err := rows.Scan(&c.Source, &c.ID, &c.Before, &c.After)
		list = append(list, c)
		return err
	})
	return list, err
}
