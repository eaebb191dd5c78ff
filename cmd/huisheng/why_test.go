package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/cause"
)

// askWhy runs the command on a file and returns what it writes.
func askWhy(t *testing.T, asJSON bool, c whyCommand) string {
	t.Helper()
	var out bytes.Buffer
	p := &program{ctx: context.Background(), stdout: &out, stderr: &out, getenv: func(string) string { return "" }, flags: &commands{JSON: asJSON}, log: quiet}
	if err := c.Run(p); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// complaints writes two months of a file in which one shop has trouble with one topic in the second.
func complaints(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("时间,门店,主题\n")
	for month := 2; month <= 3; month++ {
		for i := range 600 {
			fmt.Fprintf(&b, "2024-%02d-%02d 10:00,店%d,题%d\n", month, 1+i%28, i%7, i/7%5)
		}
	}
	for i := range 90 {
		fmt.Fprintf(&b, "2024-03-%02d 11:00,店3,题2\n", 1+i%28)
	}
	path := filepath.Join(t.TempDir(), "complaints.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhyNamesTheShopAndItsTopic(t *testing.T) {
	c := whyCommand{File: complaints(t), Time: "时间", By: []string{"门店", "主题"}, From: "2024-02", To: "2024-03", Unit: "件"}
	out := askWhy(t, false, c)
	const want = "3 月比 2 月多 90 件（▲ 15%），其中 100% 来自 店3 × 题2（17 → 107 件）；其余变化平稳。\n"
	if !strings.HasPrefix(out, want) {
		t.Errorf("got %s\nwant it to begin with %s", out, want)
	}
	var result struct {
		Sentence string        `json:"sentence"`
		Causes   []cause.Cause `json:"causes"`
	}
	if err := json.Unmarshal([]byte(askWhy(t, true, c)), &result); err != nil {
		t.Fatal(err)
	}
	if result.Sentence+"\n" != want || len(result.Causes) != 1 {
		t.Errorf("as JSON %+v", result)
	}
}

func TestWhySaysThatThereIsNoCause(t *testing.T) {
	c := whyCommand{File: complaints(t), Time: "时间", By: []string{"门店", "主题"}, From: "2024-02-10", To: "2024-02-16", BaseFrom: "2024-02-03", BaseTo: "2024-02-09", Unit: "件"}
	if out := askWhy(t, false, c); !strings.Contains(out, "没有哪一部分特别突出") {
		t.Errorf("got %s", out)
	}
}

func TestWhyComparesTheStretchesThatAreMeant(t *testing.T) {
	for name, c := range map[string]struct {
		in        whyCommand
		now, base string
	}{
		"month to month":       {whyCommand{From: "2024-01", To: "2024-03"}, "2024-03-01 至 2024-03-31", "2024-01-01 至 2024-01-31"},
		"a month":              {whyCommand{To: "2024-03"}, "2024-03-01 至 2024-03-31", "2024-02-01 至 2024-02-29"},
		"the days of a month":  {whyCommand{From: "2024-03-01", To: "2024-03-31"}, "2024-03-01 至 2024-03-31", "2024-02-01 至 2024-02-29"},
		"a day":                {whyCommand{To: "2024-03-15"}, "2024-03-15", "2024-02-16 至 2024-03-14"},
		"a stretch of days":    {whyCommand{From: "2024-02-29", To: "2024-03-01"}, "2024-02-29 至 2024-03-01", "2024-02-01 至 2024-02-28"},
		"against another week": {whyCommand{From: "2024-03-08", To: "2024-03-14", BaseFrom: "2024-03-01", BaseTo: "2024-03-07"}, "2024-03-08 至 2024-03-14", "2024-03-01 至 2024-03-07"},
	} {
		now, base, err := c.in.spans()
		if err != nil || now.String() != c.now || base.String() != c.base {
			t.Errorf("%s: %s against %s (%v), want %s against %s", name, now, base, err, c.now, c.base)
		}
	}
}

func TestWhyWritesTheYearWhereTwoYearsMeet(t *testing.T) {
	for want, c := range map[string]whyCommand{
		"3 月 / 2 月":                     {From: "2024-02", To: "2024-03"},
		"2019 年 12 月 / 2018 年 12 月":     {From: "2018-12", To: "2019-12"},
		"2024 年 1 月 2 日 / 此前 28 天的平均水平": {From: "2024-01-02", To: "2024-01-02"},
		"2023 年 12 月 30 日至 2024 年 1 月 2 日 / 此前 28 天的平均水平": {From: "2023-12-30", To: "2024-01-02"},
	} {
		now, base, err := c.spans()
		if got := now.words(base) + " / " + base.words(now); err != nil || got != want {
			t.Errorf("got %s (%v), want %s", got, err, want)
		}
	}
}

// admissions are those of Berkeley in autumn 1973 (Bickel, Hammel and O'Connell, Science 187, 1975): men in January, women in February.
func admissions(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("日期,院系,录取,申请\n")
	for i, d := range [][4]int{{512, 825, 89, 108}, {353, 560, 17, 25}, {120, 325, 202, 593}, {138, 417, 131, 375}, {53, 191, 94, 393}, {22, 373, 24, 341}} {
		fmt.Fprintf(&b, "2024-01-15,%c,%d,%d\n2024-02-15,%c,%d,%d\n", 'A'+i, d[0], d[1], 'A'+i, d[2], d[3])
	}
	path := filepath.Join(t.TempDir(), "admissions.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhyTellsMixFromRate(t *testing.T) {
	c := whyCommand{File: admissions(t), Time: "日期", By: []string{"院系"}, Rate: "录取", Per: "申请", From: "2024-01", To: "2024-02", Unit: "件"}
	out := askWhy(t, false, c)
	for _, want := range []string{"录取与申请之比从 44.5% 变为 30.4%，但同一院系内平均反而上升 3.6 个百分点：下降来自构成变化", "按院系拆开：构成变化 −17.8，同一院系内比率变化 +3.6",
		"A · 30.7% → 5.9% · 62.1% → 82.4%"} {
		if !strings.Contains(out, want) {
			t.Errorf("got %s\nwant %s in it", out, want)
		}
	}
	var result struct{ Mix cause.Mix }
	if err := json.Unmarshal([]byte(askWhy(t, true, c)), &result); err != nil || result.Mix.Verdict != cause.Against {
		t.Errorf("as JSON %+v (%v)", result, err)
	}
}

func TestWhyTakesAValueAsARate(t *testing.T) {
	c := whyCommand{File: complaints(t), Time: "时间", By: []string{"门店"}, Rate: "主题=题2", From: "2024-02", To: "2024-03", Unit: "件"}
	if out := askWhy(t, false, c); !strings.HasPrefix(out, "题2 占比从 19.8% 变为 30.3%；特别突出的是 店3 偏高（按原比率应有 34.8，实有 107）。") {
		t.Errorf("got %s", out)
	}
}

func TestWhySaysWhichColumnsMakeNoRate(t *testing.T) {
	for name, c := range map[string]whyCommand{
		"words":             {By: []string{"门店"}, Rate: "主题"},
		"its own attribute": {By: []string{"主题"}, Rate: "主题=题2"},
		"only a divisor":    {By: []string{"门店"}, Per: "主题"},
	} {
		c.File, c.Time, c.From, c.To = complaints(t), "时间", "2024-02", "2024-03"
		var out bytes.Buffer
		p := &program{ctx: context.Background(), stdout: &out, stderr: &out, flags: &commands{}, log: quiet}
		if err := c.Run(p); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("%s: error %v, output %s", name, err, out.String())
		}
	}
}

// The events of the car data that are known.
func TestWhyOnTheCarData(t *testing.T) {
	data := os.Getenv("HUISHENG_TESTDATA")
	if data == "" {
		t.Skip("HUISHENG_TESTDATA is not set")
	}
	by := []string{"brand", "series", "model", "component", "problem"}
	for to, want := range map[[2]string]string{{"2024-02-29", "2024-03-01"}: "来自 比亚迪（", {"2024-03-15", "2024-03-15"}: "凯迪拉克 × 动力消失（", {"2024-02", "2024-03"}: "3 月比 2 月多 971 件（▲ 100.3%）"} {
		out := askWhy(t, false, whyCommand{File: filepath.Join(data, "car", "car_complaints.csv"), Time: "time", By: by, From: to[0], To: to[1], Unit: "件"})
		if sentence, _, _ := strings.Cut(out, "\n"); !strings.Contains(sentence, want) {
			t.Errorf("%v: %s\nwant %s", to, sentence, want)
		}
	}
}
