package state

import (
	"context"
	"database/sql"
	"time"

	"huisheng/analytics"
)

// keptRuns is how many runs the ledger keeps: a month of runs every half minute would be 86,000 rows that nobody reads.
const keptRuns = 5000

// BeginRun gives a run its number and writes it down as running.
func (s *State) BeginRun(ctx context.Context, r analytics.Run) (analytics.Run, error) {
	r.StartedAt, r.FinishedAt, r.Outcome = fromMillis(s.millis()), time.Time{}, analytics.RunRunning
	err := s.together(ctx, func(tx *sql.Tx) error {
		number, err := s.next(ctx, tx, "run")
		if err != nil {
			return err
		}
		r.Number = uint64(number)
		if _, err := s.exec(ctx, tx, "run_add", number, r.Job, r.Window, r.Code, r.Watermark, r.StartedAt.UnixMilli()); err != nil {
			return err
		}
		if number%100 == 0 {
			_, err = s.exec(ctx, tx, "run_prune", number-keptRuns)
		}
		return err
	})
	return r, err
}

// FinishRun writes down how a run ended.
func (s *State) FinishRun(ctx context.Context, number uint64, fault error) error {
	outcome, told := analytics.RunDone, ""
	if fault != nil {
		outcome, told = analytics.RunFailed, fault.Error()
	}
	_, err := s.exec(ctx, s.db, "run_finish", s.millis(), outcome, told, int64(number))
	return err
}

// AbortRuns ends the runs that a process left behind when it died. Only the holder of the jobs' lease may call it.
func (s *State) AbortRuns(ctx context.Context) error {
	_, err := s.exec(ctx, s.db, "run_abort_all", s.millis())
	return err
}

// Runs returns the newest runs, newest first.
func (s *State) Runs(ctx context.Context, limit int) ([]analytics.Run, error) {
	return s.runs(ctx, "run_list", limit)
}

// LastRuns returns the newest run of each job.
func (s *State) LastRuns(ctx context.Context) ([]analytics.Run, error) {
	return s.runs(ctx, "run_last")
}

func (s *State) runs(ctx context.Context, name string, args ...any) ([]analytics.Run, error) {
	var list []analytics.Run
	err := s.each(ctx, s.db, name, func(rows *sql.Rows) error {
		var r analytics.Run
		var number, started, finished int64
		err := rows.Scan(&number, &r.Job, &r.Window, &r.Code, &r.Watermark, &started, &finished, &r.Outcome, &r.Error)
		r.Number, r.StartedAt, r.FinishedAt = uint64(number), fromMillis(started), fromMillis(finished)
		list = append(list, r)
		return err
	}, args...)
	return list, err
}

func day(t time.Time) string { return t.In(analytics.Zone).Format("2006-01-02") }

func parseDay(s string) (time.Time, error) {
	return time.ParseInLocation("2006-01-02", s, analytics.Zone)
}
