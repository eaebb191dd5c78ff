package warehouse

import (
	"context"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// alikeSpan is how many months before and after a complaint others are looked for that it is like.
const alikeSpan = 12

// ofKey is how many complaints of one key are compared.
const ofKey = 8

// standingText is what queries that decide which telling counts read besides their parameters.
type standingText struct{ Undone bool }

// Untold returns at most limit tellings that count in a month below a watermark and were not compared yet with signatures of a version, the
// earliest by time of receipt, in no order. Fewer than limit means that there is no other.
func (w *Warehouse) Untold(ctx context.Context, month analytics.Month, version uint16, upTo []analytics.Position, limit int) ([]analytics.Untold, error) {
	p, err := w.standing(ctx, P{"month": month, "version": version, "limit": limit})
	if err != nil {
		return nil, err
	}
	p["places"], p["nexts"] = watermark(upTo, "complaints.v1")
	var list []analytics.Untold
	err = w.eachOf(w.setting(ctx, gathering), "alike_unread", standingText{p.undone()}, p, func(rows driver.Rows) error {
		u := analytics.Untold{Month: month}
		err := rows.Scan(&u.Source, &u.ID, &u.Content, &u.ReceivedAt, &u.Subject, &u.Text, &u.Customer, &u.Product, &u.Place)
		list = append(list, u)
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, w.topicsOf(ctx, month, list)
}

// topicsOf fills in the primary topics.
func (w *Warehouse) topicsOf(ctx context.Context, month analytics.Month, list []analytics.Untold) error {
	type telling struct {
		analytics.Key
		content uint64
	}
	topics := make(map[telling]string, len(list))
	for _, c := range chunks(len(list), func(i int) analytics.Key { return list[i].Key }, nil) {
		err := w.Each(ctx, "alike_topics", P{"month": month, "source": c.source, "ids": c.ids}, func(rows driver.Rows) error {
			t, topic := telling{Key: analytics.Key{Source: c.source}}, ""
			err := rows.Scan(&t.ID, &t.content, &topic)
			topics[t] = topic
			return err
		})
		if err != nil {
			return err
		}
	}
	for i := range list {
		list[i].Topic = topics[telling{list[i].Key, list[i].Content}]
	}
	return nil
}

// BeginAlike forgets what was looked for before. Only the holder of the jobs' lease may call it.
func (w *Warehouse) BeginAlike(ctx context.Context) error {
	return w.script(ctx, "alike_clear", nil, nil)
}

// Alike returns the complaints of the months around a month that share one of the keys and whose telling stands, in no order: those that were
// withdrawn are among them, those that say something else by now are not.
func (w *Warehouse) Alike(ctx context.Context, month analytics.Month, version uint16, batchNumber uint64, asked []uint64) ([]analytics.Telling, error) {
	b := &batch{rows: len(asked)}
	b.u64("batch", func(int) uint64 { return batchNumber })
	b.u64("key", func(i int) uint64 { return asked[i] })
	if err := w.insert(ctx, "alike_asks", b); err != nil {
		return nil, err
	}
	var list []analytics.Telling
	p := P{"batch": batchNumber, "from": month.Add(-alikeSpan), "to": month.Add(alikeSpan), "version": version, "of_key": ofKey}
	err := w.Each(w.setting(ctx, gathering), "alike_found", p, func(rows driver.Rows) error {
		t := analytics.Telling{Version: version}
		err := rows.Scan((*uint32)(&t.Month), &t.Source, &t.ID, &t.Content, &t.Name, &t.ReceivedAt, &t.Customer, &t.Product, &t.Place, &t.Topic, &t.TextHash, &t.Shingles,
			&t.Matter, &t.Wording, &t.Event)
		list = append(list, t)
		return err
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	keys := make([]analytics.Key, len(list))
	for i := range list {
		keys[i] = list[i].Key
	}
	heads, err := w.Heads(ctx, keys)
	if err != nil {
		return nil, err
	}
	stands := make(map[analytics.Key]analytics.Head, len(heads))
	for _, h := range heads {
		stands[h.Key] = h
	}
	return slices.DeleteFunc(list, func(t analytics.Telling) bool {
		h := stands[t.Key]
		return h.Gone || h.Month != t.Month || h.Content != t.Content
	}), nil
}

// InsertTellings appends tellings with their keys; one written again replaces when its revision is not smaller. The keys come first: one
// without its telling leads to nothing, and a telling without its keys would never be found.
func (w *Warehouse) InsertTellings(ctx context.Context, rows []analytics.Telling, keys [][]uint64, revision uint64) error {
	var of []int
	var flat []uint64
	for i := range keys {
		for _, k := range keys[i] {
			of, flat = append(of, i), append(flat, k)
		}
	}
	k := &batch{rows: len(flat)}
	k.u64("key", func(i int) uint64 { return flat[i] })
	k.u32("month", func(i int) uint32 { return uint32(rows[of[i]].Month) })
	k.text("source", func(i int) string { return rows[of[i]].Source })
	k.text("complaint_id", func(i int) string { return rows[of[i]].ID })
	if err := w.insert(ctx, "alike_keys", k); err != nil {
		return err
	}
	b := &batch{rows: len(rows)}
	b.u32("month", func(i int) uint32 { return uint32(rows[i].Month) })
	b.text("source", func(i int) string { return rows[i].Source })
	b.text("complaint_id", func(i int) string { return rows[i].ID })
	b.u64("content", func(i int) uint64 { return rows[i].Content })
	b.u16("version", func(i int) uint16 { return rows[i].Version })
	b.u64("complaint", func(i int) uint64 { return rows[i].Name })
	b.time("received_at", func(i int) time.Time { return rows[i].ReceivedAt })
	b.u64("customer", func(i int) uint64 { return rows[i].Customer })
	b.u64("product", func(i int) uint64 { return rows[i].Product })
	b.u64("place", func(i int) uint64 { return rows[i].Place })
	b.u64("topic", func(i int) uint64 { return rows[i].Topic })
	b.u64("text_hash", func(i int) uint64 { return rows[i].TextHash })
	add(b, "shingles", "Array(UInt32)", func(i int) []uint32 { return rows[i].Shingles })
	b.u64("matter", func(i int) uint64 { return rows[i].Matter })
	b.u8("relation", func(i int) uint8 { return rows[i].Relation })
	b.u64("like", func(i int) uint64 { return rows[i].Like })
	add(b, "similarity", "Float32", func(i int) float32 { return rows[i].Similarity })
	b.u64("wording", func(i int) uint64 { return rows[i].Wording })
	b.u64("event", func(i int) uint64 { return rows[i].Event })
	b.u8("gone", func(int) uint8 { return 0 })
	b.u64("revision", func(int) uint64 { return revision })
	return w.insert(ctx, "alike", b)
}

// TurnTellings takes the complaints of a month out of their groups that count there no longer, and puts those back that count again.
func (w *Warehouse) TurnTellings(ctx context.Context, month analytics.Month, revision uint64, upTo []analytics.Position) error {
	p, err := w.standing(ctx, P{"month": month, "revision": revision})
	if err != nil {
		return err
	}
	p["places"], p["nexts"] = watermark(upTo, "complaints.v1")
	p["event_places"], p["event_nexts"] = watermark(upTo, "events.v1")
	return w.script(w.setting(ctx, gathering), "alike_turn", p, standingText{p.undone()})
}

// groupsAtOnce bounds the groups whose members one query asks for: their names are parameters, some 80 KB.
const groupsAtOnce = 4000

// Members returns the complaints that count, of all months, in the groups of more than one that have or had a member in a month, in no order.
// All three kinds are read together, because every look goes over all months.
func (w *Warehouse) Members(ctx context.Context, month analytics.Month) (analytics.Members, error) {
	type group struct {
		kind uint8
		name uint64
	}
	var groups []group
	err := w.Each(w.setting(ctx, gathering), "alike_groups", P{"month": month}, func(rows driver.Rows) error {
		var g group
		err := rows.Scan(&g.kind, &g.name)
		groups = append(groups, g)
		return err
	})
	var all analytics.Members
	for part := range slices.Chunk(groups, groupsAtOnce) {
		names := [3][]uint64{{}, {}, {}}
		for _, g := range part {
			names[g.kind] = append(names[g.kind], g.name)
		}
		if err == nil {
			err = w.membersOf(ctx, names, &all)
		}
	}
	return all, err
}

// membersOf appends the members of some matters, wordings and events.
func (w *Warehouse) membersOf(ctx context.Context, names [3][]uint64, all *analytics.Members) error {
	p := P{"matters": names[0], "wordings": names[1], "events": names[2]}
	return w.Each(w.setting(ctx, gathering), "alike_members", p, func(rows driver.Rows) error {
		var m analytics.Member
		var wording, event uint64
		var of [3]uint8
		mark := markScan{into: &m.Mark}
		err := rows.Scan((*uint32)(&m.Month), &m.Source, &m.ID, &m.ReceivedAt, &m.Name, &m.Customer, &m.Matter, &wording, &event, &of[0], &of[1], &of[2],
			&m.Mark.Matter, &m.Mark.Mass, &m.Mark.Template, &mark.repeated, &mark.duplicate, &mark.copied)
		mark.set()
		for kind, list := range []*[]analytics.Member{&all.Matters, &all.Wordings, &all.Events} {
			if m.Group = [...]uint64{m.Matter, wording, event}[kind]; of[kind] == 1 {
				*list = append(*list, m)
			}
		}
		return err
	})
}

// markScan reads the flags of a mark.
type markScan struct {
	into                        *analytics.Mark
	repeated, duplicate, copied uint8
}

func (s *markScan) set() {
	s.into.Repeated, s.into.Duplicate, s.into.Copied = s.repeated == 1, s.duplicate == 1, s.copied == 1
}

// Marks returns what is said of the complaints of a month that are in groups, or were, in no order.
func (w *Warehouse) Marks(ctx context.Context, month analytics.Month) ([]analytics.Marked, error) {
	var list []analytics.Marked
	err := w.Each(ctx, "alike_marks", P{"month": month}, func(rows driver.Rows) error {
		m := analytics.Marked{Month: month}
		mark := markScan{into: &m.Mark}
		err := rows.Scan(&m.Source, &m.ID, &m.Mark.Matter, &m.Mark.Mass, &m.Mark.Template, &mark.repeated, &mark.duplicate, &mark.copied)
		mark.set()
		list = append(list, m)
		return err
	})
	return list, err
}

// InsertMarks appends marks; one written again replaces.
func (w *Warehouse) InsertMarks(ctx context.Context, rows []analytics.Marked, revision uint64) error {
	b := &batch{rows: len(rows)}
	b.u32("month", func(i int) uint32 { return uint32(rows[i].Month) })
	b.text("source", func(i int) string { return rows[i].Source })
	b.text("complaint_id", func(i int) string { return rows[i].ID })
	b.u64("matter", func(i int) uint64 { return rows[i].Mark.Matter })
	b.u64("mass", func(i int) uint64 { return rows[i].Mark.Mass })
	b.u64("template", func(i int) uint64 { return rows[i].Mark.Template })
	b.u8("repeated", func(i int) uint8 { return bit(rows[i].Mark.Repeated) })
	b.u8("duplicate", func(i int) uint8 { return bit(rows[i].Mark.Duplicate) })
	b.u8("copied", func(i int) uint8 { return bit(rows[i].Mark.Copied) })
	b.u64("revision", func(int) uint64 { return revision })
	return w.insert(ctx, "alike_marks", b)
}
