package analytics

import "time"

// Axes are the columns of facts along which numbers are split, in the order in which a reader looks for a cause.
var Axes = []string{"topic", "topic_why", "topic_where", "category", "product_line", "product", "model", "batch", "province", "city", "channel", "department", "grade", "sender_kind", "source"}

// Finding is one comparison of a month with an earlier one, in total or for one value of one axis.
type Finding struct {
	ID     uint64 // hash of kind, axis, value and month: a rerun finds the same id
	Kind   string // month_on_month, year_on_year
	Month  Month
	Base   Month
	Axis   string  // empty for the total, else one of Axes
	Value  string  // the axis' value; empty with a non-empty axis is "not told" (未分类 for topic)
	N      uint64  // complaints of Month on the compared days
	BaseN  uint64  // complaints of Base on the same days
	Days   int     // how many days were compared
	Whole  bool    // both months are whole: N and BaseN are the months' sums
	Score  float64 // signed root of the Poisson deviance between N and its expectation from BaseN; beyond ±2.6 is rare by chance
	Run    uint64
	MadeAt time.Time
}

// Change is N − BaseN.
func (f Finding) Change() int64 { return int64(f.N) - int64(f.BaseN) }

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

// Pairing says which complaints of a month are compared with which of an earlier one. Without sources it compares nothing.
type Pairing struct {
	Now, Base Stretch  // each lies in one month
	Sources   []string // that take part
}
