// Package memory is the fake of the pages' reader: complaints in a slice, counted by loops that say in Go what the queries say in SQL.
// Tests of pages use it, and the tests of the queries compare themselves with it; the program does not. It has no tests of its own, because
// sql/warehouse's TestPagesCountAsLoopsDo and those beside it hold both against each other: a fault here is a difference there.
package memory

import (
	"context"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	"huisheng/analytics/text"
)

// Record is one complaint with what was read from it and what became of it.
type Record struct {
	Complaint analytics.Complaint
	Insight   *analytics.Insight
	Events    []analytics.Event
	Import    uint32
	Shift     *analytics.Shift // how it is otherwise than when its month was sealed; nil: it is not
	Mark      analytics.Mark   // what is said of it among others
	Themes    []uint64         // themes that it is a member of, in its month
}

// Reader answers from records. Fail makes the methods named in it fail.
type Reader struct {
	Records   []Record
	Exposures map[analytics.Month][]analytics.ExposureSum
	Run       uint64
	Sealed    []analytics.Seal
	Then      map[analytics.Month][]Record // the records of a sealed month as they were
	Fail      map[string]error
}

// value is what a record has on an axis.
func (r *Record) value(axis string) string {
	if name, ok := analytics.AttributeOf(axis); ok {
		return r.Complaint.Attributes[name]
	}
	c := &r.Complaint
	switch axis {
	case "topic":
		if r.Insight == nil {
			return ""
		}
		return r.Insight.Topic
	case "topic_why", "topic_where":
		if r.Insight == nil {
			return ""
		}
		if axis == "topic_why" {
			return r.Insight.Why.Code
		}
		return r.Insight.Where.Code
	case "category":
		return c.Category
	case "product_line":
		return c.Product.Line
	case "product":
		return c.Product.Name
	case "model":
		return c.Product.Model
	case "batch":
		return c.Product.Batch
	case "province":
		return c.Region.Province
	case "city":
		return c.Region.City
	case "channel":
		return c.Channel
	case "department":
		return c.Department
	case "grade":
		return c.Grade
	case "sender_kind":
		return c.SenderKind
	case "customer_tier":
		return c.Customer.Tier
	case "customer_segment":
		return c.Customer.Segment
	case "source":
		return c.Source
	}
	panic("no axis " + axis)
}

// values are what a record has on an axis: one, but for those of analytics.SaidAxes that have several.
func (r *Record) values(axis string) []string {
	if !slices.Contains(analytics.SaidAxes, axis) {
		return []string{r.value(axis)}
	}
	var in analytics.Insight
	if r.Insight != nil {
		in = *r.Insight
	}
	var values []string
	switch axis {
	case analytics.AxisDemand:
		values = in.Demands
	case analytics.AxisUrgency:
		values = in.Urgency
	case analytics.AxisMood:
		values = []string{analytics.BandOf(in.Sentiment)}
	case analytics.AxisRating:
		if in.Rating > 0 {
			values = []string{strconv.Itoa(int(in.Rating))}
		}
	}
	if len(values) == 0 {
		return []string{""}
	}
	return values
}

// life is the fold of the record's events, which are in order of time and arrival.
func (r *Record) life() lifecycle.Lifecycle {
	return lifecycle.Fold(&r.Complaint, lifecycle.Numbered(r.Events), time.Time{})
}

// wordless is told by what was read, so that a complaint that still waits is not called so.
func (r *Record) wordless() bool {
	return r.Insight != nil && strings.TrimSpace(r.Complaint.Words()) == ""
}

