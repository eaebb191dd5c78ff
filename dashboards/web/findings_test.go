package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/memory"
)

func findingsHandler(t *testing.T) (http.Handler, *fakeFindings, *fakeDecisions) {
	r := memory.Sample(1, false)
	findings, decisions := sampleFindings(r), &fakeDecisions{}
	return testHandler(t, r, func(c *Config) { c.Findings, c.Decisions = findings, decisions }), findings, decisions
}

func TestPagesOfFindingsLookAsTheyDid(t *testing.T) {
	h, _, decisions := findingsHandler(t)
	decisions.made = []analytics.FindingDecision{{Number: 1, Finding: spikeID, Verdict: analytics.VerdictConfirmed, Why: "晚会曝光", By: "王芳", At: fixedNow}}
	for name, address := range map[string]string{"findings": "/findings?month=2024-03", "finding": dashboards.FindingAddress(spikeID)} {
		got := assetVersionPattern.ReplaceAllString(page(t, h, address), "?v=x")
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
			t.Errorf("%s is not as in %s; run with -update and look at the difference", address, file)
		}
	}
}

// before reports whether one text stands before another.
func before(body, a, b string) bool {
	i, j := strings.Index(body, a), strings.Index(body, b)
	return i >= 0 && j >= 0 && i < j
}

func TestTheLargestStandsFirstAndItsPartsInsideOfIt(t *testing.T) {
	h, _, _ := findingsHandler(t)
	body := page(t, h, "/findings?month=2024-03")
	if !before(body, dashboards.FindingAddress(spikeID), dashboards.FindingAddress(olderID)) || !before(body, dashboards.FindingAddress(olderID), "少于预期") ||
		!before(body, "少于预期", dashboards.FindingAddress(fallID)) || !before(body, "月与月比", dashboards.FindingAddress(monthID)) || !before(body, "提示 1 条", dashboards.FindingAddress(noticeID)) {
		t.Error("the findings are in another order")
	}
	if n := strings.Count(body, "<article"); n != 2 {
		t.Errorf("%d findings of days stand for themselves, want the spike and the one of the month before that reaches into this one", n)
	}
	if !strings.Contains(body, "同一件事的另 1 条") || !before(body, "同一件事的另 1 条", dashboards.FindingAddress(partID)) {
		t.Error("what is part of a finding is not folded into it")
	}
	if strings.Contains(body, "<b>多</b>") || !strings.Contains(body, "&lt;b&gt;多&lt;/b&gt;") {
		t.Error("a sentence is not text")
	}
	if !strings.Contains(body, "警报 1 条，预警 2 条，3 条未判断") {
		t.Error("the sum is another")
	}
}

func TestAFindingWhoseParentIsGoneStandsForItself(t *testing.T) {
	h, findings, _ := findingsHandler(t)
	findings.list = findings.list[:2] // the notice and the part
	if body := page(t, h, "/findings?month=2024-03"); strings.Count(body, "<article") != 1 || !strings.Contains(body, dashboards.FindingAddress(partID)) {
		t.Error("the part of a finding that is not there any more is not shown")
	}
}

func TestFindingsAreFiltered(t *testing.T) {
	h, _, decisions := findingsHandler(t)
	decisions.made = []analytics.FindingDecision{{Number: 1, Finding: spikeID, Verdict: analytics.VerdictFalse}}
	all := []uint64{spikeID, olderID, fallID, monthID, noticeID}
	for asked, want := range map[string][]uint64{
		"":             all,
		"&level=1":     all,
		"&level=3":     {spikeID, monthID},
		"&way=fall":    {fallID},
		"&way=months":  {monthID},
		"&way=rise":    {spikeID, olderID, noticeID},
		"&undecided=1": {olderID, fallID, monthID, noticeID},
	} {
		body := page(t, h, "/findings?month=2024-03"+asked)
		for _, id := range all {
			has, wanted := strings.Contains(body, dashboards.FindingAddress(id)), false
			for _, w := range want {
				wanted = wanted || w == id
			}
			if has != wanted {
				t.Errorf("%s: finding %x is shown: %v", asked, id, has)
			}
		}
	}
	for _, wrong := range []string{"level=4", "level=x", "way=up"} {
		if w := get(t, h, "/findings?month=2024-03&"+wrong); w.Code != http.StatusBadRequest {
			t.Errorf("%s is answered with %d", wrong, w.Code)
		}
	}
}

