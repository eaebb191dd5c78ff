package kafka_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
)

func produce(t *testing.T, cfg kafka.Config, messages []ingest.Message) kafka.Offsets {
	t.Helper()
	p := kafka.NewProducer(cfg)
	defer p.Close()
	if err := p.Produce(soon(t), messages); err != nil {
		t.Fatal(err)
	}
	return p.Produced()
}

func someMessages(topic string, n int) []ingest.Message {
	messages := make([]ingest.Message, n)
	for i := range messages {
		messages[i] = ingest.Message{
			Topic: topic, Key: ingest.MessageKey("测试", fmt.Sprint(i%97)), Value: fmt.Appendf(nil, "记录 %d", i),
			Masked: uint16(i % 2), Import: uint32(i % 3),
		}
	}
	return messages
}

func start(t *testing.T, cfg kafka.Config) *kafka.Consumer {
	t.Helper()
	c := kafka.NewConsumer(cfg)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Stop() })
	return c
}

// fetch reads until it has n messages.
func fetch(t *testing.T, c *kafka.Consumer, n int) []ingest.Message {
	t.Helper()
	ctx := soon(t)
	var got []ingest.Message
	into := make([]ingest.Message, 100)
	for len(got) < n {
		m, err := c.Fetch(ctx, into)
		if err != nil {
			t.Fatalf("after %d of %d messages: %v (%v)", len(got), n, err, c.Problem())
		}
		got = append(got, into[:m]...)
	}
	return got
}

func next(messages []ingest.Message) kafka.Offsets {
	out := kafka.Offsets{}
	for _, m := range messages {
		if out[m.Topic] == nil {
			out[m.Topic] = map[uint16]uint64{}
		}
		out[m.Topic][m.Partition] = max(out[m.Topic][m.Partition], m.Offset+1)
	}
	return out
}

func TestWhatIsProducedIsFetchedOnceWithItsHeadersInOrder(t *testing.T) {
	onEveryKafka(t, testWhatIsProducedIsFetchedOnceWithItsHeadersInOrder)
}

func testWhatIsProducedIsFetchedOnceWithItsHeadersInOrder(t *testing.T, server server) {
	topic := name("complaints")
	cfg := server.with(t, topic)
	cfg.Epochs = map[string]uint32{topic: 7}
	sent := someMessages(topic, 2000)
	given := time.Date(2024, 3, 15, 8, 59, 59, 999e6, analytics.Zone)
	for i := range sent {
		sent[i].Time = given
	}
	produced := produce(t, cfg, sent)
	want := map[string]ingest.Message{}
	for _, m := range sent {
		want[string(m.Value)] = m
	}
	last := map[uint16]uint64{}
	place := map[string]uint16{}
	for _, m := range fetch(t, start(t, cfg), len(sent)) {
		w, there := want[string(m.Value)]
		if !there {
			t.Fatalf("%q came twice or was never sent", m.Value)
		}
		delete(want, string(m.Value))
		if !bytes.Equal(m.Key, w.Key) || m.Masked != w.Masked || m.Import != w.Import || m.Topic != topic {
			t.Fatalf("sent %+v, got %+v", w, m)
		}
		if m.Epoch != 7 || !m.Time.Equal(given) { // the hours of the ledger are those of the giver's time
			t.Fatalf("epoch %d, time %v", m.Epoch, m.Time)
		}
		if before, seen := last[m.Partition]; seen && m.Offset != before+1 {
			t.Fatalf("partition %d: offset %d after %d", m.Partition, m.Offset, before)
		}
		last[m.Partition] = m.Offset
		if p, seen := place[string(m.Key)]; seen && p != m.Partition {
			t.Fatalf("key %q is in partitions %d and %d", m.Key, p, m.Partition)
		}
		place[string(m.Key)] = m.Partition
	}
	if len(last) != 3 {
		t.Errorf("%d partitions were used, want 3", len(last))
	}
	for p, offset := range last {
		if produced[topic][p] != offset+1 {
			t.Errorf("partition %d: the producer says %d, the last offset read is %d", p, produced[topic][p], offset)
		}
	}
}

