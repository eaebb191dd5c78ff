package metrics

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"huisheng/dashboards/operations"
)

// observed are the metrics that are counted where things happen.
var observed = []struct {
	metric
	buckets []float64
}{
	{metric{"huisheng_sink_batch_rows", hist, "本进程每批入库的行数", []string{"topic"}}, []float64{1, 10, 100, 1000, 5000, 20000, 50000}},
	{metric{"huisheng_sink_batch_bytes", hist, "本进程每批入库的字节数", []string{"topic"}}, []float64{1 << 10, 16 << 10, 256 << 10, 1 << 20, 8 << 20, 48 << 20}},
	{metric{"huisheng_sink_batch_seconds", hist, "本进程每批入库的用时，含重试", []string{"topic"}}, []float64{.01, .05, .1, .25, .5, 1, 2.5, 10, 60}},
	{metric{"huisheng_sink_visible_seconds", hist, "每批最早一条从到达 Kafka 至明细可见", []string{"topic"}}, []float64{.1, .25, .5, 1, 2, 5, 15, 60, 600}},
	{metric{"huisheng_job_seconds", hist, "本进程作业每次运行的用时", []string{"job", "outcome"}}, []float64{.1, .5, 1, 5, 15, 60, 300, 1800}},
	{metric{"huisheng_intake_records_total", counter, "HTTP 接口收到的记录，按结果", []string{"source", "outcome"}}, nil},
	{metric{"huisheng_intake_seconds", hist, "HTTP 接口每个请求的用时", []string{"status"}}, []float64{.005, .01, .025, .1, .25, 1, 5}},
}

// Set is the metrics of one process. It is safe for concurrent use.
type Set struct {
	registry   *prometheus.Registry
	histograms map[string]*prometheus.HistogramVec
	counters   map[string]*prometheus.CounterVec
}

// New makes a Set whose measured metrics come from the newest snapshot.
func New(snapshot func() operations.Snapshot) *Set {
	s := &Set{registry: prometheus.NewRegistry(), histograms: map[string]*prometheus.HistogramVec{}, counters: map[string]*prometheus.CounterVec{}}
	s.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), newMeasurements(snapshot))
	for _, m := range observed {
		if m.kind == counter {
			s.counters[m.name] = prometheus.NewCounterVec(prometheus.CounterOpts{Name: m.name, Help: m.help}, m.labels)
			s.registry.MustRegister(s.counters[m.name])
			continue
		}
		s.histograms[m.name] = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: m.name, Help: m.help, Buckets: m.buckets}, m.labels)
		s.registry.MustRegister(s.histograms[m.name])
	}
	return s
}

// Handler answers a scrape.
func (s *Set) Handler() http.Handler {
	return promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{DisableCompression: true}) // who serves it compresses
}

// Batch counts a stored batch. oldest is the arrival of its oldest row.
func (s *Set) Batch(topic string, rows, bytes int, took time.Duration, at, oldest time.Time) {
	s.histograms["huisheng_sink_batch_rows"].WithLabelValues(topic).Observe(float64(rows))
	s.histograms["huisheng_sink_batch_bytes"].WithLabelValues(topic).Observe(float64(bytes))
	s.histograms["huisheng_sink_batch_seconds"].WithLabelValues(topic).Observe(took.Seconds())
	s.histograms["huisheng_sink_visible_seconds"].WithLabelValues(topic).Observe(max(at.Sub(oldest).Seconds(), 0))
}

// Run counts one run of a job.
func (s *Set) Run(job string, took time.Duration, fault error) {
	outcome := "done"
	if fault != nil {
		outcome = "failed"
	}
	s.histograms["huisheng_job_seconds"].WithLabelValues(job, outcome).Observe(took.Seconds())
}

// Intake counts records that the HTTP intake answered, by what became of them: accepted or rejected.
func (s *Set) Intake(source, outcome string, records int) {
	s.counters["huisheng_intake_records_total"].WithLabelValues(source, outcome).Add(float64(records))
}

// IntakeRequest counts one request to the HTTP intake.
func (s *Set) IntakeRequest(status string, took time.Duration) {
	s.histograms["huisheng_intake_seconds"].WithLabelValues(status).Observe(took.Seconds())
}

// measurements are the metrics of a snapshot.
type measurements struct {
	snapshot func() operations.Snapshot
	about    []*prometheus.Desc
}

func newMeasurements(snapshot func() operations.Snapshot) *measurements {
	m := &measurements{snapshot: snapshot}
	for _, one := range measured {
		m.about = append(m.about, prometheus.NewDesc(one.name, one.help, one.labels, nil))
	}
	return m
}

// Describe implements prometheus.Collector.
func (m *measurements) Describe(to chan<- *prometheus.Desc) {
	for _, d := range m.about {
		to <- d
	}
}

// Collect implements prometheus.Collector. Before the first measurement there is nothing to tell.
func (m *measurements) Collect(to chan<- prometheus.Metric) {
	s := m.snapshot()
	if s.At.IsZero() {
		return
	}
	for i, one := range measured {
		as := prometheus.GaugeValue
		if one.kind == counter {
			as = prometheus.CounterValue
		}
		for _, v := range one.of(&s) {
			to <- prometheus.MustNewConstMetric(m.about[i], as, v.v, v.labels...)
		}
	}
}
