package web

import (
	"net/http"
	"time"
)

// tab is one entry of the second line of navigation.
type tab struct {
	Name, Title, Address string
	On                   bool
	Count                int64 // what waits there for somebody, 0 when nothing or nobody knows
}

// dataTabs are the pages under 数据 in reading order. A page stands there when what it reads from is set in the Config.
var dataTabs = []struct {
	tab
	built func(Config) bool
}{
	{tab{Name: "imports", Title: "导入", Address: "/imports"}, func(c Config) bool { return c.Imports != nil }},
	{tab{Name: "rejected", Title: "退回", Address: "/rejected"}, func(c Config) bool { return c.Rejected != nil }},
	{tab{Name: "books", Title: "账目", Address: "/books"}, func(c Config) bool { return c.Accounts != nil }},
	{tab{Name: "operations", Title: "运行", Address: "/operations"}, func(c Config) bool { return c.Operations != nil }},
}

// tabs are those of 数据 that this site has, the active one marked.
func (s *site) tabs(active string) (list []tab, on bool) {
	for _, t := range dataTabs {
		if t.built(s.Config) {
			t.tab.On = t.Name == active
			on = on || t.On
			list = append(list, t.tab)
		}
	}
	return list, on
}

// tabTimeout bounds what a tab's number may cost a page.
const tabTimeout = time.Second

// waiting puts the number of open rejected records on their tab.
func (s *site) waiting(r *http.Request, tabs []tab) {
	if s.Rejected == nil {
		return
	}
	ctx, cancel := contextWithin(r, tabTimeout)
	defer cancel()
	n, err := s.Rejected.OpenRejected(ctx)
	if err != nil {
		s.Log.Warn("the rejected records could not be counted", "error", err)
		return
	}
	for i := range tabs {
		if tabs[i].Name == "rejected" {
			tabs[i].Count = n
		}
	}
}
