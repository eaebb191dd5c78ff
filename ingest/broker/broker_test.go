package broker_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"huisheng/ingest"
	"huisheng/ingest/broker"
	"huisheng/ingest/kafka"
)

const topic = "complaints.v1"

func config(dir string) broker.Config {
	return broker.Config{Dir: dir, Group: "g", Topics: map[string]int{topic: 4}, TrimEvery: time.Hour}
}

func start(t *testing.T, cfg broker.Config) *broker.Broker {
	t.Helper()
	b := broker.New(cfg)
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Stop() })
	return b
}

func client(b *broker.Broker) kafka.Config {
	return kafka.Config{Brokers: []string{b.Addr()}, Group: "g", Topics: []string{topic}}
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func numbered(from, to int) []ingest.Message {
	var out []ingest.Message
	for i := from; i < to; i++ {
		out = append(out, ingest.Message{Topic: topic, Key: fmt.Appendf(nil, "k%d", i), Value: fmt.Appendf(nil, "%d %s", i, strings.Repeat("投诉", 100))})
	}
	return out
}

func produce(t *testing.T, cfg kafka.Config, messages []ingest.Message) {
	t.Helper()
	p := kafka.NewProducer(cfg)
	defer p.Close()
	if err := p.Produce(soon(t), messages); err != nil {
		t.Fatal(err)
	}
}

// store reads n messages and commits them all.
func store(t *testing.T, cfg kafka.Config, n int) []ingest.Message {
	t.Helper()
	c := kafka.NewConsumer(cfg)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer c.Stop()
	var got []ingest.Message
	next, into := kafka.Offsets{topic: {}}, make([]ingest.Message, 64)
	for len(got) < n {
		k, err := c.Fetch(soon(t), into)
		if err != nil {
			t.Fatalf("after %d of %d: %v", len(got), n, err)
		}
		got = append(got, into[:k]...)
	}
	for _, m := range got {
		next[topic][m.Partition] = max(next[topic][m.Partition], m.Offset+1)
	}
	if err := c.Commit(soon(t), next); err != nil {
		t.Fatal(err)
	}
	return got
}

func ends(t *testing.T, cfg kafka.Config) []kafka.Partition {
	t.Helper()
	admin := kafka.NewAdmin(cfg)
	defer admin.Close()
	topics, err := admin.Topics(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	return topics[0].Partitions
}

func TestASecondProcessIsToldWhoHoldsTheDirectory(t *testing.T) {
	dir := t.TempDir()
	first := start(t, config(dir))
	err := broker.New(config(dir)).Start()
	var locked *broker.LockedError
	if !errors.As(err, &locked) || locked.PID != os.Getpid() {
		t.Fatalf("got %v", err)
	}
	if want := fmt.Sprintf("进程 %d", os.Getpid()); !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) {
		t.Errorf("the sentence %q names neither the process nor the directory", err)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	start(t, config(dir))
}

func TestWrongSettingsAreRefusedWithASentence(t *testing.T) {
	for name, change := range map[string]func(*broker.Config){
		"no directory":       func(c *broker.Config) { c.Dir = "" },
		"no group":           func(c *broker.Config) { c.Group = "" },
		"open to the world":  func(c *broker.Config) { c.Listen = "0.0.0.0:9092" },
		"no port":            func(c *broker.Config) { c.Listen = "127.0.0.1" },
		"a port beyond all":  func(c *broker.Config) { c.Listen = "127.0.0.1:70000" },
		"no partition":       func(c *broker.Config) { c.Topics = map[string]int{"x": 0} },
		"a directory's file": func(c *broker.Config) { c.Dir = "/dev/null/x" },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config(t.TempDir())
			change(&cfg)
			b := broker.New(cfg)
			if err := b.Start(); err == nil {
				b.Stop()
				t.Fatal("it started")
			}
		})
	}
}

