package jobs_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

// seal seals a month.
func (v *world) seal(month analytics.Month) analytics.Seal {
	v.t.Helper()
	s, err := v.sealer.Seal(context.Background(), month, "甲", "月报")
	v.must(err)
	return s
}

// sealed are the rows that are put away, all of them.
func (v *world) sealed() []string {
	v.t.Helper()
	return v.lines("SELECT toString(tuple(*)) FROM sealed ORDER BY ALL")
}

// shifts are what changed in a sealed month, one line each.
func (v *world) shifts(month analytics.Month) []string {
	v.t.Helper()
	return v.lines(fmt.Sprintf("SELECT concat(kind, if(reason = '', '', concat('/', reason)), ' ', complaint_id, ' ', topic_then, '>', topic_now) FROM sealed_changes WHERE month = %d ORDER BY ALL", month))
}

func TestWhatChangesAfterSealingChangesOnlyWhatIsTrueNow(t *testing.T) {
	v := begin(t)
	for i, word := range []rune("甲乙丙丁戊己庚辛壬") { // each says something else
		v.tell(fmt.Sprint(i), 0, "2024-03-10 08:00", "漏水"+strings.Repeat(string(word), 9))
	}
	v.tell("elsewhere", 0, "2024-02-10 08:00", "异响")
	v.tell("ended", 0, "2024-03-11 08:00", "异响")
	v.step("e0", "ended", "withdrawn", "2024-03-12 08:00")
	v.run()
	s := v.seal(202403)
	if s.N != 9 || s.Run == 0 || len(s.Models) != 1 || s.Number != 1 || s.At.IsZero() {
		t.Errorf("the seal is %+v", s)
	}
	kept := v.sealed()
	same(t, []string{}, v.shifts(202403))
	v.tell("late", 0, "2024-03-20 08:00", "异响")
	v.tell("1", 1, "2024-03-10 08:00", "异响")
	v.tell("2", 1, "2024-04-02 08:00", "漏水")
	v.tell("elsewhere", 1, "2024-03-03 08:00", "异响")
	v.step("e1", "3", "withdrawn", "2024-05-01 08:00")
	v.step("e2", "4", "merged", "2024-05-01 08:00")
	v.step("e3", "5", "invalidated", "2024-05-01 08:00")
	v.step("e4", "ended", "reopened", "2024-05-01 08:00")
	v.step("e5", "6", "resolved", "2024-05-01 08:00")
	v.run()
	same(t, kept, v.sealed())
	same(t, []string{"back ended >b", "corrected 1 a>b", "handled 6 a>a", "invalidated 5 a>", "late late >b", "merged 4 a>", "moved_in elsewhere >b",
		"moved_out 2 a>", "withdrawn 3 a>"}, v.shifts(202403))
}

func TestAMonthIsSealedOnlyWhenNothingIsMissing(t *testing.T) {
	v, ctx := begin(t), context.Background()
	refused := func(month analytics.Month, want string) {
		t.Helper()
		if _, err := v.sealer.Seal(ctx, month, "甲", ""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", month, err)
		}
	}
	v.tell("1", 0, "2024-03-10 08:00", "漏水")
	refused(202406, "最早 2024-07-01")
	refused(202403, "有 1 条到达的记录还没有分析")
	v.run()
	refused(202401, "没有投诉")
	v.must(v.s.MarkDirty(ctx, []analytics.Month{202403}))
	refused(202403, "还没有汇总（到了新的记录）")
	v.run()
	v.step("e", "1", "accepted", "2024-03-11 08:00")
	refused(202403, "有 1 条到达的记录还没有分析")
	v.run()
	v.seal(202403)
	refused(202403, "已由 甲 于 2024-06-15 08:00 封账")
	if err := v.sealer.Unseal(ctx, 202402, "乙", ""); err == nil || !strings.Contains(err.Error(), "没有封账") {
		t.Error(err)
	}
	v.must(v.sealer.Unseal(ctx, 202403, "乙", "数字有误"))
	same(t, []string{}, v.sealed())
	v.seal(202403)
	seals, err := v.s.Seals(ctx)
	v.must(err)
	if len(seals) != 2 || !seals[0].Holds() || seals[1].Holds() || seals[1].UndoneBy != "乙" || seals[1].UndoneWhy != "数字有误" || seals[1].By != "甲" {
		t.Errorf("the record is %+v", seals)
	}
}

