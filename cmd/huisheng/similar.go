package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/similar"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/ingest/importer"
)

type similarCommand struct {
	File     string   `arg:"" help:"CSV、Excel、JSON、JSONL 或 Parquet 文件；- 为标准输入。"`
	Text     []string `help:"正文在哪一列；标题和正文分列时写两列。" required:"" placeholder:"COL,…"`
	ID       string   `name:"id" help:"编号列；不给时自动找，找不到用行号。" placeholder:"COL"`
	Customer string   `help:"客户列：同一客户的才算重复，多人用的才算模板；不给时只凭文字。" placeholder:"COL"`
	Time     string   `help:"时间列：每组最早的一件为代表；不给时按行序。" placeholder:"COL"`
	Table    string   `help:"工作表，或压缩包里的文件。" placeholder:"NAME"`
	Out      string   `help:"结果写到哪个 CSV 文件；- 为标准输出。" default:"-" placeholder:"CSV"`
}

// similarRow is a row of the file beside its item.
type similarRow struct {
	id   string
	line int // number of the record, from 1
}

// similarFile is a file read for likeness. The item of a row has its number as its ID.
type similarFile struct {
	rows  []similarRow
	items []similar.Item
	bytes int64 // of the texts
}

// similarSummary is what the command tells beside its file.
type similarSummary struct {
	Rows         int     `json:"rows"`
	Deduplicated int     `json:"deduplicated"` // 去重件
	Untemplated  int     `json:"untemplated"`  // 去模板件
	Exact        int     `json:"exact"`
	Near         int     `json:"near"`
	Repeat       int     `json:"repeat"`
	Groups       int     `json:"groups"`    // of more than one row
	Templates    int     `json:"templates"` // wordings that many customers used
	Templated    int     `json:"templated"` // rows in them
	Seconds      float64 `json:"seconds"`
	Grouping     float64 `json:"grouping_seconds"` // of these, after the file was read
	PerSecond    float64 `json:"rows_per_second"`
	Megabytes    float64 `json:"text_megabytes"`
}

// Run groups the rows of a file and writes one line for each.
func (c similarCommand) Run(p *program) (err error) {
	began := time.Now()
	file, err := c.read(p)
	if err != nil {
		return err
	}
	read := time.Now()
	similar.Sort(file.items)
	similar.Join(file.items, similar.Pairs(file.items))
	sum := file.summary(similar.Templates(file.items))
	sum.Grouping = time.Since(read).Seconds()
	out := io.Writer(p.stdout)
	if c.Out != "-" {
		f, err := os.Create(c.Out)
		if err != nil {
			return analytics.Wrap(analytics.KindInvalid, err, "不能写 %s", c.Out)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		out = f
	}
	if err := file.write(out); err != nil {
		return analytics.Wrap(analytics.Internal, err, "写不了结果 %s", c.Out)
	}
	sum.Seconds = time.Since(began).Seconds()
	sum.PerSecond = float64(sum.Rows) / max(sum.Seconds, 1e-9)
	switch {
	case c.Out == "-": // the lines are the result
		return nil
	case p.flags.JSON:
		return p.writeJSON(sum)
	}
	sum.print(p, c.Out)
	return nil
}

func (s similarSummary) print(p *program, out string) {
	n := func(n int) string { return dashboards.Number(n) }
	p.printf("原始件 %s，去重件 %s，去模板件 %s\n", n(s.Rows), n(s.Deduplicated), n(s.Untemplated))
	p.printf("重复 %s 组：相同 %s 件，相近 %s 件，换说法 %s 件\n", n(s.Groups), n(s.Exact), n(s.Near), n(s.Repeat))
	p.printf("模板 %s 组，%s 件\n", n(s.Templates), n(s.Templated))
	p.printf("已写入 %s，用时 %.1f 秒（每秒 %s 件）\n", out, s.Seconds, n(int(s.PerSecond)))
}

// open opens the table with all columns that are told.
func (c similarCommand) open() (*importer.Table, map[string]int, error) {
	place := map[string]int{}
	var asked []string
	for _, name := range append(slices.Clone(c.Text), c.ID, c.Customer, c.Time) {
		if _, known := place[name]; name != "" && !known {
			place[name] = len(asked)
			asked = append(asked, name)
		}
	}
	options := importer.Options{Table: c.Table}
	var table *importer.Table
	var err error
	if c.File == "-" {
		table, err = importer.OpenTableReader(os.Stdin, "标准输入", asked, options)
	} else {
		table, err = importer.OpenTable(c.File, asked, options)
	}
	return table, place, err
}

// read makes an item of every row. With customers the topic is looked at too, so that a matter is known in other words.
func (c similarCommand) read(p *program) (file *similarFile, err error) {
	table, place, err := c.open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, table.Close()) }()
	var classifier *topic.Classifier
	if c.Customer != "" {
		settings, err := p.config()
		if err != nil {
			return nil, err
		}
		if classifier, err = runtime.Taxonomy(settings); err != nil {
			return nil, err
		}
	}
	ids := -1
	if c.ID == "" {
		ids = table.IDColumn()
	}
	file = &similarFile{}
	var signer similar.Signer
	for {
		row, err := table.Next()
		if err == io.EOF {
			return file, nil
		}
		if err != nil {
			return nil, err
		}
		if err := p.ctx.Err(); err != nil {
			return nil, err
		}
		cell := func(name string) string {
			if at, known := place[name]; known {
				return row.Cells[at]
			}
			return ""
		}
		words := make([]string, len(c.Text))
		for i, name := range c.Text {
			words[i] = cell(name)
		}
		file.add(&signer, classifier, row.Number, strings.Join(words, "\n"), cell(c.Customer), cell(c.Time))
		id := cell(c.ID)
		if ids >= 0 && ids < len(row.All) {
			id = strings.TrimSpace(row.All[ids])
		}
		file.rows = append(file.rows, similarRow{strings.Clone(cmp.Or(id, strconv.Itoa(row.Number))), row.Number})
	}
}

