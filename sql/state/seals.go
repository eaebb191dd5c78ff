package state

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"huisheng/analytics"
)

// AddSeal writes down that a month is sealed, and gives the seal its number and time. It refuses a month that is sealed already.
func (s *State) AddSeal(ctx context.Context, seal analytics.Seal) (analytics.Seal, error) {
	seal.At = fromMillis(s.millis())
	texts := make([]string, 3)
	for i, list := range []any{seal.Models, seal.Exposures, seal.Watermark} {
		text, err := json.Marshal(list)
		if err != nil {
			return seal, fmt.Errorf("writing the seal of %s: %w", seal.Month, err)
		}
		texts[i] = string(text)
	}
	err := s.together(ctx, func(tx *sql.Tx) error {
		number, err := s.next(ctx, tx, "seal")
		if err != nil {
			return err
		}
		seal.Number = uint64(number)
		n, err := s.exec(ctx, tx, "seal_add", number, int64(seal.Month), seal.By, seal.Why, seal.At.UnixMilli(), texts[0], seal.Taxonomy,
			int64(seal.Run), int64(seal.N), texts[1], texts[2])
		if err == nil && n == 0 {
			return analytics.Invalid("month", "%s 已经封账；要重新封账，先解封：huisheng unseal %s", seal.Month, seal.Month)
		}
		return err
	})
	return seal, err
}

// UndoSeal writes down that a month is sealed no longer. It refuses a month that is not.
func (s *State) UndoSeal(ctx context.Context, month analytics.Month, by, why string) error {
	n, err := s.exec(ctx, s.db, "seal_undo", by, why, s.millis(), int64(month))
	if err == nil && n == 0 {
		return analytics.Invalid("month", "%s 没有封账，不必解封", month)
	}
	return err
}

// Seals returns every seal there ever was, newest month first, and of one month the newest first.
func (s *State) Seals(ctx context.Context) ([]analytics.Seal, error) {
	var list []analytics.Seal
	err := s.each(ctx, s.db, "seal_list", func(rows *sql.Rows) error {
		var seal analytics.Seal
		var number, run, n, at, undone int64
		var models, exposures, watermark []byte
		err := rows.Scan(&number, &seal.Month, &seal.By, &seal.Why, &at, &models, &seal.Taxonomy, &run, &n, &exposures, &watermark,
			&seal.UndoneBy, &seal.UndoneWhy, &undone)
		if err != nil {
			return err
		}
		for _, field := range []struct {
			text []byte
			into any
		}{{models, &seal.Models}, {exposures, &seal.Exposures}, {watermark, &seal.Watermark}} {
			if err := json.Unmarshal(field.text, field.into); err != nil {
				return fmt.Errorf("seal %d: %w", number, err)
			}
		}
		seal.Number, seal.Run, seal.N = uint64(number), uint64(run), uint64(n)
		seal.At, seal.UndoneAt = fromMillis(at), fromMillis(undone)
		list = append(list, seal)
		return nil
	})
	return list, err
}

// SealsThatHold returns the seals of the months that are sealed, newest month first.
func (s *State) SealsThatHold(ctx context.Context) ([]analytics.Seal, error) {
	list, err := s.Seals(ctx)
	return slices.DeleteFunc(list, func(seal analytics.Seal) bool { return !seal.Holds() }), err
}

// MarkSealed puts those of the months that are sealed on the list of what a job must compute again.
func (s *State) MarkSealed(ctx context.Context, job, reason string, months []analytics.Month) error {
	seals, err := s.SealsThatHold(ctx)
	if err != nil {
		return err
	}
	sealed := slices.DeleteFunc(slices.Clone(months), func(m analytics.Month) bool {
		_, is := analytics.SealOf(seals, m)
		return !is
	})
	return s.MarkDirtyFor(ctx, job, reason, sealed)
}
