package warehouse

import (
	"context"
	"slices"
	"time"

	"huisheng/analytics"
)

// span is a stretch of months that is looked at in one go.
type span struct{ from, to analytics.Month }

// spans are the months of a selection behind a cursor in which anything arrived, in stretches, newest first. A list shows the newest, so the
// first is one month, in which whatever is frequent fills a page; each further one is twice as long, so that a search that finds nothing in
// ten years asks seven times and not a hundred and twenty.
func (w *Warehouse) spans(ctx context.Context, s analytics.Selection, after analytics.Cursor) ([]span, error) {
	from, to := monthsOf(s)
	if after != (analytics.Cursor{}) {
		to = min(to, analytics.MonthOf(after.ReceivedAt))
	}
	err := w.Row(ctx, "page_reach", P{"from_month": from, "to_month": to}, (*uint32)(&from), (*uint32)(&to))
	if err != nil || to == 0 {
		return nil, err
	}
	return stretches(from, to), nil
}

// stretches parts months as spans tells it.
func stretches(from, to analytics.Month) []span {
	var list []span
	for length := 1; to >= from; length *= 2 {
		first := max(from, to.Add(1-length))
		list = append(list, span{first, to})
		to = first.Add(-1)
	}
	return list
}

// tellings are what is looked at for a list: months, and in them the complaints that were found, each once, with the contents in which the words
// of a search stand. Without keys all complaints of the months are looked at.
type tellings struct {
	span
	keys     []analytics.Key
	contents []uint64
}

// before joins tellings with older ones.
func (t *tellings) before(older *tellings) *tellings {
	if t == nil {
		return older
	}
	all := &tellings{span: span{older.from, t.to}, keys: slices.Clone(t.keys), contents: slices.Concat(t.contents, older.contents)}
	seen := make(map[analytics.Key]bool, len(t.keys))
	for _, k := range t.keys {
		seen[k] = true
	}
	for _, k := range older.keys {
		if !seen[k] {
			all.keys = append(all.keys, k)
		}
	}
	return all
}

// wanted is what is asked of a list.
type wanted struct {
	analytics.Selection
	at    time.Time
	after analytics.Cursor
	limit int
}

// listFresh is ListComplaints of the months that are read as they are. The newest tellings that may belong to the page are found first; which of
// them count is decided over those alone, and then only their texts, evidence and steps are read.
func (w *Warehouse) listFresh(ctx context.Context, q wanted) ([]analytics.Listed, error) {
	if q.State == analytics.StateRepeated { // which of equal words came first is decided by the whole selection
		l, err := w.listed(ctx, q, nil)
		if err != nil {
			return nil, err
		}
		return l.list, w.fill(ctx, l)
	}
	spans, err := w.spans(ctx, q.Selection, q.after)
	if err != nil {
		return nil, err
	}
	page := &lines{at: map[analytics.Key]int{}}
	var waiting *tellings
	for i, months := range spans {
		rest := q
		rest.limit -= len(page.list)
		l, left, err := w.listSpan(ctx, rest, months, waiting, i == len(spans)-1)
		if err != nil {
			return nil, err
		}
		waiting = left
		if page.add(l); len(page.list) >= q.limit {
			break
		}
	}
	return page.list, w.fill(ctx, page)
}

// listSpan returns the lines of a stretch of months, and of those of newer ones that wait to be decided over. What is found in it may be too few
// to be worth deciding yet; then it waits too, unless the stretch is the last.
func (w *Warehouse) listSpan(ctx context.Context, q wanted, months span, waiting *tellings, last bool) (*lines, *tellings, error) {
	for n := max(firstCandidates, 2*q.limit); n <= mostCandidates; n *= moreCandidates {
		found, end, err := w.newest(ctx, q, months, n)
		if err != nil {
			return nil, nil, err
		}
		whole, all := end == analytics.Cursor{}, waiting.before(found)
		if whole && (len(all.keys) == 0 || len(all.keys) < q.limit && !last) {
			return nil, all, nil
		}
		l, err := w.listed(ctx, q, all)
		if err != nil {
			return nil, nil, err
		}
		if !whole {
			l.cutBehind(end)
		}
		if whole || len(l.list) >= q.limit {
			return l, nil, nil
		}
	}
	all := months
	if waiting != nil {
		all.to = waiting.to
	}
	l, err := w.listed(ctx, q, &tellings{span: all})
	return l, nil, err
}

// add puts the lines of older months behind others. A complaint that moved from one month to the other a moment ago stands where it was told last.
func (l *lines) add(older *lines) {
	if older == nil {
		return
	}
	for i, c := range older.list {
		if _, known := l.at[c.Key]; known {
			continue
		}
		l.at[c.Key] = len(l.list)
		l.list, l.contents, l.months = append(l.list, c), append(l.contents, older.contents[i]), append(l.months, older.months[i])
	}
}
