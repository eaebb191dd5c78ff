package analytics

import "time"

// What a person can change of the words of a label.
const (
	ChangeAdd    = "add"    // 加一个词: a text with the word speaks for the label
	ChangeNear   = "near"   // 加一条规则: a text with both words near each other does
	ChangeNot    = "not"    // 排除一个词: a text with the word does not, whatever else it has
	ChangeRemove = "remove" // 去掉一个词: the word is none of the label's words any more
)

// ChangeKinds are these kinds in the order in which a page offers them.
var ChangeKinds = []string{ChangeAdd, ChangeNear, ChangeNot, ChangeRemove}

// TaxonomyChange is a change that people made of the words of one label. All that hold together are the overlay over the packs.
type TaxonomyChange struct {
	Number   uint64   // given out once, in the order in which they take effect
	Topic    string   // code of the label
	Kind     string   // one of ChangeKinds
	Words    []string // as in the texts; one, for ChangeNear two
	Effect   int      // complaints of the two newest months that it moved, as was foreseen when it was made
	Why      string
	By       string // the name that the person gave; nobody checks it
	At       time.Time
	UndoneAt time.Time // zero while it holds
	UndoneBy string
	Revision uint64 // the overlay's revision since which it holds, or since which it is undone
}

// Reach are the words of which a text must contain one for the change to move it.
func (c *TaxonomyChange) Reach() []string {
	if c.Kind == ChangeNear && len(c.Words) > 1 {
		return c.Words[:1] // both must be there: one of them finds all
	}
	return c.Words
}
