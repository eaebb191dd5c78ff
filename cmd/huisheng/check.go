package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"huisheng/analytics/text/jieba"
	"huisheng/cmd/internal/config"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/dashboards/web"
	"huisheng/ingest/kafka"
	"huisheng/sql/engine"
)

type checkCommand struct {
	Settings bool `help:"列出全部设置及其现值；口令打码。"`
	Books    bool `help:"只看账。"`
	Hours    bool `help:"与 --books 一起：按到达的小时与来源列出四处计数的账。"`
	Days     int  `help:"与 --hours 一起：看最近几天。" default:"7"`
	Quiet    bool `help:"不打印，只用退出码回答。"`
}

// finding is one thing that was looked at.
type finding struct {
	Part string `json:"part"`
	OK   bool   `json:"ok"`
	Text string `json:"text"` // what was found; where something is wrong, what and how to mend it
}

// checkReport is what check tells, also as JSON.
type checkReport struct {
	OK       bool          `json:"ok"`
	Findings []finding     `json:"findings,omitempty"`
	Settings []config.Line `json:"settings,omitempty"`
	Books    *booksReport  `json:"books,omitempty"`
}

// Run looks at every part by itself, so that one that is missing does not hide another.
func (c checkCommand) Run(p *program) error {
	settings, err := p.config()
	if err != nil {
		return err
	}
	if c.Settings {
		return c.settings(p, settings)
	}
	if c.Hours {
		return c.hours(p, settings)
	}
	report := checkReport{OK: true}
	add := func(part, text string, err error) {
		if err != nil {
			report.OK, text = false, err.Error()
		}
		report.Findings = append(report.Findings, finding{part, err == nil, text})
	}
	if !c.Books {
		checkFiles(p, settings, add)
	}
	rt, err := runtime.Open(p.ctx, settings, p.log)
	if err != nil {
		add("启动", "", err)
	} else {
		defer rt.Close()
		if !c.Books {
			checkServers(p.ctx, rt, add)
		}
		books, err := rt.Books(p.ctx)
		if err == nil && !books.Balanced() {
			err = fmt.Errorf("%s；请运行 huisheng jobs status 并查看日志", equation(books))
		}
		add("账", strings.TrimPrefix(equation(books), "✓ "), err)
		told := newBooksReport(books)
		report.Books = &told
	}
	return c.print(p, report)
}

func (c checkCommand) settings(p *program, settings config.Config) error {
	if p.flags.JSON {
		return p.writeJSON(checkReport{OK: true, Settings: settings.Dump()})
	}
	for _, l := range settings.Dump() {
		p.printf("%-24s %-34s %-28s %s\n", l.Name, l.Env, orDefault(l.Value), l.Help)
	}
	return nil
}

func orDefault(v string) string {
	if v == "" {
		return "（未设置）"
	}
	return v
}

// checkFiles looks at what must lie on the disk.
func checkFiles(p *program, c config.Config, add func(part, text string, err error)) {
	file := p.flags.Config
	if file == "" {
		file = "没有设置文件，用默认值与环境变量"
	}
	add("设置", file, nil)
	add("数据目录", c.Data, writable(c.Data))
	if c.ClickHouseAddress == "" {
		library, err := engine.Find(c.ClickHouseLibrary)
		add("ClickHouse 引擎库", library, err)
	}
	files, err := jieba.Find(c.Dictionaries)
	add("分词词典", filepath.Dir(files.Words), err)
	for _, words := range c.UserDictionaries {
		f, err := os.Open(words)
		if err == nil {
			err = f.Close()
		} else {
			err = fmt.Errorf("读不到：%w。请检查设置 text.user_dictionaries", err)
		}
		add("企业自有词表", words, err)
	}
	packs, err := checkTaxonomy(c)
	add("分类包", packs, err)
	charts, err := web.FindCharts(c.Assets)
	add("图表库 ECharts", charts, err)
}

// writable makes the folder when it is missing and tries to write into it.
func writable(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("不能建立：%w。请换一个目录（--data）或放开权限", err)
	}
	f, err := os.CreateTemp(dir, ".check-*")
	if err != nil {
		return fmt.Errorf("不能写入：%w。请换一个目录（--data）或放开权限", err)
	}
	_ = f.Close()
	return os.Remove(f.Name())
}

// checkServers asks the parts that answer.
func checkServers(ctx context.Context, rt *runtime.Runtime, add func(part, text string, err error)) {
	holder := "由本进程打开"
	if rt.Guest {
		holder = fmt.Sprintf("由进程 %d 打开，页面 %s", rt.Owner().PID, orDefault(rt.Owner().Pages))
	}
	add("占用", holder, nil)
	version, err := rt.Warehouse.Version(ctx)
	add("ClickHouse", where("内置", rt.Config.ClickHouseAddress)+"，版本 "+version, err)
	admin := kafka.NewAdmin(rt.Kafka)
	defer admin.Close()
	topics, err := admin.Topics(ctx)
	var names []string
	for _, t := range topics {
		names = append(names, fmt.Sprintf("%s×%d", t.Name, len(t.Partitions)))
	}
	add("Kafka", where("内置", strings.Join(rt.Config.KafkaBrokers, ","))+"，主题 "+strings.Join(names, "、"), err)
	backlog, err := admin.Backlog(ctx, runtime.Group)
	add("在途", dashboards.Number(backlog)+" 条", err)
	unread, err := rt.Unread(ctx)
	add("待分析", dashboards.Number(unread)+" 件", err)
	dirty, err := rt.Ledger().DirtyMonths(ctx)
	add("待重算", fmt.Sprintf("%d 个月", len(dirty)), err)
}

func where(embedded, address string) string {
	if address == "" {
		return embedded
	}
	return address
}

// print shows the findings; a check that found something wrong fails.
func (c checkCommand) print(p *program, r checkReport) error {
	switch {
	case c.Quiet:
	case p.flags.JSON:
		if err := p.writeJSON(r); err != nil {
			return err
		}
	default:
		for _, f := range r.Findings {
			mark := "✓"
			if !f.OK {
				mark = "✗"
			}
			p.printf("%s %s：%s\n", mark, f.Part, f.Text)
		}
	}
	if !r.OK {
		return fmt.Errorf("检查发现问题，见上")
	}
	return nil
}