// The hashes are those that the Java client computes (as signed numbers −973932308, −790332482, −985981536 and 479470107); its
// partitioner takes the sign bit off and the rest modulo the number of partitions.
func TestAKeyGoesWhereTheJavaClientSendsIt(t *testing.T) {
	onEveryKafka(t, testAKeyGoesWhereTheJavaClientSendsIt)
}

func testAKeyGoesWhereTheJavaClientSendsIt(t *testing.T, server server) {
	topic := name("keys")
	cfg := server.with(t, topic)
	known := map[string]uint32{"21": uint32(0x100000000 - 973932308), "foobar": uint32(0x100000000 - 790332482),
		"a-little-bit-long-string": uint32(0x100000000 - 985981536), "abc": 479470107}
	var messages []ingest.Message
	for key := range known {
		messages = append(messages, ingest.Message{Topic: topic, Key: []byte(key), Value: []byte("x")})
	}
	produce(t, cfg, messages)
	for _, m := range fetch(t, start(t, cfg), len(messages)) {
		if want := uint16((known[string(m.Key)] & 0x7fffffff) % 3); m.Partition != want {
			t.Errorf("key %q went to partition %d, want %d", m.Key, m.Partition, want)
		}
	}
}

func TestTheNextReaderBeginsAtWhatWasCommitted(t *testing.T) {
	onEveryKafka(t, testTheNextReaderBeginsAtWhatWasCommitted)
}

func testTheNextReaderBeginsAtWhatWasCommitted(t *testing.T, server server) {
	topic := name("resume")
	cfg := server.with(t, topic)
	sent := someMessages(topic, 900)
	produce(t, cfg, sent)
	first := start(t, cfg)
	got := fetch(t, first, 400)
	if err := first.Commit(soon(t), next(got)); err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range append(got, fetch(t, start(t, cfg), len(sent)-len(got))...) {
		if seen[string(m.Value)] {
			t.Fatalf("%q was committed and read again", m.Value)
		}
		seen[string(m.Value)] = true
	}
	if len(seen) != len(sent) {
		t.Errorf("%d of %d messages", len(seen), len(sent))
	}
}

func TestWithoutACommitEverythingIsReadAgain(t *testing.T) {
	onEveryKafka(t, testWithoutACommitEverythingIsReadAgain)
}

func testWithoutACommitEverythingIsReadAgain(t *testing.T, server server) {
	topic := name("again")
	cfg := server.with(t, topic)
	produce(t, cfg, someMessages(topic, 300))
	first := start(t, cfg)
	fetch(t, first, 300)
	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	fetch(t, start(t, cfg), 300)
}

func TestTwoReadersOfAGroupShareThePartitions(t *testing.T) {
	onEveryKafka(t, testTwoReadersOfAGroupShareThePartitions)
}

