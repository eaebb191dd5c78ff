package main

import (
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/ingest"
)

// previewKey masks what a dry run shows. It links nothing to anything stored, so that a dry run needs no installation.
var previewKey = []byte("huisheng import --dry-run shows only")

// preview shows how columns are mapped and what the first rows become.
func (c importCommand) preview(p *program) error {
	masker := text.NewMasker(previewKey)
	for _, path := range c.Files {
		f, err := c.open(path)
		if err != nil {
			return err
		}
		columns, rows := f.Columns(masker), f.Rows(previewed, masker, ingest.NewCodec(previewKey))
		refused, of := f.Refused(masker, ingest.NewCodec(previewKey))
		charset, format, titles := f.Charset, f.Format, f.Titles
		if err := f.Close(); err != nil {
			return err
		}
		if p.flags.JSON {
			if err := p.writeJSON(map[string]any{"file": path, "charset": charset, "format": format, "columns": columns, "rows": rows, "looked_at": of,
				"refused": refused, "lines_above_header": titles}); err != nil {
				return err
			}
			continue
		}
		p.printf("%s（%s，%s）\n", path, format, charset)
		if titles > 0 {
			p.printf("  表头在第 %d 行，以上各行不计\n", titles+1)
		}
		for _, col := range columns {
			p.printf("  %s → %s（%s）  例：%s\n", col.Name, col.Field, col.How, strings.Join(col.Examples, " | "))
		}
		for _, r := range rows {
			if r.Complaint != nil {
				p.printf("  第 %d 行  %s\n", r.Line, oneLine(*r.Complaint))
			}
		}
		for i, r := range refused {
			if i == 0 {
				p.printf("  前 %d 条中有 %d 条会被退回：\n", of, len(refused))
			}
			if i == previewed {
				p.printf("    ……\n")
				break
			}
			p.printf("    第 %d 行 %s：%s\n", r.Line, orDash(r.Field), r.Reason)
		}
		p.printf("没有导入。去掉 --dry-run 即导入；对应不对时用 --map 字段=列 指定。\n")
	}
	return nil
}

func oneLine(c analytics.Complaint) string {
	parts := []string{c.ID, c.ReceivedAt.In(analytics.Zone).Format("2006-01-02 15:04"), c.Product.Line, c.Product.Name, c.Product.Model,
		c.Region.Province, c.Region.City, c.Channel, c.Department, c.Category, clip(c.Words())}
	var told []string
	for _, part := range parts {
		if part != "" {
			told = append(told, part)
		}
	}
	return strings.Join(told, " · ")
}
