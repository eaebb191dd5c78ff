package watch

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var epoch = time.Date(2024, 4, 1, 3, 0, 0, 0, time.UTC)

func second(n int) time.Time { return epoch.Add(time.Duration(n) * time.Second) }

var only = place{"complaints.v1", 0}

func at(n uint64) offsets { return offsets{only: n} }

func TestAnEmptyInstallationIsFresh(t *testing.T) {
	var f freshness
	if f.fresh(second(0)).List.Known {
		t.Error("nothing was measured yet")
	}
	for n := range 5 {
		f.add(second(2*n), at(0))
		f.see(second(2*n), at(0), at(0), at(0))
	}
	if got := f.fresh(second(8)); !got.List.Known || !got.Figures.Known || got.List.Now != 0 || got.Figures.Now != 0 || got.Figures.Most != 0 {
		t.Errorf("%+v", got)
	}
}

func TestARecordIsFollowedUntilItIsSeen(t *testing.T) {
	var f freshness
	f.add(second(0), at(10))
	f.see(second(0), at(10), at(10), at(10))
	f.add(second(2), at(11)) // it came after 0 and by 2
	f.see(second(2), at(10), at(10), at(10))
	if got := f.fresh(second(2)); got.List.Now != 2*time.Second || got.Figures.Now != 2*time.Second {
		t.Errorf("it waits: %+v", got)
	}
	f.add(second(4), at(11))
	f.see(second(4), at(11), at(11), at(10))
	if got := f.fresh(second(4)); got.List.Now != 0 || got.List.Most != 4*time.Second || got.Figures.Now != 4*time.Second {
		t.Errorf("it is in the list: %+v", got)
	}
	f.add(second(30), at(11))
	f.see(second(30), at(11), at(11), at(11))
	if got := f.fresh(second(30)); got.Figures.Now != 0 || got.Figures.Most != 30*time.Second || got.Figures.Last != 30*time.Second {
		t.Errorf("it is in the figures: %+v", got)
	}
	f.add(second(1200), at(11))
	f.see(second(1200), at(11), at(11), at(11))
	if got := f.fresh(second(1200)); got.Figures.Most != 0 || got.List.Most != 0 {
		t.Errorf("it is long ago: %+v", got)
	}
}

// A message that is rejected has an offset and no row, so nobody will ever read up to it.
func TestRejectedMessagesDoNotMakeFiguresOld(t *testing.T) {
	var f freshness
	f.add(second(0), at(5))
	f.see(second(0), at(5), at(5), at(5))
	f.add(second(2), at(8))
	f.see(second(2), at(8), at(5), at(5))
	if got := f.fresh(second(60)); got.Figures.Now != 0 {
		t.Errorf("%+v", got)
	}
}

// Whatever happens, the slowest record that is told is as slow as the slowest there was, and at most one measurement slower.
func TestTheSlowestRecordIsTold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f freshness
		var came []int // second of arrival of each offset
		var listed, read int
		var worstList, worstFigures time.Duration
		f.add(second(0), at(0))
		f.see(second(0), at(0), at(0), at(0))
		for now := 1; now <= 300; now++ {
			for range rapid.IntRange(0, 2).Draw(t, "came") * rapid.IntRange(0, 1).Draw(t, "any") {
				came = append(came, now)
			}
			if now%2 != 0 {
				continue
			}
			f.add(second(now), at(uint64(len(came))))
			if to := rapid.IntRange(listed, len(came)).Draw(t, "listed"); to > listed {
				worstList = max(worstList, second(now).Sub(second(came[listed])))
				listed = to
			}
			if to := rapid.IntRange(read, listed).Draw(t, "read"); to > read && rapid.IntRange(0, 4).Draw(t, "run") == 0 {
				worstFigures = max(worstFigures, second(now).Sub(second(came[read])))
				read = to
			}
			f.see(second(now), at(uint64(listed)), at(uint64(listed)), at(uint64(read)))
			got := f.fresh(second(now))
			for what, pair := range map[string][2]time.Duration{"list": {max(got.List.Most, got.List.Now), worstList}, "figures": {max(got.Figures.Most, got.Figures.Now), worstFigures}} {
				if pair[0] < pair[1] {
					t.Fatalf("second %d: the slowest in the %s took %s, told is %s", now, what, pair[1], pair[0])
				}
			}
			if listed == len(came) && got.List.Now != 0 || read == len(came) && got.Figures.Now != 0 {
				t.Fatalf("second %d: all is seen and %+v is told", now, got)
			}
			if got.List.Most > worstList+2*time.Second && listed == len(came) {
				t.Fatalf("second %d: %s is told, the slowest took %s", now, got.List.Most, worstList)
			}
		}
	})
}

func TestALongBacklogNeedsLittleMemory(t *testing.T) {
	var f freshness
	f.add(second(0), at(0))
	f.see(second(0), at(0), at(0), at(0))
	for n := 1; n < 3*maxMarks; n++ {
		f.add(second(2*n), at(uint64(n)))
		f.see(second(2*n), at(uint64(min(n, maxMarks/2))), at(uint64(n)), at(3))
	}
	if len(f.marks) > maxMarks+1 {
		t.Errorf("%d marks are kept", len(f.marks))
	}
	f.see(second(6*maxMarks), at(3*maxMarks), at(3*maxMarks), at(3*maxMarks))
	if got := f.fresh(second(6 * maxMarks)); got.Figures.Now != 0 || got.Figures.Most == 0 {
		t.Errorf("%+v", got)
	}
}
