package web

import (
	"context"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// causes lays out what explains a finding; nil until something does.
func (b *board) causes(f *analytics.Finding) *panel.Causes {
	a := b.said[f.ID]
	if a == nil {
		return nil
	}
	v := panel.CausesOf(b.names, a, b.selection(f), b.baseSelection(f))
	if !f.BaseFrom.IsZero() {
		v.Base, v.Now = baseText(f), dashboards.ShortMonth(f.Month)
	}
	return v
}

// baseSelection picks the complaints that a finding of months was compared with, none of a finding of days.
func (b *board) baseSelection(f *analytics.Finding) analytics.Selection {
	if f.BaseFrom.IsZero() {
		return analytics.Selection{}
	}
	return dashboards.SeriesSelection(f.Series, f.Sources, f.BaseFrom, f.BaseTo, b.seals)
}

// told gives the overview the findings of a month; nil where there are none.
func (s *site) told() panel.Findings {
	if s.Findings == nil {
		return nil
	}
	return toldFindings{s}
}

// toldFindings implements panel.Findings.
type toldFindings struct{ *site }

// Told implements panel.Findings.
func (t toldFindings) Told(ctx context.Context, m analytics.Month) ([]panel.Told, error) {
	b, err := t.readBoard(ctx, m, m)
	if err != nil {
		return nil, err
	}
	var list []panel.Told
	for _, f := range b.own() {
		if d := b.decided[f.ID]; d == nil || d.Verdict != analytics.VerdictFalse && d.Verdict != analytics.VerdictExpected {
			list = append(list, panel.Told{Finding: *f, Why: b.said[f.ID]})
		}
	}
	return list, nil
}
