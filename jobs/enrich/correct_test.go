package enrich_test

import (
	"context"
	"errors"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/jobs/enrich"
)

// said is the word of a person about complaint id, as it was told by the arrival.
func said(a arrival, to string) analytics.Correction {
	return analytics.Correction{Key: a.Key, Content: a.Content, Axis: analytics.AxisWhat, From: "a", To: to, By: "张三"}
}

// shown is what the newest reading of an arrival's content says. All readings here have the same model, so there is one.
func shown(t *testing.T, m *memory, a arrival) analytics.Insight {
	t.Helper()
	in, found := m.insights[insightKey{a.Key, a.Month, a.Content, job(t, m, 10).Model()}]
	if !found {
		t.Fatalf("%s was not read", a.ID)
	}
	return in
}

func labels(i analytics.Insight) [3]analytics.Label {
	return [3]analytics.Label{i.LabelOn(analytics.AxisWhat), i.LabelOn(analytics.AxisWhy), i.LabelOn(analytics.AxisWhere)}
}

func TestACorrectionWinsOnItsAxisAndUndoingItRestoresWhatWasRead(t *testing.T) {
	for _, axis := range analytics.LabelAxes {
		m := newMemory()
		m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水，还有异响"), say("2", 1, 0, 202403, "漏水")}
		run(t, m, 10)
		before, other := shown(t, m, m.arrivals[0]), shown(t, m, m.arrivals[1])
		c := said(m.arrivals[0], "b")
		c.Axis = axis
		number := m.correct(c)
		if sum := run(t, m, 10); sum.Corrected != 1 || sum.Read != 0 {
			t.Errorf("summary = %+v", sum)
		}
		want := labels(before)
		for i, a := range analytics.LabelAxes {
			if a == axis {
				want[i] = analytics.Label{Code: "b", From: analytics.FromPerson, Confidence: 1}
			}
		}
		if diff := gocmp.Diff(want, labels(shown(t, m, m.arrivals[0]))); diff != "" {
			t.Errorf("%s: %s", axis, diff)
		}
		if diff := gocmp.Diff(other, shown(t, m, m.arrivals[1])); diff != "" {
			t.Errorf("another complaint changed: %s", diff)
		}
		m.takeBack(number)
		run(t, m, 10)
		if diff := gocmp.Diff(before, shown(t, m, m.arrivals[0])); diff != "" {
			t.Errorf("%s, undone: %s", axis, diff)
		}
	}
}

func TestACorrectionOutlivesEverythingThatReadsItsComplaintAgain(t *testing.T) {
	m := newMemory()
	m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水"), say("2", 1, 0, 202403, "异响")}
	for i := range m.arrivals {
		m.arrivals[i].number = 4
	}
	m.correct(said(m.arrivals[0], "b")) // before anything was read: the first reading knows it
	run(t, m, 10)
	holds := func(name, model string) {
		t.Helper()
		in := m.insights[insightKey{m.arrivals[0].Key, 202403, m.arrivals[0].Content, model}]
		if in.Topic != "b" || in.TopicFrom != analytics.FromPerson {
			t.Errorf("%s: %s from %s", name, in.Topic, in.TopicFrom)
		}
	}
	holds("first reading", job(t, m, 10).Model())
	if err := job(t, m, 10).Reenrich(context.Background(), 202403); err != nil {
		t.Fatal(err)
	}
	holds("reread", job(t, m, 10).Model())
	next := enrich.New(m, m, analysis(t, "2"), enrich.Config{Batch: 1}, clock)
	if _, err := next.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := next.RereadNext(context.Background()); err != nil {
		t.Fatal(err)
	}
	holds("another model", next.Model())

	// Undone, taken back while it counts nowhere, and redone: what counts again is read as people see it now.
	m.ask(4)
	run(t, m, 10)
	m.takeBack(1)
	run(t, m, 10)
	m.ask(4)
	run(t, m, 10)
	if in := shown(t, m, m.arrivals[0]); in.Topic != "a" {
		t.Errorf("after undo and redo of its import the complaint is %s from %s", in.Topic, in.TopicFrom)
	}
	check(t, m, job(t, m, 10).Model())
}

func TestACorrectionHoldsForTheSameWordsInAnotherTelling(t *testing.T) {
	m := newMemory()
	m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水")}
	run(t, m, 10)
	c := said(m.arrivals[0], "b")
	c.TextHash = shown(t, m, m.arrivals[0]).TextHash
	m.correct(c)
	m.arrivals = append(m.arrivals, say("1", 1, 1, 202404, "漏水"), say("1", 2, 2, 202404, "又漏水了"))
	run(t, m, 10)
	if in := shown(t, m, m.arrivals[2]); in.Topic != "a" {
		t.Errorf("other words are corrected: %s", in.Topic)
	}
	m.correct(said(m.arrivals[2], "b"))
	run(t, m, 10) // it reads all tellings of the complaint
	if in := shown(t, m, m.arrivals[1]); in.Topic != "b" {
		t.Errorf("the same words in another telling are %s", in.Topic)
	}
}

func TestOfSeveralCorrectionsTheLastThatHoldsCounts(t *testing.T) {
	m := newMemory()
	m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水")}
	m.correct(said(m.arrivals[0], "b"))
	second := m.correct(said(m.arrivals[0], ""))
	run(t, m, 10)
	if in := shown(t, m, m.arrivals[0]); in.Topic != "" || in.TopicFrom != analytics.FromPerson {
		t.Errorf("%q from %s", in.Topic, in.TopicFrom)
	}
	m.takeBack(second)
	run(t, m, 10)
	if in := shown(t, m, m.arrivals[0]); in.Topic != "b" {
		t.Errorf("the first holds again, not %q", in.Topic)
	}
}

func TestAKillAtAnyWriteLeavesACorrectionWaitingOrDone(t *testing.T) {
	for kill := range 6 {
		m := newMemory()
		m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水"), say("2", 1, 0, 202404, "漏水")}
		run(t, m, 10)
		m.correct(said(m.arrivals[0], "b"))
		m.correct(said(m.arrivals[1], "b"))
		m.writesLeft, m.part = kill, func(n int) int { return n / 2 }
		_, err := job(t, m, 10).Run(context.Background())
		if err != nil && !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		m.assemble(job(t, m, 10).Model()) // somebody computes what is dirty in between
		m.writesLeft = -1
		run(t, m, 10)
		check(t, m, job(t, m, 10).Model())
		if pending, _ := m.PendingCorrections(context.Background()); len(pending) != 0 {
			t.Errorf("killed after %d writes: %d still wait", kill, len(pending))
		}
		for _, a := range m.arrivals {
			if in := shown(t, m, a); in.Topic != "b" {
				t.Errorf("killed after %d writes: %s is %s", kill, a.ID, in.Topic)
			}
		}
	}
}
