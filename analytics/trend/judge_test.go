package trend

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// made is a series around a mean with a week, of a dispersion of one.
func made(random *rand.Rand, days int, mean func(day int) float64) Series {
	s := Series{Counts: make([]float32, days)}
	for i := range s.Counts {
		s.Counts[i] = float32(poisson(random, mean(i)))
	}
	return s
}

func flat(mean float64) func(int) float64 {
	return func(i int) float64 { return mean * [7]float64{1.2, 1, 1, 1, 1, 0.9, 0.9}[i%7] }
}

// newest learns and judges the last day of one series alone.
func newest(span *Span, s Series) Judgement {
	w := NewWatch(span, []Series{s})
	w.Learn(len(s.Counts) - 1)
	return w.Judge(len(s.Counts)-1, 1)[0]
}

func TestConstantSeriesRaiseNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(1, 1200).Draw(t, "days")
		n := float32(rapid.IntRange(0, 500).Draw(t, "count"))
		s := Series{Counts: make([]float32, days)}
		for i := range s.Counts {
			s.Counts[i] = n
		}
		got := newest(NewPlainSpan(days, yearDays), s)
		if got.Rise || got.Fall || math.IsNaN(got.Score) {
			t.Fatalf("%+v", got)
		}
		if got.Basis != BasisNone && n > 0 && math.Abs(got.Expected-float64(n)) > 0.03*float64(n)+0.5 {
			t.Fatalf("%v expected of %v", got.Expected, n)
		}
	})
}

// One more complaint on the newest day never makes it less unusual, and what was expected does not move.
func TestScoresGrowWithTheNewestCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SampledFrom([]int{30, 100, 400, 900}).Draw(t, "days")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		s := made(random, days, flat(rapid.Float64Range(0.2, 80).Draw(t, "mean")))
		n := float32(rapid.IntRange(0, 150).Draw(t, "newest"))
		span := NewPlainSpan(days, yearDays)
		s.Counts[days-1] = n
		few := newest(span, s)
		s.Counts[days-1] = n + float32(rapid.IntRange(1, 50).Draw(t, "more"))
		many := newest(span, s)
		if many.Expected != few.Expected || few.Rise && !many.Rise || few.Rise && many.Score < few.Score {
			t.Fatalf("%+v becomes %+v", few, many)
		}
	})
}

// What is expected follows exposure; twice the exposure on all days changes nothing, on the newest day alone it doubles the expectation.
func TestExposureIsAnOffset(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	const days = 900
	s := made(random, days, flat(30))
	span := NewPlainSpan(days, yearDays)
	plain := newest(span, s)
	s.Exposure = make([]float32, days)
	for i := range s.Exposure {
		s.Exposure[i] = 4000
	}
	if all := newest(span, s); math.Abs(all.Expected-plain.Expected) > 1e-3*plain.Expected || math.Abs(all.Score-plain.Score) > 1e-2 {
		t.Errorf("%+v becomes %+v", plain, all)
	}
	s.Exposure[days-1] = 8000
	if twice := newest(span, s); math.Abs(twice.Expected-2*plain.Expected) > 1e-2*plain.Expected {
		t.Errorf("%v expected at twice the exposure, %v before", twice.Expected, plain.Expected)
	}
	s.Exposure[days-1] = 0
	if none := newest(span, s); none.Rise && none.Window == 1 {
		t.Errorf("a day without exposure rises: %+v", none)
	}
}

// The order of the series changes nothing but the order of the answers.
func TestOrderOfSeriesDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	const days = 800
	var series, turned []Series
	for j := range 12 {
		series = append(series, made(random, days, flat(float64(2+5*j))))
	}
	for j := range series {
		turned = append(turned, series[len(series)-1-j])
	}
	span := NewPlainSpan(days, yearDays)
	judge := func(series []Series) []Judgement {
		w := NewWatch(span, series)
		w.Learn(days - 8)
		for i := days - 8; i < days-1; i++ {
			w.Judge(i, 1)
		}
		w.Learn(days - 1)
		return w.Judge(days-1, 1)
	}
	one, other := judge(series), judge(turned)
	for j := range one {
		if one[j] != other[len(other)-1-j] {
			t.Errorf("series %d: %+v and %+v", j, one[j], other[len(other)-1-j])
		}
	}
}

