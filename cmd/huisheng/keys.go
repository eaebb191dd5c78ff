package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest"
	"huisheng/ingest/intake"
	"huisheng/sql/state"
)

type keysCommand struct {
	Create keysCreate `cmd:"" help:"新建一把密钥；只显示这一次。"`
	List   keysList   `cmd:"" help:"列出密钥。"`
	Revoke keysRevoke `cmd:"" help:"停用一把密钥，几秒之内生效。"`
}

// withState runs f on the state alone.
func (p *program) withState(f func(context.Context, *state.State) error) error {
	c, err := p.config()
	if err != nil {
		return err
	}
	s, err := runtime.OpenState(p.ctx, c)
	if err != nil {
		return err
	}
	defer s.Close()
	return f(p.ctx, s)
}

type keysCreate struct {
	Source     string `required:"" help:"来源名：用它交来的记录都归入这个来源。" placeholder:"NAME"`
	SenderKind string `name:"sender-kind" help:"固定投诉人：customer、employee、supplier、regulator 或 other；留空由每条记录自己写。" placeholder:"KIND"`
	Note       string `help:"备注：给谁用，找谁问。"`
	Rate       int    `help:"每秒最多多少条记录；0 为默认的 1,000。"`
}

// keyMade is what create tells, also as JSON.
type keyMade struct {
	ID     string `json:"id"`
	Secret string `json:"secret"`
	Source string `json:"source"`
}

// Run makes a key and shows its secret, which is nowhere else.
func (c keysCreate) Run(p *program) error {
	source := strings.TrimSpace(c.Source)
	switch {
	case source == "" || len(source) > ingest.MaxSourceBytes:
		return analytics.Invalid("source", "来源名 %q 应有 1 到 %d 字节", c.Source, ingest.MaxSourceBytes)
	case c.SenderKind != "" && !slices.Contains(ingest.SenderKinds, c.SenderKind):
		return analytics.Invalid("sender-kind", "投诉人 %q 不认识，可用：%s", c.SenderKind, strings.Join(ingest.SenderKinds, "、"))
	case c.Rate < 0:
		return analytics.Invalid("rate", "每秒条数 %d 不能小于 0", c.Rate)
	}
	return p.withState(func(ctx context.Context, s *state.State) error {
		secret, id, hash := intake.NewSecret()
		if err := s.AddAPIKey(ctx, state.APIKey{ID: id, Hash: hash, Source: source, SenderKind: c.SenderKind, Note: c.Note, Rate: c.Rate}); err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(keyMade{id, secret, source})
		}
		p.printf("%s\n\n编号 %s，来源 %s。密钥只显示这一次，请现在就存好；丢了就停用它，另建一把。\n", secret, id, source)
		return nil
	})
}

type keysList struct{}

// keyLine is one key as list tells it.
type keyLine struct {
	ID         string     `json:"id"`
	Source     string     `json:"source"`
	SenderKind string     `json:"sender_kind,omitempty"`
	Note       string     `json:"note,omitempty"`
	Rate       int        `json:"rate,omitempty"`
	Created    time.Time  `json:"created_at"`
	Revoked    *time.Time `json:"revoked_at,omitempty"`
	LastUsed   *time.Time `json:"last_used_at,omitempty"`
}

// Run lists the keys.
func (keysList) Run(p *program) error {
	return p.withState(func(ctx context.Context, s *state.State) error {
		keys, err := s.APIKeys(ctx)
		if err != nil {
			return err
		}
		lines := make([]keyLine, len(keys))
		for i, k := range keys {
			lines[i] = keyLine{k.ID, k.Source, k.SenderKind, k.Note, k.Rate, k.CreatedAt, since(k.RevokedAt), since(k.LastUsedAt)}
		}
		if p.flags.JSON {
			return p.writeJSON(lines)
		}
		if len(lines) == 0 {
			p.printf("还没有密钥：huisheng keys create --source 来源名\n")
		}
		for _, l := range lines {
			p.printf("%s  %s  %s\n", l.ID, l.Source, l.about())
		}
		return nil
	})
}

// about is what there is to tell of a key, one after the other.
func (l keyLine) about() string {
	parts := []string{"建于 " + minute(l.Created)}
	if l.LastUsed == nil {
		parts = append(parts, "没有用过")
	} else {
		parts = append(parts, "最近使用 "+minute(*l.LastUsed))
	}
	if l.Revoked != nil {
		parts = append(parts, "已停用 "+minute(*l.Revoked))
	}
	if l.SenderKind != "" {
		parts = append(parts, "投诉人 "+l.SenderKind)
	}
	if l.Note != "" {
		parts = append(parts, l.Note)
	}
	return strings.Join(parts, "，")
}

func minute(t time.Time) string { return t.In(analytics.Zone).Format("2006-01-02 15:04") }

func since(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

type keysRevoke struct {
	ID string `arg:"" help:"密钥的编号（hs_ 之后的 8 位），见 huisheng keys list。"`
}

// Run revokes a key. Revoking it again is no error: it is what was wanted.
func (c keysRevoke) Run(p *program) error {
	return p.withState(func(ctx context.Context, s *state.State) error {
		held, err := s.RevokeAPIKey(ctx, c.ID)
		if err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]any{"id": c.ID, "revoked": held})
		}
		if held {
			p.printf("密钥 %s 已停用，几秒之内各处都不再接收。\n", c.ID)
		} else {
			p.printf("密钥 %s 早已停用。\n", c.ID)
		}
		return nil
	})
}
