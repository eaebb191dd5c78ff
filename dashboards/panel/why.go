package panel

import (
	"context"
	"math"

	"huisheng/dashboards"
)

// Why is the panel that says where a change of the month comes from.
type Why struct {
	Reader   Reader
	Findings Findings
}

// WhyBody is the body of the panel.
type WhyBody struct {
	*Causes
	Address string // of the finding
}

// Name implements dashboards.Panel.
func (Why) Name() string { return "why" }

// Load implements dashboards.Panel.
func (p Why) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	view := dashboards.View{Title: "为什么变了", Kind: "why"}
	c, err := explained(ctx, p.Reader, p.Findings, q)
	if err != nil {
		return view, err
	}
	if view.Empty = c.lacks(q); view.Empty != "" {
		return view, nil
	}
	now, base := q.Compared(c.comparison)
	body := WhyBody{Causes: CausesOf(q.Names, c.Why, now, base), Address: dashboards.FindingAddress(c.ID)}
	body.Base, body.Now = c.comparison.Name(q.Month), dashboards.ShortMonth(q.Month)
	view.Title = c.title(q)
	if len(body.Rows) > 0 {
		view.Subtitle = "从" + body.Base + "到 " + body.Now + "，件；各行相加正好是全部增减"
	}
	view.Table = whyTable(body)
	view.Body = body
	return view, nil
}

// lacks says why there is nothing to show, empty when there is.
func (c change) lacks(q dashboards.Query) string {
	_, like := seriesOf(q)
	switch {
	case !c.comparison.OK:
		return cannotCompare(q.Period)
	case c.differs && q.Then():
		return "原因按现行口径计算，与封账时的数字不同，因此不放在一起。切换到现行口径可以看到。"
	case c.differs:
		return "刚有新的记录，原因正在按新的数字重算。"
	case !like || !c.found && len(q.Filters.Choices) > 0:
		return "这些筛选条件合起来没有单独算过原因。去掉条件可以看全部投诉的原因。"
	case !c.found || c.Why == nil:
		return "还没有算出原因：汇总之后几分钟内算完。"
	}
	return ""
}

// title is the change in words.
func (c change) title(q dashboards.Query) string {
	d := math.Round(c.Observed) - math.Round(c.Expected)
	name := c.comparison.Name(q.Month)
	switch {
	case d > 0:
		return "为什么比" + name + "多 " + dashboards.Number(int64(d)) + " 件"
	case d < 0:
		return "为什么比" + name + "少 " + dashboards.Number(int64(-d)) + " 件"
	}
	return "总数与" + name + "持平，内部有什么变化"
}

func whyTable(b WhyBody) *dashboards.Table {
	t := &dashboards.Table{Columns: []string{"组合", b.Base, b.Now, "增减", "占增减"}}
	for _, r := range b.Rows {
		t.Add(dashboards.Cell{Text: r.Name}, dashboards.Cell{Text: r.Expected, Door: r.BaseDoor}, dashboards.Cell{Text: dashboards.Number(r.N.N), Door: r.N.Door}, dashboards.Cell{Text: r.Added}, dashboards.Cell{Text: r.Share})
	}
	t.Add(dashboards.Cell{Text: "其余"}, dashboards.Cell{Text: b.Rest.Expected}, dashboards.Cell{Text: dashboards.Number(b.Rest.N.N)}, dashboards.Cell{Text: b.Rest.Added}, dashboards.Cell{Text: b.Rest.Share})
	return t
}
