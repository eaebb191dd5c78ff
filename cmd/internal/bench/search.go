package bench

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"syscall"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/config"
	"huisheng/cmd/internal/runtime"
)

// searched is one question of the benchmark.
type searched struct {
	name     string
	words    string
	each     uint32 // one of how many copies says the words, which nothing else does; 0: they are words of the sample
	newest   bool   // of the newest month and not of all
	filtered bool   // of one topic and one province
	second   bool   // the second page of it
}

// searches are asked in turn. Frequent words fill a page from the newest days, rare ones need all months, and those between are the hardest:
// a page of them reaches over many months.
var searches = []searched{
	{name: "常见词", words: "退款"},
	{name: "常见词", words: "退款", newest: true},
	{name: "常见词，第二页", words: "退款", second: true},
	{name: "两个词", words: "退款 客服"},
	{name: "短语", words: `"打了几次电话"`},
	{name: "词，不含另一个", words: "退款 -客服"},
	{name: "词，限主题和省份", words: "退款", filtered: true},
	{name: "每千件 1 件", words: "屏幕边角返潮", each: 1000},
	{name: "每 2 万件 1 件", words: "镜面背胶鼓包", each: 20_000},
	{name: "每 20 万件 1 件", words: "门轴卡簧脱位", each: 200_000},
	{name: "每 20 万件 1 件", words: "门轴卡簧脱位", newest: true},
	{name: "每 200 万件 1 件", words: "表冠螺纹磨手", each: 2_000_000},
	{name: "没有的词", words: "量子纠缠"},
	{name: "没有的词，每两个字都常见", words: "客服退款电话"},
}

// SearchTimes is how long one question took.
type SearchTimes struct {
	Name  string  `json:"name"`
	Words string  `json:"words"`
	Span  string  `json:"span"`
	N     uint64  `json:"n"`      // complaints that it finds
	Shown int     `json:"shown"`  // of them on the page
	Rows  Spread  `json:"rows"`   // until the lines of a page are there
	Count Spread  `json:"count"`  // until they are counted, which the page does not wait for
	CPU   float64 `json:"cpu_ms"` // median of what all processors together worked for Rows: what a busy machine does not change
	Ratio float64 `json:"ratio"`  // of CPU to the reference's
}

// Spread are the middle and the slow end of some times, in milliseconds.
type Spread struct {
	P50 float64 `json:"p50_ms"`
	P95 float64 `json:"p95_ms"`
}

// spreadOf orders what was measured; the slow end is the nearest rank.
func spreadOf(took []time.Duration) Spread {
	if len(took) == 0 {
		return Spread{}
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return float64(took[int(math.Ceil(share*float64(len(took))))-1].Microseconds()) / 1000
	}
	return Spread{at(0.5), at(0.95)}
}

// SearchReport is the outcome of Search.
type SearchReport struct {
	Rows      int           `json:"rows"` // complaints that were searched
	Months    int           `json:"months"`
	Rounds    int           `json:"rounds"`
	Reference Spread        `json:"reference"` // reading the texts of the newest month from end to end for one word
	CPU       float64       `json:"reference_cpu_ms"`
	Hold      float64       `json:"hold_ms"` // of the slow end of Rows
	Times     []SearchTimes `json:"times"`
}

// Held reports whether every page of lines came in time.
func (r SearchReport) Held() bool {
	return len(r.Times) > 0 && !slices.ContainsFunc(r.Times, func(t SearchTimes) bool { return t.Rows.P95 > r.Hold })
}

// searchHold is what DESIGN asks of a search, and searchPage how many lines a page asks for.
const (
	searchHold = 300 // milliseconds
	searchPage = 51
)

// Search fills an installation with about so many complaints, or goes on with what is in it, and searches it as the list of complaints does:
// the questions take turns over the rounds, and in each round the texts of the newest month are once read from end to end, which is the
// reference. Nothing else runs meanwhile.
func Search(ctx context.Context, c config.Config, base, rows, rounds int, progress func(string)) (SearchReport, error) {
	report := SearchReport{Rounds: rounds, Hold: searchHold}
	rt, err := runtime.Open(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return report, err
	}
	defer rt.Close()
	if err := fillSearch(ctx, rt, base, rows, progress); err != nil {
		return report, err
	}
	s := searching{rt: rt, report: &report}
	if err := s.prepare(ctx); err != nil {
		return report, err
	}
	for round := range rounds {
		progress(fmt.Sprintf("第 %d 轮，共 %d 轮", round+1, rounds))
		if err := s.round(ctx); err != nil {
			return report, err
		}
	}
	s.conclude()
	return report, nil
}

