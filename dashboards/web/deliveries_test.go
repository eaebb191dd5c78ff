package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// fakeDeliveries keeps what a page changes.
type fakeDeliveries struct {
	recipients []analytics.Recipient
	rules      []analytics.DeliveryRule
	notices    []analytics.Notice
	tells      []analytics.Delivery
	asked      []string
	err        error
	test       analytics.Notice
	linked     bool
}

func (f *fakeDeliveries) Recipients(context.Context) ([]analytics.Recipient, error) {
	return f.recipients, nil
}
func (f *fakeDeliveries) DeliveryRules(context.Context) ([]analytics.DeliveryRule, error) {
	return f.rules, nil
}
func (f *fakeDeliveries) AddRecipient(_ context.Context, name, channel, address, secret, by string) error {
	f.asked = append(f.asked, strings.Join([]string{"add", name, channel, address, secret, by}, " "))
	return f.err
}
func (f *fakeDeliveries) TestRecipient(_ context.Context, _ uint64, by string) (analytics.Notice, error) {
	f.asked = append(f.asked, "test by "+by)
	return f.test, f.err
}
func (f *fakeDeliveries) RemoveRecipient(context.Context, uint64) error { return f.err }
func (f *fakeDeliveries) SaveDeliveryRule(_ context.Context, r analytics.DeliveryRule) error {
	if f.err == nil {
		f.rules = []analytics.DeliveryRule{r}
	}
	return f.err
}
func (f *fakeDeliveries) RemoveDeliveryRule(context.Context, uint64) error { return f.err }
func (f *fakeDeliveries) Notices(_ context.Context, _ uint64, limit int) ([]analytics.Notice, error) {
	return f.notices[:min(limit, len(f.notices))], nil
}
func (f *fakeDeliveries) LastNotices(context.Context) ([]analytics.Notice, error) {
	return f.notices, nil
}
func (f *fakeDeliveries) CountNotices(context.Context, time.Time) (c analytics.NoticeCounts, err error) {
	if len(f.notices) > 0 {
		c = analytics.NoticeCounts{Sent: 1, Confirmed: 1, Failed: 1}
	}
	return c, nil
}
func (f *fakeDeliveries) WaitingDeliveries(context.Context, time.Time) ([]analytics.Delivery, error) {
	return nil, nil
}
func (f *fakeDeliveries) RetryNotice(context.Context, uint64) error { return f.err }
func (f *fakeDeliveries) NoticeOf(_ context.Context, token string) (analytics.Notice, []analytics.Delivery, error) {
	if token != "7.good" {
		return analytics.Notice{}, nil, &analytics.Error{Kind: analytics.KindMissing, Text: "这个链接不对"}
	}
	return f.notices[0], f.tells, nil
}
func (f *fakeDeliveries) OpenNotice(context.Context, uint64) error {
	f.asked = append(f.asked, "opened")
	return nil
}
func (f *fakeDeliveries) ConfirmNotice(_ context.Context, _ uint64, by string) error {
	f.asked = append(f.asked, "confirmed by "+by)
	return nil
}
func (f *fakeDeliveries) Linked() bool { return f.linked }

// told is a site with one of everything.
func told() (*fakeDeliveries, http.Handler) {
	at := time.Date(2024, 3, 15, 12, 0, 0, 0, analytics.Zone)
	item := `{"sentence":"3 月 15 日投诉多 113 件","series":"全部投诉","from":"2024-03-15","to":"2024-03-15","figures":"172 件，预期 59 件"}`
	f := &fakeDeliveries{linked: true,
		recipients: []analytics.Recipient{{Number: 1, Name: "质量部群", Channel: analytics.ChannelWeCom, Shown: "qyapi.weixin.qq.com", Sealed: "SECRET", MadeBy: "甲", MadeAt: at},
			{Number: 2, Name: "李经理", Channel: analytics.ChannelMail, Shown: "li@example.com", MadeBy: "甲", MadeAt: at}, {Number: 3, Name: "走了的", Channel: analytics.ChannelMail, GoneAt: at}},
		rules: []analytics.DeliveryRule{{Number: 4, Name: "警报立即", Level: 3, Kinds: []string{analytics.FindingDays}, To: []uint64{1}, QuietFrom: 22 * 60, QuietTo: 8 * 60, BreakQuiet: true,
			Series: []analytics.AxisValue{{Axis: "department", Value: "客服部"}}, Escalate: []analytics.Escalation{{After: 30 * time.Minute, To: 2}}}},
		notices: []analytics.Notice{
			{Number: 7, Recipient: 1, Title: "回声警报：全部投诉", Content: `{"lead":""}`, N: 2, Level: 3, State: analytics.NoticeSent, MadeAt: at, SentAt: at, OpenedAt: at, ConfirmedAt: at, ConfirmedBy: "乙"},
			{Number: 6, Recipient: 3, Title: "回声预警：<b>", Content: `{}`, N: 1, Level: 2, State: analytics.NoticeFailed, MadeAt: at, Trouble: "机器人已停用"}},
		tells: []analytics.Delivery{{Finding: 1, Level: 3, Content: item}, {Finding: 2, Level: 2, Content: item}}}
	return f, New(Config{Reader: memory.Sample(1, false), Deliveries: f, Clock: func() time.Time { return at.Add(time.Hour) }})
}

