package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// similarLines runs the command on a file and returns the lines of its result by row, without the header.
func similarLines(t *testing.T, in *installation, args ...string) [][]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(in.run(append([]string{"similar"}, args...)...))).ReadAll()
	if err != nil || len(lines) == 0 || strings.Join(lines[0], ",") != "row,id,group,kind,representative,similarity,template" {
		t.Fatalf("%v %v", err, lines)
	}
	return lines[1:]
}

func TestSimilarTellsOfEveryRowToWhichItIsAlike(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	const leak, late = "冰箱底部一直漏水，客厅地板泡得翘了起来，报修三次都没有人上门", "快递说送到了，驿站却说没有这个件"
	file := filepath.Join(in.data, "投诉.csv")
	content := "编号,时间,客户,内容\n" +
		"A3,2024-03-03,甲," + leak + "！！请处理\n" +
		"A1,2024-03-01,甲," + leak + "\n" +
		"A2,2024-03-02,乙," + late + "\n" +
		"A4,2024-03-04,丙," + leak + "\n" +
		"A5,2024-03-05,,\n"
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	kinds := func(lines [][]string) string {
		var all []string
		for _, l := range lines {
			all = append(all, l[1]+" "+l[3]+"→"+l[4])
		}
		return strings.Join(all, "; ")
	}
	if got, want := kinds(similarLines(t, in, file, "--text", "内容")), "A3 first→1; A1 near→1; A2 →3; A4 exact→1; A5 →5"; got != want {
		t.Errorf("by words alone\n got %s\nwant %s", got, want)
	}
	if got, want := kinds(similarLines(t, in, file, "--text", "内容", "--customer", "客户", "--time", "时间")), "A3 near→2; A1 first→2; A2 →3; A4 →4; A5 →5"; got != want {
		t.Errorf("by customer and time\n got %s\nwant %s", got, want)
	}
	out := filepath.Join(in.data, "out.csv")
	var sum similarSummary
	if err := json.Unmarshal([]byte(in.run("similar", file, "--text", "内容", "--out", out, "--json")), &sum); err != nil {
		t.Fatal(err)
	}
	if sum.Rows != 5 || sum.Deduplicated != 3 || sum.Untemplated != 5 || sum.Groups != 1 || sum.Exact+sum.Near != 2 {
		t.Errorf("%+v", sum)
	}
	if said, err := in.try("similar", file, "--text", "正文"); err == nil || !strings.Contains(said, "没有名为“正文”的列") {
		t.Errorf("%v %s", err, said)
	}
}

// The car complaints have 254 texts that are equal to an earlier one, character by character; every one of them is found.
func TestSimilarFindsTheRepeatsOfRealComplaints(t *testing.T) {
	t.Parallel()
	file := realData(t, "car/car_complaints.csv")
	in := newInstallation(t)
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := 0
	for i, name := range rows[0] {
		if name == "text" {
			column = i
		}
	}
	lines := similarLines(t, in, file, "--text", "text")
	first := map[string]string{}
	repeats := 0
	for i, row := range rows[1:] {
		words := strings.TrimSpace(row[column])
		if words == "" {
			continue
		}
		if group, told := first[words]; told {
			if repeats++; lines[i][2] != group || lines[i][3] == "" {
				t.Errorf("row %d is in group %s as %q, its text in %s: %.40s", i+1, lines[i][2], lines[i][3], group, words)
			}
			continue
		}
		first[words] = lines[i][2]
	}
	if repeats < 200 {
		t.Errorf("%d repeats", repeats)
	}
}
