package importer

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/ingest"
)

// events decodes what was sent to the topic of events.
func (b *broker) events(t testing.TB) []analytics.Event {
	t.Helper()
	var out []analytics.Event
	for _, m := range b.messages {
		if m.Topic == ingest.TopicEvents {
			var e analytics.Event
			if err := codec.DecodeEvent(m.Value, &e); err != nil {
				t.Fatal(err)
			}
			out = append(out, e)
		}
	}
	return out
}

// exposures decodes what was sent to the topic of exposures.
func (b *broker) exposures(t testing.TB) []analytics.Exposure {
	t.Helper()
	var out []analytics.Exposure
	for _, m := range b.messages {
		if m.Topic == ingest.TopicExposures {
			var x analytics.Exposure
			if err := codec.DecodeExposure(m.Value, &x); err != nil {
				t.Fatal(err)
			}
			out = append(out, x)
		}
	}
	return out
}

func day(y, m, d, h, min int) time.Time {
	return time.Date(y, time.Month(m), d, h, min, 0, 0, analytics.Zone)
}

func TestATableOfStepsGivesEvents(t *testing.T) {
	f := opened(t, "工单号,处理时间,处理动作,处理人,转入部门,处理说明,备用\nT1,2024/3/1 9:00,已受理,客服一,,电话13800138000,甲\nT1,2024/3/1 10:00,转办,李工,维修部,转出,\nT1,2024/3/2 9:00,起飞,李工,,,\n", Options{})
	if f.Kind() != Events {
		t.Fatalf("taken for %s", f.Kind())
	}
	result, b := ran(t, f)
	got := b.events(t)
	if result.Events != 2 || result.Rejected != 1 || result.Complaints != 0 {
		t.Fatalf("%+v", result)
	}
	want := []analytics.Event{
		{Source: DefaultSource, ComplaintID: "T1", Kind: "accepted", At: day(2024, 3, 1, 9, 0), By: "客服一", Note: masker.Mask("电话13800138000"), Attributes: map[string]string{"备用": "甲"}},
		{Source: DefaultSource, ComplaintID: "T1", Kind: "handed_over", At: day(2024, 3, 1, 10, 0), By: "李工", ToDepartment: "维修部", Note: "转出"},
	}
	for i := range want {
		want[i].ID, want[i].By = got[i].ID, got[i].By // names are masked by rules that are tested elsewhere
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	refused := result.Refusals[0]
	if refused.Topic != ingest.TopicEvents || refused.Line != 4 || refused.Field != "kind" || !strings.Contains(refused.Reason, "“起飞”") || !strings.Contains(refused.Reason, "受理、派单") {
		t.Errorf("%+v", refused)
	}
}

func TestATableOfReturnVisitsGivesEvents(t *testing.T) {
	result, b := imported(t, "投诉编号,回访时间,接通情况,满意度,态度满意度,回访人,回访内容\nT1,2024年3月5日 10:00,已接通,非常满意,5,王芳,好\nT2,2024年3月5日 11:00,无人接听,-,,王芳,\nT3,2024年3月5日 12:00,拒访,未评价,,王芳,\nT4,2024年3月5日 12:00,接通,棒极了,,王芳,\n", Options{})
	got := b.events(t)
	if result.Events != 3 || result.Reasons["satisfaction"] != 1 {
		t.Fatalf("%+v", result)
	}
	for i, want := range []struct {
		outcome      string
		satisfaction uint8
	}{{"answered", 5}, {"unreached", 0}, {"refused", 0}} {
		if e := got[i]; e.Kind != "followed_up" || e.Outcome != want.outcome || e.Satisfaction != want.satisfaction {
			t.Errorf("%+v", e)
		}
	}
	if got[0].SatisfactionBy.Attitude != 5 || got[0].Note != "好" {
		t.Errorf("%+v", got[0])
	}
}

func TestAnAnswerWithoutATimeIsBookedAtTheEnd(t *testing.T) {
	_, b := imported(t, "投诉编号,投诉时间,投诉内容,办结时间,回访时间,满意度\n"+
		"T1,2024-03-01 08:00,坏,2024-03-03 10:00,2024-03-04 10:00,满意\nT2,2024-03-01 08:00,坏,2024-03-03 11:00,,很满意\n", Options{})
	var visits []string
	for _, e := range b.events(t) {
		if e.Kind == "followed_up" {
			visits = append(visits, e.ComplaintID+" "+e.At.Format("01-02 15:04"))
		}
	}
	if diff := cmp.Diff([]string{"T1 03-04 10:00", "T2 03-03 11:00"}, visits); diff != "" {
		t.Error(diff)
	}
}

func TestARowThatTellsItsHandlingGivesItsSteps(t *testing.T) {
	const header = "投诉编号,投诉时间,投诉内容,受理时间,首次响应时间,办结时间,回访时间,满意度\n"
	rows := "T1,2024-03-01 08:00,坏,2024-03-01 08:10,2024-03-01 09:00,2024-03-03 10:00,2024-03-04 10:00,满意\nT2,2024-03-01 08:00,坏,2024-03-01 08:10,,-,,\nT3,2024-03-01 08:00,坏,,,改天,,\nT4,2024-03-01 08:00,坏,2024-03-01,,,,很满意\n"
	f := opened(t, header+rows, Options{})
	result, b := ran(t, f)
	if result.Complaints != 4 || result.Events != 6 || result.Rejected != 2 || result.Reasons["events.closed"] != 1 || result.Reasons["events.followed_up"] != 1 {
		t.Fatalf("%+v", result)
	}
	var steps []string
	for _, e := range b.events(t) {
		steps = append(steps, e.ComplaintID+" "+e.Kind+" "+e.At.Format("01-02 15:04"))
	}
	want := []string{"T1 accepted 03-01 08:10", "T1 first_response 03-01 09:00", "T1 closed 03-03 10:00", "T1 followed_up 03-04 10:00", "T2 accepted 03-01 08:10", "T4 accepted 03-01 08:00"}
	if diff := cmp.Diff(want, steps); diff != "" {
		t.Error(diff)
	}
	if e := b.events(t)[3]; e.Satisfaction != 4 {
		t.Errorf("%+v", e)
	}
	for _, c := range b.complaints(t) {
		if len(c.Attributes) != 0 {
			t.Errorf("the complaint changes with its handling: %+v", c.Attributes)
		}
	}
	_, later := imported(t, header+strings.Replace(rows, "T2,2024-03-01 08:00,坏,2024-03-01 08:10,,-,,", "T2,2024-03-01 08:00,坏,2024-03-01 08:20,,2024-03-09,,", 1), Options{})
	ids := map[string]string{}
	for _, e := range b.events(t) {
		ids[e.ID] = e.ComplaintID + e.Kind
	}
	for _, e := range later.events(t) {
		if what, known := ids[e.ID]; known != (e.ComplaintID+e.Kind != "T2closed") || known && what != e.ComplaintID+e.Kind {
			t.Errorf("%s %s got another id", e.ComplaintID, e.Kind)
		}
	}
}

func TestEventsKeepTheirIDsWhenImportedAgain(t *testing.T) {
	const header = "工单号,处理时间,处理动作,处理说明\n"
	_, first := imported(t, header+"T1,2024/3/1 9:00,跟进,甲\nT1,2024/3/1 9:00,跟进,乙\nT1,2024/3/2 9:00,办结,丙\n", Options{})
	_, again := imported(t, header+"T1,2024-03-01 09:00:00,处理中,甲\nT1,2024年3月1日 9:00,处理,乙\nT1,2024/3/2 9:00,结案,改了\n", Options{})
	a, b := first.events(t), again.events(t)
	for i := range a {
		if a[i].ID != b[i].ID || a[i].ID == a[(i+1)%3].ID {
			t.Errorf("%+v, then %+v", a[i], b[i])
		}
	}
}

func TestExposuresInALongAndAWideTableAreTheSame(t *testing.T) {
	long := "月份,品牌,省份,订单量\n2024-01,清风,广东省,\"1,200\"\n2024年2月,清风,广东,1.3万\n2024/1/1,明月,合计,5\n"
	wide := "品牌,省份,2024年1月,202402,合计\n清风,广东,1200,13000,14200\n明月,全部,5,,5\n"
	result, b := imported(t, long, Options{})
	if result.Exposures != 3 || result.Rejected != 0 {
		t.Fatalf("%+v", result)
	}
	f, err := OpenReader(strings.NewReader(wide), "各地订单量.csv", Options{Now: clockOf2026})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Notes) != 1 || !strings.Contains(f.Notes[0], "“合计”") {
		t.Errorf("%v", f.Notes)
	}
	_, w := ran(t, f)
	if diff := cmp.Diff(values(b), values(w)); diff != "" {
		t.Error(diff)
	}
	if x := b.exposures(t)[0]; x.Month != 202401 || x.Unit != "orders" || x.Value != 1200 || x.Dimensions["product.line"] != "清风" || x.Dimensions["region.province"] != "广东" {
		t.Errorf("%+v", x)
	}
	if x := b.exposures(t)[2]; len(x.Dimensions) != 1 {
		t.Errorf("a total is split by %v", x.Dimensions)
	}
}

