package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// MemberCounts returns the complaints of a selection by the values of an axis, month and topic, by value and month.
func (w *Warehouse) MemberCounts(ctx context.Context, axis string, s analytics.Selection) ([]analytics.MemberCount, error) {
	column, err := axisColumn(axis)
	if err != nil {
		return nil, err
	}
	var list []analytics.MemberCount
	err = w.overFacts(ctx, "page_members", pageData{Axis: column}, s, func(rows driver.Rows) error {
		var c analytics.MemberCount
		err := rows.Scan(&c.Member, (*uint32)(&c.Month), &c.Topic, &c.N, &c.First)
		c.First = civil(c.First)
		list = append(list, c)
		return err
	})
	return list, err
}

// dimensionNames are the names that an axis goes by among the dimensions of exposures: as in files, and as a column.
var dimensionNames = map[string][]string{"product_line": {"product.line", "product_line", "line"}, "product": {"product.name", "product"}, "model": {"product.model", "model"},
	"batch": {"product.batch", "batch"}}

// MemberExposures returns the denominators of some months by the values of an axis. An axis that no exposure is split by gives none.
func (w *Warehouse) MemberExposures(ctx context.Context, axis string, from, to analytics.Month) ([]analytics.MemberExposure, error) {
	names, known := dimensionNames[axis]
	if !known {
		names = []string{axis}
	}
	p, err := w.standing(ctx, P{"from": from, "to": to, "names": names})
	if err != nil {
		return nil, err
	}
	var list []analytics.MemberExposure
	err = w.Each(ctx, "page_member_exposures", p, func(rows driver.Rows) error {
		var e analytics.MemberExposure
		err := rows.Scan(&e.Member, (*uint32)(&e.Month), &e.Unit, &e.Value)
		list = append(list, e)
		return err
	})
	return list, err
}
