package main

import (
	"fmt"
	"strings"

	"huisheng/analytics"
)

type statusLinkCommand struct {
	Source    string `arg:"" optional:"" help:"投诉的来源。"`
	ID        string `arg:"" optional:"" help:"投诉的编号。"`
	RevokeAll bool   `help:"作废此前给出的全部链接。"`
}

// Run prints the link under which a customer sees how a complaint stands, or revokes all links.
func (c statusLinkCommand) Run(p *program) error {
	switch {
	case c.RevokeAll && c.Source != "":
		return analytics.Invalid("revoke-all", "--revoke-all 作废全部链接，不能只对一件投诉；请去掉来源和编号")
	case !c.RevokeAll && c.ID == "":
		return analytics.Invalid("id", "请给出来源和编号，如 huisheng status-link crm TS2024030100017")
	}
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	if c.RevokeAll {
		if err := rt.RevokeStatusLinks(p.ctx); err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(map[string]bool{"ok": true})
		}
		p.printf("此前给出的进度链接已全部作废。\n")
		return nil
	}
	key := analytics.Key{Source: c.Source, ID: c.ID}
	if _, err := rt.Warehouse.ReadComplaint(p.ctx, key); err != nil {
		return err
	}
	link, err := rt.StatusLink(p.ctx, key)
	if err != nil {
		return err
	}
	if strings.HasPrefix(link, "/") {
		link = strings.TrimRight(rt.Owner().Pages, "/") + link
		fmt.Fprintln(p.stderr, "没有设置 intake.public_url，这个链接客户打不开；请把它设为客户能访问的地址，如 https://service.example.com")
	}
	if p.flags.JSON {
		return p.writeJSON(map[string]string{"link": link})
	}
	p.printf("%s\n", link)
	return nil
}
