package panel

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
)

// stretch is what is known of a selection day by day. Most counts of a page are sums of days that it has read already.
type stretch struct {
	from, to time.Time
	counts   []analytics.DayCount
}

// of returns the days of a narrower selection; false when some of them are not known.
func (k stretch) of(s analytics.Selection) ([]analytics.DayCount, bool) {
	if k.from.IsZero() || s.From.IsZero() || s.To.IsZero() || s.From.Before(k.from) || s.To.After(k.to) {
		return nil, false
	}
	var list []analytics.DayCount
	for _, c := range k.counts {
		if !c.Day.Before(s.From) && !c.Day.After(s.To) {
			list = append(list, c)
		}
	}
	return list, true
}

// nameOf writes a selection so that two are the same text only when they are the same: values may hold any character.
func nameOf(s analytics.Selection) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %d %q %q %q", s.From.Unix(), s.To.Unix(), s.Words, string(s.State), string(s.Basis))
	for _, c := range s.Choices {
		fmt.Fprintf(&b, " %q %t %q", c.Axis, c.Not, c.Values)
	}
	return b.String()
}

// withoutDays names a selection apart from its days.
func withoutDays(s analytics.Selection) string { return nameOf(s.Between(time.Time{}, time.Time{})) }

func (o *once) known(s analytics.Selection) ([]analytics.DayCount, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.days[withoutDays(s)].of(s)
}

// CountByDay implements Reader.
func (o *once) CountByDay(ctx context.Context, s analytics.Selection) ([]analytics.DayCount, error) {
	if list, ok := o.known(s); ok {
		return list, nil
	}
	list, err := ask(ctx, o, "day "+nameOf(s), func() ([]analytics.DayCount, error) { return o.Reader.CountByDay(ctx, s) })
	if err == nil && !s.From.IsZero() && !s.To.IsZero() {
		o.mu.Lock()
		defer o.mu.Unlock()
		if k := o.days[withoutDays(s)]; k.from.IsZero() || s.To.Sub(s.From) > k.to.Sub(k.from) {
			o.days[withoutDays(s)] = stretch{s.From, s.To, slices.Clone(list)}
		}
	}
	return list, err
}

// CountByMonth implements Reader.
func (o *once) CountByMonth(ctx context.Context, s analytics.Selection) ([]analytics.MonthCount, error) {
	days, ok := o.known(s)
	if !ok {
		return ask(ctx, o, "month "+nameOf(s), func() ([]analytics.MonthCount, error) { return o.Reader.CountByMonth(ctx, s) })
	}
	var list []analytics.MonthCount
	for _, d := range days {
		m := analytics.MonthOf(d.Day)
		if len(list) == 0 || list[len(list)-1].Month != m {
			list = append(list, analytics.MonthCount{Month: m})
		}
		list[len(list)-1].N += d.N
	}
	return list, nil
}
