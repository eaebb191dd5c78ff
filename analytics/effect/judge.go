package effect

import (
	"math"
	"slices"
)

// Verdict says whether a measure worked.
type Verdict string

// The verdicts.
const (
	Works   Verdict = "有效"    // fell by what was wished, and surely fell
	Partly  Verdict = "部分有效"  // surely fell, by less than was wished
	Fails   Verdict = "无效"    // what was wished is surely not there
	Worse   Verdict = "恶化"    // surely rose
	Unknown Verdict = "尚不能判断" // neither can be said yet
)

// Good reports whether the cause surely became rarer.
func (v Verdict) Good() bool { return v == Works || v == Partly }

// Reason says why a verdict is Unknown.
type Reason string

// The reasons.
const (
	Early  Reason = "early"  // too few days have passed
	Short  Reason = "short"  // too few weeks before the measure are known
	Few    Reason = "few"    // too few complaints to tell
	Ebbed  Reason = "ebbed"  // back at the level before an outbreak that may have ended by itself
	Silent Reason = "silent" // no complaint of the cause, before or after
)

// Result is what a study says.
type Result struct {
	Verdict  Verdict
	Reason   Reason // of Unknown, else empty
	Estimate        // after against the reference
	Days     int    // after the measure that were compared, in whole weeks
	Passed   int    // days since the measure that have data
	Needed   int    // days after the measure with which what was wished would probably be seen (power 80 %); 0 when no wait would do
	Wished   float64

	RefDays                 int
	Before, After           float64 // cases a day
	CasesBefore, CasesAfter float64
	Expected                float64 // cases that the days after would have had at the rate of the reference

	Level   bool      // the reference is a raised level that stood up to the measure
	Usual   *Estimate // with Level: after against the level before it
	Burst   float64   // cases a day in the days left out
	Left    int       // days left out of the reference as an outbreak's
	Drift   float64   // ratio of the later to the earlier half of the reference when it surely moved, else 0
	Relapse int       // index of the day from which the cause surely came back, −1 when it did not
	Weeks   []Week
}

// Week is seven days of the study as a chart draws them.
type Week struct {
	From     int // index of its first day
	Cases    float64
	Expected float64 // at the rate of the reference
	Kind     WeekKind
}

// WeekKind says what a week is to the study.
type WeekKind string

// The kinds.
const (
	WeekReference WeekKind = "reference"
	WeekUsual     WeekKind = "usual"
	WeekLeft      WeekKind = "left"
	WeekAfter     WeekKind = "after"
)

// Judge compares what came after the measure with what was to be expected without it.
func Judge(s Study) Result {
	ref, after := s.reference(), s.after()
	r := Result{Relapse: -1, Wished: s.wished(), Passed: max(0, len(s.Days)-s.Start), Level: ref.level, Left: int(sum(ref.left).days), Verdict: Unknown}
	r.RefDays, r.CasesBefore = int(sum(ref.weeks).days), sum(ref.weeks).cases
	r.Before = r.CasesBefore / math.Max(1, float64(r.RefDays))
	r.Burst = sum(ref.left).cases / math.Max(1, float64(r.Left))
	r.Needed = s.needed(ref)
	counted := after[:min(len(after), longestWeek)]
	if first := s.firstGood(ref, counted); first > 0 && first <= len(counted) {
		if at := s.relapse(ref, after, first); at >= 0 {
			r.Relapse = after[at].from
			counted = after[:min(at, longestWeek)]
		}
	}
	s.fill(&r, ref, counted)
	r.Weeks = s.chart(ref, after)
	return r
}

// fill writes what the weeks after the measure say.
func (s *Study) fill(r *Result, ref reference, after []week) {
	total, before := sum(after), sum(ref.weeks)
	r.Days, r.CasesAfter = int(total.days), total.cases
	r.After = r.CasesAfter / math.Max(1, float64(r.Days))
	if before.others > 0 {
		r.Expected = before.cases / before.others * total.others
	}
	r.Verdict, r.Reason, r.Estimate = s.verdict(ref, after)
	if r.Reason == Early || r.Reason == Short {
		return
	}
	if ref.level && len(ref.usual) >= levelWeeks {
		usual := s.compare(ref.usual, after, 0.95)
		r.Usual = &usual
	}
	if half := len(ref.weeks) / 2; !ref.level && half >= levelWeeks {
		if d := s.compare(ref.weeks[:half], ref.weeks[half:], 0.99); d.High < 1 || d.Low > 1 {
			r.Drift = d.Ratio
		}
	}
}

