package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestToneWritesALineForEveryRowWithItsEvidence(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	file := filepath.Join(in.data, "投诉.csv")
	content := "编号,标题,内容\n" +
		"B1,漏电,洗衣机漏电，再不处理我就打12315，垃圾公司。要求退款\n" +
		"B2,,没有人受伤，东西很好用，非常满意。建议增加夜间上门\n" +
		"B3,,\n"
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String(content)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(encoded), 0o644); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(in.run("tone", file, "--text", "标题,内容"))).ReadAll()
	if err != nil || len(lines) != 4 || strings.Join(lines[0], ",") != "row,id,sentiment,rating,urgency,demands,suggestions,evidence" {
		t.Fatalf("%v %v", err, lines)
	}
	bad, good, empty := lines[1], lines[2], lines[3]
	if bad[1] != "B1" || !strings.HasPrefix(bad[2], "-") || bad[4] != "安全、监管" || bad[5] != "退款" || !strings.Contains(bad[7], "urgency:regulator=12315") {
		t.Errorf("%q", bad)
	}
	if good[3] != "5" || good[4] != "" || good[6] != "建议增加夜间上门" {
		t.Errorf("%q", good)
	}
	if strings.Join(empty, ",") != "3,B3,0.00,,,,," {
		t.Errorf("%q", empty)
	}
	for _, line := range lines {
		if strings.Contains(strings.Join(line, " "), "temper") || strings.Contains(strings.Join(line, " "), "威胁") {
			t.Errorf("an export tells the type of a person: %q", line)
		}
	}
	out := filepath.Join(in.data, "out.csv")
	var sum toneSummary
	if err := json.Unmarshal([]byte(in.run("tone", file, "--text", "内容", "--out", out, "--json")), &sum); err != nil {
		t.Fatal(err)
	}
	if sum.Rows != 3 || sum.Urgent != 1 || sum.Demands["refund"] != 1 || sum.Ideas != 1 {
		t.Errorf("%+v", sum)
	}
	if said, err := in.try("tone", file, "--text", "正文"); err == nil || !strings.Contains(said, "没有名为“正文”的列") {
		t.Errorf("%v %s", err, said)
	}
}
