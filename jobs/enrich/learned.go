package enrich

import (
	"huisheng/analytics"
	"huisheng/analytics/learn"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
)

// FromModel is what Insight.TopicFrom holds for a label that a learnt model gave.
const FromModel = "model"

// SureRule is the confidence from which a rule's label is not put to the model: nine of ten such labels are right.
const SureRule = 0.9

// decide combines what rules, a learnt model and the source's category say of the axis 现象. It is the one place where this is decided:
//
//	a person's word          always wins (correct, after this)
//	a rule that is sure      its confidence is at least SureRule
//	the model                its confidence is at least the model's threshold, above which four of five of its answers were right
//	a rule that is not sure
//	the source's category
//	nothing                  未分类
//
// All confidences mean the same: the share of such labels that are right. The model's are calibrated out of fold; those of rules go through
// the curve that was measured when the model was learnt. Where rule and model say the same, the greater confidence holds. What a model
// overruled becomes 另提及. A code that the taxonomy has no longer is no answer, nor one that a person excluded by a word of the text.
func (a *Analysis) decide(found *topic.Result, normal *text.Normal, words []string) {
	m := a.Learned
	if m == nil {
		return
	}
	if found.From == topic.FromRule {
		if found.Confidence = float32(m.Rules.At(float64(found.Confidence))); found.Confidence >= SureRule {
			return
		}
	}
	if words == nil {
		words = []string{}
	}
	answer := m.Classify(learn.Text{Normal: normal.Text, Words: words}, m.Threshold)
	switch {
	case answer.Label == "" || !a.known(answer.Label) || a.Classifier.Excludes(answer.Label, normal.Text):
		return
	case answer.Label == found.Topic:
		found.Confidence = max(found.Confidence, answer.Confidence)
		if found.From == topic.FromCategory {
			found.From = FromModel
		} else {
			return
		}
	default:
		found.Others = others(found, answer.Label)
		found.Topic, found.From, found.Confidence = answer.Label, FromModel, answer.Confidence
	}
	evidence := make([]analytics.Evidence, 0, len(answer.Evidence)+len(found.Evidence))
	for _, span := range answer.Evidence {
		from, to := normal.Original(span.From, span.To)
		evidence = append(evidence, analytics.Evidence{Topic: answer.Label, From: from, To: to})
	}
	for _, e := range found.Evidence {
		if e.Topic != answer.Label {
			evidence = append(evidence, e)
		}
	}
	found.Evidence = evidence
}

// others are the further topics once the model's label is the primary one: what rules found first of all.
func others(found *topic.Result, label string) []string {
	out := make([]string, 0, len(found.Others)+1)
	if found.From == topic.FromRule {
		out = append(out, found.Topic)
	}
	for _, o := range found.Others {
		if o != label {
			out = append(out, o)
		}
	}
	return out
}

func (a *Analysis) known(code string) bool {
	_, ok := a.Classifier.Taxonomy().Entry(code)
	return ok
}
