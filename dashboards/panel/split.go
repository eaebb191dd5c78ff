package panel

import (
	"context"

	"huisheng/dashboards"
)

// Split shows how an axis divides the month, as one strip.
type Split struct{ Rank }

// Strip is the body of a split.
type Strip struct{ Segments []Segment }

// Segment is one value of the strip. X and Width are hundredths of it, Shade is 1 (largest) to 5, 0 for 其余 and 未填.
type Segment struct {
	RankedRow
	X, Width float64
	Shade    int
}

// lightestShade is the last step of the blues.
const lightestShade = 5

// Load implements dashboards.Panel.
func (p Split) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	view, err := p.Rank.Load(ctx, q)
	if err != nil || view.Empty != "" {
		return view, err
	}
	rows := view.Body.(Ranking).Rows
	var n uint64
	for _, r := range rows {
		n += r.N
	}
	var strip Strip
	x := 0.0
	for i, r := range rows {
		s := Segment{RankedRow: r, X: x, Width: float64(r.N) / float64(n) * 100, Shade: min(i+1, lightestShade)}
		if r.Rest {
			s.Shade = 0
		}
		x += s.Width
		strip.Segments = append(strip.Segments, s)
	}
	view.Kind, view.Body = "split", strip
	if !rows[0].Rest {
		view.Title = rows[0].Name + "占 " + rows[0].Share + "%"
	}
	view.Subtitle = "按" + dashboards.AxisName(p.Axis) + "，本月件数与占比"
	return view, nil
}
