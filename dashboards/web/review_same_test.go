package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// oneTemplate says that every complaint is of the template 7.
type oneTemplate struct {
	fakeAlike
	n uint64
}

func (f oneTemplate) SameAs(context.Context, analytics.Key) (analytics.SameAs, error) {
	return analytics.SameAs{Template: analytics.Alike{Group: analytics.Group{Kind: analytics.GroupTemplate, ID: 7}, N: f.n}}, nil
}

// templated is a site in which the first four complaints are of one template; the last of them was checked by a person.
func templated(t *testing.T, n uint64, more ...func(*Config)) (http.Handler, *fakeCorrections, []analytics.Key) {
	t.Helper()
	r, f := memory.Sample(1, false), &fakeCorrections{}
	listed, err := r.ListComplaints(t.Context(), analytics.Selection{}, fixedNow, analytics.Cursor{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[analytics.Key]bool{}
	for _, l := range listed {
		counts[l.Key] = !l.Pending
	}
	var keys []analytics.Key
	for i := range r.Records {
		record := &r.Records[i]
		if !counts[analytics.Key{Source: record.Complaint.Source, ID: record.Complaint.ID}] || len(keys) == 4 {
			continue
		}
		record.Mark.Template = 7
		record.Insight.Key = analytics.Key{Source: record.Complaint.Source, ID: record.Complaint.ID}
		record.Insight.Topic, record.Insight.TopicFrom = []string{"noise", "noise", "cold", "price"}[len(keys)], "rule"
		if len(keys) == 3 {
			record.Insight.TopicFrom = analytics.FromPerson
		}
		keys = append(keys, record.Insight.Key)
	}
	return testHandler(t, r, append(more, func(c *Config) { c.Corrections, c.Alike = f, oneTemplate{fakeAlike{r: r}, n} })...), f, keys
}

func TestAgreeingOffersTheOthersOfTheSameTemplate(t *testing.T) {
	h, f, keys := templated(t, 4)
	w := post(t, h, "/review/accept", form(keys[0], "by", "张三", "axis", analytics.AxisWhat))
	ask := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(ask, "/review/same?") || len(f.said) != 1 {
		t.Fatalf("%d %s, %d said: the others are not offered", w.Code, ask, len(f.said))
	}
	body := get(t, h, ask, "Cookie", "who=%E5%BC%A0%E4%B8%89").Body.String()
	for _, want := range []string{"还有 <b>2</b> 件没有人看过", "一起确认 2 件", "<td>不制冷</td><td>异响</td>", "<td>异响</td><td>不变</td>", string(keys[1].ID), string(keys[2].ID)} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing before it is saved", want)
		}
	}
	if len(f.said) != 1 {
		t.Fatal("looking at the question saved something")
	}
	w = post(t, h, "/review/same", form(keys[0], "by", "张三", "axis", analytics.AxisWhat, "back", "/review"))
	if got := w.Header().Get("Location"); got != "/review?done=agreed_same&n=2" || len(f.said) != 3 {
		t.Fatalf("%d %s, %d said", w.Code, got, len(f.said))
	}
	for _, c := range f.said {
		if c.To != "noise" || c.By != "张三" || c.Key == keys[3] {
			t.Errorf("%+v: what a person checked is changed, or something else is said", c)
		}
	}
}

// On a narrow screen, too, a person says that a label is right and then that it is so for the whole template.
func TestAWholeTemplateIsAgreedOnInABrowser(t *testing.T) {
	assets := charts(t)
	h, f, keys := templated(t, 4, func(c *Config) { c.Assets = assets })
	f.doubts = []analytics.Doubt{{Listed: analytics.Listed{Key: keys[0], Topic: "noise", Head: strings.Repeat("空调外机嗡嗡响", 12)}, Word: "外机", N: 4, Confidence: 0.41, Month: 202403, Months: []analytics.Month{202403}}}
	server := httptest.NewServer(h)
	defer server.Close()
	b := openBrowser(t)
	b.do(t, chromedp.EmulateViewport(390, 900), chromedp.Navigate(server.URL+"/review"), chromedp.WaitReady("html[data-ready]"))
	b.do(t, chromedp.SendKeys(`form[action="/review/name"] input[name=by]`, "张三"), chromedp.Click(`form[action="/review/name"] button`))
	until(t, b, `document.querySelector('form[action="/review/accept"]') !== null`)
	b.do(t, chromedp.Click(`form[action="/review/accept"] button`))
	until(t, b, `location.pathname === "/review/same" && document.querySelector('form[action="/review/same"]') !== null`)
	if over := eval[int](t, b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		t.Errorf("the question is %d px wider than 390", over)
	}
	b.do(t, chromedp.Click(`form[action="/review/same"] button.primary`))
	until(t, b, `document.body.textContent.includes("已一起确认 2 件")`)
	if len(f.said) != 3 || f.said[2].By != "张三" {
		t.Errorf("%+v", f.said)
	}
	b.quiet(t, server.URL)
}

func TestAgreeingWithOneThatIsAloneGoesBackAtOnce(t *testing.T) {
	h, f, keys := templated(t, 1)
	w := post(t, h, "/review/accept", form(keys[0], "by", "张三", "axis", analytics.AxisWhy))
	if got := w.Header().Get("Location"); got != "/review?axis=why&done=agreed" || len(f.said) != 1 || f.said[0].Axis != analytics.AxisWhy {
		t.Errorf("%s, %+v", got, f.said)
	}
	if w := post(t, h, "/review/same", form(keys[0], "axis", analytics.AxisWhy)); w.Code != http.StatusBadRequest {
		t.Errorf("%d: nobody put their name to it", w.Code)
	}
}

func TestTheWorkListIsThereForEveryAxisOfTheTaxonomy(t *testing.T) {
	h, f, k := correcting(t)
	f.doubts = []analytics.Doubt{{Listed: analytics.Listed{Key: k, Topic: "why.part", Head: "零件坏了"}, Word: "零件", N: 4, Confidence: 0.4, Month: 202403, Months: []analytics.Month{202403}}}
	body := page(t, h, "/review?axis=why")
	for _, want := range []string{`<a href="/review?axis=why" class="on"`, `<a href="/review">现象</a>`, "零件缺陷", "依据弱", "axis=why&amp;", "topic_why=why.part"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(body, "/review?axis=where") || strings.Contains(body, "把握") {
		t.Error("an axis is offered that the taxonomy has not, or a percentage that nobody measured")
	}
}
