package importer

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
)

// csvRows reads separated values (RFC 4180), forgiving a quote inside quotes that was not doubled. A quote that is never closed costs
// the line on which it stands, not the rest of the file.
type csvRows struct {
	w     *window
	comma byte
	width int // columns that a row must have; 0 while the header is read
	blank int64
}

// span is where a record ends and what is odd about it.
type span struct {
	size   int // bytes, with the line break
	cells  int
	quoted bool // some cell begins with a quote
	stray  bool // a quote inside quotes was not doubled
	cut    bool // and it stands where a cell would begin, so that the quotes belong to two records
	open   bool // the file ended inside quotes
}

// next reads the next row that is not blank.
func (r *csvRows) next() (row, error) {
	for {
		s, found := r.span()
		if !found {
			if r.w.err != nil {
				return row{}, r.w.err
			}
			return row{}, io.EOF
		}
		if s.open || (s.cut || s.stray && s.cells != r.width) && bytes.IndexByte(r.w.rest()[:s.size-1], '\n') >= 0 {
			problem := analytics.Invalid("", "引号没有成对，这一行无法分列")
			if s.open && !r.w.eof {
				problem = analytics.Invalid("", "这一条超过 %d MB，也可能是引号没有成对", maxRecord>>20)
			}
			raw, line, _ := r.w.takeLine()
			return row{line: line, raw: raw, problem: problem}, nil
		}
		raw, line := r.w.take(s.size)
		raw = strings.TrimRight(raw, "\r\n")
		cells := split(raw, r.comma, s)
		if isBlank(cells) {
			r.blank++
			continue
		}
		return r.judged(row{line: line, raw: raw, cells: cells}), nil
	}
}

func (r *csvRows) told() (int64, []string) { return r.blank, nil }

// judged checks the number of columns and the encoding.
func (r *csvRows) judged(out row) row {
	switch {
	case !utf8.ValidString(out.raw):
		out.problem = analytics.Invalid("", "这一行有损坏的字符（不是合法的 UTF-8）")
	case r.width == 0:
	case len(out.cells) > r.width && isBlank(out.cells[r.width:]):
		out.cells = out.cells[:r.width]
	case len(out.cells) != r.width:
		out.problem = analytics.Invalid("", "这一行有 %d 列，表头有 %d 列", len(out.cells), r.width)
	}
	return out
}

// span finds the end of the record at the beginning of the window.
func (r *csvRows) span() (span, bool) {
	for {
		rest := r.w.rest()
		if s, whole := measure(rest, r.comma); whole {
			return s, true
		}
		if r.w.more() {
			continue
		}
		if rest = r.w.rest(); len(rest) == 0 {
			return span{}, false
		}
		if !r.w.eof { // full, or a fault of the disk: the record is too long or cut
			return span{size: len(rest), open: true}, r.w.err == nil
		}
		s, whole := measure(append(rest[:len(rest):len(rest)], '\n'), r.comma)
		s.size, s.open = len(rest), !whole
		return s, true
	}
}

// measure walks over one record; whole is false when b ends before it does.
func measure(b []byte, comma byte) (s span, whole bool) {
	s.cells = 1
	inside, begin := false, true
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case inside:
			if c != '"' {
				continue
			}
			if i+1 == len(b) {
				return s, false
			}
			switch next := b[i+1]; {
			case next == '"':
				i++
			case next == comma || next == '\n' || next == '\r':
				inside = false
			default:
				s.stray = true
				s.cut = s.cut || b[i-1] == comma || b[i-1] == '\n'
			}
		case c == '"' && begin:
			inside, s.quoted = true, true
		case c == comma:
			s.cells++
			begin = true
			continue
		case c == '\n':
			s.size = i + 1
			return s, true
		}
		begin = false
	}
	return s, false
}

// split cuts a record into cells; those without doubled quotes are parts of it.
func split(raw string, comma byte, s span) []string {
	cells := make([]string, 0, s.cells)
	if !s.quoted {
		for {
			i := strings.IndexByte(raw, comma)
			if i < 0 {
				return append(cells, raw)
			}
			cells = append(cells, raw[:i])
			raw = raw[i+1:]
		}
	}
	for {
		if raw == "" || raw[0] != '"' {
			i := strings.IndexByte(raw, comma)
			if i < 0 {
				return append(cells, raw)
			}
			cells = append(cells, raw[:i])
			raw = raw[i+1:]
			continue
		}
		end, doubled := 1, false
		for ; end < len(raw); end++ {
			if raw[end] != '"' {
				continue
			}
			if end+1 == len(raw) || raw[end+1] == comma {
				break
			}
			if raw[end+1] == '"' {
				doubled = true
				end++
			}
		}
		cell := raw[1:min(end, len(raw))]
		if doubled {
			cell = strings.ReplaceAll(cell, `""`, `"`)
		}
		cells = append(cells, cell)
		if end+1 >= len(raw) {
			return cells
		}
		raw = raw[end+2:]
	}
}

func isBlank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// commaOf guesses the separator from the first line.
func commaOf(first string) byte {
	best, most := byte(','), 0
	for _, c := range []byte{',', '\t', ';', '|'} {
		if n := strings.Count(first, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}
