package importer

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"huisheng/analytics"
)

// Table is one table read as it stands: cells under their headers, whatever they mean. It is for commands that work on any file, and is read
// once, by one goroutine.
type Table struct {
	file    *File
	columns []int // of the header, as asked for
	number  int
	head    int
}

// TableRow is one record of a Table that is not blank.
type TableRow struct {
	Number  int              // of the records, from 1
	Line    uint32           // in the file or sheet, from 1
	Cells   []string         // one for each column that was asked for, trimmed
	All     []string         // one for each header
	Problem *analytics.Error // why the record cannot be read, nil when it can; then the cells are empty
}

// OpenTable opens the one table of a file, in any format and encoding that can be imported. columns are headers that it must have. The
// caller closes it.
func OpenTable(path string, columns []string, options Options) (*Table, error) {
	options.plain, options.wanted = true, columns
	file, err := Open(path, options)
	if err != nil {
		return nil, err
	}
	return newTable(file, columns)
}

// OpenTableReader is OpenTable for what comes through a pipe. name is for messages.
func OpenTableReader(r io.Reader, name string, columns []string, options Options) (*Table, error) {
	options.plain, options.wanted = true, columns
	var found *File
	for f, err := range OpenAllReader(r, name, options) {
		var skipped *Skipped
		switch {
		case errors.As(err, &skipped):
			continue
		case err == nil && found == nil:
			found = f
			continue
		case err == nil:
			err = analytics.Invalid("table", "%s 里不止一张表，请用 --table 指明一张", name)
			err = errors.Join(err, f.Close())
		}
		if found != nil {
			err = errors.Join(err, found.Close())
		}
		return nil, err
	}
	return newTable(found, columns)
}

func newTable(file *File, columns []string) (*Table, error) {
	t := &Table{file: file}
	for _, name := range columns {
		at := slices.Index(file.reader.names, name)
		if at < 0 {
			at = slices.IndexFunc(file.reader.names, func(h string) bool { return normalHeader(h) == normalHeader(name) })
		}
		if at < 0 {
			err := analytics.Invalid(name, "%s 里没有名为“%s”的列；有：%s", file.Name, name, strings.Join(file.reader.names, "、"))
			return nil, errors.Join(err, file.Close())
		}
		t.columns = append(t.columns, at)
	}
	return t, nil
}

// Name is the table's name as given, and for a table inside a workbook or an archive where it stands.
func (t *Table) Name() string { return t.file.Name }

// Headers are the names of all columns. Empty and repeated ones got a name of their own.
func (t *Table) Headers() []string { return t.file.Headers() }

// IDColumn is the place of the column whose header is a usual name of an id, -1 when there is none.
func (t *Table) IDColumn() int {
	best, rank := -1, 0
	for i, header := range t.file.reader.names {
		for _, c := range candidates[Complaints][normalHeader(header)] {
			if c.field == fieldID && (best < 0 || c.rank < rank) {
				best, rank = i, c.rank
			}
		}
	}
	return best
}

// Next returns the next record, io.EOF after the last.
func (t *Table) Next() (TableRow, error) {
	var in row
	if t.head < len(t.file.head) {
		in = t.file.head[t.head]
		t.head++
	} else {
		var err error
		if in, err = t.file.rows.next(); err != nil {
			if err != io.EOF {
				err = analytics.Wrap(analytics.KindOf(err), err, "读不了文件 %s", t.file.Name)
			}
			return TableRow{}, err
		}
	}
	t.number++
	out := TableRow{Number: t.number, Line: in.line, Cells: make([]string, len(t.columns)), All: in.cells, Problem: in.problem}
	if in.problem != nil {
		out.All = make([]string, len(t.file.reader.names))
		out.Problem = analytics.Invalid(in.problem.Field, "%s 第 %d 行：%s", t.file.Name, in.line, in.problem.Text)
		return out, nil
	}
	for i, column := range t.columns {
		if column < len(in.cells) {
			out.Cells[i] = strings.TrimSpace(in.cells[column])
		}
	}
	return out, nil
}

// Close lets go of the file.
func (t *Table) Close() error {
	if err := t.file.Close(); err != nil {
		return fmt.Errorf("closing %s: %w", t.file.Name, err)
	}
	return nil
}

// holdsAll reports whether a line of cells is the header that a caller of OpenTable asked for.
func (o *Options) holdsAll(cells []string) bool {
	if len(o.wanted) == 0 {
		return false
	}
	for _, name := range o.wanted {
		if !slices.ContainsFunc(cells, func(c string) bool { return normalHeader(strings.Trim(c, "\"\ufeff\r ")) == normalHeader(name) }) {
			return false
		}
	}
	return true
}