func (r *Record) holds(state analytics.State, at time.Time) bool {
	life := r.life()
	response, due := r.response()
	onTime := response == "met"
	late := response == "late" || response == analytics.ClockOpen && at.After(due)
	switch state {
	case "", analytics.StateRepeated:
		return true
	case analytics.StateDuplicate:
		return r.Mark.Duplicate
	case analytics.StateTemplate:
		return r.Mark.Template != 0
	case analytics.StateMass:
		return r.Mark.Mass != 0
	case analytics.StateWordless:
		return r.wordless()
	case analytics.StatePending:
		return r.Insight == nil
	case analytics.StateClocked:
		return onTime || late
	case analytics.StateOnTime:
		return onTime
	case analytics.StateLate:
		return late
	case analytics.StateRated:
		return life.Satisfaction > 0
	case analytics.StateSatisfied:
		return life.Satisfaction >= 4
	case analytics.StateContradicting:
		return life.Contradicts()
	case analytics.StateUnsatisfied:
		return life.Satisfaction > 0 && life.Satisfaction < 4
	}
	return false
}

// group is the group of a kind that the record is in, 0 for none.
func (r *Record) group(kind analytics.GroupKind) uint64 {
	return map[analytics.GroupKind]uint64{analytics.GroupMatter: r.Mark.Matter, analytics.GroupMass: r.Mark.Mass, analytics.GroupTemplate: r.Mark.Template}[kind]
}

func (r *Record) matches(s analytics.Selection, at time.Time) bool {
	day := analytics.DayOf(r.Complaint.ReceivedAt)
	if !s.From.IsZero() && day.Before(s.From) || !s.To.IsZero() && day.After(s.To) || r.life().Ended != "" {
		return false
	}
	if s.Import != 0 && s.Import != r.Import || s.Group.ID != 0 && r.group(s.Group.Kind) != s.Group.ID || s.Theme != 0 && !slices.Contains(r.Themes, s.Theme) {
		return false
	}
	if s.Shift != nil && !r.shifted(s.Shift) {
		return false
	}
	for _, c := range s.Choices {
		found := slices.ContainsFunc(r.values(c.Axis), func(v string) bool { return slices.Contains(c.Values, v) })
		if found == c.Not {
			return false
		}
	}
	if s.Words != "" && !text.ParseSearch(s.Words).Match(r.Complaint.Words()) {
		return false
	}
	return r.holds(s.State, at) && (s.Outcome == "" || r.cameTo(s.Outcome)) && (s.Customer.Key == 0 || r.Complaint.Customer.Key == s.Customer.Key)
}

// pick returns the records of a selection, newest first.
func (m *Reader) pick(s analytics.Selection, at time.Time) []*Record {
	var list []*Record
	then := s.Then()
	for i := range m.Records {
		if _, sealed := analytics.SealOf(then, analytics.MonthOf(m.Records[i].Complaint.ReceivedAt)); !sealed && m.Records[i].matches(s, at) {
			list = append(list, &m.Records[i])
		}
	}
	for _, seal := range then {
		for i := range m.Then[seal.Month] {
			if m.Then[seal.Month][i].matches(s, seal.At) {
				list = append(list, &m.Then[seal.Month][i])
			}
		}
	}
	list = m.classed(list, s)
	sort.Slice(list, func(i, j int) bool { return later(list[i], list[j]) })
	if s.State == analytics.StateRepeated {
		return repeats(list)
	}
	return list
}

func later(a, b *Record) bool {
	x, y := a.Complaint, b.Complaint
	if !x.ReceivedAt.Equal(y.ReceivedAt) {
		return x.ReceivedAt.After(y.ReceivedAt)
	}
	if x.Source != y.Source {
		return x.Source > y.Source
	}
	return x.ID > y.ID
}

// repeats keeps of a list, newest first, what has an equal elder.
func repeats(list []*Record) []*Record {
	seen := map[string]bool{}
	var kept []*Record
	for i := len(list) - 1; i >= 0; i-- {
		words := list[i].Complaint.Words()
		if strings.TrimSpace(words) == "" || list[i].Insight == nil {
			continue
		}
		if seen[words] {
			kept = append([]*Record{list[i]}, kept...)
		}
		seen[words] = true
	}
	return kept
}

func (m *Reader) fails(ctx context.Context, method string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return m.Fail[method]
}
