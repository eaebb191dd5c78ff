package channel

import (
	"net/mail"
	"net/url"
	"strings"

	"huisheng/analytics"
)

// Names are the channels as people call them.
var Names = map[string]string{analytics.ChannelWeCom: "企业微信", analytics.ChannelDingTalk: "钉钉", analytics.ChannelFeishu: "飞书",
	analytics.ChannelMail: "邮件", analytics.ChannelWebhook: "Webhook"}

// hints are what an address of each robot looks like, for who typed something else.
var hints = map[string]string{
	analytics.ChannelWeCom:    "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
	analytics.ChannelDingTalk: "https://oapi.dingtalk.com/robot/send?access_token=…",
	analytics.ChannelFeishu:   "https://open.feishu.cn/open-apis/bot/v2/hook/…",
	analytics.ChannelWebhook:  "https://…",
}

// Check tells whether a target can be sent to as it was typed, and what of its address may be shown.
func Check(t Target) (shown string, err error) {
	if Names[t.Channel] == "" {
		return "", analytics.Invalid("channel", "渠道 %q 不认识，可用：%s", t.Channel, strings.Join(analytics.Channels, "、"))
	}
	if t.Channel == analytics.ChannelMail {
		at, err := mail.ParseAddress(t.Address)
		if err != nil || strings.ContainsAny(t.Address, "\r\n") {
			return "", analytics.Invalid("address", "%q 不是邮件地址，应如 zhang@example.com", t.Address)
		}
		return at.Address, nil
	}
	at, err := url.Parse(t.Address)
	if err != nil || at.Host == "" || at.User != nil || at.Scheme != "https" && !(at.Scheme == "http" && loopback(at.Hostname())) {
		// The address is not repeated: it is a secret also when it is wrong.
		return "", analytics.Invalid("address", "%s的地址应以 https:// 开头，如 %s", Names[t.Channel], hints[t.Channel])
	}
	return at.Host, nil
}
