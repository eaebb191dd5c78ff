package warehouse

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// sealedAt is when March is sealed in these tests: later than every clock of its complaints but those of the last day.
var sealedAt = at("2024-04-01 10:00")

// changed is planted with March sealed and then changed in every way: late complaints, corrections, another month, endings, other labels.
func changed(t *testing.T, seed uint64) (*Warehouse, *memory.Reader, analytics.Seal) {
	w, m := planted(t, seed)
	ctx := context.Background()
	kept, err := w.SealMonth(ctx, 202403)
	must(t, err)
	seal := analytics.Seal{Number: 1, Month: 202403, By: "甲", At: sealedAt, N: kept.N, Run: kept.Run, Models: kept.Models}
	m.Sealed, m.Then = []analytics.Seal{seal}, map[analytics.Month][]memory.Record{}
	var arrivals []analytics.Arrival[analytics.Complaint]
	var events []analytics.Arrival[analytics.Event]
	var insights []analytics.Insight
	var moved []analytics.Moved
	tell := func(c analytics.Complaint, content uint64, topic, model string) *analytics.Insight {
		arrivals = append(arrivals, analytics.Arrival[analytics.Complaint]{Record: c, Content: content, Origin: analytics.Origin{Epoch: 1, Offset: 1<<20 + uint64(len(arrivals)), ArrivedAt: sealedAt.Add(time.Hour)}})
		in := analytics.Insight{Key: analytics.Key{Source: c.Source, ID: c.ID}, Month: analytics.MonthOf(c.ReceivedAt), Content: content, Model: model, Topic: topic, TopicFrom: "rule",
			Wordless: c.Words() == "", EnrichedAt: sealedAt.Add(2 * time.Hour)}
		if !in.Wordless {
			in.TextHash = hashOf(c.Words())
		}
		insights = append(insights, in)
		return &in
	}
	var records []memory.Record
	for i, r := range m.Records {
		if analytics.MonthOf(r.Complaint.ReceivedAt) == 202403 {
			m.Then[202403] = append(m.Then[202403], r)
			switch i % 7 {
			case 0: // corrected
				r.Complaint.Version, r.Complaint.Text, r.Complaint.Channel = 7, "更正", "更正的渠道"
				r.Insight = tell(r.Complaint, uint64(i)*10+3, "cold", "m1")
			case 1: // of another month
				r.Complaint.Version, r.Complaint.ReceivedAt = 7, r.Complaint.ReceivedAt.AddDate(0, 1, 0)
				r.Mark = analytics.Mark{} // marks are of a month, and nobody has looked at the new one yet
				r.Insight = tell(r.Complaint, uint64(i)*10+4, "noise", "m1")
				moved = append(moved, analytics.Moved{Key: r.Insight.Key, Month: 202403, Gone: true, Seq: 5})
			case 2: // ended
				e := analytics.Event{Source: r.Complaint.Source, ID: fmt.Sprint("end", i), ComplaintID: r.Complaint.ID, Kind: "withdrawn", At: sealedAt.Add(time.Hour)}
				r.Events = append(append([]analytics.Event(nil), r.Events...), e)
				events = append(events, analytics.Arrival[analytics.Event]{Record: e, Content: hashOf(e.ID), Origin: analytics.Origin{Epoch: 1, Offset: 1<<20 + uint64(len(events)), ArrivedAt: sealedAt}})
			case 3: // read otherwise
				if r.Insight != nil {
					in := *r.Insight
					in.Topic, in.Model, in.EnrichedAt, in.Evidence = "other", "m2", sealedAt.Add(time.Hour), nil
					insights, r.Insight = append(insights, in), &in
				}
			}
		}
		records = append(records, r)
	}
	for i := range 20 {
		c := analytics.Complaint{Source: "a", ID: fmt.Sprint("late", i), ReceivedAt: at("2024-03-09 00:00").Add(time.Duration(i) * 29 * time.Hour), Text: "迟到", Product: analytics.Product{Name: "A1"}}
		records = append(records, memory.Record{Complaint: c, Insight: tell(c, uint64(90_000+i), "noise", "m1")})
	}
	m.Records = records
	must(t, w.StoreComplaints(ctx, arrivals))
	must(t, w.StoreEvents(ctx, events))
	must(t, w.InsertInsights(ctx, insights))
	must(t, w.InsertMoved(ctx, moved))
	for _, month := range []analytics.Month{202402, 202403, 202404, 202405} {
		must(t, w.AssembleMonth(ctx, month, 10, everything))
		judge(t, w, m, month, 10)
	}
	return w, m, seal
}

func TestBothBasesCountAsLoopsDo(t *testing.T) {
	t.Parallel()
	w, m, seal := changed(t, 17)
	for _, basis := range []analytics.Basis{analytics.BasisThen, analytics.BasisNow} {
		base := analytics.Selection{From: analytics.Month(202402).First(), To: analytics.Month(202403).Last()}.OnBasis(basis, m.Sealed)
		for i, s := range selections() {
			// Every axis is asked with every fourth selection, as each costs two queries: TestPagesCountAsLoopsDo asks all with all.
			var axes []string
			for at := i % 4; at < len(analytics.Choosable); at += 4 {
				axes = append(axes, analytics.Choosable[at])
			}
			countsAsLoops(t, fmt.Sprintf("%s, selection %d", basis, i), w, m, s.OnBasis(basis, m.Sealed), base, axes)
		}
	}
	march := selections()[1].OnBasis(analytics.BasisThen, m.Sealed)
	f, err := w.Figures(context.Background(), march, pageMoment)
	must(t, err)
	if f.N != seal.N || f.N == 0 {
		t.Errorf("%d complaints were sealed, the page says %d", seal.N, f.N)
	}
}

func TestBothBasesListWhatTheyCount(t *testing.T) {
	t.Parallel()
	w, m, _ := changed(t, 19)
	ctx := context.Background()
	for _, basis := range []analytics.Basis{analytics.BasisThen, analytics.BasisNow} {
		some := selections()[:6]
		for n, state := range append([]analytics.State{""}, analytics.States...) {
			for _, i := range []int{n % len(some), (n + 2) % len(some)} { // TestEveryStateListsWhatTheCardsCount asks all with all
				s := some[i].In(state).OnBasis(basis, m.Sealed)
				want, _ := m.TallyComplaints(ctx, s, pageMoment)
				got, err := w.TallyComplaints(ctx, s, pageMoment)
				must(t, err)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s, selection %d, state %q: %s", basis, i, state, diff)
				}
				lines, _ := m.ListComplaints(ctx, s, pageMoment, analytics.Cursor{}, 1000)
				listed, err := w.ListComplaints(ctx, s, pageMoment, analytics.Cursor{}, 1000)
				alike(t, fmt.Sprintf("%s, list %d, state %q", basis, i, state), lines, listed, err)
			}
		}
		for _, words := range []string{"制冷", "更正", "迟到"} {
			s := selections()[1].OnBasis(basis, m.Sealed)
			s.Words = words
			lines, _ := m.ListComplaints(ctx, s, pageMoment, analytics.Cursor{}, 1000)
			listed, err := w.ListComplaints(ctx, s, pageMoment, analytics.Cursor{}, 1000)
			alike(t, fmt.Sprintf("%s, words %s", basis, words), lines, listed, err)
		}
	}
}
