package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// keyBytes is how much text of ids travels as one parameter. Servers refuse fields above 128 KiB (http_max_field_value_size) and
// addresses above 1 MiB, in which a Chinese id takes three times its bytes.
const keyBytes = 100_000

// chunk is the complaints of one source that one question is about.
type chunk struct {
	source string
	ids    []string
	months []analytics.Month // that the ids' contents name, each once; empty where months do not matter
}

// chunks groups keys by source and cuts each group to what a parameter may hold.
func chunks(n int, key func(i int) analytics.Key, month func(i int) analytics.Month) []chunk {
	var list []chunk
	open := map[string]int{} // source → its newest chunk
	size := map[string]int{}
	for i := range n {
		k := key(i)
		at, found := open[k.Source]
		if !found || size[k.Source]+len(k.ID) > keyBytes {
			at = len(list)
			list = append(list, chunk{source: k.Source})
			open[k.Source], size[k.Source] = at, 0
		}
		c := &list[at]
		c.ids = append(c.ids, k.ID)
		size[k.Source] += len(k.ID) + 3
		if month != nil {
			c.months = appendNew(c.months, month(i))
		}
	}
	return list
}

func appendNew(months []analytics.Month, m analytics.Month) []analytics.Month {
	for _, have := range months {
		if have == m {
			return months
		}
	}
	return append(months, m)
}

// Heads returns the newest head of each key that has one, in any order. All written heads are seen.
func (w *Warehouse) Heads(ctx context.Context, keys []analytics.Key) ([]analytics.Head, error) {
	heads := make([]analytics.Head, 0, len(keys))
	for _, c := range chunks(len(keys), func(i int) analytics.Key { return keys[i] }, nil) {
		err := w.Each(ctx, "heads_of", P{"source": c.source, "ids": c.ids}, func(rows driver.Rows) error {
			h, gone := analytics.Head{Key: analytics.Key{Source: c.source}}, uint8(0)
			err := rows.Scan(&h.ID, (*uint32)(&h.Month), &h.Version, &h.Content, (*uint64)(&h.First), (*uint64)(&h.Seq), &gone, &h.Revision)
			h.Gone = gone == 1
			heads = append(heads, h)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return heads, nil
}

// FirstSeen returns the smallest Seq with which each (Key, Version, Content) of asks arrived, in the order of asks; 0 for one that is
// not stored. Arrivals of imports that were undone are none.
func (w *Warehouse) FirstSeen(ctx context.Context, asks []analytics.Wording) ([]analytics.Seq, error) {
	type telling struct {
		analytics.Key
		version uint32
		content uint64
	}
	undone, err := w.standing(ctx, P{})
	if err != nil {
		return nil, err
	}
	first := make(map[telling]analytics.Seq, len(asks))
	list := chunks(len(asks), func(i int) analytics.Key { return asks[i].Key }, func(i int) analytics.Month { return asks[i].Month })
	for _, c := range list {
		err := w.Each(ctx, "first_seen", undone.with(P{"source": c.source, "ids": c.ids, "months": c.months}), func(rows driver.Rows) error {
			t, seq := telling{Key: analytics.Key{Source: c.source}}, uint64(0)
			err := rows.Scan(&t.ID, &t.version, &t.content, &seq)
			first[t] = analytics.Seq(seq)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	seqs := make([]analytics.Seq, len(asks))
	for i, a := range asks {
		seqs[i] = first[telling{a.Key, a.Version, a.Content}]
	}
	return seqs, nil
}
