package web

import (
	"fmt"
	"net/url"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// themeRow is one theme.
type themeRow struct {
	Name, Life, Tone string
	N, People        string
	Door             string
	Change           string
	Since            string
	First            string // address of the earliest complaint
	FirstAt          string
	Spread           string
	Topic            string
	Note             string
	Mood             string
	Bars             []bar
	BarsLabel        string
	Examples         []themeExample
}

// themeRow writes a theme for people.
func (s *site) themeRow(t analytics.Theme, h history) themeRow {
	row := themeRow{Name: t.Name, Life: dashboards.LifeName(t.Life), Tone: lifeTone(t.Life), N: dashboards.Number(uint64(t.N)), People: dashboards.Number(uint64(t.People)),
		Since: dashboards.MonthText(t.Since), FirstAt: dashboards.DateText(t.FirstAt), Spread: spreadText(t), Mood: moodText(float64(t.Sentiment))}
	row.First = "/complaint?" + url.Values{"in": {t.First.Source}, "open": {t.First.ID}}.Encode()
	months := analytics.Selection{Theme: t.ID}
	if t.Kind == analytics.ThemeIdea {
		months = months.Between(h.from.First(), h.to.Last())
	} else {
		months = months.Between(t.Month.First(), t.Month.Last())
	}
	row.Door = dashboards.Door(months)
	row.Topic = "未分类"
	if t.Topic != "" {
		row.Topic = dashboards.ValueName(s.Names, "topic", t.Topic)
	}
	switch {
	case t.Life == analytics.ThemeMerged:
		row.Note = "并入“" + h.at(t.Into, t.Month).Name + "”"
	case t.Life == analytics.ThemeSplit:
		row.Change = "本月分出"
	case t.Since == t.Month && t.Expected >= 1:
		row.Change = fmt.Sprintf("按以往只应有 %.0f 位客户", t.Expected)
	case t.Since == t.Month:
		row.Change = "以往没有"
	default:
		row.Change = "上月 " + dashboards.Number(uint64(t.Before)) + " 件"
	}
	if t.Parent != 0 {
		row.Note = "从“" + h.at(t.Parent, t.Month).Name + "”分出"
	}
	row.Bars = h.bars(t)
	row.BarsLabel = "每月件数：" + barsText(row.Bars)
	return row
}

func lifeTone(life string) string {
	switch life {
	case analytics.ThemeBorn, analytics.ThemeGrown, analytics.ThemeSplit:
		return "up"
	case analytics.ThemeFaded:
		return "down"
	}
	return ""
}

func spreadText(t analytics.Theme) string {
	parts := []string{dashboards.Number(uint64(t.People)) + " 位客户"}
	if t.Regions > 0 {
		parts = append(parts, dashboards.Number(uint64(t.Regions))+" 个省份")
	}
	if t.Products > 0 {
		parts = append(parts, dashboards.Number(uint64(t.Products))+" 种产品")
	}
	text := strings.Join(parts, "、")
	if len(t.Top) > 0 {
		text += "（" + strings.Join(t.Top, "、") + "）"
	}
	return text
}

// moodText says the tone of the words in one word.
func moodText(sentiment float64) string {
	switch {
	case sentiment <= -0.5:
		return "很不满"
	case sentiment <= -0.15:
		return "不满"
	case sentiment >= 0.15:
		return "平和"
	}
	return "一般"
}
