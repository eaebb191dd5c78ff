package intake

import (
	"context"
	"net/http"
	"sync"
	"time"

	"huisheng/analytics"
)

// How long a request waits for a place, how long a count of the backlog holds, and how long one may take.
const (
	placeWait   = 2 * time.Second
	backlogFor  = 500 * time.Millisecond
	backlogWait = 2 * time.Second
)

// room says whether more can be taken.
type room struct {
	slots   chan struct{}
	backlog func(context.Context) (int64, error)
	clock   func() time.Time

	mu      sync.Mutex
	counted time.Time
	waiting int64
	err     error
}

// enter takes a place for a request, which leave gives back. A key has fewer places than there are, so that others find one.
func (in *Intake) enter(r *http.Request, s *sender) (leave func(), err error) {
	if err := in.room.shut(r.Context(), in.Limits.Backlog); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), placeWait)
	defer cancel()
	for i, slots := range []chan struct{}{s.slots, in.room.slots} {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			if i > 0 {
				<-s.slots
				return nil, later("busy", "同时处理的请求已满，请稍后再发", time.Second)
			}
			return nil, later("rate", "这把密钥同时在传的请求太多，请等前面的答复再发", time.Second)
		}
	}
	return func() { <-in.room.slots; <-s.slots }, nil
}

// shut is an error while more records wait to be stored than limit, or while nobody knows.
func (m *room) shut(ctx context.Context, limit int64) error {
	if m.backlog == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.clock().Sub(m.counted) >= backlogFor {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), backlogWait)
		m.waiting, m.err = m.backlog(ctx)
		cancel()
		m.counted = m.clock()
	}
	switch {
	case m.err != nil:
		return analytics.Wrap(analytics.KindDown, m.err, "在途的记录数读不到")
	case m.waiting >= limit:
		return later("busy", "等待入库的记录太多，请稍后再发", 5*time.Second)
	}
	return nil
}
