package main

import (
	"fmt"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/runtime"
)

type taxonomyDiff struct {
	Old    string `arg:"" help:"旧的：分类包文件、目录，或 shipped（内置）、used（正在使用）。"`
	New    string `arg:"" help:"新的，写法同上。"`
	Months int    `help:"用最近几个月的投诉试。" default:"2"`
	Sample int    `help:"最多抽多少件；0 不试。" default:"5000"`
}

// differenceJSON is what the command tells as JSON.
type differenceJSON struct {
	Differences []changeJSON `json:"differences"`
	Sample      int          `json:"sample"`
	Moved       int          `json:"moved"`
	Shifts      []shiftJSON  `json:"shifts"`
}

type changeJSON struct {
	Kind string `json:"kind"`
	Pack string `json:"pack"`
	Code string `json:"code,omitempty"`
	Text string `json:"text"`
}

type shiftJSON struct {
	Axis     string   `json:"axis"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	FromName string   `json:"from_name"`
	ToName   string   `json:"to_name"`
	N        int      `json:"n"`
	Examples []string `json:"examples"`
}

// Run compares two versions, and tries both on complaints of this installation when it has any.
func (c taxonomyDiff) Run(p *program) error {
	before, err := p.versionOf(c.Old)
	if err != nil {
		return err
	}
	after, err := p.versionOf(c.New)
	if err != nil {
		return err
	}
	list, err := topic.Compare(before, after)
	if err != nil {
		return err
	}
	report := differenceJSON{Differences: []changeJSON{}, Shifts: []shiftJSON{}}
	for _, d := range list {
		report.Differences = append(report.Differences, changeJSON{d.Kind, d.Pack, d.Code, d.Text})
	}
	if c.Sample > 0 {
		if err := c.try(p, before, after, &report); err != nil {
			return err
		}
	}
	if p.flags.JSON {
		return p.writeJSON(report)
	}
	for _, d := range report.Differences {
		p.printf("%s %s\n", strings.TrimSpace(d.Pack+" "+d.Code), d.Text)
	}
	if len(report.Differences) == 0 {
		p.printf("两者相同。\n")
	}
	if c.Sample > 0 {
		p.printf("\n抽 %d 件投诉试：改变 %d 处分类（现象、原因、环节各算一处）\n", report.Sample, report.Moved)
	}
	for i, s := range report.Shifts {
		if i == mostShifts {
			p.printf("… 另有 %d 种变动，用 --json 看全部\n", len(report.Shifts)-i)
			break
		}
		p.printf("%5d  %s：%s → %s\n", s.N, s.Axis, s.FromName, s.ToName)
		for _, e := range s.Examples {
			p.printf("       %s\n", shortened(e, 40))
		}
	}
	return nil
}

// mostShifts is how many kinds of moves a person is shown.
const mostShifts = 20

// versionOf is the whole set of packs with those of one version in place.
func (p *program) versionOf(name string) ([]topic.Pack, error) {
	if name == "shipped" {
		return topic.Shipped()
	}
	settings, err := p.config()
	if err != nil {
		return nil, err
	}
	used, err := runtime.Packs(settings)
	if err != nil || name == "used" {
		return used, err
	}
	own, err := readPacks(name)
	if err != nil {
		return nil, err
	}
	return topic.Join(used, own), nil
}

func (c taxonomyDiff) try(p *program, before, after []topic.Pack, report *differenceJSON) error {
	old, err := topic.Compile(before)
	if err != nil {
		return err
	}
	now, err := topic.Compile(after)
	if err != nil {
		return err
	}
	sample, err := p.newest(c.Months, c.Sample)
	if err != nil {
		return err
	}
	report.Sample = len(sample)
	for _, s := range topic.Shifts(old, now, sample) {
		one := shiftJSON{Axis: s.Axis.Name(), From: s.From, To: s.To, FromName: old.Taxonomy().Name(s.From), ToName: now.Taxonomy().Name(s.To), N: s.N}
		for _, w := range s.Examples {
			one.Examples = append(one.Examples, analytics.JoinWords(w.Subject, w.Text))
		}
		report.Moved += s.N
		report.Shifts = append(report.Shifts, one)
	}
	return nil
}

// newest are words of the newest months that have complaints.
func (p *program) newest(months, limit int) (list []analytics.Wording, err error) {
	err = p.withRuntime(func(rt *runtime.Runtime) error {
		known, err := rt.Warehouse.Months(p.ctx)
		if err != nil || len(known) == 0 {
			return err
		}
		last := known[len(known)-1].Month
		list, err = rt.Warehouse.SampleWordings(p.ctx, last.Add(1-max(months, 1)), last, limit)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("读不到本机的投诉（--sample 0 可不试）：%w", err)
	}
	return list, nil
}

// shortened is the beginning of a text on one line.
func shortened(s string, runes int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > runes {
		return string(r[:runes]) + "…"
	}
	return s
}
