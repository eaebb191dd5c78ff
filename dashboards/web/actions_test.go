package web

import (
	"context"
	"encoding/csv"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// fakeActions holds measures in memory.
type fakeActions struct {
	list         []analytics.Action
	findings     []analytics.Finding
	attributions []analytics.Attribution
	err          error
}

func (f *fakeActions) Actions(context.Context) ([]analytics.Action, error) { return f.list, nil }

func (f *fakeActions) ActionNumber(_ context.Context, number uint64) (analytics.Action, error) {
	for _, a := range f.list {
		if a.Number == number {
			return a, nil
		}
	}
	return analytics.Action{}, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这项整改"}
}

func (f *fakeActions) SaveAction(_ context.Context, a analytics.Action, step analytics.ActionStep, by, why string) (analytics.Action, error) {
	if f.err != nil {
		return a, f.err
	}
	if err := a.Check(); err != nil {
		return a, err
	}
	a.Revision += 100
	a.Changes = append(a.Changes, analytics.ActionChange{Step: step, By: by, Why: why, At: fixedNow})
	if a.Number == 0 {
		a.Number = uint64(len(f.list) + 1)
		f.list = append(f.list, a)
		return a, nil
	}
	f.list[a.Number-1] = a
	return a, nil
}

func (f *fakeActions) FindingOf(_ context.Context, id uint64) (analytics.Finding, bool, error) {
	for _, one := range f.findings {
		if one.ID == id {
			return one, true, nil
		}
	}
	return analytics.Finding{}, false, nil
}

func (f *fakeActions) Attributions(_ context.Context, from, to analytics.Month) ([]analytics.Attribution, error) {
	var list []analytics.Attribution
	for _, a := range f.attributions {
		if a.Month >= from && a.Month <= to {
			list = append(list, a)
		}
	}
	return list, nil
}

// longSample is 240 days of complaints up to the pages' clock; those of the noise of A1 fall from three a day to one at the turn of the year.
func longSample() *memory.Reader {
	m := memory.Sample(3, true)
	for day := -230; day < 0; day++ {
		at := analytics.DayOf(fixedNow).AddDate(0, 0, day)
		for n := range 8 {
			topic, name := "cold", "B2"
			if n < 3 && (at.Year() < 2024 || n < 1) {
				topic, name = "noise", "A9"
			}
			id := fmt.Sprintf("L%d-%d", -day, n)
			m.Records = append(m.Records, memory.Record{Complaint: analytics.Complaint{Source: "crm", ID: id, ReceivedAt: at.Add(9 * time.Hour), Text: "空调异响", Product: analytics.Product{Line: "空调", Name: name}},
				Insight: &analytics.Insight{Key: analytics.Key{Source: "crm", ID: id}, Topic: topic}})
		}
	}
	return m
}

func aDay(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

var noiseOfA9 = []analytics.AxisValue{{Axis: "product", Value: "A9"}, {Axis: "topic", Value: "noise"}}

func someActions() *fakeActions {
	made := []analytics.ActionChange{{Revision: 1, Step: analytics.ActionMade, By: "王芳", At: fixedNow.AddDate(0, -4, 0), Why: "三个月没有下降"}}
	return &fakeActions{list: []analytics.Action{
		{Number: 1, Revision: 11, Title: "换减震垫", Cause: noiseOfA9, Measure: "换供应商", Owner: "李雷", Department: "质量部", DoneAt: aDay("2024-01-01"), Expected: 0.5, Status: analytics.ActionDone, Changes: made},
		{Number: 2, Revision: 12, Title: memory.Hostile[0], Cause: []analytics.AxisValue{{Axis: "product", Value: memory.Hostile[2]}}, Measure: memory.Hostile[0], Owner: memory.Hostile[2], Due: aDay("2024-03-20"), Status: analytics.ActionOpen, Changes: made},
		{Number: 3, Revision: 13, Title: "培训客服", Department: "客服部", Due: aDay("2024-05-01"), Status: analytics.ActionOpen, Changes: made},
	}}
}

func withActions(f *fakeActions) func(*Config) { return func(c *Config) { c.Actions = f } }

func TestMeasuresAreListedWithWhatBecameOfThem(t *testing.T) {
	h := testHandler(t, longSample(), withActions(someActions()))
	body := page(t, h, "/actions")
	for _, want := range []string{"已超期", "超期 12 天", "整改中", "待验证", `<b class="state good">有效</b>`, "A9 × 异响从措施前日均 3 件降到 1 件", "质量部 李雷", "2024-01-01 生效", "尚未完成",
		`<rect class="after"`, "&lt;/script&gt;"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Index(body, "超期 12 天") > strings.Index(body, "培训客服") {
		t.Error("what is overdue is not first")
	}
	if strings.Contains(body, "<script>alert") {
		t.Error("a title runs")
	}
	if w := get(t, testHandler(t, longSample()), "/actions"); w.Code != http.StatusNotFound {
		t.Errorf("without measures the page is %d", w.Code)
	}
	if body := page(t, testHandler(t, longSample(), withActions(&fakeActions{})), "/actions"); !strings.Contains(body, "还没有整改") {
		t.Error("an empty page does not say what to do")
	}
}

func TestEveryNumberOfAMeasureIsADoorToExactlyAsManyComplaints(t *testing.T) {
	h := testHandler(t, longSample(), withActions(someActions()))
	checked := 0
	for _, link := range linked(t, page(t, h, "/actions/1")) {
		m := counted.FindStringSubmatch(strings.TrimSpace(link[1]))
		if m == nil {
			continue
		}
		checked++
		if got := tallyOf(t, page(t, h, link[0])); strings.ReplaceAll(m[1], ",", "") != number(got) {
			t.Errorf("it says %q, behind it are %d: %s", link[1], got, link[0])
		}
	}
	if checked < 25 {
		t.Errorf("only %d doors", checked)
	}
}

func TestAMeasureIsWrittenDownFromAList(t *testing.T) {
	actions := someActions()
	h := testHandler(t, longSample(), withActions(actions))
	list := page(t, h, "/complaints?month=2024-03&topic=noise&product=A9")
	link := regexp.MustCompile(`href="(/actions/new\?[^"]*)"`).FindStringSubmatch(list)
	if link == nil {
		t.Fatal("the list does not offer a measure")
	}
	form := page(t, h, html.UnescapeString(link[1]))
	for _, want := range []string{`name="cause" value="product=A9" checked`, `name="cause" value="topic=noise" checked`, "产品：A9", "主题：异响", `value="减少投诉：A9 × 异响"`} {
		if !strings.Contains(form, want) {
			t.Errorf("the form lacks %q", want)
		}
	}
	if body := page(t, h, "/complaints?month=2024-03&topic=noise&q=%E5%BC%82%E5%93%8D"); strings.Contains(body, "/actions/new") {
		t.Error("a measure is offered against words")
	}
	sent := url.Values{"title": {"换电机"}, "cause": {"product=A9", "topic=noise"}, "owner": {"赵六"}, "due": {"2024-04-30"}, "expected": {"30%"}, "by": {"王芳"}, "outbreak_from": {"2024-03-15"},
		"control_axis": {"product"}, "control_values": {"B2、 A1，"}}
	w := post(t, h, "/actions", sent.Encode())
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/actions/4?done=action_made&n=4" {
		t.Fatalf("%d %s %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	a := actions.list[3]
	if a.Expected != 0.3 || !a.From.Equal(aDay("2024-03-15")) || !a.To.Equal(a.From) || len(a.Controls) != 2 || a.Controls[1].Value != "A1" || a.Key() != analytics.CauseKey(noiseOfA9) || a.Status != analytics.ActionOpen {
		t.Errorf("%+v", a)
	}
}

func TestAFormThatCannotBeSavedComesBackWithWhatStoodInIt(t *testing.T) {
	actions := someActions()
	h := testHandler(t, longSample(), withActions(actions))
	for field, c := range map[string]struct{ change, want string }{
		"title": {"", "请写明整改什么"}, "owner": {"", "请写负责人或责任部门"}, "due": {"2024-02-30", "期限 &#34;2024-02-30&#34; 不是"}, "expected": {"150", "请填 1 到 99 之间"},
		"cause": {"nothing=1", "没有 &#34;nothing=1&#34; 这个条件"}, "control_values": {"甲", "请先选对照按什么来分"},
	} {
		sent := url.Values{"title": {"换<电机>"}, "owner": {"赵六"}, "by": {"王芳"}, "measure": {"写了很久的措施"}}
		sent.Set(field, c.change)
		w := post(t, h, "/actions", sent.Encode())
		if body := w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(body, c.want) || !strings.Contains(body, "写了很久的措施") {
			t.Errorf("%s: %d", field, w.Code)
		}
	}
	if len(actions.list) != 3 {
		t.Error("something was saved")
	}
}

func TestAMeasureIsTakenOnStepByStep(t *testing.T) {
	actions := someActions()
	h := testHandler(t, longSample(), withActions(actions))
	step := func(number, body string) int { return post(t, h, "/actions/"+number, body).Code }
	if code := step("3", "step=finished&done=2024-03-01&by=A&revision=13"); code != http.StatusSeeOther || actions.list[2].Status != analytics.ActionDone || !actions.list[2].DoneAt.Equal(aDay("2024-03-01")) {
		t.Errorf("finishing is %d, %+v", code, actions.list[2])
	}
	if code := step("1", "step=agreed&by=A&revision=11"); code != http.StatusSeeOther || actions.list[0].Status != analytics.ActionVerified {
		t.Errorf("agreeing is %d", code)
	}
	if w := post(t, h, "/actions/2", "step=agreed&by=A"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "现在是“整改中”") {
		t.Errorf("a step that cannot be taken is %d", w.Code)
	}
	if w := post(t, h, "/actions/2", "step=finished&by=A"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "从哪一天起生效") {
		t.Errorf("finishing without a day is %d", w.Code)
	}
	if w := post(t, h, "/actions/2", "step=closed&by=A&why=+"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "请写明为什么关闭") {
		t.Errorf("closing without a reason is %d", w.Code)
	}
	actions.err = &analytics.Error{Kind: analytics.KindBusy, Field: "revision", Text: "整改 #2 刚由李雷改过，请刷新后再改"}
	if w := post(t, h, "/actions/2", "step=edited&title=x&owner=y&by=A&revision=3"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "刚由李雷改过") {
		t.Errorf("a save in between is %d", w.Code)
	}
	for address, want := range map[string]int{"/actions/99": 404, "/actions/x": 404, "/actions/1?edit": 200, "/actions/new?finding=zz": 400, "/actions/new?finding=00000000000000ff": 404, "/actions/new?not_topic=a": 400} {
		if w := get(t, h, address); w.Code != want {
			t.Errorf("%s is %d", address, w.Code)
		}
	}
}

func TestAMeasureTakesOverWhatAFindingKnows(t *testing.T) {
	actions := someActions()
	actions.findings = []analytics.Finding{{ID: 255, Kind: analytics.FindingDays, Month: 202403, Series: []analytics.AxisValue{{Axis: "product", Value: "A9"}}, From: aDay("2024-03-14"), To: aDay("2024-03-16")}}
	actions.attributions = []analytics.Attribution{{Finding: 255, Month: 202403, Sentence: "A9 多 30 件，主要来自异响。", Causes: []analytics.FoundCause{{Values: noiseOfA9[1:]}}}}
	h := testHandler(t, longSample(), withActions(actions))
	form := page(t, h, "/actions/new?finding=00000000000000ff")
	for _, want := range []string{"A9 多 30 件，主要来自异响。", `value="product=A9" checked`, `value="topic=noise" checked`, `name="outbreak_from" value="2024-03-14"`, `name="outbreak_to" value="2024-03-16"`, `name="finding" value="00000000000000ff"`} {
		if !strings.Contains(form, want) {
			t.Errorf("the form lacks %q", want)
		}
	}
}

func TestCausesThatComeAgainAreListed(t *testing.T) {
	actions := someActions()
	cold := []analytics.AxisValue{{Axis: "topic", Value: "cold"}}
	for i, m := range []analytics.Month{202310, 202312, 202402, 202403} {
		a := analytics.Attribution{Finding: uint64(i + 1), Month: m, Observed: 200, Expected: 100}
		a.Causes = append(a.Causes, analytics.FoundCause{Key: analytics.CauseKey(cold), Values: cold, Observed: 90, Expected: 50, Added: 40})
		if m >= 202402 {
			a.Causes = append(a.Causes, analytics.FoundCause{Key: analytics.CauseKey(noiseOfA9), Values: noiseOfA9, Observed: 31, Expected: 10, Added: 21})
		}
		actions.attributions = append(actions.attributions, a, analytics.Attribution{Finding: 99, PartOf: 1, Month: m, Observed: 2, Expected: 1, Causes: a.Causes})
	}
	h := testHandler(t, longSample(), withActions(actions))
	body := page(t, h, "/actions")
	doors := 0
	for _, link := range linked(t, body[strings.Index(body, "改过又来"):]) {
		m := counted.FindStringSubmatch(strings.TrimSpace(link[1]))
		if m == nil {
			continue
		}
		if doors++; strings.ReplaceAll(m[1], ",", "") != number(tallyOf(t, page(t, h, link[0]))) {
			t.Errorf("%s does not hold %s", link[0], link[1])
		}
	}
	if doors != 6 {
		t.Errorf("%d doors", doors)
	}
	back, again := strings.Index(body, "改过又来"), strings.Index(body, "反复出现、没有整改")
	if back < 0 || again < back {
		t.Fatal("the lists are not there")
	}
	for _, want := range []string{"不制冷", "160 件", "2023 年 10 月", "/actions/new?topic=cold", "/finding?id=0000000000000001"} {
		if !strings.Contains(body[again:], want) {
			t.Errorf("what comes again lacks %q", want)
		}
	}
	if !strings.Contains(body[back:again], "整改 #1 换减震垫") || !strings.Contains(body[back:again], "2024 年 2 月") || strings.Contains(body[again:], "A9") {
		t.Error("what came back after its measure is not told as that")
	}
}

func TestMeasuresAreExported(t *testing.T) {
	w := get(t, testHandler(t, longSample(), withActions(someActions())), "/actions.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		if row[0] == "1" && (row[10] != "有效" || row[14] != "3.00" || row[16] != "91.00") {
			t.Errorf("%q", row)
		}
		if row[0] == "2" && row[7] != "是" {
			t.Errorf("it is not told that #2 is overdue: %q", row)
		}
	}
}
