package state

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"huisheng/analytics"
)

// AddCorrections writes down what a person said about labels, all of it or nothing, and returns it with numbers, time and revisions.
func (s *State) AddCorrections(ctx context.Context, list []analytics.Correction) ([]analytics.Correction, error) {
	out := slices.Clone(list)
	err := s.together(ctx, func(tx *sql.Tx) error {
		for i := range out {
			c := &out[i]
			if err := checkCorrection(c); err != nil {
				return err
			}
			number, err := s.next(ctx, tx, "correction")
			if err != nil {
				return err
			}
			revision, err := s.next(ctx, tx, "correction revision")
			if err != nil {
				return err
			}
			c.Number, c.Revision, c.At = uint64(number), uint64(revision), fromMillis(s.millis())
			_, err = s.exec(ctx, tx, "correction_add", number, c.Source, c.ID, strconv.FormatUint(c.Content, 10), strconv.FormatUint(c.TextHash, 10),
				c.Axis, c.From, c.To, c.Why, c.By, c.At.UnixMilli(), revision)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// Limits of what a person writes.
const (
	longestName   = 40  // runes of a person's name
	longestReason = 400 // runes of a reason
)

// signed refuses a decision that nobody signs.
func signed(by, why string) error {
	switch {
	case strings.TrimSpace(by) == "":
		return analytics.Invalid("by", "请写上您的姓名：改动要记下是谁做的")
	case len([]rune(by)) > longestName:
		return analytics.Invalid("by", "姓名太长：最多 %d 个字", longestName)
	case len([]rune(why)) > longestReason:
		return analytics.Invalid("why", "理由太长：最多 %d 个字", longestReason)
	}
	return nil
}

func checkCorrection(c *analytics.Correction) error {
	switch {
	case c.Source == "" || c.ID == "":
		return analytics.Invalid("complaint_id", "改分类缺少投诉的来源或编号")
	case !slices.Contains(analytics.LabelAxes, c.Axis):
		return analytics.Invalid("axis", "没有 %q 这条轴：应为 %s", c.Axis, strings.Join(analytics.LabelAxes, "、"))
	}
	return signed(c.By, c.Why)
}

// UndoCorrection takes a correction back and returns it. One that was taken back before, or never was, is an error.
func (s *State) UndoCorrection(ctx context.Context, number uint64, by string) (analytics.Correction, error) {
	if err := signed(by, ""); err != nil {
		return analytics.Correction{}, err
	}
	err := s.together(ctx, func(tx *sql.Tx) error {
		revision, err := s.next(ctx, tx, "correction revision")
		if err != nil {
			return err
		}
		n, err := s.exec(ctx, tx, "correction_undo", s.millis(), by, revision, int64(number))
		if err == nil && n == 0 {
			return s.refuseUndo(ctx, tx, number)
		}
		return err
	})
	if err != nil {
		return analytics.Correction{}, err
	}
	return s.CorrectionNumber(ctx, number)
}

func (s *State) refuseUndo(ctx context.Context, tx *sql.Tx, number uint64) error {
	list, err := s.corrections(ctx, tx, "correction_get", int64(number))
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return noCorrection(number)
	}
	return analytics.Invalid("number", "更正 #%d 已于 %s 由%s撤销", number, list[0].UndoneAt.Format("2006-01-02 15:04"), list[0].UndoneBy)
}

func noCorrection(number uint64) error {
	return &analytics.Error{Kind: analytics.KindMissing, Field: "number", Text: fmt.Sprintf("没有更正 #%d", number)}
}

// CorrectionNumber returns one correction.
func (s *State) CorrectionNumber(ctx context.Context, number uint64) (analytics.Correction, error) {
	list, err := s.corrections(ctx, s.db, "correction_get", int64(min(number, math.MaxInt64)))
	if err == nil && len(list) == 0 {
		err = noCorrection(number)
	}
	if err != nil {
		return analytics.Correction{}, err
	}
	return list[0], nil
}

// ListCorrections returns at most limit corrections below a number, undone too, newest first; below 0 starts at the newest.
func (s *State) ListCorrections(ctx context.Context, below uint64, limit int) ([]analytics.Correction, error) {
	if below == 0 || below > math.MaxInt64 {
		below = math.MaxInt64
	}
	return s.corrections(ctx, s.db, "correction_list", int64(below), limit)
}

// CorrectionsOf returns what people said about one complaint, undone too, oldest first.
func (s *State) CorrectionsOf(ctx context.Context, k analytics.Key) ([]analytics.Correction, error) {
	return s.corrections(ctx, s.db, "correction_of", k.Source, k.ID)
}

// Corrections returns the corrections that hold, by number.
func (s *State) Corrections(ctx context.Context) ([]analytics.Correction, error) {
	return s.corrections(ctx, s.db, "correction_standing")
}

// CorrectionRevision is the revision of the newest change of any correction, 0 before the first.
func (s *State) CorrectionRevision(ctx context.Context) (uint64, error) {
	var revision int64
	_, err := s.one(ctx, s.db, "correction_revision", nil, &revision)
	return uint64(revision), err
}

// PendingCorrections returns the corrections, made or undone, that the tables do not follow yet, in the order of their revisions.
func (s *State) PendingCorrections(ctx context.Context) ([]analytics.Correction, error) {
	return s.corrections(ctx, s.db, "correction_pending")
}

// CorrectionsApplied writes down that the tables follow corrections as they were at their revisions.
func (s *State) CorrectionsApplied(ctx context.Context, list []analytics.Correction) error {
	return s.together(ctx, func(tx *sql.Tx) error {
		for i := range list {
			if _, err := s.exec(ctx, tx, "correction_applied", int64(list[i].Revision), int64(list[i].Number)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *State) corrections(ctx context.Context, on runner, name string, args ...any) ([]analytics.Correction, error) {
	var list []analytics.Correction
	err := s.each(ctx, on, name, func(rows *sql.Rows) error {
		var c analytics.Correction
		var content, hash string
		var number, made, undone, revision int64
		err := rows.Scan(&number, &c.Source, &c.ID, &content, &hash, &c.Axis, &c.From, &c.To, &c.Why, &c.By, &made, &undone, &c.UndoneBy, &revision)
		if err == nil {
			c.Content, err = strconv.ParseUint(content, 10, 64)
		}
		if err == nil {
			c.TextHash, err = strconv.ParseUint(hash, 10, 64)
		}
		c.Number, c.Revision, c.At, c.UndoneAt = uint64(number), uint64(revision), fromMillis(made), fromMillis(undone)
		list = append(list, c)
		return err
	}, args...)
	return list, err
}
