// Package runtime is the only place that knows embedded from server: it starts or finds Kafka, ClickHouse and the state, binds the rooms
// to each other, and stops everything in the opposite order.
package runtime

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/cmd/internal/config"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
	"huisheng/jobs"
	"huisheng/sql/engine"
	"huisheng/sql/state"
	"huisheng/sql/warehouse"
)

// Group is the consumer group whose commits say what is stored.
const Group = "huisheng"

// ownerWait bounds how long a command waits for the addresses of a process that holds the data directory and is still starting:
// ClickHouse opens in under a second, a long Kafka backlog takes a few.
const ownerWait = 30 * time.Second

// Runtime is an open installation. Its fields are set before Open returns and not changed after.
type Runtime struct {
	Config    config.Config
	State     *state.State
	Warehouse *warehouse.Warehouse
	Kafka     kafka.Config // addresses, login and epochs
	Codec     *ingest.Codec
	Masker    *text.Masker
	Guest     bool // another process holds the data directory and serves this one

	log       *slog.Logger
	keys      keys
	endpoints Endpoints
	hold      *hold
	engine    *engine.Engine          // nil unless it runs in this process
	receiving bool                    // since Receive
	runner    *jobs.Runner            // nil until Runner
	read      atomic.Pointer[reading] // nil until Runner
	watched   watched                 // what Watch measures
	readable  *readable               // the tables as jobs read them
	stops     []func() error          // run backwards by Close

	accountsOnce sync.Once
	accounts     *Accounts
}

// Open starts what the settings ask for. In a data directory that another living process holds it connects to that process instead.
// Every table is brought up to date and every topic is there when it returns.
func Open(ctx context.Context, c config.Config, log *slog.Logger) (*Runtime, error) {
	rt := &Runtime{Config: c, log: log}
	if err := rt.open(ctx); err != nil {
		return nil, errors.Join(err, rt.Close())
	}
	return rt, nil
}

