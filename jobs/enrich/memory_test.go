package enrich_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"huisheng/analytics"
)

var errKilled = errors.New("killed")

// arrival is one stored row of complaints.
type arrival struct {
	analytics.Wording
	partition uint16
	number    uint32 // of its import
}

// event is one stored row of events.
type event struct {
	analytics.Key
	epoch     uint32
	partition uint16
	offset    uint64
	number    uint32 // of its import
}

// monthRow is a complaint in a month and one of its contents.
type insightKey struct {
	analytics.Key
	month   analytics.Month
	content uint64
	model   string
}

// memory is the warehouse and the state. Every write counts down writesLeft; the one that finds 0 happens in part and then fails, as
// does everything after it, until the next run sets it anew.
type memory struct {
	arrivals   []arrival
	events     []event
	insights   map[insightKey]analytics.Insight
	moved      map[analytics.Key]map[analytics.Month]analytics.Moved
	heads      map[analytics.Key]analytics.Head
	watermark  map[string]analytics.Position
	dirty      map[analytics.Month]bool
	facts      map[analytics.Month]map[analytics.Key]string
	model      string
	queue      []analytics.Month
	undone     map[uint32]analytics.Undo
	asked      []analytics.Undo // in order
	applied    map[uint64]bool
	said       []analytics.Correction
	followed   map[uint64]uint64 // revision that the tables follow, by number
	changes    []analytics.TaxonomyChange
	queued     map[uint64]uint64 // revision whose reach was queued, by number
	reach      map[waiting]analytics.TaxonomyChange
	writesLeft int
	part       func(n int) int // how many of n rows the killed write still writes
	order      []string        // names of the writes
}

func newMemory() *memory {
	return &memory{insights: map[insightKey]analytics.Insight{}, moved: map[analytics.Key]map[analytics.Month]analytics.Moved{},
		heads: map[analytics.Key]analytics.Head{}, watermark: map[string]analytics.Position{}, dirty: map[analytics.Month]bool{},
		facts: map[analytics.Month]map[analytics.Key]string{}, undone: map[uint32]analytics.Undo{}, applied: map[uint64]bool{}, followed: map[uint64]uint64{},
		queued: map[uint64]uint64{}, reach: map[waiting]analytics.TaxonomyChange{}, writesLeft: -1, part: func(int) int { return 0 }}
}

// write reports how many of n rows may be written, and errKilled when that ends the process.
func (m *memory) write(name string, n int) (int, error) {
	m.order = append(m.order, name)
	if m.writesLeft == 0 {
		return m.part(n), errKilled
	}
	if m.writesLeft > 0 {
		m.writesLeft--
	}
	return n, nil
}

func (m *memory) Stored(context.Context) ([]analytics.Position, error) {
	ends := map[analytics.Position]uint64{}
	for _, a := range m.arrivals {
		p := analytics.Position{Topic: "complaints.v1", Epoch: a.Seq.Epoch(), Partition: a.partition}
		ends[p] = max(ends[p], a.Seq.Offset()+1)
	}
	for _, e := range m.events {
		p := analytics.Position{Topic: "events.v1", Epoch: e.epoch, Partition: e.partition}
		ends[p] = max(ends[p], e.offset+1)
	}
	var out []analytics.Position
	for p, next := range ends {
		p.Next = next
		out = append(out, p)
	}
	return out, nil
}

func (m *memory) Wordings(_ context.Context, from analytics.Position, to uint64, limit int) ([]analytics.Wording, error) {
	var out []analytics.Wording
	for _, a := range m.arrivals {
		if m.stands(a.number) && a.partition == from.Partition && a.Seq.Epoch() == from.Epoch && a.Seq.Offset() >= from.Next && a.Seq.Offset() < to {
			out = append(out, a.Wording)
		}
	}
	slices.SortStableFunc(out, func(a, b analytics.Wording) int { return cmp.Compare(a.Seq, b.Seq) })
	return out[:min(len(out), limit)], nil
}

func (m *memory) EventKeys(_ context.Context, from analytics.Position, to uint64) ([]analytics.Key, error) {
	set := map[analytics.Key]bool{}
	for _, e := range m.events {
		if e.partition == from.Partition && e.epoch == from.Epoch && e.offset >= from.Next && e.offset < to {
			set[e.Key] = true
		}
	}
	return slices.Collect(maps.Keys(set)), nil
}

func (m *memory) Heads(_ context.Context, keys []analytics.Key) ([]analytics.Head, error) {
	var out []analytics.Head
	for _, k := range keys {
		if h, ok := m.heads[k]; ok {
			out = append(out, h)
		}
	}
	return out, nil
}

func (m *memory) FirstSeen(_ context.Context, asks []analytics.Wording) ([]analytics.Seq, error) {
	out := make([]analytics.Seq, len(asks))
	for i, ask := range asks {
		for _, a := range m.arrivals {
			if m.stands(a.number) && a.Key == ask.Key && a.Version == ask.Version && a.Content == ask.Content && (out[i] == 0 || a.Seq < out[i]) {
				out[i] = a.Seq
			}
		}
	}
	return out, nil
}

func (m *memory) HeadMonths(context.Context) ([]analytics.Month, error) {
	set := map[analytics.Month]bool{}
	for _, h := range m.heads {
		set[h.Month] = true
	}
	return slices.Collect(maps.Keys(set)), nil
}