func TestPlantedEventsAreFound(t *testing.T) {
	for _, c := range []struct {
		name       string
		days       int
		mean       float64
		plant      func(s *Series)
		basis      Basis
		rise, fall bool
	}{
		{"a day at four times the mean, with years of history", 1000, 20, func(s *Series) { s.Counts[999] = 80 }, BasisFull, true, false},
		{"the same with five weeks of history", 36, 20, func(s *Series) { s.Counts[35] = 80 }, BasisShort, true, false},
		{"and with half a year", 180, 20, func(s *Series) { s.Counts[179] = 80 }, BasisLevel, true, false},
		{"with ten days nothing is said", 11, 20, func(s *Series) { s.Counts[10] = 80 }, BasisNone, false, false},
		{"a week at half as much again", 1000, 40, func(s *Series) {
			for i := 993; i < 1000; i++ {
				s.Counts[i] *= 1.5
			}
		}, BasisFull, true, false},
		{"a rare series with six in three days", 1000, 0.3, func(s *Series) { s.Counts[999], s.Counts[998], s.Counts[997] = 3, 2, 2 }, BasisFull, true, false},
		{"four complaints in four weeks are never a rise", 1000, 0.01, func(s *Series) {
			for i := 960; i < 1000; i++ {
				s.Counts[i] = 0
			}
			s.Counts[999] = 4
		}, BasisFull, false, false},
		{"a channel that died five days ago", 1000, 20, func(s *Series) {
			for i := 995; i < 1000; i++ {
				s.Counts[i] = 0
			}
		}, BasisFull, false, true},
		{"an ordinary day", 1000, 20, func(s *Series) { s.Counts[999] = 21 }, BasisFull, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(11, 12))
			s := made(random, c.days, flat(c.mean))
			c.plant(&s)
			got := newest(NewPlainSpan(c.days, yearDays), s)
			if got.Basis != c.basis || got.Rise != c.rise || got.Fall != c.fall {
				t.Errorf("%+v", got)
			}
			if got.Rise && got.WindowN <= got.WindowMean || got.Low > got.High {
				t.Errorf("the channel does not agree: %+v", got)
			}
		})
	}
}

// An outbreak of long ago is no bar for one today: its days weigh little.
func TestPastOutbreaksDoNotRaiseTheBar(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	const days = 1000
	s := made(random, days, flat(20))
	span := NewPlainSpan(days, yearDays)
	before := newest(span, s)
	for i := 400; i < 421; i++ {
		s.Counts[i] *= 6
	}
	after := newest(span, s)
	if after.Expected > 1.05*before.Expected || after.High > before.High+3 {
		t.Errorf("%+v becomes %+v", before, after)
	}
}

// A holiday that all series have and no calendar knows is a common move, and no finding of each.
func TestWhatMovesAllIsToldApart(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	const days = 500
	var series []Series
	for range 20 {
		s := made(random, days, flat(30))
		s.Counts[days-1] = float32(poisson(random, 75))
		series = append(series, s)
	}
	series[3].Counts[days-1] = 200
	w := NewWatch(NewPlainSpan(days, yearDays), series)
	w.Learn(days - 1)
	judged := w.Judge(days-1, 1)
	others := 0
	for j := range judged {
		if judged[j].Rise && j != 3 {
			others++
		}
	}
	if c := w.Common(days - 1); !judged[3].Rise || others > 1 || c < 2 || c > 3.2 {
		t.Errorf("%d others rise, and a common factor of %v; %+v", others, c, judged[3])
	}
}

