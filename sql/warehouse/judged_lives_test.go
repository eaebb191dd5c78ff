package warehouse

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
)

// stepLines writes what a policy looks at of the steps of a life, in their order.
func stepLines(life lifecycle.Lifecycle) []string {
	var lines []string
	for _, s := range life.Steps {
		if s.Outcome == "answered" { // the same as none told
			s.Outcome = ""
		}
		var fen int64
		if s.AmountFen != nil {
			fen = *s.AmountFen
		}
		lines = append(lines, fmt.Sprint(s.Kind, s.At.UnixMilli(), s.Outcome, s.Satisfaction, fen, "|", s.Department, "|", s.FromDepartment, "|", s.ToDepartment))
	}
	return lines
}

func TestLivesHaveTheTellingsThatCount(t *testing.T) {
	t.Parallel()
	const seed = 20240311
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	w, ctx := fresh(t), context.Background()
	lives, arrivals := randomLives(rng, 200)
	// A department that only a step of many months later names.
	late := analytics.Event{Source: "a", ID: "late", ComplaintID: lives[0].complaint.ID, Kind: "followed_up", At: at("2024-11-05 08:00"), Department: "回访组"}
	lives[0].steps = append(lives[0].steps, lifecycle.Step{Event: late, Content: 1, Seq: analytics.SeqOf(1, uint64(len(arrivals)))})
	arrivals = append(arrivals, analytics.Arrival[analytics.Event]{Record: late, Content: 1, Origin: analytics.Origin{Epoch: 1, Offset: uint64(len(arrivals)), ArrivedAt: at("2024-12-01 08:00")}})
	storeLives(t, w, rng, lives, arrivals)
	must(t, w.AssembleMonth(ctx, 202403, 1, everything))
	moment := at("2024-12-20 00:00")
	want, got := map[string][]string{}, map[string][]string{}
	again := 0
	for _, l := range lives {
		if life := lifecycle.Fold(&l.complaint, l.steps, moment); life.Ended == "" {
			want[l.complaint.ID] = stepLines(life)
			again += len(l.steps) - len(life.Steps)
		}
	}
	if want[lives[0].complaint.ID] == nil || again < 100 {
		t.Fatalf("the late step is not among those compared, or %d tellings more than steps try little", again)
	}
	must(t, w.LivesOfMonth(ctx, 202403, everything, func(l *analytics.Life) error {
		got[l.ID] = stepLines(lifecycle.Fold(&l.Complaint, lifecycle.Numbered(l.Events), moment))
		return nil
	}))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the fold and the lives differ: %s", diff[:min(len(diff), 2500)])
	}
}

func TestStepsThatAreNotWholeAreRefused(t *testing.T) {
	var s stepReader
	if _, err := s.events(make([]byte, stepBytes-1)); err == nil {
		t.Error("half a step is read")
	}
	if _, err := s.events(make([]byte, stepBytes)); err == nil {
		t.Error("a step without a kind is read")
	}
	s.departments = map[uint64]string{}
	whole := make([]byte, stepBytes)
	whole[64] = 1
	if _, err := s.events(whole); err == nil {
		t.Error("a department that nobody told is read")
	}
	s.departments[0] = "安装部"
	if events, err := s.events(whole); err != nil || len(events) != 1 || events[0].Department != "安装部" || !events[0].At.Equal(time.UnixMilli(0)) {
		t.Errorf("%+v, %v", events, err)
	}
}
