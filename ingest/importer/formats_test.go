package importer

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"huisheng/analytics"
)

// A table as each format writes it.
type fataler interface{ Fatal(...any) }

func asCSV(t fataler, comma rune, rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Comma = comma
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asJSON(t fataler, rows [][]string, array bool) []byte {
	var objects []string
	for _, row := range rows[1:] {
		object := map[string]string{}
		for i, name := range rows[0] {
			object[name] = row[i]
		}
		b, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		objects = append(objects, string(b))
	}
	if array {
		return []byte("[" + strings.Join(objects, ",\n") + "]")
	}
	return []byte(strings.Join(objects, "\n"))
}

func asWorkbook(t fataler, above int, rows [][]string) []byte {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	if above > 0 {
		if err := errors.Join(w.SetRow("A1", []any{"三月投诉台账"}), w.MergeCell("A1", "D1")); err != nil {
			t.Fatal(err)
		}
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j := range row {
			cells[j] = row[j]
		}
		if err := w.SetRow("A"+itoa(i+1+above), cells); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := errors.Join(w.Flush(), f.Write(&out)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asParquet(t fataler, rows [][]string) []byte {
	group := parquet.Group{}
	for _, name := range rows[0] {
		group[name] = parquet.Optional(parquet.String())
	}
	var out bytes.Buffer
	w := parquet.NewGenericWriter[map[string]any](&out, parquet.NewSchema("table", group))
	for _, row := range rows[1:] {
		object := map[string]any{}
		for i, name := range rows[0] {
			object[name] = row[i]
		}
		if _, err := w.Write([]map[string]any{object}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zipped(t fataler, files map[string][]byte) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range sortedKeys(files) {
		in, err := w.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true, Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := in.Write(files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gzipped(t fataler, b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tarred(t fataler, files map[string][]byte) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, name := range sortedKeys(files) {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(files[name])), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// walked imports all tables of bytes that come through a pipe, and lists what was passed over and what failed.
func walked(t testing.TB, content []byte, options Options) (all *broker, names, skipped []string, failed []error) {
	t.Helper()
	options.Now = clockOf2026
	all = &broker{}
	for f, err := range OpenAllReader(bytes.NewReader(content), "堆", options) {
		var pass *Skipped
		switch {
		case errors.As(err, &pass):
			skipped = append(skipped, pass.Error())
		case err != nil:
			failed = append(failed, err)
		default:
			names = append(names, f.Name)
			_, b := ran(t, f)
			all.messages = append(all.messages, b.messages...)
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	return all, names, skipped, failed
}

func TestATableGivesTheSameRecordsInEveryFormat(t *testing.T) {
	word := rapid.StringMatching(`[a-c甲乙丙,;"&<>\n ]{0,5}[a-c甲乙丙]`)
	rapid.Check(t, func(rt *rapid.T) {
		rows := [][]string{{"投诉时间", "投诉内容", "渠道", "备注"}}
		for range rapid.IntRange(1, 6).Draw(rt, "rows") {
			rows = append(rows, []string{"2024-03-0" + itoa(rapid.IntRange(1, 9).Draw(rt, "day")), word.Draw(rt, "text"), rapid.SampledFrom([]string{"电话", "微信", ""}).Draw(rt, "channel"), word.Draw(rt, "note")})
		}
		plain := asCSV(rt, ',', rows)
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(plain)
		if err != nil {
			rt.Fatal(err)
		}
		wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(plain)
		if err != nil {
			rt.Fatal(err)
		}
		want, _, _, failed := walked(t, plain, Options{})
		if len(failed) > 0 || len(want.messages) != len(rows)-1 {
			rt.Fatal(failed)
		}
		formats := map[string]func() []byte{"GB18030": func() []byte { return gb }, "UTF-16": func() []byte { return wide },
			"tabs": func() []byte { return asCSV(rt, '\t', rows) }, "semicolons": func() []byte { return asCSV(rt, ';', rows) }, "bars": func() []byte { return asCSV(rt, '|', rows) },
			"JSONL": func() []byte { return asJSON(rt, rows, false) }, "a JSON array": func() []byte { return asJSON(rt, rows, true) },
			"a workbook": func() []byte { return asWorkbook(rt, 0, rows) }, "a titled workbook": func() []byte { return asWorkbook(rt, 1, rows) },
			"Parquet": func() []byte { return asParquet(rt, rows) }, "gzip": func() []byte { return gzipped(rt, plain) },
			"zip":                 func() []byte { return zipped(rt, map[string][]byte{"表.csv": plain}) },
			"tar.gz":              func() []byte { return gzipped(rt, tarred(rt, map[string][]byte{"a/b.csv": plain})) },
			"a workbook in a zip": func() []byte { return zipped(rt, map[string][]byte{"x.xlsx": asWorkbook(rt, 0, rows)}) }}
		for range 3 {
			name := rapid.SampledFrom(sortedKeys(formats)).Draw(rt, "format")
			content := formats[name]()
			got, _, _, failed := walked(t, content, Options{})
			if diff := cmp.Diff(values(want), values(got)); diff != "" || len(failed) > 0 {
				rt.Fatalf("%s: %v %s", name, failed, diff)
			}
		}
	})
}

func TestDatesAndOddCellsOfAWorkbook(t *testing.T) {
	f := excelize.NewFile()
	format := `yyyy"年"m"月"d"日"`
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range [][]any{{"投诉编号", "投诉时间", "投诉内容", "金额"}, {20240129215853, 45296.5, "甲", 12.5}, {"2", 45296.5, "乙", "￥1,000"}, {"3", "2024/1/5 9:03", "丙"}, {"4", "2024-1-5 上午9:03", "丁", nil, "右边"}, {"5", 99999999, "坏"}} {
		if err := f.SetSheetRow("Sheet1", "A"+itoa(i+3), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(f.SetCellStyle("Sheet1", "B4", "B4", style), f.SetCellFormula("Sheet1", "D6", "1/0")); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "台账.xlsx")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := Open(path, Options{Now: clockOf2026})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	result, b := ran(t, in)
	if in.Name != "台账.xlsx#Sheet1" || in.Format != "XLSX" || len(in.SHA256) != 64 || in.Titles != 2 || result.Complaints != 4 || len(result.Notes) != 1 {
		t.Fatalf("%+v %+v", in, result)
	}
	if r := result.Refusals[0]; r.Line != 8 || r.Field != "received_at" {
		t.Errorf("%+v", r)
	}
	all := b.complaints(t)
	for i, want := range []time.Time{day(2024, 1, 5, 12, 0), day(2024, 1, 5, 12, 0), day(2024, 1, 5, 9, 3), day(2024, 1, 5, 9, 3)} {
		if !all[i].ReceivedAt.Equal(want) {
			t.Errorf("row %d: %v", i, all[i].ReceivedAt)
		}
	}
	if all[0].ID != "20240129215853" || all[3].Attributes["第5列"] != "右边" || *all[1].AmountFen != 100_000 {
		t.Errorf("%+v", all)
	}
}

func TestParquetOfEveryType(t *testing.T) {
	type place struct {
		City string `parquet:"city"`
	}
	type record struct {
		ID       int64     `parquet:"投诉编号"`
		At       time.Time `parquet:"投诉时间,timestamp(microsecond)"`
		Text     string    `parquet:"投诉内容"`
		Day      int32     `parquet:"生产日期,date"`
		Price    int64     `parquet:"金额,decimal(2:18)"`
		Tags     []string  `parquet:"标签,list"`
		Customer place     `parquet:"customer"`
		Known    *bool     `parquet:"已知,optional"`
		Share    float64   `parquet:"占比"`
	}
	var out bytes.Buffer
	yes := true
	w := parquet.NewGenericWriter[record](&out, parquet.MaxRowsPerRowGroup(2))
	for i := range 5 {
		r := record{ID: 9007199254740993 + int64(i), At: time.Date(2024, 3, 1, 0, 30, i, 0, time.UTC), Text: "坏", Day: 19783, Price: 12345, Tags: []string{"急", "重"}, Customer: place{"深圳"}, Share: 0.25}
		if i == 1 {
			r.Known = &yes
		}
		if _, err := w.Write([]record{r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b, names, _, failed := walked(t, out.Bytes(), Options{})
	if len(failed) > 0 || len(names) != 1 {
		t.Fatal(failed)
	}
	all := b.complaints(t)
	if len(all) != 5 || all[4].ID != "9007199254740997" || !all[1].ReceivedAt.Equal(day(2024, 3, 1, 8, 30).Add(time.Second)) || *all[0].AmountFen != 12345 {
		t.Fatalf("%+v", all)
	}
	if diff := cmp.Diff(map[string]string{"生产日期": "2024-03-01", "标签": "急、重", "customer.city": "深圳", "已知": "TRUE", "占比": "0.25"}, all[1].Attributes); diff != "" {
		t.Error(diff)
	}
}

func TestAnArchiveIsWalkedOver(t *testing.T) {
	good := []byte(head + "1,2024-01-01,好,\n")
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("投诉.csv")
	if err != nil {
		t.Fatal(err)
	}
	_, names, skipped, failed := walked(t, zipped(t, map[string][]byte{gbk: good, "b/图.png": []byte("x"), "__MACOSX/b/._x.csv": []byte("x"), "~$a.xlsx": []byte("x"), "旧.xls": []byte("\xD0\xCF\x11\xE0"),
		"网页.csv": []byte("<html><table>"), "里.zip": zipped(t, map[string][]byte{"x.csv": good}), "../../外.csv": good}), Options{})
	slices.Sort(names)
	if diff := cmp.Diff([]string{"堆/外.csv", "堆/投诉.csv"}, names); diff != "" {
		t.Error(diff)
	}
	if len(skipped) != 2 || !strings.Contains(strings.Join(skipped, " "), "里.zip 是压缩包里的压缩包") || !strings.Contains(strings.Join(skipped, " "), "图.png") {
		t.Errorf("%q", skipped)
	}
	if said := errors.Join(failed...); len(failed) != 2 || !strings.Contains(said.Error(), "旧.xls 是旧的 Excel 格式") || !strings.Contains(said.Error(), "网页.csv") {
		t.Errorf("%v", said)
	}
}

func TestWhatUnpacksTooFarIsRefused(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	bomb := bytes.Repeat([]byte("0,"), 2<<20)
	for name, test := range map[string]struct {
		content []byte
		limits  limits
	}{
		"a small file that unpacks to a large one": {zipped(t, map[string][]byte{"a.csv": bomb}), limits{10, 1 << 30, 1 << 30, 10}},
		"one file too large":                       {gzipped(t, bomb), limits{10, 1 << 20, 1 << 30, 100_000}},
		"all together too large":                   {zipped(t, map[string][]byte{"a.csv": bomb, "b.csv": bomb}), limits{10, 1 << 30, 5 << 20, 100_000}},
		"a tar that goes on":                       {gzipped(t, tarred(t, map[string][]byte{"a.csv": bomb})), limits{10, 1 << 20, 1 << 30, 100_000}},
	} {
		_, _, _, failed := walked(t, test.content, Options{limits: test.limits})
		if said := errors.Join(failed...); said == nil || !strings.Contains(said.Error(), "展开后太大") {
			t.Errorf("%s: %v", name, failed)
		}
	}
	many := map[string][]byte{}
	for i := range 20 {
		many[itoa(i)+".txt"] = []byte(head + "1,2024-01-01,好,\n")
	}
	_, names, _, failed := walked(t, zipped(t, many), Options{limits: limits{10, 1 << 30, 1 << 30, 100}})
	if len(names) != 10 || len(failed) != 1 || !strings.Contains(failed[0].Error(), "超过 10 个") {
		t.Errorf("%d tables, %v", len(names), failed)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "huisheng-import-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestFilesThatAreNoTableSayWhatToDoInstead(t *testing.T) {
	wide := []byte("\xD0\xCF\x11\xE0")
	for _, c := range []byte("EncryptedPackage") {
		wide = append(wide, c, 0)
	}
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"a password":         {wide, "取消密码"},
		"before 2007":        {[]byte("\xD0\xCF\x11\xE0...."), "另存为 .xlsx"},
		"binary workbook":    {zipped(t, map[string][]byte{"xl/workbook.bin": nil, "[Content_Types].xml": nil}), ".xlsb"},
		"word":               {zipped(t, map[string][]byte{"word/document.xml": nil}), "Word"},
		"half a zip":         {[]byte("PK\x03\x04abc"), "不完整"},
		"half a gzip":        {gzipped(t, bytes.Repeat([]byte("x"), 5000))[:20], "不完整"},
		"half a parquet":     {[]byte("PAR1abcPAR1"), "Parquet"},
		"rar":                {[]byte("Rar!\x1a\x07"), "RAR"},
		"pdf":                {[]byte("%PDF-1.7"), "PDF"},
		"a page":             {[]byte("<table><tr><td>1"), "网页"},
		"an empty archive":   {zipped(t, nil), "没有可导入的表"},
		"an empty workbook":  {asWorkbook(t, 0, nil), "没有可导入的表"},
		"a workbook of none": {asWorkbook(t, 0, [][]string{{"甲", "乙"}, {"1", "2"}}), "没有找到"},
	} {
		_, names, _, failed := walked(t, test.content, Options{})
		if len(names) > 0 || len(failed) != 1 || analytics.KindOf(failed[0]) != analytics.KindInvalid || !strings.Contains(failed[0].Error(), test.want) {
			t.Errorf("%s: %v %v", name, names, failed)
		}
	}
}

func TestATableIsReadAfterTheWalkThatFoundIt(t *testing.T) {
	var found *File
	for f, err := range OpenAllReader(bytes.NewReader(zipped(t, map[string][]byte{"x.xlsx": asWorkbook(t, 0, [][]string{{"投诉时间", "投诉内容"}, {"2024-03-01", "坏"}})})), "堆", Options{Now: clockOf2026}) {
		if err != nil {
			t.Fatal(err)
		}
		found = f
		break
	}
	result, _ := ran(t, found)
	if err := found.Close(); err != nil || result.Complaints != 1 {
		t.Errorf("%v %+v", err, result)
	}
}

func TestAnArrayThatIsBroken(t *testing.T) {
	const one = `{"时间":"2024-01-01","内容":"好]}\""}`
	for content, want := range map[string][2]int64{
		"[" + one + "," + one + "]": {2, 0}, "[" + one + "," + one: {2, 1}, "[" + one + " " + one + "]": {1, 1}, "[" + one + ",{\"时间\":": {1, 1}, "[" + one + ",3," + one + "]": {2, 1}, "[ " + one + " ] x": {1, 0},
		"[" + one + ",{\"内容\" 1}," + one + "]": {2, 1},
	} {
		if result, _ := imported(t, content, Options{}); result.Complaints != want[0] || result.Rejected != want[1] {
			t.Errorf("%s: %+v", content, result.Refusals)
		}
	}
}

// FuzzFormats: whatever comes through a pipe is refused, or gives one message for every record that was read.
func FuzzFormats(f *testing.F) {
	rows := [][]string{{"投诉时间", "投诉内容"}, {"2024-03-01", "坏"}}
	plain := asCSV(f, ',', rows)
	for _, b := range [][]byte{plain, asCSV(f, '\t', rows), asJSON(f, rows, true), asWorkbook(f, 1, rows), asParquet(f, rows), gzipped(f, plain), zipped(f, map[string][]byte{"a.csv": plain}), gzipped(f, tarred(f, map[string][]byte{"a.csv": plain}))} {
		f.Add(b)
	}
	small := limits{entries: 20, each: 1 << 20, all: 4 << 20, ratio: 100}
	f.Fuzz(func(t *testing.T, data []byte) {
		for file, err := range OpenAllReader(bytes.NewReader(data), "fuzz", Options{Now: clockOf2026, limits: small}) {
			if err != nil {
				continue
			}
			file.Columns(masker)
			file.Rows(3, masker, codec)
			b := &broker{}
			result, err := file.Run(t.Context(), Deps{Producer: b, Masker: masker, Codec: codec})
			if err == nil && int64(len(b.messages)) != result.Read {
				t.Fatalf("%d messages, %+v", len(b.messages), result)
			}
			if err := file.Close(); err != nil && analytics.KindOf(err) != analytics.KindInvalid {
				t.Fatal(err)
			}
		}
	})
}

// FuzzTime: what is read as a time is one that can be written, and reads the same again.
func FuzzTime(f *testing.F) {
	for _, s := range []string{"2024/1/5 9:03", "2024年1月5日 下午3时", "5-Mar-24", "20240105", "2024-01-05 24:00", "1704416580", "45296.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if at, ok := parseTime(s, analytics.Zone); ok && at.Year() > 1000 && at.Year() < 9999 {
			if again, ok := parseTime(at.In(analytics.Zone).Format("2006-01-02T15:04:05.999999999Z07:00"), analytics.Zone); !ok || !again.Equal(at) {
				t.Fatalf("%q is %v, then %v", s, at, again)
			}
		}
		monthOf(s, 2024)
		numberOf(s)
		satisfactionOf(s)
		serialTime(s, analytics.Zone)
	})
}
