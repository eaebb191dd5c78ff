package main

import (
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards/web"
)

type casesCommand struct {
	Text []string `arg:"" help:"投诉的原文，加引号。"`
}

// Help is shown by --help.
func (casesCommand) Help() string {
	return `在已入库的投诉里找用词相近、已经答复或办结的，列出当时怎么办、客户是否满意。与页面和 /api/similar 同一算法；--json 给出同样的 JSON。`
}

// Run prints the past cases that are near to a text.
func (c casesCommand) Run(p *program) error {
	text := strings.TrimSpace(strings.Join(c.Text, " "))
	if text == "" {
		return analytics.Invalid("text", "请给出一段原文，如 huisheng cases \"空调外机夜里异响\"")
	}
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	answer, err := rt.Cases().SimilarTo(p.ctx, text)
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(web.CasesJSON(answer))
	}
	return web.WriteCases(p.stdout, answer)
}
