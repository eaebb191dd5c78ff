package panel

import (
	"context"
	"fmt"
	"sort"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/chart"
)

// shownRows is how many values a ranking names; what is left is one row 其余 that can be opened.
const shownRows = 8

// Ranking is the body of a panel that lists the values of an axis by size, with the month before as a mark.
type Ranking struct {
	Axis     string
	Rows     []RankedRow
	Compared bool
	BaseName string // 上月, 上月同期
	Shares   bool   // show the share of the total in place of the change
}

// AxisName is what heads the column of values.
func (r Ranking) AxisName() string { return dashboards.AxisName(r.Axis) }

// MarkAt is where the mark begins, so that it stays inside of the drawing.
func (r RankedRow) MarkAt() float64 { return max(0, r.Mark-0.45) }

// RankedRow is one value.
type RankedRow struct {
	Name   string
	N      uint64
	Share  string
	Change int64
	Door   string
	Bar    float64 // 0–100 of the largest
	Mark   float64 // the base on the same scale, −1 for none
	Rest   bool    // 其余, 未分类, 未填

	Deduplicated uint64 // 去重件
	Untemplated  uint64 // 去模板件
	Repeats      uint64 // what 去重件 leaves out
	RepeatsDoor  string // leads to them
}

// Counts reports whether the three counts of the row differ.
func (r RankedRow) Counts() bool { return r.Deduplicated < r.N || r.Untemplated < r.N }

// counted adds the counts behind a row whose complaints are those of the selection.
func (r RankedRow) counted(c analytics.ValueCount, of analytics.Selection) RankedRow {
	r.Deduplicated, r.Untemplated, r.Repeats = c.Deduplicated, c.Untemplated, c.N-min(c.N, c.Deduplicated)
	if r.Repeats > 0 {
		r.RepeatsDoor = dashboards.Door(of.In(analytics.StateDuplicate))
	}
	return r
}

// Rank is a panel that ranks the values of one axis.
type Rank struct {
	Reader   Reader
	Axis     string
	PanelID  string
	Heading  string
	Compare  bool
	NeedText string // what is needed when no complaint tells the axis
}

// Name implements dashboards.Panel.
func (p Rank) Name() string { return p.PanelID }

// Load implements dashboards.Panel.
func (p Rank) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	now, base := q.MonthSelection(), analytics.Selection{}
	if p.Compare {
		now, base = q.Compared(q.Period.Previous)
	}
	counts, err := p.Reader.CountByAxis(ctx, p.Axis, now, base)
	if err != nil {
		return dashboards.View{}, err
	}
	view := dashboards.View{Title: p.Heading, Subtitle: "本月件数", Kind: "ranking", Hidden: true}
	n, _ := total(counts)
	if n == 0 {
		view.Empty = "没有符合筛选的投诉。"
		return view, nil
	}
	if len(counts) == 1 && counts[0].Value == "" && p.NeedText != "" {
		view.Empty = p.NeedText
		return view, nil
	}
	compared := p.Compare && q.Period.Previous.OK
	body := Ranking{Axis: p.Axis, Compared: compared, BaseName: q.Period.Previous.Name(q.Month), Shares: !p.Compare}
	body.Rows = p.rows(q, now, counts, n, compared)
	p.describe(&view, q, body, n)
	view.Body, view.Table = body, p.table(q, now, counts, compared)
	var list []chart.Row
	for _, r := range body.Rows {
		row := chart.Row{Name: r.Name, N: r.N, Rest: r.Rest, Text: dashboards.Number(r.N)}
		if compared {
			was := uint64(int64(r.N) - r.Change)
			row.Base, row.Text = &was, row.Text+"（"+dashboards.Signed(r.Change)+"）"
		}
		list = append(list, row)
	}
	view.Chart, err = chart.Rows(list, view.Title)
	return view, err
}

