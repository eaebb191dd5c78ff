package main

import (
	"time"

	"huisheng/analytics"
	"huisheng/ingest/sample"
)

type sampleCommand struct {
	Rows  int    `help:"多少件投诉。" default:"50000"`
	Seed  uint64 `help:"随机种子；同一种子得到同样的文件。" default:"1"`
	From  string `help:"第一天，如 2023-01-01。" placeholder:"DATE"`
	To    string `help:"最后一天，如 2024-12-31。" placeholder:"DATE"`
	Out   string `help:"写到哪个文件；- 为标准输出。" default:"-" placeholder:"FILE"`
	Truth string `help:"标准答案写到哪个文件：埋下的原因，以及每件的主题、重复组等。" placeholder:"FILE"`
}

// Run writes a generated sample as JSON lines, which import reads.
func (c sampleCommand) Run(p *program) error {
	if c.Rows < 1 {
		return analytics.Invalid("rows", "--rows %d：至少要生成 1 件", c.Rows)
	}
	cfg := sample.Config{Rows: c.Rows, Seed: c.Seed}
	var err error
	if cfg.From, err = parseDate("from", c.From); err != nil {
		return err
	}
	if cfg.To, err = parseDate("to", c.To); err != nil {
		return err
	}
	return writeSample(cfg, c.Out, c.Truth)
}

func parseDate(name, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, analytics.Zone)
	if err != nil {
		return t, analytics.Invalid(name, "--%s %q 不是 2024-03-01 这样的日期", name, s)
	}
	return t, nil
}
