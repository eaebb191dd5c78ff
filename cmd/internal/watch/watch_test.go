package watch

import (
	"context"
	"errors"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/operations"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sink"
	"huisheng/sql/warehouse"
)

// world is an installation that does what a test says.
type world struct {
	standings []kafka.Standing
	members   []kafka.Member
	work      Work
	stored    []analytics.Position
	stats     *sink.Stats
	kafka     error
	state     error
	tables    error
	rejected  uint64
	arrived   uint64
}

func (w *world) Kafka(context.Context) ([]kafka.Standing, []kafka.Member, error) {
	return w.standings, w.members, w.kafka
}
func (w *world) Work(context.Context) (Work, error)                   { return w.work, w.state }
func (w *world) Stored(context.Context) ([]analytics.Position, error) { return w.stored, w.tables }
func (w *world) Books(context.Context) (analytics.Books, error)       { return analytics.Books{}, w.tables }
func (w *world) Storage(context.Context) ([]warehouse.Stock, []warehouse.Disk, error) {
	return []warehouse.Stock{{Table: "complaints", Rows: w.arrived}, {Table: "rejected", Rows: w.rejected}}, nil, w.tables
}
func (w *world) Receiver() (sink.Stats, bool) {
	if w.stats == nil {
		return sink.Stats{}, false
	}
	return *w.stats, true
}

// clocked is a Watch over a world under a clock that the test moves.
func clocked(w *world) (*Watch, *time.Time) {
	now := epoch
	return New(Config{Epochs: map[string]uint32{"complaints.v1": 1}, Now: func() time.Time { return now }}, w), &now
}

func standing1(end, committed uint64) []kafka.Standing {
	return []kafka.Standing{{Topic: "complaints.v1", End: end, Committed: committed}}
}

func TestRatesComeFromTheLastMinute(t *testing.T) {
	w := &world{members: []kafka.Member{{Client: "host-1", Partitions: map[string][]uint16{"complaints.v1": {0}}}}}
	watch, now := clocked(w)
	for n := range 120 { // 4 minutes: 100 a second came, 40 a second were stored; nothing in the first two
		*now = epoch.Add(time.Duration(n) * 2 * time.Second)
		busy := uint64(max(n-60, 0))
		w.standings = standing1(200*busy, 80*busy)
		watch.Measure(t.Context())
	}
	s := watch.Snapshot()
	p := s.Partitions[0]
	if p.Arrived != 100 || p.Drained != 40 || p.Reader != "host-1" || s.Lag() != 59*120 {
		t.Errorf("%+v", p)
	}
	if s.Traffic.Growing < 50*time.Second || s.Traffic.Idle != 0 || s.Traffic.Arrived != 59*200 {
		t.Errorf("%+v", s.Traffic)
	}
	if n := len(s.Points); n < 14 || n > 17 || s.Points[2].Arrived != 0 || s.Points[n-1].Arrived != 100 || s.Points[n-1].Stored != 40 {
		t.Errorf("%d points, %+v", n, s.Points)
	}
}

func TestAPartThatDoesNotAnswerIsToldSinceWhen(t *testing.T) {
	w := &world{standings: standing1(10, 5)}
	watch, now := clocked(w)
	watch.Measure(t.Context())
	w.kafka = analytics.Wrap(analytics.KindDown, errors.New("refused"), "不能连接")
	for range 3 {
		*now = now.Add(time.Minute)
		watch.Measure(t.Context())
	}
	s := watch.Snapshot()
	trouble := s.Trouble(operations.PartKafka)
	if trouble == nil || !trouble.Since.Equal(epoch.Add(time.Minute)) || trouble.Kind != analytics.KindDown || len(s.Partitions) != 1 {
		t.Errorf("%+v", s)
	}
	w.kafka = nil
	watch.Measure(t.Context())
	if s := watch.Snapshot(); s.Trouble(operations.PartKafka) != nil {
		t.Error("it answers again")
	}
}

func TestWhatTheSinkWaitsForIsTrouble(t *testing.T) {
	w := &world{standings: standing1(10, 5), stats: &sink.Stats{Stored: 5, Waiting: []sink.Wait{{What: "complaints.v1",
		Err: analytics.Wrap(analytics.KindFull, errors.New("code 243"), "磁盘已满"), Since: epoch}}}}
	watch, now := clocked(w)
	*now = epoch.Add(time.Minute)
	watch.Measure(t.Context())
	s := watch.Snapshot()
	if list := operations.Alarms(&s); len(list) == 0 || list[0].Name != "disk_full" || s.Receiving.Stored != 5 {
		t.Errorf("%+v", list)
	}
}

