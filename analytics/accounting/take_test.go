package accounting

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

const (
	complaints = "complaints.v1"
	rejected   = "rejected.v1"
)

var noon = time.Date(2024, 5, 1, 12, 0, 0, 0, analytics.Zone)

// record is one message in Kafka.
type record struct {
	source string
	topic  string
	meant  string
	number uint32
	hour   time.Time
	stored bool
	below  bool // of the committed offset
}

// world is a naive model of an installation: a ledger, one partition of each topic, and tables.
type world struct {
	given   map[analytics.Given]*analytics.Given
	records []record
}

func (w *world) give(number uint32, source string, hour time.Time, meant, topic string, sending, sent int64) {
	k := analytics.Given{Import: number, Topic: topic, Meant: meant, Source: source, Hour: hour}
	if w.given == nil {
		w.given = map[analytics.Given]*analytics.Given{}
	}
	if w.given[k] == nil {
		line := k
		w.given[k] = &line
	}
	w.given[k].Sending += sending
	w.given[k].Sent += sent
}

func (w *world) counts() Counts {
	c := Counts{From: noon.Add(-24 * time.Hour), To: noon.Add(24 * time.Hour), At: noon, Since: 1, InFlight: map[string]int64{}}
	for _, g := range w.given {
		c.Before, c.After = append(c.Before, *g), append(c.After, *g)
	}
	next := map[string]uint64{}
	var last time.Time
	for _, r := range w.records {
		offset := next[r.topic]
		next[r.topic]++
		switch {
		case r.stored:
			last = r.hour
			c.Arrived = append(c.Arrived, analytics.Arrived{Topic: r.topic, Meant: r.meant, Source: r.source, Import: r.number, Hour: r.hour,
				Records: 1, First: offset, Last: offset, Refused: r.topic == rejected})
		case r.below:
			c.Missing = append(c.Missing, analytics.Missing{Topic: r.topic, First: offset, Next: offset + 1, After: last})
		}
		if !r.below {
			c.InFlight[r.topic]++
		}
	}
	return c
}

// history draws an installation in which nothing went wrong: givers that crash and retry, a reader anywhere, clocks that run back.
func history(t *rapid.T) *world {
	w := &world{}
	for i := range rapid.IntRange(1, 6).Draw(t, "batches") {
		number := uint32(rapid.IntRange(0, 3).Draw(t, "import"))
		source := rapid.SampledFrom([]string{"甲", "乙"}).Draw(t, "source")
		hour := noon.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "hour")) * time.Hour)
		topic := rapid.SampledFrom([]string{complaints, rejected}).Draw(t, "topic")
		size := int64(rapid.IntRange(1, 5).Draw(t, fmt.Sprint("size of ", i)))
		landed := rapid.Int64Range(0, size).Draw(t, "landed")
		sent := landed
		if landed < size { // it broke off: what landed may not have been confirmed
			sent = rapid.Int64Range(0, landed).Draw(t, "confirmed")
		} else if rapid.Bool().Draw(t, "again") { // a retry landed twice
			landed += rapid.Int64Range(1, size).Draw(t, "twice")
		}
		if number != 0 {
			w.give(number, source, hour, complaints, topic, size, sent)
		}
		for range landed {
			w.records = append(w.records, record{source: source, topic: topic, meant: complaints, number: number, hour: hour})
		}
	}
	committed := map[string]int{}
	reached := map[string]int{}
	n := map[string]int{}
	for _, r := range w.records {
		n[r.topic]++
	}
	for _, topic := range []string{complaints, rejected} {
		reached[topic] = rapid.IntRange(0, n[topic]).Draw(t, "stored")
		committed[topic] = rapid.IntRange(0, reached[topic]).Draw(t, "committed")
	}
	clear(n)
	for i := range w.records {
		r := &w.records[i]
		r.stored, r.below = n[r.topic] < reached[r.topic], n[r.topic] < committed[r.topic]
		n[r.topic]++
	}
	return w
}

