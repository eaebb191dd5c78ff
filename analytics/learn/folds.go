package learn

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"slices"

	"huisheng/analytics"
)

// corpus is examples in an order of their own, which depends on what they are and not on where they stood.
type corpus struct {
	texts    []Text
	answers  []int32 // label of each
	weights  []float32
	origins  []string
	labels   []string // ascending
	fold     []int32  // of each
	repeated []bool   // the same words stand in an example of another fold
	print    string   // fingerprint
	kinds    *lexicon
}

// newCorpus sorts examples and deals them to folds: of each label the same share to each.
func newCorpus(examples []Example, o Options) (*corpus, error) {
	folds, seed := o.Folds, o.Seed
	type entry struct {
		hash  uint64
		again uint64 // how many of the same text and label came before
		label string
		at    int
	}
	entries := make([]entry, 0, len(examples))
	for i := range examples {
		if examples[i].Label != "" {
			entries = append(entries, entry{hash: hashWord(examples[i].Normal), label: examples[i].Label, at: i})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.label, b.label), cmp.Compare(a.hash, b.hash), cmp.Compare(examples[a.at].Normal, examples[b.at].Normal),
			cmp.Compare(examples[a.at].weight(), examples[b.at].weight()), cmp.Compare(examples[a.at].Origin, examples[b.at].Origin))
	})
	c := &corpus{}
	for i := range entries {
		if i > 0 && entries[i].label == entries[i-1].label && entries[i].hash == entries[i-1].hash {
			entries[i].again = entries[i-1].again + 1
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { // by chance, the same for the same seed
		return cmp.Or(cmp.Compare(a.label, b.label), cmp.Compare(mixed(a.hash, a.again, seed), mixed(b.hash, b.again, seed)))
	})
	inLabel := 0
	for i, e := range entries {
		if i == 0 || e.label != entries[i-1].label {
			c.labels = append(c.labels, e.label)
			inLabel = len(c.labels) - 1 // small labels do not all begin in the first fold
		}
		x := &examples[e.at]
		c.texts, c.answers, c.weights = append(c.texts, x.Text), append(c.answers, int32(len(c.labels)-1)), append(c.weights, x.weight())
		c.origins = append(c.origins, x.Origin)
		c.fold = append(c.fold, int32(inLabel%folds))
		inLabel++
	}
	if len(c.labels) < 2 {
		return nil, analytics.Invalid("label", "至少要有两种标签才能学习，这里有 %d 种", len(c.labels))
	}
	if len(c.labels) > math.MaxUint16 {
		return nil, analytics.Invalid("label", "标签太多：%d 种，最多 %d 种。这一列是不是编号？", len(c.labels), math.MaxUint16)
	}
	if len(c.texts) < folds {
		return nil, analytics.Invalid("label", "只有 %d 行有标签，分不成 %d 份", len(c.texts), folds)
	}
	c.markRepeated()
	c.fingerprint()
	kinds, err := newLexicon(o.Lexicon, o.Grams.Bits)
	c.kinds = kinds
	return c, err
}

func (e *Example) weight() float32 {
	if e.Weight > 0 {
		return e.Weight
	}
	return 1
}

// mixed hashes three numbers (the finaliser of MurmurHash3).
func mixed(a, b, c uint64) uint64 {
	h := a ^ b*multiplier ^ c*0x9E3779B97F4A7C15
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// markRepeated finds texts that stand in several folds, to the letter: such an example is easier than a new one.
func (c *corpus) markRepeated() {
	where := make(map[string]int32, len(c.texts)) // -1: several folds
	for i, t := range c.texts {
		if f, known := where[t.Normal]; known && f != c.fold[i] {
			where[t.Normal] = -1
		} else {
			where[t.Normal] = c.fold[i]
		}
	}
	c.repeated = make([]bool, len(c.texts))
	for i, t := range c.texts {
		c.repeated[i] = where[t.Normal] < 0
	}
}

// fingerprint hashes all texts and labels.
func (c *corpus) fingerprint() {
	sum := sha256.New()
	var size [8]byte
	for i, t := range c.texts {
		for _, part := range []string{t.Normal, c.labels[c.answers[i]]} {
			binary.LittleEndian.PutUint64(size[:], uint64(len(part)))
			sum.Write(size[:])
			sum.Write([]byte(part))
		}
		binary.LittleEndian.PutUint64(size[:], uint64(math.Float32bits(c.weights[i])))
		sum.Write(size[:])
	}
	c.print = hex.EncodeToString(sum.Sum(nil)[:8])
}

// rows lists the examples in a fold, or those not in it; -1 is in no fold.
func (c *corpus) rows(fold int, in bool) []int32 {
	var rows []int32
	for i, f := range c.fold {
		if (int(f) == fold) == in {
			rows = append(rows, int32(i))
		}
	}
	return rows
}
