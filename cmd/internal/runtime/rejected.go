package runtime

import (
	"context"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/ingest/sink"
)

// Rejected is what people do with rejected records: look, correct, retry, discard. Nothing is submitted again unless somebody asks.
type Rejected struct {
	rt *Runtime

	mu    sync.Mutex
	open  int64
	until time.Time
}

// Rejected makes the rejected records of this installation.
func (rt *Runtime) Rejected() *Rejected { return &Rejected{rt: rt} }

// ListRejected lists the records of a filter after the cursor, newest first, with what was decided about them.
func (x *Rejected) ListRejected(ctx context.Context, f analytics.RefusedFilter, after analytics.RefusedCursor, limit int) ([]analytics.Refused, error) {
	list, err := x.rt.Warehouse.Refused(ctx, f, after, limit)
	for i := range list {
		if err == nil {
			list[i].Decision, err = x.rt.State.DecisionOf(ctx, list[i].Place)
		}
	}
	return list, err
}

// CountRejected counts the records of a filter, decided or not.
func (x *Rejected) CountRejected(ctx context.Context, f analytics.RefusedFilter) (analytics.RefusedCounts, error) {
	return x.rt.Warehouse.RefusedCounts(ctx, f)
}

// openKept is how long the number of open records is taken for known, as every page under 数据 shows it.
const openKept = 5 * time.Second

// OpenRejected is how many records nobody has decided about.
func (x *Rejected) OpenRejected(ctx context.Context) (int64, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if time.Now().Before(x.until) {
		return x.open, nil
	}
	all, err := x.rt.Warehouse.RefusedTotal(ctx)
	if err != nil {
		return 0, err
	}
	decided, err := x.rt.State.DecidedRejected(ctx)
	if err != nil {
		return 0, err
	}
	x.open, x.until = max(0, all-decided), time.Now().Add(openKept)
	return x.open, nil
}

// forget makes the next OpenRejected count anew.
func (x *Rejected) forget() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.until = time.Time{}
}

// ReadRejected returns one record, and its fields when it can be taken apart.
func (x *Rejected) ReadRejected(ctx context.Context, at analytics.Place) (analytics.Refused, []analytics.RefusedField, error) {
	r, err := x.rt.Warehouse.RefusedAt(ctx, at)
	if err != nil {
		return r, nil, err
	}
	if r.Decision, err = x.rt.State.DecisionOf(ctx, at); err != nil {
		return r, nil, err
	}
	form, err := x.formOf(ctx, &r)
	if err != nil || form == nil {
		return r, nil, err
	}
	return r, form.fields, nil
}

// DiscardRejected decides that records are to stay rejected, with a reason. It returns how many were open until then.
func (x *Rejected) DiscardRejected(ctx context.Context, places []analytics.Place, reason, by string) (int, error) {
	if reason == "" {
		return 0, analytics.Invalid("reason", "放弃要写原因，例如 测试数据")
	}
	defer x.forget()
	n := 0
	for _, at := range places {
		mine, err := x.rt.State.ClaimRejected(ctx, at, by)
		if err != nil {
			return n, err
		}
		if !mine {
			continue
		}
		if err := x.rt.State.DecideRejected(ctx, at, by, analytics.Decision{Outcome: analytics.RefusedDiscarded, Reason: reason}); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// ReopenRejected takes back that a record was discarded.
func (x *Rejected) ReopenRejected(ctx context.Context, at analytics.Place) error {
	defer x.forget()
	reopened, err := x.rt.State.ReopenRejected(ctx, at)
	if err == nil && !reopened {
		return &analytics.Error{Kind: analytics.KindInvalid, Text: "这条记录没有被放弃，不用恢复"}
	}
	return err
}

// Unseal opens what a record keeps sealed because it could not be read and so not be masked.
func (x *Rejected) Unseal(r *analytics.Refused) (string, error) {
	if !r.Sealed {
		return r.Payload, nil
	}
	plain, err := sink.Unseal(x.rt.keys.seal, r.Payload)
	return string(plain), err
}