func TestTheLogOutlivesACleanRestart(t *testing.T) {
	dir := t.TempDir()
	b := start(t, config(dir))
	produce(t, client(b), numbered(0, 1000))
	store(t, client(b), 1000)
	before := ends(t, client(b))
	b.Stop()
	b = start(t, config(dir))
	for p, now := range ends(t, client(b)) {
		if now != before[p] {
			t.Errorf("partition %d stood at %+v and stands at %+v", p, before[p], now)
		}
	}
	if n, err := b.Backlog(soon(t)); n != 0 || err != nil {
		t.Errorf("backlog %d, %v", n, err)
	}
}

// A partition that was emptied would forget its end. Offsets that are given twice would make two records one.
func TestOffsetsGoOnAfterEverythingStoredWasDeleted(t *testing.T) {
	dir := t.TempDir()
	b := start(t, config(dir))
	produce(t, client(b), numbered(0, 500))
	store(t, client(b), 500)
	if err := b.Trim(soon(t)); err != nil {
		t.Fatal(err)
	}
	before := ends(t, client(b))
	left := uint64(0)
	for _, p := range before {
		left += p.End - p.First
	}
	if left > 4 {
		t.Errorf("%d records are left of 500 stored, want at most one a partition", left)
	}
	b.Stop()
	b = start(t, config(dir))
	for p, now := range ends(t, client(b)) {
		if now.End != before[p].End {
			t.Errorf("partition %d ended at %d and ends at %d after the restart", p, before[p].End, now.End)
		}
	}
	produce(t, client(b), numbered(500, 600))
	for _, m := range store(t, client(b), 100) {
		if m.Offset < before[m.Partition].End {
			t.Fatalf("partition %d gave offset %d twice", m.Partition, m.Offset)
		}
	}
}

func TestTrimmingLeavesWhatIsNotStored(t *testing.T) {
	b := start(t, config(t.TempDir()))
	produce(t, client(b), numbered(0, 300))
	if err := b.Trim(soon(t)); err != nil {
		t.Fatal(err)
	}
	store(t, client(b), 300)
	produce(t, client(b), numbered(300, 500))
	if err := b.Trim(soon(t)); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Backlog(soon(t)); n != 200 || err != nil {
		t.Fatalf("backlog %d, %v; want 200", n, err)
	}
	store(t, client(b), 200)
}

func TestItSaysWhenTheBacklogIsAboveItsLimit(t *testing.T) {
	cfg := config(t.TempDir())
	cfg.BacklogLimit = 99
	b := start(t, cfg)
	if full, err := b.Full(soon(t)); full || err != nil {
		t.Fatalf("an empty broker: %v, %v", full, err)
	}
	produce(t, client(b), numbered(0, 100))
	if full, err := b.Full(soon(t)); !full || err != nil {
		t.Fatalf("100 of 99: %v, %v", full, err)
	}
	store(t, client(b), 100)
	if full, err := b.Full(soon(t)); full || err != nil {
		t.Fatalf("after storing: %v, %v", full, err)
	}
}

func TestAStoppedBrokerSaysSo(t *testing.T) {
	b := broker.New(config(t.TempDir()))
	if err := b.Trim(soon(t)); err == nil {
		t.Error("trimmed before the start")
	}
	if _, err := b.Backlog(soon(t)); err == nil {
		t.Error("a backlog before the start")
	}
	if err := b.Stop(); err != nil {
		t.Errorf("stopping what never started: %v", err)
	}
}

func TestOnlyTheSecretOfThisStartOpensTheBroker(t *testing.T) {
	dir := t.TempDir()
	cfg := config(dir)
	for _, secret := range []string{"first", "second"} {
		cfg.Secret = secret
		b := start(t, cfg)
		with := client(b)
		with.User, with.Secret = broker.User, secret
		produce(t, with, numbered(0, 10))
		ends(t, with)
		store(t, with, 10)
		for _, wrong := range []string{"", "third"} {
			with.Secret = wrong
			if with.User = broker.User; wrong == "" {
				with.User = ""
			}
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			if err := kafka.NewAdmin(with).EnsureTopics(ctx, map[string]int{"new": 1}, 1); err == nil {
				t.Errorf("secret %q opened a broker with %q", wrong, secret)
			}
			cancel()
		}
		b.Stop()
		if text, err := os.ReadFile(dir + "/sasl.json"); err == nil {
			t.Errorf("the secret stayed on disk: %s", text)
		}
	}
}
