package main

import (
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
)

type findingsCommand struct {
	List   findingsList   `cmd:"" default:"withargs" help:"列出一个月的预警和月度变化：一句话、件数、原因、判断。"`
	Show   findingsShow   `cmd:"" help:"一条预警的全部：各处原因、其余、同一原因以前出现的月份、判断。"`
	Decide findingsDecide `cmd:"" help:"对一条预警作出判断：确认、误报、预期内、新常态。"`
}

type findingsList struct {
	Month string `help:"哪个月，如 2024-03；不写为最近有投诉的一个月。" placeholder:"MONTH"`
	Level string `help:"至少到哪一级：提示、预警、警报。" placeholder:"LEVEL"`
	All   bool   `help:"连同并入别条的也列出。"`
}

// findingLine is one finding with what explains it, also as JSON.
type findingLine struct {
	ID       string                 `json:"id"`
	Kind     string                 `json:"kind"`
	Level    string                 `json:"level,omitempty"`
	From     string                 `json:"from"`
	To       string                 `json:"to"`
	Series   []analytics.AxisValue  `json:"series,omitempty"`
	Name     string                 `json:"name"`
	Fall     bool                   `json:"fall,omitempty"`
	Running  bool                   `json:"running,omitempty"`
	Observed float64                `json:"observed"`
	Expected float64                `json:"expected"`
	Low      float64                `json:"low,omitempty"`
	High     float64                `json:"high,omitempty"`
	Sentence string                 `json:"sentence"`
	PartOf   string                 `json:"part_of,omitempty"`
	Parts    int                    `json:"parts,omitempty"` // findings that are parts of it
	Causes   []analytics.FoundCause `json:"causes,omitempty"`
	Rest     analytics.Remainder    `json:"rest"`
	LeftOut  []string               `json:"left_out,omitempty"`
	Decision *decisionLine          `json:"decision,omitempty"`
}

// decisionLine is what a person decided, also as JSON.
type decisionLine struct {
	Verdict string `json:"verdict"`
	Why     string `json:"why,omitempty"`
	By      string `json:"by"`
	At      string `json:"at"`
}

// levels are the names of the levels of findings, from nothing up.
func findingLevel(name string) (uint8, error) {
	for level := uint8(1); level <= 3; level++ {
		if dashboards.LevelName(level) == name {
			return level, nil
		}
	}
	if name == "" {
		return 0, nil
	}
	return 0, analytics.Invalid("level", "--level %q 不对：应为提示、预警、警报之一", name)
}

// Run lists the findings of a month.
func (c findingsList) Run(p *program) error {
	least, err := findingLevel(c.Level)
	if err != nil {
		return err
	}
	return p.withTaxonomy(func(rt *runtime.Runtime, taxonomy *topic.Taxonomy) error {
		month, err := findingsMonth(p, rt, c.Month)
		if err != nil {
			return err
		}
		lines, err := findingLines(p, rt, taxonomy, month)
		if err != nil {
			return err
		}
		lines = slices.DeleteFunc(lines, func(l findingLine) bool {
			level, _ := findingLevel(l.Level)
			return level < least || !c.All && l.PartOf != ""
		})
		if p.flags.JSON {
			return p.writeJSON(lines)
		}
		if len(lines) == 0 {
			p.printf("%s 没有可列的预警。是否已算完：huisheng jobs status\n", month)
			return nil
		}
		for _, l := range lines {
			l.print(p)
		}
		return nil
	})
}

// findingsMonth reads a month; the newest with complaints when none is given.
func findingsMonth(p *program, rt *runtime.Runtime, given string) (analytics.Month, error) {
	if given != "" {
		return analytics.ParseMonth(given)
	}
	months, err := rt.Warehouse.Months(p.ctx)
	if err != nil {
		return 0, err
	}
	if len(months) == 0 {
		return 0, &analytics.Error{Kind: analytics.KindMissing, Field: "month", Text: "还没有投诉：先导入（huisheng import），再计算（huisheng jobs run）"}
	}
	return months[len(months)-1].Month, nil
}

// findingLines are the findings of a month that are told: those that stand for themselves first, by level and size, then their parts.
func findingLines(p *program, rt *runtime.Runtime, taxonomy *topic.Taxonomy, month analytics.Month) ([]findingLine, error) {
	findings, err := rt.Warehouse.Findings(p.ctx, month, month)
	if err != nil {
		return nil, err
	}
	explained, err := rt.Warehouse.Attributions(p.ctx, month, month)
	if err != nil {
		return nil, err
	}
	decided, err := rt.State.FindingDecisions(p.ctx)
	if err != nil {
		return nil, err
	}
	by, parts := map[uint64]*analytics.Attribution{}, map[uint64]int{}
	for i := range explained {
		by[explained[i].Finding] = &explained[i]
		parts[explained[i].PartOf]++
	}
	var alone, inside []findingLine
	for i := range findings {
		f := &findings[i]
		a := by[f.ID]
		if a == nil {
			continue // usual, or not explained yet
		}
		line := newFindingLine(taxonomy, f, a, decided)
		if line.Parts = parts[f.ID]; a.PartOf != 0 {
			inside = append(inside, line)
			continue
		}
		alone = append(alone, line)
	}
	return append(alone, inside...), nil
}

func newFindingLine(taxonomy *topic.Taxonomy, f *analytics.Finding, a *analytics.Attribution, decided []analytics.FindingDecision) findingLine {
	l := findingLine{ID: analytics.IDText(f.ID), Kind: f.Kind, Level: dashboards.LevelName(f.Level), From: dashboards.DateText(f.From), To: dashboards.DateText(f.To),
		Series: f.Series, Name: dashboards.SeriesName(runtime.Labels(taxonomy), f.Series), Fall: f.Fall, Running: f.Running, Observed: f.Observed, Expected: f.Expected,
		Low: f.Low, High: f.High, Sentence: a.Sentence, Causes: a.Causes, Rest: a.Rest, LeftOut: a.LeftOut}
	if a.PartOf != 0 {
		l.PartOf = analytics.IDText(a.PartOf)
	}
	for _, d := range decided { // in the order in which they were made: the last that stands counts
		if d.Finding == f.ID && d.UndoneAt.IsZero() {
			l.Decision = &decisionLine{Verdict: dashboards.VerdictName(d.Verdict), Why: d.Why, By: d.By, At: d.At.Format("2006-01-02 15:04")}
		}
	}
	return l
}

func (l findingLine) print(p *program) {
	head := []string{l.ID}
	switch {
	case l.Level != "":
		head = append(head, l.Level)
	case l.Kind == analytics.FindingMonth:
		head = append(head, "与上月比")
	case l.Kind == analytics.FindingYear:
		head = append(head, "与上年同月比")
	}
	if l.PartOf != "" {
		head = append(head, "并入 "+l.PartOf)
	}
	if l.Parts > 0 {
		head = append(head, "含另外 "+dashboards.Number(l.Parts)+" 条")
	}
	if l.Decision != nil {
		head = append(head, "已判断："+l.Decision.text())
	}
	p.printf("%s\n    %s\n", strings.Join(head, " · "), l.Sentence)
}

func (d decisionLine) text() string {
	s := d.Verdict + "（" + d.By + "，" + d.At
	if d.Why != "" {
		s += "：" + d.Why
	}
	return s + "）"
}
