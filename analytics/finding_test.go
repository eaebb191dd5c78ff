package analytics

import (
	"testing"
	"time"
)

func TestTheIDOfAFindingNamesKindSeriesAndFirstDay(t *testing.T) {
	day := time.Date(2024, 3, 15, 0, 0, 0, 0, Zone)
	one, two := AxisValue{"topic", "a"}, AxisValue{"city", "b"}
	seen := map[uint64]int{}
	for i, id := range []uint64{
		FindingID(FindingDays, nil, day), FindingID(FindingWeek, nil, day), FindingID(FindingDays, nil, day.AddDate(0, 0, 1)),
		FindingID(FindingDays, []AxisValue{one}, day), FindingID(FindingDays, []AxisValue{two}, day), FindingID(FindingDays, []AxisValue{one, two}, day),
		FindingID(FindingDays, []AxisValue{{"topic", "b"}, {"city", "a"}}, day), FindingID(FindingDays, []AxisValue{{"topic", ""}}, day),
		CauseKey([]AxisValue{one, two}),
	} {
		if before, found := seen[id]; found {
			t.Errorf("%d and %d have the same id", before, i)
		}
		seen[id] = i
	}
	if FindingID(FindingDays, []AxisValue{one, two}, day) != FindingID(FindingDays, []AxisValue{two, one}, day.In(time.UTC)) {
		t.Error("the order of a series, or the zone of its day, changes the id")
	}
	if id := FindingID(FindingDays, []AxisValue{one, two}, day); IDText(id) != "04d7fc110dc2ee64" {
		t.Errorf("the id became %s: what people decided under the old one would be lost", IDText(id))
	}
}

func TestAnIDIsReadAsItIsWritten(t *testing.T) {
	for _, id := range []uint64{0, 1, 1 << 63, ^uint64(0)} {
		if back, err := ParseID(IDText(id)); back != id || err != nil {
			t.Errorf("%d became %d, %v", id, back, err)
		}
	}
	for _, text := range []string{"", "12", "zz00000000000000", "00000000000000001"} {
		if _, err := ParseID(text); err == nil {
			t.Errorf("%q is an id", text)
		}
	}
}
