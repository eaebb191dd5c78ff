package main

import (
	"fmt"
	"os"
	"time"

	"huisheng/cmd/internal/bench"
	"huisheng/cmd/internal/config"
	"huisheng/dashboards"
	"huisheng/dashboards/operations"
)

type benchFreshnessCommand struct {
	Rate    int `help:"每秒多少件投诉。" default:"200"`
	Seconds int `help:"送多少秒；每秒看一件。" default:"120"`
	Base    int `help:"先在当月放入多少件。" default:"50000"`
}

// benchInstallation is an installation of a benchmark's own; remove ends it.
func (p *program) benchInstallation() (settings config.Config, remove func(), err error) {
	if settings, err = p.config(); err != nil {
		return settings, nil, err
	}
	settings.Data, err = os.MkdirTemp("", "huisheng-bench-*")
	return settings, func() { _ = os.RemoveAll(settings.Data) }, err
}

// Run measures in an installation of its own, which it removes. A record that was seen too late is an error.
func (c benchFreshnessCommand) Run(p *program) error {
	settings, remove, err := p.benchInstallation()
	if err != nil {
		return err
	}
	defer remove()
	report, err := bench.Freshness(p.ctx, settings, c.Rate, c.Seconds, c.Base, func(what string) { p.log.Info(what) })
	if err != nil {
		return err
	}
	if p.flags.JSON {
		err = p.writeJSON(report)
	} else {
		p.printf("每秒 %d 件，%d 秒，当月已有 %s 件\n", report.Rate, report.Seconds, dashboards.Number(report.Base))
		p.printWaits("明细可见", report.List)
		p.printWaits("计入图表", report.Figures)
	}
	if err == nil && !(report.List.Held() && report.Figures.Held()) {
		err = fmt.Errorf("不够新鲜，见上")
	}
	return err
}

func (p *program) printWaits(what string, w bench.Waits) {
	mark := "✓"
	if !w.Held() {
		mark = "✗"
	}
	p.printf("%s %s：中位 %s，95%% %s，99%% %s，最慢 %s（%d 件，没有等到 %d 件；应在 %s内）\n", mark, what, seconds(w.Median), seconds(w.P95), seconds(w.P99),
		seconds(w.Most), w.N, w.Unseen, operations.Short(w.Hold))
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f 秒", d.Seconds()) }
