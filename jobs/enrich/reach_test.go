package enrich_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
	"huisheng/jobs/enrich"
)

// overlaid is a job that reads with what people changed of words so far, as a running installation does.
func overlaid(tb interface{ Fatal(...any) }, m *memory, now func() time.Time) *enrich.Job {
	packs := []topic.Pack{testPack(tb)}
	current := func(context.Context) (*enrich.Analysis, error) {
		c, err := topic.Overlay(packs, m.changes, m.overlay())
		if err != nil {
			return nil, err
		}
		return enrich.NewAnalysis(enrich.Parts{Segmenter: runes{"1"}, Classifier: c, Rarity: text.NewRarity()}, 1), nil
	}
	return enrich.New(m, m, analysis(tb, "1"), enrich.Config{Batch: 2, Current: current}, now)
}

// ticking is a clock of which every reading is later than the one before.
func ticking() func() time.Time {
	at := clock()
	return func() time.Time { at = at.Add(time.Second); return at }
}

// settle runs a job until nothing waits.
func settle(tb interface{ Fatal(...any) }, j *enrich.Job) {
	as := enrich.AsJob{Job: j}
	for {
		windows, err := as.Pending(context.Background())
		if err != nil {
			tb.Fatal(err)
		}
		if len(windows) == 0 {
			return
		}
		if windows[0].Month == 0 {
			_, err = j.Run(context.Background())
		} else {
			_, err = j.RereadNext(context.Background())
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
}

// newest is the reading of an arrival that holds.
func newest(m *memory, a arrival) analytics.Insight {
	var best analytics.Insight
	for k, in := range m.insights {
		if k.Key == a.Key && k.content == a.Content && (in.EnrichedAt.After(best.EnrichedAt) || best.Model == "") {
			best = in
		}
	}
	return best
}

func TestAChangeOfWordsIsReadIntoItsReachAloneNewestMonthsAtOnce(t *testing.T) {
	m, now := newMemory(), ticking()
	for i, month := range []analytics.Month{202401, 202402, 202403, 202404} {
		m.arrivals = append(m.arrivals, say(fmt.Sprint("with", i), uint64(2*i), 0, month, "充电枪拔不下来"), say(fmt.Sprint("other", i), uint64(2*i+1), 0, month, "漏水"))
	}
	j := overlaid(t, m, now)
	settle(t, j)
	before := map[string]analytics.Insight{}
	for _, a := range m.arrivals {
		before[a.ID] = newest(m, a)
	}
	m.dirty = map[analytics.Month]bool{}
	m.change(analytics.TaxonomyChange{Topic: "b", Kind: analytics.ChangeAdd, Words: []string{"充电枪"}})
	sum, err := j.Run(context.Background())
	if err != nil || sum.Reread != 2 || len(m.dirty) != 2 || !m.dirty[202403] || !m.dirty[202404] {
		t.Fatalf("at once: %+v, %v, dirty %v", sum, err, m.dirty)
	}
	if month, err := j.RereadNext(context.Background()); err != nil || month != 202402 {
		t.Fatalf("then %s, %v", month, err)
	}
	settle(t, j)
	for _, a := range m.arrivals {
		got, was := newest(m, a), before[a.ID]
		switch {
		case strings.HasPrefix(a.ID, "with") && (got.Topic != "b" || !strings.HasSuffix(got.Model, "+1") || !strings.HasPrefix(got.Model, was.Model)):
			t.Errorf("%s: %s by %s, before by %s", a.ID, got.Topic, got.Model, was.Model)
		case strings.HasPrefix(a.ID, "other") && (got.Model != was.Model || !got.EnrichedAt.Equal(was.EnrichedAt)):
			t.Errorf("%s has no such word and was read again", a.ID)
		}
	}
	m.undoChange(1)
	settle(t, j)
	for _, a := range m.arrivals {
		if got := newest(m, a); got.Topic != before[a.ID].Topic {
			t.Errorf("%s is %s after the undo, not %s", a.ID, got.Topic, before[a.ID].Topic)
		}
	}
}

func TestAnotherBaseReadsEveryMonthAndTheReachWithIt(t *testing.T) {
	m, now := newMemory(), ticking()
	m.arrivals = []arrival{say("1", 0, 0, 202401, "充电枪"), say("2", 1, 0, 202402, "漏水"), say("3", 2, 0, 202403, "漏水"), say("4", 3, 0, 202404, "漏水")}
	settle(t, overlaid(t, m, now))
	m.change(analytics.TaxonomyChange{Topic: "b", Kind: analytics.ChangeAdd, Words: []string{"充电枪"}})
	packs := []topic.Pack{testPack(t)}
	c, err := topic.Overlay(packs, m.changes, 1)
	if err != nil {
		t.Fatal(err)
	}
	next := enrich.New(m, m, enrich.NewAnalysis(enrich.Parts{Segmenter: runes{"2"}, Classifier: c, Rarity: text.NewRarity()}, 1), enrich.Config{}, now)
	if _, err := next.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	var order []analytics.Month
	for {
		month, err := next.RereadNext(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if month == 0 {
			break
		}
		order = append(order, month)
	}
	if want := []analytics.Month{202404, 202403, 202402, 202401}; !slices.Equal(order, want) {
		t.Errorf("order = %v", order)
	}
	if got := newest(m, m.arrivals[0]); got.Topic != "b" || len(m.reach) != 0 {
		t.Errorf("%s by %s, %d wait", got.Topic, got.Model, len(m.reach))
	}
}

// Whatever people change and take back, and wherever the process is killed, in the end every complaint is read as with the words that hold
// now, and one without any changed word was never read again.
func TestWordsAsTheyAreNowHoldForEveryComplaint(t *testing.T) {
	said := []string{"漏水", "异响", "充电枪", "车机", "雨刮", "漏水 异响", "充电枪 异响", "车机 雨刮", "什么也没有"}
	rapid.Check(t, func(t *rapid.T) {
		m, now := newMemory(), ticking()
		n := rapid.IntRange(1, 12).Draw(t, "complaints")
		for i := range n {
			m.arrivals = append(m.arrivals, say(fmt.Sprint(i), uint64(i), 0, 202400+analytics.Month(rapid.IntRange(1, 4).Draw(t, "month")), rapid.SampledFrom(said).Draw(t, "text")))
		}
		settle(t, overlaid(t, m, now))
		first := map[string]analytics.Insight{}
		for _, a := range m.arrivals {
			first[a.ID] = newest(m, a)
		}
		words := []string{"充电枪", "车机", "雨刮", "漏水", "异响"}
		touched := map[string]bool{}
		for range rapid.IntRange(1, 5).Draw(t, "steps") {
			if undo := rapid.IntRange(0, len(m.changes)).Draw(t, "undo"); undo > 0 && m.changes[undo-1].UndoneAt.IsZero() {
				m.undoChange(uint64(undo))
			} else {
				w := rapid.SampledFrom(words).Draw(t, "word")
				touched[w] = true
				m.change(analytics.TaxonomyChange{Topic: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "topic"), Words: []string{w},
					Kind: rapid.SampledFrom([]string{analytics.ChangeAdd, analytics.ChangeNot, analytics.ChangeRemove}).Draw(t, "kind")})
			}
			m.writesLeft, m.part = rapid.IntRange(0, 6).Draw(t, "killed after"), func(n int) int { return n / 2 }
			j := overlaid(t, m, now)
			_, err := j.Run(context.Background())
			if err == nil && rapid.Bool().Draw(t, "one more month") {
				_, err = j.RereadNext(context.Background())
			}
			if err != nil && !errors.Is(err, errKilled) {
				t.Fatal(err)
			}
			m.writesLeft = -1
		}
		settle(t, overlaid(t, m, now))
		c, err := topic.Overlay([]topic.Pack{testPack(t)}, m.changes, m.overlay())
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range m.arrivals {
			normal := text.Normalise(a.Text)
			want, got := c.Classify(&normal, "").Topic, newest(m, a)
			if got.Topic != want {
				t.Fatalf("%q is %q by %s, and should be %q", a.Text, got.Topic, got.Model, want)
			}
			reached := slices.ContainsFunc(words, func(w string) bool { return touched[w] && strings.Contains(a.Text, w) })
			if !reached && !got.EnrichedAt.Equal(first[a.ID].EnrichedAt) {
				t.Fatalf("%q has no changed word and was read again", a.Text)
			}
		}
	})
}
