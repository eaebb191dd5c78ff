package enrich_test

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"huisheng/analytics"
)

// stands tells it by the tables.
func (m *memory) stands(number uint32) bool { return !m.undone[number].Undone }

// asks tells whether the last wish of a person about an import was to undo it, applied or not.
func (m *memory) asks(number uint32) bool {
	for _, u := range slices.Backward(m.asked) {
		if u.Import == number {
			return u.Undone
		}
	}
	return false
}

// ask queues the opposite of what was asked for last.
func (m *memory) ask(number uint32) {
	m.asked = append(m.asked, analytics.Undo{Import: number, Undone: !m.asks(number), Revision: uint64(len(m.asked) + 1)})
}

func (m *memory) PendingUndos(context.Context) ([]analytics.Undo, error) {
	var out []analytics.Undo
	for _, u := range m.asked {
		if !m.applied[u.Revision] {
			out = append(out, u)
		}
	}
	return out, nil
}

func (m *memory) UndoApplied(_ context.Context, revision uint64) error {
	n, err := m.write("applied", 1)
	if n == 1 {
		m.applied[revision] = true
	}
	return err
}

func (m *memory) SetUndone(_ context.Context, u analytics.Undo) error {
	n, err := m.write("undone", 1)
	if n == 1 && u.Revision >= m.undone[u.Import].Revision {
		m.undone[u.Import] = u
	}
	return err
}

func (m *memory) ImportMonths(_ context.Context, number uint32) ([]analytics.Month, error) {
	set := map[analytics.Month]bool{}
	for _, a := range m.arrivals {
		if a.number == number {
			set[a.Month] = true
		}
	}
	return slices.Collect(maps.Keys(set)), nil
}

func (m *memory) ImportEventMonths(_ context.Context, number uint32) ([]analytics.Month, error) {
	set := map[analytics.Month]bool{}
	for _, e := range m.events {
		if h, known := m.heads[e.Key]; known && e.number == number {
			set[h.Month] = true
		}
	}
	return slices.Collect(maps.Keys(set)), nil
}

func (m *memory) Standing(_ context.Context, number uint32, month analytics.Month, after analytics.Key, limit int) ([]analytics.Standing, error) {
	told := map[analytics.Key]bool{}
	for _, a := range m.arrivals {
		if a.number == number && a.Month == month && cmp.Or(cmp.Compare(a.Source, after.Source), cmp.Compare(a.ID, after.ID)) > 0 {
			told[a.Key] = true
		}
	}
	keys := slices.SortedFunc(maps.Keys(told), func(a, b analytics.Key) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID))
	})
	var out []analytics.Standing
	for _, key := range keys[:min(len(keys), limit)] {
		s := analytics.Standing{Head: analytics.Head{Key: key, Gone: true}}
		var standing []arrival
		for _, a := range m.arrivals {
			if a.Key != key {
				continue
			}
			s.Seq = max(s.Seq, a.Seq)
			if !slices.Contains(s.Months, a.Month) {
				s.Months = append(s.Months, a.Month)
			}
			if m.stands(a.number) {
				standing = append(standing, a)
			}
		}
		if len(standing) > 0 {
			won := winner(standing)
			s.Gone, s.Month, s.Version, s.Content, s.First = false, won.Month, won.Version, won.Content, won.Seq
		}
		out = append(out, s)
	}
	return out, nil
}

func (m *memory) Unread(_ context.Context, heads []analytics.Head, model string) ([]analytics.Wording, error) {
	var out []analytics.Wording
	for _, h := range heads {
		if _, read := m.insights[insightKey{h.Key, h.Month, h.Content, model}]; read {
			continue
		}
		at := slices.IndexFunc(m.arrivals, func(a arrival) bool { return a.Key == h.Key && a.Version == h.Version && a.Content == h.Content })
		out = append(out, m.arrivals[at].Wording)
	}
	return out, nil
}
