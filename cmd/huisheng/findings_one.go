package main

import (
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/jobs/explain"
)

type findingsShow struct {
	ID string `arg:"" help:"预警的编号，16 位。" placeholder:"ID"`
}

// findingWhole is one finding with the history of its causes, also as JSON.
type findingWhole struct {
	findingLine
	History []causeHistory `json:"history,omitempty"`
}

// causeHistory is where else a cause was found.
type causeHistory struct {
	Cause string      `json:"cause"`
	Was   []causeOnce `json:"was"`
}

type causeOnce struct {
	Finding  string  `json:"finding"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	Observed float64 `json:"observed"`
	Expected float64 `json:"expected"`
	Verdict  string  `json:"verdict,omitempty"`
}

// Run shows everything about one finding.
func (c findingsShow) Run(p *program) error {
	return p.withTaxonomy(func(rt *runtime.Runtime, taxonomy *topic.Taxonomy) error {
		f, err := findingOf(p, rt, c.ID)
		if err != nil {
			return err
		}
		lines, err := findingLines(p, rt, taxonomy, f.Month)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l.ID != analytics.IDText(f.ID) {
				continue
			}
			whole := findingWhole{findingLine: l}
			if whole.History, err = causesBefore(p, rt, taxonomy, f, l.Causes); err != nil {
				return err
			}
			if p.flags.JSON {
				return p.writeJSON(whole)
			}
			whole.print(p, runtime.Spoken(taxonomy))
			return nil
		}
		return &analytics.Error{Kind: analytics.KindMissing, Field: "id", Text: "这条还没有解释：先算完（huisheng jobs run）"}
	})
}

func findingOf(p *program, rt *runtime.Runtime, text string) (analytics.Finding, error) {
	id, err := analytics.ParseID(text)
	if err != nil {
		return analytics.Finding{}, err
	}
	f, there, err := rt.Warehouse.FindingOf(p.ctx, id)
	if err == nil && !there {
		err = &analytics.Error{Kind: analytics.KindMissing, Field: "id", Text: "没有编号为 " + text + " 的预警；重算之后它可能已经消失"}
	}
	return f, err
}

// causesBefore looks for the causes of a finding in earlier ones.
func causesBefore(p *program, rt *runtime.Runtime, taxonomy *topic.Taxonomy, f analytics.Finding, causes []analytics.FoundCause) ([]causeHistory, error) {
	past, err := explain.Recurrence(p.ctx, rt.Warehouse, rt.State, f, causes)
	if err != nil {
		return nil, err
	}
	var list []causeHistory
	for i, occurrences := range past {
		if len(occurrences) == 0 {
			continue
		}
		h := causeHistory{Cause: explain.SeriesName(runtime.Spoken(taxonomy), causes[i].Values)}
		for _, o := range occurrences {
			h.Was = append(h.Was, causeOnce{Finding: analytics.IDText(o.Finding.ID), From: dashboards.DateText(o.Finding.From), To: dashboards.DateText(o.Finding.To),
				Observed: o.Cause.Observed, Expected: o.Cause.Expected, Verdict: dashboards.VerdictName(o.Verdict)})
		}
		list = append(list, h)
	}
	return list, nil
}

func (l findingWhole) print(p *program, names explain.Names) {
	l.findingLine.print(p)
	if len(l.Causes) > 0 {
		p.printf("\n组合 · 平时 → 现在（件） · 占增减 · 稳定\n")
	}
	for i, c := range l.Causes {
		p.printf("%d  %s · %s → %s · %s · %s%%\n", i+1, explain.SeriesName(names, c.Values), dashboards.Figure(c.Expected), dashboards.Figure(c.Observed),
			dashboards.ShareText(c.Share), dashboards.Decimal(c.Stability*100))
		for _, e := range c.Equivalents {
			p.printf("     同一批件也可说成 %s\n", explain.SeriesName(names, e))
		}
		for _, w := range c.Within {
			p.printf("     其中尤其是 %s\n", explain.SeriesName(names, w))
		}
	}
	if len(l.Causes) > 0 {
		p.printf("其余 · %s → %s · %s\n", dashboards.Figure(l.Rest.Expected), dashboards.Figure(l.Rest.Observed), dashboards.ShareText(l.Rest.Share))
	}
	if len(l.LeftOut) > 0 {
		left := make([]string, len(l.LeftOut))
		for i, axis := range l.LeftOut {
			left[i] = names.Axis(axis)
		}
		p.printf("没有看的属性：%s，几乎每件一个值\n", strings.Join(left, "、"))
	}
	for _, h := range l.History {
		p.printf("\n%s 以前也是原因：\n", h.Cause)
		for _, o := range h.Was {
			p.printf("  %s 至 %s · %s → %s 件 %s\n", o.From, o.To, dashboards.Figure(o.Expected), dashboards.Figure(o.Observed), o.Verdict)
		}
	}
}

type findingsDecide struct {
	ID      string `arg:"" help:"预警的编号，16 位。" placeholder:"ID"`
	Verdict string `arg:"" help:"确认、误报、预期内、新常态。" placeholder:"VERDICT"`
	By      string `help:"谁作的判断。" required:"" placeholder:"NAME"`
	Why     string `help:"为什么；确认时可以不写。" placeholder:"TEXT"`
}

// Run writes a decision down and marks the months that it changes.
func (c findingsDecide) Run(p *program) error {
	verdict := ""
	for _, v := range analytics.Verdicts {
		if c.Verdict == v || c.Verdict == dashboards.VerdictName(v) {
			verdict = v
		}
	}
	if verdict == "" {
		return analytics.Invalid("verdict", "没有 %q 这种判断：应为确认、误报、预期内、新常态之一", c.Verdict)
	}
	if strings.TrimSpace(c.Why) == "" && verdict != analytics.VerdictConfirmed {
		return analytics.Invalid("why", "请用 --why 写一句理由：%s会改变以后的预期，别人要看得懂", dashboards.VerdictName(verdict))
	}
	return p.withTaxonomy(func(rt *runtime.Runtime, taxonomy *topic.Taxonomy) error {
		f, err := findingOf(p, rt, c.ID)
		if err != nil {
			return err
		}
		d := analytics.FindingDecision{Finding: f.ID, Verdict: verdict, Why: strings.TrimSpace(c.Why), By: strings.TrimSpace(c.By), Kind: f.Kind, Series: f.Series, From: f.From, To: f.To}
		lines, err := findingLines(p, rt, taxonomy, f.Month)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l.ID == analytics.IDText(f.ID) {
				d.Sentence = l.Sentence
			}
		}
		d, err = rt.Decisions().DecideFinding(p.ctx, d)
		if err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]any{"number": d.Number, "finding": analytics.IDText(d.Finding), "verdict": d.Verdict, "at": d.At.Format(time.RFC3339)})
		}
		p.printf("已记下 #%d：%s\n", d.Number, decisionLine{Verdict: dashboards.VerdictName(d.Verdict), Why: d.Why, By: d.By, At: d.At.Format("2006-01-02 15:04")}.text())
		return nil
	})
}
