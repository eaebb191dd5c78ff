package web

import (
	"context"
	"net/http"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Counting a list looks at every complaint of it, which may take seconds where the rows take none. So the count has a life of its own: it
// begins with the page, goes on when the page has been sent, and the page asks for it again.
const (
	countTimeout = 30 * time.Second
	countKept    = 2 * time.Second // for the question that follows the page
	countsAtOnce = 2               // the others wait: the engine shares the cores with the jobs
)

// tallyView is the count above a list.
type tallyView struct {
	N     uint64
	Parts []booksTerm // the books of the count; empty when there is nothing to add up
	Once  []booksTerm // 去重件 and 去模板件, where they differ from the count
	Later string      // where the count is to be had when it was not ready
	Wait  string      // the page that waits for it
	Off   bool        // it could not be counted
}

// counter runs each count once, however many ask for it.
type counter struct {
	mu      sync.Mutex
	running map[string]*count
	slots   chan struct{}
}

type count struct {
	done  chan struct{}
	tally analytics.Tally
	err   error
}

func newCounter() *counter {
	return &counter{running: map[string]*count{}, slots: make(chan struct{}, countsAtOnce)}
}

// start finds the count of this name under way, or begins it.
func (c *counter) start(name string, run func(context.Context) (analytics.Tally, error)) *count {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k, known := c.running[name]; known {
		return k
	}
	k := &count{done: make(chan struct{})}
	c.running[name] = k
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), countTimeout)
		defer cancel()
		select {
		case c.slots <- struct{}{}:
			k.tally, k.err = run(ctx)
			<-c.slots
		case <-ctx.Done():
			k.err = ctx.Err()
		}
		close(k.done)
		time.AfterFunc(countKept, func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			delete(c.running, name)
		})
	}()
	return k
}

// count begins to count a list.
func (s *site) count(q dashboards.Query, sel analytics.Selection) *count {
	return s.counter.start(dashboards.Encode(0, sel), func(ctx context.Context) (analytics.Tally, error) {
		tally, err := s.Reader.TallyComplaints(ctx, sel, q.Now)
		if err != nil {
			s.Log.Error("a list could not be counted", "error", err)
		}
		return tally, err
	})
}

// view waits for a count as long as patience lasts; nil when it is not ready by then.
func (k *count) view(ctx context.Context, patience <-chan time.Time) *tallyView {
	select {
	case <-k.done:
	default:
		select {
		case <-k.done:
		case <-patience:
			return nil
		case <-ctx.Done():
			return nil
		}
	}
	if k.err != nil {
		return &tallyView{Off: true}
	}
	v := &tallyView{N: k.tally.N}
	// One part is the whole, and says so by itself.
	classified := k.tally.N - k.tally.Unclassified - k.tally.Pending
	for _, t := range []booksTerm{{Name: "有主题", N: classified}, {Name: "未分类", N: k.tally.Unclassified}, {Name: "待分析", N: k.tally.Pending}} {
		if t.N > 0 {
			v.Parts = append(v.Parts, t)
		}
	}
	for _, t := range []booksTerm{{Name: "去重件", N: k.tally.N - min(k.tally.N, k.tally.Duplicate)}, {Name: "去模板件", N: k.tally.N - min(k.tally.N, k.tally.Copied)}} {
		if t.N < v.N {
			v.Once = append(v.Once, t)
		}
	}
	if len(v.Parts) == 1 && classified > 0 {
		v.Parts = nil
	}
	return v
}

// showTally answers a page that was sent before its count was ready.
func (s *site) showTally(w http.ResponseWriter, r *http.Request) {
	q, sel, err := s.listQuery(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	view := s.count(q, sel).view(r.Context(), nil)
	if view == nil {
		return // nobody is there any more
	}
	s.show(w, r, http.StatusOK, "tally", frame{Body: view, Fragment: true})
}
