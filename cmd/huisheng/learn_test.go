package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"huisheng/analytics/learn"
)

// lessons are three kinds of complaints, thirty of each, no two alike; one row has no label and one no words.
func lessons(t *testing.T, in *installation) string {
	t.Helper()
	about := map[string][]string{
		"漏水": {"天窗漏水", "车顶渗水进来", "雨天脚垫全湿"},
		"异响": {"方向盘咯吱响", "底盘哒哒异响", "车门一开就响"},
		"退款": {"定金不退", "要求退款没到账", "多扣的钱不还"},
	}
	places := []string{"高速上", "小区里", "停车场", "上班路上", "洗车之后"}
	asks := []string{"请尽快处理", "打电话没人接", "说法一天一变", "已经等了两周", "让我自己想办法", "什么也没有给"}
	var out strings.Builder
	out.WriteString("编号,正文,类别\n")
	n := 0
	for _, label := range []string{"漏水", "异响", "退款"} {
		for _, place := range places {
			for _, ask := range asks {
				n++
				fmt.Fprintf(&out, "K%02d,%s%s，%s,%s\n", n, place, about[label][n%3], ask, label)
			}
		}
	}
	out.WriteString("K91,车顶渗水，问了三家店,\nK92,,退款\n")
	return fileOf(t, in, "投诉.csv", out.String())
}

