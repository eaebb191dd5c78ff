package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// previewTimeout bounds looking into a file. Only its beginning is read, but a sheet of a large workbook lies behind the others.
const previewTimeout = time.Minute

type draftPage struct {
	Draft
	Address   string
	Size      string
	Expires   string
	State     string
	Tone      string
	Preview   Preview
	Table     int
	TableName string
	Tables    []tableLink
	Kinds     []option
	Columns   []columnView
	Heads     []string    // of the first rows
	Rows      []rowView   // as they will be read
	Taken     []fieldNote // what the columns make, for the needed fields
	From, To  string
	Check     checkView
	Earlier   []importView
	Ready     bool // can be confirmed
	Changed   bool // the form was sent with another mapping than was seen: look again
	Waits     bool // confirmed, and not yet an import
	Errors    string
	Button    string // says what is imported
}

type tableLink struct {
	Address, Name string
	On, Skip      bool
	Error         string
}

type option struct {
	Value, Label string
	Chosen       bool
}

type columnView struct {
	Column
	Index   int
	Options []option
}

type rowView struct {
	Line    uint32
	Cells   []string
	Refused []string
}

type fieldNote struct {
	Label string
	Found bool
}

func (s *site) showDraft(w http.ResponseWriter, r *http.Request) {
	s.draft(w, r, http.StatusOK, "", r.URL.Query().Get("changed") != "")
}

// draft shows where a draft is: its preview, its place in the queue, or the import that it became.
func (s *site) draft(w http.ResponseWriter, r *http.Request, status int, trouble string, changed bool) {
	if s.Uploads == nil {
		s.notFound(w, r)
		return
	}
	ctx, cancel := contextWithin(r, previewTimeout)
	defer cancel()
	d, err := s.Uploads.ReadDraft(ctx, r.PathValue("id"))
	if err != nil {
		s.problem(w, r, err)
		return
	}
	if target := became(d); target != "" {
		http.Redirect(w, r, target, http.StatusSeeOther)
		return
	}
	page := draftPage{Draft: d, Address: "/import/" + d.ID, Size: sizeText(d.Size), Changed: changed, Errors: trouble,
		Expires: d.ExpiresAt.In(analytics.Zone).Format("01-02 15:04"), Waits: d.State == DraftQueued || d.State == DraftRunning}
	line := lineOfDraft(d)
	page.State, page.Tone = line.State, line.Tone
	if !page.Waits {
		if err := s.fillDraft(ctx, r, &page); err != nil {
			s.problem(w, r, err)
			return
		}
	}
	s.show(w, r, status, "draft", frame{Title: d.File, Active: "imports", Books: s.books(r), Body: page})
}

// became is the address of what a confirmed draft has become: its import, or the list when there are several.
func became(d Draft) string {
	switch {
	case d.State != DraftRunning && d.State != DraftDone || len(d.Numbers) == 0:
		return ""
	case d.State == DraftDone && len(d.Numbers) > 1:
		return "/imports"
	case len(d.Tables) > 1 && d.State == DraftRunning:
		return ""
	}
	return importAddress(d.Numbers[0])
}

func (s *site) fillDraft(ctx context.Context, r *http.Request, page *draftPage) error {
	page.Table = tableOf(r, page.Draft)
	for i, t := range page.Draft.Tables {
		link := tableLink{Address: page.Address + "?table=" + strconv.Itoa(i), Name: t.Name, On: i == page.Table, Skip: t.Skip, Error: t.Error}
		page.Tables = append(page.Tables, link)
	}
	if page.Table < len(page.Draft.Tables) {
		page.TableName = page.Draft.Tables[page.Table].Name
	}
	var err error
	if page.Preview, err = s.Uploads.PreviewDraft(ctx, page.ID, page.Table); err != nil {
		return err
	}
	p := page.Preview
	for _, k := range recordKinds {
		page.Kinds = append(page.Kinds, option{k.Name, k.Label, k.Name == p.Kind})
	}
	page.fillColumns()
	page.fillRows()
	page.From, page.To = dayText(p.Choices.From), dayText(p.Choices.To)
	for _, in := range p.Earlier {
		page.Earlier = append(page.Earlier, viewOfImport(in))
	}
	importing := importable(page.Draft)
	page.Button = "确认导入"
	if len(page.Draft.Tables) > 1 {
		page.Button += " " + strconv.Itoa(importing) + " 张表"
	}
	page.Ready = importing > 0 && (p.Problem == "" || p.Choices.Skip)
	check, err := s.Uploads.CheckDraft(ctx, page.ID, page.Table)
	page.Check = viewOfCheck(page.Draft, page.Table, check)
	return err
}

