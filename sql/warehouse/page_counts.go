package warehouse

import (
	"context"
	"fmt"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// eachPage runs a query of a page, whose text depends on data, and calls scan once for each of its rows.
func (w *Warehouse) eachPage(ctx context.Context, name string, data pageData, p P, scan func(driver.Rows) error) error {
	data.Undone = p.undone()
	return w.eachOf(ctx, name, data, p, scan)
}

// eachOf runs a query whose text reads data, and calls scan once for each of its rows.
func (w *Warehouse) eachOf(ctx context.Context, name string, data any, p P, scan func(driver.Rows) error) error {
	text, err := w.textOf(name, data)
	if err != nil {
		return err
	}
	if ctx, err = w.with(ctx, p); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	rows, err := w.conn.Query(ctx, text)
	if err != nil {
		return failed(name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("%s: read a row: %w", name, err)
		}
	}
	return failed(name, rows.Err())
}

// factsOnly refuses what facts cannot tell: they have no words, and states are counted by Figures.
func factsOnly(selections ...analytics.Selection) error {
	for _, s := range selections {
		if s.Words != "" || s.State != "" {
			return analytics.Invalid("q", "汇总不能按词语或状态筛选，请在投诉明细里查找")
		}
	}
	return nil
}

// Months returns every month that has facts, oldest first, with the run that wrote it.
func (w *Warehouse) Months(ctx context.Context) ([]analytics.MonthState, error) {
	var list []analytics.MonthState
	err := w.Each(ctx, "page_months", nil, func(rows driver.Rows) error {
		var m analytics.MonthState
		err := rows.Scan((*uint32)(&m.Month), &m.N, &m.Run)
		list = append(list, m)
		return err
	})
	return list, err
}

// CountByMonth returns the months of the selection that have complaints, oldest first.
func (w *Warehouse) CountByMonth(ctx context.Context, s analytics.Selection) ([]analytics.MonthCount, error) {
	var list []analytics.MonthCount
	err := w.overFacts(ctx, "page_count_by_month", pageData{}, s, func(rows driver.Rows) error {
		var c analytics.MonthCount
		err := rows.Scan((*uint32)(&c.Month), &c.N)
		list = append(list, c)
		return err
	})
	return list, err
}

// CountByDay returns the days of the selection that have complaints, oldest first.
func (w *Warehouse) CountByDay(ctx context.Context, s analytics.Selection) ([]analytics.DayCount, error) {
	var list []analytics.DayCount
	err := w.overFacts(ctx, "page_count_by_day", pageData{}, s, func(rows driver.Rows) error {
		var c analytics.DayCount
		err := rows.Scan(&c.Day, &c.N)
		c.Day = civil(c.Day)
		list = append(list, c)
		return err
	})
	return list, err
}

// overFacts runs a query over the facts of one selection.
func (w *Warehouse) overFacts(ctx context.Context, name string, data pageData, s analytics.Selection, scan func(driver.Rows) error) error {
	err := factsOnly(s)
	if err != nil {
		return err
	}
	p := P{}
	if data.Sides, err = sides(s, "n", p); err != nil {
		return err
	}
	return w.eachPage(ctx, name, data, p, scan)
}

// CountByAxis returns the values that an axis has in now or in base, most in now first. Without base every Base is 0.
func (w *Warehouse) CountByAxis(ctx context.Context, axis string, now, base analytics.Selection) ([]analytics.ValueCount, error) {
	err := factsOnly(now, base)
	if err != nil {
		return nil, err
	}
	p, data := P{}, pageData{}
	if data.Axis, err = valueOf(axis, p); err != nil {
		return nil, err
	}
	if data.Sides, err = sides(now, "n", p); err != nil {
		return nil, err
	}
	if !base.From.IsZero() {
		if data.Base, err = sides(base, "b", p); err != nil {
			return nil, err
		}
	}
	var list []analytics.ValueCount
	err = w.eachPage(ctx, "page_count_by_axis", data, p, func(rows driver.Rows) error {
		var c analytics.ValueCount
		err := rows.Scan(&c.Value, &c.N, &c.Base, &c.Deduplicated, &c.Untemplated)
		list = append(list, c)
		return err
	})
	return list, err
}

// CountByAxes returns what CountByAxis does for several axes at once, by axis.
func (w *Warehouse) CountByAxes(ctx context.Context, axes []string, now, base analytics.Selection) (map[string][]analytics.ValueCount, error) {
	err := factsOnly(now, base)
	if err != nil {
		return nil, err
	}
	p, data := P{}, pageData{}
	for _, axis := range axes {
		name, err := axisColumn(axis)
		if err != nil {
			return nil, err
		}
		data.Axes = append(data.Axes, name)
	}
	if data.Sides, err = sides(now, "n", p); err != nil {
		return nil, err
	}
	if data.Base, err = sides(base, "b", p); err != nil {
		return nil, err
	}
	all := map[string][]analytics.ValueCount{}
	err = w.eachPage(ctx, "page_count_by_axes", data, p, func(rows driver.Rows) error {
		var axis string
		var c analytics.ValueCount
		err := rows.Scan(&axis, &c.Value, &c.N, &c.Base)
		all[axis] = append(all[axis], c)
		return err
	})
	return all, err
}

// CountByPair returns the pairs of values of two axes that occur, most first.
func (w *Warehouse) CountByPair(ctx context.Context, a, b string, s analytics.Selection) ([]analytics.PairCount, error) {
	var data pageData
	var err error
	if data.Axis, err = axisColumn(a); err != nil {
		return nil, err
	}
	if data.Other, err = axisColumn(b); err != nil {
		return nil, err
	}
	var list []analytics.PairCount
	err = w.overFacts(ctx, "page_count_by_pair", data, s, func(rows driver.Rows) error {
		var c analytics.PairCount
		err := rows.Scan(&c.A, &c.B, &c.N)
		list = append(list, c)
		return err
	})
	return list, err
}

// Figures returns the counts behind the cards. at decides which clocks have run out.
func (w *Warehouse) Figures(ctx context.Context, s analytics.Selection, at time.Time) (analytics.Figures, error) {
	var f analytics.Figures
	if err := factsOnly(s); err != nil {
		return f, err
	}
	p := P{}
	s = momentOf(s, at)
	of, err := sides(s, "n", p)
	if err != nil {
		return f, err
	}
	err = w.eachPage(ctx, "page_figures", pageData{Sides: of}, p, func(rows driver.Rows) error {
		return rows.Scan(&f.N, &f.Repeated, &f.Unclassified, &f.Wordless, &f.Handled, &f.Rated, &f.Satisfied, &f.Contradicting, &f.Deduplicated, &f.Untemplated)
	})
	if err != nil {
		return f, err
	}
	data := pageData{Judged: judgedOf(s, "n", p), Sides: of}
	if wholeMonths(s) {
		data.Sides = nil // what was judged of them is all of them
	}
	err = w.eachPage(ctx, "page_responses", data, p, func(rows driver.Rows) error {
		return rows.Scan(&f.Judged, &f.Clocked, &f.OnTime)
	})
	return f, err
}

// Exposure returns the denominators of a month, one per unit, summed over all dimensions.
func (w *Warehouse) Exposure(ctx context.Context, m analytics.Month) ([]analytics.ExposureSum, error) {
	var list []analytics.ExposureSum
	p, err := w.standing(ctx, P{"month": m})
	if err != nil {
		return nil, err
	}
	err = w.Each(ctx, "page_exposure", p, func(rows driver.Rows) error {
		var e analytics.ExposureSum
		err := rows.Scan(&e.Unit, &e.Value)
		list = append(list, e)
		return err
	})
	return list, err
}
