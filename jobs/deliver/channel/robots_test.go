package channel

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
)

var noon = time.Date(2024, 3, 15, 12, 0, 0, 0, analytics.Zone)

func sample() Notice {
	return Notice{ID: "notice-7", Title: "回声警报：1 条", Level: 3, Link: "https://echo.example.com/d/abc", Items: []Item{{Finding: "00000000000000ab", Level: 3,
		Sentence: "3 月 15 日投诉多 113 件，其中两成来自凯迪拉克 × 动力消失", Series: "全部投诉", From: "2024-03-15", To: "2024-03-15",
		Figures: "172 件，预期 59 件（41–77）", Observed: 172, Expected: 59}}}
}

// robot is a server that answers as a vendor does and keeps what came.
type robot struct {
	*httptest.Server
	got    []*http.Request
	bodies [][]byte
	status int
	answer string
}

func newRobot(t *testing.T, answer string) *robot {
	t.Helper()
	r := &robot{status: http.StatusOK, answer: answer}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.got, r.bodies = append(r.got, q), append(r.bodies, body)
		w.WriteHeader(r.status)
		fmt.Fprint(w, r.answer)
	}))
	t.Cleanup(r.Close)
	return r
}

func sender() *Sender { return New(Config{Now: func() time.Time { return noon }}) }

func failureOf(t *testing.T, err error) *Failure {
	t.Helper()
	var f *Failure
	if !errors.As(err, &f) {
		t.Fatalf("%v is no *Failure", err)
	}
	return f
}

func TestWeComTakesMarkdownWithinItsLimit(t *testing.T) {
	r := newRobot(t, `{"errcode":0,"errmsg":"ok"}`)
	to := Target{Channel: analytics.ChannelWeCom, Address: r.URL + "/cgi-bin/webhook/send?key=secret"}
	many := sample()
	for range 200 {
		many.Items = append(many.Items, many.Items[0])
	}
	for _, n := range []Notice{sample(), many} {
		if err := sender().Send(context.Background(), to, n); err != nil {
			t.Fatal(err)
		}
		var body struct {
			Msgtype  string
			Markdown struct{ Content string }
		}
		if err := json.Unmarshal(r.bodies[len(r.bodies)-1], &body); err != nil {
			t.Fatal(err)
		}
		if body.Msgtype != "markdown" || len(body.Markdown.Content) > 4096 {
			t.Errorf("%s with %d bytes", body.Msgtype, len(body.Markdown.Content))
		}
		if !strings.HasSuffix(body.Markdown.Content, "[查看并确认收到](https://echo.example.com/d/abc)") || !strings.Contains(body.Markdown.Content, "凯迪拉克") {
			t.Errorf("the content misses its link or sentence:\n%s", body.Markdown.Content)
		}
	}
	if !strings.Contains(string(r.bodies[1]), "其余 ") {
		t.Error("what did not fit is not said")
	}
	if r.got[0].URL.Query().Get("key") != "secret" || r.got[0].Method != http.MethodPost {
		t.Errorf("%s %s", r.got[0].Method, r.got[0].URL)
	}
}

func TestDingTalkSignsTheTimeWithItsSecret(t *testing.T) {
	r := newRobot(t, `{"errcode":0,"errmsg":"ok"}`)
	to := Target{Channel: analytics.ChannelDingTalk, Address: r.URL + "/robot/send?access_token=token", Secret: "SEC123"}
	if err := sender().Send(context.Background(), to, sample()); err != nil {
		t.Fatal(err)
	}
	query := r.got[0].URL.Query()
	stamp := fmt.Sprint(noon.UnixMilli())
	h := hmac.New(sha256.New, []byte("SEC123"))
	h.Write([]byte(stamp + "\n" + "SEC123"))
	if query.Get("timestamp") != stamp || query.Get("sign") != base64.StdEncoding.EncodeToString(h.Sum(nil)) || query.Get("access_token") != "token" {
		t.Errorf("query %v", query)
	}
	var body struct {
		Msgtype  string
		Markdown struct{ Title, Text string }
	}
	if err := json.Unmarshal(r.bodies[0], &body); err != nil || body.Msgtype != "markdown" || !strings.Contains(body.Markdown.Title, "回声") || !strings.Contains(body.Markdown.Text, "回声") {
		t.Errorf("%v %+v", err, body)
	}
	to.Secret = ""
	if err := sender().Send(context.Background(), to, sample()); err != nil || r.got[1].URL.Query().Has("sign") {
		t.Errorf("a robot without a secret got a signature: %v", err)
	}
}

