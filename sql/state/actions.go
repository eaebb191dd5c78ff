package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"huisheng/analytics"
)

// actionContent is an action as its book holds it. Days are year-month-day, empty for none.
type actionContent struct {
	Title      string                 `json:"title"`
	Cause      []analytics.AxisValue  `json:"cause"`
	Finding    string                 `json:"finding,omitempty"`
	From       string                 `json:"from,omitempty"`
	To         string                 `json:"to,omitempty"`
	Controls   []analytics.AxisValue  `json:"controls,omitempty"`
	Measure    string                 `json:"measure"`
	Owner      string                 `json:"owner"`
	Department string                 `json:"department"`
	Due        string                 `json:"due,omitempty"`
	DoneAt     string                 `json:"done_at,omitempty"`
	Expected   float64                `json:"expected,omitempty"`
	Status     analytics.ActionStatus `json:"status"`
}

// SaveAction writes down an action after a step, and returns it with its numbers. An action without a number is a new one. It refuses a
// revision that is not the newest: somebody else saved in between.
func (s *State) SaveAction(ctx context.Context, a analytics.Action, step analytics.ActionStep, by, why string) (analytics.Action, error) {
	if err := signed(by, why); err != nil {
		return a, err
	}
	if err := a.Check(); err != nil {
		return a, err
	}
	err := s.together(ctx, func(tx *sql.Tx) error {
		// The counter first: on PostgreSQL it makes two savers wait for each other, so that the second one sees what the first one did.
		revision, err := s.next(ctx, tx, "action revision")
		if err != nil {
			return err
		}
		change := analytics.ActionChange{Revision: uint64(revision), Step: step, By: strings.TrimSpace(by), Why: strings.TrimSpace(why), At: fromMillis(s.millis())}
		if a.Number == 0 {
			number, err := s.next(ctx, tx, "action")
			if err != nil {
				return err
			}
			a.Number, a.Changes = uint64(number), nil
		} else if change.Fields, err = s.follows(ctx, tx, &a); err != nil {
			return err
		}
		a.Revision = change.Revision
		a.Changes = append(a.Changes, change)
		return s.addAction(ctx, tx, &a, &change)
	})
	return a, err
}

// follows checks that an action was changed from its newest revision, and says what is different.
func (s *State) follows(ctx context.Context, tx *sql.Tx, a *analytics.Action) ([]string, error) {
	list, err := s.actions(ctx, tx, "action_get", int64(a.Number))
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, noAction(a.Number)
	}
	now := list[0]
	if now.Revision != a.Revision {
		last := now.Changes[len(now.Changes)-1]
		return nil, &analytics.Error{Kind: analytics.KindBusy, Field: "revision", Text: fmt.Sprintf("整改 #%d 刚由%s改过（%s），请刷新后再改", a.Number, last.By, last.At.Format("15:04"))}
	}
	a.Changes = now.Changes
	return actionFields(&now, a), nil
}

func (s *State) addAction(ctx context.Context, tx *sql.Tx, a *analytics.Action, c *analytics.ActionChange) error {
	content := actionContent{Title: strings.TrimSpace(a.Title), Cause: a.Cause, Controls: a.Controls, Measure: strings.TrimSpace(a.Measure), Owner: strings.TrimSpace(a.Owner),
		Department: strings.TrimSpace(a.Department), Due: dayOrNone(a.Due), DoneAt: dayOrNone(a.DoneAt), From: dayOrNone(a.From), To: dayOrNone(a.To), Expected: a.Expected, Status: a.Status}
	if a.Finding != 0 {
		content.Finding = analytics.IDText(a.Finding)
	}
	text, err := json.Marshal(content)
	if err != nil {
		return fmt.Errorf("writing action %d: %w", a.Number, err)
	}
	fields, err := json.Marshal(c.Fields)
	if err != nil {
		return fmt.Errorf("writing action %d: %w", a.Number, err)
	}
	_, err = s.exec(ctx, tx, "action_add", int64(c.Revision), int64(a.Number), string(c.Step), c.By, c.At.UnixMilli(), c.Why, string(fields), string(text))
	return err
}

