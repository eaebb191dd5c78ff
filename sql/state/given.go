package state

import (
	"context"
	"database/sql"
	"time"

	"huisheng/analytics"
)

// Give adds to the ledger of what was given to Kafka. Sending is written before records are given and Sent after Kafka confirmed them, in
// increments, so that several processes may write for the same hour and after a kill at any moment Sent ≤ what reached Kafka ≤ Sending.
func (s *State) Give(ctx context.Context, lines []analytics.Given) error {
	if len(lines) == 0 {
		return nil
	}
	return s.together(ctx, func(tx *sql.Tx) error { return s.give(ctx, tx, lines) })
}

func (s *State) give(ctx context.Context, tx *sql.Tx, lines []analytics.Given) error {
	for _, g := range lines {
		_, err := s.exec(ctx, tx, "given_add", int64(g.Import), g.Topic, g.Meant, g.Source, hourNumber(g.Hour), g.Sending, g.Sent)
		if err != nil {
			return err
		}
	}
	return nil
}

// Given returns what was given to Kafka in the hours that begin in [from, to).
func (s *State) Given(ctx context.Context, from, to time.Time) ([]analytics.Given, error) {
	var list []analytics.Given
	err := s.each(ctx, s.db, "given_list", func(rows *sql.Rows) error {
		var g analytics.Given
		var hour int64
		err := rows.Scan(&g.Import, &g.Topic, &g.Meant, &g.Source, &hour, &g.Sending, &g.Sent)
		g.Hour = time.UnixMilli(hour * time.Hour.Milliseconds()).In(analytics.Zone)
		list = append(list, g)
		return err
	}, hourNumber(from), hourNumber(to))
	return list, err
}

// hourNumber counts the hours since 1970.
func hourNumber(t time.Time) int64 { return analytics.HourOf(t).UnixMilli() / time.Hour.Milliseconds() }

// GivenSince returns the number of the first import that the ledger of hours knows, 0 when it is empty. Imports before it were made by a
// version without this ledger.
func (s *State) GivenSince(ctx context.Context) (uint32, error) {
	var number int64
	_, err := s.one(ctx, s.db, "given_since", nil, &number)
	return uint32(number), err
}
