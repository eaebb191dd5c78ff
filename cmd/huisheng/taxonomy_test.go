package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTaxonomyFromTheCommandLine(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	if got := in.run("taxonomy"); !strings.Contains(got, "finance 金融") || !strings.Contains(got, "渠道 6") {
		t.Errorf("the packs are not listed: %s", got)
	}
	var trial struct {
		Pack string `json:"pack"`
		Axes []struct{ Axis, Code, Label string }
	}
	if err := json.Unmarshal([]byte(in.run("taxonomy", "try", "提车半年发动机异响，4S店说是设计缺陷", "--json")), &trial); err != nil {
		t.Fatal(err)
	}
	if trial.Pack != "car" || trial.Axes[0].Code != "car.engine.noise" || trial.Axes[1].Code != "why.design" || trial.Axes[2].Code == "" {
		t.Errorf("%+v", trial)
	}
	if got := in.run("taxonomy", "try", "提车半年发动机异响"); !strings.Contains(got, "第 1 条规则：发动机、异响") || !strings.Contains(got, "由现象推出") {
		t.Errorf("it does not say why:\n%s", got)
	}
	folder := t.TempDir()
	file := filepath.Join(folder, "car.yaml")
	content := in.run("taxonomy", "export", "car")
	write := func(s string) {
		if err := os.WriteFile(file, []byte(s), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(content)
	if got := in.run("taxonomy", "lint", file); !strings.Contains(got, "错误 0 处") {
		t.Error(got)
	}
	if got := in.run("taxonomy", "diff", "shipped", file, "--sample", "0"); !strings.Contains(got, "两者相同") {
		t.Error(got)
	}
	write(strings.Replace(content, "name: 烧机油", "name: 机油消耗", 1))
	if got := in.run("taxonomy", "diff", "shipped", file); !strings.Contains(got, "“烧机油”改名为“机油消耗”") || !strings.Contains(got, "抽 0 件") {
		t.Error(got)
	}
	write(strings.Replace(content, "definition: 机油消耗", "definitoin: 机油消耗", 1))
	if out, err := in.try("taxonomy", "lint", file); err == nil || !strings.Contains(out, "car.yaml:") || !strings.Contains(out, "definitoin") {
		t.Errorf("%v %s", err, out)
	}
}

// A company's own pack takes the place of the one with its code, and check tells what is wrong with it.
func TestOwnPacksAreUsedAndChecked(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	in := newInstallation(t, "HUISHENG_TAXONOMY="+folder, "HUISHENG_TAXONOMY_PACKS=own")
	write := func(rules string) {
		content := "pack: own\nname: 自有\nversion: 1\ntopics:\n  - {code: own.door, name: 门关不上, definition: 门关不上, examples: [门关不上了, 柜门关不上], rules: [" + rules + "]}\n"
		if err := os.WriteFile(filepath.Join(folder, "own.yaml"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("{any: [关不上]}")
	if got := in.run("taxonomy", "try", "柜门关不上", "--json"); !strings.Contains(got, `"own.door"`) {
		t.Error(got)
	}
	if got := in.run("taxonomy"); strings.Contains(got, "car") || !strings.Contains(got, "own 自有 · 第 1 版") {
		t.Error(got)
	}
	if got := in.run("check"); !strings.Contains(got, "✓ 分类包：自有（第 1 版）") {
		t.Error(got)
	}
	write("{any: [关不上], not: [关]}")
	if out, err := in.try("check"); err == nil || !strings.Contains(out, "own.yaml:5") {
		t.Errorf("%v %s", err, out)
	}
}
