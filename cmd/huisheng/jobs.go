package main

import (
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

type jobsCommand struct {
	Run    jobsRunCommand    `cmd:"" help:"立即算完所有待算的月份，然后结束。"`
	Status jobsStatusCommand `cmd:"" help:"看各任务算到哪里。"`
}

type jobsRunCommand struct{}

// Run computes until nothing is dirty. Where another process does the work it waits for it.
func (jobsRunCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	runner, err := rt.Runner(quiet)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := runner.Run(p.ctx); err != nil {
		return err
	}
	status, err := runner.Status(p.ctx)
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(status)
	}
	p.printf("已全部算完，用时 %s。\n", time.Since(began).Round(time.Millisecond))
	return nil
}

type jobsStatusCommand struct{}

// Run prints what each job has to do and what it did last.
func (jobsStatusCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	runner, err := rt.Runner(quiet)
	if err != nil {
		return err
	}
	status, err := runner.Status(p.ctx)
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(status)
	}
	if status.Lease.Owner != "" {
		p.printf("正在执行：%s\n", status.Lease.Owner)
	}
	for _, j := range status.Jobs {
		p.printf("%-9s 待算 %s%s\n", j.Name, dashboards.Number(len(j.Pending)), lastRun(j.Last))
		for _, d := range j.Dirty {
			p.printf("          %s  %s（%s 起）\n", d.Month, d.Reason, dashboards.TimeText(d.Since))
		}
	}
	for _, f := range status.Failures {
		p.printf("失败 %s %s：%s\n", f.Job, f.Window, f.Error)
	}
	return nil
}

func lastRun(r *analytics.Run) string {
	if r == nil {
		return "，还没有运行过"
	}
	outcome := map[string]string{analytics.RunRunning: "运行中", analytics.RunDone: "完成", analytics.RunFailed: "失败：" + r.Error,
		analytics.RunAborted: "中断"}[r.Outcome]
	return "，最近一次 " + dashboards.TimeText(r.StartedAt) + " " + r.Window + " " + outcome
}
