package warehouse

import (
	"context"
	"fmt"
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

// judgedAs writes the condition that the policy says of a complaint what a selection asks.
func judgedAs(s analytics.Selection, prefix string, p P) (string, error) {
	name := prefix + "judged"
	p[name], p[name+"_any"] = s.Judged.Value, s.Judged.Value == ""
	p[name+"_first"], p[name+"_last"] = monthsOf(s)
	lists := map[string]string{analytics.JudgedFine: "fine_rules", analytics.JudgedTell: "tell", analytics.JudgedHandler: "[handler]"}
	values, known := lists[s.Judged.Kind]
	if !known {
		return "", analytics.Invalid("judged", "没有 %q 这样的办法条件", s.Judged.Kind)
	}
	return fmt.Sprintf("(source, complaint_id) IN (SELECT source, complaint_id FROM judged WHERE month BETWEEN {%[1]s_first:UInt32} AND {%[1]s_last:UInt32}"+
		" AND if({%[1]s_any:Bool}, notEmpty(%[2]s), has(%[2]s, {%[1]s:String})))", name, values), nil
}
