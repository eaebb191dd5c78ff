package theme

// wordsOf are the words that a term is made of.
func (s *Space) wordsOf(t term) []string {
	if int(t) < len(s.corpus.words) {
		return s.corpus.words[t : t+1]
	}
	at := s.places[int(t)-len(s.corpus.words)]
	words := make([]string, at.units)
	for i := range words {
		words[i] = s.corpus.words[s.corpus.tokens[int(at.from)+i]]
	}
	return words
}

// Profile tells how many texts hold each word and each sequence of words that could be a phrase, when at least least do, and words
// also when one does: what later months compare with.
func (c *Corpus) Profile(least int, yield func(term string, texts int)) {
	for _, level := range c.discover(least) {
		if level.units > maxUnits {
			continue
		}
		for i := range level.list {
			g := &level.list[i]
			if g.texts < int32(least) && (level.units > 1 || g.texts == 0) {
				continue
			}
			words := c.tokens[g.from : int(g.from)+level.units]
			if level.units == 1 && c.rare[words[0]] == 0 || !c.edges[words[0]] || !c.edges[words[len(words)-1]] {
				continue
			}
			yield(c.spell(words), int(g.texts))
		}
	}
}
