package state

import (
	"context"
	"database/sql"

	"huisheng/analytics"
)

// modelSetting names the setting that holds the model for which the queue of months to read again was filled.
const modelSetting = "enrich.model_queued"

// Watermark returns how far a job came in every partition that it ever read.
func (s *State) Watermark(ctx context.Context, job string) ([]analytics.Position, error) {
	var list []analytics.Position
	err := s.each(ctx, s.db, "watermark_list", func(rows *sql.Rows) error {
		var p analytics.Position
		var next int64
		err := rows.Scan(&p.Topic, &p.Epoch, &p.Partition, &next)
		p.Next = uint64(next)
		list = append(list, p)
		return err
	}, job)
	return list, err
}

// Advance sets one position of a job's watermark.
func (s *State) Advance(ctx context.Context, job string, to analytics.Position) error {
	_, err := s.exec(ctx, s.db, "watermark_set", job, to.Topic, int64(to.Epoch), int64(to.Partition), int64(to.Next))
	return err
}

// Rewind lets a job read everything that ever arrived once more. Only for who holds the lease of the jobs.
func (s *State) Rewind(ctx context.Context, job string) error {
	_, err := s.exec(ctx, s.db, "watermark_rewind", job)
	return err
}

// ModelQueued returns the model for which QueueModel ran last, empty before the first.
func (s *State) ModelQueued(ctx context.Context) (string, error) { return s.Setting(ctx, modelSetting) }

// QueueModel replaces the queue of months to read again by these and remembers the model, in one transaction.
func (s *State) QueueModel(ctx context.Context, model string, months []analytics.Month) error {
	return s.together(ctx, func(tx *sql.Tx) error {
		if _, err := s.exec(ctx, tx, "model_queue_empty"); err != nil {
			return err
		}
		for _, month := range months {
			if _, err := s.exec(ctx, tx, "model_queue_add", int64(month)); err != nil {
				return err
			}
		}
		_, err := s.exec(ctx, tx, "setting_set", modelSetting, model, s.millis())
		return err
	})
}

// NextQueued returns the newest month in that queue, 0 when it is empty.
func (s *State) NextQueued(ctx context.Context) (analytics.Month, error) {
	var month analytics.Month
	_, err := s.one(ctx, s.db, "model_queue_next", nil, &month)
	return month, err
}

// Unqueue takes a month off that queue.
func (s *State) Unqueue(ctx context.Context, month analytics.Month) error {
	_, err := s.exec(ctx, s.db, "model_queue_remove", int64(month))
	return err
}

// Queued returns the months to be read again, by another model or for changed words, newest first.
func (s *State) Queued(ctx context.Context) ([]analytics.Month, error) {
	var list []analytics.Month
	err := s.each(ctx, s.db, "model_queue_list", func(rows *sql.Rows) error {
		var month analytics.Month
		err := rows.Scan(&month)
		list = append(list, month)
		return err
	})
	return list, err
}
