package state

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"huisheng/analytics"
)

// brokenOff is how long an import that runs must be silent before it counts as broken off. Importers write their ledger before every
// batch; two minutes are longer than a broker needs to come back.
const brokenOff = 2 * time.Minute

// Running reports whether an import is still being sent: its process wrote its ledger not long before now.
func (in Import) Running(now time.Time) bool {
	return in.State == ImportRunning && now.Sub(in.TouchedAt) < brokenOff
}

// UndoImport queues the undoing of an import: enrich applies it, and then its records count nowhere. It refuses one that runs or that
// was undone already.
func (s *State) UndoImport(ctx context.Context, number uint32, by, reason string) (analytics.Undo, error) {
	return s.ask(ctx, analytics.Undo{Import: number, Undone: true, By: by, Reason: reason})
}

// RedoImport queues the opposite of UndoImport: the records of an import count again. It refuses one that stands.
func (s *State) RedoImport(ctx context.Context, number uint32, by, reason string) (analytics.Undo, error) {
	return s.ask(ctx, analytics.Undo{Import: number, By: by, Reason: reason})
}

// ask gives a wish its revision and writes it down.
func (s *State) ask(ctx context.Context, u analytics.Undo) (analytics.Undo, error) {
	u.RequestedAt = fromMillis(s.millis())
	err := s.together(ctx, func(tx *sql.Tx) error {
		// The counter first: on PostgreSQL it makes two askers wait for each other, so that the second one sees what the first one did.
		revision, err := s.next(ctx, tx, "undo")
		if err != nil {
			return err
		}
		u.Revision = uint64(revision)
		in, err := s.importOf(ctx, tx, u.Import)
		if err != nil {
			return err
		}
		if err := allowed(in, u); err != nil {
			return err
		}
		undone := int64(0)
		at, by, reason := int64(0), "", ""
		if u.Undone {
			undone, at, by, reason = 1, u.RequestedAt.UnixMilli(), u.By, u.Reason
		}
		if _, err := s.exec(ctx, tx, "import_undone", at, by, reason, int64(u.Import)); err != nil {
			return err
		}
		_, err = s.exec(ctx, tx, "undo_add", revision, int64(u.Import), undone, u.By, u.Reason, u.RequestedAt.UnixMilli())
		return err
	})
	return u, err
}

// allowed refuses what makes no sense for an import as it is.
func allowed(in Import, u analytics.Undo) error {
	switch {
	case u.Undone && in.Undone():
		return analytics.Invalid("import", "导入 #%d 已于 %s 撤销，不必再撤销；要恢复请用 huisheng imports redo %d",
			in.Number, in.UndoneAt.Format("2006-01-02 15:04"), in.Number)
	case !u.Undone && !in.Undone():
		return analytics.Invalid("import", "导入 #%d 没有撤销过，不必恢复", in.Number)
	case in.Running(u.RequestedAt) && in.Kind != KindHTTP: // what comes over HTTP goes on under another number
		return &analytics.Error{Kind: analytics.KindBusy, Field: "import", Text: fmt.Sprintf("导入 #%d 还在进行，请等它结束后再试", in.Number)}
	}
	return nil
}

// PendingUndos returns the undos that the tables do not follow yet, in the order in which they were asked for.
func (s *State) PendingUndos(ctx context.Context) ([]analytics.Undo, error) {
	return s.undos(ctx, "undo_pending")
}

// UndosOf returns all that was asked about one import, oldest first.
func (s *State) UndosOf(ctx context.Context, number uint32) ([]analytics.Undo, error) {
	return s.undos(ctx, "undo_of_import", int64(number))
}

// UndoApplied writes down that the tables follow an undo.
func (s *State) UndoApplied(ctx context.Context, revision uint64) error {
	_, err := s.exec(ctx, s.db, "undo_applied", s.millis(), int64(revision))
	return err
}

func (s *State) undos(ctx context.Context, name string, args ...any) ([]analytics.Undo, error) {
	var list []analytics.Undo
	err := s.each(ctx, s.db, name, func(rows *sql.Rows) error {
		var u analytics.Undo
		var revision, undone, requested, applied int64
		err := rows.Scan(&revision, &u.Import, &undone, &u.By, &u.Reason, &requested, &applied)
		u.Revision, u.Undone = uint64(revision), undone == 1
		u.RequestedAt, u.AppliedAt = fromMillis(requested), fromMillis(applied)
		list = append(list, u)
		return err
	}, args...)
	return list, err
}
