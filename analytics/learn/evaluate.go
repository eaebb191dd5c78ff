package learn

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"huisheng/analytics"
)

// Report tells how right a classifier is on examples that it did not learn from.
type Report struct {
	Rows        int        `json:"rows"`
	Folds       int        `json:"folds"`
	Seed        uint64     `json:"seed"`
	Accuracy    Rate       `json:"accuracy"`
	MacroF1     float64    `json:"macro_f1"` // every label counts the same
	WeightedF1  float64    `json:"weighted_f1"`
	Labels      []LabelFit `json:"labels"`    // the most frequent first
	Confusion   []Mistake  `json:"confusion"` // the largest first
	Reliability []Bin      `json:"reliability"`
	ECE         float64    `json:"ece"` // expected calibration error over the bins
	Coverage    []Coverage `json:"coverage"`
	Origins     []Origin   `json:"origins,omitempty"`
	Repeated    int        `json:"repeated"` // examples whose text stands in another fold to the letter
	Fresh       Rate       `json:"accuracy_without_repeated"`
	Wordless    int        `json:"wordless"` // examples without a word; the answer to them is the most frequent label
}

// Rate is a share with its 95 % interval (Wilson 1927).
type Rate struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	N     int     `json:"n"` // of which it is the share
}

// Origin is how right the answers are for labels from one origin.
type Origin struct {
	Origin   string `json:"origin"`
	Accuracy Rate   `json:"accuracy"`
}

// LabelFit is how right the answers are for one label.
type LabelFit struct {
	Label     string  `json:"label"`
	N         int     `json:"n"`        // examples that have it
	Answered  int     `json:"answered"` // examples for which it was the answer
	Precision Rate    `json:"precision"`
	Recall    Rate    `json:"recall"`
	F1        float64 `json:"f1"`
}

// Mistake is a wrong answer and how often it was given.
type Mistake struct {
	Label  string `json:"label"`
	Answer string `json:"answer"`
	N      int    `json:"n"`
}

// Bin holds the examples of like confidence.
type Bin struct {
	N          int     `json:"n"`
	From       float64 `json:"from"`
	To         float64 `json:"to"`
	Confidence float64 `json:"confidence"` // mean
	Right      Rate    `json:"right"`
}

// Coverage says which share of the examples is answered when only answers of at least a confidence are given, and how many are right.
type Coverage struct {
	Precision float64 `json:"precision"` // asked for
	Threshold float64 `json:"threshold"` // confidence from which the answers are so right; above 1 when none are
	Share     float64 `json:"share"`     // of the examples
}

// bins is how many reliability bins there are, of equally many examples each.
const bins = 15

// targets are the precisions for which coverage is told.
var targets = []float64{0.8, 0.85, 0.9, 0.95, 0.98}

const maxMistakes = 30

// Evaluate measures by stratified cross-validation: every example is answered by a model that was learnt without it, whose calibration
// was learnt without it too. Examples without a label are left out.
func Evaluate(ctx context.Context, examples []Example, o Options) (*Report, error) {
	o = o.orDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	c, err := newCorpus(examples, o)
	if err != nil {
		return nil, err
	}
	scores, err := c.outOfFold(ctx, o, o.Folds)
	if err != nil {
		return nil, err
	}
	report, _ := c.report(scores, o, func(int32, []float64, int) {})
	return report, nil
}

// answered is one example with its answer.
type answered struct {
	label, answer int32
	confidence    float64
	repeated      bool
	sure          float64 // confidence by the curve
}

// answer calibrates on some rows and answers others, without the curve. told gets the probabilities of each.
func (c *corpus) answer(scores [][]float32, by, rows []int32, into []answered, told func(row int32, probabilities []float64, best int)) {
	cal := calibrate(scores, len(c.labels), by, c.answers, c.weights)
	logits := make([]float64, len(c.labels))
	for _, r := range rows {
		cal.logits(scores, int(r), logits)
		softmax(logits)
		best := 0
		for k, p := range logits {
			if p > logits[best] {
				best = k
			}
		}
		into[r] = answered{label: c.answers[r], answer: int32(best), confidence: logits[best], repeated: c.repeated[r]}
		told(r, logits, best)
	}
}

// report calibrates each fold by the others and counts. The curve of the whole is returned for the model.
func (c *corpus) report(scores [][]float32, o Options, told func(row int32, probabilities []float64, best int)) (*Report, Curve) {
	all := make([]answered, len(c.texts))
	for fold := range o.Folds {
		c.answer(scores, c.rows(fold, false), c.rows(fold, true), all, told)
	}
	for fold := range o.Folds { // again each by the others
		var others []answered
		for _, r := range c.rows(fold, false) {
			others = append(others, all[r])
		}
		curve := newCurve(byConfidence(others))
		for _, r := range c.rows(fold, true) {
			all[r].sure = curve.At(all[r].confidence)
		}
	}
	whole := newCurve(byConfidence(all))
	for i := range all {
		all[i].confidence = all[i].sure
	}
	r := &Report{Rows: len(all), Folds: o.Folds, Seed: o.Seed}
	for _, t := range c.texts {
		if t.Normal == "" {
			r.Wordless++
		}
	}
	r.count(all, c.labels)
	r.byOrigin(all, c.origins)
	r.reliability(all)
	return r, whole
}

