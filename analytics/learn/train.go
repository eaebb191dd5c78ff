package learn

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// Options say how to learn. The zero value is good for most.
type Options struct {
	Grams    Grams         // zero: DefaultGrams
	Lexicon  []text.Lexeme // words of the field by kinds; what it knows need not be learnt
	C        float64       // inverse of regularisation; 0: DefaultC
	Folds    int           // of cross-validation; 0: 5
	Seed     uint64        // deals examples to folds; 0: 1
	Features int           // at most; 0 and above maxFeatures: that
	Weights  int           // at most, the largest; 0 and above maxEntries: that
	Workers  int           // 0: one for each processor; the result does not depend on it
	Progress func(done, all int)
}

// DefaultGrams and DefaultC are what measured best over topics of messages, reviews and complaints; see understanding.md.
var DefaultGrams = Grams{Words: 2, From: 1, To: 3, Lead: 20, Bits: 22}

// DefaultC is the cost of a mistake beside a weight's square.
const DefaultC = 0.5

// maxFeatures bounds a model's size and its training.
const maxFeatures = 1_500_000

func (o Options) orDefaults() Options {
	if o.Grams == (Grams{}) {
		o.Grams = DefaultGrams
	}
	if o.C <= 0 {
		o.C = DefaultC
	}
	if o.Folds <= 0 {
		o.Folds = 5
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Features <= 0 || o.Features > maxFeatures {
		o.Features = maxFeatures
	}
	if o.Weights <= 0 || o.Weights > maxEntries {
		o.Weights = maxEntries
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	return o
}

func (o *Options) validate() error {
	if o.Folds < 2 || o.Folds > 20 {
		return analytics.Invalid("folds", "份数应在 2–20，这里是 %d", o.Folds)
	}
	return nil
}

// A scorer is one way to find weights from the same features. Several are trained and joined, which is still one linear model.
type scorer struct {
	smooth  float64 // features scaled by log-count ratios with this smoothing (Wang and Manning 2012); 0: not scaled
	balance float64 // power of n/(2·n of the class) by which its mistakes cost more
	cost    float64 // factor of C
	kinds   bool    // of what the lexicon finds, in place of n-grams
}

var scorers = []scorer{{balance: 0.3, cost: 1}, {smooth: 0.05, cost: 1}}

// byKinds is the further scorer where there is a lexicon. It stands alone, so that its share is what the scores out of fold say: nothing where
// the labels have nothing to do with what the lexicon knows.
var byKinds = scorer{balance: 0.3, cost: 1, kinds: true}

func (c *corpus) scorers() []scorer {
	if c.kinds == nil {
		return scorers
	}
	return append(scorers[:len(scorers):len(scorers)], byKinds)
}

// solved are the weights of all labels by all scorers: [scorer][label][column], the last column constant.
type solved [][][]float32

// solveAll trains every scorer for every label on some rows. Two labels need one answer: the second's, turned round for the first.
func (c *corpus) solveAll(ctx context.Context, m *matrix, rows []int32, o Options, done func()) (solved, error) {
	scorers := c.scorers()
	out := make(solved, len(scorers))
	grams, kinds := m.split()
	type task struct{ scorer, label int }
	var tasks []task
	for s := range scorers {
		out[s] = make([][]float32, len(c.labels))
		for k := range c.labels {
			if scorers[s].kinds && kinds == nil {
				out[s][k] = make([]float32, m.wide+1)
				continue
			}
			if len(c.labels) > 2 || k == 1 {
				tasks = append(tasks, task{s, k})
			}
		}
	}
	next := make(chan task)
	var all sync.WaitGroup
	for range min(o.Workers, len(tasks)) {
		all.Go(func() {
			for t := range next {
				if ctx.Err() == nil {
					x := grams
					if scorers[t.scorer].kinds {
						x = kinds
					}
					p := c.problem(x, rows, int32(t.label), scorers[t.scorer], o.C)
					out[t.scorer][t.label] = p.solve(uint64(t.label) + 1)
				}
			}
		})
	}
	for _, t := range tasks {
		next <- t
	}
	close(next)
	all.Wait()
	done()
	return out, ctx.Err()
}

// problem is one label against the rest on some rows; row i of m is example rows[i] or, for a matrix of all, i.
func (c *corpus) problem(m *matrix, rows []int32, label int32, way scorer, cost float64) *problem {
	p := &problem{x: m, rows: rows, sign: make([]float32, len(rows)), cost: make([]float32, len(rows))}
	var in, of float64
	for i, r := range rows {
		of += float64(c.weights[r])
		p.sign[i] = -1
		if c.answers[r] == label {
			p.sign[i] = 1
			in += float64(c.weights[r])
		}
	}
	heavy := math.Pow(of/2/(in+1), way.balance)
	light := math.Pow(of/2/(of-in+1), way.balance)
	for i, r := range rows {
		factor := light
		if p.sign[i] > 0 {
			factor = heavy
		}
		p.cost[i] = float32(cost * way.cost * factor * float64(c.weights[r]))
	}
	if way.smooth > 0 {
		p.scale = p.ratios(way.smooth)
	}
	return p
}

// ratios are the log-count ratios of the features: how much more of a feature the class has than the rest.
func (p *problem) ratios(smooth float64) []float32 {
	in, out := make([]float64, p.x.wide), make([]float64, p.x.wide)
	for i, r := range p.rows {
		columns, values := p.x.row(int(r))
		to := out
		if p.sign[i] > 0 {
			to = in
		}
		for j, c := range columns {
			to[c] += float64(values[j])
		}
	}
	var allIn, allOut float64
	for c := range in {
		allIn, allOut = allIn+in[c]+smooth, allOut+out[c]+smooth
	}
	ratios := make([]float32, p.x.wide)
	for c := range in {
		ratios[c] = float32(math.Log((in[c] + smooth) / allIn * allOut / (out[c] + smooth)))
	}
	return ratios
}

// prune keeps the largest weights, of all scorers together at most limit; those of the constant stay. What a scorer does not need of its
// share the others before it get: a lexicon has few features.
func (w solved) prune(limit int) {
	for s := len(w) - 1; s >= 0; s-- {
		var sizes []float32
		for _, weights := range w[s] {
			for _, v := range weights[:max(0, len(weights)-1)] {
				if v != 0 {
					sizes = append(sizes, abs(v))
				}
			}
		}
		most := limit / (s + 1)
		if limit -= min(most, len(sizes)); len(sizes) <= most {
			continue
		}
		slices.Sort(sizes)
		least := sizes[len(sizes)-most-1]
		for _, weights := range w[s] {
			for i, v := range weights[:max(0, len(weights)-1)] {
				if abs(v) <= least {
					weights[i] = 0
				}
			}
		}
	}
}

// scores writes what every scorer gives a row for every label: [scorer][label].
func (w solved) scores(m *matrix, row int, into [][]float32) {
	columns, values := m.row(row)
	for s := range w {
		for k, weights := range w[s] {
			if weights == nil {
				continue
			}
			sum := weights[m.wide]
			for j, c := range columns {
				sum += weights[c] * values[j]
			}
			into[s][k] = sum
		}
		if len(w[s]) == 2 {
			into[s][0] = -into[s][1]
		}
	}
}

// outOfFold scores every example by weights that were learnt without its fold: [scorer][example×labels + label].
func (c *corpus) outOfFold(ctx context.Context, o Options, steps int) ([][]float32, error) {
	labels := len(c.labels)
	out := make([][]float32, len(c.scorers()))
	for s := range out {
		out[s] = make([]float32, len(c.texts)*labels)
	}
	into := make([][]float32, len(out))
	for fold := range o.Folds {
		rows := c.rows(fold, false)
		texts := make([]Text, len(rows))
		for i, r := range rows {
			texts[i] = c.texts[r]
		}
		// Also which n-grams are features is learnt without the fold.
		m, _ := newVocabulary(o.Grams, c.kinds, texts, o.Features).matrixOf(c.texts)
		weights, err := c.solveAll(ctx, m, rows, o, func() { o.Progress(fold+1, steps) })
		if err != nil {
			return nil, err
		}
		weights.prune(o.Weights) // as in the model that is measured here
		for _, r := range c.rows(fold, true) {
			for s := range into {
				into[s] = out[s][int(r)*labels : (int(r)+1)*labels]
			}
			weights.scores(m, int(r), into)
		}
	}
	return out, nil
}
