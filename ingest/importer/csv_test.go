package importer

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/ingest"
)

var someCell = rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "投", `"`, ",", "\n", " ", ";"}), 0, 6), func(parts []string) string { return strings.Join(parts, "") })

// The reference is the standard library's reader, which takes a file only when all of it is well formed.
func TestWellFormedRowsAreReadAsTheStandardReaderDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(2, 5).Draw(t, "width")
		row := rapid.Map(rapid.SliceOfN(someCell, width, width), func(cells []string) []string { return append(cells, "end") })
		want := rapid.SliceOfN(row, 1, 20).Draw(t, "rows")
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(want); err != nil {
			t.Fatal(err)
		}
		reference := csv.NewReader(bytes.NewReader(out.Bytes()))
		reference.FieldsPerRecord = width + 1
		r := &csvRows{w: newWindow(iotest.HalfReader(&out)), comma: ',', width: width + 1}
		for {
			cells, end := reference.Read()
			got, err := r.next()
			if end == io.EOF {
				if err != io.EOF {
					t.Fatalf("one row too many: %v", got)
				}
				return
			}
			line, _ := reference.FieldPos(0)
			for i := range got.cells {
				got.cells[i] = strings.ReplaceAll(got.cells[i], "\r\n", "\n") // the standard reader does that itself
			}
			if err != nil || got.problem != nil || int(got.line) != line || !cmp.Equal(got.cells, cells) {
				t.Fatalf("line %d %q, want line %d %q (%v, %v)", got.line, got.cells, line, cells, got.problem, err)
			}
		}
	})
}

func TestARecordLongerThanTheWindowCostsOnlyItself(t *testing.T) {
	long := strings.Repeat("长", maxRecord)
	for name, bad := range map[string]string{"unquoted": "1,2024-01-01," + long + ",\n", "in quotes": "1,2024-01-01,\"" + long + "\",\n"} {
		result, _ := imported(t, head+bad+"2,2024-01-01,好,\n", Options{})
		if result.Complaints != 1 || result.Rejected != 1 || result.Refusals[0].Line != 2 {
			t.Errorf("%s: %+v", name, result)
		}
	}
	result, _ := imported(t, `{"时间":"2024-01-01","内容":"好"}`+"\n{\"x\":\""+long+"\"}\n"+`{"时间":"2024-01-01","内容":"好"}`, Options{})
	if result.Complaints != 2 || result.Rejected != 1 || result.Refusals[0].Line != 2 {
		t.Errorf("%+v", result)
	}
}

// rows of a file without ids, some of them alike.
var someRows = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) []string {
	return []string{"2024-03-0" + strconv.Itoa(rapid.IntRange(1, 3).Draw(t, "day")), rapid.SampledFrom([]string{"坏", "很坏", "一般"}).Draw(t, "text"), rapid.SampledFrom([]string{"", "电话"}).Draw(t, "channel"), "x"}
}), 1, 30)

func written(header []string, rows [][]string, order []int) string {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for _, r := range append([][]string{header}, rows...) {
		moved := make([]string, len(order))
		for i, from := range order {
			moved[i] = r[from]
		}
		w.Write(moved)
	}
	w.Flush()
	return out.String()
}

func values(b *broker) map[string]bool {
	m := map[string]bool{}
	for _, message := range b.messages {
		m[string(message.Value)] = true
	}
	return m
}

func TestImportingAgainGivesTheSameRecords(t *testing.T) {
	header := []string{"时间", "内容", "渠道", "备注"}
	rapid.Check(t, func(rt *rapid.T) {
		rows := someRows.Draw(rt, "rows")
		_, first := imported(t, written(header, rows, []int{0, 1, 2, 3}), Options{})
		if len(values(first)) != len(rows) {
			rt.Fatalf("%d rows became %d records", len(rows), len(values(first)))
		}
		_, again := imported(t, written(header, rows, rapid.Permutation([]int{0, 1, 2, 3}).Draw(rt, "columns")), Options{})
		if diff := cmp.Diff(values(first), values(again)); diff != "" {
			rt.Fatal("another order of columns: ", diff)
		}
		_, shuffled := imported(t, written(header, rapid.Permutation(rows).Draw(rt, "order"), []int{0, 1, 2, 3}), Options{})
		if diff := cmp.Diff(values(first), values(shuffled)); diff != "" {
			rt.Fatal("another order of rows: ", diff)
		}
		_, other := imported(t, written(header, rows, []int{0, 1, 2, 3}), Options{Source: "other"})
		for v := range values(other) {
			if values(first)[strings.Replace(v, `"other"`, `"file"`, 1)] {
				rt.Fatal("two sources share an id")
			}
		}
	})
}

// An import that is broken off at any batch and run again has sent every record.
func TestABrokenOffImportIsCompletedByTheNext(t *testing.T) {
	var content strings.Builder
	content.WriteString("时间,内容\n")
	for i := range 3*batchRecords + 17 {
		content.WriteString("2024-01-01,第" + strconv.Itoa(i%100) + "种\n")
	}
	_, whole := imported(t, content.String(), Options{})
	for fail := 1; fail <= 4; fail++ {
		b := &broker{fail: fail}
		if _, err := opened(t, content.String(), Options{}).Run(context.Background(), Deps{Producer: b, Masker: masker, Codec: codec}); err == nil {
			t.Fatal("the import did not notice")
		}
		b.fail = 0
		if _, err := opened(t, content.String(), Options{}).Run(context.Background(), Deps{Producer: b, Masker: masker, Codec: codec}); err != nil {
			t.Fatal(err)
		}
		if len(values(b)) != len(values(whole)) || len(values(whole)) != 3*batchRecords+17 {
			t.Errorf("broken off at batch %d: %d records, want %d", fail, len(values(b)), len(values(whole)))
		}
	}
}

// FuzzImport: any file is refused as a whole or gives one message for every record that was read, all of them readable.
func FuzzImport(f *testing.F) {
	for _, s := range []string{head + "1,2024-01-01,\"好\n\"\"x\",张三\n", interleaved, "sep=;\n时间;内容\n2024-01-01;\"x\n", "\xEF\xBB\xBF时间,内容\n2024-01-01,坏", "\xFF\xFEa\x00,\x00",
		"时间,内容\n2024-01-01,\xc4\xe3\n", `{"时间":"2024-01-01","内容":"坏","a":{"b":[]}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := OpenReader(bytes.NewReader(data), "fuzz", Options{Now: clockOf2026})
		if err != nil {
			return
		}
		file.Columns(masker)
		file.Rows(3, masker, codec)
		result, b := ran(t, file)
		if int64(len(b.messages)) != result.Read || int64(len(b.rejected(t))) != result.Rejected || int64(len(b.complaints(t))) != result.Complaints {
			t.Fatalf("%d messages, %+v", len(b.messages), result)
		}
		for _, m := range b.messages {
			if len(m.Value) > ingest.MaxMessageBytes {
				t.Fatal("a message is too large")
			}
		}
	})
}
