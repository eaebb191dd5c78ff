package warehouse

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
)

// told is a complaint with everything that arrived about its life, in the order of arrival.
type told struct {
	complaint analytics.Complaint
	steps     []lifecycle.Step
}

// randomLives draws events at few moments and with few ids, so that corrections, repetitions and equal times meet.
func randomLives(rng *rand.Rand, n int) ([]told, []analytics.Arrival[analytics.Event]) {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	lives := make([]told, n)
	var arrivals []analytics.Arrival[analytics.Event]
	for i := range lives {
		lives[i].complaint = analytics.Complaint{Source: "a", ID: fmt.Sprintf("%04d", i), ReceivedAt: at("2024-03-10 08:00").Add(time.Duration(rng.IntN(20)) * time.Hour), Text: "x"}
	}
	for range 7 * n {
		life := &lives[rng.IntN(n)]
		offset := uint64(len(arrivals))
		s := lifecycle.Step{Seq: analytics.SeqOf(1, offset)}
		if len(life.steps) > 0 && rng.IntN(4) == 0 { // what was told comes again
			s.Event, s.Content = life.steps[rng.IntN(len(life.steps))].Event, 0
		} else {
			s.Event = analytics.Event{Source: "a", ID: life.complaint.ID + pick("-1", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9"), ComplaintID: life.complaint.ID,
				Kind: pick(analytics.EventKinds...), At: life.complaint.ReceivedAt.Add(time.Duration(rng.IntN(40)-2) * 30 * time.Minute),
				Outcome: pick("", "answered", "refused", "unreached"), Satisfaction: uint8(rng.IntN(6)),
				Department: pick("", "安装部", "维修部"), FromDepartment: pick("", "安装部"), ToDepartment: pick("", "", "物流部"),
				SatisfactionBy: analytics.SatisfactionBy{Channel: uint8(rng.IntN(6)), Speed: uint8(rng.IntN(6)), Outcome: uint8(rng.IntN(6))}}
			if s.Kind == "compensated" && rng.IntN(2) == 0 {
				amount := int64(rng.IntN(9) * 100)
				s.AmountFen = &amount
			}
		}
		s.Content = hashOf(s.ID, s.Kind, s.At.String(), s.Outcome, fmt.Sprint(s.Satisfaction, s.SatisfactionBy, s.Department, s.FromDepartment, s.ToDepartment), amountOf(s.AmountFen))
		life.steps = append(life.steps, s)
		arrivals = append(arrivals, analytics.Arrival[analytics.Event]{Record: s.Event, Content: s.Content, Origin: analytics.Origin{Epoch: 1, Offset: offset, ArrivedAt: at("2024-05-01 08:00")}})
	}
	return lives, arrivals
}

// amountOf writes an amount, and none otherwise than zero.
func amountOf(fen *int64) string {
	if fen == nil {
		return "-"
	}
	return fmt.Sprint(*fen)
}

// storeLives stores the complaints, and the events in batches of any order.
func storeLives(t *testing.T, w *Warehouse, rng *rand.Rand, lives []told, arrivals []analytics.Arrival[analytics.Event]) {
	t.Helper()
	var complaints []analytics.Arrival[analytics.Complaint]
	for i, l := range lives {
		complaints = append(complaints, analytics.Arrival[analytics.Complaint]{Record: l.complaint, Content: uint64(i), Origin: analytics.Origin{Epoch: 1, Offset: uint64(i), ArrivedAt: l.complaint.ReceivedAt}})
	}
	must(t, w.StoreComplaints(context.Background(), complaints))
	shuffled := slices.Clone(arrivals)
	rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	for part := range slices.Chunk(shuffled, len(shuffled)/3+1) {
		must(t, w.StoreEvents(context.Background(), part))
	}
}

func TestSQLFoldsLivesAsGoDoes(t *testing.T) {
	t.Parallel()
	const seed = 20240310
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	w, ctx := fresh(t), context.Background()
	lives, arrivals := randomLives(rng, 400)
	storeLives(t, w, rng, lives, arrivals)
	must(t, w.AssembleMonth(ctx, 202403, 1, everything))
	moment := at("2024-03-20 00:00")
	ms := func(t time.Time) string {
		if t.IsZero() {
			return "-"
		}
		return fmt.Sprint(t.UnixMilli())
	}
	var want, kept []string
	ended, contradicting := 0, 0
	for _, l := range lives {
		f := lifecycle.Fold(&l.complaint, l.steps, moment)
		if f.Ended != "" {
			ended++
			continue
		}
		if f.Contradicts() {
			contradicting++
		}
		answer := "-"
		if f.Satisfaction > 0 {
			answer = fmt.Sprint(f.Satisfaction)
		}
		kept = append(kept, l.complaint.ID)
		want = append(want, fmt.Sprintf("%s %s %s %s %s %s %s %s %v %d %d %d %d %d %d %v %q", l.complaint.ID, ms(f.Accepted), ms(f.FirstResponse), ms(f.Resolved), ms(f.Closed), ms(f.FollowedUp), answer,
			f.Visit, f.SatisfactionBy, f.Reopened, f.Escalated, f.HandedOver, f.Compensated, f.PaidFen, len(f.Steps), f.Contradicts(), f.Stage))
	}
	if ended < 20 || ended > 300 || contradicting < 20 || contradicting > len(kept)-20 {
		t.Fatalf("%d of %d lives ended and %d contradict themselves, which tries little", ended, len(lives), contradicting)
	}
	time := func(column string) string { return "ifNull(toString(toUnixTimestamp64Milli(" + column + ")), '-')" }
	rows, err := w.conn.Query(ctx, "SELECT concat(complaint_id, ' ', "+time("accepted_at")+", ' ', "+time("first_response_at")+", ' ', "+time("resolved_at")+", ' ', "+time("closed_at")+", ' ', "+time("followed_up_at")+
		`, ' ', ifNull(toString(satisfaction), '-'), ' ', visit, ' {', arrayStringConcat(arrayMap(g -> toString(g), [visit_channel, visit_attitude, visit_ability, visit_speed, visit_outcome]), ' '), '} ', toString(reopened), ' ',
		toString(escalated), ' ', toString(handed_over), ' ', toString(compensated), ' ', toString(paid_fen), ' ', toString(events), ' ', if(contradicts, 'true', 'false'), ' "', stage, '"') FROM facts ORDER BY complaint_id`)
	must(t, err)
	defer rows.Close()
	var got []string
	for rows.Next() {
		var line string
		must(t, rows.Scan(&line))
		got = append(got, line)
	}
	must(t, rows.Err())
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("assemble and the fold differ: %s", diff[:min(len(diff), 2500)])
	}
	listLives(t, w, lives, kept)
}

