package theme

import (
	"math"
	"slices"
	"time"
)

// Voice is one telling of a matter.
type Voice struct {
	At        time.Time
	Author    uint64 // who told it; the same number is the same person
	Reactions int    // likes and dislikes that it got
}

// Heat is how hot a matter is, and what that is made of.
type Heat struct {
	Index       float64 // see HeatOf
	Voices      int     // tellings
	People      int
	Reactions   int
	First, Last time.Time
}

// aloud is the cohesion from which a matter counts fully. Below it, what was put together is partly about other things.
const aloud = 0.25

// HeatOf states how hot a matter is:
//
//	(people + √reactions) × min(1, cohesion ÷ 0.25) × √ownership ÷ ∛(months from the first to the last telling, at least 1)
//
// Ownership is that of the matter's best word: a matter whose words others use as much is a subject with many cases. A person who tells it twice counts once. A like costs less than a letter, so many of them count as their root. What many tell within
// weeks is hotter than what as many tell over a year.
func HeatOf(cohesion, ownership float64, voices []Voice) Heat {
	h := Heat{Voices: len(voices)}
	if len(voices) == 0 {
		return h
	}
	authors := make([]uint64, 0, len(voices))
	h.First, h.Last = voices[0].At, voices[0].At
	for _, v := range voices {
		authors = append(authors, v.Author)
		h.Reactions += v.Reactions
		if v.At.Before(h.First) {
			h.First = v.At
		}
		if v.At.After(h.Last) {
			h.Last = v.At
		}
	}
	slices.Sort(authors)
	h.People = len(slices.Compact(authors))
	months := max(1, h.Last.Sub(h.First).Hours()/24/30)
	h.Index = (float64(h.People) + math.Sqrt(float64(h.Reactions))) * min(1, cohesion/aloud) * math.Sqrt(ownership) / math.Cbrt(months)
	return h
}