func TestAMonthWithoutFindingsSaysWhatIsNeeded(t *testing.T) {
	h, _, _ := findingsHandler(t)
	if body := page(t, h, "/findings?month=2024-01"); !strings.Contains(body, "14 天以上的历史") {
		t.Error("a month without findings does not say why")
	}
	none := testHandler(t, &memory.Reader{}, func(c *Config) { c.Findings = &fakeFindings{} })
	if body := page(t, none, "/findings"); !strings.Contains(body, "还没有可以看的月份") {
		t.Error("an empty installation does not say what to do")
	}
	if w := get(t, testHandler(t, memory.Sample(1, false)), "/findings"); w.Code != http.StatusNotFound {
		t.Errorf("without findings the page answers with %d", w.Code)
	}
}

func TestEveryNumberOfAFindingHasADoorToAsManyComplaints(t *testing.T) {
	h, _, _ := findingsHandler(t)
	checked := 0
	for _, address := range []string{"/findings?month=2024-03", dashboards.FindingAddress(spikeID), dashboards.FindingAddress(monthID), dashboards.FindingAddress(fallID)} {
		seen := map[string]bool{}
		for _, link := range linked(t, page(t, h, address)) {
			m := counted.FindStringSubmatch(strings.TrimSpace(link[1]))
			if m == nil || seen[link[0]+m[1]] {
				continue
			}
			seen[link[0]+m[1]] = true
			want, err := strconv.ParseUint(strings.ReplaceAll(m[1], ",", ""), 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			checked++
			if got := tallyOf(t, page(t, h, link[0])); got != want {
				t.Errorf("%s says %q, behind it are %d: %s", address, link[1], got, link[0])
			}
		}
	}
	if checked < 80 {
		t.Errorf("only %d doors were tried", checked)
	}
}

func TestAFindingSaysWhyInNamesAndWhatIsLeft(t *testing.T) {
	h, _, _ := findingsHandler(t)
	body := page(t, h, dashboards.FindingAddress(spikeID))
	for _, want := range []string{"空调 × 异响", "同一批件也可说成：A1 × 异响", "空调 × 广东 × 异响", "其余普遍上升 20%", "95%", "几乎每件一个值、没有参与的属性：order", "全部投诉上升",
		"同类序列里有 40% 同时上升", "同一件事的另 1 条", "同样的原因以前出现过", dashboards.FindingAddress(olderID), "突发"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if body := page(t, h, dashboards.FindingAddress(partID)); !strings.Contains(body, "的一部分") || !strings.Contains(body, dashboards.FindingAddress(spikeID)) {
		t.Error("a part does not lead to the finding that explains it")
	}
	for address, want := range map[string]int{"/finding?id=zz": http.StatusBadRequest, "/finding": http.StatusBadRequest, dashboards.FindingAddress(7): http.StatusNotFound} {
		if w := get(t, h, address); w.Code != want {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

func TestADecisionIsKeptWithWhatItWasAbout(t *testing.T) {
	h, findings, decisions := findingsHandler(t)
	form := url.Values{"id": {analytics.IDText(spikeID)}, "verdict": {analytics.VerdictExpected}, "why": {"预告过的活动"}, "by": {"王芳"}}
	w := post(t, h, "/finding/decide", form.Encode())
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), dashboards.FindingAddress(spikeID)) || !strings.Contains(w.Header().Get("Set-Cookie"), whoCookie) {
		t.Fatal(w.Code, w.Header())
	}
	d := decisions.made[0]
	if d.Finding != spikeID || d.Verdict != analytics.VerdictExpected || d.Why != "预告过的活动" || d.By != "王芳" || d.Kind != analytics.FindingDays || !d.From.Equal(dayOf(202403, 15)) || d.Sentence == "" {
		t.Errorf("kept as %+v", d)
	}
	if body := page(t, h, "/findings?month=2024-03"); !strings.Contains(body, "预期内</span>") || !strings.Contains(body, "2 条未判断") {
		t.Error("the list does not tell the decision")
	}
	findings.list = nil // a rerun makes none of them any more
	body := page(t, h, dashboards.FindingAddress(spikeID))
	for _, want := range []string{"已消失", "预告过的活动", "异响 × 空调", "撤销"} {
		if !strings.Contains(body, want) {
			t.Errorf("what a person decided on is lost: %q", want)
		}
	}
	n := countOf(memory.Sample(1, false), nil, dayOf(202403, 15), dayOf(202403, 15))
	if !strings.Contains(body, ">"+dashboards.Number(uint64(n))+"</a></b> 件") {
		t.Error("the page does not count what came on those days")
	}
	if body := page(t, h, "/findings?month=2024-03"); !strings.Contains(body, "判断过、不再报的 1 条") || !strings.Contains(body, dashboards.FindingAddress(spikeID)) {
		t.Error("the list does not lead to what was decided about")
	}
	w = post(t, h, "/finding/undo", url.Values{"number": {"1"}, "by": {"李雷"}, "back": {dashboards.FindingAddress(spikeID)}}.Encode())
	if w.Code != http.StatusSeeOther || decisions.made[0].UndoneBy != "李雷" {
		t.Error(w.Code, decisions.made)
	}
	if body := page(t, h, dashboards.FindingAddress(spikeID)); !strings.Contains(body, "李雷 于 2024-04-01 02:14 撤销") {
		t.Error("the page does not tell who took it back")
	}
	if w := post(t, h, "/finding/undo", url.Values{"number": {"1"}, "by": {"李雷"}}.Encode()); w.Code != http.StatusNotFound {
		t.Errorf("what was taken back is taken back again: %d", w.Code)
	}
}

func TestADecisionThatLacksSomethingIsRefusedAndNothingTypedIsLost(t *testing.T) {
	h, _, decisions := findingsHandler(t)
	id := analytics.IDText(spikeID)
	for want, form := range map[string]url.Values{
		"请选一种判断":  {"id": {id}, "verdict": {"perhaps"}, "why": {"不清楚的事"}, "by": {"王芳"}},
		"请写上您的姓名": {"id": {id}, "verdict": {analytics.VerdictFalse}, "why": {"不清楚的事"}},
		"请写一句理由":  {"id": {id}, "verdict": {analytics.VerdictFalse}, "by": {"不清楚的事"}},
	} {
		w := post(t, h, "/finding/decide", form.Encode())
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), want) || !strings.Contains(w.Body.String(), "不清楚的事") {
			t.Errorf("%s: %d", want, w.Code)
		}
	}
	if len(decisions.made) > 0 {
		t.Error("a refused decision was kept")
	}
	if w := post(t, h, "/finding/decide", url.Values{"id": {analytics.IDText(9)}, "verdict": {analytics.VerdictConfirmed}, "by": {"王芳"}}.Encode()); w.Code != http.StatusNotFound {
		t.Errorf("a finding that never was is decided on: %d", w.Code)
	}
}

func TestTheTabCountsWhatNobodyDecidedAboutInTheNewestDays(t *testing.T) {
	h, findings, decisions := findingsHandler(t)
	count := func() string {
		m := regexp.MustCompile(`预警<span class="tab-count"[^>]*>(\d+)</span>`).FindStringSubmatch(page(t, h, "/findings?month=2024-02"))
		if m == nil {
			return ""
		}
		return m[1]
	}
	if n := count(); n != "1" { // the data ends on 20 March: the fall of 4–6 March is no news, what is part of another is not counted
		t.Errorf("the tab says %q", n)
	}
	decisions.made = []analytics.FindingDecision{{Number: 1, Finding: spikeID, Verdict: analytics.VerdictConfirmed}}
	if n := count(); n != "" {
		t.Errorf("the tab says %q after the decision", n)
	}
	findings.list = nil
	if n := count(); n != "" {
		t.Errorf("the tab says %q without findings", n)
	}
}

func TestManyFindingsAreShownInShort(t *testing.T) {
	h, findings, _ := findingsHandler(t)
	for i := range 30 {
		f := findings.list[4]
		f.ID, f.Observed = uint64(i+1), 20
		findings.list = append(findings.list, f)
	}
	if body := page(t, h, "/findings?month=2024-03"); strings.Count(body, "<article") != mostCards || !strings.Contains(body, "其余 24 条预警和警报") {
		t.Error("a month of many findings is not folded")
	}
}

func TestTheOverviewSaysWhyAndLeadsToTheFinding(t *testing.T) {
	h, findings, decisions := findingsHandler(t)
	body := page(t, h, "/?month=2024-03")
	for _, want := range []string{"为什么比上月同期多", "空调 × 异响", dashboards.FindingAddress(monthID), dashboards.FindingAddress(spikeID), "来自<span class=\"strong\">空调 × 异响</span>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the overview lacks %q", want)
		}
	}
	decisions.made = []analytics.FindingDecision{{Number: 1, Finding: spikeID, Verdict: analytics.VerdictFalse}}
	if strings.Contains(page(t, h, "/?month=2024-03"), dashboards.FindingAddress(spikeID)) {
		t.Error("a false alarm is told")
	}
	checked := 0
	for _, link := range linked(t, body) {
		if m := counted.FindStringSubmatch(strings.TrimSpace(link[1])); m != nil && strings.Contains(link[0], "topic=noise") {
			want, _ := strconv.ParseUint(strings.ReplaceAll(m[1], ",", ""), 10, 64)
			if got := tallyOf(t, page(t, h, link[0])); got != want {
				t.Errorf("the overview says %s, behind it are %d: %s", link[1], got, link[0])
			}
			checked++
		}
	}
	if checked < 4 {
		t.Errorf("only %d doors of the cause were tried", checked)
	}
	findings.said = nil
	if body := page(t, h, "/?month=2024-03"); !strings.Contains(body, "还没有算出原因") {
		t.Error("without an explanation the overview does not say so")
	}
	if w := get(t, h, "/export/why.csv?month=2024-03"); w.Code != http.StatusNotFound {
		t.Errorf("without an explanation the export answers with %d", w.Code)
	}
}