// verdict judges some weeks after the measure.
func (s *Study) verdict(ref reference, after []week) (Verdict, Reason, Estimate) {
	level := 0.95
	if len(after) < fullLook {
		level = 0.99
	}
	none := Estimate{Ratio: math.NaN(), Low: 0, High: math.Inf(1), Level: level, Dispersion: 1}
	switch {
	case len(ref.weeks) < fewestWeeks && (!ref.level || len(ref.weeks) < levelWeeks):
		return Unknown, Short, none
	case len(after) < firstLook:
		return Unknown, Early, none
	case sum(ref.weeks).cases == 0:
		return Unknown, Silent, none
	}
	e := s.compare(ref.weeks, after, level)
	goal := 1 - s.wished()
	switch {
	case e.High < 1 && e.Ratio <= goal:
		return Works, "", e
	case e.High < 1:
		return Partly, "", e
	case e.Low > 1 && ref.spike && e.Ratio < s.compare(ref.weeks, ref.left, level).Ratio:
		return Fails, "", e // still above the usual level, yet below the outbreak's
	case e.Low > 1:
		return Worse, "", e
	case ref.spike && e.High < 1/goal:
		return Unknown, Ebbed, e
	case e.Low > goal && !ref.spike:
		return Fails, "", e
	}
	return Unknown, Few, e
}

// firstGood is the number of weeks after which the verdict was good for the first time, 0 when it never was.
func (s *Study) firstGood(ref reference, after []week) int {
	for n := firstLook; n <= len(after); n++ {
		if v, _, _ := s.verdict(ref, after[:n]); v.Good() {
			return n
		}
	}
	return 0
}

// relapse is the index of the first of four weeks, after the first good ones, whose rate is surely (99 %) above that of the weeks
// between, and gives back more than half of what the measure had gained; −1 when there are none.
func (s *Study) relapse(ref reference, after []week, first int) int {
	for at := first; at+levelWeeks <= len(after); at++ {
		good := after[:min(at, longestWeek)]
		gained := ratio(sum(ref.weeks), sum(good))
		back := s.compare(good, after[at:at+levelWeeks], 0.99)
		if back.Low > 1 && back.Ratio*gained > (1+gained)/2 {
			return at
		}
	}
	return -1
}

// powered and sided are the normal quantiles of a power of 80 % and of a two-sided error of 5 %.
const (
	powered = 0.8416
	sided   = 1.96
)

// needed is the number of days after the measure with which the wished fall would be seen with a power of 80 % (the usual formula for the
// logarithm of a ratio of rates, Signorini, Biometrika 78 (1991) 446, with over-dispersion), in whole weeks and not before the 95 % interval decides.
func (s *Study) needed(ref reference) int {
	before := sum(ref.weeks)
	if before.cases == 0 || before.days == 0 || before.others == 0 {
		return 0
	}
	spread, _ := s.dispersion(ref.weeks)
	goal := 1 - s.wished()
	variance := math.Pow(math.Log(goal)/(powered+sided), 2)/spread - 1/before.cases
	perDay := 1 / (before.cases / before.days * goal)
	if s.Controlled {
		variance -= 1 / before.others
		perDay += before.days / before.others
	}
	const longest = 2 * 365 // who would have to wait longer is told that no wait will do
	days := perDay / variance
	if variance <= 0 || days > longest {
		return 0
	}
	return max(fullLook, int(math.Ceil(days/weekDays))) * weekDays
}

// chart lists the weeks in order.
func (s *Study) chart(ref reference, after []week) []Week {
	total := sum(ref.weeks)
	rate := 0.0
	if total.others > 0 {
		rate = total.cases / total.others
	}
	kinds := map[int]WeekKind{}
	for kind, weeks := range map[WeekKind][]week{WeekUsual: ref.usual, WeekReference: ref.weeks, WeekAfter: after} {
		for _, w := range weeks {
			kinds[w.from] = kind
		}
	}
	for _, w := range ref.left {
		kinds[w.from] = WeekLeft
	}
	var list []Week
	for from, kind := range kinds {
		whole := s.weekOf(from, nil)
		list = append(list, Week{From: from, Cases: whole.cases, Expected: rate * whole.others, Kind: kind})
	}
	slices.SortFunc(list, func(a, b Week) int { return a.From - b.From })
	return list
}