// rows names the largest values, then 其余, then 未分类 or 未填, so that the parts are the total.
func (p Rank) rows(q dashboards.Query, now analytics.Selection, counts []analytics.ValueCount, n uint64, compared bool) []RankedRow {
	told := make([]analytics.ValueCount, 0, len(counts))
	var blank *analytics.ValueCount
	for i, c := range counts {
		if c.Value == "" {
			blank = &counts[i]
		} else if c.N > 0 {
			told = append(told, c)
		}
	}
	sort.SliceStable(told, func(i, j int) bool { return told[i].N > told[j].N })
	shown := min(shownRows, len(told))
	if len(told) == shownRows+1 {
		shown = len(told)
	}
	var rows []RankedRow
	names := []string{""}
	for _, c := range told[:shown] {
		names = append(names, c.Value)
		of := now.With(p.Axis, c.Value)
		rows = append(rows, RankedRow{Name: dashboards.ValueName(q.Names, p.Axis, c.Value), N: c.N, Change: int64(c.N) - int64(c.Base), Door: dashboards.Door(of)}.counted(c, of))
	}
	rest := analytics.ValueCount{}
	for _, c := range told[shown:] {
		rest.N += c.N
		rest.Base += c.Base
		rest.Deduplicated += c.Deduplicated
		rest.Untemplated += c.Untemplated
	}
	if rest.N > 0 {
		of := now.Without(p.Axis, names...)
		rows = append(rows, RankedRow{Name: fmt.Sprintf("其余 %d 个", len(told)-shown), N: rest.N, Change: int64(rest.N) - int64(rest.Base), Door: dashboards.Door(of), Rest: true}.counted(rest, of))
	}
	if blank != nil && blank.N > 0 {
		of := now.With(p.Axis, "")
		rows = append(rows, RankedRow{Name: dashboards.ValueName(q.Names, p.Axis, ""), N: blank.N, Change: int64(blank.N) - int64(blank.Base), Door: dashboards.Door(of), Rest: true}.counted(*blank, of))
	}
	scale(rows, n, compared)
	return rows
}

// scale measures bars and marks against the longest of the named values; what is longer, as 其余 may be, is cut at the full width.
func scale(rows []RankedRow, n uint64, compared bool) {
	most := 1.0
	for _, r := range rows {
		if !r.Rest || most == 1 {
			most = max(most, float64(r.N))
			if compared && !r.Rest {
				most = max(most, float64(int64(r.N)-r.Change))
			}
		}
	}
	for i := range rows {
		r := &rows[i]
		r.Share = dashboards.Percent(r.N, n)
		r.Bar, r.Mark = min(100, float64(r.N)/most*100), -1
		if compared {
			r.Mark = min(99.5, max(0.5, float64(int64(r.N)-r.Change)/most*100))
		}
	}
}

func (p Rank) describe(view *dashboards.View, q dashboards.Query, body Ranking, n uint64) {
	if body.Compared {
		view.Subtitle = "件数；竖线为" + body.BaseName
		if !q.Period.Previous.Whole {
			view.Subtitle += "（" + dashboards.SpanText(q.Period.Previous.From, q.Period.Previous.To) + "）"
		}
		if left := q.Period.Previous.LeftText(); left != "" {
			view.Subtitle += "；" + left
		}
	}
	named, rest, blank := uint64(0), uint64(0), uint64(0)
	for _, r := range body.Rows {
		switch {
		case !r.Rest:
			named += r.N
		case r.Name == dashboards.ValueName(q.Names, p.Axis, ""):
			blank += r.N
		default:
			rest += r.N
		}
	}
	if rest+blank == 0 {
		view.Note = "合计 " + dashboards.Number(n)
		return
	}
	view.Note = "列出 " + dashboards.Number(named)
	if rest > 0 {
		view.Note += " + 其余 " + dashboards.Number(rest)
	}
	if blank > 0 {
		view.Note += " + " + dashboards.ValueName(q.Names, p.Axis, "") + " " + dashboards.Number(blank)
	}
	view.Note += " = " + dashboards.Number(n)
}

func (p Rank) table(q dashboards.Query, now analytics.Selection, counts []analytics.ValueCount, compared bool) *dashboards.Table {
	t := &dashboards.Table{Columns: []string{dashboards.AxisName(p.Axis), "件数", "去重件", "去模板件"}}
	if compared {
		t.Columns = append(t.Columns, q.Period.Previous.Name(q.Month), "增减")
	}
	for _, c := range counts {
		cells := []dashboards.Cell{{Text: dashboards.ValueName(q.Names, p.Axis, c.Value)}, {Text: dashboards.Number(c.N), Door: dashboards.Door(now.With(p.Axis, c.Value))},
			{Text: dashboards.Number(c.Deduplicated)}, {Text: dashboards.Number(c.Untemplated)}}
		if compared {
			_, base := q.Compared(q.Period.Previous)
			cells = append(cells, dashboards.Cell{Text: dashboards.Number(c.Base), Door: dashboards.Door(base.With(p.Axis, c.Value))},
				dashboards.Cell{Text: dashboards.Signed(int64(c.N) - int64(c.Base))})
		}
		t.Add(cells...)
	}
	return t
}
