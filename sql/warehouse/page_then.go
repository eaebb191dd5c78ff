package warehouse

import (
	"context"
	"slices"
	"time"

	"huisheng/analytics"
)

// monthsThen are the months that a selection reads as they were sealed.
func monthsThen(s analytics.Selection) []analytics.Month {
	var months []analytics.Month
	for _, seal := range s.Then() {
		months = append(months, seal.Month)
	}
	return months
}

// listThen is ListComplaints of the sealed months that a selection reads as they were. What changed in them is read from facts on the basis of
// now, because that is what the changes were counted in.
func (w *Warehouse) listThen(ctx context.Context, s analytics.Selection, at time.Time, after analytics.Cursor, limit int) ([]analytics.Listed, error) {
	data, p, err := w.kept(ctx, s, at)
	if err != nil {
		return nil, err
	}
	l, err := w.linesOf(ctx, data, p, after, limit)
	if err != nil {
		return nil, err
	}
	return l.list, w.fill(ctx, l)
}

// kept prepares the sealed months of a list or tally, as fresh prepares the others.
func (w *Warehouse) kept(ctx context.Context, s analytics.Selection, at time.Time) (pageData, P, error) {
	data, p, err := w.fresh(ctx, s, at, nil)
	if err != nil {
		return data, nil, err
	}
	list, err := sides(s, "n", p)
	if err != nil {
		return data, nil, err
	}
	if s.Shift != nil && s.Basis != analytics.BasisThen {
		list = list[:1]
	}
	data.side, data.Kept, data.Now = list[len(list)-1], true, "1"
	data.passing(s)
	data.Fresh, err = w.textOf("page_kept", data)
	return data, p, err
}

// either prepares all months of a selection, whatever it reads them from.
func (w *Warehouse) either(ctx context.Context, s analytics.Selection, at time.Time) (pageData, P, error) {
	switch {
	case s.Shift == nil && len(s.Then()) == 0:
		return w.fresh(ctx, s, at, nil)
	case s.Shift != nil || s.AllThen():
		return w.kept(ctx, s, at)
	}
	now, p, err := w.fresh(ctx, s, at, nil)
	if err != nil {
		return now, nil, err
	}
	// The condition of now leaves the sealed months out, which must not reach those that are read from what was put away.
	fresh, condition := now.Fresh, now.Now
	then, q, err := w.kept(ctx, s, at)
	if err != nil {
		return now, nil, err
	}
	for name, value := range q {
		p[name] = value
	}
	then.Fresh = "SELECT *, '' AS stage, '' AS insight_model FROM (" + fresh + ") WHERE " + condition + "\nUNION ALL\nSELECT * FROM (" + then.Fresh + ")"
	return then, p, nil
}

// listRepeated is ListComplaints of what has an equal elder in months of both kinds, which only all of them together can tell.
func (w *Warehouse) listRepeated(ctx context.Context, s analytics.Selection, at time.Time, after analytics.Cursor, limit int) ([]analytics.Listed, error) {
	data, p, err := w.either(ctx, s, at)
	if err != nil {
		return nil, err
	}
	l, err := w.linesOf(ctx, data, p, after, limit)
	if err != nil {
		return nil, err
	}
	// A complaint that counts in another month since stands in the list twice, by another telling each.
	var parts [2]lines
	var of []int
	for i, c := range l.list {
		which := 0
		if slices.Contains(monthsThen(s), l.months[i]) {
			which = 1
		}
		part := &parts[which]
		if part.at == nil {
			part.at = map[analytics.Key]int{}
		}
		part.at[c.Key] = len(part.list)
		if which == 1 {
			part.models = append(part.models, l.models[i])
		}
		part.list, part.contents, part.months, of = append(part.list, c), append(part.contents, l.contents[i]), append(part.months, l.months[i]), append(of, which)
	}
	for i := range parts {
		if err := w.fill(ctx, &parts[i]); err != nil {
			return nil, err
		}
	}
	for i, which := range of {
		l.list[i], parts[which].list = parts[which].list[0], parts[which].list[1:]
	}
	return l.list, nil
}

// merged joins two lists, each newest first, into one of at most limit lines.
func merged(a, b []analytics.Listed, limit int) []analytics.Listed {
	var list []analytics.Listed
	for len(list) < limit && len(a)+len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && newer(a[0], b[0]) {
			list, a = append(list, a[0]), a[1:]
		} else {
			list, b = append(list, b[0]), b[1:]
		}
	}
	return list
}

// newer is the order of lists.
func newer(a, b analytics.Listed) bool {
	if !a.ReceivedAt.Equal(b.ReceivedAt) {
		return a.ReceivedAt.After(b.ReceivedAt)
	}
	return a.Source > b.Source || a.Source == b.Source && a.ID > b.ID
}
