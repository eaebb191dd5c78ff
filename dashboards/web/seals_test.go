package web

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// fakeSeals holds seals in memory over the records of a reader.
type fakeSeals struct {
	reader *memory.Reader
	past   []analytics.Seal
	behind bool
	lost   uint64
	asked  []string
	then   map[analytics.Key]map[string]string
	err    error
}

func (f *fakeSeals) AllSeals(context.Context) ([]analytics.Seal, error) {
	return append(append([]analytics.Seal(nil), f.reader.Sealed...), f.past...), nil
}

func (f *fakeSeals) CountShifts(context.Context) (map[analytics.Month]uint64, error) {
	counts := map[analytics.Month]uint64{}
	for _, s := range f.reader.Sealed {
		counts[s.Month] = f.reader.Shifts(s.Month).Count()
	}
	return counts, nil
}

func (f *fakeSeals) Shifts(_ context.Context, month analytics.Month) (analytics.Shifts, bool, error) {
	return f.reader.Shifts(month), f.behind, nil
}

func (f *fakeSeals) KeptRows(context.Context) (map[analytics.Month]uint64, error) {
	kept := map[analytics.Month]uint64{}
	for _, s := range f.reader.Sealed {
		kept[s.Month] = s.N - f.lost
	}
	return kept, nil
}

func (f *fakeSeals) LabelsThen(_ context.Context, _ analytics.Month, k analytics.Key) (map[string]string, error) {
	if f.then != nil {
		return f.then[k], nil
	}
	return nil, nil
}

func (f *fakeSeals) SealMonth(_ context.Context, month analytics.Month, who, why string) (analytics.Seal, error) {
	f.asked = append(f.asked, "seal "+month.String()+" "+who+" "+why)
	return analytics.Seal{}, f.err
}

func (f *fakeSeals) UnsealMonth(_ context.Context, month analytics.Month, who, why string) error {
	f.asked = append(f.asked, "unseal "+month.String()+" "+who+" "+why)
	return f.err
}

// sealedSample is the sample with February sealed and changed in every way since.
func sealedSample() (*memory.Reader, *fakeSeals) {
	m := memory.Sample(4, false)
	at := time.Date(2024, 3, 7, 9, 12, 0, 0, analytics.Zone)
	var then, now []memory.Record
	for i, r := range m.Records {
		if analytics.MonthOf(r.Complaint.ReceivedAt) != 202402 {
			now = append(now, r)
			continue
		}
		was, change := r, analytics.Shift{From: r.Insight.Topic, To: r.Insight.Topic}
		read := *r.Insight
		switch i % 9 {
		case 0:
			change.Kind, change.To = analytics.ShiftWithdrawn, ""
		case 1:
			change.Kind, change.Reason, change.To, read.Topic = analytics.ShiftRelabelled, analytics.RelabelModel, "noise", "noise"
		case 2:
			change.Kind, change.To, read.Topic, r.Complaint.Text = analytics.ShiftCorrected, "cold", "cold", "更正：不制冷"
		case 3:
			change.Kind = analytics.ShiftHandled
		case 4:
			change.Kind, change.To = analytics.ShiftUndone, ""
		}
		r.Insight = &read
		if change.Kind != "" {
			r.Shift, was.Shift = &change, &change
		}
		then = append(then, was)
		if change.Kind == "" || change.Kind.Sign() == 0 {
			now = append(now, r)
		}
	}
	for i := range 5 {
		r := m.Records[i]
		read := *r.Insight
		read.Topic = "price"
		r.Complaint.ID, r.Complaint.ReceivedAt, r.Insight = "late"+string(rune('0'+i)), time.Date(2024, 2, 10+i, 8, 0, 0, 0, analytics.Zone), &read
		r.Shift = &analytics.Shift{Kind: analytics.ShiftLate, To: "price"}
		now = append(now, r)
	}
	m.Records, m.Then = now, map[analytics.Month][]memory.Record{202402: then}
	m.Sealed = []analytics.Seal{{Number: 2, Month: 202402, By: "王芳", Why: "月报定稿", At: at, Run: 1, Models: []string{"m1"}, Taxonomy: "t1"}}
	february := analytics.Selection{From: analytics.Month(202402).First(), To: analytics.Month(202402).Last()}
	tally, _ := m.TallyComplaints(context.Background(), february.OnBasis(analytics.BasisThen, m.Sealed), at)
	m.Sealed[0].N = tally.N
	past := m.Sealed[0]
	past.Number, past.UndoneBy, past.UndoneWhy, past.UndoneAt = 1, "李雷", "漏了一个来源", at.Add(-time.Hour)
	return m, &fakeSeals{reader: m, past: []analytics.Seal{past}}
}

func sealedHandler(t *testing.T) (http.Handler, *fakeSeals) {
	m, seals := sealedSample()
	return testHandler(t, m, func(c *Config) { c.Seals = seals }), seals
}

