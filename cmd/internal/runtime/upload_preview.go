package runtime

import (
	"context"
	"errors"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/dashboards/web"
	"huisheng/ingest/importer"
)

// previewRows is how many of the first rows a preview shows.
const previewRows = 8

// table returns a draft and one of its tables; the caller holds the lock.
func (u *Uploads) table(id string, table int) (*upload, *uploadTable, error) {
	d, err := u.find(id)
	if err != nil {
		return nil, nil, err
	}
	if table < 0 || table >= len(d.Tables) {
		return nil, nil, &analytics.Error{Kind: analytics.KindMissing, Text: "文件里没有这张表"}
	}
	return d, &d.Tables[table], nil
}

// look is a table as it was when somebody asked for it: its choices may change meanwhile.
type look struct {
	file, path, name string
	several          bool
	choices          web.Choices
	broken           string
	notes            []string
}

func (u *Uploads) look(id string, table int) (look, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	d, t, err := u.table(id, table)
	if err != nil {
		return look{}, err
	}
	if d.State == web.DraftDone {
		return look{}, &analytics.Error{Kind: analytics.KindMissing, Text: "这个文件已经导入，原文件已删除"}
	}
	return look{d.File, u.path(d), t.Name, len(d.Tables) > 1, t.Choices, t.Error, d.Notes}, nil
}

// open looks into the table under some choices.
func (u *Uploads) open(ctx context.Context, l look, c web.Choices, incomplete bool) (*importer.File, error) {
	o := importer.Options{Kind: importer.Kind(c.Kind), Source: c.Source, Header: c.Header, Map: wholeMap(c), Incomplete: incomplete, Profiles: u.profiles(ctx)}
	if l.several || l.name != l.file {
		o.Table = l.name
	}
	for f, err := range importer.OpenAll(l.path, o) {
		var skipped *importer.Skipped
		if errors.As(err, &skipped) {
			continue
		}
		return f, err
	}
	return nil, analytics.Invalid("", "文件里没有找到“%s”这张表", l.name)
}

// wholeMap is a mapping that leaves nothing to be guessed: a person saw every column and said what it is.
func wholeMap(c web.Choices) map[string][]string {
	if c.Map == nil {
		return nil
	}
	whole := map[string][]string{}
	for _, f := range importer.Fields(importer.Kind(c.Kind)) {
		whole[f.Name] = nil
	}
	for field, columns := range c.Map {
		if field != "" {
			whole[field] = columns
		}
	}
	return whole
}

// PreviewDraft implements web.Uploads.
func (u *Uploads) PreviewDraft(ctx context.Context, id string, table int) (web.Preview, error) {
	l, err := u.look(id, table)
	if err != nil {
		return web.Preview{}, err
	}
	p := web.Preview{Choices: l.choices, Notes: l.notes}
	if l.broken != "" {
		p.Problem, p.Fatal = l.broken, true
		return p, nil
	}
	f, err := u.open(ctx, l, l.choices, true)
	if analytics.KindOf(err) == analytics.KindInvalid && err != nil {
		p.Problem = sentence(err)
		if f, err = u.openSimpler(ctx, l, &p); err != nil {
			p.Fatal = true
			return p, nil
		}
	}
	if err != nil {
		return p, err
	}
	defer f.Close()
	u.describe(f, &p)
	if p.Earlier, err = u.earlier(ctx, f); err != nil {
		return p, err
	}
	if p.Problem == "" {
		u.startCheck(id, table, l)
	}
	return p, nil
}

// openSimpler opens a table whose choices contradict themselves without them, so that they can be mended.
func (u *Uploads) openSimpler(ctx context.Context, l look, p *web.Preview) (*importer.File, error) {
	simple := l.choices
	simple.Map = nil
	f, err := u.open(ctx, l, simple, true)
	if analytics.KindOf(err) == analytics.KindInvalid && err != nil && simple.Header != 0 {
		simple.Header = 0
		f, err = u.open(ctx, l, simple, true)
	}
	return f, err
}

// describe writes what the importer found for a person.
func (u *Uploads) describe(f *importer.File, p *web.Preview) {
	p.Charset, p.Format, p.Profile, p.Kind, p.Source = f.Charset, f.Format, f.Profile, string(f.Kind()), f.Source()
	p.Notes = append(slices.Clone(p.Notes), f.Notes...)
	labels := map[string]string{}
	for _, field := range importer.Fields(f.Kind()) {
		p.Fields = append(p.Fields, web.Field{Name: field.Name, Label: field.Label, Need: field.Need, Many: field.Many})
		labels[field.Name] = field.Label
	}
	if problem := f.Problem(); problem != nil && p.Problem == "" {
		p.Problem = missingColumn(problem, labels)
	}
	if !f.Wire() {
		p.Header = f.Titles + 1
		if f.Format == "JSONL" {
			p.Header = 0
		}
	}
	taken := map[string]string{}
	for field, columns := range told(f, p.Choices, p.Problem) {
		for _, c := range columns {
			taken[c] = field
		}
	}
	for _, c := range f.Columns(u.rt.Masker) {
		field := taken[c.Name]
		p.Columns = append(p.Columns, web.Column{Name: c.Name, Field: field, Label: labels[field], Why: c.Why, Examples: c.Examples})
	}
	for _, row := range f.Rows(previewRows, u.rt.Masker, u.rt.Codec) {
		p.Rows = append(p.Rows, rowOf(row, labels))
	}
}

