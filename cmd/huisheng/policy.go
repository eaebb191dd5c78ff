package main

import (
	"errors"
	"os"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/service"
	"huisheng/cmd/internal/runtime"
)

type policyCommand struct {
	List policyList `cmd:"" default:"withargs" help:"列出各套办法，标出所用的一套。"`
	Show policyShow `cmd:"" help:"把一套内置办法写到标准输出，用来改成自己的。"`
	Lint policyLint `cmd:"" help:"检查办法文件，指出错在哪个文件哪一项。"`
}

type policyList struct{}

// policyJSON is one policy as JSON tells it.
type policyJSON struct {
	Code  string   `json:"policy"`
	Name  string   `json:"name"`
	Basis string   `json:"basis"`
	Used  bool     `json:"used"`
	From  string   `json:"from"` // of the newest version
	Rules []string `json:"rules"`
}

// Run lists the policies with their limits.
func (policyList) Run(p *program) error {
	c, err := p.config()
	if err != nil {
		return err
	}
	policies, err := runtime.Policies(c)
	if err != nil {
		return err
	}
	used, err := runtime.Policy(c)
	if err != nil {
		return err
	}
	var list []policyJSON
	for _, one := range policies {
		v := one.Versions[len(one.Versions)-1]
		j := policyJSON{Code: one.Code, Name: one.Name, Basis: one.Basis, From: v.From, Used: one.Code == used.Policy.Code && one.Fingerprint == used.Policy.Fingerprint}
		for i := range v.Clocks {
			j.Rules = append(j.Rules, v.Clocks[i].Name+"："+v.Clocks[i].Limits())
		}
		list = append(list, j)
	}
	if p.flags.JSON {
		return p.writeJSON(list)
	}
	for _, j := range list {
		mark := ""
		if j.Used {
			mark = "（所用）"
		}
		p.printf("%s %s%s · %s 起\n  %s\n", j.Code, j.Name, mark, j.From, strings.Join(j.Rules, "\n  "))
	}
	return nil
}

type policyShow struct {
	Policy string `arg:"" help:"办法的代号。"`
}

// Run writes a shipped policy.
func (c policyShow) Run(p *program) error {
	content, err := service.Source(c.Policy)
	if err != nil {
		return err
	}
	p.printf("%s", content)
	return nil
}

type policyLint struct {
	Files []string `arg:"" help:"办法文件。" type:"path"`
}

// Run reads each file as the program would, and fails when one cannot be meant.
func (c policyLint) Run(p *program) error {
	var faults []error
	for _, name := range c.Files {
		content, err := os.ReadFile(name)
		if err != nil {
			faults = append(faults, analytics.Wrap(analytics.KindMissing, err, "读不到 %s", name))
			continue
		}
		policy, err := service.Parse(name, content)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		p.printf("%s：%s，%d 版，没有错误\n", name, policy.Name, len(policy.Versions))
	}
	return errors.Join(faults...)
}
