package analytics

import "slices"

// ShiftKind says how a complaint of a sealed month differs between then and now. Each complaint that differs has exactly one.
type ShiftKind string

// The kinds, in the order in which pages show them: those that make the month larger, those that make it smaller, and those that leave
// its total as it was. Of the last a complaint has the first that holds.
const (
	ShiftLate        ShiftKind = "late"        // 迟到: told for the first time after the month was sealed
	ShiftBack        ShiftKind = "back"        // 恢复计入: known then and not counted, by an ending or an undone import that no longer holds
	ShiftMovedIn     ShiftKind = "moved_in"    // 改入本月: counted in another month then
	ShiftWithdrawn   ShiftKind = "withdrawn"   // 撤诉
	ShiftMerged      ShiftKind = "merged"      // 并单
	ShiftInvalidated ShiftKind = "invalidated" // 无效
	ShiftUndone      ShiftKind = "undone"      // 撤销导入: every import that told it was undone
	ShiftMovedOut    ShiftKind = "moved_out"   // 改出本月: counts in another month now
	ShiftLeft        ShiftKind = "left"        // 其他退出
	ShiftCorrected   ShiftKind = "corrected"   // 更正: another telling counts
	ShiftRelabelled  ShiftKind = "relabelled"  // 改类: the same telling has another label
	ShiftHandled     ShiftKind = "handled"     // 处理进展: its steps differ, or what the customer answered
	ShiftRegrouped   ShiftKind = "regrouped"   // 归并有变: it counts otherwise in 去重件 or 去模板件
)

// ShiftKinds are all kinds in their order.
var ShiftKinds = []ShiftKind{ShiftLate, ShiftBack, ShiftMovedIn, ShiftWithdrawn, ShiftMerged, ShiftInvalidated, ShiftUndone, ShiftMovedOut, ShiftLeft,
	ShiftCorrected, ShiftRelabelled, ShiftHandled, ShiftRegrouped}

// Sign is 1 for a kind that makes the month larger, −1 for one that makes it smaller, 0 for one that does neither.
func (k ShiftKind) Sign() int {
	switch i := slices.Index(ShiftKinds, k); {
	case i < 0 || i >= slices.Index(ShiftKinds, ShiftCorrected):
		return 0
	case i >= slices.Index(ShiftKinds, ShiftWithdrawn):
		return -1
	}
	return 1
}

// Why a complaint has another label though its telling is the same.
const (
	RelabelPerson   = "person"   // a person corrected it, or took that back
	RelabelWords    = "words"    // people changed the words of labels
	RelabelTaxonomy = "taxonomy" // another version of the taxonomy
	RelabelModel    = "model"    // another version of the model
)

// RelabelReasons are all reasons in the order in which pages show them.
var RelabelReasons = []string{RelabelPerson, RelabelWords, RelabelTaxonomy, RelabelModel}

// Shift is how many complaints of a sealed month changed in one way.
type Shift struct {
	Kind     ShiftKind
	Reason   string // of ShiftRelabelled
	From, To string // topics then and now; From is empty and means nothing where Sign is 1, To where it is −1
	N        uint64
}

// ShiftFilter picks complaints of sealed months by how they changed.
type ShiftFilter struct {
	Kinds    []ShiftKind // one of these
	Reason   string      // of ShiftRelabelled; empty picks all
	Was      []string    // one of these topics then; nil picks all
	WasOther []string    // none of these topics then
}

// TopicShift is what became of one topic of a sealed month: Then + Entered − Left + In − Out = Now. In and Out are the
// complaints whose label changed.
type TopicShift struct {
	Topic                             string
	Then, Entered, Left, In, Out, Now uint64
}

// Balanced reports whether the equation of the topic holds.
func (t TopicShift) Balanced() bool { return t.Then+t.Entered+t.In == t.Now+t.Left+t.Out }

// Shifts are all changes of a sealed month.
type Shifts []Shift

// Count sums the changes of some kinds; of all kinds without any.
func (c Shifts) Count(kinds ...ShiftKind) uint64 {
	var n uint64
	for _, one := range c {
		if len(kinds) == 0 || slices.Contains(kinds, one.Kind) {
			n += one.N
		}
	}
	return n
}

// Now is how many complaints a month has that had so many then.
func (c Shifts) Now(then uint64) uint64 {
	n := int64(then)
	for _, one := range c {
		n += int64(one.Kind.Sign()) * int64(one.N)
	}
	return uint64(max(0, n))
}

// Topics tells what became of every topic, given how many complaints each had then, by its code; those that had or have most first.
func (c Shifts) Topics(then []ValueCount) []TopicShift {
	by := map[string]*TopicShift{}
	at := func(topic string) *TopicShift {
		if by[topic] == nil {
			by[topic] = &TopicShift{Topic: topic}
		}
		return by[topic]
	}
	for _, v := range then {
		at(v.Value).Then += v.N
	}
	for _, one := range c {
		switch sign := one.Kind.Sign(); {
		case sign > 0:
			at(one.To).Entered += one.N
		case sign < 0:
			at(one.From).Left += one.N
		case one.From != one.To:
			at(one.To).In += one.N
			at(one.From).Out += one.N
		}
	}
	list := make([]TopicShift, 0, len(by))
	for _, t := range by {
		t.Now = t.Then + t.Entered + t.In - t.Left - t.Out
		list = append(list, *t)
	}
	slices.SortFunc(list, func(a, b TopicShift) int {
		if x, y := max(a.Then, a.Now), max(b.Then, b.Now); x != y {
			return int(y) - int(x)
		}
		if a.Topic < b.Topic {
			return -1
		}
		return 1
	})
	return list
}
