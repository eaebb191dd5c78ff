package kafka

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/segmentio/kafka-go"
	"pgregory.net/rapid"

	"huisheng/ingest"
)

// Whatever sizes are put and taken: everything comes out once, in order, and the buffer never holds more than its limits allow.
func TestReadingAheadKeepsOrderAndItsLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, bytes := rapid.IntRange(1, 8).Draw(t, "rows"), rapid.IntRange(messageFrame, 4*messageFrame).Draw(t, "bytes")
		sizes := rapid.SliceOfN(rapid.IntRange(0, 600), 0, 60).Draw(t, "sizes")
		b := newReadAhead(rows, bytes)
		go func() {
			for i, size := range sizes {
				b.put(context.Background(), ingest.Message{Offset: uint64(i), Value: make([]byte, size)})
			}
		}()
		into := make([]ingest.Message, rapid.IntRange(1, 10).Draw(t, "most at once"))
		for got := 0; got < len(sizes); {
			n, err := b.take(context.Background(), into)
			if err != nil {
				t.Fatal(err)
			}
			held := 0
			for _, m := range into[:n] {
				if m.Offset != uint64(got) {
					t.Fatalf("got %d, want %d", m.Offset, got)
				}
				got++
				held += costOf(&m)
			}
			if n > rows || n > 1 && held > bytes {
				t.Fatalf("%d messages of %d bytes came at once, the limits are %d and %d", n, held, rows, bytes)
			}
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.size != 0 || len(b.queue) != 0 {
			t.Fatalf("an empty buffer holds %d messages of %d bytes", len(b.queue), b.size)
		}
	})
}

func TestReadingAheadEndsWithItsContextAndItsSource(t *testing.T) {
	b := newReadAhead(1, 1000)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.take(ended, make([]ingest.Message, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("taking from an empty buffer: %v", err)
	}
	if !b.put(ended, ingest.Message{}) {
		t.Error("there was room")
	}
	if b.put(ended, ingest.Message{}) {
		t.Error("there was no room")
	}
	b.end()
	if n, err := b.take(t.Context(), make([]ingest.Message, 1)); n != 0 || !errors.Is(err, ErrStopped) {
		t.Errorf("after the end: %d, %v", n, err)
	}
}

func TestHeadersSurviveTheWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sent []ingest.Message
		for range rapid.IntRange(0, 6).Draw(t, "messages") {
			sent = append(sent, ingest.Message{Topic: "t", Key: []byte("k"), Value: []byte("v"),
				Masked: rapid.SampledFrom([]uint16{0, 1, 65535}).Draw(t, "masked"), Import: rapid.SampledFrom([]uint32{0, 7, 4294967295}).Draw(t, "import")})
		}
		for i, m := range toKafka(sent) {
			if got := fromKafka(&m, 0); got.Masked != sent[i].Masked || got.Import != sent[i].Import {
				t.Fatalf("sent %+v, got %+v", sent[i], got)
			}
		}
	})
}

func TestAHeaderThatIsNoNumberCountsAsMissing(t *testing.T) {
	for _, text := range []string{"", "yes", "-1", "65536", "1.0", " 1"} {
		m := kafka.Message{Headers: []kafka.Header{{Key: "masked", Value: []byte(text)}, {Key: "other", Value: []byte("1")}}}
		if got := fromKafka(&m, 0).Masked; got != 0 {
			t.Errorf("%q reads as %d", text, got)
		}
	}
}

func TestWrongSettingsAreRefusedWithASentence(t *testing.T) {
	for name, cfg := range map[string]Config{
		"no broker":         {},
		"no port":           {Brokers: []string{"kafka"}},
		"a user alone":      {Brokers: []string{"k:1"}, User: "u"},
		"a secret alone":    {Brokers: []string{"k:1"}, Secret: "s"},
		"a hasty session":   {Brokers: []string{"k:1"}, SessionTimeout: 5e9},
		"one broken of two": {Brokers: []string{"k:1", "k"}},
	} {
		if err := cfg.Validate(); err == nil {
			t.Errorf("%s: accepted", name)
		}
		if err := NewConsumer(cfg).Start(); err == nil {
			t.Errorf("%s: started", name)
		}
	}
	if err := (Config{Brokers: []string{"k:1"}, User: "u", Secret: "s"}).WithDefaults().Validate(); err != nil {
		t.Error(err)
	}
}

func TestAConsumerThatNeverStartedAnswers(t *testing.T) {
	c := NewConsumer(Config{Brokers: []string{"127.0.0.1:1"}})
	if err := c.Commit(t.Context(), Offsets{"t": {0: 1}}); !errors.Is(err, ErrStopped) {
		t.Errorf("commit: %v", err)
	}
	if err := c.Stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
}

func TestAnUnacknowledgedMessageIsNamed(t *testing.T) {
	err := error(&ProduceError{Failed: []int{1, 4}, Cause: kafka.NotEnoughReplicas})
	if !errors.Is(err, kafka.NotEnoughReplicas) {
		t.Error("the cause is lost")
	}
	if text := fmt.Sprint(err); text == "" {
		t.Error("no sentence")
	}
}
