package main

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/effect"
	"huisheng/dashboards/action"
)

func TestMeasuresAndPrechecksOfAnEmptyInstallationSayWhatToDo(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	if out := in.run("actions"); !strings.Contains(out, "还没有整改") {
		t.Error(out)
	}
	if out := in.run("actions", "--json"); strings.Join(strings.Fields(out), "") != `{"actions":[]}` {
		t.Error(out)
	}
	if out := in.run("precheck", "--like", "product_line=手机"); !strings.Contains(out, "没有可以参照的") {
		t.Error(out)
	}
	for want, args := range map[string][]string{
		"没有整改 #7":       {"actions", "7"},
		"没有 \"x\" 这种状态": {"actions", "--status", "x"},
		"应写成 轴=值":       {"precheck", "--like", "手机"},
		"请写明与哪些同类相比":    {"precheck"},
		"不能按 \"city\"":  {"precheck", "--like", "city=x", "--by", "city"},
	} {
		if out, err := in.try(args...); err == nil || !strings.Contains(out+err.Error(), want) {
			t.Errorf("%v: %s %v", args, out, err)
		}
	}
}

func TestAMeasureIsToldToMachinesWithoutNumbersThatAreNone(t *testing.T) {
	now := time.Date(2024, 7, 1, 9, 0, 0, 0, analytics.Zone)
	j := action.Judged{Action: analytics.Action{Number: 3, Title: "换件", Owner: "王芳", Status: analytics.ActionOpen, Due: now.AddDate(0, 0, -2)}}
	j.Relapse = -1
	l := newActionLine(&j, nil, now)
	if !l.Overdue || l.Effect != nil || l.Verdict != "" || !strings.Contains(l.text(true), "超期") {
		t.Errorf("%+v", l)
	}
	j.Read, j.Verdict, j.Days, j.DoneAt, j.First = true, effect.Unknown, 28, now.AddDate(0, 0, -30), now.AddDate(0, 0, -200)
	j.Estimate = effect.Estimate{Ratio: 0.5, Low: 0, High: math.Inf(1), Level: 0.95}
	raw, err := json.Marshal(newActionLine(&j, nil, now))
	if err != nil || strings.Contains(string(raw), `"high"`) || !strings.Contains(string(raw), `"ratio":0.5`) {
		t.Errorf("%s %v", raw, err)
	}
	j.Ratio = math.NaN()
	if l := newActionLine(&j, nil, now); l.Effect != nil {
		t.Error("a ratio that nobody knows is told")
	}
}
