package tone_test

import (
	"cmp"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestSignsOfReviews measures the lists on reviews whose writers gave a mark. What it holds is a little under what was measured, so that
// a list that is made worse is seen.
func TestSignsOfReviews(t *testing.T) {
	folder := os.Getenv("HUISHENG_TESTDATA")
	if folder == "" {
		t.Skip("HUISHENG_TESTDATA is not set")
	}
	for _, set := range []struct {
		file      string
		text      int
		label     int
		hold, auc float64
	}{{"online_shopping_train.csv", 2, 1, 0.78, 0.85}, {"hotel_train.csv", 1, 0, 0.78, 0.85}, {"waimai_train.csv", 1, 0, 0.70, 0.80}} {
		f, err := os.Open(filepath.Join(folder, "reviews", set.file))
		if err != nil {
			t.Skip(err)
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var all []scored
		right, shown, rightShown := 0.0, 0, 0.0
		for _, row := range rows[1:] {
			s := scored{read(t, row[set.text]).Sentiment, row[set.label] == "1"}
			all = append(all, s)
			if s.sentiment == 0 {
				right += 0.5 // a guess
				continue
			}
			shown++
			if s.good == (s.sentiment > 0) {
				right++
				rightShown++
			}
		}
		n := float64(len(all))
		accuracy, area := right/n, auc(all)
		t.Logf("%s: %d texts, accuracy %.4f, AUC %.4f, words judge in %.1f %% and are right in %.4f of these", set.file, len(all), accuracy, area,
			float64(shown)/n*100, rightShown/float64(shown))
		if accuracy < set.hold || area < set.auc {
			t.Errorf("%s: accuracy %.4f below %.2f or AUC %.4f below %.2f", set.file, accuracy, set.hold, area, set.auc)
		}
	}
}

type scored struct {
	sentiment float32
	good      bool
}

// auc is the chance that of two reviews, one of each kind, the good one has the higher sentiment; equal ones count half.
func auc(all []scored) float64 {
	slices.SortFunc(all, func(a, b scored) int { return cmp.Compare(a.sentiment, b.sentiment) })
	var ranks, good float64
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].sentiment == all[i].sentiment {
			j++
		}
		for k := i; k < j; k++ {
			if all[k].good {
				ranks += float64(i+j+1) / 2
				good++
			}
		}
		i = j
	}
	bad := float64(len(all)) - good
	return (ranks - good*(good+1)/2) / (good * bad)
}
