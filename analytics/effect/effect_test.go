package effect

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

const runs = 120

// share is how many of simulated studies a test holds for.
func share(seed uint64, w world, holds func(*rand.Rand, Study) bool) float64 {
	r := rand.New(rand.NewPCG(seed, 7))
	n := 0.0
	for range runs {
		if holds(r, simulate(r, w)) {
			n++
		}
	}
	return n / runs
}

// sizes are series of few and of many complaints, calm and restless, with controls and without.
var sizes = []world{
	{daily: 0.5, others: 20, spread: 1, season: 0.3},
	{daily: 3, others: 30, spread: 1.5, season: 0.3},
	{daily: 3, others: 30, spread: 3, season: 0.3},
	{daily: 40, others: 300, spread: 4, season: 0.5},
	{daily: 3, spread: 1.5, season: 0.3},
	{daily: 40, spread: 4},
}

func TestTheIntervalHoldsTheTrueEffectAsOftenAsItSays(t *testing.T) {
	for i, w := range sizes {
		for _, effect := range []float64{0.4, 0.8, 1, 1.5} {
			w.days, w.start, w.factor = 182+56, 182, from(182, effect)
			held := share(uint64(i), w, func(_ *rand.Rand, s Study) bool {
				ref := s.reference()
				e := s.compare(ref.weeks, s.after(), 0.95)
				return e.Low <= effect && effect <= e.High
			})
			if held < 0.90 {
				t.Errorf("%d cases a day, spread %.1f, effect %.1f: the interval holds it in %.3f", int(w.daily), w.spread, effect, held)
			}
		}
	}
}

func TestNothingIsSeldomCalledAnEffect(t *testing.T) {
	for i, w := range sizes {
		w.days, w.start, w.factor = 182+84, 182, from(182, 1)
		once := share(uint64(i), w, func(_ *rand.Rand, s Study) bool { v := Judge(s).Verdict; return v.Good() || v == Worse })
		ever := share(uint64(i), w, func(_ *rand.Rand, s Study) bool {
			for n := 2; n <= 12; n += 2 {
				part := s
				part.Days = s.Days[:s.Start+n*weekDays]
				if Judge(part).Verdict.Good() {
					return true
				}
			}
			return false
		})
		t.Logf("%d: at the end %.3f, at any of six looks %.3f", i, once, ever)
		if once > 0.09 || ever > 0.13 {
			t.Errorf("%d: an effect in %.3f, at any of six looks in %.3f", i, once, ever)
		}
	}
}

func TestGettingBetterAfterABadStretchIsNoEffect(t *testing.T) {
	for i, w := range sizes {
		w.days, w.start, w.factor = 182+84+84, 182, from(0, 1)
		// Somebody takes a measure after the worst month.
		worst := share(uint64(i), w, func(_ *rand.Rand, s Study) bool {
			most := 0.0
			for at := 182; at <= 182+84; at += weekDays {
				month := 0.0
				for _, d := range s.Days[at-28 : at] {
					month += d.Cases
				}
				if month > most {
					most, s.Start = month, at
				}
			}
			return Judge(s).Verdict.Good()
		})
		// And after an outbreak that ends by itself.
		w.factor = func(i int) float64 { return map[bool]float64{true: 5, false: 1}[i >= 165 && i < 178] }
		spike := share(uint64(i), w, func(_ *rand.Rand, s Study) bool {
			s.Outbreak = Span{165, 175} // the finding came before the end
			return Judge(s).Verdict.Good()
		})
		blind := share(uint64(i), w, func(_ *rand.Rand, s Study) bool { return Judge(s).Verdict.Good() })
		t.Logf("%d: after the worst month %.3f, after an outbreak %.3f, one that nobody told %.3f", i, worst, spike, blind)
		if worst > 0.10 || spike > 0.08 || blind > 0.10 {
			t.Errorf("%d: an effect in %.3f after the worst month, %.3f after an outbreak, %.3f after one that nobody told", i, worst, spike, blind)
		}
	}
}

func TestAnEffectIsSeenInTheTimeThatWasForetold(t *testing.T) {
	w := world{days: 182 + 182, start: 182, daily: 3, others: 40, spread: 1.5, season: 0.3, factor: from(182, 0.5)}
	needed := 0
	seen := share(3, w, func(_ *rand.Rand, s Study) bool {
		s.Wished = 0.5
		needed = Judge(s).Needed
		s.Days = s.Days[:s.Start+needed]
		return Judge(s).Verdict.Good()
	})
	if needed < 14 || needed > 84 || seen < 0.7 {
		t.Errorf("%.3f seen after %d days", seen, needed)
	}
	// A fall of a fifth in two complaints a month is not seen in any time worth waiting for.
	w.daily, w.spread, w.factor = 0.07, 1, from(182, 0.8)
	if r := Judge(simulate(rand.New(rand.NewPCG(1, 1)), w)); r.Needed != 0 || r.Verdict != Unknown {
		t.Errorf("%s, %d days needed", r.Verdict, r.Needed)
	}
}

