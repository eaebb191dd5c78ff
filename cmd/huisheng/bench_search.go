package main

import (
	"fmt"
	"os"
	"text/tabwriter"

	"huisheng/cmd/internal/bench"
	"huisheng/dashboards"
)

type benchSearchCommand struct {
	Rows   int    `help:"共多少件投诉。" default:"10000000"`
	Base   int    `help:"其中多少件真的走一遍接收与分析；其余是它们的副本，逐表复制。" default:"200000"`
	Rounds int    `help:"多少轮。" default:"9"`
	In     string `help:"放在这个文件夹并留着，下次接着用；默认用完即删。" type:"path" placeholder:"DIR"`
}

// Run measures in an installation of its own. A page that came too late is an error.
func (c benchSearchCommand) Run(p *program) error {
	settings, remove, err := p.benchInstallation()
	if err != nil {
		return err
	}
	defer remove()
	if c.In != "" {
		if err := os.MkdirAll(c.In, 0o700); err != nil {
			return err
		}
		settings.Data = c.In
	}
	report, err := bench.Search(p.ctx, settings, c.Base, c.Rows, c.Rounds, func(what string) { p.log.Info(what) })
	if err != nil {
		return err
	}
	if p.flags.JSON {
		err = p.writeJSON(report)
	} else {
		p.printSearch(report)
	}
	if err == nil && !report.Held() {
		err = fmt.Errorf("有的查找不够快，见上")
	}
	return err
}

func (p *program) printSearch(r bench.SearchReport) {
	p.printf("%s 件，%d 个月，%d 轮；参照：逐字读完最新一个月的正文，中位 %.0f 毫秒，处理器 %.0f 毫秒\n", dashboards.Number(uint64(r.Rows)), r.Months, r.Rounds,
		r.Reference.P50, r.CPU)
	out := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\t找什么\t\t月份\t找到\t一页（毫秒）：中位\t95%\t处理器\t比参照\t计数：中位\t95%")
	for _, t := range r.Times {
		mark := "✓"
		if t.Rows.P95 > r.Hold {
			mark = "✗"
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%.0f\t%.0f\t%.0f\t%.2f\t%.0f\t%.0f\n", mark, t.Name, t.Words, t.Span, dashboards.Number(t.N), t.Rows.P50, t.Rows.P95,
			t.CPU, t.Ratio, t.Count.P50, t.Count.P95)
	}
	out.Flush()
	p.printf("一页的 95%% 应在 %.0f 毫秒以内。\n", r.Hold)
}
