package enrich_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
	"huisheng/jobs/enrich"
)

// runes is a segmenter that cuts after every rune.
type runes struct{ version string }

func (runes) Segment(texts []string) [][]string {
	out := make([][]string, len(texts))
	for i, t := range texts {
		out[i] = strings.Split(t, "")
	}
	return out
}
func (r runes) Version() string { return r.version }

// testPack is a taxonomy of two labels.
func testPack(tb interface{ Fatal(...any) }) topic.Pack {
	pack, err := topic.Parse("test", []byte(`
pack: test
name: 测试
topics:
  - {code: a, name: 漏水, group: 甲, rules: [{any: [漏水]}]}
  - {code: b, name: 异响, group: 甲, rules: [{any: [异响]}]}
`))
	if err != nil {
		tb.Fatal(err)
	}
	return pack
}

func analysis(tb interface{ Fatal(...any) }, version string) *enrich.Analysis {
	classifier, err := topic.Compile([]topic.Pack{testPack(tb)})
	if err != nil {
		tb.Fatal(err)
	}
	return enrich.NewAnalysis(enrich.Parts{Segmenter: runes{version}, Classifier: classifier, Rarity: text.NewRarity()}, 2)
}

var clock = func() time.Time { return time.Date(2024, 5, 1, 0, 0, 0, 0, analytics.Zone) }

func job(tb interface{ Fatal(...any) }, m *memory, batch int) *enrich.Job {
	return enrich.New(m, m, analysis(tb, "1"), enrich.Config{Batch: batch}, clock)
}

// say makes an arrival. Its content is what it says, so equal words in a month are equal content.
func say(id string, offset uint64, version uint32, month analytics.Month, words string) arrival {
	content := uint64(1469598103934665603)
	for _, b := range fmt.Sprint(month, words) {
		content = (content ^ uint64(b)) * 1099511628211
	}
	return arrival{Wording: analytics.Wording{Key: analytics.Key{Source: "s", ID: id}, Version: version, Content: content, Month: month,
		Seq: analytics.SeqOf(1, offset), Text: words}}
}

func run(t *testing.T, m *memory, batch int) enrich.Summary {
	t.Helper()
	sum, err := job(t, m, batch).Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	m.assemble(job(t, m, batch).Model())
	return sum
}

func check(t interface {
	Helper()
	Fatalf(string, ...any)
}, m *memory, models ...string) {
	t.Helper()
	facts := map[analytics.Month]map[analytics.Key]string{}
	for month, rows := range m.facts {
		if len(rows) > 0 {
			facts[month] = rows
		}
	}
	if diff := cmp.Diff(m.truth(models...), facts); diff != "" {
		t.Fatalf("facts differ from the truth (-truth +facts):\n%s", diff)
	}
}

func TestACorrectionThatMovesTheMonthLeavesEveryTotalRight(t *testing.T) {
	m := newMemory()
	model := job(t, m, 10).Model()
	m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水"), say("2", 1, 0, 202403, "异响")}
	run(t, m, 10)
	check(t, m, model)
	m.arrivals = append(m.arrivals, say("1", 2, 0, 202404, "漏水"))
	sum := run(t, m, 10)
	check(t, m, model)
	if want := []analytics.Month{202403, 202404}; !slices.Equal(sum.Dirty, want) {
		t.Errorf("dirty = %v, want %v", sum.Dirty, want)
	}
	if len(m.facts[202403]) != 1 || len(m.facts[202404]) != 1 {
		t.Errorf("facts = %v", m.facts)
	}
}

func TestImportingAnOldFileAfterItsCorrectionChangesNothing(t *testing.T) {
	m := newMemory()
	m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水"), say("1", 1, 0, 202404, "异响")}
	run(t, m, 10)
	m.arrivals = append(m.arrivals, say("1", 2, 0, 202403, "漏水"))
	if sum := run(t, m, 10); len(sum.Dirty) != 0 || sum.Read != 0 || sum.Arrivals != 1 {
		t.Errorf("summary = %+v", sum)
	}
	check(t, m, job(t, m, 10).Model())
}

