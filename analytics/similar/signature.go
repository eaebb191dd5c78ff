package similar

import (
	"math"
	"slices"
	"unicode/utf8"

	"huisheng/analytics/text"
)

// Version changes when the same text gets another signature or groups are made otherwise.
const Version = 3

// How signatures are made. With 12 bands of 3 minima two texts with a Jaccard index of 0.5 meet with a probability of 0.80, of 0.6 with 0.94,
// of 0.8 with 0.9998, and of 0.2, as far as two complaints about one topic come, with 0.09.
const (
	width = 3  // letters of a shingle
	bands = 12 // keys of a text
	rows  = 3  // minima of a key

	// MaxShingles is how many shingles are kept: the smallest by hash, which are a random sample of a longer text's (Broder 1997, bottom-k).
	MaxShingles = 160
)

// Signature is what is kept of a text to compare it by.
type Signature struct {
	Hash     uint64   // of the normalised words, 0 without words: text.Normal.Hash
	Shingles []uint32 // hashes, ascending and distinct, at most MaxShingles
	Keys     []uint64 // bands of them, none for a text of fewer letters than a shingle has
}

// Signer makes signatures. It keeps its memory from text to text; one goroutine uses it at a time.
type Signer struct {
	letters []byte
	all     []uint32
}

// factors are those of the permutations: odd numbers, so that a product of 32 bits is a permutation.
var factors = func() (list [bands * rows]uint32) {
	for i := range list {
		list[i] = uint32(mix(uint64(i)+1)>>32) | 1
	}
	return list
}()

// Sign makes the signature of a text. Its slices are the caller's own.
func (s *Signer) Sign(n *text.Normal) Signature {
	s.shingle(n)
	slices.Sort(s.all)
	s.all = slices.Compact(s.all)
	return Restore(n.Hash(), slices.Clone(s.all[:min(len(s.all), MaxShingles)]))
}

// Restore makes a signature of what is kept of it: Hash and Shingles.
func Restore(hash uint64, shingles []uint32) Signature {
	return Signature{Hash: hash, Shingles: shingles, Keys: keysOf(shingles)}
}

// shingle hashes every run of three letters. Punctuation and numbers are no letters and part no run: copies differ in them first.
func (s *Signer) shingle(n *text.Normal) {
	s.letters, s.all = text.Letters(s.letters[:0], n.Text), s.all[:0]
	var run uint64 // the last three letters, 21 bits each
	seen := 0
	for i := 0; i < len(s.letters); {
		r, size := rune(s.letters[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(s.letters[i:])
		}
		i += size
		if r == '\n' {
			continue
		}
		run = run<<21 | uint64(r)
		if seen++; seen >= width {
			s.all = append(s.all, uint32(mix(run&(1<<63-1))>>32))
		}
	}
}

// keysOf are the bands' hashes of the smallest shingle by each permutation.
func keysOf(shingles []uint32) []uint64 {
	if len(shingles) == 0 {
		return nil
	}
	keys := make([]uint64, bands)
	for b := range keys {
		key := uint64(b + 1)
		for _, f := range factors[b*rows : (b+1)*rows] {
			least := uint32(math.MaxUint32)
			for _, h := range shingles {
				least = min(least, h*f)
			}
			key = mix(key ^ uint64(least))
		}
		keys[b] = key
	}
	return keys
}

// mix is the finisher of SplitMix64 (Steele, Lea, Flood 2014): neighbouring numbers become unrelated ones.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