func (m *memory) Winners(_ context.Context, month analytics.Month, after analytics.Key, limit int) ([]analytics.Wording, error) {
	var out []analytics.Wording
	for key, h := range m.heads {
		if h.Gone || h.Month != month || cmp.Or(cmp.Compare(key.Source, after.Source), cmp.Compare(key.ID, after.ID)) <= 0 {
			continue
		}
		at := slices.IndexFunc(m.arrivals, func(a arrival) bool {
			return a.Key == key && a.Version == h.Version && a.Content == h.Content
		})
		out = append(out, m.arrivals[at].Wording)
	}
	slices.SortFunc(out, func(a, b analytics.Wording) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID))
	})
	return out[:min(len(out), limit)], nil
}

func (m *memory) InsertInsights(_ context.Context, rows []analytics.Insight) error {
	n, err := m.write("insights", len(rows))
	for _, r := range rows[:n] {
		m.insights[insightKey{r.Key, r.Month, r.Content, r.Model}] = r
	}
	return err
}

func (m *memory) InsertMoved(_ context.Context, rows []analytics.Moved) error {
	n, err := m.write("moved", len(rows))
	for _, r := range rows[:n] {
		if m.moved[r.Key] == nil {
			m.moved[r.Key] = map[analytics.Month]analytics.Moved{}
		}
		if last := m.moved[r.Key][r.Month]; cmp.Or(cmp.Compare(r.Seq, last.Seq), cmp.Compare(r.Revision, last.Revision)) >= 0 {
			m.moved[r.Key][r.Month] = r
		}
	}
	return err
}

func (m *memory) InsertHeads(_ context.Context, rows []analytics.Head) error {
	n, err := m.write("heads", len(rows))
	for _, r := range rows[:n] {
		if last := m.heads[r.Key]; cmp.Or(cmp.Compare(r.Seq, last.Seq), cmp.Compare(r.Revision, last.Revision)) >= 0 {
			m.heads[r.Key] = r
		}
	}
	return err
}

func (m *memory) Watermark(context.Context, string) ([]analytics.Position, error) {
	return slices.Collect(maps.Values(m.watermark)), nil
}

func (m *memory) Advance(_ context.Context, job string, to analytics.Position) error {
	n, err := m.write("watermark", 1)
	if n == 1 {
		m.watermark[fmt.Sprint(job, to.Topic, to.Epoch, to.Partition)] = to
	}
	return err
}

func (m *memory) MarkDirty(_ context.Context, months []analytics.Month) error {
	n, err := m.write("dirty", len(months))
	for _, month := range months[:n] {
		m.dirty[month] = true
	}
	return err
}

func (m *memory) ModelQueued(context.Context) (string, error) { return m.model, nil }

func (m *memory) QueueModel(_ context.Context, model string, months []analytics.Month) error {
	n, err := m.write("queue", 1)
	if n == 1 {
		m.model, m.queue = model, slices.Clone(months)
	}
	return err
}

func (m *memory) NextQueued(context.Context) (analytics.Month, error) {
	if len(m.queue) == 0 {
		return 0, nil
	}
	return slices.Max(m.queue), nil
}

func (m *memory) Unqueue(_ context.Context, month analytics.Month) error {
	n, err := m.write("unqueue", 1)
	if n == 1 {
		m.queue = slices.DeleteFunc(m.queue, func(x analytics.Month) bool { return x == month })
	}
	return err
}

// assemble computes the dirty months the way assemble does: of each complaint in the month's own partition the winner, minus moved, with
// the insight of its content and the number of its events.
func (m *memory) assemble(models ...string) {
	for month := range m.dirty {
		delete(m.dirty, month)
		m.facts[month] = map[analytics.Key]string{}
		own := map[analytics.Key][]arrival{}
		for _, a := range m.arrivals {
			if a.Month == month && m.stands(a.number) {
				own[a.Key] = append(own[a.Key], a)
			}
		}
		for key, rows := range own {
			if m.moved[key][month].Gone {
				continue
			}
			w := winner(rows)
			m.facts[month][key] = m.fact(w, models)
		}
	}
}

// fact writes down what is known of a complaint; the newest of models that has an insight is shown.
func (m *memory) fact(w arrival, models []string) string {
	topic := "待分析"
	for _, model := range models {
		if in, ok := m.insights[insightKey{w.Key, w.Month, w.Content, model}]; ok {
			topic = model + in.Topic
			break
		}
	}
	events := 0
	for _, e := range m.events {
		if e.Key == w.Key && m.stands(e.number) {
			events++
		}
	}
	return fmt.Sprintf("v%d content %d topic %s events %d", w.Version, w.Content, topic, events)
}

// winner is the rule of DESIGN.md, word by word: the larger version; within it the content first seen last.
func winner(rows []arrival) arrival {
	first := map[[2]uint64]arrival{}
	for _, r := range rows {
		k := [2]uint64{uint64(r.Version), r.Content}
		if f, ok := first[k]; !ok || r.Seq < f.Seq {
			first[k] = r
		}
	}
	return slices.MaxFunc(slices.Collect(maps.Values(first)), func(a, b arrival) int {
		return cmp.Or(cmp.Compare(a.Version, b.Version), cmp.Compare(a.Seq, b.Seq))
	})
}

// truth computes all facts anew from all arrivals that nobody wants undone, without heads, moves or dirty months.
func (m *memory) truth(models ...string) map[analytics.Month]map[analytics.Key]string {
	own := map[analytics.Key][]arrival{}
	for _, a := range m.arrivals {
		if !m.asks(a.number) {
			own[a.Key] = append(own[a.Key], a)
		}
	}
	out := map[analytics.Month]map[analytics.Key]string{}
	for key, rows := range own {
		w := winner(rows)
		if out[w.Month] == nil {
			out[w.Month] = map[analytics.Key]string{}
		}
		out[w.Month][key] = m.fact(w, models)
	}
	return out
}
