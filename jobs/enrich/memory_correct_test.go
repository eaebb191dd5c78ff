package enrich_test

import (
	"context"
	"slices"

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
