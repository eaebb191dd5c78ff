package main

import (
	"fmt"
	"os"

	"huisheng/analytics/learn"
	"huisheng/cmd/internal/bench"
)

type benchCommand struct {
	Ingest    benchIngestCommand    `cmd:"" help:"Kafka → ClickHouse，与直接写入同样的行相比。"`
	Enrich    benchEnrichCommand    `cmd:"" help:"读懂正文，与只分词相比。"`
	Freshness benchFreshnessCommand `cmd:"" help:"从 Kafka 确认到明细可见、计入图表要多久。"`
	Memory    benchMemoryCommand    `cmd:"" help:"接收几百万条记录，内存是否平稳。"`
	Insight   benchInsightCommand   `cmd:"" help:"在已知答案的示例上量读懂的程度：主题、重复等，各有精确与召回。"`
	Cause     benchCauseCommand     `cmd:"" help:"为什么涨了：在已知原因的例子上量精确、召回与用时，与公开方法对照。"`
	Search    benchSearchCommand    `cmd:"" help:"在一千万件里查找：一页要多久，计数要多久，与逐字读完一个月相比。"`
	Masking   benchMaskingCommand   `cmd:"" help:"遮盖个人信息：在已知答案的句子上量召回和精确，以及速度。"`
	Warning   benchWarningCommand   `cmd:"" help:"预警：在已知爆发的模拟日序列上逐日重放，误报率、检出率、灵敏度、时效；或量速度。"`
}

type benchIngestCommand struct {
	Rows   int `help:"每轮多少件投诉。" default:"200000"`
	Rounds int `help:"多少轮；两边轮流，取中位数。" default:"5"`
}

// Run measures in an installation of its own, which it removes.
func (c benchIngestCommand) Run(p *program) error {
	settings, err := p.config()
	if err != nil {
		return err
	}
	if settings.Data, err = os.MkdirTemp("", "huisheng-bench-*"); err != nil {
		return err
	}
	defer os.RemoveAll(settings.Data)
	report, err := bench.Ingest(p.ctx, settings, c.Rows, c.Rounds, func(what string) { p.log.Info(what) })
	if err != nil {
		return err
	}
	return p.printBench(report)
}

type benchEnrichCommand struct {
	Rows   int    `help:"多少件示例投诉。" default:"50000"`
	Rounds int    `help:"多少轮；两边轮流，取中位数。" default:"5"`
	File   string `help:"改用这个文件里的投诉。" type:"existingfile" placeholder:"FILE"`
	Model  string `help:"连同这个主题模型（huisheng learn export 写出）一起量。" type:"existingfile" placeholder:"FILE"`
}

// Run measures the reading of words against bare gojieba on the same texts and processors.
func (c benchEnrichCommand) Run(p *program) error {
	settings, err := p.config()
	if err != nil {
		return err
	}
	var model *learn.Model
	if c.Model != "" {
		if model, err = readModel(c.Model); err != nil {
			return err
		}
	}
	reports, err := bench.Enrich(p.ctx, settings, c.File, model, c.Rows, c.Rounds)
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(reports)
	}
	for _, r := range reports {
		if err := p.printBench(r); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) printBench(r bench.Report) error {
	if p.flags.JSON {
		return p.writeJSON(r)
	}
	mark, bar := "✓", fmt.Sprintf("；应不低于 %.2f", r.Hold)
	switch {
	case r.Hold == 0:
		mark, bar = "·", ""
	case !r.Held():
		mark = "✗"
	}
	if r.Used > 0 {
		bar += fmt.Sprintf("；按处理器时间 %.2f", r.Used)
	}
	p.printf("%s %s：%.0f %s，参照 %.0f，比值 %.2f（%d 轮，%.2f–%.2f%s）\n", mark, r.Name, r.Ours, r.Unit, r.Reference, r.Ratio, r.Rounds,
		r.Low, r.High, bar)
	return nil
}
