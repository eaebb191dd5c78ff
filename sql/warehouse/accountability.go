package warehouse

import (
	"context"
	"math"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// FineSums returns what the rules ask for the complaints of a month, by department, rule and grade.
func (w *Warehouse) FineSums(ctx context.Context, month analytics.Month) ([]analytics.FineSum, error) {
	var list []analytics.FineSum
	err := w.Each(ctx, "fine_sums", P{"month": month}, func(rows driver.Rows) error {
		var s analytics.FineSum
		err := rows.Scan(&s.Department, &s.Rule, &s.Grade, &s.N, &s.Yuan, &s.UpToYuan)
		list = append(list, s)
		return err
	})
	return list, err
}

// FineLines returns the lines of these sums, the largest first, at most limit; 0 is all.
func (w *Warehouse) FineLines(ctx context.Context, month analytics.Month, limit int) ([]analytics.FinedComplaint, error) {
	if limit == 0 {
		limit = math.MaxInt32
	}
	var list []analytics.FinedComplaint
	err := w.Each(ctx, "fine_lines", P{"month": month, "limit": limit}, func(rows driver.Rows) error {
		var l analytics.FinedComplaint
		err := rows.Scan(&l.Source, &l.ID, &l.ReceivedAt, &l.Department, &l.Handler, &l.Grade, &l.Rule, &l.Why, &l.Yuan, &l.UpToYuan)
		list = append(list, l)
		return err
	})
	return list, err
}

// JudgedByDepartment counts the complaints of a month that were judged, by department, those with most first.
func (w *Warehouse) JudgedByDepartment(ctx context.Context, month analytics.Month) ([]analytics.ValueCount, error) {
	var list []analytics.ValueCount
	err := w.Each(ctx, "judged_departments", P{"month": month}, func(rows driver.Rows) error {
		var c analytics.ValueCount
		err := rows.Scan(&c.Value, &c.N)
		list = append(list, c)
		return err
	})
	return list, err
}

// PersonLoads returns the persons with at least so many complaints in a month, those with most first.
func (w *Warehouse) PersonLoads(ctx context.Context, month analytics.Month, least int) ([]analytics.PersonLoad, error) {
	var list []analytics.PersonLoad
	err := w.Each(ctx, "judged_persons", P{"month": month, "least": uint64(least)}, func(rows driver.Rows) error {
		var l analytics.PersonLoad
		err := rows.Scan(&l.Department, &l.Handler, &l.N)
		list = append(list, l)
		return err
	})
	return list, err
}

// DepartmentExposures returns the denominators of a month in one unit by department; departments without any are not there.
func (w *Warehouse) DepartmentExposures(ctx context.Context, month analytics.Month, unit string) (map[string]float64, error) {
	p, err := w.standing(ctx, P{"month": month, "unit": unit})
	if err != nil {
		return nil, err
	}
	told := map[string]float64{}
	err = w.eachOf(ctx, "department_exposures", standingText{p.undone()}, p, func(rows driver.Rows) error {
		var department string
		var value float64
		err := rows.Scan(&department, &value)
		told[department] = value
		return err
	})
	return told, err
}
