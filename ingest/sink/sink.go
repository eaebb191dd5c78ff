package sink

import (
	"context"
	"errors"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// Sink moves messages from a source into a store.
type Sink struct {
	cfg     Config
	source  Source
	store   Store
	codec   Codec
	masker  Masker
	tracker *tracker
	masked  text.Tally
	stats   stats

	complaints *lane[analytics.Complaint]
	events     *lane[analytics.Event]
	exposures  *lane[analytics.Exposure]
	rejected   *lane[analytics.Rejected]
	lanes      []anyLane

	decoder *decoder
	blocks  chan *block   // spare ones
	work    chan *block   // to be decoded, by any worker
	ordered chan *block   // the same blocks, in order
	slots   chan struct{} // one token for every batch that is being stored
	writing sync.WaitGroup
	commit  chan struct{} // holds a token when something may be due for a commit

	stopFetching context.CancelFunc
	abandon      context.CancelFunc
	done         chan struct{}
}

// New makes a sink that does nothing until Start.
func New(cfg Config, source Source, store Store, codec Codec, masker Masker) *Sink {
	s := &Sink{cfg: cfg, source: source, store: store, codec: codec, masker: masker, tracker: newTracker(),
		stats: stats{waiting: map[string]Wait{}}}
	if m, ok := masker.(*text.Masker); ok {
		s.masker = m.Counting(&s.masked)
	}
	return s
}

// Start begins to fetch. The source must be running.
func (s *Sink) Start() error {
	if s.done != nil {
		return errors.New("入库程序已经启动过")
	}
	cfg, err := s.cfg.withDefaults()
	if err != nil {
		return err
	}
	seal, err := newSealer(cfg.SealKey)
	if err != nil {
		return err
	}
	s.cfg = cfg
	s.decoder = &decoder{topics: cfg.Topics, codec: s.codec, masker: s.masker, sealer: seal, now: cfg.Now}
	s.makeLanes()
	s.work, s.ordered = make(chan *block, cfg.Workers), make(chan *block, cfg.Workers+1)
	s.blocks = make(chan *block, cap(s.ordered)+2)
	s.slots = make(chan struct{}, cfg.Writers)
	s.commit = make(chan struct{}, 1)
	s.done = make(chan struct{})
	fetching, stop := context.WithCancel(context.Background())
	storing, abandon := context.WithCancel(context.Background())
	s.stopFetching, s.abandon = stop, abandon
	go s.fetch(fetching)
	for range cfg.Workers {
		go s.decode()
	}
	collected := make(chan struct{})
	go func() { defer close(collected); s.collect(storing) }()
	go func() { defer close(s.done); s.committing(storing, collected) }()
	return nil
}

// Stop fetches no more, stores what was fetched, commits it, and returns. When ctx ends first, what is not stored yet is abandoned
// without a commit, so that the next reader gets it. The error is then that of ctx.
func (s *Sink) Stop(ctx context.Context) error {
	if s.done == nil {
		return nil
	}
	s.stopFetching()
	select {
	case <-s.done:
		s.abandon()
		return nil
	case <-ctx.Done():
		s.abandon()
		<-s.done
		return ctx.Err()
	}
}

func (s *Sink) makeLanes() {
	t, limits, writers := s.cfg.Topics, s.cfg.Limits, s.cfg.Writers
	s.complaints = newLane(t.Complaints, limits, writers, s.store.StoreComplaints, func(c *analytics.Complaint, why error) analytics.Rejected {
		payload, _ := s.codec.EncodeComplaint(c)
		return faulty(t.Complaints, c.Source, c.ID, payload, why)
	})
	s.events = newLane(t.Events, limits, writers, s.store.StoreEvents, func(e *analytics.Event, why error) analytics.Rejected {
		payload, _ := s.codec.EncodeEvent(e)
		return faulty(t.Events, e.Source, e.ComplaintID, payload, why)
	})
	s.exposures = newLane(t.Exposures, limits, writers, s.store.StoreExposures, func(x *analytics.Exposure, why error) analytics.Rejected {
		payload, _ := s.codec.EncodeExposure(x)
		return faulty(t.Exposures, x.Source, "", payload, why)
	})
	s.rejected = newLane(t.Rejected, limits, writers, s.store.StoreRejected, func(r *analytics.Rejected, why error) analytics.Rejected {
		return *r
	})
	s.lanes = []anyLane{s.complaints, s.events, s.exposures, s.rejected}
}

// fetch is step 1. It ends when ctx does, and then lets the next steps end after what they have.
func (s *Sink) fetch(ctx context.Context) {
	defer close(s.ordered)
	defer close(s.work)
	b := s.spareBlock()
	for pause := s.cfg.RetryFirst; ; pause = s.cfg.RetryFirst {
		// 1. Fetch a block of messages and note the place of each.
		n, err := s.source.Fetch(ctx, b.messages)
		for ; err != nil; n, err = s.source.Fetch(ctx, b.messages) {
			if ctx.Err() != nil {
				return
			}
			s.stats.failed("fetch", err, s.cfg.Now())
			sleep(ctx, pause)
			pause = min(2*pause, s.cfg.RetryMost)
		}
		s.stats.fetch(n)
		b.messages = b.messages[:n]
		s.note(b)
		s.ordered <- b
		s.work <- b
		b = s.spareBlock()
	}
}

// note gives every message of a block its place.
func (s *Sink) note(b *block) {
	s.tracker.mu.Lock()
	defer s.tracker.mu.Unlock()
	var p *partition
	for i := range b.messages {
		m := &b.messages[i]
		if p == nil || p.id != m.Partition || p.topic != m.Topic {
			p = s.tracker.of(m.Topic, m.Partition)
		}
		b.places = append(b.places, s.tracker.fetched(p, m.Offset))
	}
}

func (s *Sink) spareBlock() *block {
	select {
	case b := <-s.blocks:
		return b
	default:
		return newBlock(s.cfg.BlockRows)
	}
}

// decode is step 2, in as many goroutines as there are workers.
func (s *Sink) decode() {
	for b := range s.work {
		// 2. Decode the block, mask what nobody masked, and make rejected records of what cannot be taken.
		s.decoder.decode(b)
		b.ready <- struct{}{}
	}
}

// collect is step 3. It returns when there are no more blocks and everything that was collected is stored or abandoned.
func (s *Sink) collect(ctx context.Context) {
	defer s.writing.Wait()
	timer := time.NewTimer(s.cfg.Limits.Age)
	defer timer.Stop()
	for {
		select {
		case b, more := <-s.ordered:
			if !more {
				for _, l := range s.lanes {
					s.flush(ctx, l)
				}
				return
			}
			// 3. Collect the rows into one batch per topic, in the order in which they came.
			<-b.ready
			s.take(b)
		case <-timer.C:
		}
		timer.Reset(s.flushDue(ctx))
	}
}

// take moves the rows of a block into the batches and gives the block back.
func (s *Sink) take(b *block) {
	now := s.cfg.Now()
	s.complaints.add(&b.complaints, now)
	s.events.add(&b.events, now)
	s.exposures.add(&b.exposures, now)
	s.rejected.add(&b.rejected, now)
	b.reset()
	select {
	case s.blocks <- b:
	default:
	}
}

// flushDue stores the batches that are due and returns how long it is until the next may be.
func (s *Sink) flushDue(ctx context.Context) time.Duration {
	// One moment for all: a flush may wait for its turn, and in that time no other batch was quiet, only not looked at.
	now := s.cfg.Now()
	for _, l := range s.lanes {
		if l.due(now) {
			s.flush(ctx, l)
		}
	}
	wait := s.cfg.Limits.Age
	for _, l := range s.lanes {
		if left, waiting := l.until(s.cfg.Now()); waiting {
			wait = min(wait, left)
		}
	}
	return wait
}

// flush hands a batch over to be stored. It waits while as many as allowed are being stored, and with it all steps before.
func (s *Sink) flush(ctx context.Context, l anyLane) {
	store := l.close()
	if store == nil {
		return
	}
	s.slots <- struct{}{}
	s.writing.Add(1)
	go func() {
		defer s.writing.Done()
		defer func() { <-s.slots }()
		store(ctx, s)
	}()
}

func (s *Sink) wakeCommitter() {
	select {
	case s.commit <- struct{}{}:
	default:
	}
}

// committing is step 6. When the collecting has ended it commits what is left and returns.
func (s *Sink) committing(ctx context.Context, collected <-chan struct{}) {
	for {
		select {
		case <-s.commit:
			s.commitDue(ctx)
		case <-collected:
			s.commitDue(ctx)
			return
		}
	}
}

// commitDue commits until nothing is due or ctx ends.
func (s *Sink) commitDue(ctx context.Context) {
	pause := s.cfg.RetryFirst
	for {
		next, runs := s.tracker.due()
		if next == nil {
			return
		}
		// 6. Commit, per partition, the offset up to which every place is done.
		err := s.source.Commit(ctx, next)
		if err == nil {
			s.tracker.settled(next, runs)
			s.stats.recovered("commit")
			pause = s.cfg.RetryFirst
			continue
		}
		if ctx.Err() != nil {
			return
		}
		s.stats.failed("commit", err, s.cfg.Now())
		s.cfg.Logger.Warn("Kafka did not take a commit; it will be tried again", "error", err)
		if !sleep(ctx, pause) {
			return
		}
		pause = min(2*pause, s.cfg.RetryMost)
	}
}
