package broker

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"time"
)

// User is the name under which clients log in when the configuration has a secret.
const User = "huisheng"

// Config is what a broker needs to start.
type Config struct {
	// Dir holds the log. It belongs to one process at a time.
	Dir string
	// Listen is a loopback address; port 0 takes a free one. The default is 127.0.0.1:0.
	Listen string
	// Topics to have, with the number of partitions for those that are not there yet. An existing topic keeps its number, as another
	// one would send later records of a complaint to another partition than its earlier ones.
	Topics map[string]int
	// Group is the consumer group whose commits say what is stored and may be deleted.
	Group string
	// Secret is the password of User. Without one everybody on this machine may connect.
	Secret string
	// TrimEvery is the time between two deletions of what is stored. The default of 10 s keeps the disk small, and one deletion
	// costs well under a millisecond.
	TrimEvery time.Duration
	// BacklogLimit is the number of records not yet stored above which Full says so. kfake reads its whole log when it opens: 500,000
	// records of a kilobyte cost about a second and half a gigabyte then, which a start under three seconds can bear.
	BacklogLimit int64
	// Logger gets the broker's own warnings; the default discards them.
	Logger *slog.Logger
}

// segmentBytes is the size at which a partition begins a new file. Only whole files leave the disk, and what stays is read at the next
// start, so it is far below Kafka's default of 1 GiB: 16 partitions keep at most 128 MiB.
const segmentBytes = 8 << 20

// withDefaults fills in what was left out and refuses what cannot work.
func (c Config) withDefaults() (Config, error) {
	if c.Dir == "" {
		return c, errors.New("内置 Kafka 没有数据目录：请设置 Dir")
	}
	if c.Group == "" {
		return c, errors.New("内置 Kafka 不知道哪个消费组的进度算已入库：请设置 Group")
	}
	for topic, n := range c.Topics {
		if n < 1 {
			return c, fmt.Errorf("主题 %s 的分区数是 %d，至少要 1", topic, n)
		}
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1:0"
	}
	if c.TrimEvery <= 0 {
		c.TrimEvery = 10 * time.Second
	}
	if c.BacklogLimit <= 0 {
		c.BacklogLimit = 500_000
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	_, err := c.port()
	return c, err
}

// port takes the port out of Listen. kfake answers clients with 127.0.0.1, so no other address would be reached.
func (c Config) port() (int, error) {
	host, text, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return 0, fmt.Errorf("内置 Kafka 的地址 %q 不是 127.0.0.1:端口 的写法: %w", c.Listen, err)
	}
	if host != "127.0.0.1" && host != "localhost" {
		return 0, fmt.Errorf("内置 Kafka 只在本机 127.0.0.1 上服务，不能用 %s：要让别的机器连接，请改用 Apache Kafka", host)
	}
	port, err := strconv.Atoi(text)
	if err != nil || port < 0 || port > 65535 {
		return 0, fmt.Errorf("内置 Kafka 的端口 %q 不是 0 到 65535 的数", text)
	}
	return port, nil
}
