package sink

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"huisheng/ingest"
	"huisheng/ingest/batch"
)

// Config sets a sink up. Only SealKey has no default.
type Config struct {
	// SealKey is 32 bytes, the AES-256 key under which messages are kept that could not be read and so not be masked.
	SealKey []byte
	// Topics are the names of the four topics.
	Topics Topics
	// Limits say when a batch is stored; batch.Defaults says why.
	Limits batch.Limits
	// Workers decode at the same time; by default one per processor, as decoding is pure computing.
	Workers int
	// Writers store at the same time. Two, as one waits for the disk while the other makes its columns; more would only hold more
	// memory, since ClickHouse itself uses all processors.
	Writers int
	// BlockRows is the most messages that are decoded as one piece: many enough for handing over to cost nothing per message, few
	// enough for all workers to have something to do. Default 1,000.
	BlockRows int
	// RetryFirst and RetryMost bound the pause before the store is tried again; it doubles from the first to the most. Defaults 100 ms,
	// short because a busy server is often free at once, and 10 s, so that a recovered server is noticed soon.
	RetryFirst, RetryMost time.Duration
	// Observe is told every batch that was stored, by several goroutines at once; the default does nothing.
	Observe func(Batch)
	// Now is the clock; default time.Now.
	Now func() time.Time
	// Logger gets what an operator should know; the default discards.
	Logger *slog.Logger
}

// Topics are the names of the four topics.
type Topics struct {
	Complaints, Events, Exposures, Rejected string
}

func (c Config) withDefaults() (Config, error) {
	if len(c.SealKey) != 32 {
		return c, fmt.Errorf("封存密钥要 32 字节，现在是 %d 字节：请检查 keys 目录", len(c.SealKey))
	}
	if c.Topics == (Topics{}) {
		c.Topics = Topics{ingest.TopicComplaints, ingest.TopicEvents, ingest.TopicExposures, ingest.TopicRejected}
	}
	if c.Limits == (batch.Limits{}) {
		c.Limits = batch.Defaults
	}
	if c.Limits.Rows <= 0 || c.Limits.Bytes <= 0 || c.Limits.Age <= 0 {
		return c, errors.New("入库批次的行数、字节数和时长上限都要大于 0：缺了任何一个，内存或等待就没有上限")
	}
	setDefault(&c.Workers, runtime.GOMAXPROCS(0))
	setDefault(&c.Writers, 2)
	setDefault(&c.BlockRows, 1000)
	setDefault(&c.RetryFirst, 100*time.Millisecond)
	setDefault(&c.RetryMost, 10*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Observe == nil {
		c.Observe = func(Batch) {}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, nil
}

func setDefault[T int | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}
