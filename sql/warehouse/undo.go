package warehouse

import (
	"context"
	"maps"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// SetUndone writes down that an import stands no longer, or stands again. Every query sees it when it returns. One written twice counts
// once, and the largest revision of an import holds.
func (w *Warehouse) SetUndone(ctx context.Context, u analytics.Undo) error {
	b := &batch{rows: 1}
	b.u32("import_id", func(int) uint32 { return u.Import })
	b.u8("undone", func(int) uint8 { return bit(u.Undone) })
	b.u64("revision", func(int) uint64 { return u.Revision })
	b.time("applied_at", func(int) time.Time { return w.now() })
	return w.insert(ctx, "undone", b)
}

// Undone returns the imports that do not stand, by number.
func (w *Warehouse) Undone(ctx context.Context) ([]uint32, error) {
	return undoneOnce(ctx, func() ([]uint32, error) {
		var list []uint32
		err := w.Each(ctx, "undone_list", nil, func(rows driver.Rows) error {
			var number uint32
			err := rows.Scan(&number)
			list = append(list, number)
			return err
		})
		return list, err
	})
}

// standing adds the imports that do not stand to the parameters of a query. They travel as a list, because a table that is spread over
// shards cannot be asked on each of them.
func (w *Warehouse) standing(ctx context.Context, p P) (P, error) {
	undone, err := w.Undone(ctx)
	if err != nil || len(undone) == 0 {
		return p, err
	}
	return p.with(P{"undone": undone}), nil
}

// with returns both sets of parameters together.
func (p P) with(more P) P {
	both := make(P, len(p)+len(more))
	maps.Copy(both, p)
	maps.Copy(both, more)
	return both
}

// undone reports whether some imports do not stand.
func (p P) undone() bool {
	_, some := p["undone"]
	return some
}

// ImportMonths returns the months that the complaints of an import name, oldest first.
func (w *Warehouse) ImportMonths(ctx context.Context, number uint32) ([]analytics.Month, error) {
	return w.months(ctx, "undo_months", P{"import": number})
}

// ImportEventMonths returns the months that count the complaints to which the events of an import belong, oldest first; a month may be
// among them that counts none of them any more.
func (w *Warehouse) ImportEventMonths(ctx context.Context, number uint32) ([]analytics.Month, error) {
	return w.months(ctx, "undo_event_months", P{"import": number})
}

func (w *Warehouse) months(ctx context.Context, name string, p P) ([]analytics.Month, error) {
	var list []analytics.Month
	err := w.Each(ctx, name, p, func(rows driver.Rows) error {
		var m uint32
		err := rows.Scan(&m)
		list = append(list, analytics.Month(m))
		return err
	})
	return list, err
}

// Standing decides anew, over all that is stored, which telling counts of the complaints that an import told in a month: at most limit of
// them with (source, complaint_id) above after, ordered by them. Fewer than limit means that there is no other.
func (w *Warehouse) Standing(ctx context.Context, number uint32, month analytics.Month, after analytics.Key, limit int) ([]analytics.Standing, error) {
	p, err := w.standing(ctx, P{"import": number, "month": month, "source": after.Source, "id": after.ID, "limit": limit})
	if err != nil {
		return nil, err
	}
	var list []analytics.Standing
	err = w.Each(ctx, "undo_standing", p, func(rows driver.Rows) error {
		var s analytics.Standing
		var gone uint8
		var months []uint32
		err := rows.Scan(&s.Source, &s.ID, &s.Version, &s.Content, (*uint32)(&s.Month), (*uint64)(&s.First), &gone, (*uint64)(&s.Seq), &months)
		s.Gone = gone == 1
		for _, m := range months {
			s.Months = append(s.Months, analytics.Month(m))
		}
		list = append(list, s)
		return err
	})
	return list, err
}

// Unread returns the words of those tellings of which the model has read nothing, in any order.
func (w *Warehouse) Unread(ctx context.Context, heads []analytics.Head, model string) ([]analytics.Wording, error) {
	type telling struct {
		analytics.Key
		content uint64
	}
	wanted := make(map[telling]analytics.Head, len(heads))
	for _, h := range heads {
		wanted[telling{h.Key, h.Content}] = h
	}
	for _, c := range chunks(len(heads), func(i int) analytics.Key { return heads[i].Key }, func(i int) analytics.Month { return heads[i].Month }) {
		err := w.Each(ctx, "undo_read", P{"source": c.source, "ids": c.ids, "months": c.months, "model": model}, func(rows driver.Rows) error {
			t := telling{Key: analytics.Key{Source: c.source}}
			err := rows.Scan(&t.ID, &t.content)
			delete(wanted, t)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	left := make([]analytics.Head, 0, len(wanted))
	for _, h := range wanted {
		left = append(left, h)
	}
	var list []analytics.Wording
	for _, c := range chunks(len(left), func(i int) analytics.Key { return left[i].Key }, func(i int) analytics.Month { return left[i].Month }) {
		err := w.Each(ctx, "undo_words", P{"source": c.source, "ids": c.ids, "months": c.months}, func(rows driver.Rows) error {
			r := analytics.Wording{Key: analytics.Key{Source: c.source}}
			err := rows.Scan(&r.ID, &r.Content, (*uint32)(&r.Month), &r.ReceivedAt, &r.Subject, &r.Text, &r.Category)
			if h, found := wanted[telling{r.Key, r.Content}]; found {
				r.Version, r.Seq = h.Version, h.First
				list = append(list, r)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}
