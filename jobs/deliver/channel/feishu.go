package channel

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"
)

// feishuBytes bounds the text of a card: 飞书 refuses requests above 20 KB, and the card around it needs some.
const feishuBytes = 15000

// The parts of a card of 飞书.
type (
	feishuMessage struct {
		Stamp string     `json:"timestamp,omitempty"`
		Sign  string     `json:"sign,omitempty"`
		Kind  string     `json:"msg_type"`
		Card  feishuCard `json:"card"`
	}
	feishuCard struct {
		Config   map[string]bool `json:"config"`
		Header   feishuHeader    `json:"header"`
		Elements []feishuElement `json:"elements"`
	}
	feishuHeader struct {
		Title    feishuText `json:"title"`
		Template string     `json:"template"` // colour
	}
	feishuText struct {
		Tag     string `json:"tag"`
		Content string `json:"content"`
	}
	feishuElement struct {
		Tag     string         `json:"tag"`
		Text    *feishuText    `json:"text,omitempty"`
		Actions []feishuButton `json:"actions,omitempty"`
	}
	feishuButton struct {
		Tag  string     `json:"tag"`
		Text feishuText `json:"text"`
		URL  string     `json:"url"`
		Type string     `json:"type"`
	}
)

// cardColours are the colours of the head of a card, by level.
var cardColours = []string{"blue", "blue", "orange", "red"}

// feishu posts a card to the group robot of 飞书: {"msg_type": "interactive"} to …/open-apis/bot/v2/hook/…, 100 messages a minute and 5 a
// second. With a secret the message carries timestamp and sign.
func (s *Sender) feishu(ctx context.Context, to Target, n Notice) error {
	message := feishuMessage{Kind: "interactive", Card: card(n)}
	if to.Secret != "" {
		stamp := s.config.Now().Unix()
		message.Stamp, message.Sign = strconv.FormatInt(stamp, 10), feishuSign(stamp, to.Secret)
	}
	body, err := encode(message)
	if err != nil {
		return err
	}
	status, answer, err := s.post(ctx, to.Address, body, nil)
	if err != nil {
		return err
	}
	return robotAnswer(status, answer, "飞书", feishuTroubles)
}

// feishuSign is the base64 of HMAC-SHA256 over nothing, whose key is the time in seconds, a line break and the secret.
func feishuSign(stamp int64, secret string) string {
	h := hmac.New(sha256.New, fmt.Appendf(nil, "%d\n%s", stamp, secret))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func card(n Notice) feishuCard {
	c := feishuCard{Config: map[string]bool{"wide_screen_mode": true},
		Header: feishuHeader{Title: feishuText{"plain_text", n.Title}, Template: cardColours[min(int(n.Level), 3)]}}
	add := func(text string) {
		c.Elements = append(c.Elements, feishuElement{Tag: "div", Text: &feishuText{"lark_md", text}})
	}
	if n.Lead != "" {
		add(plain(n.Lead))
	}
	room := feishuBytes - len(n.Lead) - len(n.Link)
	for i, item := range n.Items {
		text := fmt.Sprintf("**%s** %s\n%s", levelName(item.Level), plain(item.Sentence), plain(small(item)))
		if room -= len(text) + 60; room < 0 { // 60: the element around it
			add(fmt.Sprintf("其余 %d 条见回声", len(n.Items)-i))
			break
		}
		add(text)
	}
	if n.Link != "" {
		c.Elements = append(c.Elements, feishuElement{Tag: "action",
			Actions: []feishuButton{{Tag: "button", Text: feishuText{"plain_text", "查看并确认收到"}, URL: n.Link, Type: "primary"}}})
	}
	if len(c.Elements) == 0 {
		add("回声")
	}
	return c
}

var feishuTroubles = map[int]trouble{
	19021: {"签名不对，或本机的钟差了一小时以上：请核对签名校验的密钥", true, 0},
	19022: {"本机的出口地址不在机器人的 IP 白名单里", true, 0},
	19024: {"机器人设了关键词，关键词里要有“回声”", true, 0},
	19001: {"机器人的地址无效：请在群里重新复制地址", true, 0},
	19002: {"消息的格式不被接受", true, 0},
	19007: {"机器人已停用", true, 0},
	9499:  {"消息的格式不被接受", true, 0},
	11232: {"发得太频繁（每分钟 100 条、每秒 5 条），稍后再发", false, time.Minute},
	11233: {"发得太频繁，稍后再发", false, time.Minute},
}