func testTwoReadersOfAGroupShareThePartitions(t *testing.T, server server) {
	topic := name("shared")
	cfg := server.with(t, topic)
	a, b := start(t, cfg), start(t, cfg)
	p := kafka.NewProducer(cfg)
	defer p.Close()
	ctx, cancel := context.WithCancel(soon(t))
	defer cancel()
	both := make(chan string)
	for who, c := range map[string]*kafka.Consumer{"a": a, "b": b} {
		go func() {
			into := make([]ingest.Message, 10)
			for {
				if _, err := c.Fetch(ctx, into); err != nil {
					return
				}
				select {
				case both <- who:
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	seen := map[string]bool{}
	for i := 0; len(seen) < 2; i++ {
		if err := p.Produce(ctx, someMessages(topic, 200)); err != nil {
			t.Fatal(err)
		}
		select {
		case who := <-both:
			seen[who] = true
		case <-ctx.Done():
			t.Fatal("only one of two readers ever got a message")
		}
	}
}

func TestATooLargeMessageIsNamedAndNothingIsSent(t *testing.T) {
	onEveryKafka(t, testATooLargeMessageIsNamedAndNothingIsSent)
}

func testATooLargeMessageIsNamedAndNothingIsSent(t *testing.T, server server) {
	topic := name("large")
	cfg := server.with(t, topic)
	p := kafka.NewProducer(cfg)
	defer p.Close()
	messages := someMessages(topic, 3)
	messages[1].Value = bytes.Repeat([]byte("字"), 300_001)
	err := p.Produce(soon(t), messages)
	var large *kafka.TooLargeError
	if !errors.As(err, &large) || large.Index != 1 || analytics.KindOf(err) != analytics.KindInvalid {
		t.Fatalf("got %v", err)
	}
	if !strings.Contains(err.Error(), "第 2 条") {
		t.Errorf("the sentence %q does not name the record", err)
	}
	admin := kafka.NewAdmin(cfg)
	defer admin.Close()
	if backlog, err := admin.Backlog(soon(t), cfg.Group); err != nil || backlog != 0 {
		t.Errorf("backlog %d, %v", backlog, err)
	}
	messages[1].Value = bytes.Repeat([]byte("字"), 299_000)
	if err := p.Produce(soon(t), messages); err != nil {
		t.Fatalf("a message just below the limit: %v", err)
	}
	fetch(t, start(t, cfg), 3)
}

func TestTheAdminReadsWhereEverythingStands(t *testing.T) {
	onEveryKafka(t, testTheAdminReadsWhereEverythingStands)
}

func testTheAdminReadsWhereEverythingStands(t *testing.T, server server) {
	topics := []string{name("one"), name("two")}
	cfg := server.with(t, topics...)
	admin := kafka.NewAdmin(cfg)
	defer admin.Close()
	if err := admin.EnsureTopics(soon(t), map[string]int{topics[0]: 9}, 1); err != nil {
		t.Fatalf("a topic that is there: %v", err)
	}
	produced := produce(t, cfg, someMessages(topics[0], 500))
	at, err := admin.Topics(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(at) != 2 || at[0].Name != topics[0] || at[1].Name != topics[1] || at[0].ID == at[1].ID || len(at[0].ID) != 36 {
		t.Fatalf("topics %+v", at)
	}
	if len(at[0].Partitions) != 3 {
		t.Fatalf("%d partitions, want the 3 that it was made with", len(at[0].Partitions))
	}
	for p, where := range at[0].Partitions {
		if where.End != produced[topics[0]][uint16(p)] || where.First != 0 {
			t.Errorf("partition %d stands at %+v, the producer at %d", p, where, produced[topics[0]][uint16(p)])
		}
	}
	if backlog, err := admin.Backlog(soon(t), cfg.Group); err != nil || backlog != 500 {
		t.Errorf("backlog %d, %v; want 500", backlog, err)
	}
	c := start(t, cfg)
	if err := c.Commit(soon(t), next(fetch(t, c, 500))); err != nil {
		t.Fatal(err)
	}
	committed, err := admin.Committed(soon(t), cfg.Group)
	if err != nil {
		t.Fatal(err)
	}
	for p, offset := range produced[topics[0]] {
		if committed[topics[0]][p] != offset {
			t.Errorf("partition %d: committed %d, produced %d", p, committed[topics[0]][p], offset)
		}
	}
	if len(committed[topics[1]]) != 0 {
		t.Errorf("a topic without commits has %v", committed[topics[1]])
	}
	if backlog, err := admin.Backlog(soon(t), cfg.Group); err != nil || backlog != 0 {
		t.Errorf("backlog %d, %v; want 0", backlog, err)
	}
}

func TestAMissingTopicIsOfKindMissing(t *testing.T) {
	onEveryKafka(t, testAMissingTopicIsOfKindMissing)
}

func testAMissingTopicIsOfKindMissing(t *testing.T, server server) {
	cfg := server.with(t, name("there"))
	cfg.Topics = []string{name("nowhere")}
	admin := kafka.NewAdmin(cfg)
	defer admin.Close()
	if _, err := admin.Topics(soon(t)); analytics.KindOf(err) != analytics.KindMissing {
		t.Errorf("got %v", err)
	}
}
