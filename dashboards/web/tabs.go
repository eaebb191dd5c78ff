package web

import (
	"context"
	"net/http"
	"time"
)

// tab is one entry of the second line of navigation.
type tab struct {
	Name, Title, Address string
	On                   bool
	Count                int64 // what waits there for somebody, 0 when nothing or nobody knows
}

// section is an entry of the first line of navigation whose pages are tabs of a second line.
type section struct {
	Name, Title string
	Tabs        []tab
	On          bool // the page shown is one of them
}

// place is a tab that stands there when what it reads from is set in the Config.
type place struct {
	tab
	built func(Config) bool
}

// sections are the entries beside 总览, 投诉 and 文档, with their pages in reading order.
var sections = []struct {
	name, title string
	pages       []place
}{
	{"insight", "洞察", []place{
		{tab{Name: "findings", Title: "预警", Address: "/findings"}, func(c Config) bool { return c.Findings != nil }},
		{tab{Name: "emerging", Title: "新话题", Address: "/emerging"}, func(c Config) bool { return c.Themes != nil }},
		{tab{Name: "ideas", Title: "建议", Address: "/ideas"}, func(c Config) bool { return c.Themes != nil }},
		{tab{Name: "alike", Title: "重复与群诉", Address: "/alike"}, func(c Config) bool { return c.Alike != nil }},
	}},
	{"service", "服务", []place{
		{tab{Name: "service", Title: "服务时效", Address: "/service"}, func(c Config) bool { return c.Judged != nil }},
		{tab{Name: "accountability", Title: "问责", Address: "/accountability"}, func(c Config) bool { return c.Accountable != nil }},
		{tab{Name: "satisfaction", Title: "满意", Address: "/satisfaction"}, func(c Config) bool { return c.Satisfaction != nil }},
		{tab{Name: "customers", Title: "客户", Address: "/customers"}, func(c Config) bool { return c.Customers != nil }},
	}},
	{"improve", "改进", []place{
		{tab{Name: "actions", Title: "整改", Address: "/actions"}, func(c Config) bool { return c.Actions != nil }},
		{tab{Name: "precheck", Title: "事前预防", Address: "/precheck"}, func(c Config) bool { return c.Precheck != nil }},
	}},
	{"taxonomy", "分类", []place{
		{tab{Name: "taxonomy", Title: "分类体系", Address: "/taxonomy"}, func(c Config) bool { return c.Taxonomies != nil }},
		{tab{Name: "review", Title: "核对", Address: "/review"}, func(c Config) bool { return c.Corrections != nil }},
		{tab{Name: "evaluation", Title: "评估", Address: "/evaluation"}, func(c Config) bool { return c.Models != nil }},
		{tab{Name: "seals", Title: "封账", Address: "/seals"}, func(c Config) bool { return c.Seals != nil }},
	}},
	{"data", "数据", []place{
		{tab{Name: "imports", Title: "导入", Address: "/imports"}, func(c Config) bool { return c.Imports != nil }},
		{tab{Name: "rejected", Title: "退回", Address: "/rejected"}, func(c Config) bool { return c.Rejected != nil }},
		{tab{Name: "books", Title: "账目", Address: "/books"}, func(c Config) bool { return c.Accounts != nil }},
		{tab{Name: "deliveries", Title: "通知", Address: "/deliveries"}, func(c Config) bool { return c.Deliveries != nil }},
		{tab{Name: "operations", Title: "运行", Address: "/operations"}, func(c Config) bool { return c.Operations != nil }},
	}},
}

// sections are those that this site has, with the active tab marked. One without any page is left out.
func (s *site) sections(active string) []section {
	var list []section
	for _, known := range sections {
		one := section{Name: known.name, Title: known.title}
		for _, p := range known.pages {
			if p.built(s.Config) {
				p.tab.On = p.tab.Name == active
				one.On = one.On || p.tab.On
				one.Tabs = append(one.Tabs, p.tab)
			}
		}
		if len(one.Tabs) > 0 {
			list = append(list, one)
		}
	}
	return list
}

// tabTimeout bounds what a tab's number may cost a page.
const tabTimeout = time.Second

// waiting puts on the tabs of a page what waits there for somebody: open rejected records, findings of the newest days that nobody decided about.
func (s *site) waiting(r *http.Request, tabs []tab) {
	for i := range tabs {
		var count func(context.Context) (int64, error)
		switch {
		case tabs[i].Name == "rejected" && s.Rejected != nil:
			count = s.Rejected.OpenRejected
		case tabs[i].Name == "findings" && s.Findings != nil:
			count = s.undecided
		default:
			continue
		}
		ctx, cancel := contextWithin(r, tabTimeout)
		n, err := count(ctx)
		cancel()
		if err != nil {
			s.Log.Warn("what waits could not be counted", "page", tabs[i].Name, "error", err)
			continue
		}
		tabs[i].Count = n
	}
}
