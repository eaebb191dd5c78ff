package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
	"huisheng/ingest/importer"
)

type warnCommand struct {
	File  string   `arg:"" help:"表格文件，- 为标准输入。"`
	Time  string   `help:"时间在哪一列。" required:"" placeholder:"COL"`
	By    []string `help:"按哪些列分组；每列的每个取值是一个序列，合计总在其中。" placeholder:"COL"`
	Least int      `help:"一个序列至少多少件。" default:"30"`
	From  string   `help:"从哪天起判断，如 2024-03-01；默认从有 14 天历史起。" placeholder:"DATE"`
	To    string   `help:"到哪天止。" placeholder:"DATE"`
	All   bool     `help:"连同提示一起列出。"`
	Table string   `help:"文件里有几张表时，用哪一张。" placeholder:"NAME"`
}

// warnEvent is consecutive unusual days of one series.
type warnEvent struct {
	Column   string  `json:"column,omitempty"` // empty for the total
	Value    string  `json:"value,omitempty"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	Peak     string  `json:"peak"` // the most unusual day
	Level    string  `json:"level"`
	Fall     bool    `json:"fall,omitempty"`
	Days     int     `json:"days"` // that the most unusual sum spans, up to its day
	Observed float64 `json:"observed"`
	Expected float64 `json:"expected"`
	Low      float64 `json:"day_low"` // the range of the peak day alone
	High     float64 `json:"day_high"`
	Day      float64 `json:"day"` // complaints of the peak day
	Chance   float64 `json:"chance"`
	Basis    string  `json:"basis,omitempty"`

	level       trend.Level
	first, last int
}

// Run judges every day of every series by the days before it.
func (c warnCommand) Run(p *program) error {
	from, err := parseDate("from", c.From)
	if err != nil {
		return err
	}
	to, err := parseDate("to", c.To)
	if err != nil {
		return err
	}
	book := newWarnBook(c.By)
	if err := c.read(book); err != nil {
		return err
	}
	if len(book.days) == 0 {
		return analytics.Invalid("time", "%s 里没有一行的“%s”读得出时间", c.File, c.Time)
	}
	last := book.last
	if !to.IsZero() && to.Before(last) {
		last = to
	}
	events, series := book.events(last, from, c.Least)
	if !c.All {
		events = slices.DeleteFunc(events, func(e *warnEvent) bool { return e.level < trend.LevelWarning })
	}
	if p.flags.JSON {
		return p.writeJSON(map[string]any{"rows": book.rows, "skipped": book.skipped, "series": series, "from": dashboards.DateText(book.first),
			"to": dashboards.DateText(last), "events": events})
	}
	p.printf("%s 行，%s 至 %s，%d 个序列（合计，以及每列不少于 %d 件的取值）", dashboards.Number(book.rows), dashboards.DateText(book.first), dashboards.DateText(last), series, c.Least)
	if book.skipped > 0 {
		p.printf("；%s 行没有时间，没有计入", dashboards.Number(book.skipped))
	}
	p.printf("\n")
	if len(events) == 0 {
		p.printf("没有异常\n")
	}
	for _, e := range events {
		e.print(p)
	}
	return nil
}

func (e *warnEvent) print(p *program) {
	name, way := "合计", "上升"
	if e.Column != "" {
		name = e.Column + " " + e.Value
	}
	if e.Fall {
		way = "下降"
	}
	p.printf("%s %s%s　%s", e.Level, name, way, e.From)
	if e.To != e.From {
		p.printf(" 至 %s", e.To)
	}
	p.printf("\n    最异常 %s：当天 %.0f 件，通常 %.0f 至 %.0f 件", e.Peak, e.Day, e.Low, e.High)
	if e.Days > 1 {
		p.printf("；%d 天共 %.0f 件，预期 %.1f 件", e.Days, e.Observed, e.Expected)
	}
	if e.Basis != "" {
		p.printf("（%s）", e.Basis)
	}
	p.printf("\n")
}

// read counts the rows of the file.
func (c warnCommand) read(book *warnBook) (err error) {
	asked := append([]string{c.Time}, c.By...)
	var table *importer.Table
	if c.File == "-" {
		table, err = importer.OpenTableReader(os.Stdin, "标准输入", asked, importer.Options{Table: c.Table})
	} else {
		table, err = importer.OpenTable(c.File, asked, importer.Options{Table: c.Table})
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	for {
		row, err := table.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		at, timed := time.Time{}, false
		if row.Problem == nil {
			at, timed = importer.ParseTime(row.Cells[0])
		}
		if !timed {
			book.skipped++
			continue
		}
		book.take(at, row.Cells[1:])
	}
}

// oneDay is the days of a book between two midnights.
func oneDay(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }

func (e *warnEvent) place() string { return fmt.Sprintf("%s\x00%s", e.Column, e.Value) }
