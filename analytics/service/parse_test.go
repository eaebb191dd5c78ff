package service_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	. "huisheng/analytics/service"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func TestAPolicyThatCannotBeMeantIsRefusedByItsField(t *testing.T) {
	const good = `{code: f, name: 答复, ends: [replied], within: [{limit: 8 小时}]}`
	for _, c := range []struct{ version, want string }{
		{`{from: 2024-13-01}`, "versions[0].from：“2024-13-01”不是日期"},
		{`{from: 2024-01-01, hours: 18:00-09:00}`, "versions[0].hours：“18:00-09:00”应从早到晚"},
		{`{from: 2024-01-01, hours: nine}`, "versions[0].hours：“nine”读不懂"},
		{`{from: 2024-01-01, clocks: [{code: f, name: 答复, ends: [replied], within: [{limit: 八小时}]}]}`, "versions[0].clocks[0].within[0].limit：时限“八小时”读不懂"},
		{`{from: 2024-01-01, clocks: [{code: f, name: 答复, ends: [answer], within: [{limit: 8 小时}]}]}`, "versions[0].clocks[0].ends：没有事件“answer”"},
		{`{from: 2024-01-01, clocks: [{code: f, name: 答复, within: [{limit: 8 小时}]}]}`, "versions[0].clocks[0].ends：为空"},
		{`{from: 2024-01-01, clocks: [` + good + `, ` + good + `]}`, "versions[0].clocks[1].code：“f”为空或重复"},
		{`{from: 2024-01-01, clocks: [` + good + `], fines: {late_accepted: {clock: g, yuan: 100}}}`, "fines.late_accepted.clock：没有时钟“g”"},
		{`{from: 2024-01-01, clocks: [` + good + `], fines: {unfinished: {clock: f, as: D}}}`, "fines.unfinished.as：没有等级“D”"},
		{`{from: 2024-01-01, rate: {unit: orders, bands: [{least: 0.8, most: 0.9, yuan: 1}, {above: 0.85, yuan: 2}]}}`, "rate.bands[1]：与上一档重叠"},
		{`{from: 2024-01-01, targets: [{code: x, name: y, at_least: 95}]}`, "targets[0]：at_least 与 below"},
		{`{from: 2024-01-01, clock: []}`, "读不懂"},
	} {
		_, err := Parse("own.yaml", []byte("policy: own\nname: 自己的\nversions: ["+c.version+"]\n"))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "own.yaml") {
			t.Errorf("%s: %v, want %s", c.version, err, c.want)
		}
	}
	if _, err := Parse("own.yaml", []byte("policy: own\nname: 自己的\nversions: [{from: 2024-02-01}, {from: 2024-01-01}]\n")); err == nil || !strings.Contains(err.Error(), "versions[1].from：2024-01-01 应晚于上一版的 2024-02-01") {
		t.Error(err)
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("packs/*.yaml")
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		p, err := Parse("f.yaml", content)
		if err == nil && (p.Code == "" || len(p.Versions) == 0) {
			t.Errorf("%+v was taken", p)
		}
	})
}
