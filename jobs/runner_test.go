package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

// ledger is a Ledger in memory.
type ledger struct {
	mu    sync.Mutex
	now   func() time.Time
	runs  []analytics.Run
	lease analytics.Lease
	marks map[string][]analytics.Dirty

	rewound []string
}

func (l *ledger) BeginRun(_ context.Context, r analytics.Run) (analytics.Run, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r.Number, r.Outcome = uint64(len(l.runs)+1), analytics.RunRunning
	l.runs = append(l.runs, r)
	return r, nil
}

func (l *ledger) FinishRun(_ context.Context, number uint64, fault error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := &l.runs[number-1]
	r.Outcome = analytics.RunDone
	if fault != nil {
		r.Outcome, r.Error = analytics.RunFailed, fault.Error()
	}
	return nil
}

func (l *ledger) AbortRuns(context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.runs {
		if l.runs[i].Outcome == analytics.RunRunning {
			l.runs[i].Outcome = analytics.RunAborted
		}
	}
	return nil
}

func (l *ledger) TakeLease(_ context.Context, name, owner string, length time.Duration) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lease.Owner != "" && l.lease.Owner != owner && l.now().Before(l.lease.Until) {
		return false, nil
	}
	l.lease = analytics.Lease{Name: name, Owner: owner, Until: l.now().Add(length)}
	return true, nil
}

func (l *ledger) ReleaseLease(_ context.Context, _, owner string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lease.Owner == owner {
		l.lease = analytics.Lease{}
	}
	return nil
}

func (l *ledger) LeaseOf(context.Context, string) (analytics.Lease, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lease, nil
}

func (l *ledger) Watermark(context.Context, string) ([]analytics.Position, error) {
	return []analytics.Position{{Topic: "complaints.v1", Epoch: 1, Next: 7}}, nil
}

func (l *ledger) Rewind(_ context.Context, job string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rewound = append(l.rewound, job+" under "+l.lease.Owner)
	return nil
}

func (l *ledger) LastRuns(context.Context) ([]analytics.Run, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	last := map[string]analytics.Run{}
	for _, r := range l.runs {
		last[r.Job] = r
	}
	var list []analytics.Run
	for _, r := range last {
		list = append(list, r)
	}
	return list, nil
}

func (l *ledger) DirtyMonths(_ context.Context, job string) ([]analytics.Dirty, error) {
	return l.marks[job], nil
}

func (l *ledger) done() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var list []string
	for _, r := range l.runs {
		list = append(list, strings.TrimSpace(r.Job+" "+r.Window)+":"+r.Outcome)
	}
	return strings.Join(list, ", ")
}

// fake is a Job whose pending windows a test sets.
type fake struct {
	name string
	mu   sync.Mutex
	list []Window
	fail map[Window]error
	then func(Task) // runs inside of Run, before the window is taken off
}

func (f *fake) Name() string { return f.name }
func (f *fake) Code() string { return "1" }

func (f *fake) Pending(context.Context) ([]Window, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Window(nil), f.list...), nil
}

func (f *fake) Run(ctx context.Context, task Task) error {
	if f.then != nil {
		f.then(task)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.fail[task.Window]; err != nil {
		return err
	}
	for i, w := range f.list {
		if w == task.Window {
			f.list = append(f.list[:i:i], f.list[i+1:]...)
			break
		}
	}
	return ctx.Err()
}

func (f *fake) add(list ...Window) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, list...)
}

func month(n int) Window { return Window{Month: analytics.Month(202400 + n)} }

// bench is a runner whose clock only moves when it sleeps.
type bench struct {
	now    time.Time
	mu     sync.Mutex
	ledger *ledger
	*Runner
}

func newBench(naps int, list ...Job) (*bench, context.Context) {
	b := &bench{now: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)}
	b.ledger = &ledger{now: b.time, marks: map[string][]analytics.Dirty{}}
	ctx, cancel := context.WithCancel(context.Background())
	b.Runner = New(Config{Owner: "me", Now: b.time, Sleep: func(ctx context.Context, d time.Duration) error {
		b.mu.Lock()
		b.now = b.now.Add(d)
		b.mu.Unlock()
		if naps--; naps < 0 {
			cancel()
		}
		return ctx.Err()
	}}, b.ledger, list...)
	return b, ctx
}

