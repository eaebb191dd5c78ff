package main

import (
	"fmt"

	"huisheng/cmd/internal/bench"
	"huisheng/dashboards"
)

type benchMemoryCommand struct {
	Records int    `help:"多少条记录：投诉及其处理记录。" default:"5000000"`
	Jobs    bool   `help:"同时运行作业；默认只接收。"`
	CSV     string `help:"把每秒的内存写进这个文件。" type:"path" placeholder:"FILE"`
}

// Run measures in an installation of its own, which it removes. Memory that grows with the records is an error.
func (c benchMemoryCommand) Run(p *program) error {
	settings, remove, err := p.benchInstallation()
	if err != nil {
		return err
	}
	defer remove()
	last := ""
	report, err := bench.Memory(p.ctx, settings, c.Records, c.Jobs, func(what string) {
		if tenth := what[:1]; tenth != last {
			last = tenth
			p.log.Info(what)
		}
	})
	if err != nil {
		return err
	}
	if c.CSV != "" {
		if err := report.WriteCSV(c.CSV); err != nil {
			return err
		}
	}
	switch {
	case p.flags.JSON:
		err = p.writeJSON(report)
	default:
		p.printf("%s 条记录，%.0f 秒；每行是十分之一的记录，内存最低 – 中位 – 最高\n", dashboards.Number(report.Records), report.Elapsed.Seconds())
		report.Plot(p.stdout)
		p.printf("最后十分之一的中位是第三个的 %.2f 倍，应不高于 %.2f\n", report.Ratio, report.Hold)
	}
	if err == nil && !report.Held() {
		err = fmt.Errorf("内存随记录增长，见上")
	}
	return err
}
