package web

import (
	"context"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Readings tells by which versions words were read. Two of them in one chart are not quite the same measure, and the chart says so.
type Readings interface {
	// ReadBy returns the models of the complaints of some months, by month.
	ReadBy(ctx context.Context, from, to analytics.Month) ([]analytics.ReadBy, error)

	// MadeOf returns what a base of a model was made of, by the names of its parts; nothing when nobody wrote that down.
	MadeOf(ctx context.Context, base string) (map[string]string, error)
}

// readingsTimeout bounds a note that nobody waits for.
const readingsTimeout = 500 * time.Millisecond

// versions writes under the panels that compare months of labels when these were read by more than one version.
func (s *site) versions(ctx context.Context, views map[string]dashboards.View, month analytics.Month) {
	if s.Readings == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readingsTimeout)
	defer cancel()
	list, err := s.Readings.ReadBy(ctx, month.Add(-23), month)
	if err != nil {
		s.Log.Warn("the versions of readings are not known", "error", err)
		return
	}
	for name, from := range map[string]analytics.Month{"trend": month.Add(-23), "topics": month.Add(-1), "matrix": month} {
		view, shown := views[name]
		if note := s.versionNote(ctx, list, from); shown && note != "" && view.Empty == "" && view.Err == nil {
			if view.Note != "" {
				view.Note += " · "
			}
			view.Note += note
			views[name] = view
		}
	}
}

// versionNote says what was read by an older version since a month; nothing when all was read by one.
func (s *site) versionNote(ctx context.Context, list []analytics.ReadBy, from analytics.Month) string {
	counts, last := map[string]uint64{}, map[string]analytics.Month{}
	total := uint64(0)
	for _, r := range list {
		if r.Month >= from {
			counts[r.Base()] += r.N
			last[r.Base()] = max(last[r.Base()], r.Month)
			total += r.N
		}
	}
	if len(counts) < 2 {
		return ""
	}
	bases := make([]string, 0, len(counts))
	for base := range counts {
		bases = append(bases, base)
	}
	// Months are read again newest first, so the version of the newest month is the present one.
	slices.SortFunc(bases, func(a, b string) int {
		if last[a] != last[b] {
			return int(last[b]) - int(last[a])
		}
		return strings.Compare(a, b)
	})
	note := "分类由 " + dashboards.Number(uint64(len(bases))) + " 个版本读出，" + dashboards.Number(total-counts[bases[0]]) + " 件还是旧版本"
	if changed := s.changedParts(ctx, bases[0], bases[1]); changed != "" {
		note += "（变了" + changed + "）"
	}
	return note + "，正按月重读"
}

// changedParts names what differs between two bases.
func (s *site) changedParts(ctx context.Context, now, before string) string {
	a, err := s.Readings.MadeOf(ctx, now)
	if err != nil || len(a) == 0 {
		return ""
	}
	b, err := s.Readings.MadeOf(ctx, before)
	if err != nil || len(b) == 0 {
		return ""
	}
	var changed []string
	for part, version := range a {
		if b[part] != version {
			changed = append(changed, part)
		}
	}
	for part := range b {
		if _, still := a[part]; !still {
			changed = append(changed, part)
		}
	}
	slices.Sort(changed)
	return strings.Join(changed, "、")
}
