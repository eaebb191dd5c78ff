package alike_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/similar"
	"huisheng/jobs"
	"huisheng/jobs/alike"
)

// wordings are texts that have nothing in common, each about a product of its own.
var wordings = []string{
	"冰箱底部一直漏水，客厅地板泡得翘了起来，报修三次都没有人上门，请尽快安排师傅来修理，否则我只能自己找人",
	"快递显示昨天已经签收，可是驿站说从来没有见过这个包裹，客服让我自己去找派送员，打了十几个电话没有一个接通",
	"本人近期购买贵公司产品，宣传页面承诺终身免费保养，现门店以政策调整为由拒绝履行，已构成虚假宣传，要求退一赔三",
}

var months = []analytics.Month{202403, 202404, 202405}

// history is what arrives, with the job that runs now and then.
type history struct {
	*tables
	job  *alike.Job
	runs uint64
	n    uint64 // tellings so far
}

func newHistory() *history {
	t := newTables()
	return &history{tables: t, job: alike.New(t, t, 2)}
}

// say makes a complaint arrive, in the place of what it said before.
func (h *history) say(id string, customer uint64, words int, month analytics.Month, hours int) {
	h.n++
	h.tell(told{analytics.Untold{Key: analytics.Key{Source: "s", ID: id}, Month: month, Content: h.n, ReceivedAt: month.First().Add(time.Duration(hours) * time.Hour),
		Text: wordings[words], Customer: customer, Product: fmt.Sprint("产品", words)}, words})
}

// run runs the job over one of the dirty months, killed at a call of the tables when failAt is not 0.
func (h *history) run(month analytics.Month, failAt int) error {
	h.runs++
	h.calls, h.failAt = 0, failAt
	defer func() { h.failAt = 0 }()
	return h.job.Run(context.Background(), jobs.Task{Window: jobs.Window{Month: month}, Run: h.runs})
}

// finish runs the job over every dirty month, newest first, and assembles.
func (h *history) finish(t interface{ Fatalf(string, ...any) }) {
	for range 20 {
		windows, err := h.job.Pending(context.Background())
		if err != nil {
			t.Fatalf("%v", err)
		}
		if len(windows) == 0 {
			h.assemble()
			return
		}
		if err := h.run(windows[0].Month, 0); err != nil {
			t.Fatalf("%v", err)
		}
	}
	t.Fatalf("the job never comes to an end")
}

// counted says of every complaint in the facts whether it counts for its matter and its wording, and how many stand there with it.
func (h *history) counted() map[string]string {
	list := map[string]string{}
	for at, m := range h.facts {
		list[at.ID] = part(m.Matter != 0, m.Duplicate, m.Repeated, m.Template != 0, m.Copied)
	}
	return list
}

