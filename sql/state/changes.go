package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"

	"huisheng/analytics"
)

// AddChange writes down what a person changed of the words of a label, and returns it with its number, time and revision. Whether the change
// makes sense for the taxonomy is checked before.
func (s *State) AddChange(ctx context.Context, c analytics.TaxonomyChange) (analytics.TaxonomyChange, error) {
	if err := signed(c.By, c.Why); err != nil {
		return c, err
	}
	words, err := json.Marshal(c.Words)
	if err != nil {
		return c, err
	}
	err = s.together(ctx, func(tx *sql.Tx) error {
		number, err := s.next(ctx, tx, "taxonomy change")
		if err != nil {
			return err
		}
		revision, err := s.next(ctx, tx, "overlay")
		if err != nil {
			return err
		}
		c.Number, c.Revision, c.At = uint64(number), uint64(revision), fromMillis(s.millis())
		_, err = s.exec(ctx, tx, "change_add", number, c.Topic, c.Kind, string(words), c.Effect, c.Why, c.By, c.At.UnixMilli(), revision)
		return err
	})
	return c, err
}

// UndoChange takes a change of words back and returns it. One that was taken back before, or never was, is an error.
func (s *State) UndoChange(ctx context.Context, number uint64, by string) (analytics.TaxonomyChange, error) {
	var c analytics.TaxonomyChange
	if err := signed(by, ""); err != nil {
		return c, err
	}
	err := s.together(ctx, func(tx *sql.Tx) error {
		revision, err := s.next(ctx, tx, "overlay")
		if err != nil {
			return err
		}
		n, err := s.exec(ctx, tx, "change_undo", s.millis(), by, revision, int64(min(number, math.MaxInt64)))
		if err != nil {
			return err
		}
		list, err := s.changes(ctx, tx, "change_get", int64(min(number, math.MaxInt64)))
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return &analytics.Error{Kind: analytics.KindMissing, Field: "number", Text: fmt.Sprintf("没有词的改动 #%d", number)}
		case n == 0:
			return analytics.Invalid("number", "词的改动 #%d 已于 %s 由%s撤销", number, list[0].UndoneAt.Format("2006-01-02 15:04"), list[0].UndoneBy)
		}
		c = list[0]
		return nil
	})
	return c, err
}

// Changes returns all changes of words, undone too, by number.
func (s *State) Changes(ctx context.Context) ([]analytics.TaxonomyChange, error) {
	return s.changes(ctx, s.db, "change_list")
}

// OverlayRevision is the revision of the newest change of words, 0 before the first.
func (s *State) OverlayRevision(ctx context.Context) (uint64, error) {
	var revision int64
	_, err := s.one(ctx, s.db, "change_revision", nil, &revision)
	return uint64(revision), err
}

// UnqueuedChanges returns the changes, made or undone, for which QueueReach was not called since, in the order of their revisions.
func (s *State) UnqueuedChanges(ctx context.Context) ([]analytics.TaxonomyChange, error) {
	return s.changes(ctx, s.db, "change_unqueued")
}

// QueueReach puts months on the queue of changes and remembers their revisions, in one transaction.
func (s *State) QueueReach(ctx context.Context, list []analytics.TaxonomyChange, months []analytics.Month) error {
	return s.together(ctx, func(tx *sql.Tx) error {
		for i := range list {
			for _, month := range months {
				if _, err := s.exec(ctx, tx, "reach_add", int64(list[i].Number), int64(month), int64(list[i].Revision)); err != nil {
					return err
				}
			}
			if _, err := s.exec(ctx, tx, "change_queued", int64(list[i].Revision), int64(list[i].Number)); err != nil {
				return err
			}
		}
		return nil
	})
}

// NextReach returns the newest month of that queue with its changes as they were queued, 0 when it is empty.
func (s *State) NextReach(ctx context.Context) (analytics.Month, []analytics.TaxonomyChange, error) {
	var month analytics.Month
	var list []analytics.TaxonomyChange
	err := s.each(ctx, s.db, "reach_next", func(rows *sql.Rows) error {
		c, err := scanChange(rows, &month)
		list = append(list, c)
		return err
	})
	return month, list, err
}

// ReachDone takes changes off a month of that queue, but for those that were queued again since.
func (s *State) ReachDone(ctx context.Context, month analytics.Month, list []analytics.TaxonomyChange) error {
	return s.together(ctx, func(tx *sql.Tx) error {
		for i := range list {
			if _, err := s.exec(ctx, tx, "reach_done", int64(list[i].Number), int64(month), int64(list[i].Revision)); err != nil {
				return err
			}
		}
		return nil
	})
}

// QueuedMonths returns the months of which words are to be read again, for a change of words or for a new model, oldest first.
func (s *State) QueuedMonths(ctx context.Context) ([]analytics.Month, error) {
	var list []analytics.Month
	err := s.each(ctx, s.db, "reach_months", func(rows *sql.Rows) error {
		var m analytics.Month
		err := rows.Scan(&m)
		list = append(list, m)
		return err
	})
	return list, err
}

func (s *State) changes(ctx context.Context, on runner, name string, args ...any) ([]analytics.TaxonomyChange, error) {
	var list []analytics.TaxonomyChange
	err := s.each(ctx, on, name, func(rows *sql.Rows) error {
		c, err := scanChange(rows)
		list = append(list, c)
		return err
	}, args...)
	return list, err
}

// scanChange reads a row of a change, behind what other columns there are.
func scanChange(rows *sql.Rows, before ...any) (analytics.TaxonomyChange, error) {
	var c analytics.TaxonomyChange
	var words string
	var number, made, undone, revision int64
	err := rows.Scan(append(before, &number, &c.Topic, &c.Kind, &words, &c.Effect, &c.Why, &c.By, &made, &undone, &c.UndoneBy, &revision)...)
	if err == nil {
		err = json.Unmarshal([]byte(words), &c.Words)
	}
	c.Number, c.Revision, c.At, c.UndoneAt = uint64(number), uint64(revision), fromMillis(made), fromMillis(undone)
	return c, err
}