func TestExposuresSayWhatIsMissing(t *testing.T) {
	for name, test := range map[string]struct {
		content, want string
		options       Options
	}{
		"what was counted": {"品牌,2024-01,2024-02\n甲,1,2\n", "--unit", Options{}},
		"the month":        {"品牌,订单量\n甲,1\n", "--map month=列名", Options{Kind: Exposures}},
		"the count":        {"月份,品牌\n2024-01,甲\n", "--map value=列名", Options{Kind: Exposures}},
	} {
		_, err := OpenReader(strings.NewReader(test.content), "test", test.options)
		if analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	result, b := imported(t, "月份,指标,数量\n2024-01,用户数,10\n2024-01,门店数,3\n三月,用户数,1\n2024-02,用户数,很多\n", Options{})
	if result.Exposures != 2 || result.Reasons["month"] != 1 || result.Reasons["value"] != 1 {
		t.Fatalf("%+v", result)
	}
	if x := b.exposures(t); x[0].Unit != "users" || x[1].Unit != "门店数" {
		t.Errorf("%+v", x)
	}
	result, _ = imported(t, "品牌,2024-01,2024-02\n甲,1,2\n", Options{Unit: "订单量"})
	if result.Exposures != 2 {
		t.Errorf("%+v", result)
	}
}

func TestAPersonCorrectsTheMapping(t *testing.T) {
	f := opened(t, "甲,乙,丙\n1,空调,2024-03-01\n", Options{Incomplete: true})
	if f.Problem() == nil || f.Problem().Field != "text" {
		t.Fatalf("%+v", f.Problem())
	}
	if err := f.Use(Profile{Columns: map[string][]string{"text": {"没有"}}}, Options{}); err == nil {
		t.Error("a column that is not there was taken")
	}
	if err := f.Use(Profile{Name: "门店", Source: "shop", Columns: map[string][]string{"text": {"乙"}, "complaint_id": {}}}, Options{}); err != nil || f.Problem() != nil || f.Profile != "门店" {
		t.Fatalf("%v %v", err, f.Problem())
	}
	_, b := ran(t, f)
	if c := b.complaints(t); len(c) != 1 || c[0].Source != "shop" || c[0].Text != "空调" {
		t.Errorf("%+v", c)
	}
	saved := Profile{Name: "月报", Columns: f.Told()}
	signature := f.Signature()
	next := opened(t, "丙, 乙 ,甲\n2024-04-01,冰箱,9\n", Options{Profiles: func(s string) (Profile, bool) { return saved, s == signature }})
	if next.Profile != "月报" || next.Signature() != signature {
		t.Errorf("profile %q of %s, want %s", next.Profile, next.Signature(), signature)
	}
}

func TestColumnsWithoutNamesAreKnownByTheirValues(t *testing.T) {
	var rows strings.Builder
	for i := range 12 {
		rows.WriteString("T2024" + itoa(1000+i*7) + ",2024-03-0" + itoa(i%9+1) + " 08:30,1380013" + itoa(8000+i) + ",广东省,深圳市,微信," + []string{"A", "B"}[i%2] + "," + []string{"质量问题", "物流问题"}[i%2] +
			",张三丰,￥12.50,上个月买的空调不制冷，联系客服" + itoa(i) + "次都没有人管，太让人生气了\n")
	}
	f := opened(t, "列1,列2,列3,列4,列5,列6,列7,列8,列9,列10,列11\n"+rows.String(), Options{})
	got := map[string]string{}
	for _, c := range f.Columns(masker) {
		got[c.Name] = c.Field
		if c.How != ByValue || c.Why == "" {
			t.Errorf("%+v", c)
		}
	}
	want := map[string]string{"列1": "complaint_id", "列2": "received_at", "列3": "customer.phone", "列4": "region.province", "列5": "region.city", "列6": "channel", "列7": "grade",
		"列8": "category", "列9": "customer.name", "列10": "amount_cny", "列11": "text"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

// The headers are those that systems of this kind export; each line of the golden file says what became of one column.
func TestMappingsOfUsualExports(t *testing.T) {
	files, err := filepath.Glob("testdata/headers/*.csv")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		f, err := Open(path, Options{Now: clockOf2026})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		var out strings.Builder
		out.WriteString(string(f.Kind()) + "\n")
		for _, c := range f.Columns(masker) {
			out.WriteString(c.Name + " → " + c.Field + "（" + c.How + "）" + c.Why + "\n")
		}
		for _, r := range f.Rows(1, masker, codec) {
			b, _ := json.MarshalIndent(r, "", " ")
			out.Write(b)
		}
		out.WriteString("\n")
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		golden := strings.TrimSuffix(path, ".csv") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), out.String()); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}
