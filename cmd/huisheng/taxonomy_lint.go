package main

import (
	"fmt"
	"os"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/config"
	"huisheng/cmd/internal/runtime"
)

type taxonomyLint struct {
	Files []string `arg:"" optional:"" help:"分类包的文件或目录；不写则检查所用的全部分类包。" type:"path"`
}

// faultJSON is one fault as JSON tells it.
type faultJSON struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Hint bool   `json:"hint"`
	Text string `json:"text"`
}

// Run lists what is wrong, and fails when something is more than unwise.
func (c taxonomyLint) Run(p *program) error {
	settings, err := p.config()
	if err != nil {
		return err
	}
	faults, err := lintPacks(settings, c.Files)
	if err != nil {
		return err
	}
	wrong := 0
	list := []faultJSON{}
	for _, f := range faults {
		if !f.Hint {
			wrong++
		}
		list = append(list, faultJSON{f.File, f.Line, f.Hint, f.Text})
	}
	if p.flags.JSON {
		if err := p.writeJSON(list); err != nil {
			return err
		}
	} else {
		for _, f := range faults {
			p.printf("%s\n", f)
		}
		p.printf("错误 %d 处，提醒 %d 处。\n", wrong, len(faults)-wrong)
	}
	if wrong > 0 {
		return analytics.Invalid("taxonomy", "分类包有 %d 处错误，见上", wrong)
	}
	return nil
}

// lintPacks checks files beside the packs in use, or without files those themselves.
func lintPacks(settings config.Config, files []string) ([]topic.Fault, error) {
	if len(files) == 0 {
		packs, err := runtime.Packs(settings)
		if err != nil {
			return []topic.Fault{topic.FaultOf(settings.Taxonomy, err)}, nil
		}
		return topic.Lint(packs), nil
	}
	var own []topic.Pack
	var codes []string
	var faults []topic.Fault
	for _, name := range files {
		packs, err := readPacks(name)
		if err != nil {
			faults = append(faults, topic.FaultOf(name, err))
			continue
		}
		own = append(own, packs...)
	}
	for _, pack := range own {
		if slices.Contains(codes, pack.Code) {
			return nil, analytics.Invalid("pack", "给出的文件里有两个分类包的代号都是 %s", pack.Code)
		}
		codes = append(codes, pack.Code)
	}
	if len(own) == 0 {
		return faults, nil
	}
	shipped, err := topic.Shipped()
	if err != nil {
		return nil, err
	}
	return append(faults, topic.Lint(topic.Join(shipped, own), codes...)...), nil
}

// readPacks reads a file, or all packs of a folder.
func readPacks(name string) ([]topic.Pack, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindMissing, err, "读不到 %s", name)
	}
	if info.IsDir() {
		return topic.ReadFolder(name)
	}
	pack, err := topic.ReadFile(name)
	return []topic.Pack{pack}, err
}

// checkTaxonomy is what huisheng check says of the packs in use.
func checkTaxonomy(settings config.Config) (string, error) {
	packs, err := runtime.Packs(settings)
	if err != nil {
		return "", err
	}
	var own []string
	if settings.Taxonomy != "" {
		list, err := topic.ReadFolder(settings.Taxonomy)
		if err != nil {
			return "", err
		}
		for _, pack := range list {
			own = append(own, pack.Code)
		}
		if err := topic.Errors(topic.Lint(packs, own...)); err != nil {
			return "", err
		}
	}
	classifier, err := topic.Compile(packs)
	if err != nil {
		return "", err
	}
	text := ""
	for _, s := range classifier.Taxonomy().Schemes() {
		text += fmt.Sprintf("%s（第 %d 版）、", s.Name, s.Version)
	}
	return text[:len(text)-len("、")], nil
}
