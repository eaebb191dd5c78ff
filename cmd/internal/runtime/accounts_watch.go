package runtime

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
	"huisheng/dashboards"
)

// The books are watched over the last hours every minute, which costs a few milliseconds, and over everything once a night.
const (
	watchEvery = time.Minute
	watchBack  = 3 * time.Hour
	watchNight = 3 // o'clock
	watchDays  = 7
)

// Watch looks at the books in the background until Close, and says at once when they differ and when they balance again.
func (a *Accounts) Watch(log *slog.Logger) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		w := watcher{accounts: a, log: log, night: analytics.HourOf(time.Now())}
		for {
			select {
			case <-tick.C:
				w.look(ctx, time.Now())
			case <-ctx.Done():
				return
			}
		}
	}()
	a.rt.onClose(func() error {
		cancel()
		<-done
		return nil
	})
}

// watcher is what the looks have in common.
type watcher struct {
	accounts *Accounts
	log      *slog.Logger
	recent   accounting.Watch
	nightly  accounting.Watch
	night    time.Time // hour of the last full look
	whole    bool      // the nightly look found something: it is made again with the next
}

// look takes the books of the last hours, and of everything when it is night or a night found something.
func (w *watcher) look(ctx context.Context, now time.Time) {
	recent, _ := w.see(ctx, &w.recent, now.Add(-watchBack), now, 0)
	hour := analytics.HourOf(now)
	full := w.nightly.Alarm()
	if w.whole || hour.Hour() == watchNight && hour.After(w.night) {
		w.night = hour
		full, w.whole = w.see(ctx, &w.nightly, now.AddDate(0, 0, -watchDays), now, takeWhole)
	}
	if recent == nil {
		recent = full
	}
	w.accounts.mu.Lock()
	defer w.accounts.mu.Unlock()
	w.accounts.alarm = recent
}

// see takes the books once and logs what is news. It returns the alarm that stands and whether anything differs.
func (w *watcher) see(ctx context.Context, of *accounting.Watch, from, to time.Time, what int) (*accounting.Alarm, bool) {
	r, err := w.accounts.take(ctx, from, to.Add(time.Hour), what)
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			w.log.Warn("the books by hour could not be taken", "error", err)
		}
		return of.Alarm(), false
	}
	alarm, news := of.See(&r)
	switch {
	case news && alarm != nil:
		for _, f := range r.Open() {
			w.log.Error("账不平", "hour", f.Hour.Format("2006-01-02 15:04"), "source", f.Source, "topic", f.Meant, "between", f.Between(), "what", f.Text(), "do", f.Do())
		}
	case news:
		w.log.Info("账已平")
	}
	return alarm, len(r.Open()) > 0
}

// booksAlarm is the alarm in a sentence, for 运行 and the metric.
func (rt *Runtime) booksAlarm() string {
	if alarm := rt.Accounts().Alarm(); alarm != nil {
		return dashboards.BooksAlarm(alarm)
	}
	return ""
}
