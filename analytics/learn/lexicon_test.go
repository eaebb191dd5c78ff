package learn_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"huisheng/analytics/learn"
	"huisheng/analytics/text"
)

// noises are words of a kind; training sees some of them only.
var noises = []string{"咯吱", "哒哒", "嗡嗡", "咔咔", "啸叫"}

// withNoises are made examples, and those of a label of which each names one noise but the last.
func withNoises() []learn.Example {
	examples := made(60, 9)
	for i := range 60 {
		words := noise[i%len(noise)] + " " + noises[i%(len(noises)-1)] + " " + noise[i/3%len(noise)]
		examples = append(examples, learn.Example{Text: learn.Text{Normal: words}, Label: "异响"})
	}
	return examples
}

func withLexicon() learn.Options {
	o := small
	for _, w := range noises {
		o.Lexicon = append(o.Lexicon, text.Lexeme{Word: w, Kinds: []string{"noise"}})
	}
	o.Lexicon = append(o.Lexicon, text.Lexeme{Word: "没人说过", Kinds: []string{"nothing"}})
	return o
}

func TestAWordThatTrainingNeverSawIsKnownByItsKind(t *testing.T) {
	unseen := learn.Text{Normal: "昨天 啸叫 电话"}
	if got := trained(t, withNoises(), small).Classify(unseen, 0); got.Label == "异响" && got.Confidence > 0.5 {
		t.Errorf("without a lexicon: %+v", got)
	}
	m := trained(t, withNoises(), withLexicon())
	got := m.Classify(unseen, 0)
	if got.Label != "异响" || got.Confidence < 0.8 {
		t.Errorf("%+v", got)
	}
	if !slices.ContainsFunc(got.Evidence, func(s learn.Span) bool { return unseen.Normal[s.From:s.To] == "啸叫" }) {
		t.Errorf("the word is not the evidence: %+v", got.Evidence)
	}
}

func TestAModelKeepsItsLexicon(t *testing.T) {
	m := trained(t, withNoises(), withLexicon())
	content := written(t, m)
	if bytes.Contains(content, []byte("没人说过")) {
		t.Error("a word that is no feature is kept")
	}
	back, err := learn.Read(bytes.NewReader(content), "m")
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"昨天 啸叫 电话", "啸叫啸叫", "没人说过", ""} {
		if a, b := m.Classify(learn.Text{Normal: words}, 0), back.Classify(learn.Text{Normal: words}, 0); fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%q: %+v became %+v", words, a, b)
		}
	}
	if !bytes.Equal(content, written(t, back)) {
		t.Error("written again it differs")
	}
	if other := trained(t, withNoises(), small); other.Version() == m.Version() {
		t.Error("models with and without a lexicon have one version")
	}
}
