package web

import (
	"fmt"
	"io"
	"strings"

	"huisheng/analytics/precedent"
	"huisheng/dashboards"
)

// WriteCases writes what the panel of past cases shows as plain text, for a terminal. It says the same in the same words; in place of doors
// it has the source and the number of each complaint.
func WriteCases(out io.Writer, a precedent.Answer) error {
	v := casesOf(dashboards.Query{}, a)
	if v.None {
		_, err := fmt.Fprintln(out, "没有相近的已办结或已答复的投诉。")
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s 件相近的已答复或已办结", dashboards.Number(a.N))
	if v.Counted != "" {
		fmt.Fprintf(&b, "（%s）", v.Counted)
	}
	if v.Rated == "" {
		v.Rated = "客户都没有留下评价"
	}
	for _, part := range []string{v.Rated, v.Took, v.Again} {
		if part != "" {
			b.WriteString("；" + part)
		}
	}
	b.WriteString("。\n")
	if len(v.Did) > 0 {
		fmt.Fprintf(&b, "这 %s 件的做法（一件可有几种）：%s\n", dashboards.Number(a.N), strings.Join(v.Did, "、"))
	}
	for i := range v.Cases {
		v.Cases[i].write(&b, &a.Cases[i])
	}
	if v.Further > 0 {
		fmt.Fprintf(&b, "\n还有 %s 件未列出。\n", dashboards.Number(v.Further))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (v *caseView) write(b *strings.Builder, c *precedent.Case) {
	fmt.Fprintf(b, "\n%s 的投诉（%s %s），%s", v.Date, c.Source, c.ID, v.Ended)
	if v.Result != "" {
		b.WriteString("，" + v.Result)
	}
	fmt.Fprintf(b, "，相近 %d%%\n  ", v.Likeness)
	for _, part := range v.Head {
		b.WriteString(part.Text)
	}
	b.WriteString("\n")
	if v.Steps != "" {
		b.WriteString("  " + v.Steps + "\n")
	}
	if v.Reply != "" {
		b.WriteString("  " + v.ReplyBy + "：" + v.Reply + "\n")
	}
}

// CasesJSON is what /api/similar answers, for whoever writes it elsewhere.
func CasesJSON(a precedent.Answer) any { return casesAsJSON(a) }
