package bench

import (
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// One series of ten days: an outbreak on days 3 to 6 with a gap, alarms on days 1, 4 and 6. Another that misses its outbreak, and a third without.
func TestWarningScoresByHand(t *testing.T) {
	alarms := func(days ...int) []bool {
		list := make([]bool, 10)
		for _, d := range days {
			list[d] = true
		}
		return list
	}
	planted := func(days ...int) []int32 {
		list := make([]int32, 10)
		for _, d := range days {
			list[d] = 2
		}
		return list
	}
	files := []WarningFile{{Signal: 1, Size: 3, Alarms: [][]bool{alarms(1, 4, 6), alarms(), alarms()},
		Planted: [][]int32{planted(3, 4, 6), planted(8), planted()}}}
	got := WarningScores(files, "", func(WarningFile) bool { return true })
	// Timeliness: (4−3)/4 days, 1 for the missed one, none of the third.
	want := []WarningScore{{Size: 3, Series: 3, FPR: 1.0 / 26, POD: 0.5, Sensitivity: 2.0 / 4, Timeliness: (0.25 + 1) / 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// pack writes a file as the simulated sets have them.
func pack(t *testing.T, path string, cell func(day, series int) int) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := gzip.NewWriter(file)
	for day := range 3 * warningYear {
		fmt.Fprintf(w, "%d,%d\n", cell(day, 0), cell(day, 1))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestWarningReplaysAFolder(t *testing.T) {
	folder := t.TempDir()
	const begins = 3*warningYear - 100
	planted := func(day, series int) int {
		if series == 1 && day >= begins && day < begins+7 {
			return 40
		}
		return 0
	}
	pack(t, filepath.Join(folder, "w3_signal01_outbreak.csv.gz"), planted)
	pack(t, filepath.Join(folder, "w3_signal01_totals.csv.gz"), func(day, series int) int { return 20 + day*7%5 + planted(day, series) })
	files, err := Warning(folder, 7, false)
	if err != nil {
		t.Fatal(err)
	}
	got := WarningScores(files, "", func(WarningFile) bool { return true })
	if len(got) != 1 || got[0].POD != 1 || got[0].Timeliness != 0 || got[0].Sensitivity != 1 || got[0].FPR > 0.03 {
		t.Errorf("%+v", got)
	}
	if err := os.Remove(filepath.Join(folder, "w3_signal01_outbreak.csv.gz")); err != nil {
		t.Fatal(err)
	}
	if files, err = Warning(folder, 7, false); err != nil || files[0].Planted != nil || len(files[0].Alarms) != 2 {
		t.Errorf("without the answers: %v", err)
	}
	if _, err := Warning(t.TempDir(), 7, false); err == nil || !strings.Contains(err.Error(), "totals.csv.gz") {
		t.Errorf("an empty folder: %v", err)
	}
}
