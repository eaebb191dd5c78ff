package analytics

import (
	"slices"
	"time"
)

// The axes on which a complaint has one primary label each.
const (
	AxisWhat  = "what"  // 现象: Insight.Topic
	AxisWhy   = "why"   // 原因: Insight.Why
	AxisWhere = "where" // 环节: Insight.Where
)

// LabelAxes are these axes in reading order.
var LabelAxes = []string{AxisWhat, AxisWhy, AxisWhere}

// FromPerson is what Insight.TopicFrom and Label.From hold for a label that a person gave.
const FromPerson = "person"

// Correction is the word of a person about one axis of one complaint. It holds for the content that the person read, and for every other
// content of that complaint with the same words: a source that only tells another handler does not take it back.
type Correction struct {
	Number uint64 // given out once; of several that hold on one axis of a complaint the largest counts
	Key
	Content  uint64
	TextHash uint64 // of the words that the person read, as Insight.TextHash; 0 when there were none
	Axis     string // one of LabelAxes
	From     string // code of the label that it replaces, empty for 未分类
	To       string // code of the label that it gives, empty for 未分类; equal to From when the person agreed
	Why      string
	By       string // the name that the person gave; nobody checks it
	At       time.Time
	UndoneAt time.Time // zero while it holds
	UndoneBy string
	Revision uint64 // new with every change of the row: when it was made, when it was undone
}

// Holds reports whether the correction speaks of a reading: its complaint, and the content or the words that the person saw.
func (c *Correction) Holds(i *Insight) bool {
	return c.UndoneAt.IsZero() && c.Key == i.Key && (c.Content == i.Content || c.TextHash != 0 && c.TextHash == i.TextHash)
}

// LabelOn is the primary label of an axis.
func (i *Insight) LabelOn(axis string) Label {
	switch axis {
	case AxisWhy:
		return i.Why
	case AxisWhere:
		return i.Where
	}
	return Label{Code: i.Topic, From: i.TopicFrom, Confidence: i.Confidence}
}

// Correct puts the word of a person in the place of what was read. What spoke for the label that was wrong is no evidence any more; what
// speaks for the right one stays. The slices of the insight are not changed, only replaced.
func (i *Insight) Correct(c *Correction) {
	before := i.LabelOn(c.Axis).Code
	label := Label{Code: c.To, From: FromPerson, Confidence: 1}
	switch c.Axis {
	case AxisWhy:
		i.Why = label
	case AxisWhere:
		i.Where = label
	default:
		i.Topic, i.TopicFrom, i.Confidence = label.Code, label.From, label.Confidence
		i.OtherTopics = slices.DeleteFunc(slices.Clone(i.OtherTopics), func(code string) bool { return code == c.To })
	}
	if before != c.To && before != "" {
		i.Evidence = slices.DeleteFunc(slices.Clone(i.Evidence), func(e Evidence) bool { return e.Topic == before })
	}
}