// Actions returns every action with its changes, in the order of their numbers.
func (s *State) Actions(ctx context.Context) ([]analytics.Action, error) {
	return s.actions(ctx, s.db, "action_list")
}

// ActionNumber returns one action; an error of kind KindMissing when it is not there.
func (s *State) ActionNumber(ctx context.Context, number uint64) (analytics.Action, error) {
	list, err := s.actions(ctx, s.db, "action_get", int64(min(number, math.MaxInt64)))
	if err == nil && len(list) == 0 {
		err = noAction(number)
	}
	if err != nil {
		return analytics.Action{}, err
	}
	return list[0], nil
}

func noAction(number uint64) error {
	return &analytics.Error{Kind: analytics.KindMissing, Field: "number", Text: fmt.Sprintf("没有整改 #%d", number)}
}

// actions reads the book: the last change of an action is the action.
func (s *State) actions(ctx context.Context, on runner, name string, args ...any) ([]analytics.Action, error) {
	var list []analytics.Action
	err := s.each(ctx, on, name, func(rows *sql.Rows) error {
		var c analytics.ActionChange
		var revision, number, made int64
		var step, fields, text string
		if err := rows.Scan(&revision, &number, &step, &c.By, &made, &c.Why, &fields, &text); err != nil {
			return err
		}
		c.Revision, c.Step, c.At = uint64(revision), analytics.ActionStep(step), fromMillis(made)
		if err := json.Unmarshal([]byte(fields), &c.Fields); err != nil {
			return fmt.Errorf("action %d, change %d: %w", number, revision, err)
		}
		a, err := readAction(text)
		if err != nil {
			return fmt.Errorf("action %d, change %d: %w", number, revision, err)
		}
		a.Number, a.Revision = uint64(number), c.Revision
		if n := len(list); n > 0 && list[n-1].Number == a.Number {
			a.Changes = list[n-1].Changes
			list = list[:n-1]
		}
		a.Changes = append(a.Changes, c)
		list = append(list, a)
		return nil
	}, args...)
	return list, err
}

func readAction(text string) (analytics.Action, error) {
	var c actionContent
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return analytics.Action{}, err
	}
	a := analytics.Action{Title: c.Title, Cause: c.Cause, Controls: c.Controls, Measure: c.Measure, Owner: c.Owner, Department: c.Department, Expected: c.Expected, Status: c.Status}
	for _, d := range []struct {
		text string
		into *time.Time
	}{{c.Due, &a.Due}, {c.DoneAt, &a.DoneAt}, {c.From, &a.From}, {c.To, &a.To}} {
		if d.text == "" {
			continue
		}
		day, err := dayOfText(d.text)
		if err != nil {
			return a, err
		}
		*d.into = day
	}
	var err error
	if c.Finding != "" {
		a.Finding, err = analytics.ParseID(c.Finding)
	}
	return a, err
}

// dayOrNone writes a day as year-month-day, and no day as nothing.
func dayOrNone(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return dayText(t)
}

// actionFields names what is different between two revisions, in the words of the form.
func actionFields(before, after *analytics.Action) []string {
	var list []string
	note := func(different bool, name string) {
		if different {
			list = append(list, name)
		}
	}
	note(strings.TrimSpace(before.Title) != strings.TrimSpace(after.Title), "事项")
	note(strings.TrimSpace(before.Measure) != strings.TrimSpace(after.Measure), "措施")
	note(strings.TrimSpace(before.Owner) != strings.TrimSpace(after.Owner), "负责人")
	note(strings.TrimSpace(before.Department) != strings.TrimSpace(after.Department), "责任部门")
	note(!before.Due.Equal(after.Due), "期限")
	note(!before.DoneAt.Equal(after.DoneAt), "生效日")
	note(!before.From.Equal(after.From) || !before.To.Equal(after.To), "爆发的日子")
	note(before.Expected != after.Expected, "预期降幅")
	note(before.Key() != after.Key(), "对象")
	note(analytics.CauseKey(before.Controls) != analytics.CauseKey(after.Controls), "对照")
	return list
}
