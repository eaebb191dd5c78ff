package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/precedent"
	"huisheng/dashboards/memory"
)

// fakeCases knows the past of one complaint, and of every text.
type fakeCases struct{ answer precedent.Answer }

func (f fakeCases) Similar(_ context.Context, k analytics.Key) (precedent.Answer, error) {
	if k != (analytics.Key{Source: "门店", ID: "7"}) {
		return precedent.Answer{}, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这件投诉"}
	}
	return f.answer, nil
}

func (f fakeCases) SimilarTo(context.Context, string) (precedent.Answer, error) { return f.answer, nil }

// sampleCases are four past cases: rated well, rated badly, with an answer in the record only, and one of which little is told.
func sampleCases() precedent.Answer {
	came := time.Date(2024, 2, 3, 9, 0, 0, 0, analytics.Zone)
	fen := int64(20000)
	one := func(id string, likeness float64, words string, satisfaction uint8, hours int, steps ...analytics.Event) precedent.Case {
		c := precedent.Case{Past: analytics.Past{Key: analytics.Key{Source: "门店", ID: id}, ReceivedAt: came, Topic: "noise", Product: "静音空调", Satisfaction: satisfaction},
			Likeness: likeness, Shared: []string{"异响"}, Words: words, Steps: steps}
		if hours > 0 {
			c.EndedAt = came.Add(time.Duration(hours) * time.Hour)
		}
		return c
	}
	step := func(kind, note string) analytics.Event {
		return analytics.Event{Kind: kind, At: came.Add(time.Hour), Department: "售后", Note: note}
	}
	paid := step("compensated", "补偿 200 元")
	paid.AmountFen = &fen
	told := one("4", 0.31, "夜里异响", 0, 0, step("replied", ""))
	told.AnsweredAt, told.Told, told.Product = came.Add(72*time.Hour), "您好！<b>您的来信</b>收悉。"+strings.Repeat("经核实，师傅已上门调整。", 20), ""
	again := one("3", 0.5, "开机异响，修了两次", 1, 30, step("accepted", ""), step("closed", ""))
	again.Reopened, again.Same = 1, 2
	a := precedent.Sum([]precedent.Case{one("2", 0.94, "外机<异响>，吵得睡不着", 5, 49, step("accepted", ""), paid, step("closed", "换了压缩机垫片")), again, told, one("5", 0.2, "异响", 0, 0)})
	a.Beyond = 1200
	return a
}

func casesHandler(t *testing.T, a precedent.Answer) http.Handler {
	return testHandler(t, memory.Sample(1, false), func(c *Config) { c.Cases = fakeCases{a} })
}

const caseAddress = "/similar?in=%E9%97%A8%E5%BA%97&open=7"

func TestThePanelOfPastCasesLooksAsItDid(t *testing.T) {
	wide := precedent.Sum(sampleCases().Cases[2:3])
	wide.Wide = true
	for name, a := range map[string]precedent.Answer{"cases": sampleCases(), "cases_one": wide, "cases_none": precedent.Sum(nil)} {
		got := page(t, casesHandler(t, a), caseAddress)
		file := filepath.Join("testdata", name+".html")
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
			t.Errorf("%s is not as in %s; run with -update and look at the difference", caseAddress, file)
		}
	}
}

func TestThePanelSaysWhatItCountsAndHowItWent(t *testing.T) {
	h := casesHandler(t, sampleCases())
	html := page(t, h, caseAddress)
	for _, want := range []string{"<b>4</b> 件相近的已答复或已办结（用词全同的只算一件，未计另外 2 件；只看最相近的 4 件，未计其余 1,200 件）", "其中 2 件客户有评价，满意 1 件（50%，95% 区间 9–91%）",
		"1 件重新打开过", "2 天 1 小时后办结，<b class=\"result good\">客户满意（5 分）</b>", "3 天后答复", "另有 2 件用词全同", "受理 → 补偿", "换了压缩机垫片", ">全文</a>", "&lt;<mark>异响</mark>&gt;"} {
		if !strings.Contains(html, want) {
			t.Errorf("the panel has no %q", want)
		}
	}
	for _, not := range []string{"<b>您的来信", "<html"} {
		if strings.Contains(html, not) {
			t.Errorf("the panel has %q", not)
		}
	}
	if whole := page(t, h, caseAddress+"&whole=1"); !strings.Contains(whole, "<html") || !strings.Contains(whole, "换了压缩机垫片") {
		t.Error("without a script there is no whole page")
	}
}

