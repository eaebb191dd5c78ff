package sample

import (
	"math/bits"
	"math/rand/v2"
)

// stream is a row of random numbers that depends only on what it was seeded with. Every day and every complaint has one of its own,
// so that nothing that happens to one complaint shifts the numbers of another.
type stream struct{ pcg rand.PCG }

// seed begins the stream that belongs to (seed, a, b).
func (s *stream) seed(seed, a, b uint64) {
	s.pcg.Seed(mix(seed^mix(a)), mix(seed+0x9e3779b97f4a7c15*(b+1)^a<<32))
}

// mix is the finisher of SplitMix64 (Steele, Lea, Flood 2014): neighbouring numbers become unrelated ones.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// n draws from 0 to k−1; k is positive and below 2^32.
func (s *stream) n(k int) int {
	return int((s.pcg.Uint64() >> 32) * uint64(k) >> 32)
}

// between draws from a to b, both included.
func (s *stream) between(a, b int) int { return a + s.n(b-a+1) }

// chance is true in permille of 1,000 draws.
func (s *stream) chance(permille int) bool { return s.n(1000) < permille }

// draw takes one of a list.
func draw[T any](s *stream, list []T) T { return list[s.n(len(list))] }

// normal draws with mean 0 and deviation 1: twelve uniform numbers less six, which is the same on every machine.
func (s *stream) normal() float64 {
	sum := uint64(0)
	for range 3 {
		x := s.pcg.Uint64()
		sum += x&0xffff + x>>16&0xffff + x>>32&0xffff + x>>48
	}
	return float64(int64(sum)-6*0xffff) / 0xffff
}

// picker draws an index by weight in constant time (the alias method of Walker and Vose, in whole numbers).
type picker struct {
	limit []uint32
	other []int32
}

// newPicker makes a picker of weights of which one at least is positive.
func newPicker(weights []uint64) *picker {
	p := &picker{}
	p.set(weights)
	return p
}

// set gives the picker other weights, in the room that it has.
func (p *picker) set(weights []uint64) {
	n := uint64(len(weights))
	p.limit, p.other = append(p.limit[:0], make([]uint32, n)...), append(p.other[:0], make([]int32, n)...)
	total := uint64(0)
	for _, w := range weights {
		total += w
	}
	left := make([]uint64, n)
	var small, large []int32
	for i, w := range weights {
		left[i] = w * n
		if left[i] < total {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		q, _ := bits.Div64(left[s]>>32, left[s]<<32, total)
		p.limit[s], p.other[s] = uint32(q), l
		if left[l] -= total - left[s]; left[l] < total {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	for _, i := range append(small, large...) {
		p.limit[i], p.other[i] = 1<<32-1, i
	}
}

func (p *picker) pick(s *stream) int {
	x := s.pcg.Uint64()
	i := int(x >> 32 * uint64(len(p.limit)) >> 32)
	if uint32(x) < p.limit[i] {
		return i
	}
	return int(p.other[i])
}
