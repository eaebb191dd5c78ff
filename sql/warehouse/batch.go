package warehouse

import (
	"context"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"huisheng/analytics"
)

// batch collects columns and sends them as one insert. Columns are declared with the plain type of their values; the server makes
// LowCardinality of text itself, which is cheaper than the driver's row by row dictionary.
type batch struct {
	rows   int
	names  []clickhouse.ColumnNameAndType
	values []any
}

// add appends one column: a slice of one value for each row.
func add[V any](b *batch, name, kind string, get func(i int) V) {
	values := make([]V, b.rows)
	for i := range values {
		values[i] = get(i)
	}
	b.names = append(b.names, clickhouse.ColumnNameAndType{Name: name, Type: kind})
	b.values = append(b.values, values)
}

func (b *batch) text(name string, get func(i int) string) { add(b, name, "String", get) }
func (b *batch) u8(name string, get func(i int) uint8)    { add(b, name, "UInt8", get) }
func (b *batch) u16(name string, get func(i int) uint16)  { add(b, name, "UInt16", get) }
func (b *batch) u32(name string, get func(i int) uint32)  { add(b, name, "UInt32", get) }
func (b *batch) u64(name string, get func(i int) uint64)  { add(b, name, "UInt64", get) }
func (b *batch) time(name string, get func(i int) time.Time) {
	add(b, name, "DateTime64(3, 'Asia/Shanghai')", get)
}

// origin adds the columns that every arrival table ends in.
func origin[T any](b *batch, rows []analytics.Arrival[T]) {
	b.u64("content", func(i int) uint64 { return rows[i].Content })
	b.u32("import_id", func(i int) uint32 { return rows[i].Origin.Import })
	b.time("arrived_at", func(i int) time.Time { return rows[i].Origin.ArrivedAt })
	b.u32("topic_epoch", func(i int) uint32 { return rows[i].Origin.Epoch })
	b.u16("kafka_partition", func(i int) uint16 { return rows[i].Origin.Partition })
	b.u64("kafka_offset", func(i int) uint64 { return rows[i].Origin.Offset })
}

// insert sends the columns into a table. It returns when a reader sees all of the rows.
func (w *Warehouse) insert(ctx context.Context, table string, b *batch) error {
	if b.rows == 0 {
		return nil
	}
	settings := clickhouse.Settings{"max_partitions_per_insert_block": 0} // an old file may hold ten years of months
	for name, value := range w.settings {
		settings[name] = value
	}
	ctx = clickhouse.Context(ctx, clickhouse.WithColumnNamesAndTypes(b.names), clickhouse.WithSettings(settings))
	names := make([]string, len(b.names))
	for i, column := range b.names {
		names[i] = column.Name
	}
	out, err := w.conn.PrepareBatch(ctx, "INSERT INTO "+table+" ("+strings.Join(names, ", ")+")")
	if err != nil {
		return failed("insert into "+table, err)
	}
	defer out.Close()
	for i, values := range b.values {
		if err := out.Column(i).Append(values); err != nil {
			return analytics.Wrap(analytics.Internal, err, "列 %s.%s 写不进去", table, names[i])
		}
	}
	return failed("insert into "+table, out.Send())
}
