package detect

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

// setting holds the coverages that the newest findings were made with.
const setting = "detect.coverages"

// coverages returns what the sources cover now. When that is not what it was at the last run, the months at the edges that moved, and those
// that are compared with them, are marked; the month that is being computed needs no mark.
func (j *Job) coverages(ctx context.Context, received []analytics.SourceMonth, computing analytics.Month) ([]analytics.Coverage, error) {
	declared, err := j.ledger.DeclaredCoverages(ctx)
	if err != nil {
		return nil, err
	}
	now := trend.Coverages(analytics.Covered(received), declared, j.now())
	text, err := json.Marshal(now)
	if err != nil {
		return nil, err
	}
	kept, err := j.ledger.Setting(ctx, setting)
	if err != nil || kept == string(text) {
		return now, err
	}
	var before []analytics.Coverage
	if kept != "" {
		if err := json.Unmarshal([]byte(kept), &before); err != nil {
			return nil, fmt.Errorf("setting %s: %w", setting, err)
		}
	}
	months := slices.DeleteFunc(moved(before, now), func(m analytics.Month) bool { return m == computing })
	if err := j.ledger.MarkDirtyFor(ctx, Name, "来源的覆盖范围有变", months); err != nil {
		return nil, err
	}
	// After the marks: killed between them, the months are marked twice.
	return now, j.ledger.SetSetting(ctx, setting, string(text))
}

// moved lists the months whose comparisons a change of coverages can touch, in order.
func moved(before, now []analytics.Coverage) []analytics.Month {
	type edges struct{ old, new *analytics.Coverage }
	by := map[string]edges{}
	for i := range before {
		by[before[i].Source] = edges{old: &before[i]}
	}
	for i := range now {
		e := by[now[i].Source]
		e.new = &now[i]
		by[now[i].Source] = e
	}
	var months []analytics.Month
	for _, e := range by {
		switch {
		case e.old == nil:
			months = append(months, between(e.new.From, e.new.To)...)
		case e.new == nil:
			months = append(months, between(e.old.From, e.old.To)...)
		default:
			if !e.old.From.Equal(e.new.From) {
				months = append(months, between(e.old.From, e.new.From)...)
			}
			if !e.old.To.Equal(e.new.To) {
				months = append(months, between(e.old.To, e.new.To)...)
			}
		}
	}
	for _, m := range months[:len(months):len(months)] {
		months = append(months, m.Add(1), m.Add(12))
	}
	slices.Sort(months)
	return slices.Compact(months)
}

// between lists the months from one day to another, whichever comes first.
func between(a, b time.Time) []analytics.Month {
	if b.Before(a) {
		a, b = b, a
	}
	var months []analytics.Month
	for m := analytics.MonthOf(a); m <= analytics.MonthOf(b); m = m.Add(1) {
		months = append(months, m)
	}
	return months
}
