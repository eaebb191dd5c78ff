package sink_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/ingest/batch"
	"huisheng/ingest/sink"
)

func config() sink.Config {
	return sink.Config{
		SealKey: sealKey, Limits: batch.Limits{Rows: 50, Bytes: 1 << 20, Age: 2 * time.Millisecond}, BlockRows: 16,
		RetryFirst: time.Millisecond, RetryMost: 4 * time.Millisecond,
	}
}

func run(t testing.TB, log *fakeLog, store *fakeStore) *sink.Sink {
	t.Helper()
	s := sink.New(config(), log, store, codec, fakeMasker{})
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop(t.Context()) })
	return s
}

func TestEveryTopicReachesItsTableWithItsOrigin(t *testing.T) {
	store := newFakeStore(1)
	log := newFakeLog(1, store)
	c := log.add(ingest.TopicComplaints, 2, 40, complaint("src", 1))
	e := log.add(ingest.TopicEvents, 1, 0, event("src", 1))
	x := log.add(ingest.TopicExposures, 0, 0, exposure("src", 1))
	r := log.add(ingest.TopicRejected, 3, 0, turnedAway(1))
	s := run(t, log, store)
	until(t, "everything is committed", log.drained)
	gotC := store.storedAt(c).(analytics.Arrival[analytics.Complaint])
	if gotC.Record.Source != "src" || gotC.Record.ID != "1" {
		t.Errorf("complaint %+v", gotC.Record)
	}
	if want := (analytics.Origin{Epoch: 3, Partition: 2, Offset: 40, ArrivedAt: march, Import: 9}); gotC.Origin != want {
		t.Errorf("origin %+v, want %+v", gotC.Origin, want)
	}
	if gotC.Content != codec.ContentOfComplaint(&gotC.Record) || gotC.Content == 0 {
		t.Errorf("content %d is not that of the masked record", gotC.Content)
	}
	if got := store.storedAt(e).(analytics.Arrival[analytics.Event]); got.Record.Kind != "replied" || got.Content == 0 {
		t.Errorf("event %+v", got)
	}
	if got := store.storedAt(x).(analytics.Arrival[analytics.Exposure]); got.Record.Value != 2 || got.Content == 0 {
		t.Errorf("exposure %+v", got)
	}
	if got := store.storedAt(r).(analytics.Arrival[analytics.Rejected]); got.Record.Line != 2 || got.Record.Payload != "电话 13*" || got.Content == 0 {
		t.Errorf("rejected %+v", got)
	}
	if got := s.Stats(); got.Fetched != 4 || got.Stored != 3 || got.Rejected != 1 || got.UnderWay != 0 || len(got.Waiting) != 0 || got.Skipped != 0 {
		t.Errorf("stats %+v", got)
	}
}

func TestOnlyWhatLacksTheHeaderIsMasked(t *testing.T) {
	store := newFakeStore(1)
	log := newFakeLog(1, store)
	masked, bare := complaint("src", 1), complaint("src", 2)
	masked.Masked = 4
	inMasked, inBare := log.add(ingest.TopicComplaints, 0, 0, masked), log.add(ingest.TopicComplaints, 0, 0, bare)
	run(t, log, store)
	until(t, "everything is committed", log.drained)
	if got := store.storedAt(inMasked).(analytics.Arrival[analytics.Complaint]).Record.Text; !strings.Contains(got, "138") {
		t.Errorf("masked once more: %s", got)
	}
	if got := store.storedAt(inBare).(analytics.Arrival[analytics.Complaint]).Record.Text; strings.Contains(got, "8") {
		t.Errorf("not masked: %s", got)
	}
}

