package warehouse

import (
	"context"
	"fmt"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// CompareSealed compares a sealed month with its facts, and puts how its complaints changed in the place of what the comparison before
// found. renamed says that another version of the taxonomy is in use than then. It can be repeated; run names its staging table.
func (w *Warehouse) CompareSealed(ctx context.Context, seal analytics.Seal, renamed bool, run uint64) error {
	s := stagingOf("sealed_changes", run)
	p, err := w.standing(ctx, P{"month": seal.Month, "run": run, "taxonomy": bit(renamed)})
	if err != nil {
		return err
	}
	s.Undone = p.undone()
	p["places"], p["nexts"] = watermark(seal.Watermark, "complaints.v1")
	return w.replaceMonth(ctx, s, seal.Month, func() error { return w.script(w.setting(ctx, gathering), "sealed_compare", p, s) })
}

// SealedChanges returns how the complaints of a sealed month changed, as the newest comparison found.
func (w *Warehouse) SealedChanges(ctx context.Context, month analytics.Month) (analytics.Shifts, error) {
	var list analytics.Shifts
	err := w.Each(ctx, "sealed_changes_of", P{"month": month}, func(rows driver.Rows) error {
		var c analytics.Shift
		err := rows.Scan((*string)(&c.Kind), &c.Reason, &c.From, &c.To, &c.N)
		list = append(list, c)
		return err
	})
	return list, err
}

// CountSealedChanges returns how many complaints of each sealed month changed; months without any are left out.
func (w *Warehouse) CountSealedChanges(ctx context.Context) (map[analytics.Month]uint64, error) {
	months := map[analytics.Month]uint64{}
	err := w.Each(ctx, "sealed_changes_count", nil, func(rows driver.Rows) error {
		var month, n = uint32(0), uint64(0)
		err := rows.Scan(&month, &n)
		months[analytics.Month(month)] = n
		return err
	})
	return months, err
}

// shifted writes the condition that a complaint of a sealed month changed as asked, and puts its values into p under names that begin with
// prefix.
func shifted(s analytics.Selection, prefix string, p P) string {
	name := prefix + "shift"
	var kinds []string
	for _, k := range s.Shift.Kinds {
		kinds = append(kinds, string(k))
	}
	var months []analytics.Month
	for _, seal := range s.Touched() {
		months = append(months, seal.Month)
	}
	p[name], p[name+"_months"] = kinds, months
	condition := fmt.Sprintf("month IN {%s_months:Array(UInt32)} AND (source, complaint_id, month) IN (SELECT source, complaint_id, month FROM sealed_changes"+
		" WHERE month IN {%s_months:Array(UInt32)} AND kind IN {%s:Array(String)}", name, name, name)
	if s.Shift.Reason != "" {
		p[name+"_reason"] = s.Shift.Reason
		condition += fmt.Sprintf(" AND reason = {%s_reason:String}", name)
	}
	if s.Shift.Was != nil {
		p[name+"_was"] = s.Shift.Was
		condition += fmt.Sprintf(" AND topic_then IN {%s_was:Array(String)}", name)
	}
	if s.Shift.WasOther != nil {
		p[name+"_other"] = s.Shift.WasOther
		condition += fmt.Sprintf(" AND topic_then NOT IN {%s_other:Array(String)}", name)
	}
	return condition + ")"
}
