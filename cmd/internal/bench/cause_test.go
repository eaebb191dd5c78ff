package bench

import (
	"os"
	"path/filepath"
	"testing"
)

func TestHarderMonthsAreExplained(t *testing.T) {
	for name, draw := range HardCauses(6000, 5) {
		draw.Cases = 4
		folder := filepath.Join(t.TempDir(), name)
		if err := GenerateCauses(folder, draw); err != nil {
			t.Fatal(err)
		}
		score, answers, err := Causes(folder)
		if err != nil {
			t.Fatal(err)
		}
		// A few cases are not twenty: the holds are measured by hand.
		if score.Scored != draw.Cases || score.F1 < 0.8 || score.Precision < 0.9 {
			t.Errorf("%s: F1 %.3f and precision %.3f of %d cases, want 0.8 and 0.9 at least of %d", name, score.F1, score.Precision, score.Scored, draw.Cases)
			for _, a := range answers {
				t.Logf("%s: found %v, true %v", a.Case, a.Causes, a.Truth)
			}
		}
	}
}

func TestCasesWithoutATruthAreAnsweredAndNotScored(t *testing.T) {
	folder := t.TempDir()
	const content = "shop,topic,real,predict\ns1,t1,3,2\ns2,t1,2,3\n"
	if err := os.WriteFile(filepath.Join(folder, "one.csv"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	score, answers, err := Causes(folder)
	if err != nil || score.Cases != 1 || score.Scored != 0 || len(answers) != 1 || len(answers[0].Causes) != 0 {
		t.Errorf("score %+v, answers %+v, error %v", score, answers, err)
	}
}

func TestRatesWithoutAMinuteAreAskedAtTheirWorst(t *testing.T) {
	table := &causeTable{minutes: []string{"60", "120", "180", "240"}, numbers: [][2]float64{{10, 1000}, {11, 1000}, {90, 1000}, {12, 1000}}}
	if got := table.worst(); got != "180" {
		t.Errorf("worst minute %s, want 180", got)
	}
}

func TestABrokenCaseSaysWhereItIsBroken(t *testing.T) {
	for name, content := range map[string]string{"header": "a,b\n1,2\n", "number": "a,real,predict\nx,1,2\nx,drei,2\n"} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, "one.csv"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Causes(folder); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The holds of the sets in public; the slower ones are run by hand, `huisheng bench cause`.
func TestPublicSets(t *testing.T) {
	data := os.Getenv("HUISHENG_TESTDATA")
	if data == "" {
		t.Skip("HUISHENG_TESTDATA is not set")
	}
	for name, hold := range map[string]float64{"rates_real": 0.65, "counts_5k": 0.86} {
		score, _, err := Causes(filepath.Join(data, "cause", name))
		if err != nil {
			t.Fatal(err)
		}
		if score.F1 < hold {
			t.Errorf("%s: F1 %.3f, want %.2f at least", name, score.F1, hold)
		}
	}
}
