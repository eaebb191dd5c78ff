package web

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// correcting is a site whose complaints can be corrected, with one of them that says 异响.
func correcting(t *testing.T) (http.Handler, *fakeCorrections, analytics.Key) {
	t.Helper()
	r := memory.Sample(1, false)
	f := &fakeCorrections{foresees: Foresight{Axis: analytics.AxisWhat, Months: []analytics.Month{202403, 202402}, Reach: 1234, Moved: 7, Moves: []Move{{"", "noise", 5}, {"cold", "noise", 2}},
		Held: []Held{{"人工更正过的投诉", 40, 30, 33}}, This: &analytics.Label{Code: "noise"}}}
	var key analytics.Key
	for _, record := range r.Records {
		if record.Insight != nil && record.Insight.Topic == "cold" {
			key = analytics.Key{Source: record.Complaint.Source, ID: record.Complaint.ID}
			f.foresees.Examples = []MovedExample{{Key: key, Words: "压缩机 ＡＰＰ 嗡嗡响，" + strings.Repeat("后面很长", 40), To: "noise"}}
			break
		}
	}
	return testHandler(t, r, func(c *Config) { c.Corrections = f }), f, key
}

func form(k analytics.Key, pairs ...string) string {
	values := url.Values{"in": {k.Source}, "open": {k.ID}}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values.Encode()
}

func TestPagesOfCorrectionsLookAsTheyDid(t *testing.T) {
	h, f, k := correcting(t)
	f.said = []analytics.Correction{{Number: 1, Key: k, Axis: analytics.AxisWhat, From: "noise", To: "cold", By: "张三", Why: "看错了", At: fixedNow}}
	f.changes = []analytics.TaxonomyChange{{Number: 1, Topic: "noise", Kind: analytics.ChangeNear, Words: []string{"电机", "响"}, Effect: 1204, By: "李四", At: fixedNow, UndoneAt: fixedNow, UndoneBy: "王五"}}
	f.doubts = []analytics.Doubt{{Listed: analytics.Listed{Key: k, Topic: "cold", Head: "空调外机嗡嗡响"}, Other: "noise", Word: "外机", N: 43, Confidence: 0.412, Month: 202403, Months: []analytics.Month{202403, 202402}},
		{Listed: analytics.Listed{Key: k, Head: "不知道说什么"}, Word: "什么", N: 2, Month: 202402, Months: []analytics.Month{202403, 202402}}}
	for name, address := range map[string]string{"correct": "/correct?" + form(k), "correct_check": "/correct/check?" + form(k, "label", "家电 / 故障 / 异响", "kind", "add", "word", "app", "too", "1"), "review": "/review"} {
		got := assetVersionPattern.ReplaceAllString(page(t, h, address), "?v=x")
		file := filepath.Join("testdata", name+".html")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || got != string(want) {
			t.Errorf("%s is not as in %s (%v); run with -update and look at the difference", address, file, err)
		}
	}
}

func TestOneComplaintIsCorrectedAndTheNameKept(t *testing.T) {
	h, f, k := correcting(t)
	w := post(t, h, "/correct", form(k, "label", "家电 / 故障 / 异响", "by", "张三", "why", "听得出", "back", "/complaints?month=2024-03&done=x"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/complaints?month=2024-03&done=corrected" {
		t.Fatalf("%d %s", w.Code, w.Header().Get("Location"))
	}
	if len(f.said) != 1 || f.said[0].Key != k || f.said[0].From != "cold" || f.said[0].To != "noise" || f.said[0].Axis != analytics.AxisWhat || f.said[0].By != "张三" || len(f.changes) != 0 {
		t.Errorf("%+v, %+v", f.said, f.changes)
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie %+v", cookie)
	}
	if body := get(t, h, "/correct?"+form(k), "Cookie", cookie.Name+"="+cookie.Value).Body.String(); !strings.Contains(body, `name="by" value="张三"`) {
		t.Error("the name has to be written again")
	}
}

func TestAChangeOfWordsIsForeseenAndThenSavedWithItsComplaint(t *testing.T) {
	for _, c := range []struct {
		name        string
		pairs       []string
		topic, kind string
		said        bool
	}{
		{"a word", []string{"label", "noise", "kind", "add", "word", " 嗡嗡 ", "too", "1"}, "noise", "add", true},
		{"not the complaint", []string{"label", "noise", "kind", "add", "word", "嗡嗡"}, "noise", "add", false},
		{"excluded from what it is now", []string{"label", "noise", "kind", "not", "word", "嗡嗡", "too", "1"}, "cold", "not", true},
		{"taken away, without saying what is right", []string{"kind", "remove", "word", "嗡嗡", "too", "1"}, "cold", "remove", false},
		{"of another axis", []string{"label", "零件缺陷", "axis", "why", "kind", "near", "word", "嗡嗡", "other", "响"}, "why.part", "near", false},
	} {
		h, f, k := correcting(t)
		body := page(t, h, "/correct/check?"+form(k, c.pairs...))
		if !strings.Contains(body, "<b>7</b> 件会换分类") || !strings.Contains(body, "1,234 件") || len(f.foresaw) != 1 || f.foresaw[0].Topic != c.topic {
			t.Errorf("%s: foreseen %+v", c.name, f.foresaw)
		}
		w := post(t, h, "/correct", form(k, append(c.pairs, "by", "张三", "effect", "7")...))
		if w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "done=changed_words") {
			t.Fatalf("%s: %d %s", c.name, w.Code, w.Body)
		}
		if len(f.changes) != 1 || f.changes[0].Topic != c.topic || f.changes[0].Kind != c.kind || f.changes[0].Words[0] != "嗡嗡" || f.changes[0].Effect != 7 || (len(f.said) == 1) != c.said {
			t.Errorf("%s: %+v, %+v", c.name, f.changes, f.said)
		}
	}
}

