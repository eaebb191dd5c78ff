package channel

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// dingtalkBytes bounds the text of a markdown message: 钉钉 refuses requests above 20,000 bytes, and JSON escapes some of them.
const dingtalkBytes = 16000

// dingtalk posts to the group robot of 钉钉: {"msgtype": "markdown"} to …/robot/send?access_token=…, 20 messages a minute. With a secret
// (SEC…) the address carries timestamp and sign.
func (s *Sender) dingtalk(ctx context.Context, to Target, n Notice) error {
	type markdown struct {
		Title string `json:"title"` // what the list of conversations shows
		Text  string `json:"text"`
	}
	body, err := encode(struct {
		Kind     string   `json:"msgtype"`
		Markdown markdown `json:"markdown"`
	}{"markdown", markdown{plain(n.Title), dingtalkText(n)}})
	if err != nil {
		return err
	}
	at, err := url.Parse(to.Address)
	if err != nil {
		return &Failure{Text: "收件地址不是网址，请重新填写", Final: true}
	}
	if to.Secret != "" {
		stamp := s.config.Now().UnixMilli()
		query := at.Query()
		query.Set("timestamp", strconv.FormatInt(stamp, 10))
		query.Set("sign", dingtalkSign(stamp, to.Secret))
		at.RawQuery = query.Encode()
	}
	status, answer, err := s.post(ctx, at.String(), body, nil)
	if err != nil {
		return err
	}
	return robotAnswer(status, answer, "钉钉", dingtalkTroubles)
}

// dingtalkSign is the base64 of HMAC-SHA256 with the secret over the time in milliseconds, a line break and the secret.
func dingtalkSign(stamp int64, secret string) string {
	h := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(h, "%d\n%s", stamp, secret)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func dingtalkText(n Notice) string {
	head := fmt.Sprintf("#### %s\n\n", plain(n.Title))
	if n.Lead != "" {
		head += plain(n.Lead) + "\n\n"
	}
	foot := ""
	if n.Link != "" {
		foot = "[查看并确认收到](" + n.Link + ")"
	}
	text, left := paragraphs(n, dingtalkBytes-len(head)-len(foot), func(i Item) string {
		return fmt.Sprintf("**%s** %s\n\n> %s\n\n", levelName(i.Level), plain(i.Sentence), plain(small(i)))
	})
	if left > 0 {
		text += fmt.Sprintf("其余 %d 条见回声\n\n", left)
	}
	return head + text + foot
}

// A robot of 钉钉 that was asked too often is silent for ten minutes.
var dingtalkTroubles = map[int]trouble{
	310000: {"安全设置不符：请核对加签的密钥；用关键词的，关键词里要有“回声”；用 IP 名单的，要有本机的出口地址", true, 0},
	400013: {"群已解散", true, 0},
	400101: {"机器人的地址无效：请在群里重新复制地址", true, 0},
	400102: {"机器人已停用", true, 0},
	400106: {"机器人不存在：请在群里重新添加", true, 0},
	300001: {"机器人的地址无效：请在群里重新复制地址", true, 0},
	300005: {"机器人的地址无效：请在群里重新复制地址", true, 0},
	410100: {"发得太频繁（每个机器人每分钟 20 条），十分钟后再发", false, 10 * time.Minute},
	130101: {"发得太频繁（每个机器人每分钟 20 条），十分钟后再发", false, 10 * time.Minute},
	302033: {"发得太频繁（每个机器人每分钟 20 条），十分钟后再发", false, 10 * time.Minute},
	430101: {"消息里的链接被判为不安全：请核对设置 deliver.public_url", true, 0},
	430104: {"消息的内容被判为不合适", true, 0},
	-1:     {"系统繁忙，稍后再发", false, 0},
}
