package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest/sample"
)

type demoCommand struct {
	Rows int    `help:"生成多少件投诉。" default:"50000"`
	Seed uint64 `help:"随机种子；同一种子生成同样的投诉。" default:"1"`
	Once bool   `help:"导入并算完就结束，不提供页面。"`
}

// demoData keeps the demonstration apart from real complaints.
const demoData = "demo-data"

// demoDone is the setting that says that the sample is in.
const demoDone = "demo_imported"

// Run imports the sample by the same way as any file, runs the jobs, and serves. From the second start on it only serves.
func (c demoCommand) Run(p *program) error {
	settings, err := p.configOr(demoData)
	if err != nil {
		return err
	}
	rt, err := runtime.Open(p.ctx, settings, p.log)
	if err != nil {
		return err
	}
	defer rt.Close()
	done, err := rt.State.Setting(p.ctx, demoDone)
	if err != nil {
		return err
	}
	if done == "" && !rt.Guest {
		if err := c.fill(p, rt); err != nil {
			return err
		}
	}
	if c.Once {
		return nil
	}
	return p.serve(rt)
}

// fill generates, imports and computes. Broken off, the next start does it again; what is in already counts as 重复.
func (c demoCommand) fill(p *program, rt *runtime.Runtime) error {
	file := filepath.Join(rt.Config.Data, "sample.jsonl")
	if err := writeSample(sample.Config{Rows: c.Rows, Seed: c.Seed}, file, filepath.Join(rt.Config.Data, "truth.jsonl")); err != nil {
		return err
	}
	p.printf("已生成 %d 件示例投诉：%s\n", c.Rows, file)
	if err := rt.Receive(); err != nil {
		return err
	}
	if err := (importCommand{}).one(p, rt, file, map[string]bool{}); err != nil {
		return err
	}
	p.printf("正在分析……\n")
	runner, err := rt.Runner(quiet)
	if err != nil {
		return err
	}
	if err := runner.Run(p.ctx); err != nil {
		return err
	}
	return rt.State.SetSetting(p.ctx, demoDone, "yes")
}

// writeSample writes the sample and, unless truth is empty, what was planted in it. "-" is standard output.
func writeSample(cfg sample.Config, file, truth string) (err error) {
	if err := cfg.Validate(); err != nil {
		return err
	}
	var outs [2]io.Writer
	for i, path := range []string{file, truth} {
		switch path {
		case "":
		case "-":
			outs[i] = os.Stdout
		default:
			f, err := os.Create(path)
			if err != nil {
				return analytics.Wrap(analytics.KindInvalid, err, "不能写 %s", path)
			}
			defer func() { err = errors.Join(err, f.Close()) }()
			outs[i] = f
		}
	}
	return sample.New(cfg).WriteJSONL(outs[0], outs[1])
}