func (rt *Runtime) open(ctx context.Context) error {
	if err := rt.claim(ctx); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{rt.openKeys, rt.openState, rt.openEmbedded, rt.openWarehouse, rt.openKafka} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// embeds reports whether one of the parts runs in the process that holds the data directory.
func (rt *Runtime) embeds() bool { return rt.embedsKafka() || rt.embedsClickHouse() }

func (rt *Runtime) embedsKafka() bool      { return len(rt.Config.KafkaBrokers) == 0 }
func (rt *Runtime) embedsClickHouse() bool { return rt.Config.ClickHouseAddress == "" }

// claim takes the data directory, or finds who has it. With servers outside nothing needs to be held: many processes share the work.
func (rt *Runtime) claim(ctx context.Context) error {
	if !rt.embeds() {
		return nil
	}
	waiting, cancel := context.WithTimeout(ctx, ownerWait)
	defer cancel()
	var err error
	if rt.hold, rt.endpoints, err = holdOrOwner(waiting, rt.Config.Data); err != nil {
		return err
	}
	if rt.Guest = rt.hold == nil; !rt.Guest {
		rt.onClose(rt.hold.release)
	}
	return nil
}

// OwnerGone reports whether the process that this guest was connected to has ended or is ending. What the guest was doing then fails; opened
// again, the directory is its own.
func (rt *Runtime) OwnerGone() bool {
	if !rt.Guest {
		return false
	}
	e, err := readEndpoints(rt.Config.Data)
	return err != nil || e.Secret != rt.endpoints.Secret || unix.Kill(e.PID, 0) == unix.ESRCH
}

// OwnerEnds is OwnerGone with a moment of patience, for when something failed just now: connections to a process that was killed break before
// the process is gone.
func (rt *Runtime) OwnerEnds(ctx context.Context) bool {
	for end := time.Now().Add(endingWait); rt.Guest && ctx.Err() == nil; time.Sleep(50 * time.Millisecond) {
		if rt.OwnerGone() {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
	return false
}

// endingWait is long enough for a killed process to free its memory and be noticed by its parent.
const endingWait = 3 * time.Second

func (rt *Runtime) openKeys(context.Context) (err error) {
	if rt.keys, err = openKeys(rt.Config.Data); err != nil {
		return err
	}
	rt.Codec = ingest.NewCodec(rt.keys.content)
	rt.Masker = text.NewMasker(rt.keys.customer)
	return nil
}

func (rt *Runtime) openState(ctx context.Context) (err error) {
	dsn := rt.Config.State
	if dsn == "" {
		dsn = filepath.Join(rt.Config.Data, "state.db")
	}
	if rt.State, err = state.Open(ctx, dsn); err != nil {
		return err
	}
	rt.onClose(rt.State.Close)
	if rt.hold != nil && rt.Config.State == "" && rt.embedsClickHouse() {
		// Whoever took a lease worked with the tables of the process that held this directory before, and that one is gone.
		if err := rt.State.ClearLeases(ctx); err != nil {
			return err
		}
	}
	return rt.checkKey(ctx)
}

// checkKey refuses a key file that is not the one this installation began with: under another key the customers would not link and every
// content would count as new.
func (rt *Runtime) checkKey(ctx context.Context) error {
	const setting = "key_fingerprint"
	known, err := rt.State.ClaimSetting(ctx, setting, rt.keys.print)
	if err != nil {
		return err
	}
	if known != rt.keys.print {
		return analytics.Invalid("keys", "%s 里的密钥不是这套数据的密钥：请从备份中恢复原来的密钥文件",
			filepath.Join(rt.Config.Data, "keys"))
	}
	return nil
}

func (rt *Runtime) openKafka(ctx context.Context) error {
	cfg := kafka.Config{Brokers: rt.Config.KafkaBrokers, User: rt.Config.KafkaUser, Secret: rt.Config.KafkaPassword, Group: Group, Logger: rt.log}
	if rt.embedsKafka() {
		cfg.Brokers, cfg.User, cfg.Secret = []string{rt.endpoints.Broker}, user, rt.endpoints.Secret
	}
	if err := cfg.Validate(); err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "Kafka 的设置有误")
	}
	admin := kafka.NewAdmin(cfg)
	defer admin.Close()
	if !rt.embedsKafka() {
		if err := admin.EnsureTopics(ctx, rt.partitions(), rt.Config.KafkaReplicas); err != nil {
			return err
		}
	}
	topics, err := admin.Topics(ctx)
	if err != nil {
		return err
	}
	cfg.Epochs = map[string]uint32{}
	for _, t := range topics {
		if cfg.Epochs[t.Name], err = rt.State.TopicEpoch(ctx, t.Name, t.ID); err != nil {
			return err
		}
		if want := rt.partitions()[t.Name]; want != len(t.Partitions) {
			// Another number would send later records of a complaint elsewhere than its earlier ones.
			rt.log.Warn("设置的分区数对已有的主题不起作用", "topic", t.Name, "partitions", len(t.Partitions), "setting", want)
		}
	}
	rt.Kafka = cfg
	rt.openReadable()
	return nil
}

// partitions is how many partitions a topic is made with. Exposures and rejected records are few: one keeps them in order.
func (rt *Runtime) partitions() map[string]int {
	return map[string]int{ingest.TopicComplaints: rt.Config.KafkaPartitions, ingest.TopicEvents: rt.Config.KafkaPartitions,
		ingest.TopicExposures: 1, ingest.TopicRejected: 1}
}

// patient are the settings of Kafka for work that nobody waits for at a screen. A server is given the time that its restart takes; a broker in
// another process of this machine that does not answer is gone.
func (rt *Runtime) patient() kafka.Config {
	c := rt.Kafka
	if !rt.embedsKafka() {
		c.ProduceWait = restartWait
	}
	return c
}

// restartWait is how long a Kafka server may take to come back before an import gives up.
const restartWait = 3 * time.Minute

func (rt *Runtime) onClose(stop func() error) { rt.stops = append(rt.stops, stop) }

// Close stops everything that was started, last first. A second Close does nothing.
func (rt *Runtime) Close() error {
	var errs []error
	if rt.hold != nil {
		errs = append(errs, rt.hold.withdraw())
	}
	for _, stop := range slices.Backward(rt.stops) {
		errs = append(errs, stop())
	}
	rt.stops = nil
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("关闭时出错：%w", err)
	}
	return nil
}
