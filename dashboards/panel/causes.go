package panel

import (
	"math"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Causes is what explains a finding as rows whose bars lead from what was expected to what came. All Added and that of the rest are the change.
type Causes struct {
	Base, Now string // what the two ends are called: 2 月, 预期; 3 月, 实际
	Rows      []CauseRow
	Rest      CauseRow
	RestText  string // how everything else went
	Expected  string
	BaseDoor  string // empty when the expectation is no count
	Observed  Counted
	BaseBar   float64 // lengths of the bars of the two ends, in hundredths of the width
	NowBar    float64
	LeftOut   string // attributes that took no part
	General   string // why there is no row; empty when there is one
}

// Counted is a number with the door to as many complaints; the door is empty when there is none.
type Counted struct {
	N    uint64
	Door string
}

// CauseRow is one combination of values, or the rest.
type CauseRow struct {
	Name        string
	N           Counted
	Expected    string
	BaseDoor    string
	Excess      string // observed over what the drift of everything else makes of the expectation
	Added       string
	Share       string
	Stability   string // empty when it was not looked at
	Tone        string
	X, Width    float64 // of its bar, in hundredths of the width
	Equivalents []string
	Within      []Within
}

// Within is a part of a cause that stands out once more.
type Within struct{ Name, Door string }

// CausesOf lays out what explains a change of the complaints of now. base picks those that were compared with; without days it picks none, and there
// are no doors to them.
func CausesOf(names dashboards.Names, a *analytics.Attribution, now, base analytics.Selection) *Causes {
	v := &Causes{Base: "预期", Now: "实际", Expected: dashboards.Figure(a.Expected), Observed: Counted{whole(a.Observed), dashboards.Door(now)}}
	if !base.From.IsZero() {
		v.BaseDoor = dashboards.Door(base)
	}
	var left []string
	for _, axis := range a.LeftOut {
		left = append(left, dashboards.AttributeName(axis))
	}
	v.LeftOut = some(left)
	most, at := max(1, a.Observed, a.Expected), a.Expected
	for _, c := range a.Causes {
		at += c.Added
		most = max(most, at)
	}
	scale := 100 / most
	v.BaseBar, v.NowBar = a.Expected*scale, a.Observed*scale
	at = a.Expected
	for _, c := range a.Causes {
		row := causeRow(names, c, now, base)
		row.X, row.Width = barBetween(at, at+c.Added, scale)
		at += c.Added
		v.Rows = append(v.Rows, row)
	}
	v.rest(a, at, scale)
	return v
}

// barBetween is the place of a bar from one number to another. A change that is there is seen.
func barBetween(from, to, scale float64) (x, width float64) {
	low, high := max(0, min(from, to)), max(0, from, to)
	return low * scale, max(0.4, (high-low)*scale)
}

func causeRow(names dashboards.Names, c analytics.FoundCause, now, base analytics.Selection) CauseRow {
	row := CauseRow{Name: dashboards.SeriesName(names, c.Values), Expected: dashboards.Figure(c.Expected), Excess: dashboards.SignedFigure(c.Excess), Added: dashboards.SignedFigure(c.Added),
		Share: shareText(c.Share), Tone: "up", N: Counted{whole(c.Observed), dashboards.Door(dashboards.WithValues(now, c.Values))}}
	if c.Added < 0 {
		row.Tone = "down"
	}
	if c.Stability > 0 {
		row.Stability = dashboards.ShareText(c.Stability)
	}
	if !base.From.IsZero() {
		row.BaseDoor = dashboards.Door(dashboards.WithValues(base, c.Values))
	}
	for _, e := range c.Equivalents {
		row.Equivalents = append(row.Equivalents, dashboards.SeriesName(names, e))
	}
	for _, part := range c.Within {
		row.Within = append(row.Within, Within{dashboards.SeriesName(names, part), dashboards.Door(dashboards.WithValues(now, part))})
	}
	return row
}

// shareText writes a share of a change; one beyond the whole, where parts went against each other, says nothing and is left out.
func shareText(share float64) string {
	if math.Abs(share) > 1.0005 {
		return "–"
	}
	return dashboards.ShareText(share)
}

// rest is what no cause explains: always shown.
func (v *Causes) rest(a *analytics.Attribution, at, scale float64) {
	change := a.Rest.Observed - a.Rest.Expected
	v.Rest = CauseRow{Name: "其余", Expected: dashboards.Figure(a.Rest.Expected), N: Counted{N: whole(a.Rest.Observed)}, Added: dashboards.SignedFigure(change), Share: shareText(a.Rest.Share)}
	v.Rest.X, v.Rest.Width = barBetween(at, at+change, scale)
	v.RestText = restText(a.Rest)
	switch {
	case len(a.Causes) > 0:
	case a.Rest.Moves:
		v.General = "各处普遍如此，没有集中在哪一处。"
	default:
		v.General = "在偶然起伏之内，没有集中在哪一处。"
	}
}

// restText says how everything but the causes went.
func restText(r analytics.Remainder) string {
	drift := r.Drift - 1
	switch {
	case !r.Moves || math.Abs(drift) < 0.005:
		return "其余变化平稳"
	case drift > 0:
		return "其余普遍上升 " + dashboards.ShareText(drift)
	}
	return "其余普遍下降 " + dashboards.ShareText(-drift)
}

// whole is a count that travelled as a number with a fraction.
func whole(x float64) uint64 { return uint64(max(0, math.Round(x))) }

// some names at most three of a list.
func some(names []string) string {
	const most = 3
	text := ""
	for i, n := range names[:min(most, len(names))] {
		if i > 0 {
			text += "、"
		}
		text += n
	}
	if len(names) > most {
		text += " 等 " + dashboards.Number(len(names)) + " 个"
	}
	return text
}
