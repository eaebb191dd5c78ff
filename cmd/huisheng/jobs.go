package main

import (
	"context"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/jobs"
)

type jobsCommand struct {
	Run    jobsRunCommand    `cmd:"" help:"立即算完所有待算的月份，然后结束。"`
	Reread jobsRereadCommand `cmd:"" help:"把到达过的记录从头再判定一遍，再算完；补过缺口之后用，不重复计数。"`
	Status jobsStatusCommand `cmd:"" help:"看各任务算到哪里。"`
}

// withRunner opens the installation and makes its runner, for as long as f runs.
func (p *program) withRunner(f func(*runtime.Runtime, *jobs.Runner) error) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	runner, err := rt.Runner(quiet)
	if err != nil {
		return err
	}
	return f(rt, runner)
}

type jobsRunCommand struct{}

// Run computes until nothing is dirty. Where another process does the work it waits for it.
func (jobsRunCommand) Run(p *program) error { return p.compute((*jobs.Runner).Run) }

type jobsRereadCommand struct{}

// Run decides every arrival once more, and computes until nothing is dirty.
func (jobsRereadCommand) Run(p *program) error { return p.compute((*jobs.Runner).Reread) }

// compute does work of the runner and reports it.
func (p *program) compute(work func(*jobs.Runner, context.Context) error) error {
	return p.withRunner(func(rt *runtime.Runtime, runner *jobs.Runner) error {
		began := time.Now()
		if err := work(runner, p.ctx); err != nil {
			return err
		}
		if p.flags.JSON {
			report, err := reportJobs(p.ctx, rt, runner)
			if err != nil {
				return err
			}
			return p.writeJSON(report)
		}
		p.printf("已全部算完，用时 %s。\n", time.Since(began).Round(time.Millisecond))
		return nil
	})
}

type jobsStatusCommand struct{}

// Run prints what each job has to do and what it did last.
func (jobsStatusCommand) Run(p *program) error {
	return p.withRunner(func(rt *runtime.Runtime, runner *jobs.Runner) error {
		report, err := reportJobs(p.ctx, rt, runner)
		if err != nil {
			return err
		}
		if p.flags.JSON {
			return p.writeJSON(report)
		}
		report.print(p)
		return nil
	})
}

// jobsReport is what the jobs are doing.
type jobsReport struct {
	Worker string      `json:"worker,omitempty"` // who computes right now
	Unread int64       `json:"unread"`           // complaints that are stored and not yet read
	Jobs   []jobReport `json:"jobs"`
}

// jobReport is one job.
type jobReport struct {
	Name    string        `json:"name"`
	Pending int           `json:"pending"` // windows
	Dirty   []dirtyReport `json:"dirty,omitempty"`
	Last    *runReport    `json:"last,omitempty"`
}

// dirtyReport is a month that waits to be computed again.
type dirtyReport struct {
	Month  string    `json:"month"`
	Reason string    `json:"reason"`
	Since  time.Time `json:"since"`
}

// runReport is a job's newest run.
type runReport struct {
	Window  string    `json:"window,omitempty"`
	Started time.Time `json:"started"`
	Outcome string    `json:"outcome"`
	Error   string    `json:"error,omitempty"`
}

func reportJobs(ctx context.Context, rt *runtime.Runtime, runner *jobs.Runner) (jobsReport, error) {
	status, err := runner.Status(ctx)
	if err != nil {
		return jobsReport{}, err
	}
	unread, err := rt.Unread(ctx)
	report := jobsReport{Worker: status.Lease.Owner, Unread: unread, Jobs: []jobReport{}}
	for _, j := range status.Jobs {
		one := jobReport{Name: j.Name, Pending: len(j.Pending)}
		for _, d := range j.Dirty {
			one.Dirty = append(one.Dirty, dirtyReport{d.Month.String(), d.Reason, d.Since})
		}
		if j.Last != nil {
			one.Last = &runReport{j.Last.Window, j.Last.StartedAt, j.Last.Outcome, j.Last.Error}
		}
		report.Jobs = append(report.Jobs, one)
	}
	return report, err
}

func (r jobsReport) print(p *program) {
	if r.Worker != "" {
		p.printf("正在执行：%s\n", r.Worker)
	}
	p.printf("待分析 %s 件\n", dashboards.Number(r.Unread))
	for _, j := range r.Jobs {
		p.printf("%-9s 待算 %s%s\n", j.Name, dashboards.Number(j.Pending), j.Last.text())
		for _, d := range j.Dirty {
			p.printf("          %s  %s（%s 起）\n", d.Month, d.Reason, dashboards.TimeText(d.Since))
		}
	}
}

func (r *runReport) text() string {
	if r == nil {
		return "，还没有运行过"
	}
	outcome := map[string]string{analytics.RunRunning: "运行中", analytics.RunDone: "完成", analytics.RunFailed: "失败：" + r.Error,
		analytics.RunAborted: "中断"}[r.Outcome]
	return "，最近一次 " + dashboards.TimeText(r.Started) + " " + r.Window + " " + outcome
}
