package learn

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
)

// kept are the answers out of fold to the texts that a model learnt from. A model that reads such a text again knows it by heart and would be
// far surer than it is right; what was said of the text by a model that had not seen it is an honest answer.
type kept struct {
	hashes []uint64 // of the texts, ascending
	start  []uint32 // of a text in shares; one more for the end
	shares []share
}

// share is the probability of a label in units of 1/65535.
type share struct{ label, of uint16 }

const (
	// maxKept bounds the file. A model of more texts than that knows none of them by heart.
	maxKept = 400_000
	// leastShare leaves out labels that no answer tells, see otherLeast; what is likeliest is always kept.
	leastShare = 0.05
	maxShares  = 1 + 1/leastShare // of a text
)

// keeping collects answers out of fold for a corpus.
type keeping struct {
	shares [][]share // of each example
}

// take notes the probabilities of an example, the likeliest first.
func (k *keeping) take(row int32, probabilities []float64, best int) {
	list := []share{{uint16(best), uint16(math.Round(probabilities[best] * math.MaxUint16))}}
	for label, p := range probabilities {
		if label != best && p >= leastShare {
			// A tie that rounding makes must not change the answer.
			list = append(list, share{uint16(label), min(uint16(math.Round(p*math.MaxUint16)), list[0].of)})
		}
	}
	k.shares[row] = list
}

// of lists what was collected by text. Of several equal texts the answer to the first in the order of the corpus is kept. A text with an
// example that counts more than one is left out: somebody vouches for its answer, and the model is to repeat it.
func (k *keeping) of(c *corpus) kept {
	type known struct {
		hash uint64
		row  int
	}
	list := make([]known, len(c.texts))
	for i := range c.texts {
		list[i] = known{hashText(c.texts[i].Normal), i}
	}
	slices.SortFunc(list, func(a, b known) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.row, b.row)) })
	out := kept{start: []uint32{0}}
	for from, to := 0, 0; from < len(list); from = to {
		vouched := false
		for to = from; to < len(list) && list[to].hash == list[from].hash; to++ {
			vouched = vouched || c.weights[list[to].row] > 1
		}
		if !vouched {
			out.hashes, out.shares = append(out.hashes, list[from].hash), append(out.shares, k.shares[list[from].row]...)
			out.start = append(out.start, uint32(len(out.shares)))
		}
	}
	if len(out.hashes) > maxKept {
		return kept{start: []uint32{0}}
	}
	return out
}

// recall writes the probabilities out of fold of a text that the model learnt from and returns the likeliest label; other texts it leaves.
func (k *kept) recall(normal string, probabilities []float64) (best int, known bool) {
	if len(k.hashes) == 0 {
		return 0, false
	}
	at, known := slices.BinarySearch(k.hashes, hashText(normal))
	if !known {
		return 0, false
	}
	clear(probabilities)
	shares := k.shares[k.start[at]:k.start[at+1]]
	for _, s := range shares {
		probabilities[s.label] = float64(s.of) / math.MaxUint16
	}
	return int(shares[0].label), true
}

// hashText hashes a text eight bytes at a time, for it lies on the path of every complaint.
func hashText(s string) uint64 {
	h := uint64(len(s)) * multiplier
	for ; len(s) >= 8; s = s[8:] {
		h = (h ^ (uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56)) * multiplier
		h ^= h >> 32
	}
	last := uint64(0)
	for i := range len(s) {
		last |= uint64(s[i]) << (8 * i)
	}
	return mixed(h^last, 0, 0)
}

// body appends what the file holds of it.
func (k *kept) body(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(k.hashes)))
	last := uint64(0)
	for i, h := range k.hashes {
		b = binary.AppendUvarint(b, h-last)
		b = binary.AppendUvarint(b, uint64(k.start[i+1]-k.start[i]))
		last = h
	}
	for _, s := range k.shares {
		b = binary.AppendUvarint(b, uint64(s.label))
		b = binary.LittleEndian.AppendUint16(b, s.of)
	}
	return b
}

// unpackKept reads what body wrote.
func (b *body) unpackKept(labels int) kept {
	k := kept{start: []uint32{0}}
	last := uint64(0)
	for n := b.number(maxKept); n > 0 && b.err == nil; n-- {
		delta := b.number(math.MaxUint64)
		if of := b.number(uint64(maxShares)); last+delta < last || of == 0 || delta == 0 && len(k.hashes) > 0 {
			b.fail("交叉验证的答案已损坏")
		} else {
			last += delta
			k.hashes, k.start = append(k.hashes, last), append(k.start, k.start[len(k.start)-1]+uint32(of))
		}
	}
	for n := k.start[len(k.start)-1]; n > 0 && b.err == nil; n-- {
		k.shares = append(k.shares, share{uint16(b.number(uint64(labels - 1))), b.short()})
	}
	return k
}
