package web

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/action"
)

// How far back causes are looked for, and in how many months one has to be found to come again.
const (
	againMonths = 24
	againLeast  = 3
	againRows   = 8
)

// recurrence is a cause that was found in several months, or again after its measure.
type recurrence struct {
	Cause   string
	Months  []againMonth // oldest first
	N       int          // months
	Added   string       // complaints that it added in all of them
	Number  uint64       // of the measure; 0 without one
	Title   string
	Address string // of the measure
	New     string // where a measure is written down
	weight  float64
}

// againMonth is a cause in one month.
type againMonth struct {
	Month, Door, Finding string
	N                    uint64 // complaints of the cause in the month, all of them
	month                analytics.Month
	values               []analytics.AxisValue
	added                float64
}

// comeAgain reads what explained rises in the newest two years: what was done and came back, and what comes again without a measure.
func (s *site) comeAgain(ctx context.Context, rows []actionRow) (back, again []recurrence, err error) {
	months, err := s.Reader.Months(ctx)
	if err != nil || len(months) == 0 {
		return nil, nil, err
	}
	last := months[len(months)-1].Month
	list, err := s.Actions.Attributions(ctx, last.Add(1-againMonths), last)
	if err != nil {
		return nil, nil, err
	}
	found := causesByKey(list)
	for _, c := range found {
		if len(c.months) < againLeast || slices.ContainsFunc(rows, func(r actionRow) bool { return coversCause(&r.judged.Action, c.values) }) {
			continue
		}
		r := s.recurrence(c.values, c.months)
		r.New = "/actions/new?" + dashboards.Encode(0, analytics.SelectionOf(c.values))
		again = append(again, r)
	}
	for i := range rows {
		if r, ok := s.cameBack(&rows[i], found); ok {
			back = append(back, r)
		}
	}
	heaviest := func(a, b recurrence) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.Cause, b.Cause))
	}
	slices.SortFunc(again, heaviest)
	slices.SortFunc(back, heaviest)
	back, again = back[:min(len(back), againRows)], again[:min(len(again), againRows)]
	for _, list := range [][]recurrence{back, again} {
		for i := range list {
			if err := s.countAgain(ctx, &list[i]); err != nil {
				return nil, nil, err
			}
		}
	}
	return back, again, nil
}

// countAgain counts the complaints of a cause in its months: a finding of some days knows only those of its days.
func (s *site) countAgain(ctx context.Context, r *recurrence) error {
	first, last := r.Months[0], r.Months[len(r.Months)-1]
	counts, err := s.Reader.CountByMonth(ctx, analytics.SelectionOf(first.values).Between(first.month.First(), last.month.Last()))
	for _, c := range counts {
		if i := slices.IndexFunc(r.Months, func(m againMonth) bool { return m.month == c.Month }); i >= 0 {
			r.Months[i].N = c.N
		}
	}
	return err
}

// foundAgain is one combination of values with the months whose rises it explained.
type foundAgain struct {
	values []analytics.AxisValue
	months []againMonth
}

// causesByKey collects the causes of rises by month, each month with its largest share.
func causesByKey(list []analytics.Attribution) []foundAgain {
	var all []foundAgain
	place := map[uint64]int{}
	for _, a := range list {
		if a.PartOf != 0 || a.Observed <= a.Expected {
			continue
		}
		for _, c := range a.Causes {
			if c.Added <= 0 || slices.ContainsFunc(c.Values, func(v analytics.AxisValue) bool { return v.Value == "" }) {
				continue // nobody puts right what was not told
			}
			i, known := place[c.Key]
			if !known {
				i = len(all)
				place[c.Key] = i
				all = append(all, foundAgain{values: c.Values})
			}
			one := againMonth{Month: dashboards.MonthText(a.Month), Finding: "/finding?" + url.Values{"id": {analytics.IDText(a.Finding)}}.Encode(),
				month: a.Month, added: c.Added}
			of := &all[i]
			if at := slices.IndexFunc(of.months, func(m againMonth) bool { return m.month == a.Month }); at >= 0 {
				if one.added > of.months[at].added {
					of.months[at] = one
				}
				continue
			}
			of.months = append(of.months, one)
		}
	}
	for i := range all {
		slices.SortFunc(all[i].months, func(a, b againMonth) int { return int(a.month) - int(b.month) })
	}
	return all
}

// coversCause reports whether a measure is about a cause: every value of it is one that the cause has, or an alternative of one.
func coversCause(a *analytics.Action, cause []analytics.AxisValue) bool {
	choices := analytics.SelectionOf(a.Cause).Choices
	for _, c := range choices {
		if !slices.ContainsFunc(cause, func(v analytics.AxisValue) bool { return v.Axis == c.Axis && slices.Contains(c.Values, v.Value) }) {
			return false
		}
	}
	return len(choices) > 0
}

// settled is how many days after a measure a cause that is found again counts as come back.
const settled = 28

// cameBack is a measure whose cause explained a rise again after it.
func (s *site) cameBack(row *actionRow, found []foundAgain) (recurrence, bool) {
	a := &row.judged.Action
	if a.DoneAt.IsZero() || a.Status == analytics.ActionClosed {
		return recurrence{}, false
	}
	var months []againMonth
	var values []analytics.AxisValue
	for _, c := range found {
		if !coversCause(a, c.values) {
			continue
		}
		for _, m := range c.months {
			if !m.month.First().Before(a.DoneAt.AddDate(0, 0, settled)) && !slices.ContainsFunc(months, func(k againMonth) bool { return k.month == m.month }) {
				months, values = append(months, m), a.Cause
			}
		}
	}
	if len(months) == 0 {
		return recurrence{}, false
	}
	slices.SortFunc(months, func(a, b againMonth) int { return int(a.month) - int(b.month) })
	r := s.recurrence(values, months)
	r.Number, r.Title, r.Address = a.Number, a.Title, actionAddress(a.Number)
	return r, true
}

func (s *site) recurrence(values []analytics.AxisValue, months []againMonth) recurrence {
	r := recurrence{Cause: action.CauseText(s.Names, values), N: len(months)}
	for _, m := range months {
		m.values = values
		sel := analytics.SelectionOf(values).Between(m.month.First(), m.month.Last())
		m.Door = dashboards.Door(sel)
		r.Months = append(r.Months, m)
		r.weight += m.added
	}
	r.Added = dashboards.Number(int64(r.weight + 0.5))
	return r
}