// importable counts the tables that are neither broken nor left out.
func importable(d Draft) (n int) {
	for _, t := range d.Tables {
		if t.Error == "" && !t.Skip {
			n++
		}
	}
	return n
}

// tableOf is the table of the address, else the first that can be read.
func tableOf(r *http.Request, d Draft) int {
	if n, err := strconv.Atoi(r.FormValue("table")); err == nil && n >= 0 && n < len(d.Tables) {
		return n
	}
	for i, t := range d.Tables {
		if t.Error == "" {
			return i
		}
	}
	return 0
}

func (page *draftPage) fillColumns() {
	made := map[string]bool{}
	for i, c := range page.Preview.Columns {
		made[c.Field] = true
		v := columnView{Column: c, Index: i, Options: []option{{"", "附在其他列里", c.Field == ""}}}
		for _, f := range page.Preview.Fields {
			label := f.Label
			if f.Need {
				label += "（必需）"
			}
			v.Options = append(v.Options, option{f.Name, label, f.Name == c.Field})
		}
		page.Columns = append(page.Columns, v)
	}
	for _, f := range page.Preview.Fields {
		if f.Need {
			page.Taken = append(page.Taken, fieldNote{f.Label, made[f.Name]})
		}
	}
}

// fillRows lays the first rows out as a table of the fields that any of them has.
func (page *draftPage) fillRows() {
	at := map[string]int{}
	for _, row := range page.Preview.Rows {
		for _, c := range row.Cells {
			if _, known := at[c.Label]; !known {
				at[c.Label] = len(page.Heads)
				page.Heads = append(page.Heads, c.Label)
			}
		}
	}
	for _, row := range page.Preview.Rows {
		v := rowView{Line: row.Line, Refused: row.Refused}
		if len(row.Cells) > 0 {
			v.Cells = make([]string, len(page.Heads))
		}
		for _, c := range row.Cells {
			v.Cells[at[c.Label]] = c.Value
		}
		page.Rows = append(page.Rows, v)
	}
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return dashboards.DateText(t)
}

type checkView struct {
	Check
	Poll    string // where it goes on; empty when it is done
	Percent int    // -1 while the size is not known
	Sum     string // what it holds, by kind
	Whole   string // what was read: the file, or one of its tables
	Good    int64  // records that will be taken
	More    int64  // wrong lines that are not listed
}

func viewOfCheck(d Draft, table int, c Check) checkView {
	v := checkView{Check: c, Percent: -1, Good: c.Complaints + c.Events + c.Exposures, More: c.Rejected - int64(len(c.Lines))}
	if !c.Done && c.Error == "" {
		v.Poll = "/import/" + d.ID + "/check?" + url.Values{"table": {strconv.Itoa(table)}}.Encode()
	}
	if c.Total > 0 {
		v.Percent = int(min(100, c.Bytes*100/c.Total))
	}
	v.Sum, v.Whole = sumOfCheck(c), "整个文件"
	if len(d.Tables) > 1 && table < len(d.Tables) {
		v.Whole = "“" + d.Tables[table].Name + "”"
	}
	return v
}

// sumOfCheck counts a table by kind; a kind that it does not hold is left out.
func sumOfCheck(c Check) string {
	var parts []string
	for _, k := range []struct {
		name, unit string
		n          int64
	}{{"投诉", "条", c.Complaints}, {"处理记录", "条", c.Events}, {"基数", "条", c.Exposures}, {"空行", "行", c.Blank}} {
		if k.n > 0 {
			parts = append(parts, k.name+" "+dashboards.Number(k.n)+" "+k.unit)
		}
	}
	if !c.First.IsZero() {
		parts = append(parts, "收到时间 "+dashboards.DateText(c.First)+" 至 "+dashboards.DateText(c.Last))
	}
	if len(parts) == 0 {
		return "没有可以导入的记录"
	}
	return strings.Join(parts, " · ")
}

// showCheck answers a preview that is open while the whole table is read.
func (s *site) showCheck(w http.ResponseWriter, r *http.Request) {
	d, err := s.Uploads.ReadDraft(r.Context(), r.PathValue("id"))
	if err != nil {
		s.problem(w, r, err)
		return
	}
	table := tableOf(r, d)
	check, err := s.Uploads.CheckDraft(r.Context(), d.ID, table)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "check", frame{Body: viewOfCheck(d, table, check), Fragment: true})
}