// missingColumn says what is missing for somebody who sees the columns below, where the importer's sentence is for a command line.
func missingColumn(problem *analytics.Error, labels map[string]string) string {
	switch label := labels[problem.Field]; {
	case problem.Field == "text":
		return "没有找到正文、标题或来源分类：请在下面的“字段”里至少选出一列。"
	case label != "":
		return "没有找到“" + label + "”列：请在下面的“字段”里选出是哪一列。"
	}
	return problem.Text
}

// told is the mapping that is shown: what a person chose also when it contradicts itself, else what the importer does.
func told(f *importer.File, c web.Choices, problem string) map[string][]string {
	if c.Map != nil && problem != "" {
		return c.Map
	}
	return f.Told()
}

// earlier are the imports of the same bytes into the same source, the newest one only.
func (u *Uploads) earlier(ctx context.Context, f *importer.File) ([]web.Import, error) {
	list, err := u.rt.State.ImportsOfFile(ctx, f.SHA256, f.Source())
	if err != nil || f.SHA256 == "" || len(list) == 0 {
		return nil, err
	}
	for _, in := range list {
		if in.Sent > 0 {
			return []web.Import{importView(in, u.now())}, nil
		}
	}
	return nil, nil
}

// rowOf writes what a row becomes.
func rowOf(row importer.PreviewRow, labels map[string]string) web.Row {
	v := web.Row{Line: row.Line}
	put := func(label, value string) {
		if value != "" {
			v.Cells = append(v.Cells, web.Cell{Label: label, Value: value})
		}
	}
	if c := row.Complaint; c != nil {
		for _, cell := range complaintCells(c) {
			put(cell.Label, cell.Value)
		}
		if n := len(row.Events); n > 0 {
			put("处理过程", eventNames(row.Events))
		}
	} else {
		for i := range row.Events {
			for _, cell := range eventCells(&row.Events[i]) {
				put(cell.Label, cell.Value)
			}
		}
	}
	for i := range row.Exposures {
		for _, cell := range exposureCells(&row.Exposures[i]) {
			put(cell.Label, cell.Value)
		}
	}
	for _, r := range row.Refusals {
		v.Refused = append(v.Refused, r.Reason)
	}
	return v
}

// ChangeDraft implements web.Uploads.
func (u *Uploads) ChangeDraft(ctx context.Context, id string, table int, c web.Choices) (changed bool, err error) {
	l, err := u.look(id, table)
	if err != nil {
		return false, err
	}
	if l.broken == "" {
		if c, err = u.plain(ctx, l, c); err != nil {
			return false, err
		}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	d, t, err := u.table(id, table)
	if err != nil {
		return false, err
	}
	if d.State == web.DraftQueued || d.State == web.DraftRunning {
		return false, analytics.Invalid("", "这个文件已经确认导入，不能再改")
	}
	changed = !sameReading(t.Choices, c)
	if changed && t.check != nil {
		t.check.cancel()
		t.check = nil
	}
	t.Choices = c
	return changed, u.save(d)
}

// plain leaves out of the choices what the importer would do anyway, so that reasons stay true and a profile stays in use.
func (u *Uploads) plain(ctx context.Context, l look, c web.Choices) (web.Choices, error) {
	bare := web.Choices{Source: c.Source, Header: c.Header}
	f, err := u.open(ctx, l, bare, true)
	if err != nil {
		return c, nil // what is wrong is told by the preview
	}
	defer f.Close()
	if string(f.Kind()) != c.Kind {
		if c.Map == nil {
			return c, nil
		}
		bare.Kind = c.Kind
		other, err := u.open(ctx, l, bare, true)
		if err != nil {
			return c, nil
		}
		defer other.Close()
		f = other
	}
	if c.Map == nil || sameMap(f.Told(), c.Map) {
		c.Kind, c.Map = bare.Kind, nil
	}
	return c, nil
}

func sameReading(a, b web.Choices) bool {
	return a.Kind == b.Kind && a.Header == b.Header && a.Skip == b.Skip && (a.Map == nil) == (b.Map == nil) && sameMap(a.Map, b.Map)
}

// sameMap compares by field; columns of no field do not matter, nor does an order that a form cannot tell.
func sameMap(a, b map[string][]string) bool {
	return flat(a) == flat(b)
}

func flat(m map[string][]string) string {
	var lines []string
	for field, columns := range m {
		for _, c := range columns {
			if field != "" {
				lines = append(lines, field+"\n"+c)
			}
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n\n")
}
