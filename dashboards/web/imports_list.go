package web

import (
	"net/http"
	"net/url"
	"strconv"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// importRows is how many imports one page lists.
const importRows = 50

type importsPage struct {
	Rows    []importView
	Drafts  []draftLine
	Older   string
	Newest  string // the first page, empty on it
	Uploads bool
}

// importView is an import as pages write it.
type importView struct {
	Import
	No      string
	Address string
	When    string
	Kind    string
	State   string
	Tone    string // class of the state
	Terms   []importTerm
	Others  string
	Undo    string // address of the page that asks before it is undone; empty when it cannot be
	Redo    string
	Runs    bool
	Percent int // read of the file; -1 when unknown
	Unknown bool
}

// importTerm is a term of the books of an import.
type importTerm struct {
	Name string
	N    uint64
	Door string
}

type draftLine struct {
	Address, File, Size, When, State, Tone string
}

func (s *site) showImports(w http.ResponseWriter, r *http.Request) {
	before := uint64(0)
	if given := r.URL.Query().Get("before"); given != "" {
		var err error
		if before, err = strconv.ParseUint(given, 10, 32); err != nil {
			s.problem(w, r, analytics.Invalid("before", "翻页的位置看不懂，请回到第一页"))
			return
		}
	}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	list, err := s.Imports.ListImports(ctx, uint32(before), importRows+1)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page := importsPage{Uploads: s.Uploads != nil}
	if len(list) > importRows {
		list = list[:importRows]
		page.Older = "/imports?before=" + strconv.FormatUint(uint64(list[importRows-1].Number), 10)
	}
	if before != 0 {
		page.Newest = "/imports"
	}
	for _, in := range list {
		page.Rows = append(page.Rows, viewOfImport(in))
	}
	if s.Uploads != nil && before == 0 {
		drafts, err := s.Uploads.Drafts(ctx)
		if err != nil {
			s.problem(w, r, err)
			return
		}
		for _, d := range drafts {
			page.Drafts = append(page.Drafts, lineOfDraft(d))
		}
	}
	s.show(w, r, http.StatusOK, "imports", frame{Title: "导入", Active: "imports", Books: s.books(r), Body: page})
}

func importAddress(number uint32) string { return "/import/" + strconv.FormatUint(uint64(number), 10) }

// importDoor leads to the complaints of an import.
func importDoor(number uint32) string {
	return "/complaints?" + url.Values{"import": {strconv.FormatUint(uint64(number), 10)}}.Encode()
}

func viewOfImport(in Import) importView {
	v := importView{Import: in, No: strconv.FormatUint(uint64(in.Number), 10), Address: importAddress(in.Number), When: in.StartedAt.In(analytics.Zone).Format("2006-01-02 15:04"), Kind: kindNames[in.Kind],
		Runs: in.State == ImportRunning, Percent: -1}
	if v.Kind == "" {
		v.Kind = in.Kind
	}
	v.State, v.Tone = stateOfImport(in)
	if in.Total > 0 {
		v.Percent = int(min(100, in.Bytes*100/in.Total))
	}
	if in.Others > 0 {
		v.Others = "处理记录与基数 " + dashboards.Number(in.Others) + " 条"
	}
	v.terms()
	switch {
	case v.Runs:
	case in.UndoneAt.IsZero():
		v.Undo = v.Address + "/undo"
	default:
		v.Redo = v.Address + "/redo"
	}
	return v
}

// terms writes the books: zero terms are left out, and what has complaints behind it leads to them.
func (v *importView) terms() {
	b := v.Books
	if b == nil {
		v.Unknown = true
		return
	}
	door := importDoor(v.Number)
	doors := map[string]string{"入库": door, "更新": door, "退回": v.Address + "#reasons"}
	for _, t := range dashboards.BooksTerms(*b) {
		v.Terms = append(v.Terms, importTerm{t.Name, uint64(max(0, t.N)), doors[t.Name]})
	}
}

// stateOfImport names a state, and its class.
func stateOfImport(in Import) (name, tone string) {
	switch {
	case in.State == ImportRunning:
		return "正在导入", "busy"
	case in.State == ImportBroken && in.UndoneAt.IsZero():
		return "中断", "bad"
	case in.State == ImportFailed && in.UndoneAt.IsZero():
		return "没有导完", "bad"
	case in.Applying && in.UndoneAt.IsZero():
		return "正在恢复", "busy"
	case in.Applying:
		return "正在撤销", "busy"
	case !in.UndoneAt.IsZero():
		return "已撤销", ""
	}
	return "已导入", "good"
}

func lineOfDraft(d Draft) draftLine {
	l := draftLine{Address: "/import/" + d.ID, File: d.File, Size: sizeText(d.Size), When: d.UploadedAt.In(analytics.Zone).Format("01-02 15:04")}
	switch d.State {
	case DraftQueued:
		l.State, l.Tone = "排队等待导入", "busy"
	case DraftRunning:
		l.State, l.Tone = "正在导入", "busy"
	case DraftFailed:
		l.State, l.Tone = "没有导完", "bad"
	default:
		l.State = "等待确认，" + d.ExpiresAt.In(analytics.Zone).Format("01-02 15:04") + " 自动删除"
	}
	return l
}

// sizeText writes a number of bytes for people.
func sizeText(n int64) string {
	switch {
	case n >= 1<<30:
		return strconv.FormatFloat(float64(n)/(1<<30), 'f', 1, 64) + " GB"
	case n >= 1<<20:
		return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB"
	case n >= 1<<10:
		return strconv.FormatInt(n>>10, 10) + " KB"
	}
	return strconv.FormatInt(n, 10) + " 字节"
}
