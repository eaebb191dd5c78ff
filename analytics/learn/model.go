package learn

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"
)

// Header is what a model file tells about itself.
type Header struct {
	Kind        string    `json:"kind"`
	Labels      []string  `json:"labels"`
	Grams       Grams     `json:"grams"`
	Segmented   bool      `json:"segmented"`   // the texts came cut by spaces, and those to classify must too
	Fingerprint string    `json:"fingerprint"` // of texts and labels that it learnt from
	Taxonomy    string    `json:"taxonomy"`    // version of the taxonomy whose codes the labels are, empty for labels of a file
	MadeAt      time.Time `json:"made_at"`
	Threshold   float64   `json:"threshold"` // confidence from which answers are right often enough for sums; see Coverage
	Sure        Curve     `json:"sure"`      // from probability to confidence
	Rules       Curve     `json:"rules"`     // the same for the rules that it stands beside, as its maker measured; straight when nobody did
	Report      *Report   `json:"report"`    // cross-validated
}

// Kind names this kind of model.
const Kind = "linear-1"

// Model answers. It does not change and is safe for many goroutines.
type Model struct {
	Header
	vocabulary *vocabulary
	start      []uint32 // of a feature in entries; one more for the end
	entries    []packed
	table      *table    // the same for a quick answer; nil where rows would be nearly empty
	quantum    float32   // the unit of their weights
	bias       []float32 // for each label
	kept       kept      // what it learnt from
	pool       sync.Pool
}

// packed is the weight that a feature has for a label: four bytes, so that the weights of a feature lie in few lines of the processor's cache.
type packed struct {
	label  uint16
	weight int16
}

// Version names the model by what it learnt from and how; models of one version answer alike.
func (m *Model) Version() string {
	sum := math.Float32bits(m.quantum) ^ math.Float32bits(m.bias[0]) ^ uint32(len(m.kept.hashes))
	if kinds := m.vocabulary.kinds; kinds != nil {
		sum ^= uint32(len(kinds.words)) << 16
	}
	return fmt.Sprintf("learn-%s-%s-%x", m.Kind, m.Fingerprint, sum)
}

// maxEntries bounds the weights of a model, so that its file stays under 16 MB.
const maxEntries = 3 << 20

// thresholdTarget is how often answers above a model's threshold are right.
const thresholdTarget = 0.8

// Train learns from the examples that have a label and measures itself by cross-validation. The model answers as the average of several
// scorers, whose shares and biases are learnt from scores out of fold.
func Train(ctx context.Context, examples []Example, o Options) (*Model, error) {
	o = o.orDefaults()
	if err := o.validate(); err != nil {
		return nil, err
	}
	c, err := newCorpus(examples, o)
	if err != nil {
		return nil, err
	}
	scores, err := c.outOfFold(ctx, o, o.Folds+1)
	if err != nil {
		return nil, err
	}
	told := keeping{shares: make([][]share, len(c.texts))}
	report, sure := c.report(scores, o, told.take)
	all := c.rows(-1, false)
	cal := calibrate(scores, len(c.labels), all, c.answers, c.weights)
	v := newVocabulary(o.Grams, c.kinds, c.texts, o.Features)
	v.kinds = c.kinds.features(v)
	x, back := v.matrixOf(c.texts)
	weights, err := c.solveAll(ctx, x, all, o, func() { o.Progress(o.Folds+1, o.Folds+1) })
	if err != nil {
		return nil, err
	}
	m := &Model{vocabulary: v, kept: told.of(c), Header: Header{Kind: Kind, Labels: c.labels, Grams: o.Grams, Segmented: c.segmented(), Fingerprint: c.print,
		Threshold: report.threshold(thresholdTarget), Sure: sure, Rules: straight(), Report: report}}
	weights.prune(o.Weights)
	m.join(weights, cal, back)
	m.begin()
	return m, nil
}

// segmented reports whether the texts came without words of their own.
func (c *corpus) segmented() bool {
	return !slices.ContainsFunc(c.texts, func(t Text) bool { return t.Words != nil })
}

func (r *Report) threshold(precision float64) float64 {
	for _, c := range r.Coverage {
		if c.Precision == precision {
			return c.Threshold
		}
	}
	return 1
}

// entry is one weight while a model is made.
type entry struct {
	feature int32
	label   uint16
	weight  float32
}

// join makes one linear model of all scorers by the calibration.
func (m *Model) join(weights solved, cal calibration, back []int32) {
	labels := len(m.Labels)
	m.bias = make([]float32, labels)
	for k, b := range cal.bias {
		m.bias[k] = float32(b)
	}
	var entries []entry
	for k := range labels {
		total := make([]float32, len(back)+1)
		for s := range weights {
			factor := float32(cal.factor[s])
			if labels == 2 {
				factor *= 2 // the first label's score is minus the second's
			}
			for j, w := range weights[s][k] {
				total[j] += factor * w
			}
		}
		m.bias[k] += total[len(back)]
		for j, w := range total[:len(back)] {
			if w != 0 {
				entries = append(entries, entry{back[j], uint16(k), w})
			}
		}
	}
	m.pack(entries)
}

func abs(f float32) float32 { return float32(math.Abs(float64(f))) }

// pack orders the weights by feature and rounds them as the file does, so that a model answers the same before and after it was written.
func (m *Model) pack(entries []entry) {
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(cmp.Compare(a.feature, b.feature), cmp.Compare(a.label, b.label)) })
	highest := float32(0)
	for _, e := range entries {
		highest = max(highest, abs(e.weight))
	}
	if m.quantum = highest / math.MaxInt16; m.quantum == 0 {
		m.quantum = 1
	}
	m.start = make([]uint32, len(m.vocabulary.idf)+1)
	for _, e := range entries {
		if rounded := int16(math.Round(float64(e.weight / m.quantum))); rounded != 0 {
			m.entries = append(m.entries, packed{e.label, rounded})
			m.start[e.feature+1]++
		}
	}
	for i := range m.vocabulary.idf {
		m.start[i+1] += m.start[i]
	}
}
