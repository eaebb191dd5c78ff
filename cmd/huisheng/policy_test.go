package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAPolicyIsTakenFromTheProgramChangedAndUsed(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	content := in.run("policy", "show", "levels")
	own := filepath.Join(in.data, "own.yaml")
	write := func(content string) {
		if err := os.WriteFile(own, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(strings.Replace(content, "3 个工作日", "三天", 1))
	if out, err := in.try("policy", "lint", own); err == nil || !strings.Contains(out+err.Error(), "versions[0].clocks[1].within[0].limit：时限“三天”读不懂") {
		t.Errorf("%s %v", out, err)
	}
	write(strings.NewReplacer("3 个工作日", "2 个工作日", "policy: levels", "policy: own").Replace(content))
	if out := in.run("policy", "lint", own); !strings.Contains(out, "没有错误") {
		t.Error(out)
	}
	used := newInstallation(t, "HUISHENG_POLICY="+own)
	if out := used.run("policy"); !strings.Contains(out, "own 两级管控（所用）") || !strings.Contains(out, "2 个工作日") {
		t.Error(out)
	}
	if out, err := newInstallation(t, "HUISHENG_POLICY=none").try("policy"); err == nil || !strings.Contains(out+err.Error(), "没有名为 none 的办法") {
		t.Errorf("%s %v", out, err)
	}
}
