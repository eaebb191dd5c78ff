package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/cause"
	"huisheng/dashboards"
	"huisheng/ingest/importer"
)

type whyCommand struct {
	File     string   `arg:"" help:"表格文件：CSV、TSV、Excel、JSON、Parquet；- 读标准输入。"`
	Time     string   `help:"时间在哪一列。" required:"" placeholder:"COL"`
	By       []string `help:"看哪些属性，用逗号隔开，如 brand,series,problem。" required:"" placeholder:"COL"`
	From     string   `help:"从哪天起；写月份（2024-02）时，是拿来比较的月份。" placeholder:"DATE"`
	To       string   `help:"到哪天止，或哪个月（2024-03）。" required:"" placeholder:"DATE"`
	BaseFrom string   `name:"base-from" help:"与哪一段比：从哪天起。不写时，整月比上一个月，其他比此前 28 天的平均。" placeholder:"DATE"`
	BaseTo   string   `name:"base-to" help:"与哪一段比：到哪天止。" placeholder:"DATE"`
	Unit     string   `help:"一行算一什么。" default:"件"`
	Rate     string   `help:"改问一个比率：这一列为是（1、是、true）或大于 0 的数的合计占多少；写 列=值 时，是有这个值的行占多少。" placeholder:"COL[=VALUE]"`
	Per      string   `help:"比率的分母在哪一列；不写时一行算一。" placeholder:"COL"`
	Table    string   `help:"文件里有几张表时，用哪一张。" placeholder:"NAME"`
}

// Help is shown by --help.
func (whyCommand) Help() string {
	return `例：
  huisheng why car.csv --time time --by brand,series,problem --from 2024-02 --to 2024-03        2 月到 3 月
  huisheng why car.csv --time time --by brand,series,problem --from 2024-03-15 --to 2024-03-15  这一天与此前 28 天的平均
  huisheng why car.csv --time time --by brand,component --rate problem=变更价格 --from 2024-02 --to 2024-03  所占的比率，连同构成与比率两种变化
说不出原因时会直说：变化是普遍的，或在正常波动之内。组合最多三个属性；互相包含的属性（车系含于品牌）算一个。`
}

// whyResult is what --json writes.
type whyResult struct {
	Sentence string   `json:"sentence"`
	Now      whySpan  `json:"now"`
	Base     whySpan  `json:"base"`
	Notes    []string `json:"notes,omitempty"`
	Undated  int      `json:"undated"` // rows whose time cannot be read
	Rate     *whyRate `json:"rate,omitempty"`
	cause.Explanation
}

// asked is the chance of a false cause that is accepted when a person asks about one change. A job that looks at every month takes less.
const asked = 0.05

// whyRows are the rows of a file by day.
type whyRows struct {
	at          []time.Time
	values      []string  // row after row
	hits, per   []float64 // of a rate, by row
	undated     int
	first, last time.Time // days with rows
}

// Run explains the change.
func (c whyCommand) Run(p *program) error {
	if c.Per != "" && c.Rate == "" {
		return analytics.Invalid("per", "--per 是比率的分母，请同时写 --rate")
	}
	if asks := c.rate(); slices.ContainsFunc(c.By, func(by string) bool { return by == asks.column || by == asks.per }) {
		return analytics.Invalid("by", "--by 里不能有比率自己的列：%s", strings.Join(asks.columns(), "、"))
	}
	now, base, err := c.spans()
	if err != nil {
		return err
	}
	rows, err := c.read(p)
	if err != nil {
		return err
	}
	result := whyResult{Now: now, Base: base, Undated: rows.undated}
	if result.Notes, err = c.covered(rows, &result.Now, &result.Base); err != nil {
		return err
	}
	if c.Rate != "" {
		err = c.explainRate(rows, &result)
	} else {
		err = c.explain(rows, &result)
	}
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(result)
	}
	result.print(p, c.Unit)
	return nil
}

// explain searches what the change of a number of rows comes from.
func (c whyCommand) explain(rows whyRows, result *whyResult) error {
	exposure := 1.0
	if !result.Base.month {
		exposure = float64(result.Base.days()) / float64(result.Now.days())
	}
	builder, err := cause.NewBuilder(c.By...)
	if err != nil {
		return err
	}
	for i, at := range rows.at {
		values := rows.values[i*len(c.By) : (i+1)*len(c.By)]
		if result.Now.holds(at) {
			builder.Add(values, 1, 0)
		}
		if result.Base.holds(at) {
			builder.Add(values, 0, 1/exposure)
		}
	}
	result.Explanation = cause.Explain(builder.Cells(), cause.Options{Noise: cause.Noise{Kind: cause.Counts, Exposure: exposure},
		FalseAlarm: asked, Deeper: true, Halves: 20, Seed: 1})
	result.Sentence = result.Explanation.Sentence(cause.Words{Now: result.Now.words(result.Base), Base: result.Base.words(result.Now), Unit: c.Unit})
	return nil
}

