package cause

import "math"

// usualFalseAlarm is the chance of finding a cause where there is none that is accepted unless said: many months are looked at.
const usualFalseAlarm = 0.001

// bound is the score below which nothing is a cause: the penalty takes care of the elements of a cuboid, this of the number of cuboids
// and of the chance that is accepted (the union bound over exp(−gain)).
func (s *scan) bound() float64 {
	return math.Log(float64(len(s.cuboids))) - math.Log(s.falseAlarm)
}

// search finds the causes, the best first.
func (s *scan) search(most int) {
	for range 2 * most { // what is reconsidered away may come again, but not for ever
		if len(s.causes) == most {
			return
		}
		f := s.best()
		if f == nil {
			return
		}
		s.explain(f)
		if s.noise.Kind == Relative && f.gain/s.tails()-f.cuboid.penalty < s.bound() {
			s.restore(f)
			return
		}
		s.reconsider()
	}
}

// find searches, and searches once more when what was found may be no more than the ups and downs of what is left. Those can be told only
// then: before the causes are explained away they move every element that has a part in them.
func (s *scan) find(most int) {
	s.search(most)
	if s.noise.Kind == Relative || s.noise.Dispersion < 0 {
		return
	}
	for range 2 { // what was taken for a cause at first is what varies most
		if len(s.causes) == 0 {
			return
		}
		s.varying()
		if s.allSure() {
			return
		}
		for len(s.causes) > 0 {
			s.restore(s.causes[0])
		}
		s.search(most)
	}
}

// allSure reports whether every cause is more than the ups and downs of its cuboid.
func (s *scan) allSure() bool {
	for range s.causes {
		f := s.causes[0] // each is taken from the front and put back at the end
		s.restore(f)
		score, in := s.scorer(), f.cuboid.at(f.key)
		sure := score.surely(in, score.gain(in), f.cuboid.vary) >= s.bound()+f.cuboid.penalty
		s.explain(f)
		if !sure {
			return false
		}
	}
	return true
}

// reconsider looks at each cause again with the others explained away: what was taken first was judged before they were known.
func (s *scan) reconsider() {
	for range 3 { // changes feed changes; more rounds have not been seen to
		changed := false
		for i := 0; i < len(s.causes) && len(s.causes) > 1; i++ {
			f := s.causes[0] // each is taken from the front and put back at the end
			s.restore(f)
			g := s.best()
			if g == nil {
				changed = true
				continue
			}
			changed = changed || g.cuboid != f.cuboid || g.key != f.key
			s.explain(g)
		}
		if !changed {
			return
		}
	}
}
