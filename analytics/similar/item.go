package similar

import (
	"cmp"
	"slices"
)

// Item is one complaint as groups are made of it.
type Item struct {
	ID       uint64 // names it and the groups that it founds; not 0
	At       int64  // when it was received, in milliseconds since 1970
	Customer uint64 // 0 unknown
	Product  uint64 // hash of what it is about, 0 unknown
	Place    uint64 // hash of where, 0 unknown
	Topic    uint64 // hash of the primary topic, 0 for 未分类
	Reminds  bool   // it says that its matter was told before
	Signature

	Matter   uint64 // the group of tellings of one matter
	Relation Relation
	Like     uint64  // the telling that it joined, 0 for a founder
	Jaccard  float32 // of the two
	Wording  uint64  // the group of texts with one wording
	Event    uint64  // the group of complaints about one event
}

// Relation is how a text belongs to its matter.
type Relation uint8

// Alone and the others are the relations, from its own to the least alike.
const (
	Alone Relation = iota // founded its group
	Exact                 // the same to the letter
	Near                  // the same words, edited
	Again                 // the same customer and matter in other words
)

// String is the name in tables and files.
func (r Relation) String() string { return [...]string{"", "exact", "near", "repeat"}[r] }

// compareItems orders by time, and equal times by name, so that no result depends on the order in which texts are given.
func compareItems(a, b *Item) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) }

// Sort puts items into the order in which they are put into groups, the same in whatever order they are given.
func Sort(items []Item) {
	slices.SortFunc(items, func(a, b Item) int { return compareItems(&a, &b) })
}

// Lookup is the keys under which an item is found: its bands; its text to the letter with its customer, or with what it is about where no
// customer is known; and its customer.
func (i *Item) Lookup() []uint64 {
	keys := make([]uint64, 0, bands+2)
	for lane := range bands + 2 {
		if key, ok := i.key(lane); ok {
			keys = append(keys, key)
		}
	}
	return keys
}

// who is the customer, and where that is not known what a complaint is about.
func (i *Item) who() uint64 {
	if i.Customer != 0 {
		return i.Customer
	}
	return mix(mix(i.Product^0xab) ^ i.Place)
}

// sameWho reports whether two texts may be tellings of one matter.
func sameWho(a, b *Item) bool {
	return a.Customer == b.Customer && (a.Customer != 0 || a.Product == b.Product && a.Place == b.Place)
}
