package web

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// contributionView is one attribute alone: which of its values hold the change.
type contributionView struct {
	Axis string
	Rows []contributionRow
}

type contributionRow struct {
	Name     string
	N        countDoor
	Base     countDoor
	Expected string // the base on as many days; empty when that is the base itself
	Change   string
	Share    string
	Tone     string
	X, Width float64 // of its bar around the middle, in hundredths

	share float64
}

// singleAxes are the attributes that are looked at one by one.
var singleAxes = []string{"topic", "topic_why", "topic_where", "category", "product_line", "product", "model", "batch", "province", "city", "channel", "department", "grade", "sender_kind", "source"}

const (
	singleDays  = 28 // before a finding of days, which its values are compared with
	mostSingle  = 6  // attributes shown, the most surprising ones
	mostOfAxis  = 3  // values of each
	leastChange = 3  // complaints that a value must have more or fewer of
)

// contributions compares each attribute alone: how much of the change each of its values holds. Attributes come by surprise, the divergence of their
// shares now from their shares before (Adtributor: Bhagwan et al., "Adtributor: Revenue debugging in advertising systems", NSDI 2014).
func (s *site) contributions(ctx context.Context, page *findingPage, b *board, f *analytics.Finding) error {
	now, base := b.selection(f), b.baseSelection(f)
	page.SingleOf = baseText(f)
	if f.BaseFrom.IsZero() {
		base = dashboards.SeriesSelection(f.Series, f.Sources, f.From.AddDate(0, 0, -singleDays), f.From.AddDate(0, 0, -1), b.seals)
		page.SingleOf = fmt.Sprintf("此前 %d 天，按天数折算", singleDays)
	}
	var axes []string
	for _, axis := range singleAxes {
		if !slices.ContainsFunc(f.Series, func(v analytics.AxisValue) bool { return v.Axis == axis }) {
			axes = append(axes, axis)
		}
	}
	counts, err := s.Reader.CountByAxes(ctx, axes, now, base)
	if err != nil {
		return err
	}
	scale := scaleOf(f, counts)
	type surprising struct {
		contributionView
		surprise float64
	}
	var list []surprising
	for _, axis := range axes {
		if view, surprise := contributionsOf(b.names, axis, counts[axis], now, base, scale); len(view.Rows) > 0 {
			list = append(list, surprising{view, surprise})
		}
	}
	slices.SortStableFunc(list, func(x, y surprising) int { return cmp.Compare(y.surprise, x.surprise) })
	for _, one := range list[:min(mostSingle, len(list))] {
		page.Single = append(page.Single, one.contributionView)
	}
	scaleBars(page.Single)
	return nil
}

// scaleOf is what a complaint of the base stands for: of days as many as the finding has, of months what makes the base what was expected.
func scaleOf(f *analytics.Finding, counts map[string][]analytics.ValueCount) float64 {
	if f.BaseFrom.IsZero() {
		return float64(f.Days()) / singleDays
	}
	most := uint64(0)
	for _, list := range counts {
		sum := uint64(0)
		for _, c := range list {
			sum += c.Base
		}
		most = max(most, sum)
	}
	if scale := f.Expected / max(1, float64(most)); math.Abs(scale-1) > 0.001 && scale > 0 {
		return scale
	}
	return 1
}

// scaleBars draws all bars in one scale, the longest half of the width.
func scaleBars(views []contributionView) {
	most := 0.0
	for _, v := range views {
		for _, r := range v.Rows {
			most = max(most, math.Abs(r.share))
		}
	}
	for _, v := range views {
		for i := range v.Rows {
			r := &v.Rows[i]
			if r.Width = math.Abs(r.share) / max(most, 1e-9) * 50; r.share < 0 {
				r.X = 50 - r.Width
			} else {
				r.X = 50
			}
		}
	}
}

// contributionsOf are the values of one attribute that changed most, with the surprise of the attribute. An attribute with one value says nothing.
func contributionsOf(names dashboards.Names, axis string, counts []analytics.ValueCount, now, base analytics.Selection, scale float64) (contributionView, float64) {
	view := contributionView{Axis: dashboards.AxisName(axis)}
	told, total, was := 0, 0.0, 0.0
	for _, c := range counts {
		if c.Value != "" {
			told++
		}
		total, was = total+float64(c.N), was+float64(c.Base)*scale
	}
	if told < 2 || total+was == 0 {
		return view, 0
	}
	change := func(c analytics.ValueCount) float64 { return float64(c.N) - float64(c.Base)*scale }
	surprise := 0.0
	for _, c := range counts {
		surprise += divergence(float64(c.N)/max(1, total), float64(c.Base)*scale/max(1, was))
	}
	slices.SortStableFunc(counts, func(x, y analytics.ValueCount) int {
		return cmp.Or(cmp.Compare(math.Abs(change(y)), math.Abs(change(x))), cmp.Compare(x.Value, y.Value))
	})
	whole := total - was
	for _, c := range counts[:min(mostOfAxis, len(counts))] {
		d := change(c)
		if math.Abs(d) < leastChange {
			continue
		}
		row := contributionRow{Name: dashboards.ValueName(names, axis, c.Value), N: countDoor{c.N, dashboards.Door(now.With(axis, c.Value))},
			Base: countDoor{c.Base, dashboards.Door(base.With(axis, c.Value))}, Change: dashboards.SignedFigure(d), Tone: "up"}
		if d < 0 {
			row.Tone = "down"
		}
		if scale != 1 {
			row.Expected = dashboards.Figure(float64(c.Base) * scale)
		}
		share := 0.0
		if math.Abs(whole) >= 1 {
			share = d / whole
			row.Share = dashboards.ShareText(share)
		}
		row.share = share
		view.Rows = append(view.Rows, row)
	}
	return view, surprise
}

// divergence is one term of the Jensen–Shannon divergence of two distributions.
func divergence(p, q float64) float64 {
	term := func(a float64) float64 {
		if a == 0 {
			return 0
		}
		return a * math.Log(2*a/(p+q)) / 2
	}
	return term(p) + term(q)
}
