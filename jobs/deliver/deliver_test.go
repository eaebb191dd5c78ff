package deliver_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/jobs/deliver/channel"
)

func TestAFindingIsToldOnceInOneSentence(t *testing.T) {
	w := newWorld(t)
	w.rule(analytics.DeliveryRule{Level: 2, To: []uint64{w.recipient("群"), w.recipient("箱")}})
	w.find(1, 2, friday)
	w.find(2, 1, friday) // below the rule's level
	d := w.deliverer("a")
	got := w.look(d)
	if len(got) != 2 || got[0].to != "群" || got[1].to != "箱" || len(got[0].Items) != 1 {
		t.Fatalf("got %+v", got)
	}
	n := got[0]
	if n.Title != "回声预警：全部投诉" || n.Items[0].Sentence != "第 1 号发现" || n.Items[0].Figures != "172 件，预期 59 件（通常 41–77）" || n.Items[0].From != "2024-03-15" || n.Link == "" {
		t.Errorf("told %+v", n)
	}
	w.findings[0].Observed = 300 // it grows
	w.pass(time.Hour)
	if got := w.look(d); len(got) != 0 {
		t.Errorf("told again because it grew: %+v", got)
	}
	if got := w.look(w.deliverer("another process, later")); len(got) != 0 {
		t.Errorf("told again after a restart: %+v", got)
	}
	w.find(1, 3, friday)
	if got := w.look(d); len(got) != 2 || got[0].Level != 3 || !strings.Contains(got[0].Title, "警报") {
		t.Errorf("it rose to an alarm: %+v", got)
	}
	w.find(1, 1, friday)
	if got := w.look(d); len(got) != 0 {
		t.Errorf("told because it fell: %+v", got)
	}
}

func TestOnePassSendsWhatItPlanned(t *testing.T) {
	w := newWorld(t)
	w.tick = time.Millisecond
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群")}})
	w.find(1, 2, friday)
	if got := w.look(w.deliverer("a")); len(got) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestAStretchThatIsFoundToBeginEarlierIsTheSameMatter(t *testing.T) {
	w := newWorld(t)
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群")}})
	w.find(1, 2, friday)
	d := w.deliverer("a")
	w.look(d)
	w.findings[0].ID, w.findings[0].From, w.explains[0].Finding = 2, friday.AddDate(0, 0, -1), 2
	if got := w.look(d); len(got) != 0 {
		t.Errorf("told again: %+v", got)
	}
	w.find(2, 3, friday)
	if got := w.look(d); len(got) != 1 || got[0].Level != 3 {
		t.Errorf("it rose: %+v", got)
	}
	w.find(3, 2, friday.AddDate(0, 0, -2)) // days that do not overlap are another matter
	w.findings[1].Series = nil
	w.find(4, 3, friday) // and so is another department
	if got := w.look(d); len(got) != 1 || len(got[0].Items) != 2 {
		t.Errorf("others: %+v", got)
	}
}

func TestNothingOfThePastOrOfNoUseIsTold(t *testing.T) {
	w := newWorld(t)
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群")}})
	w.find(1, 3, friday.AddDate(0, 0, -4)) // too old
	w.find(2, 3, friday.AddDate(0, 0, -3)) // just not
	w.find(3, 3, friday)                   // said within the second
	w.explains[2].PartOf = 2
	w.find(4, 3, friday) // 误报
	w.find(5, 3, friday) // confirmed in the pages before anybody was told: a group wants to know all the same
	for finding, verdict := range map[uint64]string{4: analytics.VerdictFalse, 5: analytics.VerdictConfirmed} {
		_, err := w.DecideFinding(context.Background(), analytics.FindingDecision{Finding: finding, Verdict: verdict, By: "甲"})
		must(t, err)
	}
	got := w.look(w.deliverer("a"))
	if len(got) != 1 || len(got[0].Items) != 2 || got[0].Items[0].Sentence != "第 2 号发现" || got[0].Items[1].Sentence != "第 5 号发现" {
		t.Errorf("got %+v", got)
	}
}

func TestAFindingWaitsToBeExplainedButNotForEver(t *testing.T) {
	w := newWorld(t)
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群")}})
	w.find(1, 3, friday)
	w.explains = nil
	d := w.deliverer("a")
	if got := w.look(d); len(got) != 0 {
		t.Errorf("told before anything could explain it: %+v", got)
	}
	w.pass(10 * time.Minute)
	got := w.look(d)
	if len(got) != 1 || got[0].Items[0].Sentence != "3 月 15 日，全部投诉有 172 件，预期 59 件（通常 41–77）" {
		t.Errorf("got %+v", got)
	}
}

func TestQuietHoursHoldBackAllButAlarms(t *testing.T) {
	w := newWorld(t)
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群")}, QuietFrom: 22 * 60, QuietTo: 8 * 60, BreakQuiet: true})
	w.pass(11 * time.Hour) // 23:00
	w.find(1, 2, friday)
	w.find(2, 3, friday)
	d := w.deliverer("a")
	if got := w.look(d); len(got) != 1 || got[0].Level != 3 || len(got[0].Items) != 1 {
		t.Fatalf("at night: %+v", got)
	}
	w.pass(9*time.Hour - time.Minute)
	if got := w.look(d); len(got) != 0 {
		t.Errorf("a minute before the night ends: %+v", got)
	}
	w.pass(time.Minute)
	if got := w.look(d); len(got) != 1 || got[0].Level != 2 {
		t.Errorf("in the morning: %+v", got)
	}
}

func TestADigestTellsAllOfItsDayAtOnce(t *testing.T) {
	w := newWorld(t)
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群")}, Digest: analytics.DigestDaily, At: 17 * 60})
	d := w.deliverer("a")
	for i, level := range []uint8{1, 2, 3, 2} {
		w.find(uint64(i+1), level, friday)
		if got := w.look(d); len(got) != 0 {
			t.Errorf("before its time: %+v", got)
		}
		w.pass(time.Hour)
	}
	_, err := w.DecideFinding(context.Background(), analytics.FindingDecision{Finding: 4, Verdict: analytics.VerdictFalse, By: "甲"})
	must(t, err)
	w.find(1, 2, friday) // rises while it waits
	w.look(d)
	w.pass(time.Hour)
	got := w.look(d)
	if len(got) != 1 || got[0].Title != "回声每日摘要：警报 1 条，预警 2 条" || len(got[0].Items) != 3 || got[0].Items[0].Sentence != "第 3 号发现" {
		t.Fatalf("at its time: %+v", got)
	}
	w.pass(24 * time.Hour)
	if got := w.look(d); len(got) != 0 {
		t.Errorf("the next day, with nothing new: %+v", got)
	}
}

func TestTwoRulesTellOneRecipientOnce(t *testing.T) {
	w := newWorld(t)
	to := w.recipient("群")
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{to}, Digest: analytics.DigestDaily, At: 17 * 60})
	w.rule(analytics.DeliveryRule{Level: 3, To: []uint64{to}})
	w.find(1, 3, friday)
	d := w.deliverer("a")
	if got := w.look(d); len(got) != 1 {
		t.Errorf("at once: %+v", got)
	}
	w.pass(6 * time.Hour)
	if got := w.look(d); len(got) != 0 {
		t.Errorf("again in the digest: %+v", got)
	}
}