func TestEveryNumberOfASealedMonthIsADoorToExactlyAsMany(t *testing.T) {
	h, _ := sealedHandler(t)
	for address, least := range map[string]int{"/?month=2024-02": 60, "/?month=2024-02&basis=now": 60, "/?month=2024-03&basis=then": 60, "/?month=2024-03": 60, "/seals": 25} {
		checked := 0
		for _, link := range linked(t, page(t, h, address)) {
			m := counted.FindStringSubmatch(strings.TrimSpace(link[1]))
			if m == nil {
				continue
			}
			checked++
			if got := tallyOf(t, page(t, h, link[0])); strings.ReplaceAll(m[1], ",", "") != number(got) {
				t.Errorf("%s says %q, behind it are %d: %s", address, link[1], got, link[0])
			}
		}
		if checked < least {
			t.Errorf("%s: only %d doors", address, checked)
		}
	}
}

func number(n uint64) string {
	text := ""
	for ; n > 9; n /= 10 {
		text = string(rune('0'+n%10)) + text
	}
	return string(rune('0'+n)) + text
}

var basisPattern = regexp.MustCompile(`<p class="basis">.*</p>`)

func TestASealedMonthOpensAsItWasSealed(t *testing.T) {
	h, seals := sealedHandler(t)
	n := seals.reader.Sealed[0].N
	then, now := page(t, h, "/?month=2024-02"), page(t, h, "/?month=2024-02&basis=now")
	changed := seals.reader.Shifts(202402)
	for _, c := range []struct {
		body string
		n    uint64
		on   string
	}{{then, n, "当时口径"}, {now, changed.Now(n), "现行口径"}} {
		if !strings.Contains(c.body, "本月收到投诉 ") || !strings.Contains(c.body, ">"+number(c.n)+" 件<") {
			t.Errorf("%s does not say %d", c.on, c.n)
		}
		line := basisPattern.FindString(c.body)
		for _, want := range []string{`aria-current="true" title="` + map[string]string{"当时口径": "封账那天", "现行口径": "含封账之后"}[c.on], "2024-03-07 09:12 由 王芳 封账（月报定稿）", "封账后变动",
			`href="/seals?month=2024-02#changes">` + number(changed.Count()) + " 件"} {
			if !strings.Contains(line, want) {
				t.Errorf("%s: %q is not in %s", c.on, want, line)
			}
		}
	}
	if line := basisPattern.FindString(page(t, h, "/?month=2024-03")); !strings.Contains(line, "2024 年 2 月已封账") || !strings.Contains(line, `class="on" aria-current="true" title="含`) {
		t.Errorf("a month that is not sealed says %s", line)
	}
	plain := testHandler(t, memory.Sample(4, false))
	if line := basisPattern.FindString(page(t, plain, "/?month=2024-02")); line != "" {
		t.Errorf("where nothing is sealed the page says %s", line)
	}
	if w := get(t, plain, "/seals"); w.Code != http.StatusNotFound {
		t.Errorf("without seals /seals is %d", w.Code)
	}
	if w := get(t, h, "/?basis=later"); w.Code != http.StatusBadRequest {
		t.Errorf("another basis is %d", w.Code)
	}
}

func TestAMonthIsSealedAndUnsealedByForms(t *testing.T) {
	h, seals := sealedHandler(t)
	w := post(t, h, "/seals", "do=seal&month=2024-01&who=%E7%8E%8B%E8%8A%B3&why=x")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/seals?month=2024-01&done=sealed" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
	post(t, h, "/seals", "do=unseal&month=2024-02&why=%E6%9C%89%E8%AF%AF")
	if got := strings.Join(seals.asked, "; "); got != "seal 2024-01 王芳 x; unseal 2024-02 页面 有误" {
		t.Errorf("asked for %s", got)
	}
	seals.err = &analytics.Error{Kind: analytics.KindBusy, Text: "2024-01 还不能封账：账不平"}
	w = post(t, h, "/seals", "do=seal&month=2024-01&who=%E7%8E%8B%E8%8A%B3")
	if body := w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(body, "2024-01 还不能封账：账不平") || !strings.Contains(body, `value="2024-01" selected`) || !strings.Contains(body, `value="王芳"`) {
		t.Errorf("a refusal is %d", w.Code)
	}
	if w := post(t, h, "/seals", "do=seal&month=x"); w.Code != http.StatusBadRequest {
		t.Errorf("no month is %d", w.Code)
	}
	seals.lost, seals.behind = 3, true
	if body := page(t, h, "/seals"); !strings.Contains(body, "留存的数据缺了") || !strings.Contains(body, "正在比对") {
		t.Error("the page does not say that rows are missing")
	}
}

func TestTheSealsPageLooksAsItDid(t *testing.T) {
	h, _ := sealedHandler(t)
	got := assetVersionPattern.ReplaceAllString(page(t, h, "/seals"), "?v=x")
	file := filepath.Join("testdata", "seals.html")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error("/seals is not as in testdata/seals.html; run with -update and look at the difference")
	}
}
