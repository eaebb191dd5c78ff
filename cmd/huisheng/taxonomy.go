package main

import (
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/runtime"
)

type taxonomyCommand struct {
	List taxonomyList `cmd:"" default:"withargs" help:"列出所用的分类包与各级分类。"`
	Try  taxonomyTry  `cmd:"" help:"试一句：各轴的分类、依据的词、哪条规则、第二名是谁。"`
	Lint taxonomyLint `cmd:"" help:"检查分类包，指出错在哪个文件哪一行。"`
	Diff taxonomyDiff `cmd:"" help:"比较两版分类包，并用最近的投诉试：多少件会改变分类。"`

	Export   taxonomyExport   `cmd:"" help:"把一个分类包写到标准输出，用来改成自己的。"`
	FromData taxonomyFromData `cmd:"" name:"from-data" help:"由数据里来源自己的分类起草一个分类包。"`
}

// classifier compiles the taxonomy of this installation.
func (p *program) classifier() (*topic.Classifier, error) {
	c, err := p.config()
	if err != nil {
		return nil, err
	}
	return runtime.Taxonomy(c)
}

type taxonomyList struct {
	Pack string `arg:"" optional:"" help:"分类包的代号；写了就列出它的每一级。"`
}

// schemeJSON is one pack as JSON tells it.
type schemeJSON struct {
	Code    string            `json:"pack"`
	Name    string            `json:"name"`
	Version int               `json:"version"`
	Axes    map[string]string `json:"axes"`
	Labels  map[string]int    `json:"labels"`
	Nodes   []nodeJSON        `json:"nodes,omitempty"`
}

type nodeJSON struct {
	Code       string   `json:"code"`
	Name       string   `json:"name"`
	Axis       string   `json:"axis"`
	Parent     string   `json:"parent,omitempty"`
	Level      int      `json:"level"`
	Leaf       bool     `json:"leaf"`
	Definition string   `json:"definition,omitempty"`
	Examples   []string `json:"examples,omitempty"`
}

// Run lists the packs, or one with its nodes.
func (c taxonomyList) Run(p *program) error {
	classifier, err := p.classifier()
	if err != nil {
		return err
	}
	t := classifier.Taxonomy()
	var list []schemeJSON
	for _, s := range t.Schemes() {
		if c.Pack == "" || c.Pack == s.Code {
			list = append(list, schemeOf(t, s, c.Pack != ""))
		}
	}
	if len(list) == 0 {
		return noPack(t, c.Pack)
	}
	if p.flags.JSON {
		return p.writeJSON(list)
	}
	for _, s := range list {
		p.printf("%s %s · 第 %d 版", s.Code, s.Name, s.Version)
		for _, a := range topic.Axes {
			p.printf(" · %s %d", s.Axes[a.String()], s.Labels[a.String()])
		}
		p.printf("\n")
		for i, n := range s.Nodes {
			if i == 0 || s.Nodes[i-1].Axis != n.Axis {
				p.printf("\n%s\n", s.Axes[n.Axis])
			}
			p.printf("%*s%s  %s", 2*n.Level, "", n.Name, n.Code)
			if n.Definition != "" {
				p.printf("  %s", n.Definition)
			}
			p.printf("\n")
		}
	}
	return nil
}

func schemeOf(t *topic.Taxonomy, s topic.Scheme, nodes bool) schemeJSON {
	out := schemeJSON{Code: s.Code, Name: s.Name, Version: s.Version, Axes: map[string]string{}, Labels: map[string]int{}}
	for _, a := range topic.Axes {
		out.Axes[a.String()] = s.Axes[a]
		for _, e := range t.Tree(s.Code, a) {
			if e.Leaf {
				out.Labels[a.String()]++
			}
			if nodes {
				out.Nodes = append(out.Nodes, nodeJSON{Code: e.Code, Name: e.Name, Axis: a.String(), Parent: e.Parent, Level: e.Level, Leaf: e.Leaf,
					Definition: e.Definition, Examples: e.Examples})
			}
		}
	}
	return out
}

// noPack is the error for a pack that is not there.
func noPack(t *topic.Taxonomy, code string) error {
	var known []string
	for _, s := range t.Schemes() {
		known = append(known, s.Code)
	}
	return &analytics.Error{Kind: analytics.KindMissing, Text: "没有名为 " + code + " 的分类包，现有：" + strings.Join(known, "、")}
}