func (b *bench) time() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func expect(t *testing.T, b *bench, want string) {
	t.Helper()
	if diff := cmp.Diff(want, b.ledger.done()); diff != "" {
		t.Error(diff)
	}
}

func TestRunGoesOnUntilNothingIsPending(t *testing.T) {
	read, assemble, detect := &fake{name: "enrich", list: []Window{{}}}, &fake{name: "assemble"}, &fake{name: "detect"}
	read.then = func(Task) { assemble.add(month(4), month(3)) }
	assemble.then = func(task Task) {
		detect.add(task.Window)
		if len(task.Watermark) != 1 || task.Watermark[0].Next != 7 {
			t.Errorf("the task's watermark is %v", task.Watermark)
		}
	}
	b, ctx := newBench(0, read, assemble, detect)
	if err := b.Run(ctx); err != nil {
		t.Fatal(err)
	}
	expect(t, b, "enrich:done, assemble 2024-04:done, assemble 2024-03:done, detect 2024-04:done, detect 2024-03:done")
	if b.ledger.lease.Owner != "" {
		t.Errorf("the lease is still held: %v", b.ledger.lease)
	}
}

func TestRereadRewindsWithTheLeaseAndThenWorks(t *testing.T) {
	read := &fake{name: "enrich"}
	b, ctx := newBench(100, read)
	b.ledger.lease = analytics.Lease{Owner: "another", Until: b.time().Add(time.Minute)}
	read.then = func(Task) {
		if len(b.ledger.rewound) != 1 {
			t.Errorf("work began before the rewind: %v", b.ledger.rewound)
		}
	}
	read.add(Window{})
	if err := b.Reread(ctx); err != nil {
		t.Fatal(err)
	}
	if want := []string{b.config.Read + " under me"}; !slices.Equal(b.ledger.rewound, want) {
		t.Errorf("rewound %v, want %v", b.ledger.rewound, want)
	}
	expect(t, b, "enrich:done")
}

func TestNewArrivalsDoNotWaitForOldMonths(t *testing.T) {
	read, assemble := &fake{name: "enrich"}, &fake{name: "assemble", list: []Window{month(4), month(3)}}
	once := false
	assemble.then = func(Task) {
		if !once {
			once = true
			read.add(Window{})
		}
	}
	b, ctx := newBench(0, read, assemble)
	if err := b.Run(ctx); err != nil {
		t.Fatal(err)
	}
	expect(t, b, "assemble 2024-04:done, enrich:done, assemble 2024-03:done")
}

func TestRunLeavesWhatFailsAndSaysSo(t *testing.T) {
	assemble := &fake{name: "assemble", list: []Window{month(4), month(3)}, fail: map[Window]error{month(4): errors.New("没有空间")}}
	b, ctx := newBench(0, assemble)
	err := b.Run(ctx)
	if err == nil || err.Error() != "assemble 2024-04: 没有空间" {
		t.Errorf("the error is %v", err)
	}
	expect(t, b, "assemble 2024-04:failed, assemble 2024-03:done")
	status, err := b.Status(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(status.Failures) != 1 || status.Failures[0].Error != "没有空间" || len(status.Jobs[0].Pending) != 1 {
		t.Errorf("the status is %+v", status)
	}
	// A second order tries it again.
	assemble.fail = nil
	if err := b.Run(ctx); err != nil {
		t.Error(err)
	}
}

func TestWhatFollowsWaitsWhileReadingFails(t *testing.T) {
	read := &fake{name: "enrich", list: []Window{{}}, fail: map[Window]error{{}: errors.New("没有词典")}}
	assemble := &fake{name: "assemble", list: []Window{month(4)}}
	b, ctx := newBench(3, read, assemble)
	if err := b.Serve(ctx); err != nil {
		t.Fatal(err)
	}
	expect(t, b, "enrich:failed")
	b, ctx = newBench(0, read, assemble)
	if err := b.Run(ctx); err == nil || err.Error() != "enrich: 没有词典" {
		t.Errorf("the error is %v", err)
	}
}

func TestServeWaitsLongerAfterEachFailure(t *testing.T) {
	assemble := &fake{name: "assemble", list: []Window{month(4)}, fail: map[Window]error{month(4): errors.New("x")}}
	b, ctx := newBench(100, assemble)
	var began []int
	start := b.time()
	assemble.then = func(Task) { began = append(began, int(b.time().Sub(start).Seconds())) }
	b.config.Fresh = time.Nanosecond
	if err := b.Serve(ctx); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0, 5, 15, 35, 75}, began); diff != "" {
		t.Error(diff)
	}
}