func TestAnOlderVersionThatArrivesLateStaysOutOfItsMonth(t *testing.T) {
	m := newMemory()
	m.arrivals = []arrival{say("1", 0, 2, 202404, "漏水"), say("2", 1, 0, 202403, "异响")}
	run(t, m, 10)
	m.arrivals = append(m.arrivals, say("1", 2, 1, 202403, "异响"))
	m.dirty[202403] = true
	m.assemble(job(t, m, 10).Model()) // someone computes March between the row's arrival and the run
	run(t, m, 10)
	check(t, m, job(t, m, 10).Model())
}

func TestAnEventMakesTheMonthOfItsComplaintDirty(t *testing.T) {
	m := newMemory()
	m.events = []event{{analytics.Key{Source: "s", ID: "1"}, 1, 0, 0, 0}}
	if sum := run(t, m, 10); len(sum.Dirty) != 0 || sum.Events != 1 {
		t.Fatalf("an event without complaint: %+v", sum)
	}
	m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水")}
	run(t, m, 10)
	m.events = append(m.events, event{analytics.Key{Source: "s", ID: "1"}, 1, 0, 7, 0})
	if sum := run(t, m, 10); !slices.Equal(sum.Dirty, []analytics.Month{202403}) {
		t.Fatalf("an event: %+v", sum)
	}
	check(t, m, job(t, m, 10).Model())
}

func TestWhatWasStoredBelowTheWatermarkIsFoundAfterARewind(t *testing.T) {
	m := newMemory()
	m.arrivals = []arrival{say("1", 1, 0, 202403, "漏水"), say("3", 3, 1, 202404, "漏水")}
	run(t, m, 10)
	m.arrivals = append([]arrival{say("2", 0, 0, 202403, "异响"), say("3", 2, 0, 202403, "异响")}, m.arrivals...)
	if run(t, m, 10); len(m.facts[202403]) != 1 {
		t.Fatalf("found without a rewind: %v", m.facts)
	}
	clear(m.watermark)
	run(t, m, 10)
	check(t, m, job(t, m, 10).Model())
	m.order = nil
	clear(m.watermark)
	if sum := run(t, m, 10); len(sum.Dirty) > 1 { // the older version is kept out of its month once more
		t.Errorf("reading everything again changed months: %+v", sum)
	}
	check(t, m, job(t, m, 10).Model())
}

func TestASecondRunWritesNothing(t *testing.T) {
	m := newMemory()
	m.arrivals = []arrival{say("1", 5, 0, 202403, "漏水"), say("1", 9, 1, 202403, "异响")}
	run(t, m, 1)
	m.order = nil
	if sum := run(t, m, 1); sum.Arrivals != 0 || len(m.order) != 0 {
		t.Errorf("second run: %+v, writes %v", sum, m.order)
	}
}

func TestWritesComeInTheOrderThatMakesAKillHarmless(t *testing.T) {
	m := newMemory()
	m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水")}
	run(t, m, 10)
	m.order = nil
	m.arrivals = append(m.arrivals, say("1", 1, 1, 202404, "漏水"))
	run(t, m, 10)
	if want := []string{"insights", "moved", "dirty", "heads", "watermark"}; !slices.Equal(m.order, want) {
		t.Errorf("order = %v, want %v", m.order, want)
	}
}

func TestAnotherModelReadsEveryMonthAgainNewestFirst(t *testing.T) {
	m := newMemory()
	for i, month := range []analytics.Month{202401, 202403, 202402, 202403} {
		m.arrivals = append(m.arrivals, say(fmt.Sprint(i), uint64(i), 0, month, "漏水"))
	}
	run(t, m, 10)
	old := job(t, m, 10).Model()
	next := enrich.New(m, m, analysis(t, "2"), enrich.Config{Batch: 1}, clock)
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
		m.assemble(next.Model(), old)
		check(t, m, next.Model(), old)
	}
	if want := []analytics.Month{202403, 202402, 202401}; !slices.Equal(order, want) {
		t.Errorf("order = %v, want %v", order, want)
	}
	for month, rows := range m.facts {
		for key, fact := range rows {
			if !strings.Contains(fact, next.Model()+"a") {
				t.Errorf("%v %v is still %s", month, key, fact)
			}
		}
	}
}

