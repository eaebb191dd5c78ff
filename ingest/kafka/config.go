package kafka

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl/plain"

	"huisheng/ingest"
)

// Config says which Kafka to talk to and how. Admin, Producer and Consumer share it.
type Config struct {
	Brokers  []string    // host:port of some brokers; the rest is learnt from them
	ClientID string      // how the broker's logs call us; default huisheng
	User     string      // SASL/PLAIN user; no login when empty
	Secret   string      // SASL/PLAIN password
	TLS      *tls.Config // nil for plain connections, as on loopback

	// Group is the consumer group; its commits are the book of what is stored. Default huisheng.
	Group string
	// Topics are read by the consumer; default ingest.Topics.
	Topics []string
	// Epochs counts per topic how often it was made anew. It is stamped on the messages that are read.
	Epochs map[string]uint32

	// MaxMessageBytes bounds key, value and headers of one message. Kafka refuses batches above 1,048,588 bytes unless its
	// message.max.bytes is changed, and a complaint of 300,000 Chinese characters still fits in the default of 900,000.
	MaxMessageBytes int
	// BatchTimeout is how long a part-filled batch waits for company. Every Produce waits for it once, so the default is 5 ms and not
	// kafka-go's second.
	BatchTimeout time.Duration
	// BufferBytes and BufferRows bound what the consumer reads ahead of Fetch: enough to keep two cores busy for a few dozen
	// milliseconds, by default 8 MiB and 8,192 messages.
	BufferBytes int
	BufferRows  int
	// SessionTimeout is how long the partitions of a consumer that died without a word stay with it. The default of 10 s is short
	// enough for a restart after a crash and long enough for a paused process. Brokers refuse less than 6 s.
	SessionTimeout time.Duration
	// ProduceWait is how long Produce tries again while no broker answers at all. The default of 8 s outlasts a broker that moves its
	// leaders, and a request that waits for it.
	ProduceWait time.Duration
	// CloseTimeout bounds how long Stop waits for kafka-go, whose Close can hang on a dead connection. Default 5 s.
	CloseTimeout time.Duration

	Logger *slog.Logger // default discards
}

// WithDefaults fills in what was left out.
func (c Config) WithDefaults() Config {
	setDefault(&c.ClientID, "huisheng")
	setDefault(&c.Group, "huisheng")
	setDefault(&c.MaxMessageBytes, 900_000)
	setDefault(&c.BatchTimeout, 5*time.Millisecond)
	setDefault(&c.BufferBytes, 8<<20)
	setDefault(&c.BufferRows, 8192)
	setDefault(&c.SessionTimeout, 10*time.Second)
	setDefault(&c.ProduceWait, 8*time.Second)
	setDefault(&c.CloseTimeout, 5*time.Second)
	if len(c.Topics) == 0 {
		c.Topics = ingest.Topics
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

// Validate refuses what cannot work.
func (c Config) Validate() error {
	if len(c.Brokers) == 0 {
		return errors.New("没有 Kafka 的地址：请设置 kafka.brokers，例如 127.0.0.1:9092")
	}
	for _, b := range c.Brokers {
		if _, _, err := net.SplitHostPort(b); err != nil {
			return fmt.Errorf("Kafka 地址 %q 不是 主机:端口 的写法: %w", b, err)
		}
	}
	if (c.User == "") != (c.Secret == "") {
		return errors.New("Kafka 的用户名和密码要么都填，要么都不填")
	}
	if c.SessionTimeout != 0 && c.SessionTimeout < 6*time.Second {
		return fmt.Errorf("Kafka 的会话超时 %s 太短：至少 6s", c.SessionTimeout)
	}
	return nil
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// dialer opens the consumer's connections.
func (c Config) dialer() *kafka.Dialer {
	d := &kafka.Dialer{ClientID: c.ClientID, Timeout: 10 * time.Second, DualStack: true, TLS: c.TLS}
	if c.User != "" {
		d.SASLMechanism = plain.Mechanism{Username: c.User, Password: c.Secret}
	}
	return d
}

// transport opens the connections of the producer and of single requests.
func (c Config) transport() *kafka.Transport {
	t := &kafka.Transport{ClientID: c.ClientID, DialTimeout: 10 * time.Second, TLS: c.TLS}
	if c.User != "" {
		t.SASL = plain.Mechanism{Username: c.User, Password: c.Secret}
	}
	return t
}

func (c Config) addr() net.Addr { return kafka.TCP(c.Brokers...) }
