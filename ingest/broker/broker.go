package broker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
)

// Broker is one broker in this process.
type Broker struct {
	cfg Config

	mu      sync.Mutex
	cluster *kfake.Cluster
	lock    *os.File
	addr    string
	end     context.CancelFunc
	done    chan struct{}
}

// New makes a broker that does nothing until Start.
func New(cfg Config) *Broker { return &Broker{cfg: cfg} }

// Start locks the directory, reads its log, makes the topics that are missing and begins to serve. The error of a directory that another
// process holds is a *LockedError.
func (b *Broker) Start() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cluster != nil {
		return errors.New("内置 Kafka 已经启动")
	}
	cfg, err := b.cfg.withDefaults()
	if err != nil {
		return err
	}
	b.cfg = cfg
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return fmt.Errorf("不能建立 Kafka 数据目录 %s: %w", cfg.Dir, err)
	}
	// kfake writes files that everybody may read, so the directory must keep them out.
	if err := os.Chmod(cfg.Dir, 0o700); err != nil {
		return fmt.Errorf("不能收紧 Kafka 数据目录 %s 的权限: %w", cfg.Dir, err)
	}
	if b.lock, err = lock(cfg.Dir); err != nil {
		return err
	}
	if b.cluster, err = open(cfg); err != nil {
		b.lock.Close()
		return err
	}
	if err := b.makeTopics(); err != nil {
		b.close()
		return err
	}
	b.addr = b.cluster.ListenAddrs()[0]
	ctx, cancel := context.WithCancel(context.Background())
	b.end, b.done = cancel, make(chan struct{})
	go b.trimming(ctx)
	return nil
}

// open starts kfake on the directory.
func open(cfg Config) (*kfake.Cluster, error) {
	// kfake keeps logins beside its log and prefers them to the ones it is given, so a secret of this start would not be taken.
	if err := os.Remove(filepath.Join(cfg.Dir, "sasl.json")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("不能移除 Kafka 数据目录里旧的登录信息: %w", err)
	}
	port, err := cfg.port()
	if err != nil {
		return nil, err
	}
	options := []kfake.Opt{
		kfake.Ports(port),
		kfake.ClusterID("huisheng"),
		kfake.DataDir(cfg.Dir),
		kfake.SyncWrites(), // an acknowledged record outlives a power cut
		kfake.WithLogger(logs{cfg.Logger}),
	}
	if cfg.Secret != "" {
		options = append(options, kfake.EnableSASL(), kfake.Superuser("PLAIN", User, cfg.Secret))
	}
	cluster, err := kfake.NewCluster(options...)
	if err != nil {
		return nil, fmt.Errorf("内置 Kafka 不能在目录 %s、地址 %s 上启动: %w", cfg.Dir, cfg.Listen, err)
	}
	return cluster, nil
}

// makeTopics makes the topics that are not there yet.
func (b *Broker) makeTopics() error {
	for topic, partitions := range b.cfg.Topics {
		if b.cluster.TopicInfo(topic) != nil {
			continue
		}
		if err := b.cluster.CreateTopic(topic, int32(partitions), topicSettings()); err != nil {
			return fmt.Errorf("内置 Kafka 不能建立主题 %s: %w", topic, err)
		}
	}
	return nil
}

// topicSettings turns off retention by time and size, which kfake would apply to records that nobody has stored yet, and stamps records
// on arrival, so that a writer's odd clock has no say in anything.
func topicSettings() map[string]string {
	return map[string]string{
		"retention.ms":           "-1",
		"retention.bytes":        "-1",
		"cleanup.policy":         "delete",
		"message.timestamp.type": "LogAppendTime",
		"segment.bytes":          fmt.Sprint(segmentBytes),
	}
}

// Addr is the address that clients connect to, empty before Start.
func (b *Broker) Addr() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.addr
}

// Stop ends the serving, writes what makes the next start fast, and gives the directory free. A second Stop does nothing.
func (b *Broker) Stop() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cluster == nil {
		return nil
	}
	b.end()
	<-b.done
	b.close()
	return nil
}

func (b *Broker) close() {
	b.cluster.Close()
	b.cluster, b.addr = nil, ""
	os.Remove(filepath.Join(b.cfg.Dir, "sasl.json")) // kfake wrote the secret there in clear
	b.lock.Close()
}

// trimming deletes what is stored until the broker stops.
func (b *Broker) trimming(ctx context.Context) {
	defer close(b.done)
	tick := time.NewTicker(b.cfg.TrimEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := trim(b.cluster, b.cfg); err != nil {
				b.cfg.Logger.Warn("stored records could not be deleted from the embedded Kafka", "error", err)
			}
		}
	}
}

// logs hands kfake's warnings to slog and leaves out its chatter.
type logs struct{ to *slog.Logger }

// Logf implements kfake.Logger.
func (l logs) Logf(level kfake.LogLevel, format string, args ...any) {
	switch level {
	case kfake.LogLevelError:
		l.to.Error(fmt.Sprintf(format, args...), "from", "kfake")
	case kfake.LogLevelWarn:
		l.to.Warn(fmt.Sprintf(format, args...), "from", "kfake")
	}
}
