package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/dashboards"
	"huisheng/dashboards/memory"
)

// fakeTaxonomies has one small pack on the topics of memory.Sample.
type fakeTaxonomies struct{ classifier *topic.Classifier }

func (f fakeTaxonomies) Classifier(context.Context) (*topic.Classifier, error) {
	return f.classifier, nil
}

const samplePack = `
pack: home
name: 家电
version: 3
topics:
  - {code: fault, name: 故障, why: quality}
  - {code: noise, name: 异响, parent: fault, definition: 运行时的异响, examples: [空调异响], counter: [手机铃声], rules: [{any: [异响], weight: 2}]}
  - {code: cold, name: 不制冷, parent: fault, rules: [{any: [不制冷]}]}
  - {code: quality, name: 质量, axis: why, rules: [{any: [质量]}]}
`

func withTaxonomy(t *testing.T) func(*Config) {
	t.Helper()
	pack, err := topic.Parse("home.yaml", []byte(samplePack))
	if err != nil {
		t.Fatal(err)
	}
	c, err := topic.Compile([]topic.Pack{pack})
	if err != nil {
		t.Fatal(err)
	}
	return func(config *Config) { config.Taxonomies = fakeTaxonomies{c} }
}

// Every number of the tree is the number behind its door, and the parts are the total.
func TestTheTreeCountsWhatItsDoorsList(t *testing.T) {
	r := memory.Sample(1, false)
	h := testHandler(t, r, withTaxonomy(t))
	got := page(t, h, "/taxonomy")
	march := analytics.Selection{From: analytics.Month(202403).First(), To: analytics.Month(202403).Last()}
	count := func(s analytics.Selection) string {
		tally, err := r.TallyComplaints(context.Background(), s, fixedNow)
		if err != nil {
			t.Fatal(err)
		}
		return dashboards.Number(tally.N)
	}
	for _, s := range []analytics.Selection{march, march.With("topic", "noise"), march.With("topic", "noise", "cold"), march.With("topic", ""), march.Without("topic", "noise", "cold", "")} {
		door := strings.ReplaceAll(dashboards.Door(s), "&", "&amp;")
		if want := `href="` + door + `">` + count(s) + "</a>"; !strings.Contains(got, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
	for _, want := range []string{"第 3 版", "运行时的异响", "空调异响", "不是：手机铃声", "其他分类包"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
}

func TestASentenceIsTriedAsComplaintsAreRead(t *testing.T) {
	h := testHandler(t, memory.Sample(1, false), withTaxonomy(t))
	got := page(t, h, "/taxonomy?text="+url.QueryEscape("<b>空调异响</b>，还不制冷"))
	for _, want := range []string{"<mark>异响</mark>", "&lt;b&gt;空调", "其次：不制冷", "故障 · 依据", "<b>质量</b>", "<b>未分类</b>"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
	if w := get(t, h, "/taxonomy?pack=none"); w.Code != http.StatusNotFound {
		t.Errorf("a pack that is not there: %d", w.Code)
	}
	if w := get(t, h, "/taxonomy?axis=when"); w.Code != http.StatusBadRequest {
		t.Errorf("an axis that is not there: %d", w.Code)
	}
	if w := get(t, testHandler(t, memory.Sample(1, false)), "/taxonomy"); w.Code != http.StatusNotFound {
		t.Errorf("without a taxonomy: %d", w.Code)
	}
	if got := page(t, testHandler(t, &memory.Reader{}, withTaxonomy(t)), "/taxonomy"); !strings.Contains(got, "异响") || strings.Contains(got, "件数") {
		t.Error("without complaints the tree is shown without counts")
	}
}

// The three labels of a complaint stand in its detail, each with the words that spoke for it.
func TestADetailTellsTheLabelsOfAllAxes(t *testing.T) {
	r := memory.Sample(1, false)
	record := &r.Records[0]
	record.Complaint.Subject, record.Complaint.Text = "", "空调异响，质量太差"
	record.Insight = &analytics.Insight{Topic: "noise", TopicFrom: "rule", Confidence: 0.8, Why: analytics.Label{Code: "quality", From: "rule", Confidence: 0.456},
		Where: analytics.Label{From: "none"}, Evidence: []analytics.Evidence{{Topic: "noise", From: 2, To: 4}, {Topic: "quality", From: 5, To: 7}}}
	got := page(t, testHandler(t, r), "/complaint?in="+escaped(record.Complaint.Source)+"&open="+record.Complaint.ID)
	for _, want := range []string{"<dt>主题</dt><dd><b>异响</b><mark>异响</mark><small> <span title=", ">依据强</span>", "<dt>原因</dt><dd><b>quality</b><mark>质量</mark>", ">依据弱</span>", `<div class="none"><dt>环节</dt><dd><b>未分类</b>`} {
		if !strings.Contains(got, want) {
			t.Errorf("the detail does not have %s", want)
		}
	}
}

// An executive looks at the same month by what, why and where, and stays in the filters.
func TestTopicsAreLookedAtByThreeAxes(t *testing.T) {
	r := memory.Sample(1, false)
	for i := range r.Records {
		if in := r.Records[i].Insight; in != nil && i%3 > 0 {
			in.Why.Code = []string{"quality", "delay"}[i%2]
		}
	}
	h := testHandler(t, r)
	got := page(t, h, "/?month=2024-02&by=topic_why&product_line=空调")
	for _, want := range []string{`class="on" aria-current="true">原因</a>`, "&amp;by=topic_where#topics", "投诉最多的原因", "topic_why=quality", "/export/topics.csv?month=2024-02&amp;product_line=%E7%A9%BA%E8%B0%83&amp;by=topic_why"} {
		if !strings.Contains(got, want) {
			t.Errorf("the overview does not have %s", want)
		}
	}
	if w := get(t, h, "/?by=product"); w.Code != http.StatusBadRequest {
		t.Errorf("by=product: %d", w.Code)
	}
}