func TestHostileFindingsAreText(t *testing.T) {
	r := memory.Sample(2, true)
	findings := sampleFindings(r)
	for i, h := range memory.Hostile {
		series := []analytics.AxisValue{{Axis: "channel", Value: h}}
		f := analytics.Finding{ID: uint64(i + 1), Kind: analytics.FindingDays, Month: 202403, Series: series, From: dayOf(202403, 18), To: dayOf(202403, 20), Observed: 1, Expected: 0.1, Level: 3, Basis: h, Sources: []string{h}}
		findings.list = append(findings.list, f)
		findings.said = append(findings.said, analytics.Attribution{Finding: f.ID, Month: 202403, Sentence: h, Observed: 1, Expected: 0.1, Mix: h, LeftOut: []string{analytics.AttributeAxis + h},
			Causes: []analytics.FoundCause{{Values: series, Observed: 1, Added: 0.9, Equivalents: [][]analytics.AxisValue{series}, Within: [][]analytics.AxisValue{series}}}})
	}
	decisions := &fakeDecisions{made: []analytics.FindingDecision{{Number: 1, Finding: 1, Verdict: analytics.VerdictFalse, Why: memory.Hostile[0], By: memory.Hostile[2], At: fixedNow}}}
	h := testHandler(t, r, func(c *Config) { c.Findings, c.Decisions, c.Names = findings, decisions, nil })
	for _, address := range []string{"/findings?month=2024-03", dashboards.FindingAddress(1), dashboards.FindingAddress(2), dashboards.FindingAddress(3), "/?month=2024-03"} {
		body := page(t, h, address)
		for _, tag := range startTag.FindAllStringSubmatch(chartData.ReplaceAllString(body, ""), -1) {
			if tag[1] == "script" && !strings.Contains(tag[2], ` src="/assets/`) || tag[1] == "img" {
				t.Errorf("%s: %s", address, tag[0])
			}
		}
		for _, data := range chartData.FindAllString(body, -1) {
			if strings.Contains(data, "__f__") || strings.Contains(data, "</script><script>") {
				t.Errorf("%s: a chart holds %s", address, data[:min(200, len(data))])
			}
		}
	}
}

