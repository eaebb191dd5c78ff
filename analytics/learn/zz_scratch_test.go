package learn

import (
	"fmt"
	"os"
	"testing"
)

func TestScratchStats(t *testing.T) {
	f, _ := os.Open("/tmp/lead/car.model")
	m, err := Read(f, "x")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(len(m.Labels), m.Grams, "features", len(m.vocabulary.idf), "entries", len(m.entries), "ranks", len(m.vocabulary.ranks)*16>>10, "KB", m.quantum, "threshold", m.Threshold)
	by := map[int]int{}
	for i := range m.vocabulary.idf {
		by[int(m.start[i+1]-m.start[i])]++
	}
	fmt.Println(by)
	for i := 0; i < len(m.vocabulary.idf); i += len(m.vocabulary.idf) / 8 {
		fmt.Println(i, m.vocabulary.count[i], m.entries[m.start[i]:m.start[i+1]])
	}
	fmt.Println(m.Labels)
}
