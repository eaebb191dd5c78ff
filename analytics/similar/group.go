package similar

// AgainWithin is how long after a telling its customer is taken to ask after the same matter in other words, in milliseconds: 60 days.
const AgainWithin = 60 * 24 * 3600 * 1000

// EventWithin is how far apart two complaints about one event are received, in milliseconds: a week.
const EventWithin = 7 * 24 * 3600 * 1000

// Pair is two items that may belong together.
type Pair struct {
	Later, Earlier uint32 // places in the list of items
	Likeness
}

// Join puts every item that is in no group yet into the group of the item that it is most like, or lets it found one. pairs are those of
// Pairs for the same items.
func Join(items []Item, pairs []Pair) {
	for i := range items {
		n := 0
		for n < len(pairs) && pairs[n].Later == uint32(i) {
			n++
		}
		if items[i].Matter == 0 {
			items[i].join(items, pairs[:n])
		}
		pairs = pairs[n:]
	}
}

// join finds the groups of one item.
func (i *Item) join(items []Item, pairs []Pair) {
	var matter, wording, again, event *Item
	var like, worded, near float32
	exact := false
	for _, p := range pairs {
		o := &items[p.Earlier]
		if sameWho(i, o) && p.Near(i.Customer == 0) && better(p.Exact, exact, p.Jaccard, like, o, matter) {
			matter, like, exact = o, p.Jaccard, p.Exact
		}
		if p.Likeness.Wording() && better(false, false, p.Jaccard, worded, o, wording) {
			wording, worded = o, p.Jaccard
		}
		if i.sameEvent(o, p.Likeness) && better(false, false, p.Jaccard, near, o, event) {
			event, near = o, p.Jaccard
		}
		if i.asksAgain(o) && (again == nil || compareItems(o, again) > 0) {
			again = o
		}
	}
	i.Matter, i.Wording, i.Event = i.ID, i.ID, i.ID
	if wording != nil {
		i.Wording = wording.Wording
	}
	if event != nil {
		i.Event = event.Event
	}
	switch {
	case matter != nil:
		i.Matter, i.Like, i.Jaccard, i.Relation = matter.Matter, matter.ID, like, Near
		if exact {
			i.Relation = Exact
		}
	case again != nil:
		i.Matter, i.Like, i.Relation = again.Matter, again.ID, Again
		i.Jaccard = Compare(&i.Signature, &again.Signature).Jaccard
	}
}

// better decides between two items to join: one that is the same to the letter, the one more alike, the earlier one.
func better(exact, bestExact bool, like, best float32, o, chosen *Item) bool {
	switch {
	case chosen == nil:
		return true
	case exact != bestExact:
		return exact
	case like != best:
		return like > best
	}
	return compareItems(o, chosen) < 0
}

// asksAgain reports whether a text is by the same customer about the same thing as another not long from it: the same product and topic, or
// the same one of them where it reminds of what was told before.
func (i *Item) asksAgain(o *Item) bool {
	if i.Customer == 0 || i.Customer != o.Customer || i.At-o.At > AgainWithin || o.At-i.At > AgainWithin {
		return false
	}
	product, other := i.Product != 0 && i.Product == o.Product, i.Product != 0 && o.Product != 0 && i.Product != o.Product
	topic := i.Topic != 0 && i.Topic == o.Topic
	return product && (topic || i.Reminds) || topic && !other
}

// sameEvent reports whether two complaints may be about one event: received within days of each other, about the same topic and the same product
// or place, in words that are more alike than those of two complaints about a topic are by chance.
func (i *Item) sameEvent(o *Item, l Likeness) bool {
	if i.Topic == 0 || i.Topic != o.Topic || i.At-o.At > EventWithin || o.At-i.At > EventWithin {
		return false
	}
	there := i.Product != 0 && i.Product == o.Product || i.Place != 0 && i.Place == o.Place
	return there && (l.Exact || l.Least >= eventLeast && l.Jaccard >= eventJaccard)
}
