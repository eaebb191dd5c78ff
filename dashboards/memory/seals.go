package memory

import (
	"slices"

	"huisheng/analytics"
)

// shifted reports whether a record changed as asked since its month was sealed.
func (r *Record) shifted(f *analytics.ShiftFilter) bool {
	c := r.Shift
	return c != nil && slices.Contains(f.Kinds, c.Kind) && (f.Reason == "" || f.Reason == c.Reason) &&
		(f.Was == nil || slices.Contains(f.Was, c.From)) && !slices.Contains(f.WasOther, c.From)
}

// Shifts sums what changed in a sealed month since: of those that left as the seal has them, of all others as they are;
// one that does not count does not change.
func (m *Reader) Shifts(month analytics.Month) analytics.Shifts {
	var list analytics.Shifts
	add := func(records []Record, left bool) {
		for _, r := range records {
			if r.Shift == nil || r.life().Ended != "" || analytics.MonthOf(r.Complaint.ReceivedAt) != month || left != (r.Shift.Kind.Sign() < 0) {
				continue
			}
			one := *r.Shift
			one.N = 0
			i := slices.IndexFunc(list, func(s analytics.Shift) bool { s.N = 0; return s == one })
			if i < 0 {
				i, list = len(list), append(list, one)
			}
			list[i].N++
		}
	}
	add(m.Records, false)
	add(m.Then[month], true)
	return list
}
