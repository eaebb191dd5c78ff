package jieba

import "strings"

// between joins texts that cross into C together. gojieba always cuts before and after a line feed, so no word spans two texts.
const between = "\n"

// together is how many bytes cross at once: far above the fixed price of a crossing (below 1 µs), far below what would hold much
// memory, as gojieba needs about 40 bytes for one of text.
const together = 16 << 10

// Segment implements text.Segmenter. The words of a text are parts of one string that holds several texts: whoever keeps a word longer
// than its batch clones it.
func (s *Segmenter) Segment(texts []string) [][]string {
	out := make([][]string, len(texts))
	s.lock.RLock()
	defer s.lock.RUnlock()
	if s.current == nil {
		return out
	}
	for from := 0; from < len(texts); {
		to, size := from, 0
		for to < len(texts) && (to == from || size+len(texts[to]) <= together) {
			size += len(texts[to]) + len(between)
			to++
		}
		s.current.cut(texts[from:to], out[from:to])
		from = to
	}
	return out
}

// cut segments texts in one crossing.
func (i *instance) cut(texts []string, out [][]string) {
	if len(texts) == 1 {
		out[0] = i.jieba.Cut(texts[0], i.discover)
		return
	}
	words := i.jieba.Cut(strings.Join(texts, between), i.discover)
	for n, text := range texts {
		end, size := 0, 0
		for end < len(words) && size < len(text) {
			size += len(words[end])
			end++
		}
		if size != len(text) {
			// Bytes are missing, so the words cannot be told apart: a text was not normalised. The rest is cut one by one.
			for m := n; m < len(texts); m++ {
				out[m] = i.jieba.Cut(texts[m], i.discover)
			}
			return
		}
		out[n] = words[:end:end]
		words = words[end:]
		if n < len(texts)-1 && len(words) > 0 { // the line feed between
			words = words[1:]
		}
	}
}
