package similar

// Likeness is how alike two texts are.
type Likeness struct {
	Exact       bool    // the same to the letter after normalisation
	Jaccard     float32 // shingles of both / shingles of either, from 0 to 1
	Containment float32 // shingles of both / shingles of the smaller, from 0 to 1
	Least       int     // shingles of the smaller that were compared
}

// When a text is an edited copy of another. In the generated sample edited copies have a Jaccard index of 0.69 and more in nine of ten cases, two
// complaints about one topic at most 0.35, but for those that have whole sentences in common; real complaints are further apart. Where the
// customer is the same less is asked than where nobody knows who wrote.
const (
	nearJaccard   = 0.5
	strictJaccard = 0.6

	aroundJaccard   = 0.3 // of a copy with sentences around it
	aroundContained = 0.85
	aroundStrict    = 0.95
	aroundLeast     = 40 // shingles: two lines; half a line of text is in many others

	shortLeast   = 8 // below, one letter makes a great difference, and little is said
	shortStrict  = 16
	shortJaccard = 0.75

	wordingJaccard = 0.55
	wordingLeast   = 36

	eventJaccard = 0.25 // two of a hundred pairs of one topic come as far
	eventLeast   = 12
)

// Compare compares two signatures. Both sets are whole up to the smaller one's largest kept hash, so that what is counted below it is a
// random sample of long texts and everything of others.
func Compare(a, b *Signature) Likeness {
	var l Likeness
	if a.Hash != 0 && a.Hash == b.Hash {
		return Likeness{Exact: true, Jaccard: 1, Containment: 1, Least: min(len(a.Shingles), len(b.Shingles))}
	}
	x, y := whole(a.Shingles, b.Shingles), whole(b.Shingles, a.Shingles)
	both := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] == y[j]:
			both++
			i++
			j++
		case x[i] < y[j]:
			i++
		default:
			j++
		}
	}
	if l.Least = min(len(x), len(y)); l.Least > 0 {
		l.Jaccard = float32(both) / float32(len(x)+len(y)-both)
		l.Containment = float32(both) / float32(l.Least)
	}
	return l
}

// whole is the part of a set up to which the other one is known.
func whole(set, other []uint32) []uint32 {
	if len(other) < MaxShingles {
		return set
	}
	last := other[len(other)-1]
	for len(set) > 0 && set[len(set)-1] > last {
		set = set[:len(set)-1]
	}
	return set
}

// Near reports whether one text is the other, edited. strict asks for more, as where nothing but the texts speaks for it.
func (l Likeness) Near(strict bool) bool {
	jaccard, contained, short := float32(nearJaccard), float32(aroundContained), shortLeast
	if strict {
		jaccard, contained, short = strictJaccard, aroundStrict, shortStrict
	}
	switch {
	case l.Exact:
		return true
	case l.Least < short:
		return l.Jaccard >= shortJaccard
	}
	return l.Jaccard >= jaccard || l.Least >= aroundLeast && l.Jaccard >= aroundJaccard && l.Containment >= contained
}

// Wording reports whether two texts follow one wording: long enough to be nobody's by chance, and the same but for what is filled in.
func (l Likeness) Wording() bool { return l.Least >= wordingLeast && l.Jaccard >= wordingJaccard }
