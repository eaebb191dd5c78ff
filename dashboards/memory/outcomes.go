package memory

import (
	"context"
	"slices"
	"sort"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
)

// came is what became of a record, as outcomes tell it.
type came struct {
	lifecycle.Lifecycle
	ended, visited bool
	bin            int
}

func (r *Record) came() came {
	c := came{Lifecycle: r.life(), bin: analytics.TookNone}
	end := c.Resolved
	if end.IsZero() {
		end = c.Closed
	}
	if c.ended = !end.IsZero(); c.ended {
		c.bin = analytics.TookBin(end.Sub(r.Complaint.ReceivedAt))
	}
	c.visited = c.Satisfaction > 0 || c.Visit != ""
	return c
}

// response is the step of the time to the first response.
func (c came) response(received time.Time) string {
	took := c.FirstResponse.Sub(received).Truncate(time.Second)
	switch {
	case c.FirstResponse.IsZero():
		return "none"
	case took <= 2*time.Hour:
		return "2h"
	case took <= 24*time.Hour:
		return "24h"
	}
	return "later"
}

// cameTo reports whether a record came to an outcome.
func (r *Record) cameTo(o analytics.Outcome) bool {
	c := r.came()
	switch o {
	case analytics.OutcomeResponded:
		return !c.FirstResponse.IsZero()
	case analytics.OutcomeUnresponded:
		return c.FirstResponse.IsZero()
	case analytics.OutcomeEnded:
		return c.ended
	case analytics.OutcomeUnended:
		return !c.ended
	case analytics.OutcomeOpen:
		return !c.ended && c.Reopened == 0
	case analytics.OutcomeAgain:
		return !c.ended && c.Reopened > 0
	case analytics.OutcomeDue:
		return c.ended || c.visited
	case analytics.OutcomeEarly:
		return !c.ended && !c.visited
	case analytics.OutcomeUnvisited:
		return c.ended && !c.visited
	case analytics.OutcomeVisited:
		return c.visited
	case analytics.OutcomeAnswered:
		return c.Satisfaction > 0
	case analytics.OutcomeUnreached, analytics.OutcomeRefused, analytics.OutcomeReached:
		return c.Satisfaction == 0 && c.Visit == string(o)
	case analytics.OutcomeOwed:
		return r.Complaint.AmountFen != nil && *r.Complaint.AmountFen > 0 && c.PaidFen > 0
	case analytics.OutcomeMade:
		return r.cameTo(analytics.OutcomeOwed) && c.PaidFen >= *r.Complaint.AmountFen
	case analytics.OutcomeShort:
		return r.cameTo(analytics.OutcomeOwed) && c.PaidFen < *r.Complaint.AmountFen
	case analytics.OutcomePaid:
		return c.PaidFen > 0
	case analytics.OutcomeReopened:
		return c.Reopened > 0
	case analytics.OutcomeHandedOver:
		return c.HandedOver > 0
	case analytics.OutcomeCompensated:
		return c.Compensated > 0
	case analytics.OutcomeRetold:
		return r.Mark.Repeated
	}
	if o == analytics.OutcomeTook(c.bin) || o == analytics.OutcomeResponse(c.response(r.Complaint.ReceivedAt)) {
		return true
	}
	for i, d := range analytics.Dimensions {
		for _, b := range analytics.GradeBands {
			if g := c.SatisfactionBy.By(i); o == analytics.OutcomeGrade(d, b.Code) && g >= b.First && g <= b.Last {
				return true
			}
		}
	}
	return false
}

// OutcomeCounts implements web.Satisfaction.
func (m *Reader) OutcomeCounts(ctx context.Context, s analytics.Selection, axis string) ([]analytics.OutcomeCount, error) {
	counts := map[[2]string]*analytics.OutcomeCount{}
	for _, r := range m.pick(s, time.Time{}) {
		value := analytics.MonthOf(r.Complaint.ReceivedAt).String()
		if axis == "" {
			value = ""
		} else if axis != analytics.OutcomeMonth {
			value = r.value(axis)
		}
		at := [2]string{value, r.Complaint.Source}
		if counts[at] == nil {
			counts[at] = &analytics.OutcomeCount{Value: value, Source: r.Complaint.Source}
		}
		c := counts[at]
		c.N++
		for o, n := range map[analytics.Outcome]*int64{analytics.OutcomeResponded: &c.Responded, analytics.OutcomeEnded: &c.Ended, analytics.OutcomeAgain: &c.Again, analytics.OutcomeEarly: &c.Early,
			analytics.OutcomeUnvisited: &c.Unvisited, analytics.OutcomeUnreached: &c.Unreached, analytics.OutcomeRefused: &c.Refused, analytics.OutcomeReached: &c.Reached, analytics.OutcomeAnswered: &c.Answered} {
			if r.cameTo(o) {
				*n++
			}
		}
		grade := r.life().Satisfaction
		if c.Sum += int64(grade); grade >= 4 {
			c.Satisfied++
		}
	}
	var list []analytics.OutcomeCount
	for _, c := range counts {
		list = append(list, *c)
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].Value < list[j].Value || list[i].Value == list[j].Value && strings.Compare(list[i].Source, list[j].Source) < 0
	})
	return list, m.fails(ctx, "OutcomeCounts")
}

