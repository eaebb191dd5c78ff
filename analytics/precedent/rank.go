package precedent

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"huisheng/analytics"
)

// Parameters of BM25, as Robertson's group recommends them without training.
const (
	k1 = 1.2
	b  = 0.75
)

// Near is the likeness from which a past complaint is shown. It was set by eye and was not measured: some dozens of neighbours of car
// complaints and of messages to government were read, and below about this value most shared words and not the matter.
const Near = 0.2

// bands are how finely likeness decides: within one, how it went decides.
const bands = 10

// Rank returns the past complaints that are near to the words, nearest first. Between equals by a tenth of likeness, those that left the
// customer satisfied come first, then those of which nothing is told; then the quicker. Of several with the very same words one stands for
// all: the newest that was rated, else the newest, however it went. Keys of past are distinct. rarity is the inverse document frequency of a word; words without one say nothing.
func Rank(words []string, past []analytics.Past, rarity func(word string) float32) []Case {
	query := counted(words)
	mean := 0.0
	for i := range past {
		mean += float64(len(past[i].Tokens))
	}
	mean = max(mean/float64(max(len(past), 1)), 1)
	own := score(query, query, len(words), mean, rarity)
	if own == 0 {
		return nil
	}
	var cases []Case
	for i := range past {
		tokens := counted(past[i].Tokens)
		likeness := min(score(query, tokens, len(past[i].Tokens), mean, rarity)/own, 1)
		if likeness >= Near {
			cases = append(cases, Case{Past: past[i], Likeness: likeness, Shared: shared(query, tokens, rarity)})
		}
	}
	cases = once(cases)
	slices.SortFunc(cases, compare)
	return cases
}

// once keeps one case of those with the very same words. Which one does not depend on how it went, or what is shown would look better than
// it was.
func once(cases []Case) []Case {
	slices.SortFunc(cases, func(a, b Case) int {
		return cmp.Or(cmp.Compare(min(b.Satisfaction, 1), min(a.Satisfaction, 1)), b.ReceivedAt.Compare(a.ReceivedAt), cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID))
	})
	first := map[string]int{} // by the words, sorted
	var kept []Case
	for _, c := range cases {
		key := strings.Join(slices.Sorted(slices.Values(c.Tokens)), "\x00")
		if at, known := first[key]; known {
			kept[at].Same++
			continue
		}
		first[key] = len(kept)
		kept = append(kept, c)
	}
	return kept
}

// counted is how often each word stands in a text.
func counted(words []string) map[string]int {
	n := make(map[string]int, len(words))
	for _, w := range words {
		n[w]++
	}
	return n
}

// score is BM25 of a document for a query.
func score(query, document map[string]int, length int, mean float64, rarity func(string) float32) float64 {
	sum := 0.0
	for _, w := range sortedWords(query) { // in a fixed order, as sums of floats depend on it
		if tf := float64(document[w]); tf > 0 {
			sum += float64(rarity(w)) * tf * (k1 + 1) / (tf + k1*(1-b+b*float64(length)/mean))
		}
	}
	return sum
}

func sortedWords(words map[string]int) []string {
	list := make([]string, 0, len(words))
	for w := range words {
		list = append(list, w)
	}
	slices.Sort(list)
	return list
}

// shared are the words in common, most telling first.
func shared(query, document map[string]int, rarity func(string) float32) []string {
	var list []string
	for _, w := range sortedWords(query) {
		if document[w] > 0 && rarity(w) > 0 {
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return cmp.Compare(rarity(b), rarity(a)) })
	return list
}

// compare puts the nearer first, and of equals the one that went better.
func compare(a, b Case) int {
	return cmp.Or(cmp.Compare(math.Floor(b.Likeness*bands), math.Floor(a.Likeness*bands)), cmp.Compare(went(b), went(a)),
		cmp.Compare(quick(&a.Past), quick(&b.Past)), cmp.Compare(b.Likeness, a.Likeness), b.ReceivedAt.Compare(a.ReceivedAt),
		cmp.Compare(a.Source, b.Source), cmp.Compare(a.ID, b.ID))
}

// went is 2 for a satisfied customer, 1 for one who told nothing, 0 for one who was not.
func went(c Case) int {
	switch {
	case c.Satisfaction >= 4:
		return 2
	case c.Satisfaction == 0:
		return 1
	}
	return 0
}

// quick orders by the time that it took, those that do not tell last.
func quick(p *analytics.Past) float64 {
	if took := p.Took(); took > 0 {
		return took.Hours()
	}
	return math.Inf(1)
}
