package kafka

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/segmentio/kafka-go"

	"huisheng/analytics"
	"huisheng/ingest"
)

// TooLargeError names the first message of a Produce that is above the limit. Nothing of that call was sent.
type TooLargeError struct {
	Index, Size, Limit int
}

// Error implements error.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("第 %d 条记录有 %d 字节，超过上限 %d 字节：请缩短正文或附加字段", e.Index+1, e.Size, e.Limit)
}

// Unwrap gives it the kind of wrong input.
func (e *TooLargeError) Unwrap() error { return analytics.Invalid("text", "记录太大") }

// ProduceError names the messages that Kafka did not acknowledge; the others of the call are safely in. Sending the failed ones again is
// right even though some of them may have got in unseen: a record that lands twice counts as 重发 and changes nothing.
type ProduceError struct {
	Failed []int // indexes into the messages of the call
	Cause  error
}

// Error implements error.
func (e *ProduceError) Error() string {
	return fmt.Sprintf("%d 条记录没有写入 Kafka: %v", len(e.Failed), e.Cause)
}

// FailedMessages are the indexes, for a caller that does not know this package.
func (e *ProduceError) FailedMessages() []int { return e.Failed }

// Unwrap gives it the kind of a server that is down, and the cause.
func (e *ProduceError) Unwrap() error { return down(e.Cause, "写入 Kafka 失败") }

// Producer writes messages. It is safe for concurrent use.
type Producer struct {
	cfg    Config
	writer *kafka.Writer

	mu   sync.Mutex
	next Offsets
}

// NewProducer makes a producer that connects at its first Produce.
func NewProducer(cfg Config) *Producer {
	p := &Producer{cfg: cfg.WithDefaults(), next: Offsets{}}
	p.writer = &kafka.Writer{
		Addr:         p.cfg.addr(),
		Transport:    p.cfg.transport(),
		RequiredAcks: kafka.RequireAll, // kafka-go's default is not to wait at all
		Compression:  kafka.Lz4,
		Balancer:     kafka.Murmur2Balancer{Consistent: true}, // as the Java client does: who else writes with the same key meets us
		BatchSize:    1000,
		BatchBytes:   int64(max(1_000_000, p.cfg.MaxMessageBytes+1024)),
		BatchTimeout: p.cfg.BatchTimeout,
		MaxAttempts:  10, // of a batch; a broker that cannot be reached at all is tried for ProduceWait
		ErrorLogger:  p.cfg.errorLog("producer"),
		Completion:   p.note,
	}
	return p
}

// Produce writes the messages and returns when all of them are acknowledged by all replicas in sync. Messages with one key arrive in
// their order. A message above the limit is a *TooLargeError, unacknowledged ones are a *ProduceError; when ctx ends first, nothing is
// known of those that were under way.
func (p *Producer) Produce(ctx context.Context, messages []ingest.Message) error {
	for i, m := range messages {
		if size := len(m.Key) + len(m.Value) + 64; size > p.cfg.MaxMessageBytes { // 64 for our headers and the record's own frame
			return &TooLargeError{Index: i, Size: size, Limit: p.cfg.MaxMessageBytes}
		}
	}
	out := toKafka(messages)
	left := make([]int, len(out)) // indexes of what is still to be written
	for i := range left {
		left[i] = i
	}
	for end := time.Now().Add(p.cfg.ProduceWait); ; {
		failed := p.write(ctx, out, left)
		switch {
		case failed == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !unreachable(failed.Cause) || time.Now().After(end):
			return failed
		}
		left = withFollowers(messages, left, failed.Failed)
		select {
		case <-time.After(produceRetry):
		case <-ctx.Done():
		}
	}
}

// produceRetry is the pause between two tries while no broker answers.
const produceRetry = 250 * time.Millisecond

// write gives some of the messages to Kafka, and tells which of all failed.
func (p *Producer) write(ctx context.Context, all []kafka.Message, left []int) *ProduceError {
	now := make([]kafka.Message, len(left))
	for i, at := range left {
		now[i] = all[at]
	}
	err := p.writer.WriteMessages(ctx, now...)
	if err == nil {
		return nil
	}
	failed := &ProduceError{Cause: err}
	var each kafka.WriteErrors
	if !errors.As(err, &each) {
		failed.Failed = left
		return failed
	}
	for i, err := range each {
		if err != nil {
			failed.Failed, failed.Cause = append(failed.Failed, left[i]), err
		}
	}
	return failed
}

// withFollowers adds to the messages that failed those after them with the same key: these got in first, and the order of a key must hold.
// What lands twice so changes nothing.
func withFollowers(messages []ingest.Message, given, failed []int) []int {
	keys := make(map[string]bool, len(failed))
	var again []int
	for next, i := 0, 0; i < len(given); i++ {
		at := given[i]
		if next < len(failed) && failed[next] == at {
			keys[string(messages[at].Key)] = true
			next++
		}
		if keys[string(messages[at].Key)] {
			again = append(again, at)
		}
	}
	return again
}

// unreachable reports whether nobody answered: no connection, or one that broke.
func unreachable(err error) bool {
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ECONNRESET)
}

// note keeps the highest offset of every partition. kafka-go calls it once per written batch.
func (p *Producer) note(messages []kafka.Message, err error) {
	if err != nil || len(messages) == 0 {
		return
	}
	last := &messages[len(messages)-1]
	p.mu.Lock()
	defer p.mu.Unlock()
	if next := uint64(last.Offset + 1); next > p.next[last.Topic][uint16(last.Partition)] {
		set(p.next, last.Topic, uint16(last.Partition), next)
	}
}

// Produced returns per partition the offset after the last record that this producer wrote. Everything it wrote is stored or rejected
// once the sink's group has committed these.
func (p *Producer) Produced() Offsets {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := Offsets{}
	for topic, partitions := range p.next {
		for partition, next := range partitions {
			set(out, topic, partition, next)
		}
	}
	return out
}

// Close waits for what is under way, at most Config.CloseTimeout.
func (p *Producer) Close() error {
	return within(p.cfg.CloseTimeout, p.writer.Close)
}
