package main

import (
	"errors"
	"io"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/topic"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest/importer"
)

type correctionsImport struct {
	File string `arg:"" help:"表格文件，列为 source、complaint_id、label（代号），可有 axis、why、by；即 corrections export 的格式。" type:"path"`
	By   string `help:"没有 by 列时记为谁。" default:"命令行"`
}

// importedColumns are read from the file; those behind the third may be missing.
var importedColumns = []string{"source", "complaint_id", "label", "axis", "why", "by"}

// labelImport is what became of the rows of a file of labels.
type labelImport struct {
	Saved   int      `json:"saved"`
	Same    int      `json:"same"` // a person said so already
	Refused []string `json:"refused,omitempty"`
}

// importPage is how many corrections are written down together.
const importPage = 1000

// Run reads labels. A row that says what a person has said already changes nothing, so a file can be read twice.
func (c correctionsImport) Run(p *program) error {
	return p.withTaxonomy(func(rt *runtime.Runtime, taxonomy *topic.Taxonomy) error {
		table, columns, err := c.open()
		if err != nil {
			return err
		}
		defer table.Close()
		said, err := rt.State.Corrections(p.ctx)
		if err != nil {
			return err
		}
		holding := make(map[corrected]analytics.Correction, len(said))
		for _, s := range said {
			holding[corrected{s.Key, s.Axis}] = s
		}
		var sum labelImport
		var waiting []analytics.Correction
		flush := func() error {
			if err := rt.Correct(p.ctx, waiting); err != nil {
				return err
			}
			sum.Saved += len(waiting)
			waiting = waiting[:0]
			return nil
		}
		for {
			row, err := table.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			said, err := c.correction(p, rt, taxonomy, columns, &row, holding)
			var known *analytics.Error
			switch {
			case errors.As(err, &known):
				sum.Refused = append(sum.Refused, lineNumber(row.Line)+"："+known.Text)
				continue
			case err != nil:
				return err
			case said == nil:
				sum.Same++
				continue
			}
			holding[corrected{said.Key, said.Axis}] = *said
			if waiting = append(waiting, *said); len(waiting) == importPage {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		if len(waiting) > 0 {
			if err := flush(); err != nil {
				return err
			}
		}
		return c.report(p, sum)
	})
}

// open opens the file with those of its columns that it has.
func (c correctionsImport) open() (*importer.Table, []string, error) {
	columns := slices.Clone(importedColumns)
	for {
		table, err := importer.OpenTable(c.File, columns, importer.Options{})
		if err == nil || len(columns) == 3 {
			return table, columns, err
		}
		columns = columns[:len(columns)-1]
	}
}

// corrected is what a correction is about.
type corrected struct {
	analytics.Key
	axis string
}

// correction is what a row says about a complaint; nil when a person said so already, whether or not the tables know it yet.
func (c correctionsImport) correction(p *program, rt *runtime.Runtime, taxonomy *topic.Taxonomy, columns []string, row *importer.TableRow,
	holding map[corrected]analytics.Correction) (*analytics.Correction, error) {
	if row.Problem != nil {
		return nil, analytics.Invalid("line", "%s", row.Problem.Error())
	}
	cell := func(name string) string {
		if at := slices.Index(columns, name); at >= 0 {
			return row.Cells[at]
		}
		return ""
	}
	label, axis := cell("label"), cell("axis")
	if entry, known := taxonomy.Entry(label); known && entry.Leaf {
		axis = entry.Axis.String()
	} else if label != "" {
		return nil, analytics.Invalid("label", "分类体系里没有代号为 %s 的分类", label)
	}
	if axis == "" {
		axis = analytics.AxisWhat
	}
	k := analytics.Key{Source: cell("source"), ID: cell("complaint_id")}
	now, err := rt.Standing(p.ctx, k)
	if err != nil {
		return nil, err
	}
	before := now.LabelOn(axis)
	held, said := holding[corrected{k, axis}]
	if before.From == analytics.FromPerson && before.Code == label || said && held.To == label && held.TextHash == now.TextHash {
		return nil, nil
	}
	by := cell("by")
	if by == "" {
		by = c.By
	}
	return &analytics.Correction{Key: k, Content: now.Content, TextHash: now.TextHash, Axis: axis, From: before.Code, To: label, Why: cell("why"), By: by}, nil
}

// refusedShown is how many refused lines a terminal shows.
const refusedShown = 10

func (c correctionsImport) report(p *program, sum labelImport) error {
	if p.flags.JSON {
		return p.writeJSON(sum)
	}
	p.printf("记下 %d 次更正，%d 行已经是这样。\n", sum.Saved, sum.Same)
	for i, line := range sum.Refused {
		if i == refusedShown {
			p.printf("  还有 %d 行没有读入；加 --json 看全部。\n", len(sum.Refused)-i)
			break
		}
		p.printf("  ✗ %s\n", line)
	}
	return nil
}
