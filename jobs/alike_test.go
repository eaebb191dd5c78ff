package jobs_test

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/similar"
)

// groups are the complaints with their part in 去重件: those that count for themselves or for a group, and the others.
func (v *world) groups() []string {
	v.t.Helper()
	return v.lines(`SELECT concat(complaint_id, if(deduplicated = 1, ' counts', ' does not'), if(matter = 0, ' alone', ' in a group')) FROM facts ORDER BY complaint_id`)
}

// groupsOfTruth says which complaints count by the facts' own words: nobody knows who wrote, so equal words are one matter, and of equal words the
// one received first counts, of two at one time either.
func (v *world) groupsOfTruth() []string {
	v.t.Helper()
	rows := v.lines("SELECT concat(topic, ' ', toString(received_at), ' ', complaint_id, ' ', toString(deduplicated)) FROM facts ORDER BY topic, received_at, deduplicated DESC")
	size, seen := map[string]int{}, map[string]bool{}
	for _, row := range rows {
		size[row[:1]]++
	}
	lines := []string{}
	for _, row := range rows {
		words := row[:1]
		fields := strings.Fields(row)
		counts, group := " counts", " alone"
		if seen[words] {
			counts = " does not"
		}
		if size[words] > 1 {
			group = " in a group"
		}
		seen[words] = true
		lines = append(lines, fields[3]+counts+group)
	}
	sort.Strings(lines)
	return lines
}

// say makes a complaint with a customer arrive.
func (v *world) say(id string, customer uint64, when, words string) {
	v.t.Helper()
	a := analytics.Arrival[analytics.Complaint]{
		Record:  analytics.Complaint{Source: "s", ID: id, ReceivedAt: at(when), Text: words, Customer: analytics.Customer{Key: customer}, Product: analytics.Product{Name: "冰箱"}},
		Content: hash(id, when, words, customer), Origin: v.place("c", id),
	}
	v.told = append(v.told, a)
	v.must(v.w.StoreComplaints(context.Background(), []analytics.Arrival[analytics.Complaint]{a}))
}

const (
	leaking = "冰箱底部一直漏水，客厅地板泡得翘了起来，报修三次都没有人上门，请尽快安排师傅来修理"
	counted = "SELECT concat(complaint_id, ' ', toString(deduplicated), toString(untemplated), toString(repeated), if(matter = 0, ' ', ' m'), if(template = 0, '', 't')) FROM facts ORDER BY complaint_id"
)

func TestOneCustomerWhoTellsAMatterAgainCountsOnce(t *testing.T) {
	v := begin(t)
	v.say("1", 7, "2024-03-30 08:00", leaking)
	v.say("2", 7, "2024-04-02 08:00", "你好，我再说一次："+leaking)
	v.say("3", 8, "2024-04-02 09:00", leaking)
	v.say("4", 7, "2024-04-20 09:00", "上次反映的漏水至今没有人管")
	v.run()
	same(t, []string{"1 110 m", "2 011 m", "3 110 ", "4 011 m"}, v.lines(counted))
	v.step("e", "1", "withdrawn", "2024-05-01 08:00") // the next telling counts then, in another month
	v.run()
	same(t, []string{"2 110 m", "3 110 ", "4 011 m"}, v.lines(counted))
	v.step("f", "1", "reopened", "2024-05-02 08:00")
	v.run()
	same(t, []string{"1 110 m", "2 011 m", "3 110 ", "4 011 m"}, v.lines(counted))
	v.say("0", 7, "2024-02-20 08:00", leaking) // an earlier telling comes in late
	v.run()
	same(t, []string{"0 110 m", "1 011 m", "2 011 m", "3 110 ", "4 011 m"}, v.lines(counted))
}

func TestATellingThatChangesLeavesItsGroup(t *testing.T) {
	v := begin(t)
	v.say("1", 7, "2024-03-30 08:00", leaking)
	v.say("2", 7, "2024-04-02 08:00", leaking)
	v.run()
	same(t, []string{"1 110 m", "2 011 m"}, v.lines(counted))
	v.say("1", 7, "2024-03-30 08:00", "快递说送到了，驿站却说没有这个件")
	v.run()
	same(t, []string{"1 110 ", "2 110 "}, v.lines(counted))
	run := v.lastRun()
	v.run()
	if v.lastRun() != run {
		t.Error("something ran although nothing was new")
	}
}

func TestATemplateIsCountedOnceInEverySplit(t *testing.T) {
	v := begin(t)
	for i := range similar.TemplatePeople {
		v.say(fmt.Sprint(i), uint64(i)+1, fmt.Sprintf("2024-0%d-10 08:0%d", 3+i%2, i), "本人近期购买贵公司产品，宣传页面承诺终身免费保养，现门店以政策调整为由拒绝履行，已构成虚假宣传，要求退一赔三")
	}
	v.run()
	same(t, []string{"0 110 t", "1 100 t", "2 100 t", "3 100 t", "4 100 t"}, v.lines(counted))
	same(t, []string{"5 5 1"}, v.lines("SELECT concat(toString(count()), ' ', toString(sum(deduplicated)), ' ', toString(sum(untemplated))) FROM facts"))
}

// Comparing again what was compared changes nothing, whatever pages it comes in.
func TestComparingAgainChangesNothing(t *testing.T) {
	v, ctx := begin(t), context.Background()
	for i := range 12 {
		v.say(fmt.Sprint(i), uint64(i%3), fmt.Sprintf("2024-0%d-%02d 08:00", 3+i%2, 1+i), []string{leaking, "快递说送到了，驿站却说没有这个件，客服让我自己去找", leaking + "，再不来人我就投诉到消协"}[i%3])
	}
	v.run()
	const all = "SELECT toString(tuple(* EXCEPT run)) FROM facts ORDER BY ALL"
	before := v.lines(all)
	if !slices.ContainsFunc(v.lines(counted), func(s string) bool { return strings.Contains(s, " 01") }) {
		t.Fatalf("nothing is told twice: %v", v.lines(counted))
	}
	v.must(v.s.MarkDirty(ctx, []analytics.Month{202403, 202404}))
	v.run()
	same(t, before, v.lines(all))
}

// A telling that counts no longer still says what its group is about: who says the same meanwhile joins it, and is found in it when the first
// counts again.
func TestAMatterOutlivesTheWithdrawalOfItsFirstTelling(t *testing.T) {
	v := begin(t)
	v.say("1", 7, "2024-03-30 08:00", leaking)
	v.step("e", "1", "withdrawn", "2024-04-01 08:00")
	v.run()
	v.say("2", 7, "2024-04-02 08:00", leaking)
	v.run()
	same(t, []string{"2 110 "}, v.lines(counted))
	v.step("f", "1", "reopened", "2024-04-03 08:00")
	v.run()
	same(t, []string{"1 110 m", "2 011 m"}, v.lines(counted))
}
