package main

import (
	"log/slog"
	"os"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
)

type deliverCommand struct {
	Rules      deliverRules      `cmd:"" help:"通知规则：列出，写成 YAML，从 YAML 读入，删除。"`
	Recipients deliverRecipients `cmd:"" help:"收件人：列出、添加、移除。"`
	Test       deliverTest       `cmd:"" help:"给一个收件人发一条测试。"`
	Log        deliverLog        `cmd:"" help:"发过的通知：结果、打开、确认。"`
	Run        deliverRun        `cmd:"" help:"现在就把该发的发出去；serve 运行时自己会发。"`
}

type deliverRecipients struct {
	List   recipientsList   `cmd:"" default:"withargs" help:"列出收件人。"`
	Add    recipientsAdd    `cmd:"" help:"添加收件人。"`
	Remove recipientsRemove `cmd:"" help:"移除收件人，删除它的地址和密钥。"`
}

type recipientsList struct{}

// recipientLine is one recipient as JSON tells it. Addresses are secrets.
type recipientLine struct {
	Number  uint64    `json:"number"`
	Name    string    `json:"name"`
	Channel string    `json:"channel"`
	Shown   string    `json:"shown"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Run lists those that stand.
func (recipientsList) Run(p *program) error {
	return p.withRuntime(func(rt *runtime.Runtime) error {
		list, err := rt.State.Recipients(p.ctx)
		if err != nil {
			return err
		}
		lines := []recipientLine{}
		for _, r := range list {
			if r.GoneAt.IsZero() {
				lines = append(lines, recipientLine{r.Number, r.Name, r.Channel, r.Shown, r.MadeBy, r.MadeAt})
			}
		}
		if p.flags.JSON {
			return p.writeJSON(lines)
		}
		if len(lines) == 0 {
			p.printf("还没有收件人：huisheng deliver recipients add 名字 --channel wecom --address @地址文件\n")
		}
		for _, l := range lines {
			p.printf("%s  %s %s  %s 由%s添加\n", l.Name, dashboards.ChannelName(l.Channel), l.Shown, dashboards.TimeText(l.At), l.By)
		}
		return nil
	})
}

type recipientsAdd struct {
	Name    string `arg:"" help:"名字，如 质量部群。"`
	Channel string `required:"" help:"渠道：${channels}。" placeholder:"CHANNEL"`
	Address string `required:"" help:"机器人的 Webhook 地址，或邮箱；写 @文件 则从文件读，不在命令行里露出来。" placeholder:"ADDRESS"`
	Secret  string `help:"钉钉“加签”、飞书“签名校验”或 Webhook 签名的密钥；写 @文件 则从文件读。" placeholder:"SECRET"`
	Who     string `help:"谁添加的；不写则记当前用户。" placeholder:"NAME"`
}

// Run adds a recipient.
func (c recipientsAdd) Run(p *program) error {
	address, err := secretOf(c.Address)
	if err != nil {
		return err
	}
	secret, err := secretOf(c.Secret)
	if err != nil {
		return err
	}
	return p.withRuntime(func(rt *runtime.Runtime) error {
		if err := rt.DeliveryPages().AddRecipient(p.ctx, c.Name, c.Channel, address, secret, c.Who); err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]string{"added": c.Name})
		}
		p.printf("已添加 %s。试一试：huisheng deliver test %s\n", c.Name, c.Name)
		return nil
	})
}

// secretOf reads what a flag names: @file is the content of that file.
func secretOf(given string) (string, error) {
	file, named := strings.CutPrefix(given, "@")
	if !named {
		return given, nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", analytics.Wrap(analytics.KindMissing, err, "读不到文件 %s", file)
	}
	return strings.TrimSpace(string(raw)), nil
}

type recipientsRemove struct {
	Name string `arg:"" help:"收件人的名字。"`
}

// Run removes a recipient.
func (c recipientsRemove) Run(p *program) error {
	return p.withRecipient(c.Name, func(rt *runtime.Runtime, r analytics.Recipient) error {
		if err := rt.State.RemoveRecipient(p.ctx, r.Number); err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]string{"removed": r.Name})
		}
		p.printf("已移除 %s，地址和密钥已删除；发给它的规则不再发给它。\n", r.Name)
		return nil
	})
}

// withRecipient opens the installation with the recipient of a name.
func (p *program) withRecipient(name string, f func(*runtime.Runtime, analytics.Recipient) error) error {
	return p.withRuntime(func(rt *runtime.Runtime) error {
		list, err := rt.State.Recipients(p.ctx)
		if err != nil {
			return err
		}
		for _, r := range list {
			if r.Name == name && r.GoneAt.IsZero() {
				return f(rt, r)
			}
		}
		return &analytics.Error{Kind: analytics.KindMissing, Field: "name", Text: "没有名为 " + name + " 的收件人；huisheng deliver recipients 列出全部"}
	})
}

type deliverTest struct {
	Name string `arg:"" help:"收件人的名字。"`
	Who  string `help:"谁发的；不写则记当前用户。" placeholder:"NAME"`
}

// Run sends a test. One that does not go out is the error of the command.
func (c deliverTest) Run(p *program) error {
	return p.withRecipient(c.Name, func(rt *runtime.Runtime, r analytics.Recipient) error {
		n, err := rt.DeliveryPages().TestRecipient(p.ctx, r.Number, c.Who)
		if err != nil {
			return err
		}
		if n.State != analytics.NoticeSent {
			return &analytics.Error{Kind: analytics.KindInvalid, Text: "测试没有发出。" + n.Trouble}
		}
		if p.flags.JSON {
			return p.writeJSON(newNoticeLine(n, r.Name))
		}
		p.printf("测试已发给 %s，请看对方收到没有。\n", r.Name)
		return nil
	})
}

type deliverRun struct{}

// Run plans and sends once. A finding that nothing explains yet waits for the next time.
func (deliverRun) Run(p *program) error {
	return p.withRuntime(func(rt *runtime.Runtime) error {
		d, err := rt.Deliverer(slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
		if err != nil {
			return err
		}
		sent, err := d.Pass(p.ctx)
		if err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]int{"sent": sent})
		}
		p.printf("发出 %d 条通知；没有发出的见 huisheng deliver log。\n", sent)
		return nil
	})
}

type deliverLog struct {
	Limit int `help:"最多列多少条。" default:"20"`
}

// noticeLine is one message as JSON tells it.
type noticeLine struct {
	Number      uint64     `json:"number"`
	To          string     `json:"to"`
	Title       string     `json:"title"`
	Findings    int        `json:"findings"`
	State       string     `json:"state"`
	Attempts    int        `json:"attempts"`
	Trouble     string     `json:"trouble,omitempty"`
	At          time.Time  `json:"at"`
	SentAt      *time.Time `json:"sent_at,omitempty"`
	OpenedAt    *time.Time `json:"opened_at,omitempty"`
	ConfirmedAt *time.Time `json:"confirmed_at,omitempty"`
	ConfirmedBy string     `json:"confirmed_by,omitempty"`
}

func newNoticeLine(n analytics.Notice, to string) noticeLine {
	return noticeLine{n.Number, to, n.Title, n.N, n.State, n.Attempts, n.Trouble, n.MadeAt, since(n.SentAt), since(n.OpenedAt), since(n.ConfirmedAt), n.ConfirmedBy}
}

// Run lists messages, newest first.
func (c deliverLog) Run(p *program) error {
	return p.withRuntime(func(rt *runtime.Runtime) error {
		recipients, err := rt.State.Recipients(p.ctx)
		if err != nil {
			return err
		}
		called := map[uint64]string{}
		for _, r := range recipients {
			called[r.Number] = r.Name
		}
		list, err := rt.State.Notices(p.ctx, 0, max(1, c.Limit))
		if err != nil {
			return err
		}
		lines := []noticeLine{}
		for _, n := range list {
			lines = append(lines, newNoticeLine(n, called[n.Recipient]))
		}
		if p.flags.JSON {
			return p.writeJSON(lines)
		}
		if len(lines) == 0 {
			p.printf("还没有发过通知。\n")
		}
		for _, l := range lines {
			p.printf("#%d %s → %s  %s\n    %s\n", l.Number, dashboards.TimeText(l.At), l.To, l.Title, l.fate())
		}
		return nil
	})
}

// fate is what became of a message.
func (l noticeLine) fate() string {
	parts := []string{map[string]string{analytics.NoticeWaiting: "等待发出", analytics.NoticeSending: "正在发", analytics.NoticeSent: "已发出", analytics.NoticeFailed: "没有发出"}[l.State]}
	if l.Trouble != "" && l.State != analytics.NoticeSent {
		parts = append(parts, l.Trouble)
	}
	switch {
	case l.ConfirmedAt != nil:
		parts = append(parts, minute(*l.ConfirmedAt)+" 由"+l.ConfirmedBy+"确认")
	case l.OpenedAt != nil:
		parts = append(parts, minute(*l.OpenedAt)+" 打开，还没有确认")
	}
	return strings.Join(parts, "；")
}