func TestWhatNobodyConfirmsGoesToTheNext(t *testing.T) {
	for _, c := range []struct {
		name    string
		settle  func(w *world, notice uint64) error
		reaches []string
	}{
		{"nobody", func(*world, uint64) error { return nil }, []string{"经理", "总监"}},
		{"confirmed", func(w *world, notice uint64) error { return w.ConfirmNotice(context.Background(), notice, "乙") }, nil},
		{"only opened", func(w *world, notice uint64) error { return w.OpenNotice(context.Background(), notice) }, []string{"经理", "总监"}},
		{"decided", func(w *world, _ uint64) error {
			_, err := w.DecideFinding(context.Background(), analytics.FindingDecision{Finding: 1, Verdict: analytics.VerdictConfirmed, By: "乙"})
			return err
		}, nil},
	} {
		w := newWorld(t)
		group, manager, head := w.recipient("群"), w.recipient("经理"), w.recipient("总监")
		w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{group}, Escalate: []analytics.Escalation{{After: 30 * time.Minute, To: manager}, {After: 2 * time.Hour, To: head}}})
		w.find(1, 3, friday)
		d := w.deliverer("a")
		if got := w.look(d); len(got) != 1 || got[0].to != "群" {
			t.Fatalf("%s: %+v", c.name, got)
		}
		w.pass(29 * time.Minute)
		if got := w.look(d); len(got) != 0 {
			t.Errorf("%s, too early: %+v", c.name, got)
		}
		must(t, c.settle(w, 1))
		var reached []string
		for range 12 {
			w.pass(15 * time.Minute)
			for _, n := range w.look(d) {
				reached = append(reached, n.to)
				if !strings.HasPrefix(n.Title, "回声警报待确认") || !strings.Contains(n.Lead, "无人确认") {
					t.Errorf("%s: %+v", c.name, n)
				}
			}
		}
		if strings.Join(reached, " ") != strings.Join(c.reaches, " ") {
			t.Errorf("%s: reached %v, want %v", c.name, reached, c.reaches)
		}
	}
}

