package importer

import (
	"slices"
	"strings"
)

// sureKinds is how many of the names of the step say that the column is one: up to 节点.
var sureKinds = slices.Index(strings.Fields(eventSynonyms[fieldKind]), "节点") + 1

// Headers that only a table of complaints has, and those that only one of their handling has.
var (
	ofComplaints = wordSet("投诉时间 投诉日期 来电时间 提交时间 反馈时间 留言时间 反映时间 投诉内容 投诉正文 投诉描述 投诉详情 问题描述 问题详情 诉求内容 诉求描述 留言内容 留言详情 " +
		"反映内容 投诉标题 来电内容 投诉简述 反馈内容 投诉类型 投诉类别 投诉分类 投诉渠道 complainttext complainttime complaintdate")
	ofEvents = wordSet("处理时间 操作时间 跟进时间 办理时间 流转时间 处理动作 动作 操作类型 操作动作 处理环节 办理环节 流程节点 流程环节 事件类型 actiontime eventtime eventtype action " +
		"回访时间 回访日期 回访结果 回访满意度 满意度 回访人 接通情况 接通状态 是否接通")
	ofVisits = wordSet("回访时间 回访日期 回访结果 回访满意度 回访人 回访员 回访人员 回访内容 回访编号 满意度 总体满意度 是否满意 接通情况 接通状态 是否接通")
)

func wordSet(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// kindFor guesses what the rows are. Fields that were told and that only one kind has decide; complaints are the rest.
func kindFor(names []string, told map[string][]string, sample [][]string, year int) Kind {
	guess := guessKind(names, sample, year)
	for _, kind := range append([]Kind{guess}, Kinds...) {
		if !slices.ContainsFunc(sortedKeys(told), func(name string) bool {
			return fieldIn(kind, name) == noField && name != Ignore && name != "attributes"
		}) {
			return kind
		}
	}
	return guess
}

func guessKind(names []string, sample [][]string, year int) Kind {
	normal := make([]string, len(names))
	for i, n := range names {
		normal[i] = normalHeader(n)
	}
	in := func(set map[string]bool) bool {
		return slices.ContainsFunc(normal, func(n string) bool { return set[n] })
	}
	hasID := slices.ContainsFunc(normal, func(n string) bool {
		return slices.ContainsFunc(candidates[Events][n], func(c candidate) bool { return c.field == fieldID })
	})
	switch {
	case in(ofComplaints):
		return Complaints
	case looksLikeExposures(names, normal, sample, year):
		return Exposures
	case hasID && in(ofEvents) || looksLikeEvents(normal, sample):
		return Events
	}
	return Complaints
}

// looksLikeEvents: names that say nothing, or 状态 and 类型, above a column of steps, beside a time and without long texts.
func looksLikeEvents(normal []string, sample [][]string) bool {
	steps, times := false, false
	for i, name := range normal {
		values := column(sample, i)
		if len(values) == 0 {
			continue
		}
		distinct := slices.Compact(slices.Sorted(slices.Values(values)))
		says := uselessHeader(name) || slices.ContainsFunc(candidates[Events][name], func(c candidate) bool { return c.field == fieldKind })
		steps = steps || says && len(distinct) > 1 && share(values, isEventKind) >= 90
		times = times || share(values, isTime) >= 90
		if !uselessHeader(name) && slices.ContainsFunc(candidates[Complaints][name], func(c candidate) bool { return c.field == fieldText || c.field == fieldSubject }) {
			return false
		}
	}
	return steps && times
}

// looksLikeExposures: months in the header, or a column of months beside one of counts.
func looksLikeExposures(names, normal []string, sample [][]string, year int) bool {
	wide, months, counts := 0, false, false
	for i, name := range names {
		values := column(sample, i)
		if _, ok := monthOf(name, year); ok && share(values, isNumber) >= 80 {
			wide++
			continue
		}
		called := candidates[Exposures][normal[i]]
		named := func(f field) bool { return slices.ContainsFunc(called, func(c candidate) bool { return c.field == f }) }
		if len(values) > 0 && (named(fieldMonth) || uselessHeader(normal[i])) && share(values, func(s string) bool { return isWholeMonth(s, year) }) >= 70 {
			months = true
		}
		if (unitOf(normal[i]) != "" || named(fieldValue)) && len(values) > 0 && share(values, isNumber) >= 70 {
			counts = true
		}
	}
	return wide >= 2 || months && counts
}
