package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// workbook writes a file of two tables, one hidden sheet and an explanation.
func (i *installation) workbook(name string) string {
	i.t.Helper()
	f := excelize.NewFile()
	sheets := map[string][][]any{
		"三月投诉": {{"三月投诉台账"}, {"投诉编号", "投诉时间", "投诉内容", "办结时间"}, {"1", "2024年3月1日 9:03", "空调不制冷", "2024/3/3"}, {"2", "2024.3.2 上午9:03", "冰箱漏水", ""}},
		"回访":   {{"投诉编号", "回访时间", "满意度"}, {"1", "2024/3/5", "满意"}},
		"说明":   {{"本表由客服部填写"}},
		"底稿":   {{"投诉编号", "投诉时间", "投诉内容"}, {"9", "2024-03-01", "不算"}},
	}
	for _, sheet := range slices.Sorted(maps.Keys(sheets)) {
		rows := sheets[sheet]
		if _, err := f.NewSheet(sheet); err != nil {
			i.t.Fatal(err)
		}
		for n, row := range rows {
			cell, err := excelize.CoordinatesToCellName(1, n+1)
			if err != nil {
				i.t.Fatal(err)
			}
			if err := f.SetSheetRow(sheet, cell, &row); err != nil {
				i.t.Fatal(err)
			}
		}
	}
	if err := f.SetSheetVisible("底稿", false); err != nil {
		i.t.Fatal(err)
	}
	path := filepath.Join(i.data, name)
	if err := f.SaveAs(path); err != nil {
		i.t.Fatal(err)
	}
	return path
}

func TestAFolderWithAWorkbookImportsWithoutFlags(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	if err := os.Mkdir(filepath.Join(in.data, "三月"), 0o700); err != nil {
		t.Fatal(err)
	}
	in.workbook("三月/投诉.xlsx")
	in.write("三月/订单量.csv", "月份,品牌,订单量\n2024-03,清风,1200\n")
	in.write("三月/照片.png", "x")
	folder := filepath.Join(in.data, "三月")
	out := in.run("import", folder)
	for _, want := range []string{"投诉.xlsx#三月投诉（导入编号", "收到 2 = 入库 2", "另有处理记录 1 条", "收到处理记录 1 条", "订单量.csv", "收到基数 1 条", "跳过 三月/照片.png", "#说明", "#底稿 是隐藏的工作表"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in %s", want, out)
		}
	}
	if got := in.query("SELECT count(), countIf(kind = 'followed_up' AND satisfaction = 4) FROM events"); !strings.Contains(got, "2") || !strings.Contains(got, "1") {
		t.Errorf("events: %s", got)
	}
	if again := in.run("import", folder); !strings.Contains(again, "收到 2 = 重复 2") {
		t.Errorf("%s", again)
	}
}

func TestAMappingIsSavedByNameAndUsedAgain(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	march := in.write("三月.csv", "甲,乙,丙\n1,空调,2024-03-01\n")
	april := in.write("四月.csv", "丙,甲,乙\n2024-04-01,2,冰箱\n")
	if out, err := in.try("import", march); err == nil || !strings.Contains(out, "--map text=列名") {
		t.Errorf("%v %s", err, out)
	}
	in.run("import", march, "--map", "text=乙,id=甲", "--save-profile", "门店月报")
	if out := in.run("import", april, "--dry-run"); !strings.Contains(out, "用存好的列映射“门店月报”") || !strings.Contains(out, "2024-04-01 00:00 · 冰箱") {
		t.Error(out)
	}
	if out := in.run("import", april); !strings.Contains(out, "门店月报") || !strings.Contains(out, "入库 1") {
		t.Error(out)
	}
	other := in.write("五月.csv", "丙,甲,乙,丁\n2024-05-01,3,洗衣机,x\n")
	if out := in.run("import", other, "--profile", "门店月报"); !strings.Contains(out, "入库 1") {
		t.Error(out)
	}
	if out, err := in.try("import", other, "--profile", "没有"); err == nil || !strings.Contains(out, "没有") {
		t.Errorf("%v %s", err, out)
	}
}

func TestFlagsOfATable(t *testing.T) {
	t.Parallel()
	in := newInstallation(t)
	book := in.workbook("投诉.xlsx")
	if out := in.run("import", book, "--table", "底稿", "--dry-run"); !strings.Contains(out, "9 · 2024-03-01 00:00 · 不算") {
		t.Error(out)
	}
	wide := in.write("量.csv", "品牌,2024-01,2024-02\n甲,1,2\n")
	if out := in.run("import", wide, "--unit", "保单数", "--dry-run"); !strings.Contains(out, "基数 · 2024-01 · policies · 1 · product.line=甲") {
		t.Error(out)
	}
	bare := in.write("无头.csv", "K1001,2024-03-01 09:00,空调买回来一个月就不制冷了\nK1007,2024-03-02 09:00,冰箱门关不上漏了一地的水\nK1004,2024-03-02 09:00,洗衣机一脱水整个楼都在抖\n")
	if out := in.run("import", bare, "--header", "0", "--dry-run"); !strings.Contains(out, "K1001 · 2024-03-01 09:00") {
		t.Error(out)
	}
	for _, flags := range [][]string{{"--header", "x"}, {"--kind", "y"}, {"--table", "没有这张"}, {"--profile", "a", "--kind", "event"}} {
		if out, err := in.try(append([]string{"import", book, "--dry-run"}, flags...)...); err == nil {
			t.Errorf("%v: %s", flags, out)
		}
	}
}