func byConfidence(all []answered) []answered {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b answered) int { return cmp.Compare(a.confidence, b.confidence) })
	return sorted
}

// count fills what depends on answers alone.
func (r *Report) count(all []answered, labels []string) {
	cells := make(map[[2]int32]int)
	n, given, right := make([]int, len(labels)), make([]int, len(labels)), make([]int, len(labels))
	hits, fresh, freshHits := 0, 0, 0
	for _, a := range all {
		n[a.label]++
		given[a.answer]++
		hit := 0
		if a.label == a.answer {
			right[a.label]++
			hit = 1
		} else {
			cells[[2]int32{a.label, a.answer}]++
		}
		hits += hit
		if a.repeated {
			r.Repeated++
		} else {
			fresh++
			freshHits += hit
		}
	}
	r.Accuracy, r.Fresh = wilson(hits, len(all)), wilson(freshHits, fresh)
	for k, label := range labels {
		fit := LabelFit{Label: label, N: n[k], Answered: given[k], Precision: wilson(right[k], given[k]), Recall: wilson(right[k], n[k])}
		if n[k]+given[k] > 0 {
			fit.F1 = 2 * float64(right[k]) / float64(n[k]+given[k])
		}
		r.MacroF1 += fit.F1 / float64(len(labels))
		r.WeightedF1 += fit.F1 * float64(n[k]) / float64(len(all))
		r.Labels = append(r.Labels, fit)
	}
	slices.SortStableFunc(r.Labels, func(a, b LabelFit) int { return cmp.Compare(b.N, a.N) })
	for cell, n := range cells {
		r.Confusion = append(r.Confusion, Mistake{labels[cell[0]], labels[cell[1]], n})
	}
	slices.SortFunc(r.Confusion, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Answer, b.Answer))
	})
	r.Confusion = r.Confusion[:min(len(r.Confusion), maxMistakes)]
}

// byOrigin tells accuracy for each origin, when any is named.
func (r *Report) byOrigin(all []answered, origins []string) {
	hits, n := map[string]int{}, map[string]int{}
	for i, a := range all {
		if n[origins[i]]++; a.label == a.answer {
			hits[origins[i]]++
		}
	}
	for _, origin := range slices.Sorted(maps.Keys(n)) {
		if origin != "" {
			r.Origins = append(r.Origins, Origin{origin, wilson(hits[origin], n[origin])})
		}
	}
}

// reliability fills what depends on confidence.
func (r *Report) reliability(all []answered) {
	sorted := byConfidence(all)
	for b := range bins {
		part := sorted[b*len(sorted)/bins : (b+1)*len(sorted)/bins]
		if len(part) == 0 {
			continue
		}
		bin, hits := Bin{N: len(part), From: part[0].confidence, To: part[len(part)-1].confidence}, 0
		for _, a := range part {
			bin.Confidence += a.confidence / float64(len(part))
			if a.label == a.answer {
				hits++
			}
		}
		bin.Right = wilson(hits, len(part))
		r.ECE += math.Abs(bin.Right.Value-bin.Confidence) * float64(len(part)) / float64(len(sorted))
		r.Reliability = append(r.Reliability, bin)
	}
	for _, target := range targets {
		r.Coverage = append(r.Coverage, coverage(sorted, target))
	}
}

// coverage takes as many of the most confident answers as are right often enough together.
func coverage(ascending []answered, target float64) Coverage {
	best := Coverage{Precision: target, Threshold: 1.01}
	right := 0
	for i := len(ascending) - 1; i >= 0; i-- {
		if ascending[i].label == ascending[i].answer {
			right++
		}
		taken := len(ascending) - i
		tied := i > 0 && ascending[i-1].confidence == ascending[i].confidence
		if !tied && float64(right) >= target*float64(taken) {
			best.Threshold, best.Share = ascending[i].confidence, float64(taken)/float64(len(ascending))
		}
	}
	return best
}

// wilson is the share of hits with its interval; of nothing it is 0 and could be anything.
func wilson(hits, of int) Rate {
	r := Rate{N: of}
	r.Low, r.High = analytics.Wilson(hits, of)
	if of > 0 {
		r.Value = float64(hits) / float64(of)
	}
	return r
}

// ShareAt is the share of answers whose confidence reaches a threshold of Coverage.
func (r *Report) ShareAt(threshold float64) float64 {
	for _, c := range r.Coverage {
		if c.Threshold == threshold {
			return c.Share
		}
	}
	return 0
}
