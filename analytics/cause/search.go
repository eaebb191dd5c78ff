package cause

import "math"

// falseAlarm is the chance that is accepted of finding a cause where there is none.
const falseAlarm = 0.001

// bound is the score below which nothing is a cause: the penalty takes care of the elements of a cuboid, this of the number of cuboids
// and of the chance that is accepted (the union bound over exp(−gain)).
func (s *scan) bound() float64 {
	return math.Log(float64(len(s.cuboids))) - math.Log(falseAlarm)
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
		if f.gain/s.dispersion()-f.cuboid.penalty < s.bound() {
			s.restore(f)
			return
		}
		s.reconsider()
	}
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
