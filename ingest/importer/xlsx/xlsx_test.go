package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

// saved is a workbook as excelize writes it.
func saved(t interface{ Fatal(...any) }, f *excelize.File) []byte {
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(t interface{ Fatal(...any) }, b []byte) *Book {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	book, err := Open(z)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// all reads a sheet, each row behind its number.
func all(t interface{ Fatal(...any) }, b *Book, s Sheet) ([][]string, *Rows) {
	rows, err := b.Rows(s)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out [][]string
	for {
		line, cells, err := rows.Next()
		if err == io.EOF {
			return out, rows
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, append([]string{strconv.Itoa(int(line))}, cells...))
	}
}

// must sets cells.
func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestCellsAreReadAsPeopleSeeThem(t *testing.T) {
	f := excelize.NewFile()
	style := func(format string) int {
		n, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(t, err)
		return n
	}
	builtin, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	must(t, err)
	share, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	must(t, err)
	at := 45296 + (9*3600.0+3*60)/86400
	for i, c := range []struct {
		value any
		style int
		want  string
	}{
		{at, style("yyyy/m/d h:mm"), "2024-01-05 09:03:00"}, {45296, style(`yyyy"年"m"月"d"日"`), "2024-01-05"}, {45296, builtin, "2024-01-05"}, {at, style(`m"月"d"日"`), "2024-01-05 09:03:00"},
		{0.5, style("h:mm"), "12:00:00"}, {1.5, style("[h]:mm"), "36:00:00"}, {0.1234, share, "12.34%"}, {45296, style(`[$-804]yyyy\-mm\-dd;@`), "2024-01-05"},
		{20240129215853, 0, "20240129215853"}, {1.1, 0, "1.1"}, {0.1 + 0.2, 0, "0.3"}, {-2.50, style("#,##0.00"), "-2.5"}, {true, 0, "TRUE"}, {" 空 格 ", 0, " 空 格 "}, {"a&<b>\"'", 0, "a&<b>\"'"},
		{"换\n行", 0, "换\n行"}, {45296, style(`0"天"`), "45296"}, {45296, style(`[Red]#,##0`), "45296"}, {45296, style("General"), "45296"},
	} {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		must(t, err, f.SetCellValue("Sheet1", cell, c.value))
		if c.style > 0 {
			must(t, f.SetCellStyle("Sheet1", cell, cell, c.style))
		}
		b := opened(t, saved(t, f))
		rows, _ := all(t, b, b.Sheets[0])
		if got := rows[len(rows)-1][1]; got != c.want {
			t.Errorf("%v as style %d: %q, want %q", c.value, c.style, got, c.want)
		}
	}
}

func TestNumbersOfAWorkbookThatCountsFrom1904(t *testing.T) {
	for raw, want := range map[string]string{"43834.5": "2024-01-05 12:00:00", "0": "1904-01-01"} {
		if got := shown(raw, dateTime, true); got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
	for raw, want := range map[string]string{"1.23456789012345E+17": "1.23456789012345E+17", "20240129215853545110": "20240129215853545110", "1.2345E+5": "123450", "1E-3": "0.001", "x": "x", "-0": "-0", "NaN": "NaN"} {
		if got := shown(raw, plainNumber, false); got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
	for raw, want := range map[string]string{"59": "1900-02-28", "61": "1900-03-01", "1": "1900-01-01", "0": "1900-01-00", "-1": "-1", "99999999": "99999999", "45296.99999999": "2024-01-06"} {
		if got := shown(raw, dateTime, false); got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
}

func TestSheetsAndOddCells(t *testing.T) {
	f := excelize.NewFile()
	must(t, f.SetSheetName("Sheet1", "三月 & 四月"))
	for _, name := range []string{"藏", "空"} {
		_, err := f.NewSheet(name)
		must(t, err)
	}
	must(t, f.SetSheetVisible("藏", false), f.SetCellRichText("三月 & 四月", "B2", []excelize.RichTextRun{{Text: "红"}, {Text: "字", Font: &excelize.Font{Bold: true}}}),
		f.SetCellFormula("三月 & 四月", "C5", "1+1"), f.MergeCell("三月 & 四月", "A1", "D1"), f.SetCellValue("三月 & 四月", "A1", "标题"))
	b := opened(t, saved(t, f))
	if len(b.Sheets) != 3 || b.Sheets[0].Name != "三月 & 四月" || b.Sheets[0].Hidden || !b.Sheets[1].Hidden {
		t.Fatalf("%+v", b.Sheets)
	}
	rows, r := all(t, b, b.Sheets[0])
	if diff := cmp.Diff([][]string{{"1", "标题"}, {"2", "", "红字"}, {"5"}}, rows); diff != "" || r.Uncached != 1 {
		t.Errorf("%s, %d formulas without a result", diff, r.Uncached)
	}
	if rows, _ := all(t, b, b.Sheets[2]); len(rows) != 0 {
		t.Errorf("%q", rows)
	}
}

// by hand: what other programs write and excelize does not.
func handmade(t testing.TB, sheet string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<?xml version="1.0"?><x:workbook xmlns:x="m"><x:workbookPr date1904='1'/><x:sheets><x:sheet name="S" sheetId="1" r:id="r1"/><x:sheet name="图" r:id="r2"/></x:sheets></x:workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="t/worksheet" Target="worksheets/s.xml"/><Relationship Id="r2" Type="t/chartsheet" Target="c.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst><si><t>甲</t><rPh sb="0" eb="1"><t>JIA</t></rPh></si><si><r><t>乙</t></r><r><t xml:space="preserve"> 丙</t></r></si><si/></sst>`,
		"xl/worksheets/s.xml":        sheet,
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const odd = `<x:worksheet><x:sheetData><!-- a --- b --><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>9</x:v></x:c></x:row>
<row r="4"><c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="A4" t="inlineStr"><is><t>a_x000D_b</t></is></c><c r="D4" t="str"><f>x</f><v>缓存</v></c><c r="E4"/><c r="F4" t="b"><v>0</v></c><c r="G4" t="d"><v>2024-01-05T09:03:00</v></c><c r="H4" t="inlineStr"><is><t><![CDATA[<&amp;>]]></t></is></c></row></x:sheetData><row><c><v>9</v></c></row></x:worksheet>`

func TestWhatOtherProgramsWrite(t *testing.T) {
	b := opened(t, handmade(t, odd))
	if !b.Sheets[1].Chart || !b.from1904 {
		t.Errorf("%+v", b.Sheets)
	}
	rows, r := all(t, b, b.Sheets[0])
	want := [][]string{{"1", "甲", "乙 丙"}, {"4", "a\rb", "", "", "缓存", "", "FALSE", "2024-01-05T09:03:00", "<&amp;>"}}
	if diff := cmp.Diff(want, rows); diff != "" || r.Faults != 1 {
		t.Errorf("%s, %d faults", diff, r.Faults)
	}
}

func TestABrokenSheetSaysWhere(t *testing.T) {
	b := opened(t, handmade(t, `<worksheet><sheetData><row r="7"><c><v>1</v></c></row><row r="8"><c><v>`))
	rows, err := b.Rows(b.Sheets[0])
	must(t, err)
	_, _, err = rows.Next()
	must(t, err)
	if _, _, err = rows.Next(); analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), "工作表“S”第 8 行") {
		t.Error(err)
	}
}

func TestSharedTextsThatDoNotFitInMemory(t *testing.T) {
	var some texts
	for i := range 40_000 {
		must(t, some.add(strings.Repeat("字", 200)+strconv.Itoa(i)))
	}
	must(t, some.done())
	defer some.close()
	if some.file == nil {
		t.Fatal("nothing went to disk")
	}
	for _, i := range []int{0, 39_999, 1, 25_000, 25_000 + remembered, 25_000} {
		if s, err := some.get(i); err != nil || !strings.HasSuffix(s, "字"+strconv.Itoa(i)) {
			t.Errorf("%d: %v", i, err)
		}
	}
}

var someValue = rapid.OneOf(
	rapid.Map(rapid.StringMatching(`[a-z投诉 &<>"',_x0-9]{1,12}`), func(s string) any { return s }),
	rapid.Map(rapid.IntRange(-1_000_000, 1_000_000), func(n int) any { return n }),
	rapid.Map(rapid.Bool(), func(b bool) any { return b }),
	rapid.Map(rapid.Int64Range(0, 4e9), func(n int64) any { return time.Unix(n, 0).UTC() }),
)

// excelize, reading what excelize wrote, agrees on every cell but dates, whose number it is asked for.
func TestCellsAreThoseThatExcelizeReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := excelize.NewFile()
		w, err := f.NewStreamWriter("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		table := rapid.SliceOfN(rapid.SliceOfN(someValue, 1, 6), 1, 12).Draw(t, "table")
		for i, row := range table {
			if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		b := saved(t, f)
		ours := opened(t, b)
		got, _ := all(t, ours, ours.Sheets[0])
		theirs, err := excelize.OpenReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		want, err := theirs.GetRows("Sheet1", excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range want {
			for j, cell := range row {
				if at, isTime := table[i][j].(time.Time); isTime {
					cell = at.Format("2006-01-02 15:04:05")
					if at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0 {
						cell = at.Format("2006-01-02")
					}
				}
				if b, isBool := table[i][j].(bool); isBool {
					cell = strings.ToUpper(strconv.FormatBool(b))
				}
				if got[i][j+1] != cell {
					t.Fatalf("row %d column %d: %q, want %q", i+1, j+1, got[i][j+1], cell)
				}
			}
		}
	})
}

// FuzzSheet: no sheet makes the reader fall or give a row that is too wide.
func FuzzSheet(f *testing.F) {
	for _, s := range []string{odd, `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>`, `<a b="<">`, "<!--", "<![CDATA[", "<row/>"} {
		f.Add([]byte(s))
	}
	book := opened(f, handmade(f, ""))
	book.styles = []style{dateTime, elapsed, percent}
	f.Fuzz(func(t *testing.T, data []byte) {
		rows := &Rows{book: book, close: func() error { return nil }, m: newMarkup(bytes.NewReader(data))}
		for {
			_, cells, err := rows.Next()
			if err != nil {
				if err != io.EOF && analytics.KindOf(err) != analytics.KindInvalid {
					t.Fatal(err)
				}
				return
			}
			if len(cells) > maxColumns {
				t.Fatalf("%d columns", len(cells))
			}
		}
	})
}

// FuzzBook: no archive makes the reader fall.
func FuzzBook(f *testing.F) {
	f.Add(handmade(f, odd))
	f.Fuzz(func(t *testing.T, data []byte) {
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil || !IsBook(z) {
			return
		}
		book, err := Open(z)
		if err != nil {
			return
		}
		defer book.Close()
		for _, s := range book.Sheets[:min(3, len(book.Sheets))] {
			rows, err := book.Rows(s)
			if err != nil {
				continue
			}
			for n := 0; err == nil && n < 1000; n++ {
				_, _, err = rows.Next()
			}
			if err := rows.Close(); err != nil {
				return
			}
		}
	})
}