func TestDecisionsOfPeopleAreHeard(t *testing.T) {
	const days = 1000
	span := NewPlainSpan(days, yearDays)
	higher := func() Series { // three months at twice the level
		s := made(rand.New(rand.NewPCG(17, 18)), days, flat(20))
		for i := days - 90; i < days; i++ {
			s.Counts[i] *= 2
		}
		return s
	}
	if got := newest(span, higher()); !got.Rise {
		t.Errorf("a new level is no rise: %+v", got)
	}
	s := higher()
	s.Verdicts = []Verdict{{Kind: VerdictNewNormal, From: days - 90}}
	if got := newest(span, s); got.Rise || math.Abs(got.Expected-36) > 6 {
		t.Errorf("an accepted level rises: %+v", got)
	}
	s = higher()
	s.Verdicts = []Verdict{{Kind: VerdictExpected, From: days - 5, To: days + 5}}
	if got := newest(span, s); got.Rise || !got.Accepted {
		t.Errorf("an expected day rises: %+v", got)
	}
	// Half a year of a campaign at twice the level, long ago: confirmed, it teaches nothing; unsaid, it raises the mean.
	s = made(rand.New(rand.NewPCG(19, 20)), days, flat(20))
	for i := 300; i < 500; i++ {
		s.Counts[i] *= 1.4
	}
	unsaid := newest(span, s)
	s.Verdicts = []Verdict{{Kind: VerdictConfirmed, From: 300, To: 499}}
	said := newest(span, s)
	if said.Expected >= unsaid.Expected {
		t.Errorf("%v expected with the event named, %v without", said.Expected, unsaid.Expected)
	}
}

// A day that runs is judged by the part of it that is over, and never falls.
func TestUnfinishedDays(t *testing.T) {
	const days = 1000
	s := made(rand.New(rand.NewPCG(21, 22)), days, flat(40))
	s.Counts[days-1] = 8
	w := NewWatch(NewPlainSpan(days, yearDays), []Series{s})
	w.Learn(days - 1)
	if got := w.Judge(days-1, 0.25)[0]; got.Rise || got.Fall || math.Abs(got.Expected-9) > 2 {
		t.Errorf("a quarter of a day: %+v", got)
	}
	s.Counts[days-1] = 45
	if got := w.Judge(days-1, 0.25)[0]; !got.Rise || !got.Quick {
		t.Errorf("a whole day's complaints in a quarter of it: %+v", got)
	}
}

// Days judged again after the same past give the same answer: nothing is random, and the start of a fit hardly matters.
func TestWarmAndColdAgree(t *testing.T) {
	const days = 1100
	s := made(rand.New(rand.NewPCG(23, 24)), days, func(i int) float64 { return flat(25)(i) * (1 + 0.4*math.Sin(float64(i)/58)) })
	span := NewPlainSpan(days, yearDays)
	warm := NewWatch(span, []Series{s})
	for i := days - 30; i < days; i += 7 {
		warm.Learn(i)
	}
	warm.Learn(days - 1)
	a, b := warm.Judge(days-1, 1)[0], newest(span, s)
	if math.Abs(a.Expected-b.Expected) > 0.02*b.Expected || math.Abs(a.Score-b.Score) > 0.1 {
		t.Errorf("%+v warm, %+v cold", a, b)
	}
}

// Learning and judging a day again allocates nothing a series.
func TestLearningAllocatesNothing(t *testing.T) {
	const days = 800
	random := rand.New(rand.NewPCG(25, 26))
	var series []Series
	for range 10 {
		series = append(series, made(random, days, flat(10)))
	}
	w := NewWatch(NewPlainSpan(days, yearDays), series)
	w.Learn(days - 1)
	w.Judge(days-1, 1)
	if n := testing.AllocsPerRun(3, func() { w.Learn(days - 1); w.Judge(days-1, 1) }); n > 2 {
		t.Errorf("%v allocations", n)
	}
}
