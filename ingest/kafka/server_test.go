package kafka_test

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"huisheng/ingest/broker"
	"huisheng/ingest/kafka"
)

var number atomic.Int64

// names makes topic and group names that nobody had before, as a real server outlives the test.
func name(base string) string {
	return fmt.Sprintf("%s.%d.%d.%d", base, os.Getpid(), time.Now().UnixNano(), number.Add(1))
}

// server is one kind of Kafka. addr is empty for a broker in this process.
type server struct{ addr string }

// onEveryKafka runs a test on a broker in this process, and on the server that HUISHENG_TEST_KAFKA names when it does.
func onEveryKafka(t *testing.T, test func(*testing.T, server)) {
	t.Run("embedded", func(t *testing.T) { test(t, server{}) })
	t.Run("server", func(t *testing.T) {
		addr := os.Getenv("HUISHENG_TEST_KAFKA")
		if addr == "" {
			t.Skip("HUISHENG_TEST_KAFKA names no server: scripts/kafka/start.sh starts one")
		}
		test(t, server{addr})
	})
}

// with gives a configuration for new topics of three partitions and a new group.
func (s server) with(t *testing.T, topics ...string) kafka.Config {
	t.Helper()
	partitions := map[string]int{}
	for _, topic := range topics {
		partitions[topic] = 3
	}
	cfg := kafka.Config{Group: name("group"), Topics: topics, Brokers: []string{s.addr}}
	if s.addr == "" {
		b := broker.New(broker.Config{Dir: t.TempDir(), Group: cfg.Group})
		if err := b.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { b.Stop() })
		cfg.Brokers = []string{b.Addr()}
	}
	admin := kafka.NewAdmin(cfg)
	defer admin.Close()
	if err := admin.EnsureTopics(t.Context(), partitions, 1); err != nil {
		t.Fatal(err)
	}
	return cfg
}

// soon is the context of everything that has to end; its length only matters when something is broken.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}
