package xlsx

import (
	"io"
	"strconv"

	"huisheng/analytics"
)

// maxColumns is Excel's own limit.
const maxColumns = 16_384

// Rows reads one sheet.
type Rows struct {
	book   *Book
	sheet  string
	close  func() error
	m      *markup
	line   uint32
	cells  []string
	inside bool // of sheetData
	ended  bool

	Faults   int64 // cells that held an error such as #N/A, and are empty
	Uncached int64 // formulas without a result, whose cells are empty
}

// Rows begins to read a sheet. The caller closes it.
func (b *Book) Rows(s Sheet) (*Rows, error) {
	in, err := b.open(s.part)
	if err != nil {
		return nil, err
	}
	return &Rows{book: b, sheet: s.Name, close: in.Close, m: newMarkup(io.LimitReader(in, MaxUnpacked))}, nil
}

// Close lets go of the sheet.
func (r *Rows) Close() error { return r.close() }

// Next gives the next row that is written down: its number from 1 and its cells from column A, without empty ones at the end. The slice is
// used again. At the end it gives io.EOF; a broken sheet is an error of kind invalid.
func (r *Rows) Next() (line uint32, cells []string, err error) {
	for !r.ended {
		t, err := r.m.next()
		switch {
		case err == io.EOF:
			r.ended = true
		case err != nil:
			return 0, nil, r.broken(err)
		case t == begin && r.m.name == "sheetData":
			r.inside = true
		case t == end && r.m.name == "sheetData":
			r.ended = true
		case t == begin && r.m.name == "row" && r.inside:
			r.line++
			if s, ok := r.m.attr("r"); ok {
				if n, err := strconv.ParseUint(s, 10, 32); err == nil && n > 0 {
					r.line = uint32(n)
				}
			}
			if err := r.row(); err != nil {
				return 0, nil, r.broken(err)
			}
			return r.line, r.cells, nil
		}
	}
	return 0, nil, io.EOF
}

func (r *Rows) broken(err error) error {
	return analytics.Wrap(analytics.KindInvalid, err, "工作表“%s”第 %d 行之后读不出来", r.sheet, r.line)
}

// row reads up to the end of the row.
func (r *Rows) row() error {
	r.cells = r.cells[:0]
	for {
		t, err := r.m.next()
		switch {
		case err != nil:
			return broken(err)
		case t == end && r.m.name == "row":
			for len(r.cells) > 0 && r.cells[len(r.cells)-1] == "" {
				r.cells = r.cells[:len(r.cells)-1]
			}
			return nil
		case t == begin && r.m.name == "c":
			if err := r.cell(); err != nil {
				return err
			}
		}
	}
}

// cell reads one cell and puts it into its column.
func (r *Rows) cell() error {
	at := len(r.cells)
	if ref, ok := r.m.attr("r"); ok {
		if column, ok := columnOf(ref); ok {
			at = column
		}
	}
	if at >= maxColumns {
		return errBroken
	}
	kind, _ := r.m.attr("t")
	as := plainNumber
	if n := number(r.m, "s"); n >= 0 && n < len(r.book.styles) {
		as = r.book.styles[n]
	}
	value, err := r.content(kind, as)
	if err != nil || value == "" {
		return err
	}
	for len(r.cells) <= at {
		r.cells = append(r.cells, "")
	}
	r.cells[at] = value
	return nil
}

// content reads up to the end of the cell.
func (r *Rows) content(kind string, as style) (string, error) {
	var value []byte
	formula, valued, aid := false, false, false
	for {
		t, err := r.m.next()
		if err != nil {
			return "", broken(err)
		}
		switch {
		case t == end && r.m.name == "c":
			r.m.keep = false
			if formula && !valued {
				r.Uncached++
			}
			return r.value(kind, as, value)
		case r.m.name == "f" && t == begin:
			formula = true
		case r.m.name == "rPh":
			aid = t == begin
		case t == begin && (r.m.name == "v" || r.m.name == "t" && !aid):
			r.m.keep, valued = true, true
		case t == end && (r.m.name == "v" || r.m.name == "t"):
			r.m.keep = false
		case t == words:
			if len(value)+len(r.m.text) > maxText {
				return "", analytics.Invalid("", "一个单元格的文字超过 %d KB", maxText>>10)
			}
			value = append(value, r.m.text...)
		}
	}
}

// value is what a cell of a kind says.
func (r *Rows) value(kind string, as style, raw []byte) (string, error) {
	if len(raw) == 0 {
		return "", nil
	}
	switch kind {
	case "s":
		n, err := strconv.Atoi(string(raw))
		if err != nil {
			return "", nil
		}
		return r.book.texts.get(n)
	case "str", "inlineStr":
		return plain(raw), nil
	case "b":
		if string(raw) == "1" {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "e":
		r.Faults++
		return "", nil
	case "d":
		return string(raw), nil
	}
	return shown(string(raw), as, r.book.from1904), nil
}

// columnOf is the column of AB12, from 0.
func columnOf(ref string) (int, bool) {
	n := 0
	for i := 0; i < len(ref); i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			return n - 1, n > 0
		}
		if n = n*26 + int(c-'A') + 1; n > maxColumns {
			return 0, false
		}
	}
	return 0, false
}
