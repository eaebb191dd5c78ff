package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// listOfCorrections is what corrections --json prints.
type listOfCorrections struct {
	Corrections []correctionLine
	Words       []wordLine
}

func (i *installation) corrections() (list listOfCorrections) {
	i.t.Helper()
	i.decode(&list, "corrections")
	return list
}

// Labels come in from a table, hold when complaints are read, go out again as they came, and are taken back one by one.
func TestCorrectionsTravelAsATableAndAreTakenBack(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	in.write("投诉.csv", "投诉编号,投诉时间,投诉内容\nA1,2024-03-01,冰箱买回来就不制冷\nA2,2024-03-02,冰箱一开门就异响\nA3,2024-03-03,客服态度恶劣\n")
	in.run("import", "投诉.csv", "--source", "热线")
	in.run("jobs", "run")
	if out := in.run("corrections"); !strings.Contains(out, "还没有人改过") {
		t.Errorf("nobody corrected anything: %s", out)
	}
	const topics = "SELECT arrayStringConcat(groupArray(concat(complaint_id, '=', topic, '/', topic_from)), ' ') FROM (SELECT * FROM facts ORDER BY complaint_id)"
	before := in.query(topics)
	label := topicOf(before, "A2") // a label that the taxonomy knows: that of another complaint
	if label == "" || label == topicOf(before, "A1") {
		t.Fatalf("the rules read %s", before)
	}
	in.write("标签.csv", "source,complaint_id,label,axis,why,by\n热线,A1,"+label+",what,看错了,张三\n热线,A9,"+label+",what,,\n热线,A3,没有这样的代号,what,,\n")
	var sum labelImport
	in.decode(&sum, "corrections", "import", "标签.csv")
	if sum.Saved != 1 || sum.Same != 0 || len(sum.Refused) != 2 || !strings.Contains(strings.Join(sum.Refused, "\n"), "第 4 行：分类体系里没有代号为 没有这样的代号 的分类") {
		t.Fatalf("%+v", sum)
	}
	if in.decode(&sum, "corrections", "import", "标签.csv"); sum.Saved != 0 || sum.Same != 1 {
		t.Errorf("the same file again: %+v", sum)
	}
	in.run("jobs", "run")
	if got := in.query(topics); topicOf(got, "A1") != label || !strings.Contains(got, "A1="+label+"/person") {
		t.Errorf("a person said %s, the facts say %s", label, got)
	}
	list := in.corrections()
	if len(list.Corrections) != 1 || list.Corrections[0].ID != "A1" || list.Corrections[0].To != label || list.Corrections[0].By != "张三" || list.Corrections[0].Why != "看错了" {
		t.Fatalf("%+v", list)
	}
	if out := in.run("corrections"); !strings.Contains(out, "更正 #1  热线/A1") || !strings.Contains(out, "张三") {
		t.Errorf("the list is %s", out)
	}
	in.run("corrections", "export", "--out", "出.csv")
	if rows := in.table("出.csv"); len(rows) != 2 || strings.Join(rows[0], ",") != strings.Join(exportColumns, ",") || rows[1][3] != label || !strings.Contains(rows[1][5], "不制冷") {
		t.Errorf("exported %v", rows)
	}
	if rows := strings.Split(strings.TrimSpace(in.run("corrections", "export", "--axis", "why")), "\n"); len(rows) != 1 {
		t.Errorf("nobody corrected a cause: %v", rows)
	}
	if in.decode(&sum, "corrections", "import", "出.csv"); sum.Saved != 0 || sum.Same != 1 {
		t.Errorf("what was exported says something else: %+v", sum)
	}
	in.run("corrections", "undo", "1", "--by", "李四")
	in.run("jobs", "run")
	if got := in.query(topics); got != before {
		t.Errorf("taken back: %s, before it was %s", got, before)
	}
	if list = in.corrections(); list.Corrections[0].UndoneAt == nil || list.Corrections[0].UndoneBy != "李四" {
		t.Errorf("the list does not know who took it back: %+v", list)
	}
	for _, line := range [][]string{{"corrections", "undo", "1"}, {"corrections", "undo", "7"}, {"corrections", "undo", "7", "--word"}, {"corrections", "import", "没有.csv"}} {
		if out, err := in.try(line...); err == nil {
			t.Errorf("%s: %s", line, out)
		}
	}
}

// topicOf reads the label of a complaint from a line of id=label/from.
func topicOf(line, id string) string {
	_, after, _ := strings.Cut(" "+line+" ", " "+id+"=")
	label, _, _ := strings.Cut(after, "/")
	return label
}

// table reads a CSV file of the installation.
func (i *installation) table(name string) [][]string {
	i.t.Helper()
	raw, err := os.ReadFile(filepath.Join(i.data, name))
	if err != nil {
		i.t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil {
		i.t.Fatal(err)
	}
	return rows
}
