package runtime

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/web"
)

// complaintCells are the fields of a complaint in reading order; those that are empty are left out by the caller.
func complaintCells(c *analytics.Complaint) []web.Cell {
	at := ""
	if !c.ReceivedAt.IsZero() {
		at = dashboards.TimeText(c.ReceivedAt)
	}
	id := c.ID
	if id == "-" {
		id = "" // it depends on all rows before it
	}
	cells := []web.Cell{{Label: "收到时间", Value: at}, {Label: "编号", Value: id}, {Label: "产品", Value: joined(" ", c.Product.Line, c.Product.Name, c.Product.Model, c.Product.Batch)},
		{Label: "标题", Value: c.Subject}, {Label: "正文", Value: c.Text}, {Label: "来源分类", Value: c.Category}, {Label: "地区", Value: joined("", c.Region.Province, c.Region.City, c.Region.District)},
		{Label: "渠道", Value: c.Channel}, {Label: "责任部门", Value: c.Department}, {Label: "处理人", Value: c.Handler}, {Label: "等级", Value: c.Grade}, {Label: "级别", Value: c.Level},
		{Label: "诉求", Value: c.Demand}, {Label: "金额", Value: yuan(c.AmountFen)}, {Label: "客户", Value: joined(" ", c.Customer.Name, c.Customer.Phone, c.Customer.ID, c.Customer.Tier, c.Customer.Segment)},
		{Label: "投诉主体", Value: c.SenderKind}}
	var rest []string
	for _, name := range slices.Sorted(maps.Keys(c.Attributes)) {
		rest = append(rest, name+"："+c.Attributes[name])
	}
	return append(cells, web.Cell{Label: "其他列", Value: strings.Join(rest, "；")})
}

func eventCells(e *analytics.Event) []web.Cell {
	score := ""
	if e.Satisfaction > 0 {
		score = strconv.Itoa(int(e.Satisfaction))
	}
	return []web.Cell{{Label: "投诉编号", Value: e.ComplaintID}, {Label: "处理时间", Value: dashboards.TimeText(e.At)}, {Label: "处理动作", Value: dashboards.EventName(e.Kind)}, {Label: "操作人", Value: e.By},
		{Label: "部门", Value: e.Department}, {Label: "转出部门", Value: e.FromDepartment}, {Label: "转入部门", Value: e.ToDepartment}, {Label: "处理说明", Value: e.Note}, {Label: "回访结果", Value: e.Outcome},
		{Label: "满意度", Value: score}, {Label: "金额", Value: yuan(e.AmountFen)}}
}

func exposureCells(x *analytics.Exposure) []web.Cell {
	cells := []web.Cell{{Label: "月份", Value: dashboards.MonthText(x.Month)}, {Label: "单位", Value: x.Unit}, {Label: "数量", Value: strconv.FormatFloat(x.Value, 'f', -1, 64)}}
	for _, name := range slices.Sorted(maps.Keys(x.Dimensions)) {
		cells = append(cells, web.Cell{Label: dashboards.AxisName(name), Value: x.Dimensions[name]})
	}
	return cells
}

// eventNames lists the steps that a row of a complaint tells.
func eventNames(events []analytics.Event) string {
	names := make([]string, len(events))
	for i, e := range events {
		names[i] = dashboards.EventName(e.Kind) + " " + dashboards.TimeText(e.At)
	}
	return strings.Join(names, "；")
}

func joined(separator string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), separator)
}

func yuan(fen *int64) string {
	if fen == nil {
		return ""
	}
	return strconv.FormatFloat(float64(*fen)/100, 'f', 2, 64) + " 元"
}
