package main

import (
	"os"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/jobs/deliver"
)

type deliverRules struct {
	List   rulesList   `cmd:"" default:"withargs" help:"列出规则。"`
	Export rulesExport `cmd:"" help:"把规则写成 YAML，写到标准输出。"`
	Import rulesImport `cmd:"" help:"从 YAML 读入规则；同名的代替原来的，其余的添加。"`
	Remove rulesRemove `cmd:"" help:"删除一条规则。"`
}

// deliveryBook are the rules with what they name.
type deliveryBook struct {
	rt         *runtime.Runtime
	rules      []analytics.DeliveryRule
	recipients []analytics.Recipient
	called     map[uint64]string
	names      dashboards.Names
}

func (p *program) withRules(f func(deliveryBook) error) error {
	return p.withRuntime(func(rt *runtime.Runtime) error {
		b := deliveryBook{rt: rt, called: map[uint64]string{}}
		var err error
		if b.rules, err = rt.State.DeliveryRules(p.ctx); err != nil {
			return err
		}
		if b.recipients, err = rt.State.Recipients(p.ctx); err != nil {
			return err
		}
		for _, r := range b.recipients {
			b.called[r.Number] = r.Name
		}
		if b.names, err = runtime.Names(rt.Config); err != nil {
			return err
		}
		return f(b)
	})
}

type rulesList struct{}

// Run lists the rules in words; as JSON they have the form of the YAML.
func (rulesList) Run(p *program) error {
	return p.withRules(func(b deliveryBook) error {
		if p.flags.JSON {
			return p.writeJSON(deliver.Written(b.rules, b.recipients))
		}
		if len(b.rules) == 0 {
			p.printf("还没有规则，所以什么也不发。在页面“数据 → 通知”里新建，或 huisheng deliver rules import 文件。\n")
		}
		for _, r := range b.rules {
			what, when, then := dashboards.RuleText(r, b.names, b.called)
			off := ""
			if r.Off {
				off = "（已停用）"
			}
			p.printf("%s%s：%s → ", r.Name, off, what)
			for i, to := range r.To {
				if i > 0 {
					p.printf("、")
				}
				p.printf("%s", b.called[to])
			}
			p.printf("；%s", when)
			if then != "" {
				p.printf("；%s", then)
			}
			p.printf("\n")
		}
		return nil
	})
}

type rulesExport struct{}

// Run writes the rules as YAML. Recipients stand there by their names, without addresses.
func (rulesExport) Run(p *program) error {
	return p.withRules(func(b deliveryBook) error {
		raw, err := deliver.Written(b.rules, b.recipients).YAML()
		if err != nil {
			return err
		}
		_, err = p.stdout.Write(raw)
		return err
	})
}

type rulesImport struct {
	File string `arg:"" help:"YAML 文件，写法同 export。" type:"existingfile"`
	Who  string `help:"谁读入的；不写则记当前用户。" placeholder:"NAME"`
}

// Run keeps the rules of a file, all or none.
func (c rulesImport) Run(p *program) error {
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return analytics.Wrap(analytics.KindMissing, err, "读不到 %s", c.File)
	}
	return p.withRules(func(b deliveryBook) error {
		rules, err := deliver.ReadRules(raw, c.File, b.recipients)
		if err != nil {
			return err
		}
		pages := b.rt.DeliveryPages()
		for i := range rules {
			rules[i].MadeBy = c.Who
			if rules[i], err = pages.CheckedRule(p.ctx, rules[i]); err != nil {
				return err
			}
			for _, known := range b.rules {
				if known.Name == rules[i].Name {
					rules[i].Number = known.Number
				}
			}
		}
		for _, r := range rules {
			if _, err := b.rt.State.SaveDeliveryRule(p.ctx, r); err != nil {
				return err
			}
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]int{"rules": len(rules)})
		}
		p.printf("已读入 %d 条规则，serve 几秒后照它们发。\n", len(rules))
		return nil
	})
}

type rulesRemove struct {
	Name string `arg:"" help:"规则的名字。"`
}

// Run removes the rule of a name.
func (c rulesRemove) Run(p *program) error {
	return p.withRules(func(b deliveryBook) error {
		for _, r := range b.rules {
			if r.Name != c.Name {
				continue
			}
			if err := b.rt.State.RemoveDeliveryRule(p.ctx, r.Number); err != nil {
				return err
			}
			p.printf("已删除规则 %s。\n", r.Name)
			return nil
		}
		return &analytics.Error{Kind: analytics.KindMissing, Field: "name", Text: "没有名为 " + c.Name + " 的规则；huisheng deliver rules 列出全部"}
	})
}
