package topic_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"huisheng/analytics/topic"
)

// TestEveryExampleIsClassifiedAsItsLabel reads the examples of all shipped packs with all packs together, as an installation does that sets
// nothing: a pack that stole from another would be seen here. Counterexamples belong elsewhere.
func TestEveryExampleIsClassifiedAsItsLabel(t *testing.T) {
	tax := classifier(t).Taxonomy()
	for _, axis := range topic.Axes {
		for _, e := range tax.Leaves(axis) {
			if utf8.RuneCountInString(e.Definition) < 6 || len(e.Examples) < 2 {
				t.Errorf("%s %s: definition %q, %d examples", e.Code, e.Name, e.Definition, len(e.Examples))
			}
			for _, words := range e.Examples {
				if got := labelOn(classify(t, words, ""), axis); got != e.Code {
					t.Errorf("%s：%s\n got %s %s, want %s %s", e.Pack, words, got, tax.Name(got), e.Code, e.Name)
				}
			}
			for _, words := range e.Counter {
				if got := labelOn(classify(t, words, ""), axis); got == e.Code {
					t.Errorf("%s：%s became %s, which it is a counterexample of", e.Pack, words, e.Name)
				}
			}
			if n := len(slices.Compact(slices.Sorted(slices.Values(e.Examples)))); n != len(e.Examples) {
				t.Errorf("%s tells an example twice", e.Code)
			}
		}
	}
}

func labelOn(r topic.Result, axis topic.Axis) string {
	return []string{r.Topic, r.Why.Code, r.Where.Code}[axis]
}
