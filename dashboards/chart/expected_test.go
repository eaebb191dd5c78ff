package chart

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestTheExpectedRangeLiesUnderTheCounts(t *testing.T) {
	n, low, high := uint64(172), 41.0, 86.0
	raw, err := Expected([]Expectation{{Name: "3-14"}, {Name: "3-15", N: &n, Low: &low, High: &high, Unusual: true, Mark: "172 件", Door: "/complaints?from=2024-03-15"}},
		[]Stretch{{From: 1, To: 1, Name: "{b}"}, {From: 5, To: 9}}, false, "每日件数")
	if err != nil {
		t.Fatal(err)
	}
	var option struct {
		Series []struct {
			Data     []struct{ Value any }
			Stack    string
			MarkArea struct{ Data [][]struct{ XAxis string } }
		}
	}
	if err := json.Unmarshal(raw, &option); err != nil {
		t.Fatal(err)
	}
	if len(option.Series) != 3 || option.Series[0].Stack != option.Series[1].Stack || option.Series[0].Stack == "" {
		t.Fatalf("the range is not two series on each other: %s", raw)
	}
	if option.Series[0].Data[1].Value != 41.0 || option.Series[1].Data[1].Value != 45.0 || option.Series[2].Data[1].Value != 172.0 || option.Series[2].Data[0].Value != "-" {
		t.Errorf("the values are others: %s", raw)
	}
	if areas := option.Series[2].MarkArea.Data; len(areas) != 1 || areas[0][0].XAxis != "3-15" {
		t.Errorf("a stretch outside of the days is drawn, or the one inside is not: %v", areas)
	}
	if strings.Contains(string(raw), "{b}") {
		t.Error("a name is a template")
	}
}

func TestARangeThatIsNoNumberIsRefused(t *testing.T) {
	n, low, high := uint64(1), math.NaN(), 2.0
	if _, err := Expected([]Expectation{{Name: "a", N: &n, Low: &low, High: &high}}, nil, true, ""); err == nil {
		t.Error("NaN is drawn")
	}
}
