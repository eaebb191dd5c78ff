package theme

import (
	"cmp"
	"slices"
)

// Grouping says when texts are about one matter.
type Grouping struct {
	// Alike is the cosine from which two texts are compared at all.
	Alike float64
	// Together is the mean cosine between the texts of two groups from which they become one.
	Together float64
	// Neighbours bounds how many of the most alike texts each text is compared with.
	Neighbours int
	// Apart, when not nil, tells that two texts are about two matters however alike they are, as of two places.
	Apart func(a, b int) bool
	// Least is how many texts a group has at least.
	Least int
}

// maxPostings bounds how many texts are looked at for one word: a word that more have cannot tell one matter from others. It makes
// the cost grow with the texts and not with their square.
const maxPostings = 800

// pair is two texts that are alike.
type pair struct {
	a, b  int32
	alike float32
}

// Groups puts texts together, the largest group first. Each text is in one group at most. The texts of a group are in the order of their
// numbers.
//
// Pairs of alike texts are found through an index of terms and joined from the most alike on, when the mean over all pairs between the two
// groups is high enough (agglomeration by group averages, Sokal and Michener 1958, over the graph of near neighbours): groups of a chain of texts that are
// alike in other ways each do not come about.
func (s *Space) Groups(g Grouping) [][]int {
	pairs := s.pairs(g)
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.alike, x.alike), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	j := newJoin(s.vectors)
	for _, p := range pairs {
		j.join(int(p.a), int(p.b), g.Together)
	}
	return j.groups(g.Least)
}

// pairs finds for each text its most alike ones.
func (s *Space) pairs(g Grouping) []pair {
	index := s.index()
	score := make([]float32, len(s.vectors))
	var touched []int32
	var all []pair
	for i, v := range s.vectors {
		touched = touched[:0]
		for _, w := range v {
			for _, p := range index[w.term] {
				if int(p.text) >= i { // the index is in the order of texts
					break
				}
				if score[p.text] == 0 {
					touched = append(touched, p.text)
				}
				score[p.text] += p.value * w.value
			}
		}
		from := len(all)
		for _, t := range touched {
			if score[t] >= float32(g.Alike) && (g.Apart == nil || !g.Apart(int(t), i)) {
				all = append(all, pair{t, int32(i), score[t]})
			}
			score[t] = 0
		}
		if mine := all[from:]; len(mine) > g.Neighbours {
			slices.SortFunc(mine, func(x, y pair) int { return cmp.Or(cmp.Compare(y.alike, x.alike), cmp.Compare(x.a, y.a)) })
			all = all[:from+g.Neighbours]
		}
	}
	return all
}

type posting struct {
	text  int32
	value float32
}

// index lists for each term the texts that have it, without the terms that too many have.
func (s *Space) index() [][]posting {
	index := make([][]posting, len(s.names))
	for i, v := range s.vectors {
		for _, w := range v {
			if s.texts[w.term] <= maxPostings {
				index[w.term] = append(index[w.term], posting{int32(i), w.value})
			}
		}
	}
	return index
}

// join is groups while they are joined.
type join struct {
	parent []int32
	size   []int32
	sums   []map[term]float32 // of the vectors of a group; nil for a group of one, whose vector is its sum
	single []vector
	apart  map[[2]int32]int32 // pairs of groups that were too unlike, with their texts then: as long as both stay, they are
}

func newJoin(vectors []vector) *join {
	j := &join{parent: make([]int32, len(vectors)), size: make([]int32, len(vectors)), sums: make([]map[term]float32, len(vectors)), single: vectors, apart: map[[2]int32]int32{}}
	for i := range j.parent {
		j.parent[i], j.size[i] = int32(i), 1
	}
	return j
}

func (j *join) root(i int) int {
	for int(j.parent[i]) != i {
		j.parent[i] = j.parent[j.parent[i]]
		i = int(j.parent[i])
	}
	return i
}

// join puts the groups of two texts together when the mean of all cosines between them is at least together.
func (j *join) join(a, b int, together float64) {
	a, b = j.root(a), j.root(b)
	if a == b {
		return
	}
	key := [2]int32{int32(min(a, b)), int32(max(a, b))}
	if texts := j.size[a] + j.size[b]; j.apart[key] == texts {
		return
	} else if j.mean(a, b) < together {
		j.apart[key] = texts
		return
	}
	if j.size[a] < j.size[b] || j.size[a] == j.size[b] && a > b {
		a, b = b, a
	}
	if j.sums[a] == nil {
		j.sums[a] = map[term]float32{}
		j.add(a, j.single[a])
	}
	if j.sums[b] == nil {
		j.add(a, j.single[b])
	} else {
		for t, value := range j.sums[b] { // each term is added once, so that their order does not matter
			j.sums[a][t] += value
		}
		j.sums[b] = nil
	}
	j.parent[b] = int32(a)
	j.size[a] += j.size[b]
}

func (j *join) add(a int, v vector) {
	for _, w := range v {
		j.sums[a][w.term] += w.value
	}
}

// mean is the mean cosine between the texts of two groups. Sums over maps are added in the order of nothing, so they are rounded.
func (j *join) mean(a, b int) float64 {
	if len(j.sums[a]) < len(j.sums[b]) {
		a, b = b, a
	}
	var sum float64
	switch {
	case j.sums[a] == nil:
		sum = j.single[a].dot(j.single[b])
	case j.sums[b] == nil:
		for _, w := range j.single[b] {
			sum += float64(w.value) * float64(j.sums[a][w.term])
		}
	default:
		for t, value := range j.sums[b] {
			sum += float64(value) * float64(j.sums[a][t])
		}
	}
	const grain = 1 << 20
	return float64(int64(sum*grain/float64(j.size[a])/float64(j.size[b])+0.5)) / grain
}

func (j *join) groups(least int) [][]int {
	of := map[int]int{}
	var list [][]int
	for i := range j.parent {
		r := j.root(i)
		if int(j.size[r]) < least {
			continue
		}
		at, known := of[r]
		if !known {
			at = len(list)
			of[r], list = at, append(list, nil)
		}
		list[at] = append(list[at], i)
	}
	slices.SortStableFunc(list, func(a, b []int) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0])) })
	return list
}