func TestNothingStoredThoughSomethingWaitsIsIdle(t *testing.T) {
	w := &world{standings: standing1(10, 5)}
	watch, now := clocked(w)
	for range 4 {
		watch.Measure(t.Context())
		*now = now.Add(time.Minute)
	}
	if s := watch.Snapshot(); s.Traffic.Idle != 3*time.Minute {
		t.Errorf("%s", s.Traffic.Idle)
	}
	w.standings = standing1(10, 10)
	watch.Measure(t.Context())
	if s := watch.Snapshot(); s.Traffic.Idle != 0 {
		t.Errorf("%s", s.Traffic.Idle)
	}
}

func TestRejectsAreCountedFromTheTables(t *testing.T) {
	w := &world{arrived: 1000, rejected: 50}
	watch, now := clocked(w)
	watch.MeasureStorage(t.Context())
	*now = now.Add(time.Minute)
	w.arrived, w.rejected = 1100, 70
	watch.MeasureStorage(t.Context())
	watch.Measure(t.Context())
	if s := watch.Snapshot(); s.Traffic.Rejected != 20 || s.Tables[0].Rows != 1100 {
		t.Errorf("%+v", s.Traffic)
	}
}

func TestFiguresAreAsNewAsTheNewestMonthsRun(t *testing.T) {
	position := func(n uint64) []analytics.Position {
		return []analytics.Position{{Topic: "complaints.v1", Epoch: 1, Next: n}}
	}
	run := func(month, outcome, watermark string) analytics.Run {
		return analytics.Run{Job: "assemble", Window: month, Outcome: outcome, Watermark: watermark}
	}
	dirty := func(months ...analytics.Month) map[string][]analytics.Dirty {
		list := map[string][]analytics.Dirty{}
		for _, m := range months {
			list["assemble"] = append(list["assemble"], analytics.Dirty{Month: m})
		}
		return list
	}
	for name, c := range map[string]struct {
		w    Work
		want uint64
	}{
		"nothing waits":                           {Work{Watermark: position(90), Runs: []analytics.Run{run("2024-03", "done", "complaints.v1/1/0@70")}}, 90},
		"only an older month waits":               {Work{Watermark: position(90), Runs: []analytics.Run{run("2024-03", "done", "complaints.v1/1/0@70")}, Dirty: dirty(202401)}, 90},
		"the newest month waits again":            {Work{Watermark: position(90), Runs: []analytics.Run{run("2024-03", "running", "complaints.v1/1/0@85"), run("2024-02", "done", "complaints.v1/1/0@80"), run("2024-03", "done", "complaints.v1/1/0@70")}, Dirty: dirty(202403)}, 70},
		"a newer month was never computed":        {Work{Watermark: position(90), Runs: []analytics.Run{run("2024-02", "done", "complaints.v1/1/0@70")}, Dirty: dirty(202403)}, 0},
		"positions of another epoch say nothing":  {Work{Watermark: []analytics.Position{{Topic: "complaints.v1", Epoch: 7, Next: 90}}}, 0},
		"a watermark that cannot be read is none": {Work{Runs: []analytics.Run{run("2024-03", "done", "nonsense")}, Dirty: dirty(202403)}, 0},
	} {
		if got := readOf(c.w, map[string]uint32{"complaints.v1": 1})[only]; got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestFailuresInARowAreCountedUpToTheNewest(t *testing.T) {
	run := func(outcome string) analytics.Run { return analytics.Run{Job: "detect", Outcome: outcome} }
	for _, c := range []struct {
		runs []analytics.Run
		want int
	}{{nil, 0}, {[]analytics.Run{run("running"), run("failed"), run("failed"), run("done"), run("failed")}, 2}, {[]analytics.Run{run("done"), run("failed")}, 0}} {
		if got := jobsOf(Work{Jobs: []string{"detect"}, Runs: c.runs})[0]; got.Failures != c.want {
			t.Errorf("%+v", got)
		}
	}
}

func TestAWatchMeasuresUntilItIsStopped(t *testing.T) {
	w := &world{standings: standing1(3, 3)}
	watch := New(Config{Every: time.Millisecond}, w)
	watch.Start()
	for watch.Snapshot().At.IsZero() {
		time.Sleep(time.Millisecond)
	}
	if err := watch.Stop(); err != nil {
		t.Error(err)
	}
}
