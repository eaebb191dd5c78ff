package sample

// plant is a cause at work: how much it adds on which days, and what its complaints have in common.
type plant struct {
	cause    Cause
	first    int // day of the sample
	last     int
	share    int // thousandths of an ordinary day's complaints that it adds at its height
	shape    shape
	topics   []string
	weights  []uint64
	words    string   // block of words of its own, empty for the topic's
	blocks   []string // by topic, found once
	kinds    []string
	model    int // index in models, −1 for any
	batch    string
	province int // −1 for any
	region   string
	carrier  string
	firmware string
	warranty string
	channel  string
	template string
	topic    *picker
	kind     *picker
}

// shape is how a cause grows and fades between its first and last day.
type shape uint8

const (
	block shape = iota // the same every day
	swell              // up within a third, down in the last third
	decay              // at its height at once, then less every day
	ramp               // more every day
	burst              // one day and what is left of it on the next
)

// level is the shape's thousandths on a day of its span.
func (s shape) level(day, days int) int {
	switch s {
	case swell:
		third := max(days/3, 1)
		return min(1000, (day+1)*1000/third, (days-day)*1000/third)
	case decay:
		return 1400 - 1200*day/max(days, 1)
	case ramp:
		return 100 + 1800*day/max(days, 1)
	case burst:
		return 1000 / (1 + day*day*5)
	}
	return 1000
}

// at is what the plant adds on a day, as a weight.
func (p *plant) at(day int, ordinary uint64) uint64 {
	if day < p.first || day > p.last {
		return 0
	}
	return ordinary * uint64(p.share*p.shape.level(day-p.first, p.last-p.first+1)) / 1_000_000
}
