package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Phrase is what some copies of a text say more: one of Each.
type Phrase struct {
	Text string
	Each uint32
}

// copying writes what was copied of a month as few large parts, and reads what it copies in one go.
var copying = clickhouse.Settings{"max_insert_block_size": 1_000_000, "min_insert_block_size_rows": 1_000_000, "min_insert_block_size_bytes": 0,
	"max_partitions_per_insert_block": 0, "joined_subquery_requires_alias": 0}

// CopyMonth adds copies of every complaint of a month with all that was read from them, numbered from first, to measure at sizes that would take
// hours to receive. Copies are not copied again, so that a second call with other numbers adds to the first. The books do not know of them.
func (w *Warehouse) CopyMonth(ctx context.Context, month analytics.Month, first, copies int, phrases []Phrase) error {
	texts, each := []string{}, []uint32{}
	for _, p := range phrases {
		texts, each = append(texts, p.Text), append(each, p.Each)
	}
	return w.script(w.setting(ctx, copying), "copies", P{"month": month, "first": first, "copies": copies, "phrases": texts, "each": each}, nil)
}

// Copied is how often the complaints of a month were copied.
type Copied struct {
	Month analytics.Month
	Own   uint64 // complaints that are no copies
	Last  uint32 // number of the last copy; 0 without any
}

// Copies returns the months that have facts, oldest first.
func (w *Warehouse) Copies(ctx context.Context) ([]Copied, error) {
	var list []Copied
	err := w.Each(ctx, "copies_there", nil, func(rows driver.Rows) error {
		var c Copied
		err := rows.Scan((*uint32)(&c.Month), &c.Own, &c.Last)
		list = append(list, c)
		return err
	})
	return list, err
}

// ScanTexts counts the texts of a month that hold a word by reading all of them.
func (w *Warehouse) ScanTexts(ctx context.Context, month analytics.Month, word string) (n uint64, err error) {
	err = w.Row(ctx, "texts_scan", P{"month": month, "word": word}, &n)
	return n, err
}
