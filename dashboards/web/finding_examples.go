package web

import (
	"context"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// findingExample is one original text.
type findingExample struct {
	When, Door string
	Parts      []textPart
	Product    string
	Topic      string
}

const (
	examplesRead  = 40 // of which those with other words are shown
	examplesShown = 6
)

// findingExamples puts on the page original words of what explains a finding most, or of the finding itself, each wording once.
func (s *site) findingExamples(ctx context.Context, q dashboards.Query, b *board, f *analytics.Finding, page *findingPage) error {
	sel := b.selection(f)
	page.ExamplesOf, page.ExamplesN = page.Name, page.N
	if a := b.said[f.ID]; a != nil && len(a.Causes) > 0 && a.Causes[0].Added > 0 != f.Fall {
		sel = dashboards.WithValues(sel, a.Causes[0].Values)
		page.ExamplesOf, page.ExamplesN = page.Causes.Rows[0].Name, countDoor(page.Causes.Rows[0].N)
	}
	list, err := s.Reader.ListComplaints(ctx, sel, q.Now, analytics.Cursor{}, examplesRead)
	said := map[string]bool{}
	for _, l := range list {
		if l.Head == "" || said[l.Head] || len(page.Examples) == examplesShown {
			continue
		}
		said[l.Head] = true
		page.Examples = append(page.Examples, findingExample{When: dashboards.TimeText(l.ReceivedAt), Door: complaintAddress(l.Key), Parts: markText(l.Head, l.Evidence, ""),
			Product: productText(l.Product), Topic: dashboards.ValueName(q.Names, "topic", l.Topic)})
	}
	return err
}

// recurrenceView is an earlier finding with the same cause.
type recurrenceView struct {
	findingRow
	Cause     string
	Explained string // what the cause was then
}

// recurrenceMonths is how far back the same cause is looked for: two years have every season twice.
const recurrenceMonths = 24

// mostRecurrences bounds the list, newest first.
const mostRecurrences = 10

// recurrences are findings that were over before this one began, with one of its causes going the same way.
func (s *site) recurrences(ctx context.Context, b *board, f *analytics.Finding) ([]recurrenceView, error) {
	a := b.said[f.ID]
	if a == nil || len(a.Causes) == 0 {
		return nil, nil
	}
	rises := map[uint64]bool{}
	for _, c := range a.Causes {
		rises[c.Key] = c.Excess > 0
	}
	past, err := s.readBoard(ctx, f.Month.Add(-recurrenceMonths), f.Month)
	if err != nil {
		return nil, err
	}
	past.seals, past.names = b.seals, b.names
	var list []recurrenceView
	for _, one := range past.newestFirst() {
		said := past.said[one.ID]
		if one.ID == f.ID || said == nil || !one.To.Before(f.From) || len(list) == mostRecurrences {
			continue
		}
		for _, c := range said.Causes {
			if rise, same := rises[c.Key]; same && rise == (c.Excess > 0) {
				list = append(list, recurrenceView{past.plainRow(one), dashboards.SeriesName(b.names, c.Values),
					dashboards.Figure(c.Expected) + " → " + dashboards.Figure(c.Observed) + " 件，占 " + dashboards.ShareText(c.Share)})
				break
			}
		}
	}
	return list, nil
}