// add makes an item. A row without a readable time stands where the file has it, after the one before.
func (f *similarFile) add(signer *similar.Signer, classifier *topic.Classifier, number int, words, customer, at string) {
	normal := text.Normalise(words)
	f.bytes += int64(len(words))
	item := similar.Item{ID: uint64(len(f.items)) + 1, At: int64(number), Customer: hashText(customer), Signature: signer.Sign(&normal)}
	if moment, ok := importer.ParseTime(at); ok {
		item.At = moment.UnixMilli()
	} else if at != "" && len(f.items) > 0 {
		item.At = f.items[len(f.items)-1].At
	}
	if classifier != nil {
		item.Topic, item.Reminds = hashText(classifier.Classify(&normal, "").Topic), similar.Reminds(&normal)
	}
	f.items = append(f.items, item)
}

// hashText is 0 for nothing.
func hashText(s string) uint64 {
	if s == "" {
		return 0
	}
	h := fnv.New64a()
	_, _ = io.WriteString(h, s)
	return h.Sum64() | 1
}

// heads tells the first item of every matter and how many it has.
func heads(items []similar.Item) (first map[uint64]uint64, size map[uint64]int) {
	first, size = map[uint64]uint64{}, map[uint64]int{}
	for i := range items { // in the order of time
		if size[items[i].Matter]++; size[items[i].Matter] == 1 {
			first[items[i].Matter] = items[i].ID
		}
	}
	return first, size
}

func (f *similarFile) summary(templates map[uint64]bool) similarSummary {
	_, size := heads(f.items)
	s := similarSummary{Rows: len(f.items), Deduplicated: len(size), Templates: len(templates), Megabytes: float64(f.bytes) / 1e6}
	for _, n := range size {
		if n > 1 {
			s.Groups++
		}
	}
	for i := range f.items {
		switch f.items[i].Relation {
		case similar.Exact:
			s.Exact++
		case similar.Near:
			s.Near++
		case similar.Again:
			s.Repeat++
		}
		if templates[f.items[i].Wording] {
			s.Templated++
		}
	}
	s.Untemplated = s.Rows - s.Templated + s.Templates
	return s
}

// write writes a line for every row, in the order of the file: the group is the row number of its first telling, and so is a template.
func (f *similarFile) write(w io.Writer) error {
	templates := similar.Templates(f.items)
	first, size := heads(f.items)
	worded := map[uint64]uint64{}
	lines := make([][]string, len(f.items))
	for i := range f.items {
		item := &f.items[i]
		row, head := f.rows[item.ID-1], f.rows[first[item.Matter]-1]
		line := []string{strconv.Itoa(row.line), row.id, strconv.Itoa(head.line), item.Relation.String(), strconv.Itoa(head.line), "", ""}
		switch {
		case item.Relation != similar.Alone:
			line[5] = fmt.Sprintf("%.3f", item.Jaccard)
		case size[item.Matter] > 1:
			line[3], line[5] = "first", "1.000"
		}
		if templates[item.Wording] {
			if worded[item.Wording] == 0 {
				worded[item.Wording] = uint64(row.line)
			}
			line[6] = strconv.FormatUint(worded[item.Wording], 10)
			if line[3] == "" {
				line[3] = "template"
			}
		}
		lines[item.ID-1] = line
	}
	buffered := bufio.NewWriterSize(w, 1<<20)
	out := csv.NewWriter(buffered)
	if err := out.Write([]string{"row", "id", "group", "kind", "representative", "similarity", "template"}); err != nil {
		return err
	}
	if err := out.WriteAll(lines); err != nil {
		return err
	}
	return buffered.Flush()
}
