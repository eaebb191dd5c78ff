package importer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/ingest"
)

const head = "投诉编号,投诉时间,投诉内容,姓名\n"

func TestBrokenRowsAreRefusedWithLineFieldAndReason(t *testing.T) {
	long := strings.Repeat("长", ingest.MaxTextChars+1)
	for name, test := range map[string]struct {
		content string
		line    uint32
		field   string
		reason  string
		good    int64
	}{
		"too few columns":           {head + "1,2024-01-01,坏\n2,2024-01-01,好,\n", 2, "", "这一行有 3 列，表头有 4 列", 1},
		"too many columns":          {head + "1,2024-01-01,坏,李四,多\n2,2024-01-01,好,\n", 2, "", "这一行有 5 列，表头有 4 列", 1},
		"no time":                   {head + "1,,坏,\n", 2, "received_at", "列“投诉时间”没有时间", 0},
		"no such time":              {head + "1,2024-02-30,坏,\n", 2, "received_at", "列“投诉时间”的值“2024-02-30”不是认识的时间写法", 0},
		"words for a time":          {head + "0,2024-01-01,好,\n1,昨天下午,坏,\n", 3, "received_at", "列“投诉时间”的值“昨天下午”不是认识的时间写法", 1},
		"the future":                {head + "1,2026-11-24 00:00,坏,\n2,2026-11-23 00:00,好,\n", 2, "received_at", "时间 2026-11-24 00:00 在未来", 1},
		"before 1970":               {head + "1,1950-01-01,坏,\n", 2, "received_at", "不在 1970 年至 2100 年之间", 0},
		"no id":                     {head + ",2024-01-01,坏,\n2,2024-01-01,好,\n", 2, "complaint_id", "缺少必填字段 complaint_id", 1},
		"a long id":                 {head + strings.Repeat("9", 65) + ",2024-01-01,坏,\n2,2024-01-01,好,\n3,2024-01-01,好,\n", 2, "complaint_id", "有 65 个字符，最多 64 个", 2},
		"no words":                  {head + "1,2024-01-01,,张三\n", 2, "text", "标题、内容和分类都是空的", 0},
		"a text without end":        {head + "1,2024-01-01," + long + ",\n2,2024-01-01,好,\n", 2, "text", "最多 100000 个", 1},
		"behind a quoted newline":   {head + "1,2024-01-01,\"两\n行\n文字\",\n2,2024-01-01,坏\n", 5, "", "这一行有 3 列，表头有 4 列", 1},
		"a quote never closed":      {head + "1,2024-01-01,\"坏,\n2,2024-01-01,好,\n3,2024-01-01,好,\n", 2, "", "引号没有成对", 2},
		"a quote closed by another": {head + "1,2024-01-01,\"坏,\n2,2024-01-01,\"好\",\n3,2024-01-01,好,\n", 2, "", "引号没有成对", 2},
		"broken bytes":              {head + strings.Repeat("2,2024-01-01,好好好好好好好,\n", 20) + "1,2024-01-01,坏\xff,\n", 22, "", "损坏的字符", 20},
		"at the very end":           {head + "2,2024-01-01,好,\n1,2024-01-01", 3, "", "这一行有 2 列", 1},
		"json that is none":         {`{"id":"1","time":"2024-01-01","text":"好"}` + "\n{坏\n", 2, "", "不是合法的 JSON", 1},
		"json without a time":       {`{"id":"1","time":"2024-01-01","text":"好"}` + "\n\n" + `{"id":"2","text":"坏"}`, 3, "received_at", "没有时间", 1},
		"complaint.v1 of tomorrow":  {`{"complaint_id":"1","received_at":"2027-01-01T00:00:00Z","text":"坏"}`, 1, "received_at", "在未来", 0},
		"complaint.v1 with a type":  {`{"complaint_id":"1","received_at":"2024-01-01T00:00:00Z","text":"坏","channel":5}`, 1, "channel", "应当是文字", 0},
		"event.v1 of no kind":       {`{"event_id":"1","complaint_id":"1","at":"2024-01-01T00:00:00Z","kind":"x"}`, 1, "kind", "不认识", 0},
		"event.v1 of tomorrow":      {`{"event_id":"1","complaint_id":"1","at":"2027-01-01T00:00:00Z","kind":"closed"}`, 1, "at", "在未来", 0},
		"exposure.v1 of nothing":    {`{"month":"2024-01","unit":"orders"}`, 1, "value", "不小于 0", 0},
	} {
		result, b := imported(t, test.content, Options{})
		rejected := b.rejected(t)
		if len(result.Refusals) != 1 || len(rejected) != 1 || result.Rejected != 1 || result.Reasons[test.field] != 1 {
			t.Errorf("%s: refused %+v", name, result.Refusals)
			continue
		}
		got, sent := result.Refusals[0], rejected[0]
		if got.Line != test.line || got.Field != test.field || !strings.Contains(got.Reason, test.reason) || result.Complaints != test.good {
			t.Errorf("%s: %+v, %d good", name, got, result.Complaints)
		}
		if sent.Line != got.Line || sent.Field != got.Field || sent.Reason != got.Reason || sent.File != "test" || sent.Source != "file" || sent.Payload == "" {
			t.Errorf("%s: sent %+v", name, sent)
		}
	}
}