func TestBooksOfAnyHistoryWithoutALossAreNotOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := history(t)
		r := Take(w.counts())
		if r.Verdict() == Off || len(r.Faults) != 0 {
			t.Fatalf("%+v", r)
		}
		var tables, outside int64
		for _, l := range r.Lines {
			if !l.Books.Balanced() || (l.Verdict == Moving) != (l.Books.InFlight > 0) {
				t.Fatalf("%+v", l)
			}
			tables += l.Books.Stored + l.Books.Rejected
			outside += l.Outside
		}
		var stored, foreign int64
		for _, x := range w.records {
			if x.stored {
				stored++
				if x.number == 0 {
					foreign++
				}
			}
		}
		if tables != stored || outside != foreign {
			t.Fatalf("%d in the books and %d in the tables; %d from outside and %d", tables, stored, outside, foreign)
		}
	})
}

// A loss of any one record is found and called by its name, whatever else goes on.
func TestALossInAnyHistoryIsFoundAndNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := history(t)
		var below []int
		for i, r := range w.records {
			if r.stored && r.below {
				below = append(below, i)
			}
		}
		if len(below) == 0 {
			t.Skip("nothing is stored")
		}
		gone := rapid.SampledFrom(below).Draw(t, "gone")
		w.records[gone].stored = false
		r := Take(w.counts())
		var lost int64
		for _, f := range r.Faults {
			if f.Kind != Lost || !strings.Contains(f.Text(), "没有进数据表") || f.Do() == "" {
				t.Fatalf("%+v", f)
			}
			lost += f.Records
		}
		if lost != 1 || r.Verdict() != Off {
			t.Fatalf("%d lost: %+v", lost, r.Faults)
		}
	})
}

// settled is one import of three complaints that were all stored.
func settled() *world {
	w := &world{}
	w.give(4, "甲", noon, complaints, complaints, 3, 3)
	for range 3 {
		w.records = append(w.records, record{"甲", complaints, complaints, 4, noon, true, true})
	}
	return w
}

