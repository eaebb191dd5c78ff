package state

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

func planned(finding uint64, level uint8, recipient uint64, due time.Time) analytics.Delivery {
	return analytics.Delivery{Finding: finding, Level: level, Recipient: recipient, Rule: 1, DueAt: due, Content: `{}`}
}

func TestARecipientsNameIsItsOwnUntilItIsGone(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		asked := analytics.Recipient{Name: "质量群", Channel: analytics.ChannelWeCom, Shown: "qyapi.weixin.qq.com", Sealed: "sealed", MadeBy: "甲"}
		first, err := s.AddRecipient(ctx, asked)
		must(t, err)
		if _, err := s.AddRecipient(ctx, asked); analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), "质量群") {
			t.Errorf("a second one of the name: %v", err)
		}
		must(t, s.RemoveRecipient(ctx, first.Number))
		if err := s.RemoveRecipient(ctx, first.Number); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("removed twice: %v", err)
		}
		second, err := s.AddRecipient(ctx, asked)
		must(t, err)
		all, err := again().Recipients(ctx)
		must(t, err)
		first.GoneAt, first.Sealed = c.time(), "" // an address that nobody uses is not kept
		if diff := cmp.Diff([]analytics.Recipient{first, second}, all); diff != "" {
			t.Error(diff)
		}
	})
}

func TestARuleIsKeptAsItWasWritten(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		rule := analytics.DeliveryRule{Name: "警报", Level: 3, Kinds: []string{analytics.FindingDays}, Series: []analytics.AxisValue{{Axis: "department", Value: "客服部"}}, To: []uint64{1, 2},
			Digest: analytics.DigestWeekly, At: 9 * 60, Weekday: time.Monday, QuietFrom: 22 * 60, QuietTo: 8 * 60, BreakQuiet: true,
			Escalate: []analytics.Escalation{{After: 30 * time.Minute, To: 3}}, MadeBy: "甲"}
		kept, err := s.SaveDeliveryRule(ctx, rule)
		must(t, err)
		kept.Off = true
		c.pass(time.Minute)
		kept, err = s.SaveDeliveryRule(ctx, kept)
		must(t, err)
		list, err := again().DeliveryRules(ctx)
		must(t, err)
		if diff := cmp.Diff([]analytics.DeliveryRule{kept}, list); diff != "" || kept.Number != 1 || !kept.MadeAt.Equal(c.time()) {
			t.Errorf("%+v %s", kept, diff)
		}
		must(t, s.RemoveDeliveryRule(ctx, kept.Number))
		if _, err := s.SaveDeliveryRule(ctx, kept); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("a rule that is gone was changed: %v", err)
		}
	})
}

func TestAFindingIsPlannedOnceALevelAndRecipient(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, _ func() *State) {
		ctx := context.Background()
		later := c.time().Add(time.Hour)
		for i, step := range []struct {
			d    analytics.Delivery
			want bool
		}{
			{planned(1<<63, 2, 1, later), true},
			{planned(1<<63, 2, 1, later), false},                  // known
			{planned(1<<63, 2, 1, later.Add(-time.Minute)), true}, // comes earlier
			{planned(1<<63, 1, 1, c.time()), false},               // fell
			{planned(1<<63, 2, 2, later), true},                   // somebody else
			{planned(7, 2, 1, later), true},                       // something else
			{planned(1<<63, 3, 1, c.time()), true},                // rose
		} {
			if added, err := s.AddDelivery(ctx, step.d); err != nil || added != step.want {
				t.Errorf("step %d: %v, %v", i, added, err)
			}
		}
		now, err := s.WaitingDeliveries(ctx, c.time())
		must(t, err)
		if len(now) != 1 || now[0].Finding != 1<<63 || now[0].Level != 3 {
			t.Errorf("due now: %+v", now)
		}
		all, err := s.WaitingDeliveries(ctx, later)
		must(t, err)
		if len(all) != 3 || all[0].Level != 3 || all[1].Finding != 7 || all[2].Recipient != 2 {
			t.Errorf("the lower level still waits, or the order is wrong: %+v", all)
		}
		must(t, s.DropDelivery(ctx, all[1].Number, "误报"))
		if left, err := s.WaitingDeliveries(ctx, later); err != nil || len(left) != 2 {
			t.Errorf("%v, %+v", err, left)
		}
	})
}