func TestManyMovesAddUpInTheRest(t *testing.T) {
	f := Foresight{Axis: analytics.AxisWhat, Moved: 60}
	for i := range movesShown + 2 {
		f.Moves = append(f.Moves, Move{From: "noise", To: "cold", N: 10 - min(i, 8)})
	}
	v := checkedOf(fakeLabels, f, nil)
	if len(v.Moves) != movesShown || v.Others != 2 || v.OthersN != 4 {
		t.Errorf("%d shown, %d others of %d complaints", len(v.Moves), v.Others, v.OthersN)
	}
}

func TestAFormThatCannotBeSavedComesBackWithWhatWasWritten(t *testing.T) {
	h, f, k := correcting(t)
	for name, c := range map[string]struct {
		pairs []string
		want  string
	}{
		"no label":            {[]string{"kind", "one", "by", "张三"}, "请选应该是哪个分类"},
		"an unknown one":      {[]string{"label", "没有这个", "by", "张三"}, "没有“没有这个”"},
		"a name of two":       {[]string{"label", "异响", "by", "张三"}, "叫“异响”的有 2 个"},
		"no name":             {[]string{"label", "noise"}, "请写上您的姓名"},
		"a word for no label": {[]string{"label", "未分类", "kind", "add", "word", "嗡嗡", "by", "张三"}, "不能是未分类"},
		"an unknown way":      {[]string{"label", "noise", "kind", "more", "by", "张三"}, "没有“more”"},
	} {
		w := post(t, h, "/correct", form(k, append(c.pairs, "why", "我的理由")...))
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), c.want) || !strings.Contains(w.Body.String(), "我的理由") {
			t.Errorf("%s: %d, not %q", name, w.Code, c.want)
		}
	}
	if w := get(t, h, "/correct/check?"+form(k, "label", "noise", "kind", "add")); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "请写一个词") {
		t.Errorf("a word without words: %d", w.Code)
	}
	if len(f.said)+len(f.changes) != 0 {
		t.Errorf("saved %+v, %+v", f.said, f.changes)
	}
	f.err = errors.New("the disk is full")
	if w := post(t, h, "/correct", form(k, "label", "noise", "by", "张三")); w.Code != http.StatusInternalServerError {
		t.Errorf("a fault is %d", w.Code)
	}
}

func TestDecisionsAreListedAndTakenBack(t *testing.T) {
	h, f, k := correcting(t)
	post(t, h, "/correct", form(k, "label", "noise", "by", "张三"))
	post(t, h, "/review/accept", form(k, "by", "李四"))
	if len(f.said) != 2 || f.said[1].From != "cold" || f.said[1].To != "cold" {
		t.Fatalf("%+v", f.said)
	}
	body := page(t, h, "/review")
	if first, second := strings.Index(body, "确认是不制冷"), strings.Index(body, "不制冷 → 异响"); first < 0 || second < first {
		t.Error("not both, newest first")
	}
	if w := post(t, h, "/corrections/1/undo", "by=王五&back=//elsewhere.example/"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/review?done=correction_undone&n=1" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
	if f.said[0].UndoneBy != "王五" || !strings.Contains(page(t, h, "/review"), "王五 于 ") {
		t.Errorf("%+v", f.said[0])
	}
	for _, address := range []string{"/corrections/x/undo", "/corrections/9/undo"} {
		if w := post(t, h, address, "by=王五"); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	if w := post(t, h, "/review/accept", form(k)); w.Code != http.StatusBadRequest {
		t.Errorf("agreeing without a name: %d", w.Code)
	}
}

func TestWithoutCorrectionsNothingOffersThem(t *testing.T) {
	_, _, k := correcting(t)
	h := testHandler(t, memory.Sample(1, false))
	if strings.Contains(page(t, h, "/complaint?"+form(k)), "改分类") {
		t.Error("a door leads nowhere")
	}
	if w := get(t, h, "/review"); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}

func TestALongListOfDecisionsHasPages(t *testing.T) {
	h, f, k := correcting(t)
	for range reviewMade + 3 {
		f.said = append(f.said, analytics.Correction{Number: uint64(len(f.said) + 1), Key: k, Axis: analytics.AxisWhat, To: "noise", By: "张三", At: fixedNow})
	}
	body := page(t, h, "/review")
	if !strings.Contains(body, "更正 #53<") || strings.Contains(body, "更正 #3<") || !strings.Contains(body, `href="/review?below=4"`) {
		t.Error("the first page")
	}
	if body = page(t, h, "/review?below=4"); !strings.Contains(body, "更正 #3<") || strings.Contains(body, "更正 #4<") || !strings.Contains(body, "回到最新") {
		t.Error("the second page")
	}
}
