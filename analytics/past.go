package analytics

import (
	"strings"
	"time"
)

// CaseQuery asks for past complaints that share words with one.
type CaseQuery struct {
	Key              // of the complaint itself, which is left out
	Words   []string // its most telling words, most telling first
	Weights []uint32 // how much each says
	Topic   string   // only past complaints of this topic, when Narrow
	Product string   // and of this product, when it is not empty
	Narrow  bool     // otherwise of any topic, of which a text has to share one of the more telling half of Words and one of the other
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

// PastWords is what a past complaint says, and what was answered.
type PastWords struct {
	Words string // as Complaint.Words
	Reply string // as ReplyOf
}

// replyAttributes are names of columns in which exports of complaint systems keep the text of the answer, the most telling first. No field
// of a complaint takes them, as an answer is a step; where a table has no notes of steps, this is all that tells what was done.
var replyAttributes = []string{"reply", "回复", "答复", "回复内容", "答复内容", "回复意见", "答复意见", "处理结果", "处理意见", "办理结果", "办理情况", "解决方案"}

// ReplyOf returns the answer among the columns of a record that are no field, without space around it; empty when there is none.
func ReplyOf(attributes map[string]string) string {
	for _, name := range replyAttributes {
		if s := strings.TrimSpace(attributes[name]); s != "" {
			return s
		}
	}
	return ""
}
