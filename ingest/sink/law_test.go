package sink_test

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"huisheng/ingest"
	"huisheng/ingest/sink"
)

// Whatever fails, is poisoned, is delivered again or crashes: nothing is committed before it is stored (the log looks at every commit),
// and at last every message is stored or rejected, each under its own place, and everything is committed.
func TestNothingIsLostAndNothingCommittedBeforeItIsStored(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		seed := rapid.Uint64().Draw(r, "seed")
		store := newFakeStore(seed)
		store.down = rapid.SampledFrom([]float64{0, 0.3, 0.7}).Draw(r, "store down")
		store.naming = rapid.Bool().Draw(r, "faults are named")
		log := newFakeLog(seed, store)
		log.refuse = rapid.SampledFrom([]float64{0, 0.2}).Draw(r, "Kafka down")
		wantRefused, wantStored := map[spot]bool{}, map[spot]bool{}
		fill := func() {
			for i := range rapid.IntRange(0, 150).Draw(r, "messages") {
				p, jump := uint16(log.random.IntN(3)), uint64(0)
				if log.random.IntN(20) == 0 {
					jump = 3
				}
				switch kind := log.random.IntN(20); {
				case kind == 0:
					wantRefused[log.add(ingest.TopicComplaints, p, jump, poison(i))] = true
				case kind == 1:
					wantRefused[log.add(ingest.TopicEvents, p, jump, poison(i))] = true
				case kind == 2:
					wantRefused[log.add(ingest.TopicComplaints, p, jump, complaint("bad", i))] = true
				case kind == 3:
					wantRefused[log.add(ingest.TopicRejected, p, jump, turnedAway(i))] = true
				case kind < 7:
					wantStored[log.add(ingest.TopicEvents, p, jump, event("src", i))] = true
				case kind < 9:
					wantStored[log.add(ingest.TopicExposures, p, jump, exposure("src", i))] = true
				default:
					wantStored[log.add(ingest.TopicComplaints, p, jump, complaint("src", i))] = true
				}
			}
		}
		for range rapid.IntRange(1, 4).Draw(r, "lives") {
			fill()
			log.rewind(true)
			s := sink.New(config(), log, store, codec, fakeMasker{})
			if err := s.Start(); err != nil {
				r.Fatal(err)
			}
			enough := uint64(rapid.IntRange(0, 120).Draw(r, "fetched before the crash"))
			until(t, "enough is fetched", func() bool { return log.drained() || s.Stats().Fetched >= enough })
			if rapid.Bool().Draw(r, "rebalance") {
				log.rewind(false)
			}
			ctx, cancel := context.WithCancel(t.Context())
			if rapid.Bool().Draw(r, "crash") {
				cancel() // what is under way is dropped
			}
			s.Stop(ctx)
			cancel()
		}
		log.rewind(true)
		store.setDown(0)
		s := sink.New(config(), log, store, codec, fakeMasker{})
		if err := s.Start(); err != nil {
			r.Fatal(err)
		}
		until(t, "everything is committed", log.drained)
		s.Stop(t.Context())
		for _, wrong := range log.wrong {
			r.Error(wrong)
		}
		for at := range wantStored {
			if _, refused := store.refusedAt(at); refused || !store.has(at) {
				r.Errorf("%v: stored %v, rejected %v", at, store.has(at), refused)
			}
		}
		for at := range wantRefused {
			if _, refused := store.refusedAt(at); !refused {
				r.Errorf("%v was not rejected", at)
			}
		}
		if got, want := len(store.rows), len(wantStored)+len(wantRefused); got != want {
			r.Errorf("%d places hold rows, want %d", got, want)
		}
	})
}
