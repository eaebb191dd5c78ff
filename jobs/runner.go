package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"huisheng/analytics"
)

// Tidy removes what runs left behind when their process died. It is called when the lease was taken anew.
type Tidy func(context.Context) error

// Sleep waits, or returns early with the context's error.
type Sleep func(context.Context, time.Duration) error

// Runner runs jobs, one at a time, in the order in which they feed each other: before anything else the first job that has something to
// do, so that new arrivals never wait for old months.
type Runner struct {
	config Config
	ledger Ledger
	jobs   []Job

	mu     sync.Mutex
	past   map[place]past
	newest analytics.Month
}

// place is one window of one job.
type place struct {
	job string
	Window
}

// past is what happened to a window in this process.
type past struct {
	began    time.Time
	took     time.Duration
	failures int // in a row
	err      error
	notUntil time.Time // after a failure
}

// New makes a Runner. The order of jobs is that of the data: reading complaints, then what is computed from it.
func New(config Config, ledger Ledger, list ...Job) *Runner {
	return &Runner{config: config.withDefaults(), ledger: ledger, jobs: list, past: map[place]past{}}
}

// Busy is the error of a pass that found the lease in other hands.
type Busy struct{ Lease analytics.Lease }

// Error implements error.
func (b *Busy) Error() string {
	return fmt.Sprintf("作业正由另一个进程执行（%s）", b.Lease.Owner)
}

// Unwrap gives it its kind.
func (b *Busy) Unwrap() error { return &analytics.Error{Kind: analytics.KindBusy, Text: b.Error()} }

// Serve keeps everything fresh until ctx ends, and then returns nil. Failures are written down, rest for a while, and are tried again.
func (r *Runner) Serve(ctx context.Context) error {
	for {
		if err := r.pass(ctx, r.resting); err != nil && ctx.Err() == nil {
			r.config.Log.Warn("a pass of the jobs broke off", "error", err)
		}
		if r.config.Sleep(ctx, r.config.Poll) != nil {
			return nil
		}
	}
}

// Run works until nothing is pending. While another process does the work it waits for it. A window that fails is left, and the error
// returned when all others are done.
func (r *Runner) Run(ctx context.Context) error {
	r.mu.Lock()
	clear(r.past) // an order of now is not bound by what failed before
	r.mu.Unlock()
	for {
		err := r.pass(ctx, r.failing)
		var busy *Busy
		if !errors.As(err, &busy) {
			return errors.Join(err, r.failures())
		}
		if pending, err := r.anyPending(ctx); err != nil || !pending {
			return err
		}
		if err := r.config.Sleep(ctx, r.config.Poll); err != nil {
			return err
		}
	}
}

// Reread reads everything that ever arrived once more and then works until nothing is pending. It finds what was stored behind the reader's
// back, as when offsets were set back by hand to fill a gap. What was decided before is decided the same again.
func (r *Runner) Reread(ctx context.Context) error {
	for {
		held, release, err := r.lease(ctx)
		var busy *Busy
		switch {
		case err == nil:
			err = r.ledger.Rewind(held, r.config.Read)
			release()
			if err != nil {
				return err
			}
			return r.Run(ctx)
		case !errors.As(err, &busy):
			return err
		}
		if err := r.config.Sleep(ctx, r.config.Poll); err != nil {
			return err
		}
	}
}

// pass does what is due, but for what skip holds back. It takes the lease only when there is something to do.
func (r *Runner) pass(ctx context.Context, skip func(place) bool) error {
	due, err := r.next(ctx, skip)
	if err != nil || due == nil {
		return err
	}
	ctx, release, err := r.lease(ctx)
	if err != nil {
		return err
	}
	defer release()
	// Somebody else may have done it while the lease was theirs.
	for {
		due, err := r.next(ctx, skip)
		if err != nil || due == nil {
			return err
		}
		if err := r.task(ctx, due.job, due.Window); err != nil {
			return err
		}
	}
}

// work is the window that is next, with its job.
type work struct {
	job Job
	Window
}

// next finds the first due window of the first job that has one. While a job over all arrivals fails, the jobs after it wait: they would
// take a half-read batch for the whole.
func (r *Runner) next(ctx context.Context, skip func(place) bool) (*work, error) {
	for _, job := range r.jobs {
		windows, err := job.Pending(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: asking what is pending: %w", job.Name(), err)
		}
		for _, w := range windows {
			r.seen(w)
		}
		for _, w := range windows {
			if !skip(place{job.Name(), w}) {
				return &work{job, w}, nil
			}
			if w.Month == 0 {
				return nil, nil
			}
		}
	}
	return nil, nil
}

func (r *Runner) anyPending(ctx context.Context) (bool, error) {
	due, err := r.next(ctx, func(place) bool { return false })
	return due != nil, err
}

// task runs one window and writes it down. Its failure is kept for the status and is no error of the pass, unless the ledger fails.
func (r *Runner) task(ctx context.Context, job Job, w Window) error {
	watermark, err := r.ledger.Watermark(ctx, r.config.Read)
	if err != nil {
		return err
	}
	run, err := r.ledger.BeginRun(ctx, analytics.Run{Job: job.Name(), Window: w.String(), Code: job.Code(), Watermark: written(watermark)})
	if err != nil {
		return err
	}
	began := r.config.Now()
	fault := job.Run(ctx, Task{Window: w, Run: run.Number, Watermark: watermark})
	took := r.config.Now().Sub(began)
	r.remember(place{job.Name(), w}, began, took, fault)
	if ctx.Err() == nil {
		r.config.Observe(job.Name(), took, fault)
	}
	log := r.config.Log.With("job", job.Name(), "window", w.String(), "run", run.Number, "took", took)
	switch {
	case fault != nil && ctx.Err() != nil:
		log.Info("a job was broken off; it begins again with the next start")
	case fault != nil:
		log.Error("a job failed", "error", fault)
	default:
		log.Info("a job is done")
	}
	// Also when ctx was cancelled, so that the ledger tells why.
	if err := r.ledger.FinishRun(context.WithoutCancel(ctx), run.Number, fault); err != nil {
		return err
	}
	return ctx.Err()
}

// written is a watermark for the ledger.
func written(watermark []analytics.Position) string {
	parts := make([]string, len(watermark))
	for i, p := range watermark {
		parts[i] = p.String()
	}
	return strings.Join(parts, " ")
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