// read takes all rows that have a time.
func (c whyCommand) read(p *program) (rows whyRows, err error) {
	var table *importer.Table
	columns := append([]string{c.Time}, c.By...)
	ask := c.rate()
	columns = append(columns, ask.columns()...)
	if c.File == "-" {
		table, err = importer.OpenTableReader(os.Stdin, "标准输入", columns, importer.Options{Table: c.Table})
	} else {
		table, err = importer.OpenTable(c.File, columns, importer.Options{Table: c.Table})
	}
	if err != nil {
		return rows, err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	for {
		row, err := table.Next()
		if err == io.EOF {
			break
		}
		if err = errors.Join(err, p.ctx.Err()); err != nil {
			return rows, err
		}
		at, timed := importer.ParseTime(row.Cells[0])
		if !timed {
			rows.undated++
			continue
		}
		if rows.first.IsZero() || at.Before(rows.first) {
			rows.first = at
		}
		if at.After(rows.last) {
			rows.last = at
		}
		if err := ask.add(&rows, row.Cells[1+len(c.By):]); err != nil {
			return rows, fmt.Errorf("%s 第 %d 行：%w", table.Name(), row.Line, err)
		}
		rows.at, rows.values = append(rows.at, at), append(rows.values, row.Cells[1:1+len(c.By)]...)
	}
	if len(rows.at) == 0 {
		return rows, analytics.Invalid("time", "%s 的“%s”列没有一行读得出时间", table.Name(), c.Time)
	}
	rows.first, rows.last = analytics.DayOf(rows.first), analytics.DayOf(rows.last)
	return rows, nil
}

func (r whyResult) print(p *program, unit string) {
	p.printf("%s\n\n比较 %s 与 %s", r.Sentence, r.Now, r.Base)
	if r.Base.mean {
		p.printf(" 的平均")
	}
	p.printf("\n")
	for _, note := range r.Notes {
		p.printf("注意：%s\n", note)
	}
	if r.Mix != nil {
		printMix(p, r.Rate, r.Mix)
	}
	if len(r.Causes) > 0 {
		before := "之前"
		if r.Rate != nil {
			before = "按原比率"
		}
		p.printf("\n组合 · %s → 现在（%s） · 超出普遍变化 · 占增减 · 稳定\n", before, unit)
	}
	for i, c := range r.Causes {
		p.printf("%d  %s · %s → %s · %s · %s%% · %s%%\n", i+1, causeName(c), dashboards.Decimal(c.Expected), dashboards.Decimal(c.Observed), signed(c.Excess),
			dashboards.Decimal(c.Share*100), dashboards.Decimal(c.Stability*100))
		for _, e := range c.Equivalents[:min(3, len(c.Equivalents))] {
			p.printf("     同一批%s也可说成 %s\n", unit, cause.Join(e))
		}
		for _, e := range c.Within {
			p.printf("     其中尤其是 %s\n", cause.Join(e))
		}
	}
	p.printf("其余 · %s → %s · %s", dashboards.Decimal(r.Rest.Expected), dashboards.Decimal(r.Rest.Observed), signed(r.Rest.Observed-r.Rest.Expected))
	if len(r.Causes) > 0 {
		p.printf(" · %s%%", dashboards.Decimal(r.Rest.Share*100))
	}
	p.printf("\n")
	if len(r.LeftOut) > 0 {
		p.printf("没有看的属性：%s，几乎每行一个值\n", strings.Join(r.LeftOut, "、"))
	}
	if r.Undated > 0 {
		p.printf("%s 行读不出时间，没有计入\n", dashboards.Number(r.Undated))
	}
}

// causeName writes brand=比亚迪 × problem=变更价格.
func causeName(c cause.Cause) string {
	parts := make([]string, len(c.Values))
	for i, v := range c.Values {
		parts[i] = fmt.Sprintf("%s=%s", v.Attribute, v.Value)
	}
	return strings.Join(parts, " × ")
}

func signed(x float64) string {
	if x > 0 {
		return "+" + dashboards.Decimal(x)
	}
	return dashboards.Decimal(x)
}
