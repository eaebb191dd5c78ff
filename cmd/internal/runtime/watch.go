package runtime

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/metrics"
	"huisheng/cmd/internal/watch"
	"huisheng/dashboards/operations"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sink"
	"huisheng/jobs/assemble"
	"huisheng/jobs/detect"
	"huisheng/jobs/enrich"
	"huisheng/sql/warehouse"
)

// watched is what an operator is told of. Its hooks do nothing before Watch.
type watched struct {
	sink    atomic.Pointer[sink.Sink] // since Receive
	watch   *watch.Watch
	metrics *metrics.Set
}

// batch counts a stored batch.
func (w *watched) batch(b sink.Batch) {
	if w.metrics != nil {
		w.metrics.Batch(b.Topic, b.Rows, b.Bytes, b.Took, b.At, b.Oldest)
	}
}

// run counts a run of a job.
func (w *watched) run(job string, took time.Duration, fault error) {
	if w.metrics != nil {
		w.metrics.Run(job, took, fault)
	}
}

// readerName tells a process apart from others of the group.
func readerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "huisheng"
	}
	return fmt.Sprintf("%s-%d", host, os.Getpid())
}

// Watch begins to measure how the installation is doing, until Close. It is called before Receive, Runner and Pages, which then count and
// show it. version is this program's.
func (rt *Runtime) Watch(ctx context.Context, version string) error {
	fixed := operations.Snapshot{Started: time.Now(), PID: os.Getpid(), Version: version, Kafka: "内置"}
	if !rt.embedsKafka() {
		fixed.Kafka = strings.Join(rt.Config.KafkaBrokers, "、")
	}
	clickhouse, err := rt.Warehouse.Version(ctx)
	if err != nil {
		return err
	}
	if fixed.ClickHouse = clickhouse + " 内置"; !rt.embedsClickHouse() {
		fixed.ClickHouse = clickhouse + " " + rt.Config.ClickHouseAddress
	}
	source := &measured{rt: rt, admin: kafka.NewAdmin(rt.Kafka)}
	rt.watched.watch = watch.New(watch.Config{Epochs: rt.Kafka.Epochs, Memory: Resident, Fixed: fixed, Alarm: rt.booksAlarm}, source)
	rt.watched.metrics = metrics.New(rt.watched.watch.Snapshot)
	rt.watched.watch.Start()
	rt.onClose(func() error {
		err := rt.watched.watch.Stop()
		source.admin.Close()
		return err
	})
	return rt.serveMetrics()
}

// serveMetrics offers /metrics at an address of its own when one is set.
func (rt *Runtime) serveMetrics() error {
	if rt.Config.MetricsListen == "" {
		return nil
	}
	listener, err := net.Listen("tcp", rt.Config.MetricsListen)
	if err != nil {
		return analytics.Wrap(analytics.KindBusy, err, "不能监听 %s：换一个 metrics.listen", rt.Config.MetricsListen)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", rt.watched.metrics.Handler())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second}
	serving(rt.log, "metrics", func() error { return server.Serve(listener) })
	rt.onClose(func() error {
		closing, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return errors.Join(server.Shutdown(closing), server.Close())
	})
	return nil
}

// measured is what Watch asks.
type measured struct {
	rt    *Runtime
	admin *kafka.Admin
}

// Kafka implements watch.Source.
func (m *measured) Kafka(ctx context.Context) ([]kafka.Standing, []kafka.Member, error) {
	standings, err := m.admin.Standings(ctx, Group)
	if err != nil {
		return nil, nil, err
	}
	members, err := m.admin.Members(ctx, Group)
	return standings, members, err
}

// recentRuns is enough to hold the newest run of every job and of the newest months, also while a long queue is worked off.
const recentRuns = 200

// Work implements watch.Source.
func (m *measured) Work(ctx context.Context) (watch.Work, error) {
	w := watch.Work{Jobs: []string{enrich.Name, assemble.Name, detect.Name}, Dirty: map[string][]analytics.Dirty{}}
	var err error
	if w.Watermark, err = m.rt.State.Watermark(ctx, enrich.Name); err != nil {
		return w, err
	}
	for _, job := range w.Jobs {
		if w.Dirty[job], err = m.rt.State.DirtyMonths(ctx, job); err != nil {
			return w, err
		}
	}
	if w.Runs, err = m.rt.State.Runs(ctx, recentRuns); err != nil {
		return w, err
	}
	lease, err := m.rt.State.LeaseOf(ctx, "jobs")
	if lease.Until.After(time.Now()) {
		w.Worker = lease.Owner
	}
	return w, err
}

// Stored implements watch.Source.
func (m *measured) Stored(ctx context.Context) ([]analytics.Position, error) {
	return m.rt.readable.Stored(ctx)
}

// Storage implements watch.Source.
func (m *measured) Storage(ctx context.Context) ([]warehouse.Stock, []warehouse.Disk, error) {
	return m.rt.Warehouse.Storage(ctx)
}

// Books implements watch.Source.
func (m *measured) Books(ctx context.Context) (analytics.Books, error) { return m.rt.Books(ctx) }

// Receiver implements watch.Source.
func (m *measured) Receiver() (sink.Stats, bool) {
	s := m.rt.watched.sink.Load()
	if s == nil {
		return sink.Stats{}, false
	}
	return s.Stats(), true
}

// Resident is the memory of this process as the system counts it, 0 where the system does not tell.
func Resident() uint64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var kilobytes uint64
		if n, _ := fmt.Sscanf(lines.Text(), "VmRSS: %d kB", &kilobytes); n == 1 {
			return kilobytes << 10
		}
	}
	return 0
}