func TestTheManagersConfirmationStopsTheHead(t *testing.T) {
	w := newWorld(t)
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群")}, Escalate: []analytics.Escalation{{After: time.Hour, To: w.recipient("经理")}, {After: 2 * time.Hour, To: w.recipient("总监")}}})
	w.find(1, 3, friday)
	d := w.deliverer("a")
	w.look(d)
	w.pass(time.Hour)
	if got := w.look(d); len(got) != 1 || got[0].Lead != "首次通知后 1 小时仍无人确认，按规则“规则”转给您。" {
		t.Fatalf("got %+v", got)
	}
	must(t, w.ConfirmNotice(context.Background(), 2, "经理"))
	w.pass(time.Hour)
	if got := w.look(d); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestAnEscalationDoesNotWaitForADigest(t *testing.T) {
	w := newWorld(t)
	manager := w.recipient("经理")
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{manager}, Digest: analytics.DigestDaily, At: 18 * 60})
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群")}, Escalate: []analytics.Escalation{{After: time.Hour, To: manager}}})
	w.find(1, 3, friday)
	d := w.deliverer("a")
	w.look(d)
	w.pass(time.Hour)
	if got := w.look(d); len(got) != 1 || got[0].to != "经理" || got[0].Lead == "" {
		t.Errorf("after an hour: %+v", got)
	}
	w.pass(6 * time.Hour)
	if got := w.look(d); len(got) != 0 {
		t.Errorf("again in the digest: %+v", got)
	}
}

func TestAFailureIsTriedAgainAndThenGivenUp(t *testing.T) {
	w := newWorld(t)
	w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{w.recipient("群")}})
	w.find(1, 3, friday)
	d := w.deliverer("a")
	broken := &channel.Failure{Text: "连不上"}
	w.fails = []error{broken, &channel.Failure{Text: "太频繁", Wait: 10 * time.Minute}, errors.New("anything else"), nil}
	w.look(d)
	n, err := w.Notice(context.Background(), 1)
	must(t, err)
	if n.State != analytics.NoticeWaiting || n.Trouble != "连不上" || !n.NextAt.Equal(friday.Add(30*time.Second)) {
		t.Errorf("after the first: %+v", n)
	}
	for _, wait := range []time.Duration{30 * time.Second, 10 * time.Minute, 2 * time.Minute} {
		w.pass(wait - time.Second)
		if got := w.look(d); len(got) != 0 || len(w.fails) == 0 {
			t.Errorf("tried before its time: %+v", got)
		}
		w.pass(time.Second)
		if got := w.look(d); wait == 2*time.Minute && (len(got) != 1 || got[0].ID == "") {
			t.Errorf("the fourth attempt: %+v", got)
		}
	}
	w.find(2, 3, friday)
	w.fails = []error{&channel.Failure{Text: "机器人已停用", Final: true}}
	w.look(d)
	w.pass(24 * time.Hour)
	if got := w.look(d); len(got) != 0 {
		t.Errorf("what will never work was tried again: %+v", got)
	}
	must(t, w.RetryNotice(context.Background(), 2))
	if got := w.look(d); len(got) != 1 {
		t.Errorf("retried by hand: %+v", got)
	}
}

func TestARemovedRecipientAndAnOffRuleTellNothing(t *testing.T) {
	w := newWorld(t)
	gone, stays := w.recipient("群"), w.recipient("箱")
	rule := w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{gone}, Digest: analytics.DigestDaily, At: 17 * 60})
	other := w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{stays}, Digest: analytics.DigestDaily, At: 17 * 60})
	w.find(1, 3, friday)
	d := w.deliverer("a")
	w.look(d)
	must(t, w.RemoveRecipient(context.Background(), gone))
	other.Off = true
	_, err := w.SaveDeliveryRule(context.Background(), other)
	must(t, err)
	w.pass(6 * time.Hour)
	if got := w.look(d); len(got) != 0 {
		t.Errorf("rule %d: %+v", rule.Number, got)
	}
}

func TestATestSaysWhatBecameOfIt(t *testing.T) {
	w := newWorld(t)
	to := w.recipient("群")
	d := w.deliverer("a")
	n, err := d.Test(context.Background(), to, "甲")
	must(t, err)
	if got := w.take(); n.State != analytics.NoticeSent || n.MadeBy != "甲" || len(got) != 1 || !strings.Contains(got[0].Lead, "群") {
		t.Errorf("%+v, got %+v", n, got)
	}
	w.fails = []error{&channel.Failure{Text: "签名不对", Final: true}}
	if n, err = d.Test(context.Background(), to, "甲"); err != nil || n.State != analytics.NoticeFailed || n.Trouble != "签名不对" {
		t.Errorf("%v, %+v", err, n)
	}
	if got := w.look(d); len(got) != 0 {
		t.Errorf("a pass sent it again: %+v", got)
	}
}