func TestFindingsInABrowserAtBothWidths(t *testing.T) {
	assets := charts(t)
	r := memory.Sample(1, false)
	findings, decisions := sampleFindings(r), &fakeDecisions{}
	server := httptest.NewServer(testHandler(t, r, func(c *Config) { c.Assets, c.Findings, c.Decisions = assets, findings, decisions }))
	defer server.Close()
	b := openBrowser(t)
	for _, width := range []int64{1440, 390} {
		for _, address := range []string{"/findings?month=2024-03", dashboards.FindingAddress(spikeID), dashboards.FindingAddress(monthID), "/?month=2024-03"} {
			b.do(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+address), chromedp.WaitReady("html[data-ready]"))
			if over := eval[int](t, b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
				t.Errorf("%s is %d px wider than %d", address, over, width)
			}
			if strings.HasPrefix(address, "/finding?") && eval[int](t, b, `document.querySelectorAll("#chart-days svg path").length`) < 10 {
				t.Errorf("%s draws no chart", address)
			}
		}
	}
	// A person decides, and the page that follows says so.
	b.do(t, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(server.URL+dashboards.FindingAddress(spikeID)), chromedp.WaitReady("html[data-ready]"))
	eval[bool](t, b, `(() => { const f = document.querySelector("form.decide"); f.verdict.value = "false"; f.why.value = "系统补录"; f.by.value = "王芳"; f.querySelector("button").click(); return true; })()`)
	until(t, b, `location.search.includes("done=decided") && document.body.textContent.includes("系统补录")`)
	if len(decisions.made) != 1 || decisions.made[0].Verdict != analytics.VerdictFalse {
		t.Errorf("kept: %+v", decisions.made)
	}
	b.quiet(t, server.URL)
}
