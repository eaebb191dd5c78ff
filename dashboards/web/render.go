package web

import (
	"bytes"
	"html/template"
	"net/http"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/templates"
)

// pages are the parsed templates: one set for each page, all over the same layout.
type pages struct{ sets map[string]*template.Template }

var functions = template.FuncMap{
	"number":   dashboards.Number[uint64],
	"signed":   dashboards.Signed,
	"date":     dashboards.DateText,
	"moment":   dashboards.TimeText,
	"event":    dashboards.EventName,
	"sentence": dashboards.Sentence,
	"tone":     toneClass,
	"counts":   func(n uint64, door string) countDoor { return countDoor{n, door} },
	"u64":      func(n int) uint64 { return uint64(max(0, n)) },
	"u":        func(n int64) uint64 { return uint64(max(0, n)) },
}

// parsePages parses what the binary carries; a template that does not parse is a fault of the build and found by every test.
func parsePages() *pages {
	p := &pages{sets: map[string]*template.Template{}}
	shared := template.Must(template.New("").Funcs(functions).ParseFS(templates.Files, "layout.html", "panels.html", "detail.html", "data.html", "check.html", "themes.html", "spans.html", "finding_parts.html", "correcting.html", "measures.html"))
	for _, name := range []string{"overview", "complaints", "complaint", "cases", "correct", "correct_check", "review", "review_same", "taxonomy", "alike", "satisfaction", "drivers", "customers", "document", "evaluation", "problem", "filters", "tally", "operations", "imports", "import", "import_change", "upload", "draft", "check", "books", "rejected", "rejected_one", "emerging", "ideas", "findings", "finding", "seals", "service", "accountability", "actions", "action", "action_form", "precheck", "deliveries", "delivery_rule", "notice"} {
		p.sets[name] = template.Must(template.Must(shared.Clone()).ParseFS(templates.Files, name+".html"))
	}
	return p
}

// card is one panel in its place on the page.
type card struct {
	View   dashboards.View
	Class  string // its width in the grid
	Export string // the query of its export
}

// ExportAddress is where its numbers are. It is written as one piece: a query put together in the template would be escaped as a value.
func (c card) ExportAddress() string { return "/export/" + c.View.Name + ".csv?" + c.Export }

// toneClass is the class of a change: more is worse.
func toneClass(change int64) string {
	switch {
	case change > 0:
		return "up"
	case change < 0:
		return "down"
	}
	return ""
}

// frame is what the layout shows around a page.
type frame struct {
	Title    string
	Active   string // the entry of the navigation, or of the tabs of a section
	Sections []section
	Tabs     []tab  // the pages of the section that this page is in
	Data     bool   // that is 数据
	Notice   string // what became of the form that led here
	Books    *booksView
	Alarm    string // the books differ and stay so
	Receipt  *receiptView
	MadeAt   string
	Version  string // of our assets, for their addresses
	Chart    string // address of the chart library
	Trouble  string // why charts cannot be drawn
	Upload   string // where files are uploaded; empty where they are not
	Body     any
	Fragment bool
}

// show writes a page. A template that fails midway becomes an error page, as nothing has been sent yet.
func (s *site) show(w http.ResponseWriter, r *http.Request, status int, name string, f frame) {
	f.Version, f.MadeAt = assetVersion, dashboards.ClockText(s.Clock())
	f.Chart, f.Trouble = s.library.address()
	f.Sections = s.sections(f.Active)
	if s.Uploads != nil {
		f.Upload = "/import/new"
	}
	for _, one := range f.Sections {
		if one.On {
			f.Tabs, f.Data = one.Tabs, one.Name == "data"
		}
	}
	if !f.Fragment {
		s.waiting(r, f.Tabs)
	}
	f.Notice = noticeOf(r)
	f.Alarm = s.alarm()
	f.Receipt = s.receipt(r)
	entry := "layout"
	if f.Fragment {
		entry = name
	}
	var out bytes.Buffer
	if err := s.pages.sets[name].ExecuteTemplate(&out, entry, f); err != nil {
		s.Log.Error("a page could not be written", "page", name, "error", err)
		http.Error(w, "页面没有写出来，原因在日志里。", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

// booksView is the equation at the top right of every page.
type booksView struct {
	Balanced   bool
	Received   uint64
	Terms      []booksTerm
	Difference string
	Dirty      int
	Failed     bool
	Door       string // where it says what is off
}

type booksTerm struct {
	Name string
	N    uint64
}

// booksTimeout bounds reading the books: a page waits for its figures, not for its frame.
const booksTimeout = 2 * time.Second

func (s *site) books(r *http.Request) *booksView {
	if s.Ledger == nil {
		return nil
	}
	ctx, cancel := contextWithin(r, booksTimeout)
	defer cancel()
	b, err := s.Ledger.Books(ctx)
	if err != nil {
		s.Log.Warn("the books could not be read", "error", err)
		return &booksView{Failed: true}
	}
	dirty, err := s.Ledger.DirtyMonths(ctx)
	if err != nil {
		s.Log.Warn("the queue of months could not be read", "error", err)
	}
	v := viewOfBooks(b, len(dirty))
	if s.Accounts != nil {
		v.Door = "/books"
	}
	return v
}

func viewOfBooks(b analytics.Books, dirty int) *booksView {
	v := &booksView{Balanced: b.Balanced(), Received: uint64(max(0, b.Received)), Difference: dashboards.Signed(b.Difference()), Dirty: dirty}
	for _, t := range dashboards.BooksTerms(b) {
		v.Terms = append(v.Terms, booksTerm{Name: t.Name, N: uint64(max(0, t.N))})
	}
	if len(v.Terms) == 0 {
		v.Terms = []booksTerm{{Name: "入库"}}
	}
	return v
}
