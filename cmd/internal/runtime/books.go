package runtime

import (
	"context"
	"slices"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
	"huisheng/jobs/enrich"
)

// Books takes the equation over all complaints. What came in is counted by Kafka's offsets and at the door, what became of it by the
// tables below the committed offsets, what is on its way by the offsets above: three counts that know nothing of each other.
func (rt *Runtime) Books(ctx context.Context) (analytics.Books, error) {
	cfg := rt.Kafka
	cfg.Topics = []string{ingest.TopicComplaints}
	admin := kafka.NewAdmin(cfg)
	defer admin.Close()
	// Committed before ended, so that nothing is on its way that was not sent.
	committed, err := admin.Committed(ctx, Group)
	if err != nil {
		return analytics.Books{}, err
	}
	topics, err := admin.Topics(ctx)
	if err != nil {
		return analytics.Books{}, err
	}
	var sent, inFlight int64
	below := make([]uint64, len(topics[0].Partitions))
	for p, at := range topics[0].Partitions {
		below[p] = committed[ingest.TopicComplaints][uint16(p)]
		sent += int64(at.End)
		inFlight += int64(at.End) - int64(below[p])
	}
	taken, err := rt.Warehouse.CommittedBooks(ctx, rt.Kafka.Epochs[ingest.TopicComplaints], below)
	if err != nil {
		return analytics.Books{}, err
	}
	b := taken.Books
	b.Received = sent + taken.Earlier + taken.Door
	b.Rejected += taken.Door
	b.InFlight = inFlight
	return b, nil
}

// Ledger is what the head of every page shows. Counting ten million rows takes a second, so pages get the last count at once and a new
// one is made beside them, never more often than a tenth of the time.
type Ledger struct {
	rt    *Runtime
	mu    sync.Mutex
	books analytics.Books
	known bool
	next  time.Time
	busy  bool
}

// Ledger makes the ledger of the pages.
func (rt *Runtime) Ledger() *Ledger { return &Ledger{rt: rt} }

// Books returns the newest count. The first caller waits for it.
func (l *Ledger) Books(ctx context.Context) (analytics.Books, error) {
	l.mu.Lock()
	known, due := l.known, !l.busy && !time.Now().Before(l.next)
	if due {
		l.busy = true
	}
	b := l.books
	l.mu.Unlock()
	switch {
	case known && due:
		go func() {
			if _, err := l.count(context.WithoutCancel(ctx)); err != nil {
				l.rt.log.Warn("the books could not be taken again; pages show those from before", "error", err)
			}
		}()
		return b, nil
	case known:
		return b, nil
	case due:
		return l.count(ctx)
	}
	return l.rt.Books(ctx)
}

func (l *Ledger) count(ctx context.Context) (analytics.Books, error) {
	began := time.Now()
	b, err := l.rt.Books(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy = false
	l.next = time.Now().Add(max(time.Second, 10*time.Since(began)))
	if err == nil {
		l.books, l.known = b, true
	}
	return b, err
}

// DirtyMonths returns the months that wait to be computed again, or of which words wait to be read again, oldest first.
func (l *Ledger) DirtyMonths(ctx context.Context) ([]analytics.Month, error) {
	dirty, err := l.rt.State.DirtyMonths(ctx, assembleJob)
	if err != nil {
		return nil, err
	}
	months, err := l.rt.State.QueuedMonths(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range dirty {
		months = append(months, d.Month)
	}
	slices.Sort(months)
	return slices.Compact(months), nil
}

// assembleJob is the name under which months wait to be computed again.
const assembleJob = "assemble"

// Unread is how many stored complaints were not yet read by enrich.
func (rt *Runtime) Unread(ctx context.Context) (int64, error) {
	stored, err := rt.readable.Stored(ctx)
	if err != nil {
		return 0, err
	}
	reached, err := rt.State.Watermark(ctx, enrich.Name)
	if err != nil {
		return 0, err
	}
	var n int64
	for _, s := range stored {
		if s.Topic != ingest.TopicComplaints {
			continue
		}
		n += int64(s.Next)
		for _, r := range reached {
			if r.Topic == s.Topic && r.Epoch == s.Epoch && r.Partition == s.Partition {
				n -= int64(min(r.Next, s.Next))
			}
		}
	}
	return n, nil
}
