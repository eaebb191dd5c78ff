package intake

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/ingest"
)

// Many small requests at once cost few writes of the ledger, and none is given to Kafka before the ledger has it.
func TestOneWriteServesAllWhoWait(t *testing.T) {
	in, m := inMemory(t)
	writing, held := make(chan struct{}), make(chan struct{})
	var once sync.Once
	m.before = func() { once.Do(func() { close(writing); <-held }) }
	var all sync.WaitGroup
	const requests = 50
	for n := range requests {
		if n == 1 {
			<-writing // the first is being written, alone
		}
		all.Go(func() {
			from := origin{key: Key{ID: "k", Source: "s"}, now: time.Now()}
			out := in.convert(ingest.TopicComplaints, from, 0, told(fmt.Sprint(n)))
			if _, err := in.send(context.Background(), from, []outcome{out}); err != nil {
				t.Error(err)
			}
		})
	}
	for len(in.clerk.entries) < requests-1 {
		time.Sleep(time.Millisecond)
	}
	if len(m.messages) != 0 {
		t.Errorf("%d messages were given to Kafka before the ledger had them", len(m.messages))
	}
	close(held)
	all.Wait()
	if m.writes > 3 || len(m.messages) != requests {
		t.Errorf("%d writes for %d messages", m.writes, len(m.messages))
	}
}

// unsure is a ledger and a Kafka that fail at random; what reached them is known.
type unsure struct {
	memory
	fail    func() int // 0 works, 1 fails, 2 does it and still says that it failed
	reached int64
}

type partlyError struct{ failed []int }

func (e *partlyError) Error() string         { return "partly" }
func (e *partlyError) FailedMessages() []int { return e.failed }

func (u *unsure) Count(ctx context.Context, lines []analytics.Given) error {
	how := u.fail()
	if how != 1 {
		if err := u.memory.Count(ctx, lines); err != nil {
			return err
		}
	}
	switch how {
	case 1:
		return &analytics.Error{Kind: analytics.KindBusy, Text: "busy"}
	case 2:
		return errors.New("the answer was lost")
	}
	return nil
}

func (u *unsure) Produce(_ context.Context, messages []ingest.Message) error {
	switch u.fail() {
	case 1:
		u.reached += int64(len(messages) / 2)
		e := &partlyError{}
		for i := len(messages) / 2; i < len(messages); i++ {
			e.failed = append(e.failed, i)
		}
		return e
	case 2:
		u.reached += int64(len(messages))
		return context.DeadlineExceeded
	}
	u.reached += int64(len(messages))
	return nil
}

// Whatever fails, the ledger's Sent ≤ what reached Kafka ≤ its Sending, and nothing is acknowledged that did not reach it.
func TestTheLedgerHoldsWhateverFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := rapid.SliceOfN(rapid.IntRange(0, 2), 64, 64).Draw(t, "fails") // drawn here, as two goroutines ask
		var step atomic.Int64
		u := &unsure{fail: func() int { return plan[step.Add(1)%64] }}
		in := New(Config{Producer: u, Ledger: u, Keys: u, Masker: masker, Codec: codec})
		in.Start()
		var acknowledged int64
		for range rapid.IntRange(1, 8).Draw(t, "requests") {
			from := origin{key: Key{ID: "k", Source: "s"}, now: time.Now()}
			outcomes := make([]outcome, rapid.IntRange(1, 4).Draw(t, "records"))
			for i := range outcomes {
				outcomes[i] = in.convert(ingest.TopicComplaints, from, i, told(fmt.Sprint(i)))
			}
			if _, err := in.send(context.Background(), from, outcomes); err == nil {
				acknowledged += int64(len(outcomes))
			}
		}
		in.Stop()
		var sending, sent int64
		for _, l := range u.lines {
			sending, sent = sending+l.Sending, sent+l.Sent
		}
		if sent > u.reached || u.reached > sending || acknowledged > u.reached {
			t.Fatalf("sent %d, reached %d, sending %d, acknowledged %d", sent, u.reached, sending, acknowledged)
		}
	})
}
