package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// serving starts serve and returns the address of its pages.
func (i *installation) serving() (c *child, address string) {
	i.t.Helper()
	c = i.start("serve", "--listen", "127.0.0.1:0")
	i.says(c, "回声已启动")
	return c, regexp.MustCompile(`http://[0-9.:]+`).FindString(c.out.String())
}

func get(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s\n%s", address, answer.Status, body)
	}
	return string(body)
}

// eventually asks until the answer is right.
func eventually(t *testing.T, what string, right func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); !right(); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it never came: " + what)
		}
	}
}

// Everything that a second terminal does works while serve runs, and what it brings is seen on the pages.
func TestEveryCommandWorksWhileServeRuns(t *testing.T) {
	eachSize(t, func(t *testing.T, in *installation) {
		_, address := in.serving()
		if page := get(t, address); !strings.Contains(page, "回声") {
			t.Errorf("an empty installation shows %s", page)
		}
		file := filepath.Join(in.data, "sample.jsonl")
		in.run("sample", "--rows", "500", "--seed", "3", "--from", "2024-01-01", "--to", "2024-03-31", "--out", file)
		if out := in.run("import", file); !strings.Contains(out, "收到 500 = 入库 500") {
			t.Errorf("import: %s", out)
		}
		if got := in.query("SELECT uniqExact(complaint_id) FROM complaints"); got != "500" {
			t.Errorf("sql: %s complaints", got)
		}
		in.run("jobs", "run")
		if out := in.run("jobs", "status"); !strings.Contains(out, "assemble") {
			t.Errorf("jobs status: %s", out)
		}
		if out := in.run("check"); strings.Contains(out, "✗") {
			t.Errorf("check: %s", out)
		}
		eventually(t, "March on the overview", func() bool { return strings.Contains(get(t, address+"/?month=2024-03"), "本月收到投诉") })
		eventually(t, "complaints in the list", func() bool { return strings.Contains(get(t, address+"/complaints?month=2024-03"), "2024 年 3 月") })
		if _, err := in.try("import", filepath.Join(in.data, "absent.csv")); err == nil {
			t.Error("a file that is not there was imported")
		}
	})
}

func TestASecondServeNamesTheFirst(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	first, address := in.serving()
	out, err := in.try("serve", "--listen", freeAddress(t))
	if err == nil || !strings.Contains(out, fmt.Sprint(first.cmd.Process.Pid)) || !strings.Contains(out, address) {
		t.Errorf("it must name process and pages of the first: %v %s", err, out)
	}
}

// After kill -9 of its owner a data directory opens again, and the addresses that were left behind lead nobody astray.
func TestADirectoryOpensAfterItsOwnerWasKilled(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	first, _ := in.serving()
	first.kill()
	if _, err := os.Stat(filepath.Join(in.data, "run", "endpoints.json")); err != nil {
		t.Fatalf("the test needs what a killed process leaves behind: %v", err)
	}
	if got := in.query("SELECT count() FROM complaints"); got != "0" {
		t.Errorf("got %s", got)
	}
}

func TestCommandLineMistakesAreNamed(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	for _, c := range []struct {
		says string
		line []string
	}{
		{"nonsense", []string{"nonsense"}},
		{"127.0.0.1", []string{"serve", "--listen", "0.0.0.0:8080"}},
		{"complaint.v9", []string{"schema", "complaint.v9"}},
		{"2024-13-01", []string{"sample", "--from", "2024-13-01"}},
		{"DROP", []string{"sql", "DROP TABLE facts"}},
		{"file", []string{"sql", "SELECT * FROM file('/etc/passwd', 'RawBLOB')"}},
		{"huisheng.yaml", []string{"check", "--config", "huisheng.yaml"}},
	} {
		out, err := in.try(c.line...)
		if err == nil || !strings.Contains(out, c.says) {
			t.Errorf("%s: %v %s", c.line, err, out)
		}
	}
}
