package analytics

import "time"

// MemberCount is how many complaints one value of an axis (a product, a model, a batch) had in one month under one topic.
type MemberCount struct {
	Member string
	Month  Month
	Topic  string
	N      uint64
	First  time.Time // the first day of them
}

// MemberExposure is what one value of an axis had of a unit in one month: orders of a product, users of a model.
type MemberExposure struct {
	Member string
	Month  Month
	Unit   string
	Value  float64
}