func TestRefusedRecordsAreMaskedToo(t *testing.T) {
	_, b := imported(t, head+"1,明天,请打13800138000,张三丰\n2,2024-01-01,请打13800138000,张三丰,多一列\n3,13800138000,好,王五\n", Options{Map: map[string][]string{"received_at": {"投诉时间"}}})
	_, json := imported(t, `{"complaint_id":"9","received_at":"2027-01-01T00:00:00Z","text":"13800138000","customer":{"name":"张三丰","phone":"0755-88881234"}}`, Options{})
	all := append(b.rejected(t), json.rejected(t)...)
	if len(all) != 4 {
		t.Fatalf("%d refused", len(all))
	}
	for _, r := range all {
		for _, secret := range []string{"张三丰", "13800138000", "88881234", "王五"} {
			if strings.Contains(r.Payload+r.Reason+r.ID, secret) {
				t.Errorf("line %d tells %s: %s / %s", r.Line, secret, r.Payload, r.Reason)
			}
		}
	}
}

func TestWhatCannotBeReadIsSealedWhereThereIsASeal(t *testing.T) {
	f := opened(t, `{"id":"1","time":"2024-01-01","text":"好"}`+"\n{张三\n", Options{})
	b := &broker{}
	if _, err := f.Run(context.Background(), Deps{Producer: b, Masker: masker, Codec: codec, Seal: func(raw []byte) string { return "sealed " + string(raw[:1]) }}); err != nil {
		t.Fatal(err)
	}
	if r := b.rejected(t); len(r) != 1 || !r[0].Sealed || r[0].Payload != "sealed {" {
		t.Errorf("%+v", r)
	}
}

func TestFilesThatAreNoneSayWhatToDo(t *testing.T) {
	for name, test := range map[string]struct{ content, want string }{
		"empty":             {"", "是空的"},
		"white":             {" \n\n", "是空的"},
		"excel":             {"PK\x03\x04....", "不是文字"},
		"array":             {`[{"a":1}]`, "--map received_at=列名"},
		"no time column":    {"编号,内容\n1,坏\n", "--map received_at=列名"},
		"no words":          {"编号,时间,姓名\n1,2024-01-01,张\n", "--map text=列名"},
		"no header at all":  {"1,2,3\n4,5,6\n", "--map received_at=列名"},
		"no such header":    {"\xff\xff\xff\n", "--map received_at=列名"},
		"json without time": {`{"a":"b"}`, "--map received_at=列名"},
	} {
		_, err := OpenReader(strings.NewReader(test.content), "test", Options{})
		if analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "nothing.csv"), Options{}); analytics.KindOf(err) != analytics.KindMissing {
		t.Error(err)
	}
	for field, columns := range map[string][]string{"nonsense": {"编号"}, "text": {"没有"}, "product": {"编号", "内容"}} {
		_, err := OpenReader(strings.NewReader("编号,时间,内容\n"), "test", Options{Map: map[string][]string{field: columns}})
		var e *analytics.Error
		if !errors.As(err, &e) || e.Field != field {
			t.Errorf("--map %s: %v", field, err)
		}
	}
}

func TestAFileOfOnlyAHeaderImportsNothing(t *testing.T) {
	if result, b := imported(t, head, Options{}); result.Read != 0 || b.calls != 0 {
		t.Errorf("%+v", result)
	}
}

func TestBlankRowsAreNoRecords(t *testing.T) {
	result, _ := imported(t, head+"\n,,,\n1,2024-01-01,好,\n\r\n", Options{})
	if result.Read != 1 || result.Blank != 3 {
		t.Errorf("%+v", result)
	}
}

func TestAFailedImportSaysSoInTheLedger(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("时间,内容\n")
	for range batchRecords + 10 {
		rows.WriteString("2024-01-01,同样的话\n")
	}
	l := &ledger{}
	b := &broker{fail: 2}
	result, err := opened(t, rows.String(), Options{}).Run(context.Background(), Deps{Producer: b, Ledger: l, Masker: masker, Codec: codec})
	if err == nil || l.entry.State != Failed || l.entry.Error == "" || l.entry.Sent != batchRecords || l.entry.Sending != batchRecords+10 || result.Read != batchRecords {
		t.Errorf("%v, %+v, %+v", err, l.entry, result)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := opened(t, rows.String(), Options{}).Run(ctx, Deps{Producer: &broker{}, Ledger: l, Masker: masker, Codec: codec}); !errors.Is(err, context.Canceled) || l.entry.State != Failed {
		t.Errorf("%v, %+v", err, l.entry)
	}
}

func TestAFileIsImportedAsItIsOnDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "投诉.csv")
	if err := os.WriteFile(path, []byte(head+"1,2024-01-01,好,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, Options{Source: "crm", Now: clockOf2026})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l := &ledger{}
	if _, err := f.Run(context.Background(), Deps{Producer: &broker{}, Ledger: l, Masker: masker, Codec: codec}); err != nil {
		t.Fatal(err)
	}
	want := Entry{Number: 7, File: "投诉.csv", SHA256: f.SHA256, Source: "crm", State: Done, Read: 1, Sending: 1, Sent: 1, Complaints: 1,
		Mapping: `{"姓名":"customer.name","投诉内容":"text","投诉时间":"received_at","投诉编号":"complaint_id"}`,
		Given: []analytics.Given{{Import: 7, Topic: ingest.TopicComplaints, Meant: ingest.TopicComplaints, Source: "crm",
			Hour: analytics.HourOf(clockOf2026()), Sent: 1}}}
	if diff := cmp.Diff(want, l.entry); diff != "" || len(f.SHA256) != 64 || f.Size == 0 || f.Format != "CSV" {
		t.Error(diff)
	}
}
