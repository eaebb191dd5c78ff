package web

import (
	"math"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// causesView is what explains a finding as a table, whose bars lead from what was expected to what came.
type causesView struct {
	Base, Now string // what the two ends are called
	Rows      []causeRow
	Rest      causeRow
	RestText  string
	Expected  string
	Observed  countDoor
	BaseDoor  string // empty when the expectation is no count
	BaseBar   [2]float64
	NowBar    [2]float64
	LeftOut   string
	General   string // why there is no row
}

// causeRow is one combination, or the rest.
type causeRow struct {
	Name        string
	N           countDoor
	Expected    string
	BaseDoor    string
	Excess      string
	Added       string
	Share       string
	Stability   string
	Tone        string
	X, Width    float64 // of its bar, in hundredths of the width
	Equivalents []string
	Within      []withinView
}

// withinView is a part of a cause that stands out once more.
type withinView struct{ Name, Door string }

// causes lays out what explains a finding; nil until something does.
func (b *board) causes(f *analytics.Finding) *causesView {
	a := b.said[f.ID]
	if a == nil {
		return nil
	}
	v := &causesView{Base: "预期", Now: "实际", Expected: dashboards.Figure(a.Expected), Observed: countDoor{uint64(max(0, math.Round(a.Observed))), dashboards.Door(b.selection(f))}}
	if !f.BaseFrom.IsZero() {
		v.Base, v.Now = baseText(f), dashboards.ShortMonth(f.Month)
		v.BaseDoor = dashboards.Door(b.baseSelection(f))
	}
	if len(a.LeftOut) > 0 {
		var names []string
		for _, axis := range a.LeftOut {
			names = append(names, dashboards.AttributeName(axis))
		}
		v.LeftOut = joined(names)
	}
	most := max(1, a.Observed, a.Expected)
	at := a.Expected
	for _, c := range a.Causes {
		at += c.Added
		most = max(most, at)
	}
	scale := 100 / most
	v.BaseBar, v.NowBar = [2]float64{0, a.Expected * scale}, [2]float64{0, a.Observed * scale}
	at = a.Expected
	for _, c := range a.Causes {
		row := b.causeRow(f, c)
		row.X, row.Width = barBetween(at, at+c.Added, scale)
		at += c.Added
		v.Rows = append(v.Rows, row)
	}
	v.rest(a, at, scale)
	return v
}

// baseSelection picks the complaints that a finding of months was compared with.
func (b *board) baseSelection(f *analytics.Finding) analytics.Selection {
	return dashboards.SeriesSelection(f.Series, f.Sources, f.BaseFrom, f.BaseTo, b.seals)
}

// barBetween is the place of a bar from one number to another.
func barBetween(from, to, scale float64) (x, width float64) {
	low, high := max(0, min(from, to)), max(0, from, to)
	return low * scale, max(0.4, (high-low)*scale)
}

func (b *board) causeRow(f *analytics.Finding, c analytics.FoundCause) causeRow {
	row := causeRow{Name: dashboards.SeriesName(b.names, c.Values), Expected: dashboards.Figure(c.Expected), Excess: signedFigure(c.Excess), Added: signedFigure(c.Added),
		Share: dashboards.ShareText(c.Share), Tone: "up"}
	if c.Added < 0 {
		row.Tone = "down"
	}
	if c.Stability > 0 {
		row.Stability = dashboards.ShareText(c.Stability)
	}
	row.N = countDoor{uint64(max(0, math.Round(c.Observed))), dashboards.Door(withValues(b.selection(f), c.Values))}
	if !f.BaseFrom.IsZero() {
		row.BaseDoor = dashboards.Door(withValues(b.baseSelection(f), c.Values))
	}
	for _, e := range c.Equivalents {
		row.Equivalents = append(row.Equivalents, dashboards.SeriesName(b.names, e))
	}
	for _, part := range c.Within {
		row.Within = append(row.Within, withinView{dashboards.SeriesName(b.names, part), dashboards.Door(withValues(b.selection(f), part))})
	}
	return row
}

// withValues narrows a selection to a combination. A value that the selection has already is not said twice.
func withValues(s analytics.Selection, values []analytics.AxisValue) analytics.Selection {
	for _, v := range values {
		known := false
		for _, c := range s.Choices {
			known = known || !c.Not && c.Axis == v.Axis && len(c.Values) == 1 && c.Values[0] == v.Value
		}
		if !known {
			s = s.With(v.Axis, v.Value)
		}
	}
	return s
}

// rest is what no cause explains: always shown.
func (v *causesView) rest(a *analytics.Attribution, at, scale float64) {
	change := a.Rest.Observed - a.Rest.Expected
	v.Rest = causeRow{Name: "其余", Expected: dashboards.Figure(a.Rest.Expected), N: countDoor{N: uint64(max(0, math.Round(a.Rest.Observed)))}, Added: signedFigure(change),
		Share: dashboards.ShareText(a.Rest.Share)}
	v.Rest.X, v.Rest.Width = barBetween(at, at+change, scale)
	drift := a.Rest.Drift - 1
	switch {
	case !a.Rest.Moves || math.Abs(drift) < 0.005:
		v.RestText = "其余变化平稳"
	case drift > 0:
		v.RestText = "其余普遍上升 " + dashboards.ShareText(drift)
	default:
		v.RestText = "其余普遍下降 " + dashboards.ShareText(-drift)
	}
	if len(a.Causes) == 0 {
		v.General = "没有哪一部分特别突出，是普遍的变化。"
		if !a.Rest.Moves {
			v.General = "没有哪一部分特别突出，总数的变化在偶然起伏之内。"
		}
	}
}

// signedFigure writes a difference that was computed: +102, −0.5.
func signedFigure(x float64) string {
	text := dashboards.Figure(math.Abs(x))
	switch {
	case text == "0":
		return "0"
	case x < 0:
		return "−" + text
	}
	return "+" + text
}
