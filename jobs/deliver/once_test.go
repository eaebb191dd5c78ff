package deliver_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/jobs/deliver/channel"
)

// TestNothingIsToldTwiceWithoutACrash plays random histories: findings come, rise, fall and are decided, sending fails and works, time
// passes, two processes take turns, people confirm.
func TestNothingIsToldTwiceWithoutACrash(t *testing.T) {
	dir, err := os.MkdirTemp("/dev/shm", "deliver") // the state syncs every step, and a disk would make this a test of disks
	if err != nil {
		dir = t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	w := newWorldIn(t, dir) // one for all histories, each with recipients, rules and findings of its own
	histories := uint64(0)
	rapid.Check(t, func(r *rapid.T) {
		histories++
		w.findings, w.explains, w.fails, w.at = nil, nil, nil, friday
		base := histories * 10
		named := func(name string) uint64 { return w.recipient(fmt.Sprint(name, histories)) }
		a, b, c := named("群"), named("箱"), named("经理")
		first := w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{a, b}, Escalate: []analytics.Escalation{{After: 20 * time.Minute, To: c}}})
		second := w.rule(analytics.DeliveryRule{Level: 2, To: []uint64{b}, Digest: analytics.DigestDaily, At: 18 * 60, QuietFrom: 20 * 60, QuietTo: 8 * 60, BreakQuiet: true})
		defer func() {
			must(t, w.RemoveDeliveryRule(context.Background(), first.Number))
			must(t, w.RemoveDeliveryRule(context.Background(), second.Number))
			for _, gone := range []uint64{a, b, c} {
				must(t, w.RemoveRecipient(context.Background(), gone))
			}
		}()
		processes := []interface {
			Pass(context.Context) (int, error)
		}{w.deliverer("one"), w.deliverer("two")}
		ctx, told := context.Background(), map[string]int{}
		for range rapid.IntRange(5, 25).Draw(r, "steps") {
			switch rapid.IntRange(0, 5).Draw(r, "step") {
			case 0, 1:
				w.find(base+uint64(rapid.IntRange(1, 4).Draw(r, "finding")), uint8(rapid.IntRange(1, 3).Draw(r, "level")), friday)
			case 2:
				w.pass(time.Duration(rapid.IntRange(1, 600).Draw(r, "minutes")) * time.Minute)
			case 3:
				w.fails = append(w.fails, &channel.Failure{Text: "连不上"})
			case 4:
				if list, err := w.Notices(ctx, 0, 1); err == nil && len(list) == 1 && rapid.Bool().Draw(r, "confirms") {
					must(t, w.ConfirmNotice(ctx, list[0].Number, "乙"))
				}
			case 5:
				_, err := w.DecideFinding(ctx, analytics.FindingDecision{Finding: base + uint64(rapid.IntRange(1, 4).Draw(r, "decided")), By: "甲",
					Verdict: rapid.SampledFrom(analytics.Verdicts).Draw(r, "verdict")})
				must(t, err)
			}
			_, err := processes[rapid.IntRange(0, 1).Draw(r, "process")].Pass(ctx)
			must(t, err)
			for _, n := range w.take() {
				for _, item := range n.Items {
					key := fmt.Sprintf("%s level %d to %s", item.Finding, item.Level, n.to)
					if told[key]++; told[key] > 1 {
						r.Fatalf("%s was told %d times", key, told[key])
					}
				}
			}
		}
	})
}

// deaf is a ledger whose process dies after a message went out and before that is written down.
type deaf struct {
	*world
	dead bool
}

var errDied = errors.New("died")

func (d *deaf) NoticeSent(ctx context.Context, number uint64) error {
	if d.dead {
		return errDied
	}
	return d.world.NoticeSent(ctx, number)
}

func TestDyingBetweenSendingAndMarkingSendsOnceMoreUnderTheSameName(t *testing.T) {
	w := newWorld(t)
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群")}})
	w.find(1, 3, friday)
	if _, err := w.with(&deaf{w, true}, "first").Pass(context.Background()); !errors.Is(err, errDied) {
		t.Fatal(err)
	}
	first := w.take()
	second := w.look(w.deliverer("second"))
	third := w.look(w.deliverer("third"))
	if len(first) != 1 || len(second) != 1 || len(third) != 0 || first[0].ID != second[0].ID {
		t.Errorf("sent %d, then %d, then %d times", len(first), len(second), len(third))
	}
}

func TestTwoProcessesAtOnceSendOnce(t *testing.T) {
	w := newWorld(t)
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群"), w.recipient("箱")}})
	for i := range 20 {
		w.find(uint64(i+1), 2, friday)
	}
	var all sync.WaitGroup
	for i := range 4 {
		d := w.with(w.open(), fmt.Sprint("process ", i))
		all.Go(func() {
			for range 5 {
				if _, err := d.Pass(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := w.take(); len(got) != 2 || len(got[0].Items) != 20 || len(got[1].Items) != 20 {
		t.Errorf("%d messages", len(got))
	}
}

func TestARobotIsNotAskedMoreOftenThanItTakes(t *testing.T) {
	w := newWorld(t)
	to := w.recipient("群")
	for range 10 {
		w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{to}, Series: []analytics.AxisValue{{Axis: "city", Value: "x"}}})
	}
	rules, err := w.DeliveryRules(context.Background())
	must(t, err)
	for i, r := range rules { // ten rules of their own make ten messages
		r.Series[0].Value = fmt.Sprint("城", i)
		_, err := w.SaveDeliveryRule(context.Background(), r)
		must(t, err)
		w.find(uint64(i+1), 2, friday)
		w.findings[i].Series = r.Series
	}
	d := w.deliverer("a")
	for _, want := range []int{4, 4, 2, 0} {
		if got := w.look(d); len(got) != want {
			t.Errorf("%d messages in a pass, want %d", len(got), want)
		}
	}
}
