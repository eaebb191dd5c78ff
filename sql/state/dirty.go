package state

import (
	"context"
	"database/sql"

	"huisheng/analytics"
)

// MarkDirty puts months on the lists of what alike must compare and assemble must compute again. A month that is there already, or that a job
// is computing right now, is computed once more.
func (s *State) MarkDirty(ctx context.Context, months []analytics.Month) error {
	return s.markDirty(ctx, "到了新的记录", months, "alike", "assemble")
}

// MarkDirtyFor is MarkDirty for one job, with a reason that the status shows.
func (s *State) MarkDirtyFor(ctx context.Context, job, reason string, months []analytics.Month) error {
	return s.markDirty(ctx, reason, months, job)
}

func (s *State) markDirty(ctx context.Context, reason string, months []analytics.Month, jobs ...string) error {
	if len(months) == 0 {
		return nil
	}
	return s.together(ctx, func(tx *sql.Tx) error {
		generation, err := s.next(ctx, tx, "generation")
		if err != nil {
			return err
		}
		for _, job := range jobs {
			for _, month := range months {
				if _, err := s.exec(ctx, tx, "dirty_mark", job, int64(month), s.millis(), reason, generation); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// DirtyMonths returns what a job must compute again, newest month first.
func (s *State) DirtyMonths(ctx context.Context, job string) ([]analytics.Dirty, error) {
	var list []analytics.Dirty
	err := s.each(ctx, s.db, "dirty_list", func(rows *sql.Rows) error {
		var d analytics.Dirty
		var since int64
		err := rows.Scan(&d.Month, &since, &d.Reason, &d.Generation)
		d.Since = fromMillis(since)
		list = append(list, d)
		return err
	}, job)
	return list, err
}

// ClearDirty takes a month off a job's list, unless it was marked again since its generation was read. It tells whether it did.
func (s *State) ClearDirty(ctx context.Context, job string, d analytics.Dirty) (bool, error) {
	n, err := s.exec(ctx, s.db, "dirty_clear", job, int64(d.Month), d.Generation)
	return n > 0, err
}

// DirtyJobs returns which jobs must compute a month again, by the name of the job.
func (s *State) DirtyJobs(ctx context.Context, month analytics.Month) (map[string]analytics.Dirty, error) {
	list := map[string]analytics.Dirty{}
	err := s.each(ctx, s.db, "dirty_of_month", func(rows *sql.Rows) error {
		d, job, since := analytics.Dirty{Month: month}, "", int64(0)
		err := rows.Scan(&job, &since, &d.Reason, &d.Generation)
		d.Since = fromMillis(since)
		list[job] = d
		return err
	}, int64(month))
	return list, err
}
