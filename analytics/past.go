package analytics

import "time"

// CaseQuery asks for past complaints that share words with one.
type CaseQuery struct {
	Key              // of the complaint itself, which is left out
	Words   []string // its most telling words, most telling first
	Weights []uint32 // how much each says
	Topic   string   // only past complaints of this topic, when Narrow
	Product string   // and of this product, when it is not empty
	Narrow  bool     // otherwise of any topic, among which a text has to share two words
}

// Past is a complaint that was answered or ended.
type Past struct {
	Key
	Month        Month
	Content      uint64
	ReceivedAt   time.Time
	Topic        string
	Product      string
	Tokens       []string  // as Insight.Tokens
	EndedAt      time.Time // closed or resolved; zero when it was only answered
	AnsweredAt   time.Time // first response; zero when none is told
	Satisfaction uint8     // 1–5 as the customer told it, 0 when they did not
	Reopened     uint16
}

// Took is how long it took to end, or to answer where no end is told; 0 when neither is, or the times contradict each other.
func (p *Past) Took() time.Duration {
	to := p.EndedAt
	if to.IsZero() {
		to = p.AnsweredAt
	}
	if to.IsZero() || to.Before(p.ReceivedAt) {
		return 0
	}
	return to.Sub(p.ReceivedAt)
}
