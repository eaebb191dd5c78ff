package memory

import (
	"context"
	"fmt"
	"time"

	"huisheng/analytics"
)

// headRunes is how many runes of a complaint's words a line of the list shows.
const headRunes = 120

// ListComplaints implements web.Complaints.
func (m *Reader) ListComplaints(ctx context.Context, s analytics.Selection, at time.Time, after analytics.Cursor, limit int) ([]analytics.Listed, error) {
	var list []analytics.Listed
	place := &Record{Complaint: analytics.Complaint{ReceivedAt: after.ReceivedAt, Source: after.Key.Source, ID: after.Key.ID}}
	for _, r := range m.pick(s, at) {
		if after != (analytics.Cursor{}) && !later(place, r) {
			continue
		}
		if len(list) < limit {
			list = append(list, listed(r))
		}
	}
	return list, m.fails(ctx, "ListComplaints")
}

func listed(r *Record) analytics.Listed {
	c := r.Complaint
	l := analytics.Listed{Key: analytics.Key{Source: c.Source, ID: c.ID}, ReceivedAt: c.ReceivedAt, Product: c.Product, Province: c.Region.Province, Place: c.Region.City + c.Region.District, Grade: c.Grade,
		Category: c.Category, Topic: r.value("topic"), Pending: r.Insight == nil}
	head := []rune(c.Words())
	l.Wordless, l.Duplicate, l.Copied = r.wordless(), r.Mark.Duplicate, r.Mark.Copied
	l.Head = string(head[:min(len(head), headRunes)])
	if r.Insight != nil {
		l.Urgency = r.Insight.Urgency
		for _, e := range r.Insight.Evidence {
			if e.From < headRunes {
				l.Evidence = append(l.Evidence, e)
			}
		}
	}
	l.Stage = r.life().Stage
	return l
}

// TallyComplaints implements web.Complaints.
func (m *Reader) TallyComplaints(ctx context.Context, s analytics.Selection, at time.Time) (analytics.Tally, error) {
	var t analytics.Tally
	for _, r := range m.pick(s, at) {
		t.N++
		if r.Mark.Duplicate {
			t.Duplicate++
		}
		if r.Mark.Copied {
			t.Copied++
		}
		switch {
		case r.Insight == nil:
			t.Pending++
		case r.Insight.Topic == "":
			t.Unclassified++
		}
	}
	return t, m.fails(ctx, "TallyComplaints")
}

// ReadComplaint implements web.Complaints.
func (m *Reader) ReadComplaint(ctx context.Context, k analytics.Key) (analytics.Dossier, error) {
	for _, r := range m.Records {
		if r.Complaint.Source == k.Source && r.Complaint.ID == k.ID {
			return analytics.Dossier{Complaint: r.Complaint, Insight: r.Insight, Events: r.Events, Told: []analytics.Told{{Arrivals: 1, Winner: true, ArrivedAt: r.Complaint.ReceivedAt}}}, m.fails(ctx, "ReadComplaint")
		}
	}
	return analytics.Dossier{}, &analytics.Error{Kind: analytics.KindMissing, Text: fmt.Sprintf("来源 %s 没有编号 %s 的投诉。", k.Source, k.ID)}
}
