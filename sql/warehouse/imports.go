package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Refused is how many records of an import were refused for one reason.
type Refused struct {
	Field, Reason string
	N             int64
}

// reasonsAtMost bounds reasons that quote what they refuse: some hundred sentences tell what is wrong with a file.
const reasonsAtMost = 2000

// ImportReasons lists why records of an import were refused, most first.
func (w *Warehouse) ImportReasons(ctx context.Context, number uint32) ([]Refused, error) {
	var list []Refused
	err := w.Each(ctx, "reasons_of_import", P{"import": number, "limit": reasonsAtMost}, func(rows driver.Rows) error {
		var r Refused
		err := rows.Scan(&r.Field, &r.Reason, &r.N)
		list = append(list, r)
		return err
	})
	return list, err
}

// Effect is what it changes whether an import stands.
type Effect struct {
	Leave  int64             // complaints that no other import told
	Change int64             // complaints that would be told with other words without it
	Months []analytics.Month // of both, oldest first
}

// ImportEffect tells what it changes whether an import stands.
func (w *Warehouse) ImportEffect(ctx context.Context, number uint32) (e Effect, err error) {
	var months []uint32
	p, err := w.standing(ctx, P{"import": number})
	if err != nil {
		return e, err
	}
	err = w.Row(ctx, "effect_of_import", p, &e.Leave, &e.Change, &months)
	for _, m := range months {
		e.Months = append(e.Months, analytics.Month(m))
	}
	return e, err
}
