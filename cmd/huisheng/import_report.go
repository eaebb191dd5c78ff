package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
	"huisheng/ingest/importer"
	"huisheng/sql/warehouse"
)

// How much of what needs a person's eye is printed; all of it is kept.
const (
	clashesShown  = 5
	rejectedShown = 10
)

// importReport is what an import tells, also as JSON.
type importReport struct {
	File     string           `json:"file"`
	Number   uint32           `json:"number"`
	Charset  string           `json:"charset"`
	Format   string           `json:"format"`
	Kind     string           `json:"kind"`
	Profile  string           `json:"profile,omitempty"`
	Notes    []string         `json:"notes,omitempty"`
	Read     int64            `json:"read"`
	Books    booksReport      `json:"books"`
	Events   int64            `json:"events"`
	Exposure int64            `json:"exposures"`
	Blank    int64            `json:"blank_rows"`
	Titles   int              `json:"lines_above_header,omitempty"`
	Refused  int64            `json:"rejected_of_all_kinds"`
	Rejected []rejectedReport `json:"rejected,omitempty"`
	Reasons  map[string]int   `json:"rejected_by_field,omitempty"`
	Why      []reasonReport   `json:"rejected_by_reason,omitempty"`
	Masked   text.Counts      `json:"masked"`
	Clashes  []clashReport    `json:"clashes,omitempty"`
}

// rejectedReport is one record that was refused.
type rejectedReport struct {
	Topic  string `json:"topic"`
	ID     string `json:"id,omitempty"`
	File   string `json:"file,omitempty"`
	Line   uint32 `json:"line,omitempty"`
	Field  string `json:"field,omitempty"`
	Reason string `json:"reason"`
}

// reasonReport is why records were refused, how many, and where some of them stand.
type reasonReport struct {
	Field  string   `json:"field,omitempty"`
	Reason string   `json:"reason"`
	N      int64    `json:"n"`
	Lines  []uint32 `json:"lines,omitempty"` // the first of them
}

// linesShown is how many lines of a reason are named: enough to look at the file.
const linesShown = 5

// reasonsOf puts the lines of the listed records to their reasons.
func reasonsOf(out runtime.Imported) []reasonReport {
	var list []reasonReport
	for _, w := range out.Why {
		r := reasonReport{Field: w.Field, Reason: w.Reason, N: w.N}
		for _, x := range out.Rejected {
			if x.Field == w.Field && x.Reason == w.Reason && x.Line > 0 && len(r.Lines) < linesShown {
				r.Lines = append(r.Lines, x.Line)
			}
		}
		list = append(list, r)
	}
	return list
}

// where names the lines in a sentence, in brackets.
func (r reasonReport) where() string {
	if len(r.Lines) == 0 {
		return ""
	}
	names := make([]string, len(r.Lines))
	for i, line := range r.Lines {
		names[i] = strconv.FormatUint(uint64(line), 10)
	}
	more := ""
	if r.N > int64(len(names)) {
		more = "等"
	}
	return "（第 " + strings.Join(names, "、") + " 行" + more + "）"
}

