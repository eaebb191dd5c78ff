package cause

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
)

// found is one cause while the search goes on.
type found struct {
	cuboid *cuboid
	key    int
	gain   float64 // in log-likelihood, before penalty and dispersion
	rows   []int32
	level  float64 // of its rows, as a multiple of the level of everything that no cause explains
}

func (f *found) score() float64 { return f.gain - f.cuboid.penalty }

// holds reports whether a cell belongs to the cause.
func (f *found) holds(cell int32) bool { return f.cuboid.key(int(cell)) == f.key }

// scan is a search for causes.
type scan struct {
	cells      *Cells
	noise      Noise
	falseAlarm float64
	cuboids    []*cuboid
	roots      []*node
	first      []sums // of each cell, before anything was explained
	now        []sums // of each cell, with the causes explained away
	causes     []*found
}

func newScan(c *Cells, o Options) *scan {
	s := &scan{cells: c, noise: o.Noise, falseAlarm: cmp.Or(o.FalseAlarm, usualFalseAlarm)}
	s.cuboids, s.roots = c.cuboids(o.together(c))
	s.prepare()
	score := s.scorer()
	least := score.least(s.bound())
	// Smaller ones are kept for what they tell of ups and downs, and because the bound moves a little as causes are explained away.
	kept := min(telling, 0.8*least)
	all := grouping{cells: c, values: s.now, visit: func(q *cuboid, key int, x sums) bool {
		if x == (sums{}) || x.a+x.b < kept {
			return false
		}
		if q.place == nil {
			q.keep(key, x)
		}
		return true
	}}
	rows := make([]int32, c.Len())
	for i := range rows {
		rows[i] = int32(i)
	}
	all.all(s.roots, rows)
	s.each(len(rows), func(q *cuboid) {
		if q.place != nil {
			q.fill(s.now, kept)
		}
		q.penalise(least)
	})
	return s
}

// prepare turns observed and expected into the sums that scores are made of.
func (s *scan) prepare() {
	c := s.cells
	s.first = make([]sums, c.Len())
	if s.noise.Kind == Relative {
		deviations := make([]float64, c.Len())
		for i := range deviations {
			deviations[i] = deviation(c.Observed[i], c.Expected[i])
		}
		if s.noise.Spread == 0 {
			s.noise.Spread = spread(deviations)
		}
		w := 1 / (s.noise.Spread * s.noise.Spread)
		for i, d := range deviations {
			s.first[i] = sums{d * w, w}
		}
	} else {
		for i, e := range c.Expected {
			w := 1 / (1 + s.noise.Varying*e)
			s.first[i] = sums{c.Observed[i] * w, e * w / s.perPeriod()}
		}
	}
	s.now = slices.Clone(s.first)
}

// perPeriod turns a base count into an expectation.
func (s *scan) perPeriod() float64 {
	if math.IsInf(s.noise.Exposure, 1) {
		return 1
	}
	return 1 / s.noise.Exposure
}

// scorer takes the drift of everything that no cause explains anew.
func (s *scan) scorer() scorer {
	var all sums
	for _, x := range s.now {
		all.a += x.a
		all.b += x.b
	}
	return newScorer(s.noise, all)
}

// best is the element with the highest score, nil when none reaches the bound.
func (s *scan) best() *found {
	score := s.scorer()
	var best *found
	floor := s.bound()
	for from := 0; from < len(s.cuboids); {
		to := from + 1
		for to < len(s.cuboids) && len(s.cuboids[to].attributes) == len(s.cuboids[from].attributes) {
			to++
		}
		layer := make([]found, to-from)
		runner(s.cells.Len())(to-from, func(i int) { layer[i] = s.bestOf(s.cuboids[from+i], &score, floor) })
		for i := range layer {
			if f := &layer[i]; f.key >= 0 && (best == nil || f.score() > best.score()) {
				best, floor = f, f.score()
			}
		}
		from = to
	}
	if best != nil {
		s.measure(best, &score)
	}
	return best
}

