package web

import (
	"html/template"
	"net/http"

	"huisheng/analytics"
	"huisheng/dashboards/docs"
)

type documentPage struct {
	Body  template.HTML // made by docs from files that the binary carries
	Pages []docs.Page
	Name  string

	Before, After *docs.Page // the neighbours in reading order, nil at the ends
}

func (s *site) showDocument(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if name == "" {
		name = docs.Pages[0].Name
	}
	page, body, found := docs.Render(name)
	if !found {
		s.problem(w, r, &analytics.Error{Kind: analytics.KindMissing, Text: "没有这篇文档。"})
		return
	}
	view := documentPage{Body: body, Pages: docs.Pages, Name: name}
	for i := range docs.Pages {
		if docs.Pages[i].Name != name {
			continue
		}
		if i > 0 {
			view.Before = &docs.Pages[i-1]
		}
		if i+1 < len(docs.Pages) {
			view.After = &docs.Pages[i+1]
		}
	}
	s.show(w, r, http.StatusOK, "document", frame{Title: page.Title, Active: "docs", Books: s.books(r), Body: view})
}
