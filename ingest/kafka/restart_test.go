package kafka_test

import (
	"errors"
	"net"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/ingest/broker"
	"huisheng/ingest/kafka"
)

// A broker that goes away and comes back is met again by everybody: by a consumer that was started before it, by one that was reading,
// and by a producer. A commit may fail meanwhile, and is made again.
func TestABrokerThatComesBackIsMetAgain(t *testing.T) {
	topic := name("back")
	settings := broker.Config{Dir: t.TempDir(), Group: "g", Topics: map[string]int{topic: 2}}
	b := broker.New(settings)
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	settings.Listen = b.Addr()
	b.Stop()
	cfg := kafka.Config{Brokers: []string{settings.Listen}, Group: "g", Topics: []string{topic}}
	c := start(t, cfg)
	p := kafka.NewProducer(cfg)
	defer p.Close()
	for life := uint32(1); life <= 3; life++ {
		b := broker.New(settings)
		if err := b.Start(); err != nil {
			t.Fatal(err)
		}
		messages := someMessages(topic, 100)
		for i := range messages {
			messages[i].Import = life
		}
		if err := p.Produce(soon(t), messages); err != nil {
			t.Fatalf("life %d: %v", life, err)
		}
		var got []ingest.Message
		for seen := map[string]bool{}; len(seen) < 100; {
			for _, m := range fetch(t, c, 1) {
				if got = append(got, m); m.Import == life {
					seen[string(m.Value)] = true
				}
			}
		}
		ctx := soon(t)
		for err := c.Commit(ctx, next(got)); err != nil; err = c.Commit(ctx, next(got)) {
			if ctx.Err() != nil {
				t.Fatalf("life %d: %v", life, err)
			}
			time.Sleep(10 * time.Millisecond)
		}
		b.Stop()
	}
}

func TestAServerThatIsNotThereIsSaidSo(t *testing.T) {
	cfg := kafka.Config{Brokers: []string{"127.0.0.1:1"}, Topics: []string{"t"}, ProduceWait: time.Millisecond}
	admin := kafka.NewAdmin(cfg)
	defer admin.Close()
	if _, err := admin.Topics(soon(t)); analytics.KindOf(err) != analytics.KindDown {
		t.Errorf("topics: %v", err)
	}
	if err := admin.EnsureTopics(soon(t), map[string]int{"t": 1}, 1); analytics.KindOf(err) != analytics.KindDown {
		t.Errorf("making topics: %v", err)
	}
	p := kafka.NewProducer(cfg)
	defer p.Close()
	err := p.Produce(soon(t), someMessages("t", 3))
	var failed *kafka.ProduceError
	if !errors.As(err, &failed) || len(failed.Failed) != 3 || analytics.KindOf(err) != analytics.KindDown {
		t.Errorf("producing: %v", err)
	}
}

func TestProduceOutlastsARestart(t *testing.T) {
	topic := name("outlast")
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	cfg := kafka.Config{Brokers: []string{gone.Addr().String()}, Topics: []string{topic}, ProduceWait: time.Minute}
	p := kafka.NewProducer(cfg)
	defer p.Close()
	produced := make(chan error, 1)
	go func() { produced <- p.Produce(soon(t), someMessages(topic, 50)) }()
	tried, err := gone.Accept() // the producer has met a broker that hangs up
	if err != nil {
		t.Fatal(err)
	}
	tried.Close()
	gone.Close()
	b := broker.New(broker.Config{Dir: t.TempDir(), Listen: cfg.Brokers[0], Group: "g", Topics: map[string]int{topic: 2}})
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	defer b.Stop()
	if err := <-produced; err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for c := start(t, cfg); len(seen) < 50; {
		for _, m := range fetch(t, c, 1) {
			seen[string(m.Value)]++
		}
	}
}
