package main

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/ingest"
	"huisheng/ingest/importer"
)

// previewKey masks what a dry run shows. It links nothing to anything stored, so that a dry run needs no installation.
var previewKey = []byte("huisheng import --dry-run shows only")

// preview shows how columns are mapped and what the first rows become.
func (c importCommand) preview(p *program) error {
	settings, err := p.config()
	if err != nil {
		return err
	}
	saved, err := runtime.OpenProfiles(p.ctx, settings)
	if err != nil {
		return err
	}
	defer saved.Close()
	var failed []error
	for _, path := range c.Files {
		err := c.tables(p, saved, path, func(f *importer.File) error {
			if p.flags.JSON {
				return p.writeJSON(previewOf(f))
			}
			previewOf(f).print(p)
			return nil
		})
		failed = append(failed, err)
	}
	if !p.flags.JSON {
		p.printf("没有导入。去掉 --dry-run 即导入；对应不对时用 --map 字段=列 指定，字段见 huisheng import --help 与文档《导入》。\n")
	}
	return errors.Join(failed...)
}

// importPreview is what a dry run tells of one table.
type importPreview struct {
	File      string                `json:"file"`
	Kind      importer.Kind         `json:"kind"`
	Charset   string                `json:"charset"`
	Format    string                `json:"format"`
	Profile   string                `json:"profile,omitempty"`
	Signature string                `json:"signature,omitempty"`
	Titles    int                   `json:"lines_above_header"`
	Columns   []importer.Column     `json:"columns"`
	Rows      []importer.PreviewRow `json:"rows"`
	LookedAt  int                   `json:"looked_at"`
	Refused   []importer.Refusal    `json:"refused"`
	Notes     []string              `json:"notes,omitempty"`
}

func previewOf(f *importer.File) importPreview {
	masker, codec := text.NewMasker(previewKey), ingest.NewCodec(previewKey)
	r := importPreview{File: f.Name, Kind: f.Kind(), Charset: f.Charset, Format: f.Format, Profile: f.Profile, Signature: f.Signature(), Titles: f.Titles,
		Columns: f.Columns(masker), Rows: f.Rows(previewed, masker, codec), Notes: f.Notes}
	r.Refused, r.LookedAt = f.Refused(masker, codec)
	return r
}

func (r importPreview) print(p *program) {
	p.printf("%s（%s，%s，按%s读）\n", r.File, r.Format, r.Charset, r.Kind.Label())
	if r.Profile != "" {
		p.printf("  用存好的列映射“%s”\n", r.Profile)
	}
	if r.Titles > 0 {
		p.printf("  表头在第 %d 行，以上各行不计\n", r.Titles+1)
	}
	for _, note := range r.Notes {
		p.printf("  %s\n", note)
	}
	for _, col := range r.Columns {
		why := col.How
		if col.How == importer.ByValue {
			why += "：" + col.Why
		}
		p.printf("  %s → %s %s（%s）  例：%s\n", col.Name, col.Label, col.Field, why, strings.Join(col.Examples, " | "))
	}
	for _, row := range r.Rows {
		for _, line := range recordsOf(row) {
			p.printf("  第 %d 行  %s\n", row.Line, line)
		}
	}
	for i, one := range r.Refused {
		if i == 0 {
			p.printf("  前 %d 行中有 %d 条会被退回：\n", r.LookedAt, len(r.Refused))
		}
		if i == previewed {
			p.printf("    ……\n")
			break
		}
		p.printf("    第 %d 行 %s：%s\n", one.Line, orDash(one.Field), one.Reason)
	}
}

// recordsOf shows what one row becomes, a line for each record.
func recordsOf(row importer.PreviewRow) []string {
	var lines []string
	if row.Complaint != nil {
		lines = append(lines, oneLine(*row.Complaint))
	}
	for _, e := range row.Events {
		lines = append(lines, joinTold(importer.KindLabels[e.Kind], e.ComplaintID, e.At.In(analytics.Zone).Format("2006-01-02 15:04"), e.By, e.Department, e.Outcome, clip(e.Note)))
	}
	for _, x := range row.Exposures {
		told := []string{"基数", x.Month.String(), x.Unit, dashboards.Number(int64(x.Value))}
		for _, name := range slices.Sorted(maps.Keys(x.Dimensions)) {
			told = append(told, name+"="+x.Dimensions[name])
		}
		lines = append(lines, joinTold(told...))
	}
	return lines
}

func oneLine(c analytics.Complaint) string {
	return joinTold(c.ID, c.ReceivedAt.In(analytics.Zone).Format("2006-01-02 15:04"), c.Product.Line, c.Product.Name, c.Product.Model,
		c.Region.Province, c.Region.City, c.Channel, c.Department, c.Category, clip(c.Words()))
}

// joinTold joins what is not empty.
func joinTold(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}
