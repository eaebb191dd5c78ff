package importer

import (
	"io"
	"strings"

	"huisheng/analytics"
)

// arrayRows takes the objects of one JSON array, as they come. What is broken inside an object costs that object; what is broken between
// them ends the reading.
type arrayRows struct {
	w     *window
	begun bool
	ended bool
}

func (r *arrayRows) object() (row, error) {
	if r.ended {
		return row{}, io.EOF
	}
	c, err := r.mark()
	if err != nil {
		return r.early(err)
	}
	if !r.begun { // "[", of which Open made sure
		r.begun = true
		r.w.take(1)
		if c, err = r.mark(); err != nil {
			return r.early(err)
		}
	} else if c == ',' {
		r.w.take(1)
		if c, err = r.mark(); err != nil {
			return r.early(err)
		}
	} else if c != ']' {
		return r.broken("对象之间缺少逗号")
	}
	if c == ']' {
		r.ended = true
		return row{}, io.EOF
	}
	return r.value()
}

// broken ends the reading with a record of what is left.
func (r *arrayRows) broken(what string) (row, error) {
	r.ended = true
	raw, line := r.w.take(min(len(r.w.rest()), 1000))
	return row{line: line, raw: raw, problem: analytics.Invalid("", "JSON 数组在这里损坏：%s；之后的内容没有读", what)}, nil
}

// early is the end of a file inside the array.
func (r *arrayRows) early(err error) (row, error) {
	if err != io.EOF {
		return row{}, err
	}
	return r.broken("文件在这里断了，没有 ]")
}

// mark is the next byte that is no white space, left where it stands.
func (r *arrayRows) mark() (byte, error) {
	for {
		rest := r.w.rest()
		n := 0
		for n < len(rest) && (rest[n] == ' ' || rest[n] == '\n' || rest[n] == '\r' || rest[n] == '\t') {
			n++
		}
		r.w.take(n)
		if n < len(rest) {
			return rest[n], nil
		}
		if !r.w.more() {
			if r.w.err != nil {
				return 0, r.w.err
			}
			return 0, io.EOF
		}
	}
}

// value takes one value: an object, or what stands in its place up to the next comma.
func (r *arrayRows) value() (row, error) {
	var s valueEnd
	for {
		rest := r.w.rest()
		if n, whole := s.end(rest); whole {
			raw, line := r.w.take(n)
			return row{line: line, raw: strings.TrimSpace(raw)}, nil
		}
		if r.w.more() {
			continue
		}
		switch {
		case r.w.err != nil:
			return row{}, r.w.err
		case !r.w.eof:
			return r.broken("一个对象超过 2 MB")
		}
		return r.broken("文件在一个对象中间结束")
	}
}

// valueEnd looks for the end of one value, going on where it stopped when there is more of it.
type valueEnd struct {
	at      int
	depth   int
	quoted  bool
	escaped bool
}

func (s *valueEnd) end(b []byte) (int, bool) {
	for ; s.at < len(b); s.at++ {
		c := b[s.at]
		switch {
		case s.escaped:
			s.escaped = false
		case s.quoted:
			s.escaped = c == '\\'
			s.quoted = c != '"'
		case c == '"':
			s.quoted = true
		case c == '{' || c == '[':
			s.depth++
		case c == '}' || c == ']':
			if s.depth == 0 {
				return s.at, true
			}
			if s.depth--; s.depth == 0 {
				return s.at + 1, true
			}
		case c == ',' && s.depth == 0:
			return s.at, true
		}
	}
	return 0, false
}
