package teach

import (
	"context"
	"fmt"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/learn"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
)

// Where a label is from, as learn.Example.Origin.
const (
	OriginPerson   = "person"   // a correction
	OriginCategory = "category" // the source's category names the topic
	OriginRule     = "rule"     // a rule is sure
)

// What labels weigh, and how many are enough.
const (
	personWeight = 5   // somebody looked at this very text
	ruleWeight   = 0.5 // learning from rules only widens them
	sureRule     = 0.8 // confidence from which a rule's label is learnt from
	page         = 5_000
	// MaxExamples bounds the time of learning to some minutes on two processors; the newest months come first.
	MaxExamples = 20_000
	leastOfOne  = 8 // labels with fewer examples are left out: nothing could be said of how right they are
)

// Tables is what teach reads of the warehouse, as enrich.Tables has it.
type Tables interface {
	HeadMonths(ctx context.Context) ([]analytics.Month, error)
	Winners(ctx context.Context, month analytics.Month, after analytics.Key, limit int) ([]analytics.Wording, error)
}

// Reader is what texts are read with: the parts of the analysis in use.
type Reader struct {
	Segmenter  text.Segmenter
	Classifier *topic.Classifier
}

// Material is what there is to learn from.
type Material struct {
	Examples []learn.Example
	Rules    []learn.Judged // labels of rules beside labels of people and sources
	Read     int            // complaints that were looked at
	Sparse   int            // examples of labels that have too few
	Months   []analytics.Month
}

// Gather reads complaints, newest month first, until there are enough examples. corrections are those that hold.
func Gather(ctx context.Context, tables Tables, reader Reader, corrections []analytics.Correction, limit int) (*Material, error) {
	if limit <= 0 {
		limit = MaxExamples
	}
	said := make(map[analytics.Key]analytics.Correction)
	for _, c := range corrections {
		if c.Axis == analytics.AxisWhat {
			said[c.Key] = c
		}
	}
	months, err := tables.HeadMonths(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing months: %w", err)
	}
	slices.Sort(months)
	m := &Material{}
	for _, month := range slices.Backward(months) {
		m.Months = append(m.Months, month)
		var after analytics.Key
		for len(m.Examples) < limit {
			batch, err := tables.Winners(ctx, month, after, page)
			if err != nil {
				return nil, fmt.Errorf("reading the complaints of %s: %w", month, err)
			}
			m.read(reader, batch, said)
			if len(batch) < page {
				break
			}
			after = batch[len(batch)-1].Key
		}
		if len(m.Examples) >= limit {
			break
		}
	}
	m.drop()
	if len(m.Examples) == 0 {
		return nil, &analytics.Error{Kind: analytics.KindMissing, Field: "labels", Text: "还没有可学的标签：来源分类对不上分类体系，也没有足够确定的规则命中或人工更正。" +
			"请先导入数据并运行 huisheng jobs run，或在分类体系里写上来源分类的别名"}
	}
	return m, nil
}

// read takes the labels of a page.
func (m *Material) read(reader Reader, batch []analytics.Wording, said map[analytics.Key]analytics.Correction) {
	raw := make([]string, len(batch))
	for i := range batch {
		raw[i] = analytics.JoinWords(batch[i].Subject, batch[i].Text)
	}
	empty := text.Normal{}
	for i, prepared := range learn.Prepare(reader.Segmenter, raw) {
		if m.Read++; prepared.Normal == "" {
			continue
		}
		rule := reader.Classifier.Classify(&prepared.Original, "")
		example := learn.Example{Text: prepared.Text}
		named := reader.Classifier.Classify(&empty, batch[i].Category)
		switch correction, corrected := said[batch[i].Key]; {
		case corrected:
			example.Label, example.Origin, example.Weight = correction.To, OriginPerson, personWeight
		case named.From == topic.FromCategory:
			example.Label, example.Origin, example.Weight = named.Topic, OriginCategory, 1
		case rule.From == topic.FromRule && rule.Confidence >= sureRule:
			example.Label, example.Origin, example.Weight = rule.Topic, OriginRule, ruleWeight
		}
		if rule.From == topic.FromRule && example.Origin != OriginRule && example.Origin != "" {
			m.Rules = append(m.Rules, learn.Judged{Confidence: float64(rule.Confidence), Right: rule.Topic == example.Label})
		}
		if example.Label != "" {
			m.Examples = append(m.Examples, example)
		}
	}
}

// drop leaves out labels with too few examples.
func (m *Material) drop() {
	n := map[string]int{}
	for i := range m.Examples {
		n[m.Examples[i].Label]++
	}
	before := len(m.Examples)
	m.Examples = slices.DeleteFunc(m.Examples, func(e learn.Example) bool { return n[e.Label] < leastOfOne })
	m.Sparse = before - len(m.Examples)
}