func TestAMonthThatChangesAllTheTimeRests(t *testing.T) {
	assemble := &fake{name: "assemble", list: []Window{month(4), month(1)}}
	b, ctx := newBench(100, assemble)
	began := map[Window][]int{}
	start := b.time()
	assemble.then = func(task Task) {
		began[task.Window] = append(began[task.Window], int(b.time().Sub(start).Seconds()))
		assemble.add(task.Window) // dirty again at once
		if task.Window == month(1) {
			b.mu.Lock()
			b.now = b.now.Add(4 * time.Second) // it takes 4 s, and so rests for 40
			b.mu.Unlock()
		}
	}
	if err := b.Serve(ctx); err != nil {
		t.Fatal(err)
	}
	want := map[Window][]int{month(4): {0, 30, 60, 90}, month(1): {0, 40, 80}}
	if diff := cmp.Diff(fmt.Sprint(want), fmt.Sprint(began)); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyOneProcessWorks(t *testing.T) {
	assemble := &fake{name: "assemble", list: []Window{month(4)}}
	b, ctx := newBench(5, assemble)
	b.ledger.lease = analytics.Lease{Name: leaseName, Owner: "other", Until: b.now.Add(time.Hour)}
	if err := b.Serve(ctx); err != nil {
		t.Fatal(err)
	}
	expect(t, b, "")

	// Run waits until the other has done the work.
	b, ctx = newBench(5, assemble)
	b.ledger.lease = analytics.Lease{Name: leaseName, Owner: "other", Until: b.now.Add(time.Hour)}
	naps := 0
	b.config.Sleep = func(ctx context.Context, d time.Duration) error {
		if naps++; naps == 3 {
			assemble.mu.Lock()
			assemble.list = nil
			assemble.mu.Unlock()
		}
		return ctx.Err()
	}
	if err := b.Run(ctx); err != nil || naps != 3 {
		t.Errorf("it returned %v after %d naps", err, naps)
	}
	expect(t, b, "")
}

func TestWhoTakesOverTidiesUpFirst(t *testing.T) {
	assemble := &fake{name: "assemble", list: []Window{month(4)}}
	b, ctx := newBench(0, assemble)
	b.ledger.runs = []analytics.Run{{Number: 1, Job: "assemble", Window: "2024-04", Outcome: analytics.RunRunning}}
	b.config.Tidy = func(context.Context) error { expect(t, b, "assemble 2024-04:aborted"); return nil }
	if err := b.Run(ctx); err != nil {
		t.Fatal(err)
	}
	expect(t, b, "assemble 2024-04:aborted, assemble 2024-04:done")
}

func TestWorkStopsWhenTheLeaseIsLost(t *testing.T) {
	assemble := &fake{name: "assemble", list: []Window{month(4)}}
	b, ctx := newBench(0, assemble)
	b.config.Lease = 3 * time.Millisecond // renewed in real time
	stopped := make(chan struct{})
	var held context.Context
	job := &stubborn{fake: assemble, run: func(ctx context.Context) {
		held = ctx
		b.ledger.mu.Lock()
		b.ledger.lease = analytics.Lease{Name: leaseName, Owner: "other", Until: b.now.Add(time.Hour)}
		b.ledger.mu.Unlock()
		<-ctx.Done()
		close(stopped)
	}}
	b.jobs = []Job{job}
	if err := b.pass(ctx, b.failing); !errors.Is(err, context.Canceled) {
		t.Errorf("the pass returned %v", err)
	}
	<-stopped
	if context.Cause(held) != errLost {
		t.Errorf("the cause is %v", context.Cause(held))
	}
	if b.ledger.lease.Owner != "other" {
		t.Error("the other's lease was given back")
	}
}

// stubborn is a Job that runs a function.
type stubborn struct {
	*fake
	run func(context.Context)
}

func (s *stubborn) Run(ctx context.Context, _ Task) error {
	s.run(ctx)
	return ctx.Err()
}
