package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func (i *installation) write(name, content string) string {
	i.t.Helper()
	path := filepath.Join(i.data, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		i.t.Fatal(err)
	}
	return path
}

func TestAFileThatIsNoneKeepsNoOtherOut(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	good := in.write("好.csv", "投诉编号,投诉时间,投诉内容\n1,2024-03-01,好\n")
	page := in.write("坏.xls", "<html><table></table></html>")
	out, err := in.try("import", page, good)
	if err == nil || !strings.Contains(out, "坏.xls 是网页") || !strings.Contains(out, "收到 1 = 入库 1") {
		t.Errorf("%v %s", err, out)
	}
	out, err = in.try("import", good, filepath.Join(in.data, "没有.csv"))
	if err == nil || !strings.Contains(out, "没有文件") || strings.Contains(out, "收到") {
		t.Errorf("a name that is wrong is told before anything is imported: %v %s", err, out)
	}
}

// Two terminals: the import of the second goes on when the first, which held the data directory, is done or killed.
func TestAnImportOutlivesTheProcessThatHeldTheDirectory(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	file := filepath.Join(in.data, "sample.jsonl")
	in.run("sample", "--rows", "3000", "--from", "2024-01-01", "--to", "2024-03-31", "--out", file)
	owner, _ := in.serving()
	guest := in.start("import", file)
	eventually(t, "something of the file", func() bool { return in.query("SELECT count() > 0 FROM complaints") == "1" })
	owner.kill()
	in.says(guest, "账平  收到 3,000 = ")
	if got := in.query("SELECT uniqExact(complaint_id) FROM complaints"); got != "3000" {
		t.Errorf("%s complaints", got)
	}
	if out := in.run("check", "--books"); strings.Contains(out, "✗") || strings.Contains(out, "Kafka") {
		t.Errorf("only the books, and balanced: %s", out)
	}
}

func TestADryRunTellsWhatWouldBeRefused(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	file := in.write("投诉.csv", "2024年3月投诉台账,,\n投诉编号,投诉时间,投诉内容\n1,2024-03-01,好\n2,明天,坏\n")
	out := in.run("import", file, "--dry-run")
	for _, want := range []string{"表头在第 2 行", "前 2 行中有 1 条会被退回", "第 4 行 received_at"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in %s", want, out)
		}
	}
}

func TestWhatNewcomersTry(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	for _, line := range [][]string{{}, {"help"}, {"help", "import"}} {
		if out := in.run(line...); !strings.Contains(out, "Usage: huisheng") {
			t.Errorf("%s: %s", line, out)
		}
	}
	if out := in.run("--version"); !strings.Contains(out, Version) {
		t.Error(out)
	}
	for _, line := range [][]string{{"sql", " ; "}, {"sample", "--rows", "0"}} {
		if out, err := in.try(line...); err == nil || !strings.Contains(out, "请给出") && !strings.Contains(out, "至少") {
			t.Errorf("%s: %v %s", line, err, out)
		}
	}
	for _, line := range []string{"version", "migrate"} {
		var into map[string]any
		if err := json.Unmarshal([]byte(in.run(line, "--json")), &into); err != nil {
			t.Errorf("%s --json: %v", line, err)
		}
	}
	in.env = append(in.env, "HUISHENG_TEXT_USER_DICTIONARIES="+filepath.Join(in.data, "没有.txt"))
	if out, err := in.try("check"); err == nil || !strings.Contains(out, "✗ 企业自有词表") {
		t.Errorf("%v %s", err, out)
	}
}
