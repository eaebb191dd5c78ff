package analytics

import "time"

// TallyPairs are the pairs of Axes that are counted by day beside single ones: what of which product, and where either is or is handled.
var TallyPairs = [][2]string{
	{"topic", "product_line"}, {"topic", "product"}, {"topic", "batch"}, {"topic", "province"}, {"topic", "city"}, {"topic", "department"}, {"topic", "channel"},
	{"product_line", "province"}, {"product", "province"}, {"product", "department"},
}

// DayTally is how many complaints of one source a series had on each day that had any.
type DayTally struct {
	Series []AxisValue // one or two
	Source string
	Days   []uint16 // DayNumber, in no order
	Counts []uint32 // one for each of Days
}

// TallyMonth says of which facts a month was counted.
type TallyMonth struct {
	Month   Month
	Now     uint64 // names the facts that there are, 0 when there are none
	Counted uint64 // names those that were counted, 0 when none were
}

// DayNumber counts the calendar days in Zone since 1970, as ClickHouse writes a Date.
func DayNumber(t time.Time) int { return int((t.Unix() + 8*60*60) / (24 * 60 * 60)) }

// DayOfNumber is midnight in Zone of a DayNumber.
func DayOfNumber(n int) time.Time {
	return time.Date(1970, time.January, 1+n, 0, 0, 0, 0, Zone)
}

// BurstSeries are what complaints of a burst can have in common: one axis, or two.
var BurstSeries = [][2]string{
	{"topic", "product_line"}, {"topic", "product"}, {"topic", "batch"}, {"topic", "city"}, {"topic", "department"}, {"topic", "channel"}, {"topic", ""}, {"product", ""}, {"batch", ""},
}

// Burst is what many complaints of the last hours have in common.
type Burst struct {
	Series []AxisValue
	N      uint64 // complaints
	People uint64 // customers
}
