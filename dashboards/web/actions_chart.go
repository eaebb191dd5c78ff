package web

import (
	"fmt"
	"math"
	"strings"

	"huisheng/analytics/effect"
	"huisheng/dashboards"
	"huisheng/dashboards/action"
)

// actionChart is the weeks around a measure: bars for what came, a line for what was to be expected without it.
type actionChart struct {
	Width, Height float64
	Weeks         []actionWeek
	Expected      string // points of the line
	Start         float64
	Label         string
}

// actionWeek is one bar.
type actionWeek struct {
	X, Y, Height float64
	Kind         string
	Title        string
	From         string
	Door         string
	N            uint64
	Expected     string
}

// weekStep and weekWidth are the distance and the width of the bars; chartHeight is the room above the base line.
const (
	weekStep    = 6.0
	weekWidth   = 4.0
	chartHeight = 44.0
)

// chartOf draws a judged measure; it has no weeks before there is anything to draw.
func chartOf(j *action.Judged) actionChart {
	c := actionChart{Height: chartHeight, Width: weekStep}
	if !j.Read || len(j.Weeks) == 0 {
		return c
	}
	most, first := 1.0, j.Weeks[0].From
	for _, w := range j.Weeks {
		most = max(most, w.Cases, w.Expected)
	}
	place := func(from int) float64 { return float64(from-first) / 7 * weekStep }
	level := func(n float64) float64 { return chartHeight - (chartHeight-2)*n/most }
	var points []string
	for _, w := range j.Weeks {
		x := place(w.From)
		bar := actionWeek{X: x, Y: level(w.Cases), Height: chartHeight - level(w.Cases), Kind: string(w.Kind), N: uint64(math.Round(w.Cases)), Expected: dashboards.Decimal(w.Expected),
			From: dashboards.DateText(j.Day(w.From)), Door: dashboards.Door(j.WeekSelection(w))}
		bar.Title = fmt.Sprintf("%s 起一周 %s 件，按以往应有 %s 件", bar.From, dashboards.Number(bar.N), bar.Expected)
		if w.Kind == effect.WeekLeft {
			bar.Title += "（爆发，不计入平常）"
		}
		c.Weeks = append(c.Weeks, bar)
		c.Width = x + weekStep
		if w.Kind == effect.WeekAfter {
			points = append(points, fmt.Sprintf("%.1f,%.1f %.1f,%.1f", x, level(w.Expected), x+weekStep, level(w.Expected)))
		}
	}
	c.Start = place(int(j.DoneAt.Sub(j.First).Hours()/24+0.5)) - (weekStep-weekWidth)/2
	c.Expected = strings.Join(points, " ")
	c.Label = fmt.Sprintf("逐周件数：生效前日均 %s 件，之后 %s 件", dashboards.Decimal(j.Before), dashboards.Decimal(j.After))
	return c
}
