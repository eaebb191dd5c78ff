package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
)

// DecideFinding writes down what a person decided about a finding, and returns it with its number and time.
func (s *State) DecideFinding(ctx context.Context, d analytics.FindingDecision) (analytics.FindingDecision, error) {
	if !slices.Contains(analytics.Verdicts, d.Verdict) {
		return d, analytics.Invalid("verdict", "没有 %q 这种处置：应为 %s", d.Verdict, strings.Join(analytics.Verdicts, "、"))
	}
	if err := signed(d.By, d.Why); err != nil {
		return d, err
	}
	series, err := json.Marshal(d.Series)
	if err != nil {
		return d, err
	}
	err = s.together(ctx, func(tx *sql.Tx) error {
		number, err := s.next(ctx, tx, "finding decision")
		if err != nil {
			return err
		}
		d.Number, d.At = uint64(number), fromMillis(s.millis())
		_, err = s.exec(ctx, tx, "finding_decide", number, analytics.IDText(d.Finding), d.Verdict, d.Why, d.By, d.At.UnixMilli(), d.Kind, string(series),
			dayText(d.From), dayText(d.To), d.Sentence)
		return err
	})
	if err != nil {
		return d, err
	}
	return d, s.lookAgain(ctx, d)
}

// lookAgain lets detect look once more through the days that a decision is about and those that follow: what people decided changes what is
// expected of later days.
func (s *State) lookAgain(ctx context.Context, d analytics.FindingDecision) error {
	if d.Kind != analytics.FindingDays && d.Kind != analytics.FindingWeek {
		return nil
	}
	month := analytics.MonthOf(d.From)
	return s.MarkDirtyFor(ctx, "detect", "对发现作了处置", []analytics.Month{month, month.Add(1), month.Add(2)})
}

// UndoFindingDecision takes a decision back and returns it. One that was taken back before, or never was, is an error.
func (s *State) UndoFindingDecision(ctx context.Context, number uint64, by string) (analytics.FindingDecision, error) {
	var d analytics.FindingDecision
	if err := signed(by, ""); err != nil {
		return d, err
	}
	err := s.together(ctx, func(tx *sql.Tx) error {
		n, err := s.exec(ctx, tx, "finding_undo", s.millis(), by, int64(min(number, math.MaxInt64)))
		if err != nil {
			return err
		}
		list, err := s.findingDecisions(ctx, tx, "finding_decision_get", int64(min(number, math.MaxInt64)))
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return &analytics.Error{Kind: analytics.KindMissing, Field: "number", Text: fmt.Sprintf("没有处置 #%d", number)}
		case n == 0:
			return analytics.Invalid("number", "处置 #%d 已于 %s 由%s撤销", number, list[0].UndoneAt.Format("2006-01-02 15:04"), list[0].UndoneBy)
		}
		d = list[0]
		return nil
	})
	if err != nil {
		return d, err
	}
	return d, s.lookAgain(ctx, d)
}

// FindingDecisions returns everything that was decided about findings, undone too, in the order in which it was.
func (s *State) FindingDecisions(ctx context.Context) ([]analytics.FindingDecision, error) {
	return s.findingDecisions(ctx, s.db, "finding_decision_list")
}

func (s *State) findingDecisions(ctx context.Context, on runner, name string, args ...any) ([]analytics.FindingDecision, error) {
	var list []analytics.FindingDecision
	err := s.each(ctx, on, name, func(rows *sql.Rows) error {
		var d analytics.FindingDecision
		var number, made, undone int64
		var finding, series, from, to string
		err := rows.Scan(&number, &finding, &d.Verdict, &d.Why, &d.By, &made, &d.Kind, &series, &from, &to, &d.Sentence, &undone, &d.UndoneBy)
		if err == nil {
			d.Finding, err = analytics.ParseID(finding)
		}
		if err == nil {
			err = json.Unmarshal([]byte(series), &d.Series)
		}
		if err == nil {
			d.From, err = dayOfText(from)
		}
		if err == nil {
			d.To, err = dayOfText(to)
		}
		d.Number, d.At, d.UndoneAt = uint64(number), fromMillis(made), fromMillis(undone)
		list = append(list, d)
		return err
	}, args...)
	return list, err
}

func dayText(day time.Time) string { return day.In(analytics.Zone).Format(time.DateOnly) }

func dayOfText(text string) (time.Time, error) {
	return time.ParseInLocation(time.DateOnly, text, analytics.Zone)
}
