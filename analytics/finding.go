package analytics

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Axes are the columns of facts along which numbers are split, in the order in which a reader looks for a cause.
var Axes = []string{"topic", "topic_why", "topic_where", "category", "product_line", "product", "model", "batch", "province", "city", "channel", "department", "grade", "sender_kind", "source"}

// AxisValue is one value of one of Axes, or of an attribute (AttributeAxis). The empty value is "not told" (未分类 for topic).
type AxisValue struct {
	Axis  string
	Value string
}

// The kinds of findings.
const (
	FindingDays  = "days"           // days that follow one another, against what the days before let expect
	FindingWeek  = "week"           // a week of what is too rare for days
	FindingMonth = "month_on_month" // a month against the one before
	FindingYear  = "year_on_year"   // a month against the same one a year earlier
)

// Finding is a stretch of days, or a month, in which a series of complaints is higher or lower than was to be expected. The total of a month
// has its findings always, usual or not.
type Finding struct {
	ID       uint64 // FindingID: a rerun finds the same one
	Kind     string
	Month    Month       // of From
	Series   []AxisValue // all of them hold for each complaint counted; none is the total
	From, To time.Time   // first and last day, both included, at midnight in Zone
	Peak     time.Time   // the most unusual day; zero in a finding of months

	// BaseFrom and BaseTo are the days that were compared with; zero when Expected comes from the baseline of the days before.
	BaseFrom, BaseTo time.Time

	Sources  []string // that take part; none is all
	Fall     bool     // fewer than expected
	Whole    bool     // both months are whole: Observed and Expected are the months' sums
	Running  bool     // the last day, or the month, is not over
	Quick    bool     // it came within a day or two
	Level    uint8    // 0 none, 1 提示, 2 预警, 3 警报
	Observed float64  // complaints from From to To
	Expected float64  // on these days
	Low      float64  // the range in which 98 of 100 would lie; both 0 in a finding of months
	High     float64
	Chance   float64 // probability that chance alone makes it as unusual
	Score    float64 // the same as a normal score, negative in a fall; of a month the signed root of the Poisson deviance from its base
	Common   float64 // factor by which all series moved that day, 0 on ordinary days; Expected contains it
	Risen    float64 // share of the series of its kind that moved with it
	Basis    string  // from how much history Expected comes, in words; empty when from enough
	Run      uint64
	MadeAt   time.Time
}

// Change is Observed − Expected.
func (f *Finding) Change() float64 { return f.Observed - f.Expected }

// Days is how many days the finding spans.
func (f *Finding) Days() int { return daysBetween(f.From, f.To) }

// BaseDays is how many days it was compared with, 0 when with the baseline of the days before.
func (f *Finding) BaseDays() int {
	if f.BaseFrom.IsZero() {
		return 0
	}
	return daysBetween(f.BaseFrom, f.BaseTo)
}

// daysBetween counts days with both ends; days are midnights in Zone.
func daysBetween(from, to time.Time) int { return int((to.Sub(from)+12*time.Hour)/(24*time.Hour)) + 1 }

// FindingID is the hash that names a finding. The order of the series does not matter.
func FindingID(kind string, series []AxisValue, from time.Time) uint64 {
	return hashOf(kind, seriesText(series), from.In(Zone).Format(time.DateOnly))
}

// CauseKey is the hash that names a combination of values, the same in every finding and every month.
func CauseKey(values []AxisValue) uint64 { return hashOf("cause", seriesText(values)) }

// seriesText writes values in one order. Neither axes nor values hold the bytes 0 and 1.
func seriesText(series []AxisValue) string {
	parts := make([]string, len(series))
	for i, v := range series {
		parts[i] = v.Axis + "\x01" + v.Value
	}
	slices.Sort(parts)
	return strings.Join(parts, "\x00")
}

func hashOf(parts ...string) uint64 {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00\x00")))
	return binary.BigEndian.Uint64(sum[:8])
}

// IDText writes an id in an address: 16 hexadecimal digits.
func IDText(id uint64) string { return hex.EncodeToString(binary.BigEndian.AppendUint64(nil, id)) }

// ParseID reads what IDText wrote.
func ParseID(text string) (uint64, error) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != 8 {
		return 0, Invalid("id", "编号 %q 不对：应为 16 位十六进制数字", text)
	}
	return binary.BigEndian.Uint64(b), nil
}

// Attribution says why a finding came about: the smallest set of combinations of values that explains it, and what is left.
type Attribution struct {
	Finding  uint64
	Month    Month  // of the finding
	PartOf   uint64 // the finding whose attribution says this one already; 0 when it stands for itself
	Sentence string // in Chinese, with the names that people know
	Observed float64
	Expected float64
	Causes   []FoundCause // the surest first
	Rest     Remainder
	Mix      string   // what moved the rate by its mix alone, a sentence; empty when nothing did
	LeftOut  []string // axes with a value of its own for nearly every complaint
	FactsRun uint64   // of the facts that were read
	Run      uint64
}

// FoundCause is one combination of values that explains a part of a finding.
type FoundCause struct {
	Key         uint64 // CauseKey of Values
	Values      []AxisValue
	Observed    float64
	Expected    float64
	Excess      float64       // observed over what the drift of everything else makes of the expectation
	Added       float64       // to the change, in complaints that no cause before it has
	Share       float64       // Added of the change
	Score       float64       // gain in log-likelihood less the penalty for how much was searched
	Stability   float64       // how often it is found again in halves of the complaints, 0 to 1
	Equivalents [][]AxisValue // other combinations that describe the same complaints
	Within      [][]AxisValue // parts of it that stand out once more
}

// Remainder is what no cause explains. All Added and its Observed − Expected are the change.
type Remainder struct {
	Observed float64
	Expected float64
	Drift    float64 // observed over expected
	Share    float64 // of the change
	Moves    bool    // more than by chance
}

// Verdicts on findings.
const (
	VerdictConfirmed = "confirmed"  // 确认
	VerdictFalse     = "false"      // 误报
	VerdictExpected  = "expected"   // 预期内
	VerdictNewNormal = "new_normal" // 新常态
)

// Verdicts are all of them, in the order in which a form offers them.
var Verdicts = []string{VerdictConfirmed, VerdictFalse, VerdictExpected, VerdictNewNormal}

// FindingDecision is what a person decided about a finding. It has a copy of what it was about, so that it can be read when a rerun no
// longer makes that finding. Of several about one finding that hold, the one with the largest number counts.
type FindingDecision struct {
	Number   uint64
	Finding  uint64
	Verdict  string // one of Verdicts
	Why      string
	By       string // the name that the person gave; nobody checks it
	At       time.Time
	Kind     string
	Series   []AxisValue
	From, To time.Time
	Sentence string
	UndoneAt time.Time // zero while it holds
	UndoneBy string
}

// SourceMonth is what one source sent in one month, of complaints that count.
type SourceMonth struct {
	Source      string
	Month       Month
	N           uint64
	First, Last time.Time // days with any, at midnight in Zone
}

// Covered is the days from the first to the last of each source, in the order in which the sources come.
func Covered(months []SourceMonth) []Coverage {
	var list []Coverage
	place := map[string]int{}
	for _, m := range months {
		i, known := place[m.Source]
		if !known {
			i = len(list)
			place[m.Source] = i
			list = append(list, Coverage{Source: m.Source, From: m.First, To: m.Last})
		}
		if m.First.Before(list[i].From) {
			list[i].From = m.First
		}
		if m.Last.After(list[i].To) {
			list[i].To = m.Last
		}
	}
	return list
}
