package main

import (
	"fmt"

	"huisheng/cmd/internal/bench"
)

type benchMaskingCommand struct {
	Rounds  int      `help:"速度量多少轮；两边轮流，取中位数。" default:"5"`
	Show    string   `help:"misses 列出开发部分里漏掉的和错遮的；all 连未见部分一起列。" enum:",misses,all" default:"" placeholder:"misses|all"`
	Search  []string `help:"改为在这些 CSV 文件的正文里找：列出遮了什么，以及剩下的可疑之处，供人看。" type:"existingfile" placeholder:"FILE"`
	Columns []string `help:"--search 看哪些列。" default:"subject,text,reply,detail,review"`
}

// Run measures the masker on planted sentences.
func (c benchMaskingCommand) Run(p *program) error {
	if len(c.Search) > 0 {
		return c.search(p)
	}
	report := bench.Masking(c.Rounds)
	for i := range report.Parts {
		// What the unseen part misses stays unseen, or it could not tell any more how well the rules do on other texts.
		if c.Show == "" || c.Show == "misses" && i > 0 {
			report.Parts[i].Misses = nil
		}
	}
	if p.flags.JSON {
		return p.writeJSON(report)
	}
	for _, part := range report.Parts {
		p.printf("%s：%d 句，%d 个句式\n", part.Name, part.Sentences, part.Templates)
		for _, k := range part.Kinds {
			mark := "✓"
			if !k.Held() {
				mark = "✗"
			}
			p.printf("  %s %s  召回 %s  精确 %s\n", mark, k.Kind, shareText(k.Recall), shareText(k.Precision))
		}
		for _, m := range part.Misses {
			what := "漏掉"
			if m.Found {
				what = "错遮"
			}
			p.printf("    %s %s“%s”：%s\n", what, m.Kind, m.Piece, m.Text)
		}
	}
	return p.printBench(report.Speed)
}

// shareText writes 0.993（1203/1211，0.987–0.997）.
func shareText(s bench.Share) string {
	if s.Of == 0 {
		return "—"
	}
	return fmt.Sprintf("%.3f（%d/%d，%.3f–%.3f）", s.Rate, s.Hit, s.Of, s.Low, s.High)
}

// search lists finds and leftovers, one a line, so that a person can look through them or draw a sample.
func (c benchMaskingCommand) search(p *program) error {
	for _, path := range c.Search {
		report, err := bench.SearchMasking(path, c.Columns)
		if err != nil {
			return err
		}
		if p.flags.JSON {
			if err := p.writeJSON(report); err != nil {
				return err
			}
			continue
		}
		for _, f := range report.Finds {
			p.printf("遮 %s  %s\n", f.Kind, f.Around)
		}
		for _, f := range report.Left {
			p.printf("剩 %s  %s\n", f.Kind, f.Around)
		}
		p.printf("%s：%d 段文字，%d 段有遮盖：%s；剩下可疑 %d 处\n", path, report.Texts, report.Hit, report.Counts, len(report.Left))
	}
	return nil
}