// searching is a benchmark under way.
type searching struct {
	rt                   *runtime.Runtime
	report               *SearchReport
	newest               analytics.Month
	at                   time.Time
	selections           []analytics.Selection
	after                []analytics.Cursor
	reference            []time.Duration
	rows, counts, worked [][]time.Duration
	scanned              []time.Duration
	topic                string
}

// prepare finds out what is there and writes the questions down.
func (s *searching) prepare(ctx context.Context) error {
	months, err := s.rt.Warehouse.Months(ctx)
	if err != nil || len(months) == 0 {
		return err
	}
	for _, m := range months {
		s.report.Rows += int(m.N)
	}
	s.report.Months, s.newest, s.at = len(months), months[len(months)-1].Month, time.Now()
	newest := analytics.Selection{}.Between(s.newest.First(), s.newest.Last())
	topics, err := s.rt.Warehouse.CountByAxis(ctx, "topic", newest, analytics.Selection{})
	if err != nil {
		return err
	}
	for _, t := range topics[:min(2, len(topics))] {
		s.topic = t.Value // the second: the first may be that there is none
	}
	for _, q := range searches {
		selection := analytics.Selection{Words: q.words}
		t := SearchTimes{Name: q.name, Words: q.words, Span: "全部"}
		if q.newest {
			selection, t.Span = selection.Between(newest.From, newest.To), "一个月"
		}
		if q.filtered {
			selection = selection.With("topic", s.topic).With("province", "广东")
		}
		var after analytics.Cursor
		if q.second {
			first, err := s.rt.Warehouse.ListComplaints(ctx, selection, s.at, after, searchPage)
			if err != nil {
				return err
			}
			if len(first) > 0 {
				after = analytics.Cursor{ReceivedAt: first[len(first)-1].ReceivedAt, Key: first[len(first)-1].Key}
			}
		}
		s.selections, s.after = append(s.selections, selection), append(s.after, after)
		s.report.Times = append(s.report.Times, t)
	}
	s.rows, s.counts, s.worked = make([][]time.Duration, len(searches)), make([][]time.Duration, len(searches)), make([][]time.Duration, len(searches))
	return nil
}

// round asks the reference and every question once.
func (s *searching) round(ctx context.Context) error {
	began, busy := time.Now(), worked()
	if _, err := s.rt.Warehouse.ScanTexts(ctx, s.newest, "退款"); err != nil {
		return err
	}
	s.reference, s.scanned = append(s.reference, time.Since(began)), append(s.scanned, worked()-busy)
	for i, selection := range s.selections {
		began, busy := time.Now(), worked()
		list, err := s.rt.Warehouse.ListComplaints(ctx, selection, s.at, s.after[i], searchPage)
		if err != nil {
			return err
		}
		s.rows[i], s.worked[i] = append(s.rows[i], time.Since(began)), append(s.worked[i], worked()-busy)
		began = time.Now()
		tally, err := s.rt.Warehouse.TallyComplaints(ctx, selection, s.at)
		if err != nil {
			return err
		}
		s.counts[i] = append(s.counts[i], time.Since(began))
		t := &s.report.Times[i]
		t.N, t.Shown = tally.N, min(len(list), searchPage-1)
	}
	return nil
}

func (s *searching) conclude() {
	s.report.Reference, s.report.CPU = spreadOf(s.reference), spreadOf(s.scanned).P50
	for i := range s.report.Times {
		t := &s.report.Times[i]
		t.Rows, t.Count, t.CPU = spreadOf(s.rows[i]), spreadOf(s.counts[i]), spreadOf(s.worked[i]).P50
		if s.report.CPU > 0 {
			t.Ratio = t.CPU / s.report.CPU
		}
	}
}

// worked is how long the processors have worked for this process, the engine in it included.
func worked() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
