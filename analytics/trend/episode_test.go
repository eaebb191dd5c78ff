package trend

import (
	"math/rand/v2"
	"testing"
	"time"

	"huisheng/analytics"
)

// replayed judges days one after another and returns the episodes of some level.
func replayed(span *Span, s Series, from int, least Level) []*Episode {
	w := NewWatch(span, []Series{s})
	e := NewEpisodes(w, from)
	for day := from; day < len(s.Counts); day++ {
		if (day-from)%7 == 0 {
			w.Learn(day)
			w.Settle(day)
		}
		e.Take(day, w.Judge(day, 1), 1, Moved{}, Moved{})
	}
	var list []*Episode
	for _, x := range e.List() {
		if x.Level >= least {
			list = append(list, x)
		}
	}
	return list
}

// ordinary is a series of some days around a mean, always the same.
func ordinary(days int, mean float64) Series {
	return made(rand.New(rand.NewPCG(7, 7)), days, flat(mean))
}

func TestALargeDayIsAnEpisodeOfOneDay(t *testing.T) {
	s := ordinary(400, 20)
	s.Counts[380] = 130
	list := replayed(NewPlainSpan(400, yearDays), s, 360, LevelWarning)
	if len(list) != 1 {
		t.Fatalf("%d episodes, although the sums of ten days show it until day 389", len(list))
	}
	e := list[0]
	if e.From != 380 || e.To != 380 || e.Peak != 380 || e.Observed != 130 || e.Level != LevelAlarm || !e.Quick || e.Fall {
		t.Errorf("%+v", e)
	}
	if e.Expected < 15 || e.Expected > 27 || e.Low > e.Expected || e.High < e.Expected || e.High > 60 {
		t.Errorf("%v expected, in %v to %v", e.Expected, e.Low, e.High)
	}
}

func TestDaysThatFollowOneAnotherAreOneEpisode(t *testing.T) {
	s := ordinary(400, 20)
	for day, n := range map[int]float32{380: 80, 381: 95, 382: 84, 384: 90} { // an ordinary day lies between
		s.Counts[day] = n
	}
	list := replayed(NewPlainSpan(400, yearDays), s, 360, LevelWarning)
	if len(list) != 1 || list[0].From != 380 || list[0].To != 384 || list[0].Observed != float64(80+95+84+90+s.Counts[383]) {
		t.Errorf("%d episodes, the first %+v", len(list), list[0])
	}
}

func TestSmallerWavesBehindAnEpisodeAreNoneOfTheirOwn(t *testing.T) {
	s := ordinary(400, 20)
	for day, n := range map[int]float32{380: 150, 386: 60, 392: 70} {
		s.Counts[day] = n
	}
	if list := replayed(NewPlainSpan(400, yearDays), s, 360, LevelWarning); len(list) != 1 || list[0].To != 380 {
		t.Errorf("%d episodes, the first %+v", len(list), list[0])
	}
	s.Counts[392] = 250
	if list := replayed(NewPlainSpan(400, yearDays), s, 360, LevelWarning); len(list) != 2 || list[1].From != 392 {
		t.Errorf("%d episodes where the second is larger", len(list))
	}
}

func TestSilenceIsFoundOnItsFirstDay(t *testing.T) {
	s := ordinary(386, 20)
	clear(s.Counts[380:])
	list := replayed(NewPlainSpan(386, yearDays), s, 360, LevelWarning)
	if len(list) != 1 || !list[0].Fall || list[0].From != 380 || list[0].To != 385 || list[0].Observed != 0 || list[0].Level != LevelAlarm {
		t.Errorf("%d episodes", len(list))
	}
}

func TestALevelThatStaysIsTheNewOne(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 3))
	const moved, back = 900, 990
	s := made(random, 1050, func(day int) float64 {
		if day >= moved && day < back {
			return 60
		}
		return 20
	})
	list := replayed(NewPlainSpan(1050, yearDays), s, 880, LevelWarning)
	if len(list) == 0 || list[0].From != moved {
		t.Fatalf("the move is not found: %d episodes", len(list))
	}
	for _, e := range list {
		if e.From > moved+7*settleWeeks+7 {
			t.Errorf("an episode at day %d: fall %v, %v against %v", e.From, e.Fall, e.Observed, e.Expected)
		}
	}
}

func TestADateThatRecursIsLearntFromEarlierYears(t *testing.T) {
	first := time.Date(2021, 1, 1, 0, 0, 0, 0, analytics.Zone)
	day := func(year int) int {
		return daysBetween(first, time.Date(year, 3, 15, 0, 0, 0, 0, analytics.Zone))
	}
	days := day(2024) + 1
	span := NewSpan(first, days)
	s := ordinary(days, 20)
	s.Counts[day(2024)] = 90
	if !newest(span, s).Rise {
		t.Error("the first time it is as unusual as any other day")
	}
	for _, year := range []int{2021, 2022, 2023} {
		s.Counts[day(year)], s.Counts[day(year)+1] = 90, 50
	}
	if got := newest(span, s); got.Rise || got.Expected < 60 {
		t.Errorf("%v are expected after three years of 90: %+v", got.Expected, got)
	}
}
