package main

import (
	"fmt"
	"strings"

	"huisheng/analytics/learn"
)

type evaluateCommand struct {
	textFile
	Label []string `help:"标签列；给几列时按层级连成路径。" placeholder:"COL" required:""`
	Folds int      `help:"交叉验证分几份。" default:"5"`
	Seed  uint64   `help:"分份的随机种子。" default:"1"`
}

// evaluated is the report of a file, also as JSON.
type evaluated struct {
	File       string   `json:"file"`
	Text       []string `json:"text"`
	Label      []string `json:"label"`
	Unlabelled int      `json:"unlabelled"`
	Broken     []string `json:"broken,omitempty"`
	*learn.Report
}

// Run cross-validates the classifier on the file.
func (c evaluateCommand) Run(p *program) error {
	rows, err := c.labelled(c.Label)
	if err != nil {
		return err
	}
	examples, err := rows.examples(p)
	if err != nil {
		return err
	}
	words, err := p.lexicon()
	if err != nil {
		return err
	}
	bar := p.newProgress("评估", int64(c.Folds))
	report, err := learn.Evaluate(p.ctx, examples, learn.Options{Folds: c.Folds, Seed: c.Seed, Lexicon: words, Progress: func(done, _ int) { bar.set(int64(done)) }})
	bar.finish()
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(evaluated{c.File, c.Text, c.Label, rows.unlabelled, rows.broken, report})
	}
	p.printf("%s\n", rows.left())
	p.printReport(report)
	return nil
}

// left says what was not learnt from.
func (l *labelled) left() string {
	out := fmt.Sprintf("有标签的 %d 行", len(l.raw))
	if l.unlabelled > 0 {
		out += fmt.Sprintf("；%d 行没有标签，不参与", l.unlabelled)
	}
	if len(l.broken) > 0 {
		out += fmt.Sprintf("；%d 行读不出来，如 %s", len(l.broken), l.broken[0])
	}
	return out
}

// printReport shows an evaluation to a person.
func (p *program) printReport(r *learn.Report) {
	p.printf("%d 折交叉验证（分层，种子 %d）\n", r.Folds, r.Seed)
	p.printf("准确率 %.4f（95%% 区间 %.4f–%.4f，n=%d）  宏平均 F1 %.4f  加权 F1 %.4f\n", r.Accuracy.Value, r.Accuracy.Low, r.Accuracy.High, r.Rows, r.MacroF1, r.WeightedF1)
	if r.Repeated > 0 {
		p.printf("其中 %d 行的文字在别的份里也有一字不差的；不算它们，准确率 %.4f（n=%d）\n", r.Repeated, r.Fresh.Value, r.Fresh.N)
	}
	if r.Wordless > 0 {
		p.printf("其中 %d 行没有文字，按最常见的标签作答，计入以上各数\n", r.Wordless)
	}
	p.printf("校准误差 ECE %.4f（%d 个等量区间）\n", r.ECE, len(r.Reliability))
	for _, c := range r.Coverage {
		p.printf("  精确率 ≥ %.0f%%：置信度 ≥ %.3f，覆盖 %.1f%%\n", c.Precision*100, c.Threshold, c.Share*100)
	}
	p.printf("\n%-6s %-6s %-22s %-22s %-6s %s\n", "n", "判为", "精确率（95% 区间）", "召回率（95% 区间）", "F1", "标签")
	for _, l := range r.Labels {
		p.printf("%-6d %-6d %s %s %.3f  %s\n", l.N, l.Answered, rateText(l.Precision), rateText(l.Recall), l.F1, l.Label)
	}
	p.printf("\n最多的误判（本来 → 判为）\n")
	for _, m := range r.Confusion[:min(len(r.Confusion), 12)] {
		p.printf("%5d  %s → %s\n", m.N, m.Label, m.Answer)
	}
	p.printf("\n可靠性（平均置信度 → 实际正确率）\n")
	for _, b := range r.Reliability {
		p.printf("%.3f → %.3f（%.3f–%.3f，n=%d） %s\n", b.Confidence, b.Right.Value, b.Right.Low, b.Right.High, b.N, strings.Repeat("▪", int(b.Right.Value*30)))
	}
}

func rateText(r learn.Rate) string {
	if r.N == 0 {
		return "  —                    "
	}
	return fmt.Sprintf("%.3f（%.3f–%.3f）   ", r.Value, r.Low, r.High)
}
