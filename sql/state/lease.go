package state

import (
	"context"
	"time"

	"huisheng/analytics"
)

// TakeLease takes or renews a lease for a while. It returns false when somebody else holds it. Owners are told apart by their text, so
// that it must differ from process to process. A lease from before the clock went back holds nobody up.
func (s *State) TakeLease(ctx context.Context, name, owner string, length time.Duration) (bool, error) {
	now := s.now()
	// Twice the length, so that the clocks of two machines may differ by one.
	n, err := s.exec(ctx, s.db, "lease_take", name, owner, now.Add(length).UnixMilli(), now.UnixMilli(), now.Add(2*length).UnixMilli())
	return n > 0, err
}

// ReleaseLease gives a lease back. One that somebody else holds stays.
func (s *State) ReleaseLease(ctx context.Context, name, owner string) error {
	_, err := s.exec(ctx, s.db, "lease_release", name, owner)
	return err
}

// ClearLeases ends every lease. Only for who knows that all their owners are dead, as the one that holds the data directory does.
func (s *State) ClearLeases(ctx context.Context) error {
	_, err := s.exec(ctx, s.db, "lease_clear")
	return err
}

// LeaseOf tells who holds a lease.
func (s *State) LeaseOf(ctx context.Context, name string) (analytics.Lease, error) {
	l, until := analytics.Lease{Name: name}, int64(0)
	_, err := s.one(ctx, s.db, "lease_get", []any{name, s.millis()}, &l.Owner, &until)
	l.Until = fromMillis(until)
	return l, err
}
