package state

import (
	"context"
	"database/sql"
	"time"

	"huisheng/analytics"
)

// Counted is what is to be added to an import; the fields are those of Import.
type Counted struct {
	Number                        uint32
	Read, Sending, Sent, Rejected int64
	Complaints, Events, Exposures int64
}

// IntakeImport returns the number of the import under which the records of a key go on the day of a time, and begins that import when
// they are the day's first, or when the day's import was undone. All processes get the same number. Imports of days before end with it.
func (s *State) IntakeImport(ctx context.Context, keyID, source, name string, at time.Time) (uint32, error) {
	for {
		turn, number, err := s.intakeDay(ctx, keyID, day(at))
		if err != nil || number != 0 {
			return number, err
		}
		// Another process may have taken the turn at the same moment; then its number holds.
		if err := s.beginIntakeDay(ctx, keyID, source, name, at, turn+1); err != nil {
			return 0, err
		}
	}
}

// intakeDay is the import that a key's day has; no number when it needs one.
func (s *State) intakeDay(ctx context.Context, keyID, day string) (turn int64, number uint32, err error) {
	_, err = s.one(ctx, s.db, "intake_day_get", []any{keyID, day}, &turn, &number)
	return turn, number, err
}

func (s *State) beginIntakeDay(ctx context.Context, keyID, source, name string, at time.Time, turn int64) error {
	taken := errTaken
	err := s.together(ctx, func(tx *sql.Tx) error {
		number, err := s.next(ctx, tx, "import")
		if err != nil {
			return err
		}
		n, err := s.exec(ctx, tx, "intake_day_add", keyID, day(at), turn, number)
		if err != nil {
			return err
		}
		if n == 0 {
			return taken
		}
		if _, err = s.exec(ctx, tx, "import_add", number, KindHTTP, name, "", source, "{}", ImportRunning, s.millis()); err != nil {
			return err
		}
		_, err = s.exec(ctx, tx, "intake_days_end", s.millis(), day(at))
		return err
	})
	if err == taken {
		return nil
	}
	return err
}

// errTaken undoes a transaction that came second.
var errTaken = &analytics.Error{Kind: analytics.KindBusy, Text: "另一个进程已经登记"}

// CountIntake adds to the counts of imports and to the ledger of what was given to Kafka, all in one step. An import that was undone takes nothing more to send, which is an error of
// kind KindInvalid: IntakeImport then gives another number.
func (s *State) CountIntake(ctx context.Context, counts []Counted, given ...analytics.Given) error {
	return s.together(ctx, func(tx *sql.Tx) error {
		for _, c := range counts {
			n, err := s.exec(ctx, tx, "import_count", c.Read, c.Sending, c.Sent, c.Rejected,
				c.Complaints, c.Events, c.Exposures, s.millis(), int64(c.Number))
			if err == nil && n == 0 {
				err = s.whyNot(ctx, tx, c.Number)
			}
			if err != nil {
				return err
			}
		}
		return s.give(ctx, tx, given)
	})
}
