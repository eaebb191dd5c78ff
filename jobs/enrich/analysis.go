package enrich

import (
	"context"
	"fmt"
	"hash/fnv"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/idea"
	"huisheng/analytics/learn"
	"huisheng/analytics/text"
	"huisheng/analytics/tone"
	"huisheng/analytics/topic"
)

// analysisVersion changes when the code here or in analytics/text reads the same words otherwise.
const analysisVersion = 4

// chunk is how many complaints one worker takes at a time: enough to cross into the segmenter rarely, few enough that the workers end
// together.
const chunk = 64

// Parts are what reads a text.
type Parts struct {
	Segmenter  text.Segmenter
	Classifier *topic.Classifier
	Rarity     *text.Rarity
	Tone       *tone.Reader // nil reads no tone
	Learned    *learn.Model // nil asks none
	Idea       *idea.Reader // nil reads neither demands nor suggestions
}

// Analysis reads what words say. It is safe for many goroutines.
type Analysis struct {
	Parts
	workers  int
	counters sync.Pool
	base     string
	model    string
}

// NewAnalysis binds the parts that read a text. workers ≤ 0 takes one for each processor.
func NewAnalysis(parts Parts, workers int) *Analysis {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	sum := fnv.New64a()
	fmt.Fprintf(sum, "%d %s %s", analysisVersion, parts.Segmenter.Version(), parts.Classifier.Version())
	if parts.Tone != nil {
		fmt.Fprintf(sum, " %s", parts.Tone.Version())
	}
	if parts.Idea != nil {
		fmt.Fprintf(sum, " %s", parts.Idea.Version())
	}
	if parts.Learned != nil {
		fmt.Fprintf(sum, " %s", parts.Learned.Version())
	}
	a := &Analysis{Parts: parts, workers: workers, base: fmt.Sprintf("m%016x", sum.Sum64())}
	a.model = a.base
	if revision := parts.Classifier.Revision(); revision > 0 {
		a.model += overlayMark + strconv.FormatUint(revision, 10)
	}
	a.counters.New = func() any { return text.NewCounter(parts.Rarity) }
	return a
}

// overlayMark stands in a model's name between its base and the revision of the overlay.
const overlayMark = "+"

// Model names code, dictionary and taxonomy together: the base, and the revision of what people changed of the taxonomy's words. Another
// base means that every text may be read otherwise, another revision that texts with the changed words may.
func (a *Analysis) Model() string { return a.model }

// Base is the model without what people changed.
func (a *Analysis) Base() string { return a.base }

// MadeOf are the versions of the parts of the base, by what people call them.
func (a *Analysis) MadeOf() map[string]string {
	parts := map[string]string{"程序": strconv.Itoa(analysisVersion), "词典": a.Segmenter.Version(), "分类体系": a.Classifier.Version()}
	if a.Tone != nil {
		parts["语气"] = a.Tone.Version()
	}
	if a.Idea != nil {
		parts["诉求"] = a.Idea.Version()
	}
	if a.Learned != nil {
		parts["模型"] = a.Learned.Version()
	}
	return parts
}

// With is the same analysis with another classifier.
func (a *Analysis) With(c *topic.Classifier) *Analysis {
	parts := a.Parts
	parts.Classifier = c
	return NewAnalysis(parts, a.workers)
}

// WithModel is the same analysis with another learnt model, nil for none.
func (a *Analysis) WithModel(m *learn.Model) *Analysis {
	parts := a.Parts
	parts.Learned = m
	return NewAnalysis(parts, a.workers)
}

// Read returns one insight for each wording, in their order. It works on all workers and returns ctx's error when that ends first.
func (a *Analysis) Read(ctx context.Context, wordings []analytics.Wording, at time.Time) ([]analytics.Insight, error) {
	out := make([]analytics.Insight, len(wordings))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(a.workers, (len(wordings)+chunk-1)/chunk) {
		workers.Go(func() {
			for ctx.Err() == nil {
				from := int(next.Add(chunk)) - chunk
				if from >= len(wordings) {
					return
				}
				to := min(from+chunk, len(wordings))
				a.read(wordings[from:to], out[from:to], at)
			}
		})
	}
	workers.Wait()
	return out, ctx.Err()
}

func (a *Analysis) read(wordings []analytics.Wording, out []analytics.Insight, at time.Time) {
	counter := a.counters.Get().(*text.Counter)
	defer a.counters.Put(counter)
	normals, texts := make([]text.Normal, len(wordings)), make([]string, len(wordings))
	var letters []byte
	for i := range wordings {
		original := analytics.JoinWords(wordings[i].Subject, wordings[i].Text)
		normals[i] = text.Normalise(original)
		out[i].Folded = normals[i].Fold(original)
		letters = text.Letters(letters[:0], normals[i].Text)
		texts[i] = string(letters)
	}
	words := a.Segmenter.Segment(texts)
	found := make([]topic.Result, len(wordings))
	// Each part reads all the texts before the next one does: so what it knows stays in the processor's cache from text to text.
	for i := range found {
		found[i] = a.Classifier.Classify(&normals[i], wordings[i].Category)
	}
	for i := range found {
		a.decide(&found[i], &normals[i], words[i])
	}
	for i := range out {
		folded := out[i].Folded
		out[i] = a.insight(&wordings[i], &normals[i], &found[i], at)
		out[i].Folded, out[i].ReceivedAt = folded, wordings[i].ReceivedAt
	}
	a.how(normals, out)
	for i := range out {
		out[i].Keywords = counter.Keywords(words[i])
		out[i].Tokens = counter.Tokens()
	}
}

// insight is what one text says of its topics, and what it is.
func (a *Analysis) insight(w *analytics.Wording, normal *text.Normal, found *topic.Result, at time.Time) analytics.Insight {
	return analytics.Insight{
		Key: w.Key, Month: w.Month, Content: w.Content, Model: a.model,
		Topic: found.Topic, TopicFrom: found.From, Confidence: found.Confidence, OtherTopics: found.Others,
		Why: found.Why, Where: found.Where, Evidence: found.Evidence,
		TextHash: normal.Hash(), Characters: uint32(normal.Characters), EnrichedAt: at,
		Wordless: strings.TrimSpace(w.Subject) == "" && strings.TrimSpace(w.Text) == "",
	}
}

// how fills in how it was said and what is wanted, first the one of all texts and then the other.
func (a *Analysis) how(normals []text.Normal, out []analytics.Insight) {
	if a.Tone != nil {
		for i := range out {
			in := &out[i]
			said := a.Tone.Read(&normals[i], in.Evidence)
			in.Sentiment, in.Rating, in.Temper, in.Urgency, in.Evidence = said.Sentiment, said.Rating, said.Temper, said.Urgency, said.Evidence
		}
	}
	if a.Idea != nil {
		for i := range out {
			in := &out[i]
			wanted := a.Idea.Read(&normals[i], in.Evidence)
			in.Demands, in.Ideas, in.Evidence = wanted.Demands, wanted.Ideas, wanted.Evidence
		}
	}
}
