// Package docs carries the documents that the program shows under /docs, written as plain text with headings, lists and tables.
package docs

import (
	"embed"
	"html/template"
)

//go:embed *.md
var files embed.FS

// Page is one document.
type Page struct {
	Name  string // in its address
	Title string
}

// Pages are the documents in reading order.
var Pages = []Page{{"usage", "使用"}, {"importing", "导入"}, {"understanding", "读懂投诉"}, {"causes", "为什么涨了"}, {"counting", "口径说明"}, {"warning", "预警"}, {"actions", "整改与预防"}, {"intake", "接口接入"}, {"operating", "运行"}, {"metrics", "指标"}}

// Render writes a document as HTML. The text is ours, and everything in it is escaped all the same.
func Render(name string) (Page, template.HTML, bool) {
	for _, p := range Pages {
		if p.Name != name {
			continue
		}
		text, err := files.ReadFile(name + ".md")
		if err != nil {
			return p, "", false
		}
		return p, template.HTML(toHTML(string(text))), true
	}
	return Page{}, "", false
}
