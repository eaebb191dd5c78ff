package bench

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics/text"
	"huisheng/cmd/internal/bench/planted"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What is asked of the masker is held on both parts. The figures do not depend on the machine.
func TestMaskingHoldsWhatIsAsked(t *testing.T) {
	report := Masking(1)
	for _, part := range report.Parts {
		for _, k := range part.Kinds {
			if !k.Held() {
				t.Errorf("%s %s: recall %.3f, precision %.3f", part.Name, k.Kind, k.Recall.Rate, k.Precision.Rate)
			}
		}
	}
	if report.Speed.Ratio <= 0 {
		t.Errorf("speed %+v", report.Speed)
	}
}

// The report as JSON, of a set of three sentences: one found, one missed, one find that is none.
func TestMaskingReportShape(t *testing.T) {
	masker := text.NewMasker([]byte("bench masking"))
	part := newMaskingPart("开发部分")
	for _, s := range []planted.Sentence{
		{Text: "电话13800138000", Spans: []planted.Span{{Kind: "手机", From: 6, To: 17}}},
		{Text: "代号甲乙丙", Spans: []planted.Span{{Kind: "姓名", From: 6, To: 15}}, Template: 1},
		{Text: "我叫张伟", Template: 2},
	} {
		part.judge(s, masker.Find(s.Text))
	}
	got, err := json.MarshalIndent(part.report(), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "masking.golden")
	if *update {
		if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestNothingOfNothingHasNoRate(t *testing.T) {
	if share(0, 0) != (Share{}) {
		t.Error(share(0, 0))
	}
}

func TestSearchShowsFindsAndLeftovers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("\ufeffsubject,text,note\n投诉,\"我叫张伟，订单 1234567890\",13800138000\n,5栋楼下,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := SearchMasking(path, []string{"subject", "text"})
	if err != nil {
		t.Fatal(err)
	}
	if got.Texts != 4 || got.Hit != 1 || got.Counts.String() != "姓名 1" || len(got.Finds) != 1 || got.Finds[0].Around != "我叫【张伟】，订单 12345678" {
		t.Errorf("%+v", got)
	}
	var kinds []string
	for _, l := range got.Left {
		kinds = append(kinds, l.Kind+" "+l.Piece)
	}
	if diff := cmp.Diff([]string{"七位以上数字 1234567890", "楼室 5栋"}, kinds); diff != "" {
		t.Error(diff)
	}
	if _, err := SearchMasking(path+".none", nil); err == nil {
		t.Error("a file that is not there is searched")
	}
}