func TestThePageOfNoticesSaysWhoIsToldWhatAndWhatBecameOfIt(t *testing.T) {
	f, h := told()
	page := get(t, h, "/deliveries").Body.String()
	for _, want := range []string{"1 条规则在用。近 7 天发出 1 条通知，1 条已确认，1 条没有发出", "警报，异常的日子，部门为客服部", "立即；22:00–08:00 不发，警报除外", "30 分钟无人确认，转李经理",
		"qyapi.weixin.qq.com", "2024-03-15 12:00 由乙确认", "机器人已停用", "走了的（已移除）", "&lt;b&gt;", "/deliveries/notices/6/retry"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "SECRET") || strings.Contains(page, "public_url") {
		t.Error("the page shows what is sealed, or asks for what is set")
	}
	f.recipients, f.rules, f.notices, f.linked = nil, nil, nil, false
	if empty := get(t, h, "/deliveries").Body.String(); !strings.Contains(empty, "现在不发任何通知") || !strings.Contains(empty, "deliver.public_url") {
		t.Error("an empty page does not say that nothing is sent, and what to set")
	}
}

func TestARecipientThatWasTypedWrongIsAskedForOnceMore(t *testing.T) {
	f, h := told()
	form := url.Values{"name": {"新群"}, "channel": {analytics.ChannelFeishu}, "address": {"https://open.feishu.cn/KEY"}, "secret": {"S"}, "by": {"王芳"}}
	if w := send(t, h, "/deliveries/recipients", form); w.Code != http.StatusSeeOther || f.asked[0] != "add 新群 feishu https://open.feishu.cn/KEY S 王芳" {
		t.Errorf("%d %v", w.Code, f.asked)
	}
	f.err = analytics.Invalid("address", "地址应以 https:// 开头")
	w := send(t, h, "/deliveries/recipients", form)
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "地址应以 https:// 开头") || !strings.Contains(body, `value="新群"`) || strings.Contains(body, "KEY") {
		t.Errorf("%d: what was typed is lost, or the address is shown", w.Code)
	}
}

func TestATestThatFailedSaysWhy(t *testing.T) {
	f, h := told()
	f.test = analytics.Notice{State: analytics.NoticeFailed, Trouble: "签名不对"}
	if body := send(t, h, "/deliveries/recipients/1/test", nil).Body.String(); !strings.Contains(body, "测试没有发出。签名不对") {
		t.Error("the reason is not there")
	}
	f.test.State = analytics.NoticeSent
	if w := send(t, h, "/deliveries/recipients/1/test", nil); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
}

func TestARuleComesBackFromItsFormAsItWas(t *testing.T) {
	f, h := told()
	want := f.rules[0]
	form := url.Values{"number": {"4"}, "name": {"警报立即"}, "level": {"3"}, "kind": {analytics.FindingDays}, "to": {"1"}, "digest": {""}, "at": {"09:00"}, "weekday": {"1"}, "quiet": {"1"},
		"quiet_from": {"22:00"}, "quiet_to": {"08:00"}, "break": {"1"}, "axis0": {"department"}, "value0": {"客服部"}, "axis1": {""}, "step_after0": {"30"}, "step_unit0": {"m"}, "step_to0": {"2"}, "by": {"王芳"}}
	page := get(t, h, "/deliveries/rule?number=4").Body.String()
	for _, shown := range []string{`value="警报立即"`, `value="22:00"`, `value="客服部"`, `<option value="2" selected>李经理 · 邮件</option>`, `value="30"`} {
		if !strings.Contains(page, shown) {
			t.Errorf("the form lacks %s", shown)
		}
	}
	if strings.Contains(page, "走了的") {
		t.Error("the form offers somebody who is gone")
	}
	if w := send(t, h, "/deliveries/rule", form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d", w.Code)
	}
	want.MadeBy, want.Weekday = "王芳", time.Monday
	if diff := cmp.Diff(want, f.rules[0]); diff != "" {
		t.Error(diff)
	}
	form.Set("step_after0", "")
	form.Del("kind")
	if w := send(t, h, "/deliveries/rule", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "请至少选一种发现") || !strings.Contains(w.Body.String(), `value="警报立即"`) {
		t.Errorf("%d: the form does not say what is wrong, or forgot the rest", w.Code)
	}
	if w := send(t, h, "/deliveries/rules/4/switch", nil); w.Code != http.StatusSeeOther || !f.rules[0].Off {
		t.Errorf("%d: the rule is not off", w.Code)
	}
	if get(t, h, "/deliveries/rule?number=99").Code != http.StatusNotFound {
		t.Error("a rule that is not there has a form")
	}
}

func TestTheLinkOfANoticeIsOpenedAndConfirmed(t *testing.T) {
	f, h := told()
	if get(t, h, "/d/7.bad").Code != http.StatusNotFound || len(f.asked) > 0 {
		t.Error("a link that nobody made leads somewhere")
	}
	f.notices[0].ConfirmedAt = time.Time{}
	page := get(t, h, "/d/7.good").Body.String()
	if !strings.Contains(page, "3 月 15 日投诉多 113 件") || !strings.Contains(page, "/finding?id=0000000000000001") || !strings.Contains(page, "确认收到") || f.asked[0] != "opened" {
		t.Errorf("asked %v", f.asked)
	}
	if w := send(t, h, "/d/7.good", url.Values{"by": {"王芳"}}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/d/7.good?done=notice_confirmed" || f.asked[1] != "confirmed by 王芳" {
		t.Errorf("%d %s %v", w.Code, w.Header().Get("Location"), f.asked)
	}
	r := httptest.NewRequest(http.MethodHead, "/d/7.good", nil)
	h.ServeHTTP(httptest.NewRecorder(), r)
	if len(f.asked) != 2 {
		t.Error("a program that only looked counts as opened")
	}
}