func fileOf(t *testing.T, in *installation, name, content string) string {
	t.Helper()
	file := filepath.Join(in.data, name)
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestWhatAFileTeachesAnswersAnotherFile(t *testing.T) {
	in := newInstallation(t)
	file, model := lessons(t, in), filepath.Join(in.data, "车.model")
	said := in.run("learn", file, "--text", "正文", "--label", "类别", "--model", model)
	if !strings.HasPrefix(said, "有标签的 91 行；1 行没有标签，不参与\n✓ 模型 "+model+"：3 种标签，数据指纹 ") || !strings.Contains(said, "（n=91）") {
		t.Errorf("%s", said)
	}
	fresh := fileOf(t, in, "新.csv", "编号,正文\nN1,昨天底盘哒哒异响，说法一天一变\nN2,\nN3,地下室天窗漏水，请尽快处理\n")
	lines, err := csv.NewReader(strings.NewReader(in.run("classify", fresh, "--model", model, "--text", "正文", "--out", "-"))).ReadAll()
	if err != nil || len(lines) != 4 || strings.Join(lines[0], ",") != "row,编号,label,confidence,others,evidence" {
		t.Fatalf("%v %q", err, lines)
	}
	for i, want := range [][]string{{"1", "N1", "异响"}, {"2", "N2", "退款"}, {"3", "N3", "漏水"}} {
		line := lines[i+1]
		sure, err := strconv.ParseFloat(line[3], 64)
		if strings.Join(line[:3], ",") != strings.Join(want, ",") || err != nil || len(line[3]) != len("0.1234") || (sure >= 0.7) == (i == 1) {
			t.Errorf("%q, want %q", line, want)
		}
	}
	if !strings.Contains(lines[1][5], "异响") || !strings.Contains(lines[3][5], "漏水") || lines[2][5] != "" {
		t.Errorf("evidence %q", lines)
	}
	out := filepath.Join(in.data, "结果.csv")
	if said := in.run("classify", fresh, "--model", model, "--text", "正文", "--out", out, "--threshold", "0.7"); said != "✓ "+out+"：3 行，2 行有标签，1 行未分类\n" {
		t.Errorf("%s", said)
	}
	again := filepath.Join(in.data, "再.model")
	in.run("learn", file, "--text", "正文", "--label", "类别", "--model", again)
	a, b := in.run("classify", fresh, "--model", model, "--text", "正文", "--out", "-"), in.run("classify", fresh, "--model", again, "--text", "正文", "--out", "-")
	if a != b {
		t.Errorf("learnt twice from one file:\n%s\n%s", a, b)
	}
}

func TestEvaluateTellsWhatWasMeasuredOnWhat(t *testing.T) {
	in := newInstallation(t)
	file := lessons(t, in)
	said := in.run("evaluate", file, "--text", "正文", "--label", "类别", "--seed", "3")
	if !strings.HasPrefix(said, "有标签的 91 行；1 行没有标签，不参与\n5 折交叉验证（分层，种子 3）\n准确率 ") {
		t.Errorf("%s", said)
	}
	for _, part := range []string{"n=91）", "其中 1 行没有文字，按最常见的标签作答，计入以上各数\n", "最多的误判（本来 → 判为）\n", "可靠性（平均置信度 → 实际正确率）\n"} {
		if !strings.Contains(said, part) {
			t.Errorf("no %q in %s", part, said)
		}
	}
	var report evaluated
	in.decode(&report, "evaluate", file, "--text", "正文", "--label", "类别", "--folds", "3")
	if report.Rows != 91 || report.Folds != 3 || report.Unlabelled != 1 || report.Wordless != 1 || report.Accuracy.Value < 0.9 || len(report.Labels) != 3 {
		t.Errorf("%+v", report)
	}
	n, right := 0, 0.0
	for _, l := range report.Labels {
		n += l.N
		right += l.Recall.Value * float64(l.N)
	}
	if n != 91 || right/91-report.Accuracy.Value > 1e-9 || right/91-report.Accuracy.Value < -1e-9 {
		t.Errorf("labels have %d rows, %.4f right together, of %.4f", n, right/91, report.Accuracy.Value)
	}
}

func TestLabelsOfTwoColumnsArePaths(t *testing.T) {
	in := newInstallation(t)
	file, model := lessons(t, in), filepath.Join(in.data, "m.model")
	var header learn.Header
	if err := json.Unmarshal([]byte(in.run("learn", file, "--text", "正文", "--label", "类别,类别", "--model", model, "--json")), &header); err != nil {
		t.Fatal(err)
	}
	if strings.Join(header.Labels, " ") != "异响/异响 漏水/漏水 退款/退款" || header.Report.Rows != 91 {
		t.Errorf("%q", header.Labels)
	}
}

func TestLearningAndClassifyingSayWhatIsWrongAndWhere(t *testing.T) {
	in := newInstallation(t)
	file, model := lessons(t, in), filepath.Join(in.data, "m.model")
	in.run("learn", file, "--text", "正文", "--label", "类别", "--model", model)
	broken := fileOf(t, in, "坏.csv", "编号,正文,类别\nA1,天窗漏水,\nA2,多了,一,列\n")
	same := fileOf(t, in, "一样.csv", "正文,类别\n漏水,甲\n渗水,甲\n")
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"no such text column":  {[]string{"learn", file, "--text", "内容", "--label", "类别", "--model", model}, "投诉.csv 里没有名为“内容”的列；有：编号、正文、类别"},
		"no such label column": {[]string{"evaluate", file, "--text", "正文", "--label", "部件"}, "没有名为“部件”的列"},
		"no row has a label":   {[]string{"evaluate", broken, "--text", "正文", "--label", "类别"}, "坏.csv 里没有一行有标签（列“类别”全空）"},
		"one label":            {[]string{"learn", same, "--text", "正文", "--label", "类别", "--model", model}, "至少要有两种标签才能学习，这里有 1 种"},
		"too many folds":       {[]string{"evaluate", file, "--text", "正文", "--label", "类别", "--folds", "21"}, "份数应在 2–20，这里是 21"},
		"no such model":        {[]string{"classify", file, "--model", model + "x", "--text", "正文", "--out", "-"}, "m.modelx；huisheng learn 可以训练一个"},
		"no model at all":      {[]string{"classify", file, "--model", file, "--text", "正文", "--out", "-"}, "不是 huisheng learn 写的文件"},
		"threshold":            {[]string{"classify", file, "--model", model, "--text", "正文", "--out", "-", "--threshold", "80"}, "--threshold 应在 0–1，这里是 80"},
	} {
		if said, err := in.try(c.args...); err == nil || !strings.Contains(said, c.says) {
			t.Errorf("%s: %v %s", name, err, said)
		}
	}
	told, err := in.command("classify", broken, "--model", model, "--text", "正文", "--out", filepath.Join(in.data, "o.csv")).CombinedOutput()
	if said := string(told); err != nil || !strings.Contains(said, "坏.csv 第 3 行：这一行有 4 列，表头有 3 列；这一行没有标签") {
		t.Errorf("%v %s", err, said)
	}
	if lines, err := os.ReadFile(filepath.Join(in.data, "o.csv")); err != nil || strings.Count(string(lines), "\n") != 3 {
		t.Errorf("a row that cannot be read has its line: %v %s", err, lines)
	}
}
