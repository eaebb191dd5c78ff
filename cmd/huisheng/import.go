package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest/importer"
)

type importCommand struct {
	Files  []string `arg:"" name:"file" help:"CSV 或 JSONL 文件；- 为标准输入。" type:"path"`
	Source string   `help:"来源名；留空为 file，文件自带来源时用文件的。" placeholder:"NAME"`
	Map    []string `help:"指定列，如 text=投诉简述,category=部件+问题。" sep:"," placeholder:"字段=列,…"`
	Covers string   `help:"声明这批投诉完整覆盖的日期，如 2024-01-01..2024-03-31；不给时以收到的首日和末日为准。" placeholder:"FROM..TO"`
	DryRun bool     `name:"dry-run" help:"只看列怎样对应、前几行读成什么，不导入。"`
}

// previewed is how many records a dry run shows.
const previewed = 5

// Run imports the files one after the other and prints the books of each.
func (c importCommand) Run(p *program) error {
	if err := errors.Join(c.there(), c.mapped()); err != nil {
		return err
	}
	if c.DryRun {
		return c.preview(p)
	}
	covers, err := c.covers()
	if err != nil {
		return err
	}
	rt, err := p.openToImport()
	if err != nil {
		return err
	}
	defer func() {
		if rt != nil {
			_ = rt.Close()
		}
	}()
	if rt, err = c.all(p, rt); err != nil {
		return err
	}
	if covers != nil {
		return rt.State.DeclareCoverage(p.ctx, *covers)
	}
	return nil
}

// covers reads --covers; nil when it was not given.
func (c importCommand) covers() (*analytics.Coverage, error) {
	if c.Covers == "" {
		return nil, nil
	}
	from, to, found := strings.Cut(c.Covers, "..")
	first, err := parseDate("covers", from)
	last, err2 := parseDate("covers", to)
	if err = errors.Join(err, err2); err != nil || !found || first.IsZero() || last.Before(first) {
		return nil, analytics.Invalid("covers", "--covers %q 应写作 首日..末日，如 2024-01-01..2024-03-31", c.Covers)
	}
	source := c.Source
	if source == "" {
		source = importer.DefaultSource
	}
	return &analytics.Coverage{Source: source, From: first, To: last}, nil
}

func (c importCommand) options() importer.Options {
	return importer.Options{Source: c.Source, Map: c.mapping()}
}

// mapping is --map by field; mapped has checked it.
func (c importCommand) mapping() map[string][]string {
	mapping := make(map[string][]string, len(c.Map))
	for _, one := range c.Map {
		field, columns, _ := strings.Cut(one, "=")
		mapping[field] = strings.Split(columns, "+")
	}
	return mapping
}

// mapped refuses a --map that would silently lose a part of itself.
func (c importCommand) mapped() error {
	seen := map[string]string{}
	for _, one := range c.Map {
		field, columns, found := strings.Cut(one, "=")
		if !found || field == "" || columns == "" {
			return analytics.Invalid("map", "--map 的 %q 应写作 字段=列，如 text=投诉简述", one)
		}
		if before, twice := seen[field]; twice {
			return analytics.Invalid("map", "--map 里 %s 写了两次；由几列合成时写作 %s=%s+%s", field, field, before, columns)
		}
		seen[field] = columns
	}
	return nil
}

// open looks into a file, or into what comes through standard input.
func (c importCommand) open(path string) (*importer.File, error) {
	if path == "-" {
		return importer.OpenReader(os.Stdin, "标准输入", c.options())
	}
	return importer.Open(path, c.options())
}

func (c importCommand) one(p *program, rt *runtime.Runtime, path string) error {
	f, err := c.open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sending := p.newProgress("读取并发送 "+f.Name, f.Size)
	var storing *progress
	out, err := rt.Import(p.ctx, f, func(r importer.Result) { sending.set(r.Bytes) }, func(left int64) {
		if storing == nil {
			sending.finish()
			storing = p.newProgress("入库", left)
		}
		storing.set(storing.total - left)
	})
	sending.finish()
	storing.finish()
	if err != nil {
		return fmt.Errorf("%s：%w", path, err)
	}
	clashes, err := rt.Warehouse.ImportClashes(p.ctx, out.Number, clashesShown)
	if err != nil {
		return err
	}
	report := newImportReport(path, f, out, clashes)
	if p.flags.JSON {
		return p.writeJSON(report)
	}
	report.print(p)
	if !out.Books.Balanced() {
		return &analytics.Error{Text: fmt.Sprintf("%s：账不平，差 %d 条", path, out.Books.Difference())}
	}
	return nil
}
