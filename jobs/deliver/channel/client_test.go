package channel

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"huisheng/analytics"
)

func TestPrivateNetworksAreNotReached(t *testing.T) {
	for _, host := range []string{"10.0.0.5", "192.168.1.1", "172.16.3.4", "169.254.169.254", "100.64.1.1", "0.0.0.0", "[::]", "[fd00::1]", "[fe80::1]", "[::ffff:10.0.0.5]", "[64:ff9b::a00:1]", "224.0.0.1"} {
		f := failureOf(t, sender().Send(context.Background(), Target{Channel: analytics.ChannelWebhook, Address: "https://" + host + "/hook"}, sample()))
		if !f.Final || !strings.Contains(f.Text, "deliver.allow") {
			t.Errorf("%s: %+v", host, f)
		}
	}
}

func TestAnAllowedNetworkIsReached(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	// This machine stands for a network of the company, asked through the client that is for the world outside.
	for _, allowed := range [][]netip.Prefix{nil, {netip.MustParsePrefix("127.0.0.0/8")}} {
		answer, err := New(Config{Allowed: allowed}).public.Get(server.URL)
		if err == nil {
			answer.Body.Close()
		}
		if (err == nil) != (allowed != nil) {
			t.Errorf("allowed %v: %v", allowed, err)
		}
	}
}

func TestARedirectInwardsIsNotFollowed(t *testing.T) {
	reached := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer inside.Close()
	outside := httptest.NewServer(http.RedirectHandler(inside.URL, http.StatusTemporaryRedirect))
	defer outside.Close()
	if f := failureOf(t, sender().Send(context.Background(), Target{Channel: analytics.ChannelWebhook, Address: outside.URL}, sample())); !f.Final || reached {
		t.Errorf("%+v, reached %v", f, reached)
	}
}

func TestAnUntrustedCertificateIsRefused(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	if f := failureOf(t, sender().Send(context.Background(), Target{Channel: analytics.ChannelWebhook, Address: server.URL}, sample())); !strings.Contains(f.Text, "证书不可信") {
		t.Errorf("%+v", f)
	}
}

func TestAFailureNamesNoAddress(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	f := failureOf(t, sender().Send(context.Background(), Target{Channel: analytics.ChannelWeCom, Address: server.URL + "/send?key=SECRET"}, sample()))
	if f.Final || strings.Contains(f.Error(), "SECRET") || strings.Contains(f.Cause.Error(), "SECRET") {
		t.Errorf("%+v", f)
	}
}

func TestCheckTellsWhatIsWrongWithoutRepeatingIt(t *testing.T) {
	for _, c := range []struct{ channel, address, shown, wrong string }{
		{analytics.ChannelWeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K", "qyapi.weixin.qq.com", ""},
		{analytics.ChannelWebhook, "http://127.0.0.1:9000/x", "127.0.0.1:9000", ""},
		{analytics.ChannelMail, "张三 <zhang@example.com>", "zhang@example.com", ""},
		{analytics.ChannelWebhook, "http://example.com/SECRET", "", "https://"},
		{analytics.ChannelWebhook, "https://user:SECRET@example.com/", "", "https://"},
		{analytics.ChannelWeCom, "SECRET", "", "qyapi.weixin.qq.com"},
		{analytics.ChannelMail, "zhang@example.com\r\nBcc: x@y.z", "", "邮件地址"},
		{"pigeon", "x", "", "wecom"},
	} {
		shown, err := Check(Target{Channel: c.channel, Address: c.address})
		if shown != c.shown || (err == nil) != (c.wrong == "") || err != nil && (!strings.Contains(err.Error(), c.wrong) || strings.Contains(err.Error(), "SECRET")) {
			t.Errorf("%s %q: %q, %v", c.channel, c.address, shown, err)
		}
	}
}
