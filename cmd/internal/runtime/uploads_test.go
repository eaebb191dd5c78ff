package runtime

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"huisheng/analytics"
	"huisheng/cmd/internal/config"
	"huisheng/dashboards/web"
)

// uploadsIn opens the uploads of a data directory without Kafka and ClickHouse: only importing needs them.
func uploadsIn(t *testing.T, data string) *Uploads {
	t.Helper()
	c := config.Default()
	c.Data = data
	rt := &Runtime{Config: c, log: quiet()}
	for _, step := range []error{rt.openKeys(t.Context()), rt.openState(t.Context())} {
		if step != nil {
			t.Fatal(step)
		}
	}
	u, err := rt.openUploads(1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	})
	return u
}

// registry is a table with two rows that cannot be read.
func registry() string {
	var b strings.Builder
	b.WriteString("投诉编号,投诉时间,投诉内容,品类\n")
	for i := range 300 {
		at := fmt.Sprintf("2024-03-%02d 10:00", i%28+1)
		if i == 150 || i == 250 {
			at = fmt.Sprintf("第%d天", i)
		}
		fmt.Fprintf(&b, "T%d,%s,空调不制冷，报修 %d 次没有人来,空调\n", i, at, i)
	}
	return b.String()
}

func receive(t *testing.T, u *Uploads, name, content string) string {
	t.Helper()
	id, err := u.ReceiveUpload(t.Context(), name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func kindOf(err error) analytics.Kind { return analytics.KindOf(err) }

func TestAnUploadIsKeptForItsOwnerOnlyAndRemovedAsPromised(t *testing.T) {
	u := uploadsIn(t, t.TempDir())
	id := receive(t, u, "三月.csv", registry())
	files := 0
	err := filepath.WalkDir(u.dir, func(path string, e os.DirEntry, err error) error {
		info, statErr := os.Stat(path)
		if err := errors.Join(err, statErr); err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v", path, info.Mode())
		}
		if !e.IsDir() {
			files++
		}
		return nil
	})
	if err != nil || files != 2 {
		t.Fatal(files, err)
	}
	if err := u.DiscardDraft(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(u.dir); len(left) > 0 {
		t.Errorf("it was discarded and %v is left", left)
	}
	if _, err := u.ReadDraft(t.Context(), id); kindOf(err) != analytics.KindMissing {
		t.Error(err)
	}
}

func TestADraftThatNobodyConfirmsIsRemovedAfterADay(t *testing.T) {
	u := uploadsIn(t, t.TempDir())
	now := time.Now()
	u.now = func() time.Time { return now }
	old := receive(t, u, "旧.csv", registry())
	now = now.Add(20 * time.Hour)
	young := receive(t, u, "新.csv", registry())
	now = now.Add(5 * time.Hour)
	drafts, err := u.Drafts(t.Context())
	if err != nil || len(drafts) != 1 || drafts[0].ID != young {
		t.Errorf("%v %v", drafts, err)
	}
	if _, err := os.Stat(filepath.Join(u.dir, old)); !os.IsNotExist(err) {
		t.Errorf("the bytes are still there: %v", err)
	}
}

func TestARestartTakesUpWhatWasUnderWayAndClearsWhatWasCutOff(t *testing.T) {
	data := t.TempDir()
	first := uploadsIn(t, data)
	id := receive(t, first, "三月.csv", registry())
	if _, err := first.ChangeDraft(t.Context(), id, 0, web.Choices{Kind: "complaint", Source: "crm"}); err != nil {
		t.Fatal(err)
	}
	if err := first.close(); err != nil {
		t.Fatal(err)
	}
	first.mu.Lock()
	first.drafts[id].State = web.DraftRunning
	first.keepState(first.drafts[id])
	first.mu.Unlock()
	if err := os.MkdirAll(filepath.Join(first.dir, "ucutoff", bytesDir), 0o700); err != nil {
		t.Fatal(err)
	}
	u := &Uploads{rt: first.rt, dir: first.dir, now: time.Now, log: quiet(), drafts: map[string]*upload{}}
	for _, name := range []string{id, "ucutoff"} {
		u.restore(name)
	}
	d := u.drafts[id]
	if d == nil || d.State != web.DraftQueued || d.Tables[0].Choices.Source != "crm" {
		t.Errorf("%+v", d)
	}
	if _, err := os.Stat(filepath.Join(first.dir, "ucutoff")); !os.IsNotExist(err) {
		t.Errorf("what was cut off stays: %v", err)
	}
}

func TestAPreviewFollowsTheChoicesAndTheCheckReadsEverything(t *testing.T) {
	u := uploadsIn(t, t.TempDir())
	id := receive(t, u, "三月.csv", registry())
	p, err := u.PreviewDraft(t.Context(), id, 0)
	if err != nil || p.Problem != "" || p.Kind != "complaint" || len(p.Rows) != previewRows {
		t.Fatalf("%+v %v", p, err)
	}
	given := map[string][]string{}
	for _, c := range p.Columns {
		given[c.Field] = append(given[c.Field], c.Name)
	}
	// The form as it was shown changes nothing; another field does.
	if changed, err := u.ChangeDraft(t.Context(), id, 0, web.Choices{Kind: "complaint", Map: given}); changed || err != nil {
		t.Error(changed, err)
	}
	var check web.Check
	for !check.Done {
		if check, err = u.CheckDraft(t.Context(), id, 0); err != nil || check.Error != "" {
			t.Fatal(check, err)
		}
		time.Sleep(5 * time.Millisecond)
	}
	if check.Read != 300 || check.Complaints != 298 || check.Rejected != 2 || check.First.Day() != 1 || check.Last.Day() != 28 {
		t.Errorf("%+v", check)
	}
	if diff := cmp.Diff([]web.Reason{{Column: "投诉时间", Field: "received_at", Reason: "列“投诉时间”的值不是认识的时间写法", N: 2}}, check.Reasons); diff != "" {
		t.Error(diff)
	}
	if len(check.Lines) != 2 || check.Lines[0].Line != 152 || check.Lines[0].Value != "第150天" {
		t.Errorf("%+v", check.Lines)
	}
	changed, err := u.ChangeDraft(t.Context(), id, 0, web.Choices{Kind: "complaint", Map: map[string][]string{"received_at": {"投诉时间"}, "text": {"投诉内容"}, "": {"投诉编号", "品类"}}})
	if !changed || err != nil {
		t.Error(changed, err)
	}
	if p, err = u.PreviewDraft(t.Context(), id, 0); err != nil || p.Columns[0].Field != "" || p.Columns[2].Field != "text" {
		t.Errorf("%+v %v", p.Columns, err)
	}
}

func TestAMappingThatContradictsItselfIsShownToBeMended(t *testing.T) {
	u := uploadsIn(t, t.TempDir())
	id := receive(t, u, "三月.csv", registry())
	twice := map[string][]string{"received_at": {"投诉时间"}, "product.line": {"投诉内容", "品类"}, "": {"投诉编号"}}
	if _, err := u.ChangeDraft(t.Context(), id, 0, web.Choices{Kind: "complaint", Map: twice}); err != nil {
		t.Fatal(err)
	}
	p, err := u.PreviewDraft(t.Context(), id, 0)
	if err != nil || p.Fatal || p.Problem == "" || p.Columns[2].Field != "product.line" || p.Columns[3].Field != "product.line" {
		t.Errorf("%+v %v", p, err)
	}
	if err := u.ConfirmDraft(t.Context(), id); kindOf(err) != analytics.KindInvalid {
		t.Errorf("it was confirmed: %v", err)
	}
}

func TestAMappingThatWasSavedIsUsedForTheNextFileOfItsForm(t *testing.T) {
	u := uploadsIn(t, t.TempDir())
	id := receive(t, u, "三月.csv", registry())
	choices := web.Choices{Kind: "complaint", Profile: "客服系统导出", Map: map[string][]string{"complaint_id": {"投诉编号"}, "received_at": {"投诉时间"}, "text": {"投诉内容"}, "product.name": {"品类"}}}
	if _, err := u.ChangeDraft(t.Context(), id, 0, choices); err != nil {
		t.Fatal(err)
	}
	if err := u.settle(t.Context(), id, 0); err != nil {
		t.Fatal(err)
	}
	next := receive(t, u, "四月.csv", strings.ReplaceAll(registry(), "2024-03", "2024-04"))
	p, err := u.PreviewDraft(t.Context(), next, 0)
	if err != nil || p.Profile != "客服系统导出" || p.Columns[3].Field != "product.name" {
		t.Errorf("%+v %v", p, err)
	}
}

func TestAFileThatIsNoTableSaysSo(t *testing.T) {
	u := uploadsIn(t, t.TempDir())
	id := receive(t, u, "网页.csv", "<html><table><tr><td>1</td></tr></table></html>\n")
	p, err := u.PreviewDraft(t.Context(), id, 0)
	if err != nil || !p.Fatal || !strings.Contains(p.Problem, "网页") {
		t.Errorf("%+v %v", p, err)
	}
	if err := u.ConfirmDraft(t.Context(), id); kindOf(err) != analytics.KindInvalid {
		t.Error(err)
	}
	if _, err := u.ReceiveUpload(t.Context(), "空.csv", strings.NewReader("")); kindOf(err) != analytics.KindInvalid {
		t.Error(err)
	}
	if _, err := u.ReceiveUpload(t.Context(), "满.csv", failing{unix.ENOSPC}); kindOf(err) != analytics.KindBusy || !strings.Contains(err.Error(), "磁盘已满") {
		t.Error(err)
	}
	if left, _ := os.ReadDir(u.dir); len(left) != 1 {
		t.Errorf("what was not kept left something: %v", left)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

var _ io.Reader = failing{}

func TestNamesOfFilesStayInTheirFolder(t *testing.T) {
	for given, want := range map[string]string{"三月.csv": "三月.csv", "../../etc/passwd": "etcpasswd", ".hidden": "hidden", "a\x00b\n.csv": "ab.csv", "": "上传文件", "...": "上传文件", `C:\x.csv`: "C:x.csv"} {
		if got := safeName(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
	if got := safeName(strings.Repeat("投诉", 200) + ".csv"); len(got) > 200 || !strings.HasSuffix(got, ".csv") {
		t.Error(got)
	}
}