// clashReport is a complaint whose id came back with wholly other words.
type clashReport struct {
	Source string `json:"source"`
	ID     string `json:"id"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// booksReport is the equation, with what it is off by.
type booksReport struct {
	Received   int64 `json:"received"`
	Stored     int64 `json:"stored"`
	Updated    int64 `json:"updated"`
	Repeated   int64 `json:"repeated"`
	Rejected   int64 `json:"rejected"`
	Withdrawn  int64 `json:"withdrawn"`
	InFlight   int64 `json:"in_flight"`
	Difference int64 `json:"difference"`
}

func newBooksReport(b analytics.Books) booksReport {
	return booksReport{Received: b.Received, Stored: b.Stored, Updated: b.Updated, Repeated: b.Repeated, Rejected: b.Rejected,
		Withdrawn: b.Withdrawn, InFlight: b.InFlight, Difference: b.Difference()}
}

func newImportReport(path string, f *importer.File, out runtime.Imported, clashes []warehouse.Clash) importReport {
	r := importReport{File: path, Kind: string(f.Kind()), Profile: f.Profile, Notes: append(slices.Clone(f.Notes), out.Notes...), Number: out.Number, Charset: f.Charset, Format: f.Format, Read: out.Read, Books: newBooksReport(out.Books), Events: out.Events,
		Exposure: out.Exposures, Blank: out.Blank, Titles: f.Titles, Refused: out.Result.Rejected, Reasons: out.Reasons, Why: reasonsOf(out), Masked: out.Masked}
	for _, x := range out.Rejected {
		r.Rejected = append(r.Rejected, rejectedReport{x.Topic, x.ID, x.File, x.Line, x.Field, x.Reason})
	}
	for _, c := range clashes {
		r.Clashes = append(r.Clashes, clashReport{c.Source, c.ID, c.Before, c.After})
	}
	return r
}

func (r importReport) print(p *program) {
	p.printf("%s（导入编号 %d，%s，%s）\n", r.File, r.Number, r.Format, r.Charset)
	b := analytics.Books{Received: r.Books.Received, Stored: r.Books.Stored, Updated: r.Books.Updated, Repeated: r.Books.Repeated,
		Rejected: r.Books.Rejected, Withdrawn: r.Books.Withdrawn, InFlight: r.Books.InFlight}
	also := "收到"
	if r.Books.Received > 0 || r.Events+r.Exposure == 0 {
		p.printf("  %s\n", equation(b))
		also = "另有"
	}
	if r.Events > 0 {
		p.printf("  %s处理记录 %s 条\n", also, dashboards.Number(r.Events))
	}
	if r.Exposure > 0 {
		p.printf("  %s基数 %s 条\n", also, dashboards.Number(r.Exposure))
	}
	if r.Profile != "" {
		p.printf("  用存好的列映射“%s”\n", r.Profile)
	}
	for _, note := range r.Notes {
		p.printf("  %s\n", note)
	}
	if r.Titles > 0 {
		p.printf("  表头在第 %d 行，以上各行不计\n", r.Titles+1)
	}
	if r.Masked.Total() > 0 {
		p.printf("  遮盖：%s\n", r.Masked)
	}
	if r.Blank > 0 {
		p.printf("  空行 %s 行，不计\n", dashboards.Number(r.Blank))
	}
	if others := r.Refused - r.Books.Rejected; others > 0 {
		p.printf("  另退回处理记录或基数 %s 条\n", dashboards.Number(others))
	}
	for i, why := range r.Why {
		if i == rejectedShown {
			p.printf("  …… 另有 %d 种原因\n", len(r.Why)-i)
			break
		}
		p.printf("  退回 %s 条 %s：%s%s\n", dashboards.Number(why.N), orDash(why.Field), why.Reason, why.where())
	}
	if len(r.Why) > 0 {
		p.printf("  逐条看、改好再投：huisheng rejected list --import %d，或页面“数据 → 退回”\n", r.Number)
	}
	for i, c := range r.Clashes {
		if i == 0 {
			p.printf("  注意：以下编号带着完全不同的内容再次出现，可能是两个系统的编号重了；若是，请用 --source 区分来源后重新导入\n")
		}
		p.printf("    %s：原为“%s”，现为“%s”\n", c.ID, clip(c.Before), clip(c.After))
	}
}

// equation writes the books the way every page shows them: terms that are zero are left out.
func equation(b analytics.Books) string {
	var parts []string
	for _, t := range dashboards.BooksTerms(b) {
		parts = append(parts, t.Name+" "+dashboards.Number(t.N))
	}
	if len(parts) == 0 {
		parts = []string{"0"}
	}
	mark := "✓ 账平"
	if !b.Balanced() {
		mark = fmt.Sprintf("✗ 账不平（差 %s）", dashboards.Number(b.Difference()))
	}
	return fmt.Sprintf("%s  收到 %s = %s", mark, dashboards.Number(b.Received), strings.Join(parts, " + "))
}

func orDash(s string) string {
	if s == "" {
		return "整行"
	}
	return s
}

// clip shortens a text to one line of a terminal.
func clip(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 24 {
		return string(r[:24]) + "…"
	}
	return string(r)
}