// bestOf is the best element of a cuboid, with key −1 when none reaches the floor. Elements that are too small to reach it are not looked
// at closely; they are nearly all.
func (s *scan) bestOf(q *cuboid, score *scorer, floor float64) found {
	f := found{cuboid: q, key: -1}
	floor += q.penalty
	bound := s.bound() + q.penalty
	least := score.least(floor)
	for i, in := range q.sums {
		if in.a+in.b < least || score.most(in) < floor {
			continue
		}
		k := q.keys[i]
		g := score.gain(in)
		if g < floor || f.key >= 0 && g <= f.gain || s.resting(q, k) || s.known(q, k) {
			continue
		}
		if score.surely(in, g, q.vary) >= bound {
			f.key, f.gain = k, g
			floor, least = g, score.least(g)
		}
	}
	return f
}

// known reports whether an element is a cause already.
func (s *scan) known(q *cuboid, key int) bool {
	return slices.ContainsFunc(s.causes, func(f *found) bool { return f.cuboid == q && f.key == key })
}

// measure gathers the rows of an element and its level against the rest.
func (s *scan) measure(f *found, score *scorer) {
	f.rows = f.cuboid.rows(f.key)
	in := f.cuboid.at(f.key)
	if f.level = score.levelOf(in) / score.levelOf(score.rest(in)); in.a <= 0 && s.noise.Kind == Counts {
		f.level = 0 // it is gone altogether, as a channel is that died or a topic that was renamed
	}
}

// resting reports whether an element has the value Rest.
func (s *scan) resting(q *cuboid, key int) bool {
	for i, a := range q.attributes {
		if rest := s.cells.Attributes[a].rest; rest >= 0 && q.value(key, i) == rest {
			return true
		}
	}
	return false
}

// explain adds a cause and scales its rows back to what the drift makes of them.
func (s *scan) explain(f *found) {
	s.causes = append(s.causes, f)
	s.refresh(f.rows)
}

// restore takes a cause out again.
func (s *scan) restore(f *found) {
	s.causes = slices.DeleteFunc(s.causes, func(c *found) bool { return c == f })
	s.refresh(f.rows)
}

// refresh takes cells anew from what they were and the causes that hold them. Numbers are only ever scaled down, rises in what was
// observed and drops in the base, so that what is left never looks surer than it is.
func (s *scan) refresh(rows []int32) {
	changes := make([]sums, len(rows))
	for j, i := range rows {
		x := s.first[i]
		for _, f := range s.causes {
			switch {
			case !f.holds(i):
			case s.noise.Kind == Relative:
				x = sums{}
			case f.level >= 1:
				x.a /= f.level
			default:
				x.b *= f.level
			}
		}
		changes[j] = sums{x.a - s.now[i].a, x.b - s.now[i].b}
		s.now[i] = x
	}
	s.change(rows, changes)
}

// change adds to the sums of the elements that hold some cells.
func (s *scan) change(rows []int32, changes []sums) {
	s.each(len(rows), func(q *cuboid) {
		if q.next = 0; q.place != nil {
			q.change(rows, changes)
		}
	})
	all := grouping{cells: s.cells, values: changes, visit: func(q *cuboid, key int, x sums) bool {
		if q.place != nil {
			return q.place[key] >= 0
		}
		if q.next = q.from(q.next, key); q.next == len(q.keys) || q.keys[q.next] != key {
			return false
		}
		e := &q.sums[q.next]
		e.a += x.a
		e.b += x.b
		return true
	}}
	all.all(s.roots, rows)
}

// each does something with every cuboid.
func (s *scan) each(rows int, do func(*cuboid)) {
	runner(rows)(len(s.cuboids), func(i int) { do(s.cuboids[i]) })
}

// runner is how to work on so many rows: with all processors when there are many.
func runner(rows int) func(n int, work func(int)) {
	if rows < fewRows {
		return oneByOne
	}
	return parallel
}

// fewRows is how many rows are worked on without a second processor.
const fewRows = 4000

func oneByOne(n int, work func(int)) {
	for i := range n {
		work(i)
	}
}

// parallel runs n independent pieces of work on the processors there are.
func parallel(n int, work func(int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}
