package kafka

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"

	"huisheng/ingest"
)

// ErrStopped is what a consumer answers that was stopped or not started.
var ErrStopped = errors.New("Kafka 消费者没有在运行")

// Consumer reads the topics as a member of the group. Nothing is committed unless Commit is called.
type Consumer struct {
	cfg    Config
	reader *kafka.Reader
	cancel context.CancelFunc
	done   chan struct{}
	ahead  *readAhead

	mu      sync.Mutex
	problem Problem
}

// Problem is the last error that the consumer met and got over by trying again.
type Problem struct {
	Err   error
	At    time.Time
	Count int // how many there were since the start
}

// NewConsumer makes a consumer that does nothing until Start.
func NewConsumer(cfg Config) *Consumer {
	cfg = cfg.WithDefaults()
	return &Consumer{cfg: cfg, ahead: newReadAhead(cfg.BufferRows, cfg.BufferBytes)}
}

// Start joins the group and begins to read ahead. It does not wait for a connection: a broker that is down is tried until it is up.
func (c *Consumer) Start() error {
	if err := c.cfg.Validate(); err != nil {
		return err
	}
	c.reader = kafka.NewReader(kafka.ReaderConfig{
		Brokers:               c.cfg.Brokers,
		GroupID:               c.cfg.Group,
		GroupTopics:           c.cfg.Topics,
		Dialer:                c.cfg.dialer(),
		StartOffset:           kafka.FirstOffset,
		MinBytes:              1,
		MaxBytes:              2 << 20, // holds the largest message twice
		MaxWait:               time.Second,
		QueueCapacity:         512,
		SessionTimeout:        c.cfg.SessionTimeout,
		HeartbeatInterval:     c.cfg.SessionTimeout / 5,
		RebalanceTimeout:      c.cfg.SessionTimeout,
		JoinGroupBackoff:      200 * time.Millisecond, // the first join of a new cluster always fails once; kafka-go would wait 5 s
		ReadLagInterval:       -1,
		WatchPartitionChanges: true,
		ErrorLogger:           c.cfg.errorLog("consumer"),
	})
	ctx, cancel := context.WithCancel(context.Background())
	c.cancel, c.done = cancel, make(chan struct{})
	go c.read(ctx)
	return nil
}

// read moves messages from kafka-go into the buffer. Every error that FetchMessage returns is one that kafka-go goes on trying to get
// over by itself, even a refused login, so none of them ends the reading; they are kept for whoever looks.
func (c *Consumer) read(ctx context.Context) {
	defer close(c.done)
	defer c.ahead.end()
	pause := 50 * time.Millisecond
	for {
		m, err := c.reader.FetchMessage(ctx)
		switch {
		case err == nil:
			pause = 50 * time.Millisecond
			if !c.ahead.put(ctx, fromKafka(&m, c.cfg.Epochs[m.Topic])) {
				return
			}
		case errors.Is(err, io.EOF) || ctx.Err() != nil:
			return
		default:
			c.note(err)
			select {
			case <-ctx.Done():
				return
			case <-time.After(pause):
			}
			pause = min(2*pause, 5*time.Second)
		}
	}
}

func (c *Consumer) note(err error) {
	c.cfg.Logger.Warn("Kafka could not be read for now", "error", err)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.problem = Problem{Err: err, At: time.Now(), Count: c.problem.Count + 1}
}

// Problem returns the last error that was met, for pages and checks.
func (c *Consumer) Problem() Problem {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.problem
}

// Fetch fills the front of into with messages and returns how many, at least one: it waits for the first and takes what is there. Within
// a partition they come in the order of their offsets, but after a rebalance they may begin again at an earlier one.
// It returns ErrStopped after Stop, and the context's error.
func (c *Consumer) Fetch(ctx context.Context, into []ingest.Message) (int, error) {
	return c.ahead.take(ctx, into)
}

// Commit tells Kafka for every given partition that all records before the offset are stored. It waits for the answer; on an error
// nothing is known, and committing the same or a later offset again is right.
func (c *Consumer) Commit(ctx context.Context, next Offsets) error {
	if c.reader == nil {
		return ErrStopped
	}
	var last []kafka.Message
	for topic, partitions := range next {
		for partition, offset := range partitions {
			if offset > 0 {
				last = append(last, kafka.Message{Topic: topic, Partition: int(partition), Offset: int64(offset) - 1})
			}
		}
	}
	if len(last) == 0 {
		return nil
	}
	if err := c.reader.CommitMessages(ctx, last...); err != nil {
		return down(err, "不能在 Kafka 记下进度")
	}
	return nil
}

// Stop leaves the group and returns when the reading has ended, at the latest after Config.CloseTimeout. What was fetched and not
// committed will be read again by the group's next reader.
func (c *Consumer) Stop() error {
	if c.reader == nil {
		return nil
	}
	c.cancel()
	<-c.done
	return within(c.cfg.CloseTimeout, c.reader.Close)
}
