package main

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
)

type correctionsCommand struct {
	List   correctionsList   `cmd:"" default:"withargs" help:"列出改过的分类和词，新的在前。"`
	Undo   correctionsUndo   `cmd:"" help:"撤销一次更正；加 --word 撤销一次改词。"`
	Export correctionsExport `cmd:"" help:"导出人工更正的标签和原文（CSV），可以交给 huisheng learn。"`
	Import correctionsImport `cmd:"" help:"从表格读入标签，每行记一次更正；已经是这样的跳过。"`
}

// withTaxonomy opens the installation with its taxonomy.
func (p *program) withTaxonomy(f func(*runtime.Runtime, *topic.Taxonomy) error) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	classifier, err := runtime.Taxonomy(rt.Config)
	if err != nil {
		return err
	}
	return f(rt, classifier.Taxonomy())
}

type correctionsList struct {
	Limit int `help:"最多列多少次更正。" default:"50"`
}

// correctionLine is one correction, also as JSON.
type correctionLine struct {
	Number   uint64     `json:"number"`
	Source   string     `json:"source"`
	ID       string     `json:"complaint_id"`
	Axis     string     `json:"axis"`
	From     string     `json:"from"`
	To       string     `json:"to"`
	Why      string     `json:"why,omitempty"`
	By       string     `json:"by"`
	At       time.Time  `json:"at"`
	UndoneAt *time.Time `json:"undone_at,omitempty"`
	UndoneBy string     `json:"undone_by,omitempty"`
}

// wordLine is one change of words, also as JSON.
type wordLine struct {
	Number   uint64     `json:"number"`
	Topic    string     `json:"topic"`
	Kind     string     `json:"kind"`
	Words    []string   `json:"words"`
	Effect   int        `json:"effect"`
	Why      string     `json:"why,omitempty"`
	By       string     `json:"by"`
	At       time.Time  `json:"at"`
	UndoneAt *time.Time `json:"undone_at,omitempty"`
	UndoneBy string     `json:"undone_by,omitempty"`
}

// Run lists both kinds of decisions.
func (c correctionsList) Run(p *program) error {
	return p.withTaxonomy(func(rt *runtime.Runtime, taxonomy *topic.Taxonomy) error {
		said, err := rt.State.ListCorrections(p.ctx, 0, max(1, c.Limit))
		if err != nil {
			return err
		}
		changes, err := rt.State.Changes(p.ctx)
		if err != nil {
			return err
		}
		report := struct {
			Corrections []correctionLine `json:"corrections"`
			Words       []wordLine       `json:"words"`
		}{[]correctionLine{}, []wordLine{}}
		for _, s := range said {
			report.Corrections = append(report.Corrections, correctionLine{s.Number, s.Source, s.ID, s.Axis, s.From, s.To, s.Why, s.By, s.At, when(s.UndoneAt), s.UndoneBy})
		}
		for i := len(changes) - 1; i >= 0; i-- {
			s := changes[i]
			report.Words = append(report.Words, wordLine{s.Number, s.Topic, s.Kind, s.Words, s.Effect, s.Why, s.By, s.At, when(s.UndoneAt), s.UndoneBy})
		}
		if p.flags.JSON {
			return p.writeJSON(report)
		}
		if len(report.Corrections)+len(report.Words) == 0 {
			p.printf("还没有人改过。在页面“投诉”的详情里点“改分类”，或从“分类 → 核对”改起。\n")
		}
		for _, l := range report.Corrections {
			p.printf("更正 #%d  %s/%s  %s → %s%s\n", l.Number, l.Source, l.ID, taxonomy.Name(l.From), taxonomy.Name(l.To), signature(l.By, l.At, l.Why, l.UndoneAt, l.UndoneBy))
		}
		for _, l := range report.Words {
			p.printf("改词 #%d  %s “%s” · %s  影响 %s 件%s\n", l.Number, changeNames[l.Kind], strings.Join(l.Words, "”与“"), taxonomy.Name(l.Topic), dashboards.Number(l.Effect),
				signature(l.By, l.At, l.Why, l.UndoneAt, l.UndoneBy))
		}
		return nil
	})
}

var changeNames = map[string]string{analytics.ChangeAdd: "加词", analytics.ChangeNear: "加规则", analytics.ChangeNot: "排除", analytics.ChangeRemove: "去掉"}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// signature is who decided, when and why, and who took it back.
func signature(by string, at time.Time, why string, undoneAt *time.Time, undoneBy string) string {
	text := " · " + by + "，" + dashboards.TimeText(at)
	if why != "" {
		text += "，" + why
	}
	if undoneAt != nil {
		text += " · 已由" + undoneBy + "于 " + dashboards.TimeText(*undoneAt) + " 撤销"
	}
	return text
}

type correctionsUndo struct {
	Number uint64 `arg:"" help:"编号，见 huisheng corrections。"`
	Word   bool   `help:"撤销的是改词，不是更正。"`
	By     string `help:"谁撤销的。" default:"命令行"`
}

// Run takes one decision back. The complaints follow when the jobs run next.
func (c correctionsUndo) Run(p *program) error {
	return p.withTaxonomy(func(rt *runtime.Runtime, _ *topic.Taxonomy) error {
		var err error
		what := "更正"
		if c.Word {
			what = "改词"
			_, err = rt.State.UndoChange(p.ctx, c.Number, c.By)
		} else {
			err = rt.UndoCorrection(p.ctx, c.Number, c.By)
		}
		if err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]uint64{"undone": c.Number})
		}
		p.printf("%s #%d 已撤销；常驻的进程几秒内重读受影响的投诉，没有常驻进程时运行 huisheng jobs run。\n", what, c.Number)
		return nil
	})
}

type correctionsExport struct {
	Out  string `help:"写到哪个文件；- 为标准输出。" default:"-" type:"path"`
	Axis string `help:"只要一条轴：what、why 或 where。" enum:"what,why,where," default:""`
}

// exportColumns are the columns of an export; learn reads text and label, import reads the others back.
var exportColumns = []string{"source", "complaint_id", "axis", "label", "name", "text", "category", "from", "why", "by", "at"}

// Run writes the labels that people gave, with the words that they read.
func (c correctionsExport) Run(p *program) error {
	return p.withTaxonomy(func(rt *runtime.Runtime, taxonomy *topic.Taxonomy) error {
		list, err := rt.Labelled(p.ctx)
		if err != nil {
			return err
		}
		out := p.stdout
		if c.Out != "-" {
			f, err := os.Create(c.Out)
			if err != nil {
				return analytics.Wrap(analytics.KindInvalid, err, "不能写到 %s", c.Out)
			}
			defer f.Close()
			out = f
		}
		w := csv.NewWriter(out)
		if err := w.Write(exportColumns); err != nil {
			return err
		}
		n := 0
		for _, l := range list {
			if c.Axis != "" && l.Axis != c.Axis {
				continue
			}
			n++
			if err := w.Write([]string{l.Source, l.ID, l.Axis, l.To, taxonomy.Name(l.To), l.Text, l.Category, l.From, l.Why, l.By, l.At.Format(time.RFC3339)}); err != nil {
				return err
			}
		}
		w.Flush()
		if c.Out != "-" {
			p.printf("已导出 %d 条标签到 %s；学习用：huisheng learn %s --text text --label label --model 模型文件\n", n, c.Out, c.Out)
		}
		return w.Error()
	})
}

// lineNumber names a line for a person.
func lineNumber(n uint32) string { return "第 " + strconv.FormatUint(uint64(n), 10) + " 行" }
