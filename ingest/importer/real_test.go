package importer

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huisheng/analytics"
	"huisheng/ingest"
)

func importedFile(t testing.TB, path string) (Result, *broker, *File) {
	t.Helper()
	f, err := Open(path, Options{Now: clockOf2026})
	if err != nil {
		t.Fatal(err)
	}
	result, b := ran(t, f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return result, b, f
}

func TestComplaintsAboutCarsImportWithoutFlags(t *testing.T) {
	result, b, f := importedFile(t, realFile(t, "car/car_complaints.csv"))
	if result.Read != 4671 || result.Complaints != 4671 || result.Rejected != 0 {
		t.Fatalf("%+v", result)
	}
	for _, c := range f.Columns(masker) {
		t.Logf("%-12s %-16s %s %v", c.Name, c.Field, c.How, c.Examples)
	}
	wordless, all := 0, b.complaints(t)
	ids := map[string]bool{}
	for _, c := range all {
		ids[c.ID] = true
		if c.Words() == "" {
			if wordless++; c.Category == "" {
				t.Errorf("%s has neither words nor a category", c.ID)
			}
		}
	}
	if wordless != 32 || len(ids) != 4671 {
		t.Errorf("%d without words, %d ids", wordless, len(ids))
	}
	want := analytics.Complaint{Source: "file", ID: "20240129220497501015", ReceivedAt: time.Date(2024, 1, 29, 22, 4, 0, 0, analytics.Zone),
		Product: analytics.Product{Line: "长安欧尚", Name: "欧尚Z6新能源", Model: "2023款 智电iDD 150KM旗舰PLUS"}, Category: "传动系/异响"}
	if diff := cmp.Diff(want, all[1]); diff != "" {
		t.Error(diff)
	}
}

func TestMessagesToGovernmentImportWithoutFlags(t *testing.T) {
	result, b, f := importedFile(t, realFile(t, "gov/gov_messages.csv"))
	// 2,815 of them have a reply with its time, which is a step of their lives.
	if result.Read != 11269+2815 || result.Complaints != 11269 || result.Events != 2815 || result.Rejected != 0 {
		t.Fatalf("%+v", result)
	}
	for _, c := range f.Columns(masker) {
		t.Logf("%-12s %-24s %s", c.Name, c.Field, c.How)
	}
	all := b.complaints(t)
	replies, cities, categories := 0, 0, 0
	for _, c := range all {
		if c.Attributes["reply"] != "" {
			replies++
		}
		if c.Region.City != "" {
			cities++
		}
		if c.Category != "" {
			categories++
		}
		if c.Subject == "" || c.Text == "" || c.Region.Province != "" {
			t.Fatalf("%+v", c)
		}
	}
	if replies != 2816 || cities != 10504 || categories != 449 {
		t.Errorf("%d replies, %d cities, %d categories", replies, cities, categories)
	}
	if c := all[1]; c.ID != "15745" || c.Region.City != "A市" || c.Subject != "建议A市增加出租车数量" ||
		!c.ReceivedAt.Equal(time.Date(2010, 11, 26, 13, 39, 5, 0, analytics.Zone)) {
		t.Errorf("%+v", c)
	}
}

func TestEveryEncodingGivesTheSameRecords(t *testing.T) {
	for _, name := range []string{"car/car_complaints.csv", "gov/gov_messages.csv"} {
		path := realFile(t, name)
		_, want, _ := importedFile(t, path)
		plain, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(plain)
		if err != nil {
			t.Fatal(err)
		}
		for encoding, content := range map[string][]byte{GB18030: gb, UTF8: append([]byte("\xEF\xBB\xBF"), plain...)} {
			copied := filepath.Join(t.TempDir(), "copy.csv")
			if err := os.WriteFile(copied, content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, got, f := importedFile(t, copied)
			if f.Charset != encoding {
				t.Errorf("%s was taken for %s", encoding, f.Charset)
			}
			sameMessages(t, want.messages, got.messages)
		}
	}
}

// sameMessages compares without the reflection that would take minutes over so many bytes.
func sameMessages(t testing.TB, want, got []ingest.Message) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("%d messages, want %d", len(got), len(want))
	}
	for i := range want {
		if string(want[i].Key) != string(got[i].Key) || string(want[i].Value) != string(got[i].Value) || want[i].Topic != got[i].Topic {
			t.Fatalf("message %d is %s, want %s", i, got[i].Value, want[i].Value)
		}
	}
}

func BenchmarkImportRealRows(b *testing.B) {
	path := realFile(b, "gov/gov_messages.csv")
	rows := 0
	for b.Loop() {
		f, err := Open(path, Options{Now: clockOf2026})
		if err != nil {
			b.Fatal(err)
		}
		result, err := f.Run(b.Context(), Deps{Producer: &broker{}, Masker: masker, Codec: codec})
		if err != nil {
			b.Fatal(err)
		}
		rows += int(result.Read)
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
