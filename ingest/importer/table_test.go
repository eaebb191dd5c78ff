package importer_test

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"huisheng/ingest/importer"
)

func tableOf(t *testing.T, name, content string, columns ...string) (*importer.Table, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	table, err := importer.OpenTable(path, columns, importer.Options{})
	if err == nil {
		t.Cleanup(func() { table.Close() })
	}
	return table, err
}

func allRows(t *testing.T, table *importer.Table) []importer.TableRow {
	t.Helper()
	var rows []importer.TableRow
	for {
		row, err := table.Next()
		if err == io.EOF {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
}

func TestATableIsReadAsItStands(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("标签,评价\n好,很快\n差,\"慢,冷\"\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"utf8.csv":        "标签,评价\n好,很快\n差,\"慢,冷\"\n",
		"gb18030.csv":     gbk,
		"tabs.tsv":        "标签\t评价\n好\t很快\n差\t慢,冷\n",
		"objects.jsonl":   `{"标签":"好","评价":"很快"}` + "\n" + `{"标签":"差","评价":"慢,冷"}` + "\n",
		"commas_deep.csv": "标签,评价\n好,很快\n差,\"慢,冷\"\n",
	} {
		table, err := tableOf(t, name, content, "评价", "标签")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		rows := allRows(t, table)
		if len(rows) != 2 || !slices.Equal(rows[1].Cells, []string{"慢,冷", "差"}) || rows[1].Number != 2 {
			t.Errorf("%s: %+v", name, rows)
		}
	}
}

func TestTheHeaderOfATableIsTheLineWithTheColumnsAskedFor(t *testing.T) {
	table, err := tableOf(t, "a.csv", "label,review\n1,\"a,b,c,d,e,f,g\"\n0,\"a,b,c,d,e,f,g,h\"\n", "review", "label")
	if err != nil {
		t.Fatal(err)
	}
	if rows := allRows(t, table); len(rows) != 2 || rows[0].Cells[0] != "a,b,c,d,e,f,g" {
		t.Errorf("%+v", rows)
	}
}

func TestAMissingColumnIsNamedBesideThoseThatAreThere(t *testing.T) {
	_, err := tableOf(t, "a.csv", "label,review\n1,x\n", "text")
	if err == nil || !strings.Contains(err.Error(), "“text”") || !strings.Contains(err.Error(), "label、review") || !strings.Contains(err.Error(), "a.csv") {
		t.Errorf("error = %v", err)
	}
}

func TestARecordThatCannotBeReadSaysWhere(t *testing.T) {
	table, err := tableOf(t, "a.csv", "label,review\n1,x\n0,y,z\n1,w\n", "review")
	if err != nil {
		t.Fatal(err)
	}
	rows := allRows(t, table)
	if len(rows) != 3 || rows[1].Problem == nil || !strings.Contains(rows[1].Problem.Error(), "a.csv 第 3 行") || rows[2].Number != 3 {
		t.Errorf("%+v", rows)
	}
}

func TestATableFromAPipe(t *testing.T) {
	table, err := importer.OpenTableReader(strings.NewReader("投诉编号,内容\nA1,冷\n"), "标准输入", []string{"内容"}, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	if rows := allRows(t, table); len(rows) != 1 || rows[0].All[table.IDColumn()] != "A1" {
		t.Errorf("%+v", rows)
	}
}