// GradeCounts implements web.Satisfaction.
func (m *Reader) GradeCounts(ctx context.Context, s analytics.Selection) ([]analytics.GradeCount, error) {
	counts := map[analytics.GradeCount]int64{}
	for _, r := range m.pick(s, time.Time{}) {
		if life := r.life(); life.Satisfaction > 0 {
			counts[analytics.GradeCount{Overall: life.Satisfaction, By: life.SatisfactionBy}]++
		}
	}
	var list []analytics.GradeCount
	for g, n := range counts {
		g.N = n
		list = append(list, g)
	}
	sort.Slice(list, func(i, j int) bool { return gradesOf(list[i]) < gradesOf(list[j]) })
	return list, m.fails(ctx, "GradeCounts")
}

func gradesOf(g analytics.GradeCount) int {
	n := int(g.Overall)
	for i := range analytics.Dimensions {
		n = n*8 + int(g.By.By(i))
	}
	return n
}

// TookCounts implements web.Satisfaction.
func (m *Reader) TookCounts(ctx context.Context, s analytics.Selection) ([]analytics.TookCount, error) {
	counts := make([]analytics.TookCount, analytics.TookNone+1)
	for _, r := range m.pick(s, time.Time{}) {
		c := r.came()
		if c.Satisfaction == 0 {
			continue
		}
		counts[c.bin].Answered++
		counts[c.bin].Sum += int64(c.Satisfaction)
		if c.Satisfaction >= 4 {
			counts[c.bin].Satisfied++
		}
	}
	var list []analytics.TookCount
	for bin, c := range counts {
		if c.Bin = bin; c.Answered > 0 {
			list = append(list, c)
		}
	}
	return list, m.fails(ctx, "TookCounts")
}

// OwedCounts implements web.Satisfaction.
func (m *Reader) OwedCounts(ctx context.Context, s analytics.Selection) ([]analytics.OwedCount, error) {
	counts := map[analytics.OwedCount]int64{}
	for _, r := range m.pick(s, time.Time{}) {
		if r.cameTo(analytics.OutcomeOwed) {
			counts[analytics.OwedCount{AmountFen: *r.Complaint.AmountFen, PaidFen: r.life().PaidFen}]++
		}
	}
	var list []analytics.OwedCount
	for c, n := range counts {
		c.N = n
		list = append(list, c)
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].AmountFen < list[j].AmountFen || list[i].AmountFen == list[j].AmountFen && list[i].PaidFen < list[j].PaidFen
	})
	return list, m.fails(ctx, "OwedCounts")
}

// DriverCells implements web.Satisfaction. Its records are judged by no policy.
func (m *Reader) DriverCells(ctx context.Context, s analytics.Selection, _ []string, _ time.Time, _ int) ([]analytics.DriverCell, error) {
	cells := map[string]*analytics.DriverCell{}
	for _, r := range m.pick(s, time.Time{}) {
		life := r.life()
		if life.Satisfaction == 0 {
			continue
		}
		told := func(holds bool) string { return map[bool]string{true: "yes", false: "no"}[holds] }
		values := []string{"none", told(life.Reopened > 0), told(r.Mark.Repeated), told(life.HandedOver > 0), told(life.Compensated > 0), r.came().response(r.Complaint.ReceivedAt),
			r.value("topic"), r.value("department"), r.value("channel"), r.value("product_line")}
		key := strings.Join(values, "\x00")
		if cells[key] == nil {
			cells[key] = &analytics.DriverCell{Values: values}
		}
		cells[key].Answered++
		if life.Satisfaction >= 4 {
			cells[key].Satisfied++
		}
	}
	var list []analytics.DriverCell
	for _, c := range cells {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b analytics.DriverCell) int { return slices.Compare(a.Values, b.Values) })
	return list, m.fails(ctx, "DriverCells")
}
