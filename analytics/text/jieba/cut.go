package jieba

// cutter is the memory of cutting, kept from text to text.
type cutter struct {
	classes []uint16
	places  []int32   // byte of each rune; one more for the end
	best    []float64 // by rune: weight of the most probable cut of what follows up to the next border
	steps   []uint16  // by rune: how many runes the word has that this cut starts with
	words   []int32   // bytes of the words of all texts, one after another
}

// impossible is the weight of what no cut has reached, as gojieba has it.
const impossible = -3.14e100

// cut finds the most probable cut of a text and appends the length of each of its words in bytes.
//
// It is jieba's method: a text is parted at its borders, and of all ways to cut what stands between them into words of the list and single runes
// the one with the greatest product of their probabilities is taken, by dynamic programming from the end (the unigram model; Bellman 1957). A rune
// that is no word has the probability of the rarest word. Of equally probable ways the one with the shorter first word is taken. Sums
// are made in gojieba's order, so that also what differs by rounding only falls as there.
func (c *cutter) cut(t *tree, text string) {
	c.read(t, text)
	n := len(c.classes)
	classes, best, steps := c.classes, c.best[:n+1], c.steps[:n]
	best[n] = 0
	for i := n - 1; i >= 0; i-- {
		class := classes[i]
		if class < firstClass {
			steps[i], best[i] = 1, 0
			if class == unknown {
				best[i] = best[i+1] + t.least
			}
			continue
		}
		r := t.roots[class]
		alone := t.least
		if r.value != 0 {
			alone = t.weights[r.value]
		}
		top, step := max(best[i+1]+alone, impossible), 1
		if r.further && i+1 < n {
			if pair := pairOf(class, classes[i+1]); t.pairs[pair>>6]>>(pair&63)&1 != 0 {
				top, step = t.longer(classes[i:], best[i:], top)
			}
		}
		best[i], steps[i] = top, uint16(step)
	}
	for i := 0; i < n; {
		next := i + int(steps[i])
		c.words = append(c.words, c.places[next]-c.places[i])
		i = next
	}
}

// longer looks for a word of two runes and more that is better than the best so far.
func (t *tree) longer(classes []uint16, best []float64, top float64) (float64, int) {
	step, state := 1, t.start(classes[0])
	for j := 1; j < len(classes); j++ {
		at := t.place(state, classes[j])
		edge := t.edges[at]
		if edge == 0 {
			break
		}
		if value := edge & valueMask; value != 0 {
			if w := best[j+1] + t.weights[value]; w > top {
				top, step = w, j+1
			}
		}
		if edge&furtherBit == 0 {
			break
		}
		state = uint32(at)
	}
	return top, step
}

// read finds the runes of a text.
func (c *cutter) read(t *tree, text string) {
	c.classes, c.places = c.classes[:0], c.places[:0]
	for i := 0; i < len(text); {
		r, size := runeAt(text, i)
		c.classes, c.places = append(c.classes, t.class(r)), append(c.places, int32(i))
		i += size
	}
	c.places = append(c.places, int32(len(text)))
	if n := len(c.places); len(c.best) < n {
		c.best, c.steps = make([]float64, n+n/2), make([]uint16, n+n/2)
	}
}

// list cuts texts. The words of all of them are parts of one list, which is made once it is known how many there are.
func (c *cutter) list(t *tree, texts []string) [][]string {
	c.words = c.words[:0]
	out := make([][]string, len(texts))
	ends := make([]int, len(texts))
	for i, text := range texts {
		c.cut(t, text)
		ends[i] = len(c.words)
	}
	words := make([]string, len(c.words))
	from := 0
	for i, text := range texts {
		for n := from; n < ends[i]; n++ {
			words[n], text = text[:c.words[n]], text[c.words[n]:]
		}
		if from < ends[i] {
			out[i] = words[from:ends[i]:ends[i]]
		}
		from = ends[i]
	}
	return out
}
