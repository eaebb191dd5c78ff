package topic

import "slices"

// Axis is one of the questions that a taxonomy answers about a complaint. Each has a tree of its own and at most one primary label.
type Axis uint8

// The axes. A pack may call them otherwise (金融 has 业务, 原因 and 渠道), but columns, sums and filters are the same for all packs.
const (
	What  Axis = iota // 现象: what the matter is; facts.topic
	Why               // 原因: what brought it about; facts.topic_why
	Where             // 环节: at which step of the business; facts.topic_where
)

// Axes are all axes, in the order in which they are read.
var Axes = [...]Axis{What, Why, Where}

var axisWords = [...]struct{ word, column, name string }{{"what", "topic", "现象"}, {"why", "topic_why", "原因"}, {"where", "topic_where", "环节"}}

// String is the axis as packs write it: what, why or where.
func (a Axis) String() string { return axisWords[a].word }

// Column is the axis as analytics.Axes has it.
func (a Axis) Column() string { return axisWords[a].column }

// Name is what people call the axis where no pack says otherwise.
func (a Axis) Name() string { return axisWords[a].name }

// ParseAxis reads what packs write; an empty word is What.
func ParseAxis(word string) (Axis, bool) {
	if word == "" {
		return What, true
	}
	at := slices.IndexFunc(axisWords[:], func(w struct{ word, column, name string }) bool { return w.word == word })
	return Axis(max(at, 0)), at >= 0
}

// AxisOf finds the axis of a column; false for columns that no taxonomy speaks of.
func AxisOf(column string) (Axis, bool) {
	at := slices.IndexFunc(axisWords[:], func(w struct{ word, column, name string }) bool { return w.column == column })
	return Axis(max(at, 0)), at >= 0
}
