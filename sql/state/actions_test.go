package state

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

func anAction() analytics.Action {
	return analytics.Action{Title: "更换 B 批次密封圈", Cause: []analytics.AxisValue{{Axis: "batch", Value: "B<7>"}, {Axis: "topic", Value: ""}}, Finding: 1 << 63, Owner: "王芳",
		Department: "质量部", Measure: "换新供应商的密封圈", From: time.Date(2024, 3, 15, 0, 0, 0, 0, analytics.Zone), To: time.Date(2024, 3, 17, 0, 0, 0, 0, analytics.Zone),
		Due: time.Date(2024, 6, 30, 0, 0, 0, 0, analytics.Zone), Expected: 0.5, Status: analytics.ActionOpen}
}

func TestAnActionIsABookOfChanges(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		made, err := s.SaveAction(ctx, anAction(), analytics.ActionMade, "李雷", "三月爆发")
		must(t, err)
		other, err := s.SaveAction(ctx, anAction(), analytics.ActionMade, "李雷", "")
		must(t, err)
		if made.Number != 1 || other.Number != 2 {
			t.Fatalf("numbers %d and %d", made.Number, other.Number)
		}
		c.pass(time.Hour)
		edited := made
		edited.Owner, edited.Title = "赵六", " "+made.Title+" "
		must(t, edited.Take(analytics.ActionFinished))
		edited.DoneAt = time.Date(2024, 6, 2, 0, 0, 0, 0, analytics.Zone)
		edited, err = s.SaveAction(ctx, edited, analytics.ActionFinished, "王芳", "已换")
		must(t, err)
		list, err := again().Actions(ctx)
		must(t, err)
		edited.Title = made.Title
		if diff := cmp.Diff([]analytics.Action{edited, other}, list); diff != "" {
			t.Fatal(diff)
		}
		if got := list[0].Changes[1]; strings.Join(got.Fields, " ") != "负责人 生效日" || got.Step != analytics.ActionFinished || got.By != "王芳" || !got.At.Equal(made.Changes[0].At.Add(time.Hour)) {
			t.Errorf("the change is %+v", got)
		}
		one, err := s.ActionNumber(ctx, 1)
		must(t, err)
		if diff := cmp.Diff(list[0], one); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTwoPeopleDoNotOverwriteEachOther(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, again func() *State) {
		ctx := context.Background()
		made, err := s.SaveAction(ctx, anAction(), analytics.ActionMade, "李雷", "")
		must(t, err)
		first := made
		first.Measure = "一"
		_, err = s.SaveAction(ctx, first, analytics.ActionEdited, "甲", "")
		must(t, err)
		second := made
		second.Measure = "二"
		if _, err = again().SaveAction(ctx, second, analytics.ActionEdited, "乙", ""); analytics.KindOf(err) != analytics.KindBusy || !strings.Contains(err.Error(), "刚由甲改过") {
			t.Errorf("the second saver is told %v", err)
		}
	})
}

func TestAnActionThatNobodyCouldWorkOnIsRefused(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		for field, spoil := range map[string]func(*analytics.Action){
			"title":    func(a *analytics.Action) { a.Title = " " },
			"owner":    func(a *analytics.Action) { a.Owner, a.Department = "", " " },
			"measure":  func(a *analytics.Action) { a.Measure = strings.Repeat("长", 2001) },
			"expected": func(a *analytics.Action) { a.Expected = 1 },
			"done":     func(a *analytics.Action) { a.Status = analytics.ActionDone },
			"to":       func(a *analytics.Action) { a.To = a.From.AddDate(0, 0, -1) },
			"number":   func(a *analytics.Action) { a.Number = 99 },
		} {
			a := anAction()
			spoil(&a)
			_, err := s.SaveAction(context.Background(), a, analytics.ActionMade, "甲", "")
			var known *analytics.Error
			if !errors.As(err, &known) || known.Field != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := s.SaveAction(context.Background(), anAction(), analytics.ActionMade, " ", ""); err == nil {
			t.Error("nobody signed")
		}
		if _, err := s.ActionNumber(context.Background(), 1<<63); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("an action that is not there gives %v", err)
		}
	})
}