// TestAnyHistoryAndAnyKillsEndInTheTruth plays random arrivals of random imports in random portions, undoes imports and lets them stand
// again, kills runs at random writes, lets months be computed at any moment, and compares what is left with a recomputation over all
// arrivals that nobody wants undone.
func TestAnyHistoryAndAnyKillsEndInTheTruth(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := newMemory()
		m.part = func(n int) int { return rapid.IntRange(0, n).Draw(r, "rows of the killed write") }
		model := job(r, m, 1).Model()
		offsets := map[[2]int]uint64{}
		epoch := 1
		for range rapid.IntRange(1, 6).Draw(r, "portions") {
			for range rapid.IntRange(0, 12).Draw(r, "rows") {
				if rapid.IntRange(0, 30).Draw(r, "new epoch") == 0 {
					epoch++
				}
				m.arrive(r, epoch, offsets)
			}
			for range rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(r, "undos") {
				m.ask(uint32(rapid.IntRange(1, imports).Draw(r, "undone import")))
			}
			for range rapid.IntRange(0, 3).Draw(r, "kills") {
				m.writesLeft = rapid.IntRange(0, 12).Draw(r, "writes")
				_, err := job(r, m, rapid.IntRange(1, 5).Draw(r, "batch")).Run(context.Background())
				if err != nil && !errors.Is(err, errKilled) {
					r.Fatal(err)
				}
				m.writesLeft = -1
				if rapid.Bool().Draw(r, "computed at once") {
					m.assemble(model)
				}
			}
		}
		if _, err := job(r, m, 3).Run(context.Background()); err != nil {
			r.Fatal(err)
		}
		m.assemble(model)
		check(r, m, model)
		for key, h := range m.heads {
			if h.Gone {
				continue
			}
			if _, ok := m.facts[h.Month][key]; !ok {
				r.Fatalf("head %v is in no month", h)
			}
		}
	})
}

// imports is how many imports the random arrivals come with.
const imports = 4

// arrive appends one random row: a complaint with any version in any month with any of few words, a repetition, or an event.
func (m *memory) arrive(r *rapid.T, epoch int, offsets map[[2]int]uint64) {
	id := rapid.IntRange(0, 4).Draw(r, "complaint")
	partition := (id + epoch) % 2 // a topic that was made anew may put a complaint elsewhere
	next := func(kind int) uint64 {
		k := [2]int{epoch, kind*10 + partition}
		offsets[k] += uint64(rapid.IntRange(1, 3).Draw(r, "gap")) // rejected records leave gaps
		return offsets[k]
	}
	number := uint32(rapid.IntRange(0, imports).Draw(r, "import")) // 0: written by others
	if rapid.IntRange(0, 4).Draw(r, "kind") == 0 {
		m.events = append(m.events, event{analytics.Key{Source: "s", ID: fmt.Sprint(id)}, uint32(epoch), uint16(partition), next(1), number})
		return
	}
	a := say(fmt.Sprint(id), 0, uint32(rapid.IntRange(0, 2).Draw(r, "version")),
		rapid.SampledFrom([]analytics.Month{202402, 202403, 202404}).Draw(r, "month"), rapid.SampledFrom([]string{"漏水", "异响", ""}).Draw(r, "words"))
	a.Seq, a.partition, a.number = analytics.SeqOf(uint32(epoch), next(0)), uint16(partition), number
	m.arrivals = append(m.arrivals, a)
	if rapid.IntRange(0, 9).Draw(r, "redelivered") == 0 {
		m.arrivals = append(m.arrivals, a)
	}
}

func TestAnEndedContextStopsTheRun(t *testing.T) {
	m := newMemory()
	m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水")}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := job(t, m, 1).Run(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v", err)
	}
	run(t, m, 1)
	check(t, m, job(t, m, 1).Model())
}

func TestHeadsFollowTheirMonths(t *testing.T) {
	m := newMemory()
	m.arrivals = []arrival{say("1", 0, 0, 202403, "漏水"), say("1", 1, 1, 202404, "漏水"), say("1", 2, 2, 202403, "异响")}
	run(t, m, 10)
	check(t, m, job(t, m, 10).Model())
	got := slices.Sorted(maps.Keys(m.moved[analytics.Key{Source: "s", ID: "1"}]))
	if !slices.Equal(got, []analytics.Month{202403, 202404}) {
		t.Errorf("moved in %v", got)
	}
	if h := m.heads[analytics.Key{Source: "s", ID: "1"}]; h.Month != 202403 || h.Version != 2 || h.Seq != analytics.SeqOf(1, 2) {
		t.Errorf("head = %+v", h)
	}
}
