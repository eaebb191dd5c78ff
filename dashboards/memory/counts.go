package memory

import (
	"context"
	"slices"
	"sort"
	"time"

	"huisheng/analytics"
)

// Months implements panel.Reader.
func (m *Reader) Months(ctx context.Context) ([]analytics.MonthState, error) {
	counts, err := m.CountByMonth(ctx, analytics.Selection{})
	var list []analytics.MonthState
	for _, c := range counts {
		list = append(list, analytics.MonthState{Month: c.Month, N: c.N, Run: m.Run})
	}
	if err == nil {
		err = m.fails(ctx, "Months")
	}
	return list, err
}

// Seals implements panel.Reader.
func (m *Reader) Seals(ctx context.Context) ([]analytics.Seal, error) {
	return m.Sealed, m.fails(ctx, "Seals")
}

// Coverages implements panel.Reader.
func (m *Reader) Coverages(ctx context.Context) ([]analytics.Coverage, error) {
	spans := map[string]analytics.Coverage{}
	for _, r := range m.Records {
		day, source := analytics.DayOf(r.Complaint.ReceivedAt), r.Complaint.Source
		c, known := spans[source]
		if !known || day.Before(c.From) {
			c.From = day
		}
		if !known || day.After(c.To) {
			c.To = day
		}
		c.Source = source
		spans[source] = c
	}
	var list []analytics.Coverage
	for _, c := range spans {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b analytics.Coverage) int { return a.From.Compare(b.From) })
	return list, m.fails(ctx, "Coverages")
}

// CountByMonth implements panel.Reader.
func (m *Reader) CountByMonth(ctx context.Context, s analytics.Selection) ([]analytics.MonthCount, error) {
	counts := map[analytics.Month]uint64{}
	for _, r := range m.pick(s, time.Time{}) {
		counts[analytics.MonthOf(r.Complaint.ReceivedAt)]++
	}
	var list []analytics.MonthCount
	for month, n := range counts {
		list = append(list, analytics.MonthCount{Month: month, N: n})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Month < list[j].Month })
	return list, m.fails(ctx, "CountByMonth")
}

// CountByDay implements panel.Reader.
func (m *Reader) CountByDay(ctx context.Context, s analytics.Selection) ([]analytics.DayCount, error) {
	counts := map[time.Time]uint64{}
	for _, r := range m.pick(s, time.Time{}) {
		counts[analytics.DayOf(r.Complaint.ReceivedAt)]++
	}
	var list []analytics.DayCount
	for day, n := range counts {
		list = append(list, analytics.DayCount{Day: day, N: n})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Day.Before(list[j].Day) })
	return list, m.fails(ctx, "CountByDay")
}

// CountByAxis implements panel.Reader.
func (m *Reader) CountByAxis(ctx context.Context, axis string, now, base analytics.Selection) ([]analytics.ValueCount, error) {
	counts := map[string]*analytics.ValueCount{}
	at := func(value string) *analytics.ValueCount {
		if counts[value] == nil {
			counts[value] = &analytics.ValueCount{Value: value}
		}
		return counts[value]
	}
	for _, r := range m.pick(now, time.Time{}) {
		for _, v := range r.values(axis) {
			c := at(v)
			c.N++
			if !r.Mark.Duplicate {
				c.Deduplicated++
			}
			if !r.Mark.Copied {
				c.Untemplated++
			}
		}
	}
	if !base.From.IsZero() {
		for _, r := range m.pick(base, time.Time{}) {
			for _, v := range r.values(axis) {
				at(v).Base++
			}
		}
	}
	var list []analytics.ValueCount
	for _, c := range counts {
		list = append(list, *c)
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		return a.N > b.N || a.N == b.N && (a.Base > b.Base || a.Base == b.Base && a.Value < b.Value)
	})
	return list, m.fails(ctx, "CountByAxis."+axis)
}

// CountByAxes implements panel.Reader.
func (m *Reader) CountByAxes(ctx context.Context, axes []string, now, base analytics.Selection) (map[string][]analytics.ValueCount, error) {
	all := map[string][]analytics.ValueCount{}
	for _, axis := range axes {
		counts, err := m.CountByAxis(ctx, axis, now, base)
		if err != nil {
			return nil, err
		}
		for i := range counts { // it tells no more than its contract
			counts[i].Deduplicated, counts[i].Untemplated = 0, 0
		}
		all[axis] = counts
	}
	return all, m.fails(ctx, "CountByAxes")
}

// CountByPair implements panel.Reader.
func (m *Reader) CountByPair(ctx context.Context, a, b string, s analytics.Selection) ([]analytics.PairCount, error) {
	counts := map[[2]string]uint64{}
	for _, r := range m.pick(s, time.Time{}) {
		counts[[2]string{r.value(a), r.value(b)}]++
	}
	var list []analytics.PairCount
	for pair, n := range counts {
		list = append(list, analytics.PairCount{A: pair[0], B: pair[1], N: n})
	}
	sort.Slice(list, func(i, j int) bool {
		x, y := list[i], list[j]
		return x.N > y.N || x.N == y.N && (x.A < y.A || x.A == y.A && x.B < y.B)
	})
	return list, m.fails(ctx, "CountByPair")
}

// Figures implements panel.Reader.
func (m *Reader) Figures(ctx context.Context, s analytics.Selection, at time.Time) (analytics.Figures, error) {
	count := func(state analytics.State) uint64 { return uint64(len(m.pick(s.In(state), at))) }
	f := analytics.Figures{Repeated: count(analytics.StateRepeated), Wordless: count(analytics.StateWordless), Clocked: count(analytics.StateClocked),
		OnTime: count(analytics.StateOnTime), Rated: count(analytics.StateRated), Satisfied: count(analytics.StateSatisfied), Contradicting: count(analytics.StateContradicting)}
	for _, r := range m.pick(s, at) {
		f.N++
		f.Judged++
		if !r.Mark.Duplicate {
			f.Deduplicated++
		}
		if !r.Mark.Copied {
			f.Untemplated++
		}
		if r.value("topic") == "" {
			f.Unclassified++
		}
		if len(r.Events) > 0 {
			f.Handled++
		}
	}
	return f, m.fails(ctx, "Figures")
}

// Exposure implements panel.Reader.
func (m *Reader) Exposure(ctx context.Context, month analytics.Month) ([]analytics.ExposureSum, error) {
	return m.Exposures[month], m.fails(ctx, "Exposure")
}
