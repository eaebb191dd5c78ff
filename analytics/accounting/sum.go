package accounting

import (
	"cmp"
	"slices"
	"time"

	"huisheng/analytics"
)

// Plus adds up two lines; hour, source and topic are those of the first.
func (l Line) Plus(o Line) Line {
	l.Books = l.Books.Plus(o.Books)
	l.Sending, l.Sent, l.Tables = l.Sending+o.Sending, l.Sent+o.Sent, l.Tables+o.Tables
	l.Outside, l.Early, l.Twice, l.Unconfirmed = l.Outside+o.Outside, l.Early+o.Early, l.Twice+o.Twice, l.Unconfirmed+o.Unconfirmed
	l.Verdict = max(l.Verdict, o.Verdict)
	return l
}

// Plus adds up two hours of a topic; hour and topic are those of the first.
func (h Hour) Plus(o Hour) Hour {
	h.Sending, h.Sent, h.Records, h.InFlight = h.Sending+o.Sending, h.Sent+o.Sent, h.Records+o.Records, h.InFlight+o.InFlight
	h.Tables, h.Outside = h.Tables+o.Tables, h.Outside+o.Outside
	h.Known = h.Known && o.Known
	return h
}

// ByDay is the same report with one line for a day instead of its hours.
func (r *Report) ByDay() Report {
	out := *r
	out.Lines, out.Hours = nil, nil
	lines, hours := map[key]int{}, map[lostKey]int{}
	for _, l := range r.Lines {
		l.Hour = dayOf(l.Hour)
		k := keyOf(l.Hour, l.Source, l.Meant)
		if i, known := lines[k]; known {
			out.Lines[i] = out.Lines[i].Plus(l)
			continue
		}
		lines[k] = len(out.Lines)
		out.Lines = append(out.Lines, l)
	}
	for _, h := range r.Hours {
		h.Hour = dayOf(h.Hour)
		k := lostKey{h.Topic, h.Hour}
		if i, known := hours[k]; known {
			out.Hours[i] = out.Hours[i].Plus(h)
			continue
		}
		hours[k] = len(out.Hours)
		out.Hours = append(out.Hours, h)
	}
	// A source may come first in a later hour of the day than another.
	slices.SortFunc(out.Lines, func(a, b Line) int {
		return cmp.Or(b.Hour.Compare(a.Hour), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Meant, b.Meant))
	})
	slices.SortFunc(out.Hours, func(a, b Hour) int { return cmp.Or(b.Hour.Compare(a.Hour), cmp.Compare(a.Topic, b.Topic)) })
	return out
}

// Totals adds up all lines by the topic that their records were meant for, in the order of the topics.
func (r *Report) Totals() []Line {
	var list []Line
	for _, topic := range []string{"complaints.v1", "events.v1", "exposures.v1"} {
		total, any := Line{Meant: topic}, false
		for _, l := range r.Lines {
			if l.Meant == topic {
				total, any = total.Plus(l), true
			}
		}
		if any {
			list = append(list, total)
		}
	}
	return list
}

func dayOf(t time.Time) time.Time {
	t = t.In(analytics.Zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, analytics.Zone)
}
