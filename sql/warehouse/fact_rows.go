package warehouse

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// AttributesTold returns what sources told besides in the months from one to another, what most complaints have first.
func (w *Warehouse) AttributesTold(ctx context.Context, from, to analytics.Month) ([]analytics.AttributeTold, error) {
	var list []analytics.AttributeTold
	err := w.Each(ctx, "attributes_told", P{"from": from, "to": to}, func(rows driver.Rows) error {
		var a analytics.AttributeTold
		var measured uint8
		err := rows.Scan(&a.Name, &a.N, &a.Values, &measured)
		a.Measured = measured == 1
		list = append(list, a)
		return err
	})
	return list, err
}

// factRows is what the text of fact_rows reads besides its parameters.
type factRows struct {
	Axes, Picks []string
	Thin        bool
}

// EachFact calls yield for each complaint of facts that is in any of the selections, in no order, with the selections that it is in, as bits in
// their order, its day as analytics.DayNumber has it and its values on the axes. Only one complaint of oneIn is read, always the same ones. The values are overwritten
// by the next.
func (w *Warehouse) EachFact(ctx context.Context, axes []string, of []analytics.Selection, oneIn uint32, yield func(picked uint32, day uint16, values []string)) error {
	p, data := P{"one_in": max(1, oneIn)}, factRows{Thin: oneIn > 1}
	for i, axis := range axes {
		column, err := columnOf(axis, fmt.Sprint("axis", i), p)
		if err != nil {
			return err
		}
		data.Axes = append(data.Axes, column)
	}
	if err := factsOnly(of...); err != nil {
		return err
	}
	for i, s := range of {
		condition, err := where(s, fmt.Sprintf("s%d_", i), p)
		if err != nil {
			return err
		}
		data.Picks = append(data.Picks, condition)
	}
	var picked uint32
	var day uint16
	values := make([]string, len(axes))
	places := []any{&picked, &day}
	for i := range values {
		places = append(places, &values[i])
	}
	return w.eachOf(ctx, "fact_rows", data, p, func(rows driver.Rows) error {
		if err := rows.Scan(places...); err != nil {
			return err
		}
		yield(picked, day, values)
		return nil
	})
}
