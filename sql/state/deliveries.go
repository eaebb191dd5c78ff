package state

import (
	"context"
	"database/sql"
	"time"

	"huisheng/analytics"
)

// superseded is why a delivery that waits is not told when the finding rose to a higher level.
const superseded = "级别升高，按新的级别通知"

// AddDelivery plans to tell a finding, or keeps why it is not told, and tells whether that changes something: at this level or above a finding
// is told to a recipient once. What waits of it at a lower level is dropped, and what waits at this level longer is told by this rule instead.
func (s *State) AddDelivery(ctx context.Context, d analytics.Delivery) (added bool, err error) {
	err = s.together(ctx, func(tx *sql.Tx) error {
		number, err := s.next(ctx, tx, "delivery")
		if err != nil {
			return err
		}
		finding := analytics.IDText(d.Finding)
		n, err := s.exec(ctx, tx, "delivery_add", number, finding, int64(d.Level), int64(d.Recipient), int64(d.Rule), int64(d.Step), d.DueAt.UnixMilli(), d.Content, d.Dropped, s.millis())
		if err != nil || n == 0 {
			return err
		}
		added = true
		_, err = s.exec(ctx, tx, "delivery_supersede", superseded, finding, int64(d.Recipient), int64(d.Level))
		return err
	})
	return added, err
}

// ToldLevels returns the highest level at which findings were planned for each recipient since a time.
func (s *State) ToldLevels(ctx context.Context, since time.Time) (map[analytics.DeliveryKey]uint8, error) {
	levels := map[analytics.DeliveryKey]uint8{}
	err := s.each(ctx, s.db, "delivery_levels", func(rows *sql.Rows) error {
		var finding string
		var recipient, level int64
		if err := rows.Scan(&finding, &recipient, &level); err != nil {
			return err
		}
		id, err := analytics.ParseID(finding)
		levels[analytics.DeliveryKey{Finding: id, Recipient: uint64(recipient)}] = uint8(level)
		return err
	}, since.UnixMilli())
	return levels, err
}

// WaitingDeliveries returns what is due by a time and not told yet, by recipient, the highest level first.
func (s *State) WaitingDeliveries(ctx context.Context, by time.Time) ([]analytics.Delivery, error) {
	return s.deliveries(ctx, "delivery_waiting", by.UnixMilli())
}

// DeliveriesOf returns what a notice tells, the highest level first.
func (s *State) DeliveriesOf(ctx context.Context, notice uint64) ([]analytics.Delivery, error) {
	return s.deliveries(ctx, "delivery_of_notice", int64(notice))
}

// UnconfirmedDeliveries returns what rules themselves, and no escalation, told since a time and nobody confirmed. Their DueAt is when they
// were told, or should have been.
func (s *State) UnconfirmedDeliveries(ctx context.Context, since time.Time) ([]analytics.Delivery, error) {
	return s.deliveries(ctx, "delivery_unconfirmed", since.UnixMilli())
}

// PlannedDeliveries returns what was planned since a time and is told or waits, oldest first.
func (s *State) PlannedDeliveries(ctx context.Context, since time.Time) ([]analytics.Delivery, error) {
	return s.deliveries(ctx, "delivery_planned", since.UnixMilli())
}

// DropDelivery does not tell what waits to be told.
func (s *State) DropDelivery(ctx context.Context, number uint64, why string) error {
	_, err := s.exec(ctx, s.db, "delivery_drop", why, int64(number))
	return err
}

func (s *State) deliveries(ctx context.Context, query string, args ...any) ([]analytics.Delivery, error) {
	var list []analytics.Delivery
	err := s.each(ctx, s.db, query, func(rows *sql.Rows) error {
		var d analytics.Delivery
		var number, level, recipient, rule, step, due, notice, made int64
		var finding string
		if err := rows.Scan(&number, &finding, &level, &recipient, &rule, &step, &due, &notice, &d.Content, &d.Dropped, &made); err != nil {
			return err
		}
		var err error
		if d.Finding, err = analytics.ParseID(finding); err != nil {
			return err
		}
		d.Number, d.Level, d.Recipient, d.Rule, d.Step, d.Notice = uint64(number), uint8(level), uint64(recipient), uint64(rule), int(step), uint64(notice)
		d.DueAt, d.MadeAt = fromMillis(due), fromMillis(made)
		list = append(list, d)
		return nil
	}, args...)
	return list, err
}