func TestALevelThatStoodUpToTheMeasureIsWhatItIsHeldAgainst(t *testing.T) {
	w := world{days: 182 + 56, start: 182, daily: 4, others: 40, spread: 1.3, factor: func(i int) float64 {
		return map[bool]float64{true: 4, false: 1}[i >= 182-42 && i < 182]
	}}
	fixed := share(5, w, func(_ *rand.Rand, s Study) bool {
		s.Outbreak = Span{140, 143}
		r := Judge(s)
		return r.Level && r.Verdict == Works && r.Usual != nil && r.Usual.Low < 1 && r.Usual.High > 1
	})
	if fixed < 0.85 {
		t.Errorf("a level that was ended is called an effect in %.3f", fixed)
	}
	w.factor = from(140, 4)
	if ended := share(6, w, func(_ *rand.Rand, s Study) bool { return Judge(s).Verdict.Good() }); ended > 0.06 {
		t.Errorf("a level that goes on is called an effect in %.3f", ended)
	}
}

func TestWhatComesBackIsARelapse(t *testing.T) {
	w := world{days: 182 + 182, start: 182, daily: 4, others: 40, spread: 1.3, season: 0.2, factor: func(i int) float64 {
		if i >= 182 && i < 182+98 {
			return 0.3
		}
		return 1
	}}
	back := share(8, w, func(_ *rand.Rand, s Study) bool {
		r := Judge(s)
		return r.Verdict.Good() && r.Relapse >= 182+98-14 && r.Relapse <= 182+98+28
	})
	w.factor = from(182, 0.3)
	never := share(9, w, func(_ *rand.Rand, s Study) bool { return Judge(s).Relapse >= 0 })
	t.Logf("relapses found %.3f, invented %.3f", back, never)
	if back < 0.9 || never > 0.05 {
		t.Errorf("relapses found %.3f, invented %.3f", back, never)
	}
}

func TestAFallToNothingHasABound(t *testing.T) {
	s := simulate(rand.New(rand.NewPCG(2, 2)), world{days: 182 + 56, start: 182, daily: 2, others: 20, spread: 1, factor: from(182, 0)})
	r := Judge(s)
	if r.Verdict != Works || r.Ratio != 0 || r.Low != 0 || r.High <= 0 || r.High > 0.2 {
		t.Errorf("%+v", r.Estimate)
	}
}

func TestWhatIsNotKnownIsSaid(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	w := world{days: 182 + 56, start: 182, daily: 2, others: 20, spread: 1, factor: from(182, 0.5)}
	whole := simulate(r, w)
	for reason, change := range map[Reason]func(*Study){
		Early: func(s *Study) { s.Days = s.Days[:s.Start+13] },
		Short: func(s *Study) { s.Days, s.Start = s.Days[s.Start-40:], 40 },
		Silent: func(s *Study) {
			s.Days = append([]Day(nil), s.Days...)
			for i := range s.Start {
				s.Days[i].Cases = 0
			}
		},
	} {
		s := whole
		change(&s)
		if r := Judge(s); r.Verdict != Unknown || r.Reason != reason || !math.IsNaN(r.Ratio) {
			t.Errorf("%s: %s %s %v", reason, r.Verdict, r.Reason, r.Ratio)
		}
	}
	if r := Judge(Study{Start: 3}); r.Verdict != Unknown {
		t.Error("a study without days has a verdict")
	}
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := world{days: 182 + 70, start: 182, daily: rapid.Float64Range(0.2, 20).Draw(t, "daily"), others: rapid.Float64Range(5, 100).Draw(t, "others"),
			spread: rapid.Float64Range(1, 4).Draw(t, "spread"), season: 0.2, factor: from(182, rapid.Float64Range(0, 3).Draw(t, "effect"))}
		s := simulate(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1)), w)
		r := Judge(s)
		if !math.IsNaN(r.Ratio) && !(r.Low <= r.Ratio && r.Ratio <= r.High) {
			t.Fatalf("%v is not in %v–%v", r.Ratio, r.Low, r.High)
		}
		var cases float64
		for _, week := range r.Weeks {
			if week.Kind == WeekAfter {
				cases += week.Cases
			}
		}
		if r.Relapse < 0 && cases != r.CasesAfter {
			t.Fatalf("the chart has %v cases after, the verdict %v", cases, r.CasesAfter)
		}
		// Twice as many others on every day change nothing.
		double := s
		double.Days = nil
		for _, d := range s.Days {
			double.Days = append(double.Days, Day{Cases: d.Cases, Others: d.Others * 2})
		}
		if two := double.compare(double.reference().weeks, double.after(), 0.95); len(double.reference().weeks) == len(s.reference().weeks) && !math.IsNaN(two.Ratio) {
			if one := s.compare(s.reference().weeks, s.after(), 0.95); math.Abs(one.Ratio-two.Ratio) > 1e-9*math.Max(1, one.Ratio) {
				t.Fatalf("%v, with doubled controls %v", one.Ratio, two.Ratio)
			}
		}
	})
}

func TestAShortHistoryWidensTheInterval(t *testing.T) {
	for i, w := range sizes {
		w.days, w.start, w.factor = 42+35, 42, from(42, 0.7)
		held := share(uint64(i), w, func(_ *rand.Rand, s Study) bool {
			e := Judge(s).Estimate
			return e.Low <= 0.7 && 0.7 <= e.High
		})
		w.factor = from(42, 1)
		wrong := share(uint64(i), w, func(_ *rand.Rand, s Study) bool { return Judge(s).Verdict.Good() })
		if held < 0.9 || wrong > 0.08 {
			t.Errorf("%d: six weeks before: the interval holds in %.3f, nothing is an effect in %.3f", i, held, wrong)
		}
	}
}