// Whatever arrives, is undone or read otherwise after a month was sealed: what was put away of it does not change, and then plus what changed
// since is what is true now, in total and for every topic.
func TestThenAndTheChangesSinceMakeUpNow(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		v, end := newWorld(t, rt)
		defer end()
		minute := 0
		moves := func(label string) {
			for range rapid.IntRange(1, 10).Draw(rt, label) {
				id := fmt.Sprint(rapid.IntRange(1, 6).Draw(rt, "id"))
				switch rapid.IntRange(0, 9).Draw(rt, "move") {
				case 0, 1, 2, 3, 4:
					month := rapid.SampledFrom([]string{"2024-02", "2024-03", "2024-03", "2024-04"}).Draw(rt, "month")
					v.tell(id, rapid.Uint32Range(0, 3).Draw(rt, "version"), month+"-10 08:00", rapid.SampledFrom([]string{"漏水", "异响", "别的"}).Draw(rt, "words"))
				case 5, 6:
					minute++
					kind := rapid.SampledFrom([]string{"accepted", "resolved", "reopened", "withdrawn", "merged", "invalidated"}).Draw(rt, "kind")
					v.step(fmt.Sprint("e", rapid.IntRange(1, 4).Draw(rt, "event")), id, kind, fmt.Sprintf("2024-05-01 09:%02d", minute))
				case 7:
					v.reread(rapid.SampledFrom([]string{"a", "b", ""}).Draw(rt, "topic"), rapid.SampledFrom([]string{"m9", "m9+1", "m8"}).Draw(rt, "model"), id)
				default:
					v.run()
				}
			}
		}
		v.tell("0", 0, "2024-03-01 08:00", "漏水")
		moves("moves before")
		v.tell("0", 5, "2024-03-01 08:00", "异响")
		v.run()
		s := v.seal(202403)
		kept := v.sealed()
		moves("moves after")
		v.run()
		if diff := cmp.Diff(kept, v.sealed()); diff != "" {
			rt.Fatalf("what was sealed changed:\n%s", diff)
		}
		v.balanced(rt, s)
		v.must(v.sealer.Unseal(context.Background(), 202403, "乙", ""))
		again := v.seal(202403)
		v.must(v.s.MarkDirty(context.Background(), []analytics.Month{202403}))
		v.run()
		if got := v.shifts(202403); len(got) > 0 {
			rt.Fatalf("sealed anew with nothing behind it, there is %v", got)
		}
		v.balanced(rt, again)
	})
}

// balanced holds the equations of a sealed month against its facts.
func (v *world) balanced(rt *rapid.T, s analytics.Seal) {
	ctx := context.Background()
	march := analytics.Selection{From: s.Month.First(), To: s.Month.Last()}
	then, err := v.w.CountByAxis(ctx, "topic", march.OnBasis(analytics.BasisThen, []analytics.Seal{s}), analytics.Selection{})
	v.must(err)
	now, err := v.w.CountByAxis(ctx, "topic", march, analytics.Selection{})
	v.must(err)
	shifts, err := v.w.SealedChanges(ctx, s.Month)
	v.must(err)
	byTopic, n := map[string]uint64{}, uint64(0)
	for _, c := range now {
		byTopic[c.Value] = c.N
		n += c.N
	}
	if shifts.Now(s.N) != n {
		rt.Fatalf("%d then, %v since, %d now", s.N, shifts, n)
	}
	for _, t := range shifts.Topics(then) {
		if !t.Balanced() || t.Now != byTopic[t.Topic] {
			rt.Fatalf("topic %q: %+v, and there are %d", t.Topic, t, byTopic[t.Topic])
		}
		delete(byTopic, t.Topic)
	}
	if len(byTopic) > 0 {
		rt.Fatalf("topics without an equation: %v", byTopic)
	}
	v.listed(rt, s, shifts)
}

// listed holds what is listed behind every line against its number.
func (v *world) listed(rt *rapid.T, s analytics.Seal, shifts analytics.Shifts) {
	for _, line := range shifts {
		basis := analytics.BasisNow
		if line.Kind.Sign() < 0 {
			basis = analytics.BasisThen
		}
		sel := analytics.Selection{From: s.Month.First(), To: s.Month.Last(), Shift: &analytics.ShiftFilter{Kinds: []analytics.ShiftKind{line.Kind}, Reason: line.Reason}}.
			OnBasis(basis, []analytics.Seal{s})
		if line.Kind.Sign() <= 0 {
			sel.Shift.Was = []string{line.From}
		}
		if line.Kind.Sign() >= 0 {
			sel = sel.With("topic", line.To)
		}
		tally, err := v.w.TallyComplaints(context.Background(), sel, v.now)
		v.must(err)
		list, err := v.w.ListComplaints(context.Background(), sel, v.now, analytics.Cursor{}, 100)
		v.must(err)
		if tally.N != line.N || uint64(len(list)) != line.N {
			rt.Fatalf("%+v, its door counts %d and lists %d", line, tally.N, len(list))
		}
	}
}

// reread writes what another version of the model, or a person, reads from the telling of a complaint that counts.
func (v *world) reread(topic, model, id string) {
	v.t.Helper()
	ctx := context.Background()
	v.run()
	heads, err := v.w.Heads(ctx, []analytics.Key{{Source: "s", ID: id}})
	v.must(err)
	for _, h := range heads {
		if h.Gone {
			continue
		}
		v.now = v.now.Add(1_000_000_000)
		v.must(v.w.InsertInsights(ctx, []analytics.Insight{{Key: h.Key, Month: h.Month, Content: h.Content, Model: model, Topic: topic, TopicFrom: "model", EnrichedAt: v.now}}))
		v.must(v.s.MarkDirty(ctx, []analytics.Month{h.Month}))
	}
}