func TestFeishuSignsInItsBody(t *testing.T) {
	r := newRobot(t, `{"code":0,"msg":"success","StatusCode":0}`)
	if err := sender().Send(context.Background(), Target{Channel: analytics.ChannelFeishu, Address: r.URL + "/open-apis/bot/v2/hook/x", Secret: "key"}, sample()); err != nil {
		t.Fatal(err)
	}
	var body struct {
		Timestamp, Sign string
		MsgType         string `json:"msg_type"`
		Card            struct {
			Header struct {
				Title    struct{ Tag, Content string }
				Template string
			}
			Elements []struct {
				Tag     string
				Text    struct{ Tag, Content string }
				Actions []struct{ URL string }
			}
		}
	}
	if err := json.Unmarshal(r.bodies[0], &body); err != nil {
		t.Fatal(err)
	}
	stamp := fmt.Sprint(noon.Unix())
	want := base64.StdEncoding.EncodeToString(hmac.New(sha256.New, []byte(stamp+"\nkey")).Sum(nil))
	if body.Timestamp != stamp || body.Sign != want || body.MsgType != "interactive" {
		t.Errorf("%+v", body)
	}
	last := body.Card.Elements[len(body.Card.Elements)-1]
	if body.Card.Header.Template != "red" || body.Card.Header.Title.Tag != "plain_text" || last.Tag != "action" || last.Actions[0].URL != "https://echo.example.com/d/abc" {
		t.Errorf("card %+v", body.Card)
	}
}

func TestWebhookIsSignedAsStandardWebhooks(t *testing.T) {
	r := newRobot(t, "")
	r.status = http.StatusNoContent
	for _, secret := range []string{"whsec_" + base64.StdEncoding.EncodeToString([]byte("raw key")), "raw key"} {
		if err := sender().Send(context.Background(), Target{Channel: analytics.ChannelWebhook, Address: r.URL, Secret: secret}, sample()); err != nil {
			t.Fatal(err)
		}
		q, body := r.got[len(r.got)-1], r.bodies[len(r.bodies)-1]
		h := hmac.New(sha256.New, []byte("raw key"))
		fmt.Fprintf(h, "notice-7.%d.%s", noon.Unix(), body)
		if got := q.Header.Get("webhook-signature"); got != "v1,"+base64.StdEncoding.EncodeToString(h.Sum(nil)) || q.Header.Get("webhook-id") != "notice-7" {
			t.Errorf("secret %q: signature %q, id %q", secret, got, q.Header.Get("webhook-id"))
		}
		var told struct {
			Type string
			Data Notice
		}
		if err := json.Unmarshal(body, &told); err != nil || told.Type != "huisheng.notice" || told.Data.Items[0].Observed != 172 {
			t.Errorf("%v %+v", err, told)
		}
	}
}

func TestWhatARobotRefusesIsSaidWithWhatToDo(t *testing.T) {
	for _, c := range []struct {
		channel, answer, says string
		status                int
		final                 bool
		wait                  time.Duration
	}{
		{analytics.ChannelWeCom, `{"errcode":93000,"errmsg":"invalid webhook url"}`, "重新复制地址", 200, true, 0},
		{analytics.ChannelWeCom, `{"errcode":45009,"errmsg":"api freq out of limit"}`, "太频繁", 200, false, time.Minute},
		{analytics.ChannelWeCom, `{"errcode":12345,"errmsg":"<@all> new"}`, "12345 ＜＠all＞ new", 200, false, 0},
		{analytics.ChannelWeCom, `<html>login</html>`, "地址填错", 200, true, 0},
		{analytics.ChannelDingTalk, `{"errcode":310000,"errmsg":"sign not match"}`, "加签的密钥", 200, true, 0},
		{analytics.ChannelDingTalk, `{"errcode":410100}`, "十分钟", 200, false, 10 * time.Minute},
		{analytics.ChannelFeishu, `{"code":19021,"msg":"sign match fail"}`, "签名不对", 200, true, 0},
		{analytics.ChannelFeishu, ``, "HTTP 503", 503, false, 0},
		{analytics.ChannelWebhook, `no such hook`, "no such hook", 404, true, 0},
		{analytics.ChannelWebhook, ``, "太频繁", 429, false, time.Minute},
		{analytics.ChannelWebhook, ``, "没有跟随", 302, true, 0},
	} {
		r := newRobot(t, c.answer)
		r.status = c.status
		f := failureOf(t, sender().Send(context.Background(), Target{Channel: c.channel, Address: r.URL + "/?key=SECRET"}, sample()))
		if !strings.Contains(f.Text, c.says) || f.Final != c.final || f.Wait != c.wait || strings.Contains(f.Text, "SECRET") {
			t.Errorf("%s %s: %+v", c.channel, c.answer, f)
		}
	}
}

func TestNoMarkOfARobotComesOutOfData(t *testing.T) {
	n := sample()
	n.Items[0].Sentence = "<@all> [点我](http://evil.example) **x** <at id=all></at> `y`\n# z"
	for kind, text := range map[string]string{"wecom": wecomText(n), "dingtalk": dingtalkText(n), "feishu": card(n).Elements[0].Text.Content} {
		for _, bad := range []string{"<@all>", "](http://evil", "<at id", "`y`", "\n# z", "**x**"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s lets %q through:\n%s", kind, bad, text)
			}
		}
	}
}
