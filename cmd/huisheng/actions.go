package main

import (
	"math"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/dashboards/action"
)

type actionsCommand struct {
	Number uint64 `arg:"" optional:"" help:"整改的编号；不写则列出全部。" placeholder:"N"`
	Status string `help:"只列这种状态：open 整改中、done 待验证、verified 已见效、failed 未见效、closed 已关闭。" placeholder:"STATUS"`
}

// Help is shown by --help.
func (actionsCommand) Help() string {
	return `列出整改：对象、负责人、期限，以及措施生效前后相比有没有用、是否复发。立项和修改在页面“改进 → 整改”里。`
}

// actionLine is one measure as JSON.
type actionLine struct {
	Number     uint64            `json:"number"`
	Title      string            `json:"title"`
	Cause      []actionValue     `json:"cause"`
	CauseText  string            `json:"cause_text"`
	Department string            `json:"department,omitempty"`
	Owner      string            `json:"owner,omitempty"`
	Measure    string            `json:"measure,omitempty"`
	Due        string            `json:"due,omitempty"`
	Overdue    bool              `json:"overdue"`
	DoneAt     string            `json:"done_at,omitempty"`
	Status     string            `json:"status"`
	Verdict    string            `json:"verdict,omitempty"`
	Reason     string            `json:"reason,omitempty"`
	Effect     *actionEffect     `json:"effect,omitempty"`
	Relapse    string            `json:"relapse,omitempty"`
	Sentence   string            `json:"sentence"`
	Changes    []actionChangeOut `json:"changes"`
}

type actionValue struct {
	Axis  string `json:"axis"`
	Value string `json:"value"`
}

// actionEffect is what came after a measure against what was to be expected. Ratio is net of the controls; High is absent without bound.
type actionEffect struct {
	Compared string   `json:"compared"`
	Days     int      `json:"days"`
	RefDays  int      `json:"reference_days"`
	Before   float64  `json:"before_per_day"`
	After    float64  `json:"after_per_day"`
	N        float64  `json:"after"`
	Expected float64  `json:"expected"`
	Ratio    float64  `json:"ratio"`
	Low      float64  `json:"low"`
	High     *float64 `json:"high,omitempty"`
	Needed   int      `json:"days_needed"`
}

type actionChangeOut struct {
	Step string    `json:"step"`
	By   string    `json:"by"`
	Why  string    `json:"why,omitempty"`
	At   time.Time `json:"at"`
}

// Run lists the measures with their verdicts.
func (c actionsCommand) Run(p *program) error {
	return p.withRuntime(func(rt *runtime.Runtime) error {
		names, err := runtime.Names(rt.Config)
		if err != nil {
			return err
		}
		list, err := c.chosen(p, rt)
		if err != nil {
			return err
		}
		now := time.Now()
		lines := []actionLine{}
		for _, a := range list {
			j, err := action.Judge(p.ctx, rt.Improving(), a, now)
			if err != nil {
				return err
			}
			lines = append(lines, newActionLine(&j, names, now))
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]any{"actions": lines})
		}
		if len(lines) == 0 {
			p.printf("还没有整改。在页面“改进 → 整改”里，或从一条预警里点“建整改”。\n")
		}
		for i := range lines {
			p.printf("%s\n", lines[i].text(c.Number != 0))
		}
		return nil
	})
}

// chosen are the measures that were asked for; those that are overdue come first.
func (c actionsCommand) chosen(p *program, rt *runtime.Runtime) ([]analytics.Action, error) {
	if c.Number != 0 {
		a, err := rt.State.ActionNumber(p.ctx, c.Number)
		return []analytics.Action{a}, err
	}
	status := analytics.ActionStatus(c.Status)
	if c.Status != "" && status.Name() == "" {
		return nil, analytics.Invalid("status", "没有 %q 这种状态，可以是 open、done、verified、failed、closed", c.Status)
	}
	all, err := rt.State.Actions(p.ctx)
	var late, rest []analytics.Action
	for _, a := range all {
		switch {
		case c.Status != "" && a.Status != status:
		case a.Overdue(time.Now()):
			late = append(late, a)
		default:
			rest = append(rest, a)
		}
	}
	return append(late, rest...), err
}

func newActionLine(j *action.Judged, names dashboards.Names, now time.Time) actionLine {
	l := actionLine{Number: j.Number, Title: j.Title, CauseText: action.CauseText(names, j.Cause), Department: j.Department, Owner: j.Owner, Measure: j.Measure, Due: dateOrNone(j.Due),
		Overdue: j.Overdue(now), DoneAt: dateOrNone(j.DoneAt), Status: string(j.Status), Verdict: j.State(), Reason: string(j.Reason), Sentence: j.Sentence(names), Cause: []actionValue{}}
	for _, v := range j.Cause {
		l.Cause = append(l.Cause, actionValue{v.Axis, v.Value})
	}
	if j.Read && !math.IsNaN(j.Ratio) && !math.IsInf(j.Ratio, 0) {
		l.Effect = &actionEffect{Compared: string(j.Compared), Days: j.Days, RefDays: j.RefDays, Before: j.Before, After: j.After, N: j.CasesAfter, Expected: j.Result.Expected, Ratio: j.Ratio, Low: j.Low, Needed: j.Needed}
		if !math.IsInf(j.High, 1) {
			l.Effect.High = &j.High
		}
	}
	if j.Relapse >= 0 {
		l.Relapse = dashboards.DateText(j.Day(j.Relapse))
	}
	for _, c := range j.Changes {
		l.Changes = append(l.Changes, actionChangeOut{string(c.Step), c.By, c.Why, c.At})
	}
	return l
}

func dateOrNone(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return dashboards.DateText(t)
}

// text writes a measure for a terminal, whole with its history.
func (l *actionLine) text(whole bool) string {
	head := "#" + strconv.FormatUint(l.Number, 10) + "  " + l.Title + "  [" + analytics.ActionStatus(l.Status).Name() + "]"
	if l.Overdue {
		head += "  超期，" + l.Due + " 到期"
	}
	lines := []string{head, "    " + l.CauseText + " · " + strings.TrimSpace(l.Department+" "+l.Owner)}
	said := l.Sentence
	if l.Verdict != "" {
		said = l.Verdict + "：" + said
	}
	lines = append(lines, "    "+said)
	if whole {
		if l.Measure != "" {
			lines = append(lines, "    措施："+l.Measure)
		}
		for _, c := range l.Changes {
			lines = append(lines, strings.TrimRight("    "+dashboards.TimeText(c.At)+"  "+analytics.ActionStep(c.Step).Name()+"  "+c.By+"  "+c.Why, " "))
		}
	}
	return strings.Join(lines, "\n")
}
