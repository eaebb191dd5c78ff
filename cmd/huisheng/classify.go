package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/learn"
	"huisheng/analytics/text"
	"huisheng/ingest/importer"
)

type classifyCommand struct {
	textFile
	Model     string  `help:"huisheng learn 写的模型。" placeholder:"FILE" required:"" type:"path"`
	Out       string  `help:"结果写到哪个 CSV；- 写到标准输出。" placeholder:"CSV" required:""`
	Threshold float64 `help:"置信度低于它就不给标签（未分类）；0 表示每一行都给出最可能的标签。" default:"0"`
}

// portion is how many rows are classified together.
const portion = 512

// Run answers every row, in their order: one line each, also for a row that cannot be read.
func (c classifyCommand) Run(p *program) error {
	if c.Threshold < 0 || c.Threshold > 1 {
		return analytics.Invalid("threshold", "--threshold 应在 0–1，这里是 %v", c.Threshold)
	}
	model, err := readModel(c.Model)
	if err != nil {
		return err
	}
	table, err := c.open()
	if err != nil {
		return err
	}
	defer table.Close()
	var segmenter text.Segmenter
	if !model.Segmented {
		opened, err := p.segmenter()
		if err != nil {
			return err
		}
		defer opened.Close()
		segmenter = opened
	}
	out, finish, err := p.create(c.Out)
	if err != nil {
		return err
	}
	counts, err := c.rows(p, table, model, segmenter, out)
	if err = finish(err); err != nil {
		return err
	}
	if c.Out != "-" {
		p.printf("✓ %s：%d 行，%d 行有标签，%d 行未分类\n", c.Out, counts.all, counts.all-counts.without, counts.without)
	}
	for _, problem := range counts.broken {
		fmt.Fprintf(p.stderr, "huisheng: %s；这一行没有标签\n", problem)
	}
	return nil
}

// create opens a result. A file is complete or not there: it is written beside and renamed by finish.
func (p *program) create(path string) (io.Writer, func(error) error, error) {
	if path == "-" {
		out := bufio.NewWriter(p.stdout)
		return out, func(err error) error {
			if flushed := out.Flush(); err == nil {
				err = flushed
			}
			return err
		}, nil
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return nil, nil, analytics.Wrap(analytics.KindInvalid, err, "不能写到 %s：请换一个地方", path)
	}
	out := bufio.NewWriter(f)
	return out, func(err error) error {
		if flushed := out.Flush(); err == nil {
			err = flushed
		}
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			_ = os.Remove(f.Name()) // half a result helps nobody
			return err
		}
		return os.Rename(f.Name(), path)
	}, nil
}

type classified struct {
	all, without int
	broken       []string
}

func (c classifyCommand) rows(p *program, table *importer.Table, model *learn.Model, segmenter text.Segmenter, to io.Writer) (n classified, err error) {
	out := csv.NewWriter(to)
	header, id := []string{"row"}, table.IDColumn()
	if id >= 0 {
		header = append(header, table.Headers()[id])
	}
	if err := out.Write(append(header, "label", "confidence", "others", "evidence")); err != nil {
		return n, err
	}
	for ended := false; !ended; {
		var rows []importer.TableRow
		for len(rows) < portion && !ended {
			row, err := table.Next()
			switch {
			case err == io.EOF:
				ended = true
			case err != nil:
				return n, err
			default:
				rows = append(rows, row)
			}
		}
		raw := make([]string, len(rows))
		for i := range rows {
			raw[i] = c.words(&rows[i])
		}
		for i, prepared := range learn.Prepare(segmenter, raw) {
			line := []string{strconv.Itoa(rows[i].Number)}
			if id >= 0 {
				line = append(line, rows[i].All[id])
			}
			answer := learn.Answer{}
			if rows[i].Problem == nil {
				answer = model.Classify(prepared.Text, c.Threshold)
			} else {
				n.broken = append(n.broken, rows[i].Problem.Error())
			}
			n.all++
			if answer.Label == "" {
				n.without++
			}
			if err := out.Write(append(line, answerCells(answer, prepared.Normal)...)); err != nil {
				return n, err
			}
		}
		if err := p.ctx.Err(); err != nil {
			return n, err
		}
	}
	out.Flush()
	return n, out.Error()
}

// answerCells are label, confidence, further labels with theirs, and the words that spoke for it.
func answerCells(a learn.Answer, normal string) []string {
	others := make([]string, len(a.Others))
	for i, o := range a.Others {
		others[i] = fmt.Sprintf("%s:%.3f", o.Label, o.Confidence)
	}
	words := make([]string, len(a.Evidence))
	for i, e := range a.Evidence {
		words[i] = normal[e.From:e.To]
	}
	return []string{a.Label, strconv.FormatFloat(float64(a.Confidence), 'f', 4, 32), strings.Join(others, ";"), strings.Join(words, ";")}
}
