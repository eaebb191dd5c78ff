package main

import (
	"errors"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/ingest/importer"
)

type importCommand struct {
	Files  []string `arg:"" name:"file" help:"文件、文件夹或压缩包：CSV、TSV、Excel（.xlsx）、JSON、JSONL、Parquet；- 为标准输入。" type:"path"`
	Source string   `help:"来源名；留空为 file，文件自带来源时用文件的。" placeholder:"NAME"`
	Kind   string   `help:"每行是什么：complaint（投诉）、event（处理记录、回访记录）、exposure（基数）；不给时自动判断。" placeholder:"KIND"`
	Map    []string `help:"指定列，如 text=投诉简述,category=部件+问题；ignore=列名 不导入这一列。" sep:"," placeholder:"字段=列,…"`
	Table  string   `help:"只导入这一张工作表，或压缩包、文件夹里的这一个文件。" placeholder:"NAME"`
	Header string   `help:"表头在第几行；0 表示没有表头。不给时自动判断。" placeholder:"N"`
	Unit   string   `help:"基数的单位，文件里没有写明时用，如 订单量。" placeholder:"UNIT"`

	Profile     string `help:"用存好的列映射。" placeholder:"NAME"`
	SaveProfile string `name:"save-profile" help:"把这次的列映射以此名存下来；表头相同的文件以后自动使用。" placeholder:"NAME"`
	Covers      string `help:"声明这批投诉完整覆盖的日期，如 2024-01-01..2024-03-31；不给时以收到的首日和末日为准。" placeholder:"FROM..TO"`
	DryRun      bool   `name:"dry-run" help:"只看列怎样对应、前几行读成什么，不导入。"`
}

// previewed is how many records a dry run shows.
const previewed = 5

// Run imports the files one after the other and prints the books of each.
func (c importCommand) Run(p *program) error {
	_, err := c.options()
	if err := errors.Join(c.there(), c.mapped(), err); err != nil {
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

// options are what the flags say, without profiles.
func (c importCommand) options() (importer.Options, error) {
	kind, err := importer.ParseKind(c.Kind)
	o := importer.Options{Source: c.Source, Kind: kind, Map: c.mapping(), Table: c.Table, Unit: c.Unit}
	if c.Header != "" {
		n, bad := strconv.Atoi(c.Header)
		if bad != nil || n < 0 {
			err = errors.Join(err, analytics.Invalid("header", "--header %q 应是行号，从 1 数起；0 表示没有表头", c.Header))
		}
		if o.Header = n; n == 0 {
			o.Header = importer.NoHeader
		}
	}
	if c.Profile != "" && (kind != "" || len(c.Map) > 0) {
		err = errors.Join(err, analytics.Invalid("profile", "--profile 不能与 --map、--kind 同时使用"))
	}
	return o, err
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