func TestPoisonIsRejectedSealedAndBlocksNobody(t *testing.T) {
	store := newFakeStore(1)
	log := newFakeLog(1, store)
	first := log.add(ingest.TopicComplaints, 0, 0, complaint("src", 1))
	broken := poison(2)
	at := log.add(ingest.TopicComplaints, 0, 0, broken)
	after := log.add(ingest.TopicComplaints, 0, 0, complaint("src", 3))
	seen := poison(4)
	seen.Masked = 1
	open := log.add(ingest.TopicEvents, 0, 0, seen)
	foreign := log.add(ingest.TopicEvents, 0, 0, ingest.Message{Key: []byte("13800138000"), Value: nil, Time: march})
	s := run(t, log, store)
	until(t, "everything is committed", log.drained)
	if !store.has(first) || !store.has(after) {
		t.Error("a neighbour of the poison is missing")
	}
	r, _ := store.refusedAt(at)
	if !r.Sealed || strings.Contains(r.Payload, "138") || r.Topic != ingest.TopicComplaints || r.Source != "src" || r.ID != "2" || r.Reason == "" {
		t.Errorf("rejected %+v", r)
	}
	if plain, err := sink.Unseal(sealKey, r.Payload); err != nil || !bytes.Equal(plain, broken.Value) {
		t.Errorf("unsealed %q, %v", plain, err)
	}
	if _, err := sink.Unseal(bytes.Repeat([]byte("x"), 32), r.Payload); err == nil {
		t.Error("another key opened it")
	}
	if r, _ := store.refusedAt(open); r.Sealed || r.Payload != string(seen.Value) {
		t.Errorf("what was masked before need not be sealed: %+v", r)
	}
	if r, _ := store.refusedAt(foreign); r.Source != "" || r.ID != "" || !r.Sealed {
		t.Errorf("of a key that is not ours nothing may be kept: %+v", r)
	}
	if got := s.Stats(); got.Rejected != 3 || got.Stored != 2 {
		t.Errorf("stats %+v", got)
	}
}

func TestRowsThatTheStoreRefusesAreRejectedAndTheRestIsStored(t *testing.T) {
	for name, naming := range map[string]bool{"when the error names them": true, "when they must be found": false} {
		t.Run(name, func(t *testing.T) {
			store := newFakeStore(1)
			store.naming = naming
			log := newFakeLog(1, store)
			var good, refused []spot
			for i := range 40 {
				if i%13 == 5 {
					refused = append(refused, log.add(ingest.TopicComplaints, 0, 0, complaint("bad", i)))
				} else {
					good = append(good, log.add(ingest.TopicComplaints, 0, 0, complaint("src", i)))
				}
			}
			badEvent := log.add(ingest.TopicEvents, 0, 0, event("bad", 1))
			badExposure := log.add(ingest.TopicExposures, 0, 0, exposure("bad", 1))
			run(t, log, store)
			until(t, "everything is committed", log.drained)
			for _, at := range good {
				if _, rejected := store.refusedAt(at); rejected || !store.has(at) {
					t.Errorf("%v is fine and was not stored", at)
				}
			}
			for _, at := range append(refused, badEvent, badExposure) {
				r, rejected := store.refusedAt(at)
				if !rejected || r.Sealed || r.Source != "bad" || r.Reason == "" || !strings.Contains(r.Payload, `"bad"`) || r.Topic != at.topic {
					t.Errorf("%v: %+v", at, r)
				}
			}
		})
	}
}

func TestAStoreThatIsAwayLosesNothingAndHoldsTheReaderBack(t *testing.T) {
	store := newFakeStore(1)
	log := newFakeLog(1, store)
	store.setDown(1)
	const all = 5000
	for i := range all {
		log.add(ingest.TopicComplaints, uint16(i%3), 0, complaint("src", i))
	}
	s := run(t, log, store)
	until(t, "the store was tried often", func() bool { return store.callsSoFar() > 20 })
	stats := s.Stats()
	// Two batches being stored, one being collected, and the blocks between: far below what there is to read.
	if stats.Fetched > 1000 || stats.Stored != 0 {
		t.Errorf("fetched %d and stored %d while the store was away", stats.Fetched, stats.Stored)
	}
	if len(stats.Waiting) != 1 || stats.Waiting[0].What != ingest.TopicComplaints || analytics.KindOf(stats.Waiting[0].Err) != analytics.KindDown {
		t.Errorf("waiting %+v", stats.Waiting)
	}
	store.setDown(0)
	until(t, "everything is committed", log.drained)
	if got := s.Stats(); got.Stored != all || len(got.Waiting) != 0 || got.Retries == 0 {
		t.Errorf("stats %+v", got)
	}
}

