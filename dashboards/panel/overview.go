package panel

import "huisheng/dashboards"

// Overview is 月度总览: conclusions, figures, trend, what rose, why, where. Without findings it does not say why.
func Overview(r Reader, f Findings) dashboards.Dashboard {
	f = OnceFindings(f)
	d := dashboards.Dashboard{Name: "overview", Title: "月度总览", Panels: []dashboards.Panel{
		Sentences{r, f}, Figures{r}, Trend{r}, Days{r}, Topics{r},
		Split{Rank{Reader: r, Axis: "channel", PanelID: "channels", Heading: "从哪里来的投诉", NeedText: "未接入 · 需要渠道列"}},
		Rank{Reader: r, Axis: "category", PanelID: "categories", Heading: "来源分类", Compare: true, NeedText: "未接入 · 需要来源自己的分类列"},
		Matrix{r}, Regions{r}, Wants{r},
	}}
	if f != nil {
		d.Panels = append(d.Panels, Why{r, f})
	}
	return d
}
