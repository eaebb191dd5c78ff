package analytics

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAnActionGoesItsWayAndNoOther(t *testing.T) {
	a := Action{Number: 3, Status: ActionOpen}
	for _, step := range []struct {
		step ActionStep
		want ActionStatus
	}{{ActionAgreed, ""}, {ActionReopened, ""}, {ActionFinished, ActionDone}, {ActionEdited, ActionDone}, {ActionFinished, ActionDone}, {ActionAgreed, ActionVerified}, {ActionGivenUp, ""},
		{ActionReopened, ActionOpen}, {ActionFinished, ActionDone}, {ActionRefused, ActionFailed}, {ActionGivenUp, ActionClosed}, {ActionEdited, ""}, {ActionReopened, ActionOpen}} {
		a.DoneAt = time.Now()
		before := a.Status
		err := a.Take(step.step)
		switch {
		case step.want == "" && (err == nil || a.Status != before):
			t.Errorf("%s was taken in %s", step.step, before)
		case step.want != "" && (err != nil || a.Status != step.want):
			t.Errorf("%s in %s leads to %s, %v", step.step, before, a.Status, err)
		case step.step == ActionReopened && err == nil && !a.DoneAt.IsZero():
			t.Error("what was reopened is still done")
		}
	}
}

func TestAnActionIsOverdueTheDayAfter(t *testing.T) {
	due := time.Date(2024, 6, 30, 0, 0, 0, 0, Zone)
	a := Action{Status: ActionOpen, Due: due}
	if a.Overdue(due.Add(23*time.Hour)) || !a.Overdue(due.Add(24*time.Hour)) {
		t.Error("the day of the date itself is in time, the next is not")
	}
	a.Status = ActionDone
	if a.Overdue(due.AddDate(1, 0, 0)) {
		t.Error("what is done is not overdue")
	}
}

func TestACauseAndItsSelectionAreTheSame(t *testing.T) {
	cause := []AxisValue{{"product", "甲"}, {"product", "乙"}, {"topic", ""}}
	s := SelectionOf(cause)
	want := Selection{}.With("product", "甲", "乙").With("topic", "")
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	back, err := ValuesOf(s)
	if err != nil || CauseKey(back) != CauseKey(cause) {
		t.Errorf("%v %v", back, err)
	}
	for _, s := range []Selection{{Words: "异响"}, {State: StateLate}, Selection{}.Without("topic", "a"), {Theme: 3}} {
		if _, err := ValuesOf(s); KindOf(err) != KindInvalid {
			t.Errorf("%+v is a cause", s)
		}
	}
}