func part(inMatter, duplicate, repeated, inTemplate, copied bool) string {
	var words []string
	for word, holds := range map[string]bool{"同一事项": inMatter, "重复": duplicate, "又投": repeated, "模板": inTemplate, "抄录": copied} {
		if holds {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// truth computes the same from who counts now, in the plainest way: tellings of one customer with the same words are one matter, the same
// words of five customers and more are a template, and the one received first counts. Of two received at the same time either may: the model takes
// the one that the facts took.
func (h *history) truth() map[string]string {
	var counting []told
	for id, n := range h.told {
		if !h.withdrawn[id] {
			counting = append(counting, n)
		}
	}
	first := func(n told, flag func(analytics.Mark) bool, same func(a, b told) bool) (size int, others bool, people map[uint64]bool) {
		people = map[uint64]bool{}
		for _, o := range counting {
			if !same(n, o) {
				continue
			}
			size++
			if o.Customer != 0 {
				people[o.Customer] = true
			}
			tie := o.ReceivedAt.Equal(n.ReceivedAt) && o.ID != n.ID && flag(h.facts[place{n.Key, n.Month}]) && !flag(h.facts[place{o.Key, o.Month}])
			others = others || o.ReceivedAt.Before(n.ReceivedAt) || tie
		}
		return size, others, people
	}
	list := map[string]string{}
	for _, n := range counting {
		size, again, _ := first(n, func(m analytics.Mark) bool { return m.Duplicate }, func(a, b told) bool { return a.words == b.words && a.Customer == b.Customer })
		_, copied, people := first(n, func(m analytics.Mark) bool { return m.Copied }, func(a, b told) bool { return a.words == b.words })
		template := len(people) >= similar.TemplatePeople
		list[n.ID] = part(size > 1, again, again && n.Customer != 0, template, template && copied)
	}
	return list
}

// Whatever arrives in whatever order, is changed, moved, withdrawn and opened again, wherever the job is killed and whenever it runs: in the end
// every matter and every template counts once, by the complaint received first, and the facts that were assembled know it.
func TestAnyHistoryEndsInOneCountForEachMatterAndTemplate(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHistory()
		for range rapid.IntRange(1, 40).Draw(rt, "moves") {
			id := fmt.Sprint(rapid.IntRange(1, 9).Draw(rt, "id"))
			month := rapid.SampledFrom(months).Draw(rt, "month")
			switch rapid.IntRange(0, 9).Draw(rt, "move") {
			case 0, 1, 2, 3, 4:
				h.say(id, rapid.Uint64Range(0, 6).Draw(rt, "customer"), rapid.IntRange(0, len(wordings)-1).Draw(rt, "words"), month, rapid.IntRange(0, 30).Draw(rt, "hours"))
			case 5, 6:
				h.turn(id, rapid.Bool().Draw(rt, "withdrawn"))
			case 7:
				_ = h.run(month, rapid.IntRange(1, 12).Draw(rt, "killed"))
			case 8:
				if err := h.run(month, 0); err != nil {
					rt.Fatalf("%v", err)
				}
			default:
				h.finish(rt)
			}
		}
		h.finish(rt)
		if diff := cmp.Diff(h.truth(), h.counted()); diff != "" {
			rt.Fatalf("who counts for what is not the truth (-truth +facts):\n%s", diff)
		}
		h.addsUp(rt)
		// Computed again, nothing is written.
		before, facts := h.written, maps.Clone(h.facts)
		for _, m := range months {
			h.markAll(m)
		}
		h.finish(rt)
		if diff := cmp.Diff(facts, h.facts); h.written != before || diff != "" {
			rt.Fatalf("a rerun wrote %d rows: %s", h.written-before, diff)
		}
	})
}

// addsUp checks that 去重件 and 去模板件 of the whole are the numbers of matters and of wordings, and that of every split the parts are the whole.
func (h *history) addsUp(rt *rapid.T) {
	type sums struct{ all, deduplicated, untemplated int }
	type matter struct {
		customer uint64
		words    int
	}
	var whole sums
	matters := map[matter]bool{}
	templates := map[uint64]bool{}
	plain := 0
	splits := map[string]map[string]sums{"month": {}, "customer": {}, "words": {}}
	for at, m := range h.facts {
		n := h.told[at.ID]
		matters[matter{n.Customer, n.words}] = true
		if m.Template == 0 {
			plain++
		} else {
			templates[m.Template] = true
		}
		one := sums{all: 1}
		if !m.Duplicate {
			one.deduplicated = 1
		}
		if !m.Copied {
			one.untemplated = 1
		}
		add := func(s sums) sums {
			return sums{s.all + one.all, s.deduplicated + one.deduplicated, s.untemplated + one.untemplated}
		}
		whole = add(whole)
		for split, part := range map[string]string{"month": at.Month.String(), "customer": fmt.Sprint(n.Customer), "words": fmt.Sprint(n.words)} {
			splits[split][part] = add(splits[split][part])
		}
	}
	if whole.deduplicated != len(matters) || whole.untemplated != plain+len(templates) {
		rt.Fatalf("去重件 %d of %d matters, 去模板件 %d of %d texts and %d templates", whole.deduplicated, len(matters), whole.untemplated, plain, len(templates))
	}
	for split, parts := range splits {
		var sum sums
		for _, p := range parts {
			sum = sums{sum.all + p.all, sum.deduplicated + p.deduplicated, sum.untemplated + p.untemplated}
		}
		if sum != whole {
			rt.Fatalf("by %s the parts are %+v, the whole %+v", split, sum, whole)
		}
	}
}

// The order in which the same complaints arrive does not matter, nor how often the job runs between.
func TestTheOrderOfArrivalDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		type arrival struct {
			id       string
			customer uint64
			words    int
			month    analytics.Month
		}
		var list []arrival
		for i := range rapid.IntRange(2, 14).Draw(rt, "complaints") {
			list = append(list, arrival{fmt.Sprint(i), rapid.Uint64Range(0, 6).Draw(rt, "customer"), rapid.IntRange(0, 1).Draw(rt, "words"), rapid.SampledFrom(months).Draw(rt, "month")})
		}
		ends := func(order []arrival, between bool) map[string]string {
			h := newHistory()
			for _, a := range order {
				var hours int
				_, _ = fmt.Sscan(a.id, &hours) // no two at one time
				h.say(a.id, a.customer, a.words, a.month, hours)
				if between {
					h.finish(rt)
				}
			}
			h.finish(rt)
			return h.counted()
		}
		want := ends(list, false)
		other := rapid.Permutation(list).Draw(rt, "order")
		for _, between := range []bool{false, true} {
			if diff := cmp.Diff(want, ends(other, between)); diff != "" {
				rt.Fatalf("in another order, job between %t: %s", between, diff)
			}
		}
	})
}

// Five customers about one topic, product and week are a mass complaint, in whatever months; four are none.
func TestFiveCustomersAboutOneEventAreAMassComplaint(t *testing.T) {
	h := newHistory()
	for i := range similar.MassPeople {
		h.say(fmt.Sprint(i), uint64(i)+1, 0, 202403+analytics.Month(i/3), []int{30*24 + i, i}[i/3])
		n := h.told[fmt.Sprint(i)]
		n.Topic = "leak"
		h.told[n.ID] = n
	}
	h.finish(t)
	for at, m := range h.facts {
		if m.Mass == 0 {
			t.Errorf("%s is in no mass complaint", at.ID)
		}
	}
	h.turn("2", true)
	h.finish(t)
	for at, m := range h.facts {
		if m.Mass != 0 {
			t.Errorf("%s is in a mass complaint of four", at.ID)
		}
	}
}
