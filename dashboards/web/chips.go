package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// chip is one filter that is on, with the address without it.
type chip struct {
	Name, Value string
	Off         string
}

// chipsOf lists the filters of a query. address writes where a selection is shown.
func chipsOf(q dashboards.Query, address func(analytics.Selection) string, s analytics.Selection) []chip {
	var chips []chip
	for i, c := range s.Choices {
		rest := s
		rest.Choices = append(append([]analytics.Choice(nil), s.Choices[:i]...), s.Choices[i+1:]...)
		var names []string
		for _, v := range c.Values {
			if name := dashboards.ValueName(q.Names, c.Axis, v); !slices.Contains(names, name) { // an old label and what took its place
				names = append(names, name)
			}
		}
		name, value := dashboards.AxisName(c.Axis), joined(names)
		switch {
		case c.Not && slices.Contains(analytics.SaidAxes, c.Axis) && len(c.Values) == 1 && c.Values[0] == "":
			value = "有" // any that was read
		case c.Not:
			value = "除 " + value
		}
		chips = append(chips, chip{Name: name, Value: value, Off: address(rest)})
	}
	if s.State != "" {
		rest := s
		rest.State = ""
		chips = append(chips, chip{Name: "状态", Value: dashboards.StateName(s.State), Off: address(rest)})
	}
	if s.Clock.Clock != "" {
		rest := s
		rest.Clock = analytics.ClockPick{}
		chips = append(chips, chip{Name: "时限", Value: cmp.Or(q.Clocks[s.Clock.Clock], s.Clock.Clock) + dashboards.ClockStateName(s.Clock.State), Off: address(rest)})
	}
	for i, pick := range s.Judged {
		rest := s
		rest.Judged = slices.Delete(slices.Clone(s.Judged), i, i+1)
		chips = append(chips, chip{Name: "办法", Value: dashboards.JudgedName(pick), Off: address(rest)})
	}
	chips = append(chips, outcomeChips(address, s)...)
	if s.Shift != nil {
		rest := s
		rest.Shift = nil
		chips = append(chips, chip{Name: "封账后", Value: shiftValue(q, s.Shift), Off: address(rest)})
	}
	if s.Import != 0 {
		rest := s
		rest.Import = 0
		chips = append(chips, chip{Name: "导入", Value: "#" + strconv.FormatUint(uint64(s.Import), 10), Off: address(rest)})
	}
	if s.Theme != 0 {
		rest := s
		rest.Theme = 0
		chips = append(chips, chip{Name: "话题", Value: dashboards.ThemeText(s.Theme), Off: address(rest)})
	}
	if s.Group.ID != 0 {
		rest := s
		rest.Group = analytics.Group{}
		chips = append(chips, chip{Name: "同组", Value: dashboards.GroupName(s.Group.Kind), Off: address(rest)})
	}
	if s.Words != "" {
		rest := s
		rest.Words = ""
		chips = append(chips, chip{Name: "词语", Value: s.Words, Off: address(rest)})
	}
	return chips
}

// shiftValue says which changes of sealed months are picked.
func shiftValue(q dashboards.Query, f *analytics.ShiftFilter) string {
	var kinds, was []string
	for _, k := range f.Kinds {
		kinds = append(kinds, dashboards.ShiftName(k))
	}
	text := joined(kinds)
	if f.Reason != "" {
		text += "（" + dashboards.RelabelName(f.Reason) + "）"
	}
	for _, v := range f.Was {
		was = append(was, dashboards.ValueName(q.Names, "topic", v))
	}
	if len(was) > 0 {
		text += "，当时为 " + joined(was)
	}
	return text
}

// joined shortens a long list of names.
func joined(names []string) string {
	const most = 3
	if len(names) > most {
		return strings.Join(names[:most], "、") + " 等 " + dashboards.Number(len(names)) + " 个"
	}
	return strings.Join(names, "、")
}

// canonical drops what a form sends for "all" and for empty fields, so that addresses can be read and shared. ok says that it changed.
func canonical(r *http.Request) (target string, ok bool) {
	values := r.URL.Query()
	changed := false
	for name, given := range values {
		axis := isAxis(name) || name == "was" || name == "not_was" // an empty topic is 未分类
		var kept []string
		for _, v := range given {
			if v == "*" || v == "" && !axis {
				changed = true
				continue
			}
			kept = append(kept, v)
		}
		if len(kept) == 0 {
			delete(values, name)
		} else {
			values[name] = kept
		}
	}
	if !changed {
		return "", false
	}
	return (&url.URL{Path: r.URL.Path, RawQuery: values.Encode()}).String(), true
}

func isAxis(name string) bool {
	name = strings.TrimPrefix(name, "not_")
	if _, ok := analytics.AttributeOf(name); ok {
		return true
	}
	for _, a := range analytics.Choosable {
		if a == name {
			return true
		}
	}
	return false
}
