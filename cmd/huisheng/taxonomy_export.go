package main

import (
	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/text/jieba"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/runtime"
)

type taxonomyExport struct {
	Pack string `arg:"" help:"分类包的代号，见 huisheng taxonomy。"`
}

// Run writes a pack as the file that it was read from.
func (c taxonomyExport) Run(p *program) error {
	settings, err := p.config()
	if err != nil {
		return err
	}
	packs, err := runtime.Packs(settings)
	if err != nil {
		return err
	}
	for i := range packs {
		if packs[i].Code == c.Pack {
			_, err := p.stdout.Write(packs[i].Source())
			return err
		}
	}
	classifier, err := topic.Compile(packs)
	if err != nil {
		return err
	}
	return noPack(classifier.Taxonomy(), c.Pack)
}

type taxonomyFromData struct {
	Code   string `help:"新包的代号，用小写英文。" default:"own"`
	Name   string `help:"新包的名称。" default:"自有分类"`
	Least  int    `help:"少于这么多件的来源分类不收。" default:"20"`
	Months int    `help:"用最近几个月的投诉。" default:"12"`
	Sample int    `help:"最多抽多少件。" default:"50000"`
}

// Run drafts a pack from the source's own categories and writes it as YAML.
func (c taxonomyFromData) Run(p *program) error {
	settings, err := p.config()
	if err != nil {
		return err
	}
	sample, err := p.newest(c.Months, c.Sample)
	if err != nil {
		return err
	}
	segmenter, err := jieba.Open(jieba.Config{Dictionaries: settings.Dictionaries, Words: settings.UserDictionaries})
	if err != nil {
		return err
	}
	defer segmenter.Close()
	told, cleaned := make([]topic.Told, len(sample)), make([]string, len(sample))
	for i, w := range sample {
		words := analytics.JoinWords(w.Subject, w.Text)
		told[i] = topic.Told{Category: w.Category, Text: words}
		cleaned[i] = text.Normalise(words).Text
	}
	for i, words := range segmenter.Segment(cleaned) {
		told[i].Words = words
	}
	pack, err := topic.Draft(c.Code, c.Name, told, c.Least)
	if err != nil {
		return err
	}
	if len(pack.Topics) == 0 {
		return analytics.Invalid("category", "最近 %d 个月的 %d 件投诉里，没有来源分类达到 %d 件（--least 可改）", c.Months, len(sample), c.Least)
	}
	raw, err := pack.YAML()
	if err != nil {
		return err
	}
	p.printf("# 由来源分类起草：词按对数优势比（Monroe 等，2008）挑选，须由人核对。检查：huisheng taxonomy lint 本文件\n%s", raw)
	return nil
}
