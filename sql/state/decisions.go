package state

import (
	"context"
	"time"

	"huisheng/analytics"
)

// tryingFor is how long somebody may try to submit a rejected record again before they are taken to be gone. A thousand records take
// seconds.
const tryingFor = 10 * time.Minute

// ClaimRejected begins to decide about a rejected record. It tells false when somebody else does at this moment or has: of several who
// retry a record at once, one does.
func (s *State) ClaimRejected(ctx context.Context, record analytics.Place, by string) (bool, error) {
	now := s.millis()
	n, err := s.exec(ctx, s.db, "decision_claim", record.String(), by, now, now-tryingFor.Milliseconds())
	return n > 0, err
}

// DecideRejected writes down what became of a rejected record that was claimed. By and At of the decision are set here.
func (s *State) DecideRejected(ctx context.Context, record analytics.Place, by string, d analytics.Decision) error {
	n, err := s.exec(ctx, s.db, "decision_set", d.Outcome, d.Reason, int64(d.Import), d.Key.Source, d.Key.ID, by, s.millis(), record.String())
	if err == nil && n == 0 {
		return &analytics.Error{Kind: analytics.KindBusy, Text: "这条退回的记录已由别人处理"}
	}
	return err
}

// ReleaseRejected gives a claim back when nothing was done.
func (s *State) ReleaseRejected(ctx context.Context, record analytics.Place) error {
	_, err := s.exec(ctx, s.db, "decision_drop", record.String(), analytics.RefusedTrying)
	return err
}

// ReopenRejected takes back that a record was discarded; it tells whether it was.
func (s *State) ReopenRejected(ctx context.Context, record analytics.Place) (bool, error) {
	n, err := s.exec(ctx, s.db, "decision_drop", record.String(), analytics.RefusedDiscarded)
	return n > 0, err
}

// DecisionOf returns what was decided about a rejected record, nil when nobody has.
func (s *State) DecisionOf(ctx context.Context, record analytics.Place) (*analytics.Decision, error) {
	var d analytics.Decision
	var number, at int64
	found, err := s.one(ctx, s.db, "decision_get", []any{record.String()}, &d.Outcome, &d.Reason, &number, &d.Key.Source, &d.Key.ID, &d.By, &at)
	if err != nil || !found {
		return nil, err
	}
	d.Import, d.At = uint32(number), fromMillis(at)
	return &d, nil
}

// DecidedRejected is about how many rejected records somebody has decided.
func (s *State) DecidedRejected(ctx context.Context) (int64, error) {
	var n int64
	_, err := s.one(ctx, s.db, "decision_count", nil, &n)
	return n, err
}