func TestStopStoresAndCommitsWhatWasFetched(t *testing.T) {
	store := newFakeStore(1)
	log := newFakeLog(1, store)
	for i := range 30 {
		log.add(ingest.TopicComplaints, 0, 0, complaint("src", i))
	}
	cfg := config()
	cfg.Limits = batch.Limits{Rows: 1000, Bytes: 1 << 20, Age: time.Hour}
	s := sink.New(cfg, log, store, codec, fakeMasker{})
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "everything is fetched", func() bool { return s.Stats().Fetched == 30 })
	if store.callsSoFar() != 0 {
		t.Fatal("a batch was stored that was not due")
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !log.drained() || store.callsSoFar() != 1 {
		t.Errorf("drained %v after %d calls", log.drained(), store.callsSoFar())
	}
}

func TestStopThatMayNotWaitCommitsNothingUnstored(t *testing.T) {
	store := newFakeStore(1)
	store.gate = make(chan struct{})
	log := newFakeLog(1, store)
	for i := range 300 {
		log.add(ingest.TopicComplaints, 0, 0, complaint("src", i))
	}
	s := run(t, log, store)
	until(t, "a batch is under way", func() bool { return s.Stats().UnderWay > 100 })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Stop(ctx); err == nil {
		t.Error("abandoning is no success")
	}
	if len(log.committed) != 0 {
		t.Errorf("committed %v", log.committed)
	}
}

func TestOffsetsThatNeverComeAreCounted(t *testing.T) {
	store := newFakeStore(1)
	log := newFakeLog(1, store)
	log.add(ingest.TopicComplaints, 0, 0, complaint("src", 1))
	log.add(ingest.TopicComplaints, 0, 7, complaint("src", 2))
	s := run(t, log, store)
	until(t, "everything is committed", log.drained)
	if got := s.Stats().Skipped; got != 7 {
		t.Errorf("skipped %d, want 7", got)
	}
}

func TestAnImpossibleTimeOfArrivalIsReplacedByNow(t *testing.T) {
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, analytics.Zone)
	for name, c := range map[string]struct{ at, want time.Time }{
		"none":            {time.Time{}, now},
		"1970":            {time.Unix(0, 0), now},
		"the year 3000":   {now.AddDate(974, 0, 0), now},
		"an hour ahead":   {now.Add(time.Hour), now.Add(time.Hour)},
		"two years early": {now.AddDate(-2, 0, 0), now.AddDate(-2, 0, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			store := newFakeStore(1)
			log := newFakeLog(1, store)
			m := complaint("src", 1)
			m.Time = c.at
			at := log.add(ingest.TopicComplaints, 0, 0, m)
			cfg := config()
			cfg.Now = func() time.Time { return now }
			cfg.Limits.Rows = 1
			s := sink.New(cfg, log, store, codec, fakeMasker{})
			if err := s.Start(); err != nil {
				t.Fatal(err)
			}
			defer s.Stop(t.Context())
			until(t, "everything is committed", log.drained)
			if got := store.storedAt(at).(analytics.Arrival[analytics.Complaint]).Origin.ArrivedAt; !got.Equal(c.want) {
				t.Errorf("arrived at %v, want %v", got, c.want)
			}
		})
	}
}

func TestWrongSettingsAreRefused(t *testing.T) {
	for name, change := range map[string]func(*sink.Config){
		"a short key":      func(c *sink.Config) { c.SealKey = c.SealKey[:31] },
		"no limit of age":  func(c *sink.Config) { c.Limits.Age = 0 },
		"no limit of rows": func(c *sink.Config) { c.Limits.Rows = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config()
			change(&cfg)
			if err := sink.New(cfg, nil, newFakeStore(1), codec, fakeMasker{}).Start(); err == nil {
				t.Error("it started")
			}
		})
	}
}
