package discover

import (
	"cmp"
	"maps"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/theme"
)

// cutAtOnce is how many texts are cut into words at once.
const cutAtOnce = 1000

// book is the complaints of a month with their words.
type book struct {
	reader Reader
	corpus *theme.Corpus
	texts  []document // by their number in the corpus
	known  map[uint64]int
	ideas  []clause
	values map[string]bool // names of products, places and the like, normalised

	waiting []string
}

// document is one text and the complaints that have it to the letter.
type document struct {
	of []analytics.ThemeReading
}

// clause is one suggestion of one complaint.
type clause struct {
	text     int // number of the document
	of       int // and of the complaint in it
	evidence analytics.Evidence
}

func newBook(reader Reader) *book {
	return &book{reader: reader, corpus: theme.NewCorpus(reader.Rarity.Of), known: map[uint64]int{}, values: map[string]bool{}}
}

// take adds a complaint. The first of those alike to the letter stands for them all.
func (b *book) take(r analytics.ThemeReading) error {
	for _, v := range []string{r.Line, r.Product, r.Model, r.Province, r.City} {
		b.value(v)
	}
	at, known := b.known[r.TextHash]
	if !known || r.TextHash == 0 {
		at = len(b.texts)
		b.known[r.TextHash] = at
		b.texts = append(b.texts, document{})
		normal := text.Normalise(r.Words)
		if b.waiting = append(b.waiting, normal.Text); len(b.waiting) == cutAtOnce {
			b.flush()
		}
	}
	for _, e := range r.Ideas {
		b.ideas = append(b.ideas, clause{at, len(b.texts[at].of), e})
	}
	b.texts[at].of = append(b.texts[at].of, r)
	return nil
}

// maxValues bounds how many names are remembered: a company with more models has them in no dictionary of ours.
const maxValues = 20_000

func (b *book) value(v string) {
	if v == "" || len(b.values) >= maxValues {
		return
	}
	n := text.Normalise(v)
	b.values[n.Text] = true
}

func (b *book) flush() {
	for _, words := range b.reader.Segmenter.Segment(b.waiting) {
		b.corpus.Add(words, 0)
	}
	b.waiting = b.waiting[:0]
}

// most is how many phrases of a month are remembered at most: beyond it rarer ones are left out.
const most = 300_000

// profile is how many texts hold each word and phrase of the month.
func (b *book) profile() []analytics.PhraseCount {
	counts := []analytics.PhraseCount{{Phrase: "", Texts: uint32(b.corpus.Len())}}
	for least := 2; ; least *= 2 {
		counts = counts[:1]
		b.corpus.Profile(least, func(term string, texts int) {
			counts = append(counts, analytics.PhraseCount{Phrase: term, Texts: uint32(texts)})
		})
		if len(counts) <= most {
			return counts
		}
	}
}

// Past is how many texts of earlier months hold a word or phrase.
type Past struct {
	months []pastMonth // the oldest first
	rarity *text.Rarity
}

type pastMonth struct {
	month  analytics.Month
	counts map[string]uint32
}

func newPast(counts map[analytics.Month]map[string]uint32, rarity *text.Rarity) Past {
	p := Past{rarity: rarity}
	for _, month := range slices.Sorted(maps.Keys(counts)) {
		p.months = append(p.months, pastMonth{month, counts[month]})
	}
	return p
}

// before is the past without what came from a month on.
func (p Past) before(month analytics.Month) Past {
	at, _ := slices.BinarySearchFunc(p.months, month, func(m pastMonth, month analytics.Month) int { return cmp.Compare(m.month, month) })
	p.months = p.months[:at]
	return p
}

// of is what analytics/theme sees of it.
func (p Past) of() theme.Past { return theme.Past{Texts: p.texts(), Count: p.count} }

func (p Past) texts() int {
	n := 0
	for _, m := range p.months {
		n += int(m.counts[""])
	}
	return n
}

// count adds the months. One that does not remember a phrase but all words of it may have had it once.
func (p Past) count(term string, words []string) float64 {
	sum := 0.0
	for _, month := range p.months {
		if n, known := month.counts[term]; known {
			sum += float64(n)
			continue
		}
		once := 1.0
		for _, w := range words {
			if p.rarity.Of(w) > 0 && month.counts[w] == 0 {
				once = 0
			}
		}
		sum += once
	}
	return sum
}
