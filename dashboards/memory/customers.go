package memory

import (
	"context"
	"slices"
	"sort"
	"time"

	"huisheng/analytics"
)

// profiles are the customers of the months up to one.
func (m *Reader) profiles(last analytics.Month, valued []string) map[uint64]analytics.CustomerProfile {
	people := map[uint64]analytics.CustomerProfile{}
	window := analytics.Selection{From: last.Add(1 - analytics.CustomerMonths).First(), To: last.Last()}
	for _, r := range m.pick(window, time.Time{}) {
		key := r.Complaint.Customer.Key
		if key == 0 {
			continue
		}
		p, life := people[key], r.life()
		p.Key, p.N = key, p.N+1
		p.Valued = p.Valued || slices.Contains(valued, r.Complaint.Customer.Tier)
		if r.Complaint.AmountFen != nil {
			p.AmountFen += *r.Complaint.AmountFen
		}
		p.Retold = p.Retold || r.Mark.Repeated || life.Reopened > 0
		p.Escalated = p.Escalated || life.Escalated > 0 || r.Complaint.SenderKind == "regulator"
		people[key] = p
	}
	return people
}

// classed keeps the records whose customers are of a class.
func (m *Reader) classed(list []*Record, s analytics.Selection) []*Record {
	if s.Customer.Class == "" {
		return list
	}
	people := m.profiles(analytics.MonthOf(s.To), s.Customer.Valued)
	return slices.DeleteFunc(list, func(r *Record) bool { return people[r.Complaint.Customer.Key].Class() != s.Customer.Class })
}

func (m *Reader) customerCounts(s analytics.Selection, value func(*Record) string) []analytics.CustomerCount {
	counts, seen := map[string]*analytics.CustomerCount{}, map[string]map[uint64]bool{}
	for _, r := range m.pick(s, time.Time{}) {
		v, came, key := value(r), r.came(), r.Complaint.Customer.Key
		if counts[v] == nil {
			counts[v], seen[v] = &analytics.CustomerCount{Value: v}, map[uint64]bool{}
		}
		c := counts[v]
		c.N++
		if key != 0 && !seen[v][key] {
			seen[v][key] = true
			c.Customers++
		}
		if !came.ended {
			c.Open++
		}
		if came.Reopened > 0 {
			c.Reopened++
		}
		if came.Satisfaction > 0 {
			c.Answered++
		}
		if came.Satisfaction >= 4 {
			c.Satisfied++
		}
	}
	var list []analytics.CustomerCount
	for _, c := range counts {
		list = append(list, *c)
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Value < list[j].Value })
	return list
}

// CustomerClasses implements web.Customers.
func (m *Reader) CustomerClasses(ctx context.Context, s analytics.Selection, valued []string) ([]analytics.CustomerCount, error) {
	people := m.profiles(analytics.MonthOf(s.To), valued)
	return m.customerCounts(s, func(r *Record) string { return people[r.Complaint.Customer.Key].Class() }), m.fails(ctx, "CustomerClasses")
}

// CustomersBy implements web.Customers.
func (m *Reader) CustomersBy(ctx context.Context, s analytics.Selection, axis string) ([]analytics.CustomerCount, error) {
	list := m.customerCounts(s, func(r *Record) string { return r.value(axis) })
	sort.SliceStable(list, func(i, j int) bool { return list[i].N > list[j].N })
	return list, m.fails(ctx, "CustomersBy")
}

// RepeatCustomers implements web.Customers.
func (m *Reader) RepeatCustomers(ctx context.Context, s analytics.Selection, valued []string, limit int) ([]analytics.RepeatCustomer, error) {
	last := analytics.MonthOf(s.To)
	people, here := m.profiles(last, valued), map[uint64]int64{}
	for _, r := range m.pick(s, time.Time{}) {
		here[r.Complaint.Customer.Key]++
	}
	all := map[uint64][]*Record{}
	for _, r := range m.pick(analytics.Selection{From: last.Add(1 - analytics.CustomerMonths).First(), To: last.Last()}, time.Time{}) {
		all[r.Complaint.Customer.Key] = append(all[r.Complaint.Customer.Key], r)
	}
	var list []analytics.RepeatCustomer
	for key, n := range here {
		p := people[key]
		if p.N < 2 {
			continue
		}
		c := analytics.RepeatCustomer{CustomerProfile: p, Here: n}
		topics := map[string]int{}
		for i, r := range all[key] {
			if i == 0 {
				c.Last, c.Tier, c.Segment = analytics.DayOf(r.Complaint.ReceivedAt), r.Complaint.Customer.Tier, r.Complaint.Customer.Segment
			}
			if !r.came().ended {
				c.Open++
			}
			topics[r.value("topic")]++
		}
		for topic, times := range topics {
			if most := topics[c.Topic]; times > most || times == most && topic < c.Topic || most == 0 {
				c.Topic = topic
			}
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b analytics.RepeatCustomer) int {
		switch {
		case a.N != b.N:
			return int(b.N - a.N)
		case a.Here != b.Here:
			return int(b.Here - a.Here)
		case a.Key < b.Key:
			return -1
		}
		return 1
	})
	return list[:min(len(list), limit)], m.fails(ctx, "RepeatCustomers")
}

// ValuedOpen implements web.Customers. No policy judges its records.
func (m *Reader) ValuedOpen(ctx context.Context, s analytics.Selection, limit int) (list []analytics.ValuedOpen, n int64, err error) {
	for _, r := range m.pick(s, time.Time{}) {
		if c := r.Complaint; !r.came().ended {
			list = append(list, analytics.ValuedOpen{Key: analytics.Key{Source: c.Source, ID: c.ID}, ReceivedAt: c.ReceivedAt, Tier: c.Customer.Tier, Department: c.Department, Topic: r.value("topic")})
		}
	}
	slices.Reverse(list) // the oldest first
	return list[:min(len(list), limit)], int64(len(list)), m.fails(ctx, "ValuedOpen")
}

// CustomerOf implements web.Customers.
func (m *Reader) CustomerOf(ctx context.Context, key uint64, at time.Time, valued []string) (analytics.CustomerLine, error) {
	line := analytics.CustomerLine{CustomerProfile: m.profiles(analytics.MonthOf(at), valued)[key]}
	last := analytics.MonthOf(at)
	for _, r := range m.pick(analytics.Selection{From: last.Add(1 - analytics.CustomerMonths).First(), To: last.Last(), Customer: analytics.CustomerPick{Key: key}}, time.Time{}) {
		if r.Complaint.ReceivedAt.Before(at) {
			line.Before++
		}
	}
	return line, m.fails(ctx, "CustomerOf")
}