func TestEachOfTheFourCountsCanBeTheOneThatIsOff(t *testing.T) {
	type told struct {
		Verdict Verdict
		Kinds   string
		Twice   int64
		Open    int64
		Diff    int64
	}
	for name, c := range map[string]struct {
		break_ func(*world, *Counts)
		want   told
	}{
		"nothing is wrong": {func(*world, *Counts) {}, told{}},
		"a row is deleted": {func(_ *world, c *Counts) {
			c.Arrived = c.Arrived[:2]
			c.Missing = []analytics.Missing{{Topic: complaints, First: 2, Next: 3, After: noon}}
		}, told{Verdict: Off, Kinds: "位移与数据表", Diff: 1}},
		"an offset is committed that was never stored": {func(w *world, c *Counts) {
			w.give(4, "甲", noon, complaints, complaints, 1, 1)
			w.records = append(w.records, record{"甲", complaints, complaints, 4, noon, false, true})
			*c = w.counts()
		}, told{Verdict: Off, Kinds: "位移与数据表", Diff: 1}},
		"the ledger says too much": {func(w *world, c *Counts) {
			w.give(4, "甲", noon, complaints, complaints, 2, 2)
			*c = w.counts()
		}, told{Verdict: Off, Kinds: "账本与 Kafka", Diff: 2}},
		"a retry lands twice": {func(w *world, c *Counts) {
			w.records = append(w.records, w.records[0])
			*c = w.counts()
		}, told{Twice: 1}},
		"a crash before the answer": {func(w *world, c *Counts) {
			w.give(4, "甲", noon, complaints, complaints, 5, 0)
			*c = w.counts()
		}, told{Open: 5}},
		"an import that nobody wrote down": {func(w *world, c *Counts) {
			w.records = append(w.records, record{"甲", complaints, complaints, 9, noon, true, true})
			*c = w.counts()
		}, told{Verdict: Off, Kinds: "数据表与账本"}},
		"an import from before there was a ledger": {func(w *world, c *Counts) {
			w.records = append(w.records, record{"甲", complaints, complaints, 3, noon, true, true})
			*c = w.counts()
			c.Since = 4
		}, told{}},
		"rows beyond the end of Kafka": {func(_ *world, c *Counts) {
			c.Beyond = []analytics.Missing{{Topic: complaints, First: 2, Next: 3, After: noon}}
		}, told{Verdict: Off, Kinds: "数据表与 Kafka"}},
		"records on their way": {func(w *world, c *Counts) {
			w.records[2].stored, w.records[2].below = false, false
			*c = w.counts()
		}, told{Verdict: Moving}},
		"the ledger moves on between the looks": {func(w *world, c *Counts) {
			before := c.Before
			w.give(4, "甲", noon, complaints, complaints, 1, 1)
			w.records = append(w.records, w.records[0])
			*c = w.counts()
			c.Before = before
		}, told{}},
	} {
		t.Run(name, func(t *testing.T) {
			w := settled()
			counts := w.counts()
			c.break_(w, &counts)
			r := Take(counts)
			var got told
			got.Verdict = r.Verdict()
			for _, f := range r.Faults {
				got.Kinds += f.Between()
			}
			for _, l := range r.Lines {
				got.Twice, got.Open, got.Diff = got.Twice+l.Twice, got.Open+l.Unconfirmed, got.Diff+l.Books.Difference()
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHowRecordsDivideIsBoundedByWhatWasCounted(t *testing.T) {
	divided := func(stored, updated int64) []analytics.Divided {
		return []analytics.Divided{{Topic: complaints, Source: "甲", Hour: noon, Stored: stored, Updated: updated},
			{Topic: complaints, Source: "丙", Hour: noon, Stored: 1}}
	}
	for name, c := range map[string]struct {
		divided []analytics.Divided
		undone  []uint32
		want    analytics.Books
	}{
		"not counted":            {nil, nil, analytics.Books{Received: 3, Stored: 3}},
		"some of each":           {divided(1, 1), nil, analytics.Books{Received: 3, Stored: 1, Updated: 1, Repeated: 1}},
		"all repeated":           {divided(0, 0)[1:], nil, analytics.Books{Received: 3, Repeated: 3}},
		"more came in between":   {divided(2, 5), nil, analytics.Books{Received: 3, Stored: 2, Updated: 1}},
		"the import was undone":  {divided(0, 0), []uint32{4}, analytics.Books{Received: 3, Withdrawn: 3}},
		"another one was undone": {divided(3, 0), []uint32{5}, analytics.Books{Received: 3, Stored: 3}},
	} {
		counts := settled().counts()
		counts.Divided, counts.Undone = c.divided, c.undone
		r := Take(counts)
		if len(r.Lines) != 1 {
			t.Fatalf("%s: %+v", name, r.Lines)
		}
		if diff := cmp.Diff(c.want, r.Lines[0].Books); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAnAlarmNeedsTwoLooksAndEndsWithTheDifference(t *testing.T) {
	var w Watch
	off := Report{At: noon, Faults: []Fault{{Records: 2}, {Records: 3}}}
	if alarm, news := w.See(&off); alarm != nil || news {
		t.Errorf("one look is enough: %+v", alarm)
	}
	off.At = noon.Add(time.Minute)
	alarm, news := w.See(&off)
	if alarm == nil || !news || !alarm.Since.Equal(noon) || alarm.Records != 5 || alarm.Faults != 2 {
		t.Errorf("%+v, news %v", alarm, news)
	}
	if alarm, news = w.See(&off); alarm == nil || news {
		t.Errorf("the third look: %+v, news %v", alarm, news)
	}
	known := map[string]analytics.Explanation{off.Faults[0].Key(): {Reason: "x"}}
	part := Report{At: noon, Faults: append([]Fault{}, off.Faults...)}
	if part.Explain(known); part.Verdict() != Off {
		t.Error("one of two is explained, and the books balance")
	}
	if alarm, _ = w.See(&part); alarm == nil || alarm.Records != 3 {
		t.Errorf("what is explained counts no more: %+v", alarm)
	}
	if alarm, news = w.See(&Report{At: noon}); alarm != nil || !news {
		t.Errorf("balanced again: %+v, news %v", alarm, news)
	}
	if alarm, _ = w.See(&off); alarm != nil {
		t.Errorf("one look after a pause is enough: %+v", alarm)
	}
}