func TestANoticeGoesFromWaitingToConfirmed(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		_, err := s.AddDelivery(ctx, planned(5, 2, 1, c.time()))
		must(t, err)
		waiting, err := s.WaitingDeliveries(ctx, c.time())
		must(t, err)
		n, err := s.AddNotice(ctx, analytics.Notice{Recipient: 1, Content: `{"a":1}`, Title: "预警", Level: 2}, []uint64{waiting[0].Number})
		must(t, err)
		if left, err := s.WaitingDeliveries(ctx, c.time()); err != nil || len(left) != 0 {
			t.Errorf("what a notice tells still waits: %v, %+v", err, left)
		}
		must(t, s.BeginNotice(ctx, n.Number))
		if due, err := again().DueNotices(ctx, c.time()); err != nil || len(due) != 1 || due[0].State != analytics.NoticeSending || due[0].Attempts != 1 {
			t.Errorf("what a dead process was sending is not due: %v, %+v", err, due)
		}
		next := c.time().Add(time.Minute)
		must(t, s.NoticeNotSent(ctx, n.Number, "连不上", next))
		if due, err := s.DueNotices(ctx, c.time()); err != nil || len(due) != 0 {
			t.Errorf("due before its time: %v, %+v", err, due)
		}
		must(t, s.NoticeNotSent(ctx, n.Number, "地址无效", time.Time{}))
		if due, err := s.DueNotices(ctx, next); err != nil || len(due) != 0 {
			t.Errorf("what was given up is due: %v, %+v", err, due)
		}
		must(t, s.RetryNotice(ctx, n.Number))
		if err := s.RetryNotice(ctx, n.Number); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("retried what had not failed: %v", err)
		}
		must(t, s.BeginNotice(ctx, n.Number))
		must(t, s.NoticeSent(ctx, n.Number))
		sent := c.time()
		c.pass(time.Minute)
		open, err := s.UnconfirmedDeliveries(ctx, sent)
		must(t, err)
		if len(open) != 1 || open[0].Finding != 5 || !open[0].DueAt.Equal(sent) || open[0].Notice != n.Number {
			t.Errorf("unconfirmed: %+v", open)
		}
		must(t, s.ConfirmNotice(ctx, n.Number, "乙"))
		confirmed := c.time()
		c.pass(time.Minute)
		must(t, s.ConfirmNotice(ctx, n.Number, "丙"))
		got, err := s.Notice(ctx, n.Number)
		must(t, err)
		want := n
		want.State, want.Attempts, want.SentAt, want.NextAt, want.OpenedAt, want.ConfirmedAt, want.ConfirmedBy = analytics.NoticeSent, 1, sent, sent, confirmed, confirmed, "乙"
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if open, err := s.UnconfirmedDeliveries(ctx, sent); err != nil || len(open) != 0 {
			t.Errorf("confirmed, and still open: %v, %+v", err, open)
		}
		if _, err := s.Notice(ctx, 1<<63+1); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("a notice that never was: %v", err)
		}
		_, err = s.AddNotice(ctx, analytics.Notice{Recipient: 1, Content: `{}`, Title: "测试"}, nil)
		must(t, err)
		if c, err := s.CountNotices(ctx, sent); err != nil || c != (analytics.NoticeCounts{Sent: 1, Confirmed: 1}) {
			t.Errorf("%v, %+v", err, c)
		}
		if c, err := s.CountNotices(ctx, c.time()); err != nil || c != (analytics.NoticeCounts{}) {
			t.Errorf("of none: %v, %+v", err, c)
		}
		if last, err := s.LastNotices(ctx); err != nil || len(last) != 1 || last[0].Title != "测试" {
			t.Errorf("%v, %+v", err, last)
		}
		if list, err := s.Notices(ctx, 2, 10); err != nil || len(list) != 1 || list[0].Number != 1 {
			t.Errorf("%v, %+v", err, list)
		}
	})
}
