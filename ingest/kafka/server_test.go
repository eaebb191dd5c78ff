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

// server gives a configuration for one new topic of three partitions: on the server that HUISHENG_TEST_KAFKA names, otherwise on a
// broker in this process.
func server(t *testing.T, topics ...string) kafka.Config {
	t.Helper()
	partitions := map[string]int{}
	for _, topic := range topics {
		partitions[topic] = 3
	}
	cfg := kafka.Config{Group: name("group"), Topics: topics}
	if addr := os.Getenv("HUISHENG_TEST_KAFKA"); addr != "" {
		cfg.Brokers = []string{addr}
	} else {
		b := broker.New(broker.Config{Dir: t.TempDir(), Group: cfg.Group, Topics: map[string]int{}})
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
