package web

import (
	"fmt"

	"huisheng/analytics/learn"
)

// The drawing of reliability: a square with a margin for its marks, in the units of its viewBox.
const (
	chartSide   = 220
	chartMargin = 36
)

// reliabilityChart is the drawing: for each bin the mean confidence against the share that was right, with its interval. On the diagonal a
// confidence means what it says.
type reliabilityChart struct {
	Points []chartPoint
	Marks  []chartMark
	Width  int
	Height int
	Left   int
	Right  int
	Top    int
	Bottom int
}

type chartPoint struct {
	X, Y, Low, High string
	Title           string
}

type chartMark struct {
	At   string // along both axes: x from the left
	Up   string // the same from the bottom
	Text string
}

func reliability(bins []learn.Bin) reliabilityChart {
	c := reliabilityChart{Width: chartSide + chartMargin + 12, Height: chartSide + chartMargin, Left: chartMargin, Right: chartMargin + chartSide, Top: 8, Bottom: chartSide + 8}
	for i := range 5 {
		share := float64(i) / 4
		c.Marks = append(c.Marks, chartMark{At: across(share), Up: up(share), Text: fmt.Sprintf("%.0f", share*100)})
	}
	for _, b := range bins {
		c.Points = append(c.Points, chartPoint{X: across(b.Confidence), Y: up(b.Right.Value), Low: up(b.Right.Low), High: up(b.Right.High),
			Title: fmt.Sprintf("置信度平均 %s：%d 件里 %s 是对的（%s）", percent(b.Confidence), b.N, percent(b.Right.Value), between(b.Right))})
	}
	return c
}

func across(share float64) string { return fmt.Sprintf("%.1f", chartMargin+share*chartSide) }

func up(share float64) string { return fmt.Sprintf("%.1f", 8+(1-share)*chartSide) }
