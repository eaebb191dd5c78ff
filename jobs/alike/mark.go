package alike

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/similar"
	"huisheng/jobs"
)

// place is a complaint in a month.
type place struct {
	analytics.Key
	analytics.Month
}

// marks are what is said of complaints, before a run and after.
type marks map[place]*change

type change struct{ before, after analytics.Mark }

// of is the change of a complaint, of which until now was said what before says.
func (m marks) of(at place, before analytics.Mark) *analytics.Mark {
	c := m[at]
	if c == nil {
		c = &change{before: before, after: before}
		m[at] = c
	}
	return &c.after
}

// mark computes the marks of a month, and of the complaints of other months that are in groups with some of it.
func (j *Job) mark(ctx context.Context, task jobs.Task) error {
	old, err := j.tables.Marks(ctx, task.Month)
	if err != nil {
		return err
	}
	all := marks{}
	for _, m := range old {
		*all.of(place{m.Key, m.Month}, m.Mark) = analytics.Mark{}
	}
	members, err := j.tables.Members(ctx, task.Month)
	if err != nil {
		return err
	}
	all.matters(members.Matters)
	all.templates(members.Wordings)
	all.events(members.Events)
	return j.write(ctx, task, all)
}

// write writes what changed: other months first, so that a run that is killed between finds by the marks of this month what was left.
func (j *Job) write(ctx context.Context, task jobs.Task, all marks) error {
	var here, there []analytics.Marked
	months := map[analytics.Month]bool{}
	for at, c := range all {
		if c.before == c.after {
			continue
		}
		months[at.Month] = true
		m := analytics.Marked{Key: at.Key, Month: at.Month, Mark: c.after}
		if at.Month == task.Month {
			here = append(here, m)
		} else {
			there = append(there, m)
		}
	}
	// 1. Dirty months, before their marks: once a mark is written, the next run finds no change. A month is assembled once too often at most.
	if err := j.ledger.MarkDirtyFor(ctx, next, "重复的组有变", slices.Sorted(maps.Keys(months))); err != nil {
		return err
	}
	for _, rows := range [][]analytics.Marked{there, here} {
		slices.SortFunc(rows, func(a, b analytics.Marked) int {
			return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID))
		})
		if err := j.tables.InsertMarks(ctx, rows, task.Run); err != nil {
			return err
		}
	}
	return nil
}

// matters says of the members of each matter which one counts for it: the one received first, of two at the same time the one with the
// smaller name.
func (m marks) matters(members []analytics.Member) {
	for group := range groups(members) {
		for i := range group {
			mark := m.of(place{group[i].Key, group[i].Month}, group[i].Mark)
			mark.Matter, mark.Duplicate, mark.Repeated = 0, false, false
			if len(group) > 1 {
				mark.Matter, mark.Duplicate = group[0].Group, i > 0
				mark.Repeated = i > 0 && group[i].Customer != 0
			}
		}
	}
}

// templates says of the texts of each wording that enough people used which one counts for it.
func (m marks) templates(members []analytics.Member) {
	for group := range groups(members) {
		people := map[uint64]bool{}
		for i := range group {
			if group[i].Customer != 0 {
				people[group[i].Customer] = true
			}
		}
		for i := range group {
			mark := m.of(place{group[i].Key, group[i].Month}, group[i].Mark)
			mark.Template, mark.Copied = 0, false
			if len(people) >= similar.TemplatePeople {
				mark.Template, mark.Copied = group[0].Group, i > 0
			}
		}
	}
}

// events says of complaints about one event that they are a mass complaint when they come from enough people. One whose customer nobody knows
// is taken for another person in each matter.
func (m marks) events(members []analytics.Member) {
	for group := range groups(members) {
		type person struct{ customer, matter uint64 }
		people := map[person]bool{}
		for i := range group {
			p := person{customer: group[i].Customer}
			if p.customer == 0 {
				p.matter = group[i].Matter
			}
			people[p] = true
		}
		for i := range group {
			mark := m.of(place{group[i].Key, group[i].Month}, group[i].Mark)
			if mark.Mass = 0; len(people) >= similar.MassPeople {
				mark.Mass = group[0].Group
			}
		}
	}
}

// groups yields the members of each group, the one received first in front. It sorts members.
func groups(members []analytics.Member) func(func([]analytics.Member) bool) {
	slices.SortFunc(members, func(a, b analytics.Member) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), a.ReceivedAt.Compare(b.ReceivedAt), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Month, b.Month))
	})
	return func(yield func([]analytics.Member) bool) {
		for from := 0; from < len(members); {
			to := from
			for to < len(members) && members[to].Group == members[from].Group {
				to++
			}
			if !yield(members[from:to]) {
				return
			}
			from = to
		}
	}
}