// listLives compares what the list says of the same complaints, and of some of them what their pages say.
func listLives(t *testing.T, w *Warehouse, lives []told, kept []string) {
	t.Helper()
	ctx, moment := context.Background(), at("2024-03-20 00:00")
	list, err := w.ListComplaints(ctx, analytics.Selection{}, moment, analytics.Cursor{}, 1000)
	must(t, err)
	slices.SortFunc(list, func(a, b analytics.Listed) int { return strings.Compare(a.ID, b.ID) })
	var got []string
	for n, l := range list {
		got = append(got, l.ID)
		i := slices.IndexFunc(lives, func(x told) bool { return x.complaint.ID == l.ID })
		want := lifecycle.Fold(&lives[i].complaint, lives[i].steps, moment)
		if want.Stage != l.Stage {
			t.Errorf("%s stands at %q in the list, at %q in the fold", l.ID, l.Stage, want.Stage)
		}
		if n%10 > 0 {
			continue
		}
		d, err := w.ReadComplaint(ctx, l.Key)
		must(t, err)
		shown := lifecycle.Fold(&lives[i].complaint, lifecycle.Numbered(d.Events), moment)
		if diff := cmp.Diff(want.Problems, shown.Problems); diff != "" {
			t.Errorf("%s: the page finds other problems: %s", l.ID, diff)
		}
	}
	if diff := cmp.Diff(kept, got); diff != "" {
		t.Errorf("the list and the fold differ: %s", diff[:min(len(diff), 2000)])
	}
}

func TestAComplaintThatIsReopenedAfterItsEndCountsAgain(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(0, "1", "2024-03-01 08:00", "a"), arrival(1, "2", "2024-03-01 08:00", "b")}))
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{event(0, "e1", "1", "withdrawn", "2024-03-02 08:00"), event(1, "e2", "2", "withdrawn", "2024-03-02 08:00")}))
	assemble(t, w, 202403, 1, 0)
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{event(2, "e3", "1", "reopened", "2024-03-03 08:00"), event(3, "e4", "2", "reopened", "2024-03-01 09:00")}))
	assemble(t, w, 202403, 2, 1)
	tally, err := w.TallyComplaints(ctx, analytics.Selection{}, pageMoment)
	must(t, err)
	if tally.N != 1 {
		t.Errorf("the list counts %d", tally.N)
	}
}
