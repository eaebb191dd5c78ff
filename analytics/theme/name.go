package theme

import "math"

// Sizes of names, in runes.
const (
	shortName = 4
	longName  = 20
)

// maxNamed bounds how many texts of a matter are looked at for its name.
const maxNamed = 300

// name looks for the stretch of words, inside one clause, in which most of what the texts have in common stands together.
func (s *Space) name(texts []int) (string, int) {
	if len(texts) > maxNamed {
		texts = texts[:maxNamed]
	}
	return s.nameBy(texts, s.says(texts))
}

// Name is some words in a row of one of the texts that say best what all are about, and that text.
func (s *Space) Name(texts []int) (string, int) { return s.name(texts) }

// nameBy is the name of texts by how much each word says.
func (s *Space) nameBy(texts []int, says map[uint32]float64) (string, int) {
	if len(texts) > maxNamed {
		texts = texts[:maxNamed]
	}
	type candidate struct {
		score   float64
		n       int
		from    int
		heading bool // somebody wrote it into a heading
		whole   bool // and ended the clause there
	}
	all := map[string]*candidate{}
	for _, t := range texts {
		s.stretches(t, says, func(words string, score float64, heading, whole bool) {
			c := all[words]
			if c == nil {
				c = &candidate{score: score, from: t}
				all[words] = c
			}
			c.n++
			if heading && !c.heading {
				c.heading, c.from = true, t
			}
			c.whole = c.whole || heading && whole
		})
	}
	best, from, top := "", 0, math.Inf(-1)
	for words, c := range all {
		score := c.score * (1 + 0.15*math.Log(float64(c.n)))
		if c.heading {
			score *= 1.4
		}
		if c.whole {
			score *= 1.2
		}
		if score > top || score == top && (len(words) < len(best) || len(words) == len(best) && words < best) {
			best, from, top = words, c.from, score
		}
	}
	return best, from
}

// says weighs how much each word tells about these texts: the share that holds it, times how much rarer it is elsewhere.
func (s *Space) says(texts []int) map[uint32]float64 {
	c := s.corpus
	inside := map[uint32]int{}
	for _, t := range texts {
		seen := map[uint32]bool{}
		for _, w := range c.text(t) {
			if w != 0 && !seen[w] {
				seen[w] = true
				inside[w]++
			}
		}
	}
	says := map[uint32]float64{}
	for w, n := range inside {
		rare := float64(c.standing(w))
		if n < 2 || rare == 0 {
			continue
		}
		share := float64(n) / float64(len(texts))
		everywhere := float64(max(int(c.texts[w]), n)) / float64(c.Len())
		if lift := math.Log(share / everywhere); lift > 0 {
			says[w] = share * rare * lift
		}
	}
	return says
}

// stretches calls yield for every stretch of chunks that could be a name.
func (s *Space) stretches(t int, says map[uint32]float64, yield func(words string, score float64, heading, whole bool)) {
	c, chunks, text := s.corpus, s.chunks[t], s.corpus.text(t)
	for i, first := range chunks {
		if says[text[first.at]] == 0 || i > 0 && chunks[i-1].term != 0 && first.words == 1 && runesOf(c.words[first.term]) == 1 {
			continue // the 线 of 3 号线 begins no name
		}
		var runes int
		var score float64
		seen := map[uint32]bool{}
		for k, last := range chunks[i:] {
			if last.term == 0 {
				break
			}
			whole := i+k+1 == len(chunks) || chunks[i+k+1].term == 0
			words := text[last.at : last.at+last.words]
			for _, w := range words {
				runes += runesOf(c.words[w])
				if v := says[w]; v > 0 && !seen[w] {
					seen[w] = true
					score += v
				} else {
					score -= 0.08 // what does not say anything makes a name longer
				}
			}
			if runes > longName {
				break
			}
			if end := words[len(words)-1]; runes >= shortName && says[end] > 0 {
				yield(c.spell(text[first.at:last.at+last.words]), score, int(last.at) < c.headings[t], whole)
			}
		}
	}
}
