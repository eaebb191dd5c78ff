package state

import (
	"context"
	"database/sql"

	"huisheng/analytics"
)

// Setting returns the value of a setting, empty when it was never set.
func (s *State) Setting(ctx context.Context, name string) (string, error) {
	var value string
	_, err := s.one(ctx, s.db, "setting_get", []any{name}, &value)
	return value, err
}

// SetSetting sets a setting.
func (s *State) SetSetting(ctx context.Context, name, value string) error {
	_, err := s.exec(ctx, s.db, "setting_set", name, value, s.millis())
	return err
}

// ClaimSetting sets a setting unless it has a value, and returns the value that it has now. The first of several callers wins, so it
// serves for the fingerprint of the installation's key.
func (s *State) ClaimSetting(ctx context.Context, name, value string) (string, error) {
	var held string
	err := s.together(ctx, func(tx *sql.Tx) error {
		if _, err := s.exec(ctx, tx, "setting_claim", name, value, s.millis()); err != nil {
			return err
		}
		_, err := s.one(ctx, tx, "setting_get", []any{name}, &held)
		return err
	})
	return held, err
}

// TopicEpoch returns the epoch of a topic, which Kafka knows by id: 1 for the first topic of that name, one more for each that was
// made after the one before was deleted.
func (s *State) TopicEpoch(ctx context.Context, topic, id string) (uint32, error) {
	var epoch int64
	err := s.together(ctx, func(tx *sql.Tx) error {
		found, err := s.one(ctx, tx, "epoch_get", []any{topic, id}, &epoch)
		if err != nil || found {
			return err
		}
		if epoch, err = s.next(ctx, tx, "epoch "+topic); err != nil {
			return err
		}
		if _, err := s.exec(ctx, tx, "epoch_add", topic, id, epoch, s.millis()); err != nil {
			return err
		}
		// Another process may have been first on PostgreSQL; its number holds, and ours stays unused.
		_, err = s.one(ctx, tx, "epoch_get", []any{topic, id}, &epoch)
		return err
	})
	return uint32(epoch), err
}

// DeclareCoverage says which days a source covers, both ends included. detect has its last month to do again, and finds by itself which
// others a moved edge touches.
func (s *State) DeclareCoverage(ctx context.Context, c analytics.Coverage) error {
	if c.To.Before(c.From) {
		return analytics.Invalid("coverage", "来源 %s 的覆盖范围止于 %s，早于起点 %s", c.Source, day(c.To), day(c.From))
	}
	if _, err := s.exec(ctx, s.db, "coverage_set", c.Source, day(c.From), day(c.To), s.millis()); err != nil {
		return err
	}
	return s.MarkDirtyFor(ctx, "detect", "来源 "+c.Source+" 声明了覆盖范围", []analytics.Month{analytics.MonthOf(c.To)})
}

// DeclaredCoverages returns what was declared, by source.
func (s *State) DeclaredCoverages(ctx context.Context) ([]analytics.Coverage, error) {
	var list []analytics.Coverage
	err := s.each(ctx, s.db, "coverage_list", func(rows *sql.Rows) error {
		c, from, to := analytics.Coverage{Declared: true}, "", ""
		err := rows.Scan(&c.Source, &from, &to)
		if err == nil {
			c.From, err = parseDay(from)
		}
		if err == nil {
			c.To, err = parseDay(to)
		}
		list = append(list, c)
		return err
	})
	return list, err
}
