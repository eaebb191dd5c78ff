package enrich_test

import (
	"context"
	"slices"
	"strings"

	"huisheng/analytics"
)

// say is what a person says about a label; it is written down at once.
func (m *memory) correct(c analytics.Correction) uint64 {
	c.Number = uint64(len(m.said)) + 1
	c.Revision = m.CorrectionRevisionNow() + 1
	m.said = append(m.said, c)
	return c.Number
}

// takeBack undoes a correction.
func (m *memory) takeBack(number uint64) {
	c := &m.said[number-1]
	c.UndoneAt, c.Revision = clock(), m.CorrectionRevisionNow()+1
}

func (m *memory) CorrectionRevisionNow() uint64 {
	newest := uint64(0)
	for _, c := range m.said {
		newest = max(newest, c.Revision)
	}
	return newest
}

func (m *memory) CorrectionRevision(context.Context) (uint64, error) {
	return m.CorrectionRevisionNow(), nil
}

func (m *memory) Corrections(context.Context) ([]analytics.Correction, error) {
	return slices.DeleteFunc(slices.Clone(m.said), func(c analytics.Correction) bool { return !c.UndoneAt.IsZero() }), nil
}

func (m *memory) PendingCorrections(context.Context) ([]analytics.Correction, error) {
	return slices.DeleteFunc(slices.Clone(m.said), func(c analytics.Correction) bool { return m.followed[c.Number] >= c.Revision }), nil
}

func (m *memory) CorrectionsApplied(_ context.Context, list []analytics.Correction) error {
	n, err := m.write("corrected", len(list))
	for _, c := range list[:n] {
		m.followed[c.Number] = max(m.followed[c.Number], c.Revision)
	}
	return err
}

func (m *memory) Tellings(_ context.Context, keys []analytics.Key) ([]analytics.Wording, error) {
	type telling struct {
		analytics.Key
		content uint64
	}
	seen := map[telling]bool{}
	var list []analytics.Wording
	for _, a := range m.arrivals {
		if t := (telling{a.Key, a.Content}); slices.Contains(keys, a.Key) && !seen[t] {
			seen[t] = true
			list = append(list, a.Wording)
		}
	}
	return list, nil
}

// waiting is the reach of a change in a month.
type waiting struct {
	change uint64
	month  analytics.Month
}

// change makes a change of words.
func (m *memory) change(c analytics.TaxonomyChange) {
	c.Number, c.Revision = uint64(len(m.changes))+1, m.overlay()+1
	m.changes = append(m.changes, c)
}

func (m *memory) undoChange(number uint64) {
	c := &m.changes[number-1]
	c.UndoneAt, c.Revision = clock(), m.overlay()+1
}

// overlay is the revision of the newest change.
func (m *memory) overlay() uint64 {
	newest := uint64(0)
	for _, c := range m.changes {
		newest = max(newest, c.Revision)
	}
	return newest
}

func (m *memory) UnqueuedChanges(context.Context) ([]analytics.TaxonomyChange, error) {
	return slices.DeleteFunc(slices.Clone(m.changes), func(c analytics.TaxonomyChange) bool { return m.queued[c.Number] >= c.Revision }), nil
}

func (m *memory) QueueReach(_ context.Context, list []analytics.TaxonomyChange, months []analytics.Month) error {
	n, err := m.write("reach", 1)
	if n == 1 {
		for _, c := range list {
			for _, month := range months {
				m.reach[waiting{c.Number, month}] = c
			}
			m.queued[c.Number] = c.Revision
		}
	}
	return err
}

func (m *memory) NextReach(context.Context) (newest analytics.Month, list []analytics.TaxonomyChange, err error) {
	for w := range m.reach {
		newest = max(newest, w.month)
	}
	for w, c := range m.reach {
		if w.month == newest {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b analytics.TaxonomyChange) int { return int(a.Number) - int(b.Number) })
	return newest, list, nil
}

func (m *memory) ReachDone(_ context.Context, month analytics.Month, list []analytics.TaxonomyChange) error {
	n, err := m.write("reached", len(list))
	for _, c := range list[:n] {
		if w := (waiting{c.Number, month}); m.reach[w].Revision == c.Revision {
			delete(m.reach, w)
		}
	}
	return err
}

func (m *memory) Containing(ctx context.Context, month analytics.Month, words []string, after analytics.Key, limit int) ([]analytics.Wording, error) {
	all, err := m.Winners(ctx, month, after, len(m.arrivals))
	all = slices.DeleteFunc(all, func(w analytics.Wording) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(w.Subject+"\n"+w.Text, word) })
	})
	return all[:min(len(all), limit)], err
}
