// Package watch measures how an installation is doing, every few seconds, for the page 运行 and for metrics: both read the newest measurement
// and cost nothing themselves.
package watch

import (
	"context"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/operations"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sink"
	"huisheng/sql/warehouse"
)

// Source is what is measured; the runtime is one. Every method is asked from one goroutine of its own, every few seconds and under a deadline.
type Source interface {
	// Kafka tells where the group stands and who is in it.
	Kafka(ctx context.Context) ([]kafka.Standing, []kafka.Member, error)
	// Work tells what the jobs did and have to do. The watermark is read before what is dirty.
	Work(ctx context.Context) (Work, error)
	// Stored tells how far the arrivals reach in the tables.
	Stored(ctx context.Context) ([]analytics.Position, error)
	// Storage tells what the tables take and the disks have.
	Storage(ctx context.Context) ([]warehouse.Stock, []warehouse.Disk, error)
	// Books counts the books, or returns the newest count.
	Books(ctx context.Context) (analytics.Books, error)
	// Receiver tells what the sink of this process did, false when it has none.
	Receiver() (sink.Stats, bool)
}

// Work is what the jobs did and have to do.
type Work struct {
	Jobs      []string // names in the order in which they run
	Watermark []analytics.Position
	Dirty     map[string][]analytics.Dirty
	Runs      []analytics.Run // newest first
	Worker    string
}

// Config is how a Watch works. The zero value is usable.
type Config struct {
	Every   time.Duration // between measurements; 0: 2 s, so that a list that must be fresh within 5 s is measured within 2
	Slow    time.Duration // between measurements of storage; 0: 10 s
	Rare    time.Duration // between counts of the books, which look at every complaint; 0: 1 minute
	Timeout time.Duration // of one question; 0: 5 s
	Epochs  map[string]uint32
	Now     func() time.Time    // nil: the system's clock
	Fixed   operations.Snapshot // what does not change: versions, places, process
	Memory  func() uint64       // resident bytes of this process; nil: unknown
	Alarm   func() string       // what the watch over the books by hour found, empty when nothing, at once; nil: nobody watches
}

func (c Config) withDefaults() Config {
	if c.Every == 0 {
		c.Every = 2 * time.Second
	}
	if c.Slow == 0 {
		c.Slow = 10 * time.Second
	}
	if c.Rare == 0 {
		c.Rare = time.Minute
	}
	if c.Timeout == 0 {
		c.Timeout = 5 * time.Second
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Memory == nil {
		c.Memory = func() uint64 { return 0 }
	}
	return c
}

// Watch measures until it is stopped. It is safe for concurrent use.
type Watch struct {
	config Config
	source Source
	stop   context.CancelFunc
	ended  sync.WaitGroup

	mu       sync.Mutex
	snapshot operations.Snapshot
	troubles map[string]operations.Trouble
	fresh    freshness
	traffic  traffic
	work     Work
	stored   offsets
	read     offsets // into the figures of the newest month
}

// New makes a Watch that does nothing until Start.
func New(c Config, s Source) *Watch {
	c = c.withDefaults()
	return &Watch{config: c, source: s, snapshot: c.Fixed, troubles: map[string]operations.Trouble{}, stored: offsets{}, read: offsets{}}
}

// Start begins to measure, the first time at once.
func (w *Watch) Start() {
	ctx, cancel := context.WithCancel(context.Background())
	w.stop = cancel
	w.ended.Go(func() { w.repeat(ctx, w.config.Every, w.Measure) })
	w.ended.Go(func() { w.repeat(ctx, w.config.Slow, w.MeasureStorage) })
	w.ended.Go(func() { w.repeat(ctx, w.config.Rare, w.MeasureBooks) })
}

// Stop returns when nothing is asked any more.
func (w *Watch) Stop() error {
	if w.stop != nil {
		w.stop()
		w.ended.Wait()
	}
	return nil
}

func (w *Watch) repeat(ctx context.Context, every time.Duration, measure func(context.Context)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		measure(ctx)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// Snapshot is the newest measurement. Its slices are not written to any more.
func (w *Watch) Snapshot() operations.Snapshot {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.snapshot
	if w.config.Alarm != nil {
		s.BooksAlarm = w.config.Alarm()
	}
	return s
}

// Measure asks Kafka, the jobs and the tables side by side, so that one that hangs does not keep the others from being seen, and draws the
// conclusions.
func (w *Watch) Measure(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, w.config.Timeout)
	defer cancel()
	at := w.config.Now() // before the question: what comes while it is asked may be in the answer
	var standings []kafka.Standing
	var members []kafka.Member
	var work Work
	var stored []analytics.Position
	var kafkaErr, workErr, storedErr error
	var asked sync.WaitGroup
	asked.Go(func() { standings, members, kafkaErr = w.source.Kafka(ctx) })
	asked.Go(func() { work, workErr = w.source.Work(ctx) })
	asked.Go(func() { stored, storedErr = w.source.Stored(ctx) })
	asked.Wait()
	if ctx.Err() == context.Canceled {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.config.Now()
	w.trouble(operations.PartKafka, kafkaErr, now)
	w.trouble(operations.PartState, workErr, now)
	w.trouble(operations.PartClickHouse, storedErr, now)
	if storedErr == nil {
		w.stored = offsetsOf(stored, w.config.Epochs)
	}
	if workErr == nil {
		w.work = work
		w.read = readOf(work, w.config.Epochs)
	}
	if kafkaErr == nil {
		ends, committed := endsOf(standings)
		w.fresh.add(at, ends)
		w.traffic.add(at, standings)
		if storedErr == nil && workErr == nil {
			w.fresh.see(now, committed, w.stored, w.read)
		}
		w.snapshot.Partitions, w.snapshot.Members = w.traffic.partitions(members), membersOf(members)
	}
	w.conclude(now)
}

// MeasureStorage asks what the tables take.
func (w *Watch) MeasureStorage(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, w.config.Timeout)
	defer cancel()
	stocks, disks, err := w.source.Storage(ctx)
	if err != nil {
		return // Measure tells that ClickHouse does not answer
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.traffic.rows(w.config.Now(), stocks)
	w.snapshot.Tables, w.snapshot.Disks = nil, nil
	for _, s := range stocks {
		w.snapshot.Tables = append(w.snapshot.Tables, operations.Table{Name: s.Table, Rows: s.Rows, Bytes: s.Bytes, Parts: s.Parts})
	}
	for _, d := range disks {
		w.snapshot.Disks = append(w.snapshot.Disks, operations.Disk{Name: d.Name, Free: d.Free, Total: d.Total})
	}
}

// MeasureBooks counts the books.
func (w *Watch) MeasureBooks(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, w.config.Rare)
	defer cancel()
	books, err := w.source.Books(ctx)
	if err != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.snapshot.Books, w.snapshot.BooksKnown = books, true
}

// trouble keeps since when a part does not answer. The lock is held.
func (w *Watch) trouble(part string, err error, now time.Time) {
	if err == nil {
		delete(w.troubles, part)
		return
	}
	t, known := w.troubles[part]
	if !known {
		t = operations.Trouble{Part: part, Since: now}
	}
	t.Kind, t.Text = analytics.KindOf(err), clip(err.Error())
	w.troubles[part] = t
}

// clip keeps an error short enough for a page; the whole stands in the log.
func clip(text string) string {
	const most = 200
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
