package deliver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/jobs/deliver"
	"huisheng/jobs/deliver/channel"
	"huisheng/sql/state"
)

// world is a state in a file, findings that a test makes, and a receiver that keeps what it got.
type world struct {
	t    testing.TB
	file string
	*state.State
	findings []analytics.Finding
	explains []analytics.Attribution

	mu    sync.Mutex
	at    time.Time
	tick  time.Duration // that passes whenever somebody looks at the clock
	got   []sent
	fails []error // of the next attempts
}

type sent struct {
	to string
	channel.Notice
}

// friday is an ordinary day at noon.
var friday = time.Date(2024, 3, 15, 12, 0, 0, 0, analytics.Zone)

func newWorld(t testing.TB) *world { return newWorldIn(t, t.TempDir()) }

func newWorldIn(t testing.TB, dir string) *world {
	w := &world{t: t, at: friday, file: filepath.Join(dir, "state.db")}
	w.State = w.open()
	return w
}

func (w *world) open() *state.State {
	s, err := state.Open(context.Background(), w.file, state.WithClock(w.now))
	must(w.t, err)
	w.t.Cleanup(func() { s.Close() })
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(w.tick)
	return w.at
}

func (w *world) pass(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.at = w.at.Add(d) }

// Findings and Attributions implement deliver.Tables.
func (w *world) Findings(_ context.Context, from, to analytics.Month) ([]analytics.Finding, error) {
	var list []analytics.Finding
	for _, f := range w.findings {
		if f.Month >= from && f.Month <= to {
			list = append(list, f)
		}
	}
	return list, nil
}

func (w *world) Attributions(context.Context, analytics.Month, analytics.Month) ([]analytics.Attribution, error) {
	return w.explains, nil
}

// Send implements deliver.Sender.
func (w *world) Send(_ context.Context, to channel.Target, n channel.Notice) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.fails) > 0 {
		err := w.fails[0]
		if w.fails = w.fails[1:]; err != nil {
			return err
		}
	}
	w.got = append(w.got, sent{to.Address, n})
	return nil
}

// take returns what arrived since it was asked last.
func (w *world) take() []sent {
	w.mu.Lock()
	defer w.mu.Unlock()
	got := w.got
	w.got = nil
	return got
}

func (w *world) deliverer(owner string) *deliver.Deliverer { return w.with(w.State, owner) }

func (w *world) with(ledger deliver.Ledger, owner string) *deliver.Deliverer {
	return deliver.New(w, ledger, w, deliver.Config{Owner: owner, Now: w.now, Link: func(n uint64) string { return fmt.Sprintf("https://echo.example.com/d/%d", n) },
		Open: func(r analytics.Recipient) (t channel.Target, err error) {
			err = json.Unmarshal([]byte(r.Sealed), &t)
			t.Channel = r.Channel
			return t, err
		}})
}

// recipient adds one whose address is its name.
func (w *world) recipient(name string) uint64 {
	w.t.Helper()
	r, err := w.AddRecipient(context.Background(), analytics.Recipient{Name: name, Channel: analytics.ChannelWebhook, Sealed: fmt.Sprintf(`{"address":%q}`, name), MadeBy: "甲"})
	must(w.t, err)
	return r.Number
}

func (w *world) rule(r analytics.DeliveryRule) analytics.DeliveryRule {
	w.t.Helper()
	r.Name = "规则"
	kept, err := w.SaveDeliveryRule(context.Background(), r)
	must(w.t, err)
	return kept
}

// find makes a finding of one day that something explains, or changes the level of the one that there is.
func (w *world) find(id uint64, level uint8, day time.Time) {
	for i := range w.findings {
		if w.findings[i].ID == id {
			w.findings[i].Level = level
			return
		}
	}
	day = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, analytics.Zone)
	w.findings = append(w.findings, analytics.Finding{ID: id, Kind: analytics.FindingDays, Month: analytics.MonthOf(day), From: day, To: day, Level: level,
		Series: seriesOf(id), Observed: 172, Expected: 59.4, Low: 40.2, High: 77.9})
	w.explains = append(w.explains, analytics.Attribution{Finding: id, Month: analytics.MonthOf(day), Sentence: fmt.Sprintf("第 %d 号发现", id)})
}

// seriesOf is the total for the first finding and a department of its own for every other: two findings of one series have other days.
func seriesOf(id uint64) []analytics.AxisValue {
	if id == 1 {
		return nil
	}
	return []analytics.AxisValue{{Axis: "department", Value: fmt.Sprint("部", id)}}
}

// look makes one pass and returns what arrived.
func (w *world) look(d *deliver.Deliverer) []sent {
	w.t.Helper()
	_, err := d.Pass(context.Background())
	must(w.t, err)
	return w.take()
}