func TestThePanelOfAComplaintThatIsNotThereSaysSo(t *testing.T) {
	if w := get(t, casesHandler(t, sampleCases()), "/similar?in=x&open=y"); w.Code != http.StatusNotFound {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestTheAPITellsPastCasesAsJSON(t *testing.T) {
	h := casesHandler(t, sampleCases())
	var got struct {
		N         int     `json:"n"`
		Same      int     `json:"same_words"`
		Beyond    int     `json:"beyond"`
		Rated     int     `json:"rated"`
		Satisfied int     `json:"satisfied"`
		Low       float64 `json:"satisfied_low"`
		Timed     int     `json:"timed"`
		Hours     float64 `json:"median_hours"`
		Measures  []struct {
			Kind    string `json:"kind"`
			N       int    `json:"n"`
			Amounts int    `json:"amounts"`
			Fen     int64  `json:"median_amount_fen"`
		} `json:"measures"`
		Cases []struct {
			Source string    `json:"source"`
			ID     string    `json:"complaint_id"`
			At     time.Time `json:"received_at"`
			Shared []string  `json:"shared_words"`
			Reply  string    `json:"reply"`
			Steps  []struct {
				Kind string `json:"kind"`
			} `json:"steps"`
		} `json:"cases"`
	}
	for _, w := range []string{get(t, h, "/api/similar?source=%E9%97%A8%E5%BA%97&id=7").Body.String(), post(t, h, "/api/similar", url.Values{"text": {"空调异响"}}.Encode()).Body.String()} {
		if err := json.Unmarshal([]byte(w), &got); err != nil {
			t.Fatalf("%v: %s", err, w)
		}
		if got.N != 4 || got.Same != 2 || got.Beyond != 1200 || got.Rated != 2 || got.Satisfied != 1 || got.Low == 0 || got.Timed != 3 || got.Hours != 49 {
			t.Errorf("%+v", got)
		}
		if m := got.Measures; len(m) != 2 || m[0].Kind != "compensated" || m[0].N != 1 || m[0].Amounts != 1 || m[0].Fen != 20000 {
			t.Errorf("%+v", m)
		}
		if c := got.Cases; len(c) != 4 || c[0].ID != "2" || c[0].Source != "门店" || c[0].At.IsZero() || c[0].Shared[0] != "异响" || len(c[0].Steps) != 3 || !strings.HasPrefix(c[2].Reply, "您好！") {
			t.Errorf("%+v", c)
		}
	}
	if none := get(t, casesHandler(t, precedent.Sum(nil)), "/api/similar?text=x").Body.String(); !strings.Contains(none, `"measures":[],"cases":[]`) {
		t.Errorf("nothing is no list: %s", none)
	}
}

func TestTheAPIRefusesWhatItCannotAnswerWithAReason(t *testing.T) {
	h := casesHandler(t, sampleCases())
	for address, want := range map[string]int{
		"/api/similar?source=x&id=y": http.StatusNotFound,
		"/api/similar":               http.StatusBadRequest,
		"/api/similar?id=7&text=x":   http.StatusBadRequest,
		"/api/similar?text=" + url.QueryEscape(strings.Repeat("长", longestAsked+1)): http.StatusBadRequest,
	} {
		w := get(t, h, address)
		var said struct {
			Error string `json:"error"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil || w.Code != want || said.Error == "" {
			t.Errorf("%.60s: %d %s", address, w.Code, w.Body)
		}
	}
	if w := post(t, h, "/api/similar", url.Values{"text": {strings.Repeat("长", longestAsked)}}.Encode()); w.Code != http.StatusOK {
		t.Errorf("the longest text that is allowed: %d %s", w.Code, w.Body)
	}
	if w := post(t, h, "/api/similar", url.Values{"text": {strings.Repeat("长", 100*longestAsked)}}.Encode()); w.Code < 400 || w.Code >= 500 {
		t.Errorf("a text that is far too long: %d %s", w.Code, w.Body)
	}
}

func TestATerminalIsToldTheSameAsThePanel(t *testing.T) {
	var b strings.Builder
	if err := WriteCases(&b, sampleCases()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"4 件相近的已答复或已办结（用词全同的只算一件，未计另外 2 件；", "其中 2 件客户有评价，满意 1 件（50%，", "的做法（一件可有几种）：补偿 1 件（", "2024-02-03 的投诉（门店 2），2 天 1 小时后办结，客户满意（5 分），相近 94%\n  外机<异响>，吵得睡不着\n  受理 → 补偿 200 元 → 办结\n  售后 办结：换了压缩机垫片\n",
		"售后 答复：您好！"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("there is no %q in\n%s", want, &b)
		}
	}
	b.Reset()
	if err := WriteCases(&b, precedent.Sum(nil)); err != nil || !strings.HasPrefix(b.String(), "没有相近的") {
		t.Errorf("%v %s", err, &b)
	}
}
