package main

import (
	"io"
	"os"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/learn"
	"huisheng/analytics/text"
	"huisheng/analytics/text/jieba"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest/importer"
)

// textFile is a table of any kind whose texts are read: what commands on files have in common.
type textFile struct {
	File  string   `arg:"" help:"表格文件：CSV、TSV、Excel、JSON、Parquet；- 读标准输入。"`
	Text  []string `help:"正文列；可给几列，用逗号隔开，依次接起来。" placeholder:"COL" required:""`
	Table string   `help:"工作簿里的哪一张表。" placeholder:"NAME"`
}

// open opens the table with its text columns and further ones behind them.
func (f textFile) open(more ...string) (*importer.Table, error) {
	columns := slices.Concat(f.Text, more)
	options := importer.Options{Table: f.Table}
	if f.File == "-" {
		return importer.OpenTableReader(os.Stdin, "标准输入", columns, options)
	}
	return importer.OpenTable(f.File, columns, options)
}

// words joins the text columns of a row.
func (f textFile) words(row *importer.TableRow) string {
	parts := make([]string, 0, len(f.Text))
	for _, part := range row.Cells[:len(f.Text)] {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "\n")
}

// labelled is what learning needs of a file.
type labelled struct {
	raw        []string
	labels     []string
	lines      []uint32
	unlabelled int // rows without a label
	broken     []string
}

// labelled reads all rows that have a label. Rows without words count: they are answered like any other.
func (f textFile) labelled(label []string) (*labelled, error) {
	table, err := f.open(label...)
	if err != nil {
		return nil, err
	}
	defer table.Close()
	out := &labelled{}
	for {
		row, err := table.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if row.Problem != nil {
			out.broken = append(out.broken, row.Problem.Error())
			continue
		}
		levels := row.Cells[len(f.Text):]
		if end := slices.Index(levels, ""); end >= 0 {
			levels = levels[:end]
		}
		if len(levels) == 0 {
			out.unlabelled++
			continue
		}
		out.raw, out.labels = append(out.raw, f.words(&row)), append(out.labels, strings.Join(levels, "/"))
		out.lines = append(out.lines, row.Line)
	}
	if len(out.raw) == 0 {
		return nil, analytics.Invalid("label", "%s 里没有一行有标签（列“%s”全空）", table.Name(), strings.Join(label, "、"))
	}
	return out, nil
}

// examples cuts the texts into words.
func (l *labelled) examples(p *program) ([]learn.Example, error) {
	prepared, err := p.prepare(l.raw, learn.CutBySpaces(l.raw))
	if err != nil {
		return nil, err
	}
	examples := make([]learn.Example, len(prepared))
	for i := range prepared {
		examples[i] = learn.Example{Text: prepared[i].Text, Label: l.labels[i]}
	}
	return examples, nil
}

// prepare normalises and segments; texts that were segmented before need no dictionary.
func (p *program) prepare(raw []string, segmented bool) ([]learn.Prepared, error) {
	var segmenter text.Segmenter
	if !segmented {
		opened, err := p.segmenter()
		if err != nil {
			return nil, err
		}
		defer opened.Close()
		segmenter = opened
	}
	return learn.Prepare(segmenter, raw), p.ctx.Err()
}

// lexicon lists the words of the taxonomy in use by what they name.
func (p *program) lexicon() ([]text.Lexeme, error) {
	settings, err := p.config()
	if err != nil {
		return nil, err
	}
	classifier, err := runtime.Taxonomy(settings)
	if err != nil {
		return nil, err
	}
	return classifier.Lexicon(), nil
}

// segmenter loads the dictionaries of the installation.
func (p *program) segmenter() (*jieba.Segmenter, error) {
	settings, err := p.config()
	if err != nil {
		return nil, err
	}
	return jieba.Open(jieba.Config{Dictionaries: settings.Dictionaries, Words: settings.UserDictionaries})
}
