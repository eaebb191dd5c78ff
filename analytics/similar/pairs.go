package similar

import (
	"cmp"
	"slices"
)

// Of a key that many items share, each one meets the first and the last before it. That finds the group of any copy, whose earlier members are
// all in it, and bounds the work by the number of items.
const (
	meetFirst = 4
	meetLast  = 4
)

// Pairs finds the pairs of items that may belong together, each once. Items that are in groups already come first, then the others by Sort.
func Pairs(items []Item) []Pair {
	var found []Pair
	entries := make([]entry, 0, len(items))
	for lane := range bands + 2 {
		entries = entries[:0]
		for i := range items {
			if key, ok := items[i].key(lane); ok {
				entries = append(entries, entry{key, uint32(i)})
			}
		}
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.item, b.item)) })
		for len(entries) > 0 {
			n := 1
			for n < len(entries) && entries[n].key == entries[0].key {
				n++
			}
			found = meet(items, entries[:n], found)
			entries = entries[n:]
		}
	}
	slices.SortFunc(found, comparePairs)
	return slices.CompactFunc(found, func(a, b Pair) bool { return comparePairs(a, b) == 0 })
}

func comparePairs(a, b Pair) int {
	return cmp.Or(cmp.Compare(a.Later, b.Later), cmp.Compare(a.Earlier, b.Earlier))
}

// entry is an item under one of its keys.
type entry struct {
	key  uint64
	item uint32
}

// key is the key of an item in a lane: first those of its bands, then that of its text, then that of its customer. What Lookup lists.
func (i *Item) key(lane int) (uint64, bool) {
	switch {
	case lane < len(i.Keys):
		return i.Keys[lane], true
	case lane == bands && i.Hash != 0:
		return mix(i.Hash ^ mix(i.who())), true
	case lane == bands+1 && i.Customer != 0:
		return mix(i.Customer ^ 0xc5), true
	}
	return 0, false
}

// meet compares the items of one key with the first of them and with those just before. Items that are in groups already are not compared with
// each other.
func meet(items []Item, run []entry, found []Pair) []Pair {
	for n := 1; n < len(run); n++ {
		if items[run[n].item].Matter != 0 {
			continue
		}
		for m := 0; m < n; m++ {
			if m == meetFirst {
				m = max(m, n-meetLast) // those between are passed over
			}
			if p, ok := pair(items, run[n].item, run[m].item); ok {
				found = append(found, p)
			}
		}
	}
	return found
}

// pair compares two items, and tells whether there is any reason to know of both.
func pair(items []Item, later, earlier uint32) (Pair, bool) {
	a, b := &items[later], &items[earlier]
	p := Pair{later, earlier, Compare(&a.Signature, &b.Signature)}
	return p, sameWho(a, b) && p.Near(a.Customer == 0) || p.Likeness.Wording() || a.asksAgain(b) || a.sameEvent(b, p.Likeness)
}
