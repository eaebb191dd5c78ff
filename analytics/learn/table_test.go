package learn_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics/learn"
)

func TestATableAnswersToTheBitAsTheWeightsThatItIsMadeOf(t *testing.T) {
	for name, m := range map[string]*learn.Model{
		"three labels": trained(t, made(60, 1), small),
		"two labels":   trained(t, tailed(0), small),
		"a lexicon":    trained(t, withNoises(), withLexicon()),
	} {
		t.Run(name, func(t *testing.T) {
			sparse := learn.Sparse(t, m)
			words := append([]string{"车门", "生锈", "从没见过"}, noises...)
			words = append(words, noise...)
			for _, of := range kinds {
				words = append(words, of...)
			}
			rapid.Check(t, func(t *rapid.T) {
				text := learn.Text{Words: rapid.SliceOfN(rapid.SampledFrom(words), 0, 30).Draw(t, "words")}
				for _, w := range text.Words {
					text.Normal += w
				}
				if diff := cmp.Diff(sparse.Classify(text, 0.3), m.Classify(text, 0.3)); diff != "" {
					t.Fatal(diff)
				}
			})
		})
	}
}

func TestNearlyEmptyRowsGetNoTable(t *testing.T) {
	for _, c := range []struct {
		labels, weighted int
		want             bool
	}{{2, 1, true}, {19, 11, true}, {19, 19, true}, {30, 2, false}, {400, 11, false}, {400, 300, true}} {
		if got := learn.Tabled(c.labels, c.weighted); got != c.want {
			t.Errorf("%d of %d labels: %t, want %t", c.weighted, c.labels, got, c.want)
		}
	}
}
