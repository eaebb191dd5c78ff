package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// spark is one day of a small chart, in its own units.
type spark struct {
	X, Y, Width, Height float64
	On                  bool
	Expected            float64 // height at which the expectation lies, below 0 for none
	Title               string
}

const (
	sparkWidth  = 240.0
	sparkHeight = 40.0
	sparkBefore = 21 // days before a finding
	sparkAfter  = 7
	mostSparks  = 12 // findings of a page that are drawn; those below are read in words
	sparkReads  = 4  // at once, as panels are
)

// drawSparks draws the days around the largest findings. A page is shown without a chart that could not be read.
func (s *site) drawSparks(ctx context.Context, page *findingsPage, b *board) {
	var rows []*findingRow
	for _, list := range [][]findingRow{page.Rises, page.Falls} {
		for i := range list {
			if len(rows) < mostSparks {
				rows = append(rows, &list[i])
			}
		}
	}
	slots := make(chan struct{}, sparkReads)
	var wait sync.WaitGroup
	for _, row := range rows {
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			f := row.finding
			from, to := f.From.AddDate(0, 0, -sparkBefore), earlier(f.To.AddDate(0, 0, sparkAfter), analytics.DayOf(s.Clock()))
			counts, err := s.Reader.CountByDay(ctx, dashboards.SeriesSelection(f.Series, f.Sources, from, to, b.seals))
			if err != nil {
				s.Log.Warn("the days of a finding could not be read", "finding", analytics.IDText(f.ID), "error", err)
				return
			}
			row.Bars = sparks(f, from, to, counts)
			row.BarsLabel = fmt.Sprintf("%s 至 %s 每日件数", dashboards.DateText(from), dashboards.DateText(to))
		})
	}
	wait.Wait()
}

// sparks lays days out as bars, with a line at what was expected on the days of the finding.
func sparks(f *analytics.Finding, from, to time.Time, counts []analytics.DayCount) []spark {
	by := countsByDay(counts)
	days := eachDay(from, to)
	expected := f.Expected / float64(max(1, f.Days()))
	most := max(1, expected)
	for _, n := range by {
		most = max(most, float64(n))
	}
	width := sparkWidth / float64(len(days))
	var list []spark
	for i, day := range days {
		n := by[dashboards.DateText(day)]
		bar := spark{X: float64(i) * width, Width: width * 0.75, Height: sparkHeight * float64(n) / most, Expected: -1, Title: fmt.Sprintf("%s %s 件", dashboards.DayText(day), dashboards.Number(n))}
		bar.On = !day.Before(f.From) && !day.After(f.To)
		if bar.On {
			bar.Expected = sparkHeight * (1 - expected/most)
		}
		bar.Y = sparkHeight - bar.Height
		list = append(list, bar)
	}
	return list
}

// countsByDay are counts by their day: 2024-03-15.
func countsByDay(counts []analytics.DayCount) map[string]uint64 {
	by := make(map[string]uint64, len(counts))
	for _, c := range counts {
		by[dashboards.DateText(c.Day)] = c.N
	}
	return by
}

// eachDay lists the days from one to another.
func eachDay(from, to time.Time) []time.Time {
	var list []time.Time
	for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
		list = append(list, d)
	}
	return list
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
