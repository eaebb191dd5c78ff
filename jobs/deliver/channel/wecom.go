package channel

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// wecomBytes is the most that the content of a markdown message of 企业微信 may have in UTF-8 ("markdown.content exceed max length 4096").
const wecomBytes = 4096

// levelColours are the colours that 企业微信 knows: warning is orange, info green, comment grey.
var levelColours = []string{"comment", "comment", "warning", "warning"}

// wecom posts to the group robot of 企业微信: {"msgtype": "markdown"} to …/cgi-bin/webhook/send?key=…, 20 messages a minute.
func (s *Sender) wecom(ctx context.Context, to Target, n Notice) error {
	type markdown struct {
		Content string `json:"content"`
	}
	body, err := encode(struct {
		Kind     string   `json:"msgtype"`
		Markdown markdown `json:"markdown"`
	}{"markdown", markdown{wecomText(n)}})
	if err != nil {
		return err
	}
	status, answer, err := s.post(ctx, to.Address, body, nil)
	if err != nil {
		return err
	}
	return robotAnswer(status, answer, "企业微信", wecomTroubles)
}

func wecomText(n Notice) string {
	head := fmt.Sprintf("**%s**\n", plain(n.Title))
	if n.Lead != "" {
		head += plain(n.Lead) + "\n"
	}
	foot := ""
	if n.Link != "" {
		foot = "[查看并确认收到](" + n.Link + ")"
	}
	const more = len("其余 1234 条见回声\n")
	text, left := paragraphs(n, wecomBytes-len(head)-len(foot)-more, func(i Item) string {
		return fmt.Sprintf("> <font color=\"%s\">%s</font> %s\n> <font color=\"comment\">%s</font>\n", levelColours[min(int(i.Level), 3)], levelName(i.Level),
			cut(plain(i.Sentence), 600), cut(plain(small(i)), 300))
	})
	if left > 0 {
		text += fmt.Sprintf("其余 %d 条见回声\n", left)
	}
	return cut(head+text+foot, wecomBytes)
}

// small is what stands in small letters under a sentence: whose figures, which days, how much against what.
func small(i Item) string {
	days := i.From
	if i.To != i.From {
		days += " 至 " + i.To
	}
	text := i.Series
	for _, part := range []string{days, i.Figures} {
		if part != "" && text != "" {
			text += " · "
		}
		text += part
	}
	return text
}

// trouble is what an error code of a robot means to a person.
type trouble struct {
	text  string
	final bool
	wait  time.Duration
}

var wecomTroubles = map[int]trouble{
	45009: {"发得太频繁（每个机器人每分钟 20 条），稍后再发", false, time.Minute},
	45033: {"并发太多，稍后再发", false, time.Minute},
	93000: {"机器人的地址无效，或机器人已被移出群：请在群里重新复制地址", true, 0},
	40058: {"消息的格式不被接受", true, 0},
	40008: {"消息的格式不被接受", true, 0},
	-1:    {"系统繁忙，稍后再发", false, 0},
}

// robotAnswer reads the answer of a robot: HTTP 200 with a code, which is 0 when it went well. 企业微信 and 钉钉 say errcode and errmsg,
// 飞书 code and msg.
func robotAnswer(status int, answer []byte, who string, troubles map[int]trouble) error {
	if refused := refusedStatus(status, ""); refused != nil {
		refused.Text = who + "：" + refused.Text
		return refused
	}
	var said struct {
		Errcode, Code *int
		Errmsg, Msg   string
	}
	if err := json.Unmarshal(answer, &said); err != nil || said.Errcode == nil && said.Code == nil {
		return &Failure{Text: who + "：应答看不懂，多半是地址填错了", Final: true, Cause: err}
	}
	code, words := said.Errcode, said.Errmsg
	if code == nil {
		code, words = said.Code, said.Msg
	}
	if *code == 0 {
		return nil
	}
	if t, known := troubles[*code]; known {
		return &Failure{Text: fmt.Sprintf("%s：%s（%d）", who, t.text, *code), Final: t.final, Wait: t.wait}
	}
	return &Failure{Text: fmt.Sprintf("%s：没有收下（%d %s）", who, *code, cut(plain(words), 120))}
}
