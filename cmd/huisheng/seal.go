package main

import (
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
)

type sealCommand struct {
	Month string `arg:"" help:"月份，如 2024-03。" placeholder:"MONTH"`
	Who   string `help:"谁封账；不写则记当前用户。" placeholder:"NAME"`
	Why   string `help:"说明，如“月报定稿”。" placeholder:"TEXT"`
}

// Run puts the figures of a month away as they are.
func (c sealCommand) Run(p *program) error {
	month, err := analytics.ParseMonth(c.Month)
	if err != nil {
		return err
	}
	return p.withRuntime(func(rt *runtime.Runtime) error {
		seal, err := rt.SealMonth(p.ctx, month, c.Who, c.Why)
		if err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(newSealLine(seal))
		}
		p.printf("已封账：%s\n", newSealLine(seal).text())
		p.printf("以后到达、更正、改类的都只改变现行口径；有什么变动：huisheng seals --changes %s\n", month)
		return nil
	})
}

type unsealCommand struct {
	Month string `arg:"" help:"月份，如 2024-03。" placeholder:"MONTH"`
	Who   string `help:"谁解封；不写则记当前用户。" placeholder:"NAME"`
	Why   string `help:"为什么解封。" placeholder:"TEXT"`
}

// Run takes the seal off a month.
func (c unsealCommand) Run(p *program) error {
	month, err := analytics.ParseMonth(c.Month)
	if err != nil {
		return err
	}
	return p.withRuntime(func(rt *runtime.Runtime) error {
		if err := rt.UnsealMonth(p.ctx, month, c.Who, c.Why); err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]any{"month": month.String(), "sealed": false})
		}
		p.printf("已解封 %s：只剩现行口径。封账与解封的记录都还在。\n", month)
		return nil
	})
}

type sealsCommand struct {
	Changes string `help:"封账之后这个月变动了什么，如 2024-03。" placeholder:"MONTH"`
}

// Run lists the months that are sealed or were, or what changed in one of them.
func (c sealsCommand) Run(p *program) error {
	return p.withRuntime(func(rt *runtime.Runtime) error {
		seals, err := rt.State.Seals(p.ctx)
		if err != nil {
			return err
		}
		if c.Changes != "" {
			return p.sealChanges(rt, seals, c.Changes)
		}
		lines := []sealLine{}
		for _, s := range seals {
			lines = append(lines, newSealLine(s))
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]any{"seals": lines})
		}
		if len(lines) == 0 {
			p.printf("还没有封过账。封上一个月：huisheng seal %s\n", analytics.MonthOf(time.Now()).Add(-1))
		}
		for _, l := range lines {
			p.printf("%s\n", l.text())
		}
		return nil
	})
}

// sealLine is one seal, also as JSON.
type sealLine struct {
	Month     string     `json:"month"`
	N         uint64     `json:"complaints"`
	By        string     `json:"by"`
	Why       string     `json:"why,omitempty"`
	At        time.Time  `json:"at"`
	Models    []string   `json:"models"`
	Taxonomy  string     `json:"taxonomy"`
	Run       uint64     `json:"run"`
	UndoneBy  string     `json:"unsealed_by,omitempty"`
	UndoneWhy string     `json:"unsealed_why,omitempty"`
	UndoneAt  *time.Time `json:"unsealed_at,omitempty"`
}

func newSealLine(s analytics.Seal) sealLine {
	l := sealLine{Month: s.Month.String(), N: s.N, By: s.By, Why: s.Why, At: s.At, Models: s.Models, Taxonomy: s.Taxonomy, Run: s.Run,
		UndoneBy: s.UndoneBy, UndoneWhy: s.UndoneWhy}
	if !s.Holds() {
		l.UndoneAt = &s.UndoneAt
	}
	return l
}

func (l sealLine) text() string {
	parts := []string{l.Month + "  " + dashboards.Number(l.N) + " 件", dashboards.TimeText(l.At) + " 由 " + l.By + " 封账"}
	if l.Why != "" {
		parts = append(parts, l.Why)
	}
	if l.UndoneAt != nil {
		parts = append(parts, dashboards.TimeText(*l.UndoneAt)+" 由 "+l.UndoneBy+" 解封")
		if l.UndoneWhy != "" {
			parts = append(parts, l.UndoneWhy)
		}
	}
	return strings.Join(parts, "，")
}
