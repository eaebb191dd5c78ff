package trend

import "slices"

// Level is how much attention a finding asks for.
type Level int8

// The levels.
const (
	LevelNone    Level = iota
	LevelNotice        // 提示: unusual for its series, which among thousands of series happens every day
	LevelWarning       // 预警: unusual among all series, and of some size
	LevelAlarm         // 警报: and large, wide or sudden
)

// String names a level for people.
func (l Level) String() string { return [...]string{"", "提示", "预警", "警报"}[l] }

// MostFalse is the share of findings above LevelNotice that may be chance.
const MostFalse = 0.1

// Discoveries is the largest chance that is still a discovery when at most a share of all discoveries may be false, by Benjamini and Hochberg,
// "Controlling the false discovery rate" (1995); −1 when there is none. chances are those of all series of a day, of all watches together. It holds
// also for series that rise and fall together, as pairs and their parts do (Benjamini and Yekutieli 2001, positive dependence).
func Discoveries(chances []float64, share float64) float64 {
	sorted := slices.Clone(chances)
	slices.Sort(sorted)
	for i := len(sorted) - 1; i >= 0; i-- {
		if sorted[i] <= share*float64(i+1)/float64(len(sorted)) {
			return sorted[i]
		}
	}
	return -1
}

// Grade is the level of a finding by severity × spread × speed, each 1 to 3. discovery says that it is among the Discoveries of the day, and
// parts what share of the parts of the series rose (or fell) with it, 0 where it has none that are watched.
//
// Severity is 2 from half as many again as expected and ten more, 3 from three times as many and twenty more; spread is 2 from a tenth of the
// parts and 3 from a third; speed is highest when the newest two days alone are unusual, and lowest when only a week or more shows it.
func (j *Judgement) Grade(discovery bool, parts float64) Level {
	severity := j.severity()
	switch {
	case !j.Rise && !j.Fall:
		return LevelNone
	case !discovery || severity < 2: // a handful is worth a look at most, however improbable
		return LevelNotice
	case severity*spread(parts)*j.speed() >= 9:
		return LevelAlarm
	case severity*spread(parts)*j.speed() >= 3:
		return LevelWarning
	}
	return LevelNotice
}

func (j *Judgement) severity() int { return severity(j.WindowN, j.WindowMean, j.Fall) }

func severity(n, mean float64, fall bool) int {
	if fall {
		n, mean = mean, n
	}
	switch {
	case n >= 3*mean && n-mean >= 20:
		return 3
	case n >= 1.5*mean && n-mean >= 10:
		return 2
	}
	return 1
}

func spread(parts float64) int {
	switch {
	case parts >= 1.0/3:
		return 3
	case parts >= 0.1:
		return 2
	}
	return 1
}

func (j *Judgement) speed() int {
	switch {
	case j.Quick || j.Fall && j.Window <= quickDays:
		return 3
	case j.Window <= 3:
		return 2
	}
	return 1
}
