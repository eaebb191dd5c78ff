package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/sql/state"
)

// listOfImports is what imports --json prints.
type listOfImports struct {
	Total   int64
	Imports []importLine
}

func (i *installation) imports(args ...string) listOfImports {
	i.t.Helper()
	var list listOfImports
	i.decode(&list, append([]string{"imports"}, args...)...)
	return list
}

// The first file tells two complaints, the second one corrects one of them into another month, repeats the other and tells a third.
func importTwoFiles(t *testing.T, i *installation) {
	t.Helper()
	for name, text := range map[string]string{
		"a.csv": "编号,时间,投诉内容\n1,2024-03-01 08:00,洗衣机脱水声音很大\n2,2024-03-02 08:00,客服态度不好一直不回电话\n",
		"b.csv": "编号,时间,投诉内容\n1,2024-04-01 08:00,洗衣机脱水声音很大修了三次\n2,2024-03-02 08:00,客服态度不好一直不回电话\n3,2024-05-02 08:00,退款两个月没有到账\n",
	} {
		if err := os.WriteFile(filepath.Join(i.data, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	i.run("import", filepath.Join(i.data, "a.csv"))
	i.run("import", filepath.Join(i.data, "b.csv"))
	i.run("jobs", "run")
}

const factsByMonth = "SELECT arrayStringConcat(arraySort(groupArray(concat(complaint_id, ':', toString(month)))), ' ') FROM facts"

func TestAnImportIsUndoneAndStandsAgain(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	importTwoFiles(t, i)
	if got := i.query(factsByMonth); got != "1:202404 2:202403 3:202405" {
		t.Fatalf("before: %s", got)
	}
	out := i.run("imports", "undo", "2", "--reason", "导错了文件")
	if !strings.Contains(out, "已撤销") || !strings.Contains(out, "收到 3 = 撤销 3") || !strings.Contains(out, "导错了文件") || !strings.Contains(out, "全部投诉  ✓ 账平  收到 5 = 入库 2 + 撤销 3") {
		t.Errorf("undo printed:\n%s", out)
	}
	if got := i.query(factsByMonth); got != "1:202403 2:202403" {
		t.Errorf("after the undo: %s", got)
	}
	if out, err := i.try("imports", "undo", "2"); err == nil || !strings.Contains(out, "导入 #2 已于") {
		t.Errorf("undone twice: %v %s", err, out)
	}
	list := i.imports("--state", "undone")
	if list.Total != 1 || len(list.Imports) != 1 || list.Imports[0].Number != 2 || list.Imports[0].Books.Withdrawn != 3 {
		t.Errorf("undone are %+v", list)
	}
	// The same file again brings its records back under a new number.
	i.run("import", filepath.Join(i.data, "b.csv"))
	i.run("jobs", "run")
	if got := i.query(factsByMonth); got != "1:202404 2:202403 3:202405" {
		t.Errorf("after importing it again: %s", got)
	}
	i.run("imports", "redo", "2")
	list = i.imports()
	if list.Total != 3 || list.Imports[0].Books.Repeated != 3 || list.Imports[1].Books.Stored != 1 || list.Imports[1].Books.Updated != 1 {
		t.Errorf("in the end: %+v", list)
	}
}

// A guest asks, the process that serves does it; killed at any moment, the work goes on with the next run.
func TestAnUndoOutlivesAKillAndWorksWhileServing(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	importTwoFiles(t, i)
	for _, pause := range []time.Duration{300 * time.Millisecond, 1500 * time.Millisecond} {
		undone := i.imports("--state", "undone").Total == 1
		command := "undo"
		if undone {
			command = "redo"
		}
		c := i.start("imports", command, "2")
		time.Sleep(pause) // at any moment: what it had begun by then is left as it is
		c.kill()
	}
	serve := i.start("serve", "--listen", "127.0.0.1:0")
	i.says(serve, "http://")
	if i.imports("--state", "undone").Total == 1 {
		i.run("imports", "redo", "2")
	}
	i.run("imports", "undo", "2")
	if got := i.query(factsByMonth); got != "1:202403 2:202403" {
		t.Errorf("after the undo: %s", got)
	}
	i.run("imports", "redo", "2")
	if got := i.query(factsByMonth); got != "1:202404 2:202403 3:202405" {
		t.Errorf("after letting it stand again: %s", got)
	}
}

func TestMappingsTravelAsYAML(t *testing.T) {
	t.Parallel()
	i := newInstallation(t)
	file := filepath.Join(i.data, "mappings.yaml")
	text := "- name: 热线月报\n  kind: complaint\n  source: 热线\n  columns:\n    text: [投诉内容]\n    category: [大类, 小类]\n  signature: ab\n"
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(text)
	i.run("mappings", "import", file)
	if out := i.run("mappings"); !strings.Contains(out, "热线月报 · 投诉 · 来源 热线 · 2 个字段") {
		t.Errorf("the list is %s", out)
	}
	if out := i.run("mappings", "show", "热线月报"); !strings.Contains(out, "category = 大类 + 小类") {
		t.Errorf("it is shown as %s", out)
	}
	write(i.run("mappings", "export", "热线月报"))
	i.run("mappings", "delete", "热线月报")
	i.run("mappings", "import", file)
	var again mappingFile
	i.decode(&again, "mappings", "show", "热线月报")
	if again.Signature != "ab" || len(again.Columns["category"]) != 2 || again.Source != "热线" {
		t.Errorf("what was exported came back as %+v", again)
	}
	write(text + "- name: 坏的\n  kind: nothing\n  columns: {text: [a]}\n")
	if out, err := i.try("mappings", "import", file); err == nil || !strings.Contains(out, "坏的") {
		t.Errorf("a mapping of no kind: %v %s", err, out)
	}
	write("- nam: 热线\n")
	if out, err := i.try("mappings", "import", file); err == nil || !strings.Contains(out, "不是列映射的 YAML") {
		t.Errorf("a file with an unknown word: %v %s", err, out)
	}
	if out, err := i.try("mappings", "export", "没有的"); err == nil || !strings.Contains(out, "没有名为 没有的 的列映射") {
		t.Errorf("exporting what is not there: %v %s", err, out)
	}
}

func TestTheStateOfAnImportTellsWhetherItIsHeardOf(t *testing.T) {
	now := time.Date(2024, 6, 1, 8, 0, 0, 0, analytics.Zone)
	for want, in := range map[string]state.Import{
		"running": {State: state.ImportRunning, TouchedAt: now.Add(-time.Minute)},
		"broken":  {State: state.ImportRunning, TouchedAt: now.Add(-time.Hour)},
		"done":    {State: state.ImportDone},
		"undone":  {State: state.ImportFailed, UndoneAt: now},
	} {
		if got := stateOf(in, now); got != want {
			t.Errorf("%+v is %s, want %s", in, got, want)
		}
	}
}
