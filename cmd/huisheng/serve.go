package main

import (
	"fmt"

	"huisheng/analytics"
	"huisheng/analytics/text/jieba"
	"huisheng/cmd/internal/runtime"
)

type serveCommand struct{}

// Run receives, computes and shows until it is interrupted.
func (serveCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	return p.serve(rt)
}

// serve starts everything that a running installation does and waits for the end. The pages come first: they are there while the
// dictionaries still load.
func (p *program) serve(rt *runtime.Runtime) error {
	if rt.Guest {
		return &analytics.Error{Kind: analytics.KindBusy, Text: fmt.Sprintf("这个数据目录已由进程 %d 打开%s", rt.Owner().PID, at(rt.Owner().Pages))}
	}
	// What the jobs would miss in a second is said now, before anybody opens the page.
	if _, err := jieba.Find(rt.Config.Dictionaries); err != nil {
		return err
	}
	if err := rt.Watch(p.ctx, Version); err != nil {
		return err
	}
	address, err := rt.Pages()
	if err != nil {
		return err
	}
	p.printf("回声已启动：%s  （Ctrl+C 结束）\n", address)
	if err := rt.Receive(); err != nil {
		return err
	}
	if address, err = rt.Intake(); err != nil {
		return err
	} else if address != "" {
		p.printf("接口已启动：%s\n", address)
	}
	runner, err := rt.Runner(p.log)
	if err != nil {
		return err
	}
	rt.Work(runner)
	if err := rt.Deliver(p.log); err != nil {
		return err
	}
	rt.Accounts().Watch(p.log)
	<-p.ctx.Done()
	return nil
}

func at(pages string) string {
	if pages == "" {
		return ""
	}
	return "，页面在 " + pages
}
