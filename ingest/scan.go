package ingest

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"huisheng/analytics"
)

// scanner reads one JSON value from a string. Strings without escapes are returned as parts of it, so that reading a message costs
// one copy of its bytes. It is strict (RFC 8259), and its first error sticks: every later call returns zero values.
type scanner struct {
	s     string
	i     int
	depth int
	err   *analytics.Error
}

// fail keeps the first error.
func (p *scanner) fail(field, format string, args ...any) {
	if p.err == nil {
		p.err = analytics.Invalid(field, format, args...)
	}
}

// broken reports that the text is not JSON here.
func (p *scanner) broken() {
	p.fail("", "不是合法的 JSON（第 %d 字节处）", p.i+1)
}

func (p *scanner) space() {
	for p.i < len(p.s) {
		switch p.s[p.i] {
		case ' ', '\t', '\n', '\r':
			p.i++
		default:
			return
		}
	}
}

// peek returns the first byte of the next value, 0 at the end.
func (p *scanner) peek() byte {
	p.space()
	if p.i < len(p.s) && p.err == nil {
		return p.s[p.i]
	}
	return 0
}

// take consumes b, or fails.
func (p *scanner) take(b byte) bool {
	if p.peek() != b {
		p.broken()
		return false
	}
	p.i++
	return true
}

// null consumes null when it comes next.
func (p *scanner) null() bool {
	if p.peek() == 'n' && strings.HasPrefix(p.s[p.i:], "null") {
		p.i += 4
		return true
	}
	return false
}

// object calls fn for every member of an object; fn must consume the value. name is for the error when it is not an object.
func (p *scanner) object(name string, fn func(key string)) {
	if p.null() {
		return
	}
	if p.peek() != '{' {
		p.fail(name, "%s应当是一个 JSON 对象", title(name))
		return
	}
	p.i++
	if p.peek() == '}' {
		p.i++
		return
	}
	for p.err == nil {
		key := p.quoted()
		if !p.take(':') {
			return
		}
		fn(key)
		if p.peek() != ',' {
			p.take('}')
			return
		}
		p.i++
		if p.peek() != '"' {
			p.broken()
		}
	}
}

// text reads a string or null for the named field.
func (p *scanner) text(name string) string {
	if p.peek() == '"' {
		return p.quoted()
	}
	if p.err == nil && !p.null() {
		p.fail(name, "%s应当是文字（加引号的字符串）", title(name))
	}
	return ""
}

// number reads the text of a number or null (then empty) for the named field.
func (p *scanner) number(name string) string {
	if c := p.peek(); c != '-' && (c < '0' || c > '9') {
		if p.err == nil && !p.null() {
			p.fail(name, "%s应当是数字", title(name))
		}
		return ""
	}
	from := p.i
	if p.s[p.i] == '-' {
		p.i++
	}
	switch {
	case p.i < len(p.s) && p.s[p.i] == '0':
		p.i++
	case p.digits() == 0:
		p.broken()
	}
	if p.i < len(p.s) && p.s[p.i] == '.' {
		p.i++
		if p.digits() == 0 {
			p.broken()
		}
	}
	if p.i < len(p.s) && (p.s[p.i] == 'e' || p.s[p.i] == 'E') {
		p.i++
		if p.i < len(p.s) && (p.s[p.i] == '+' || p.s[p.i] == '-') {
			p.i++
		}
		if p.digits() == 0 {
			p.broken()
		}
	}
	return p.s[from:p.i]
}

func (p *scanner) digits() int {
	from := p.i
	for p.i < len(p.s) && p.s[p.i] >= '0' && p.s[p.i] <= '9' {
		p.i++
	}
	return p.i - from
}

// any reads a value of any type as text: strings as they are, null as empty, all else as its JSON.
func (p *scanner) any() string {
	switch c := p.peek(); {
	case c == '"':
		return p.quoted()
	case p.null():
		return ""
	default:
		from := p.i
		p.skip()
		if p.err != nil {
			return ""
		}
		return p.s[from:p.i]
	}
}

// skip consumes a value.
func (p *scanner) skip() {
	if p.depth++; p.depth > maxDepth {
		p.fail("", "JSON 嵌套超过 %d 层", maxDepth)
	}
	switch c := p.peek(); c {
	case '"':
		p.quoted()
	case '{':
		p.object("", func(string) { p.skip() })
	case '[':
		p.i++
		if p.peek() == ']' {
			p.i++
			break
		}
		for p.skip(); p.peek() == ','; p.skip() {
			p.i++
		}
		p.take(']')
	case 't', 'f', 'n':
		p.word()
	default:
		if p.number("") == "" {
			p.broken()
		}
	}
	p.depth--
}

func (p *scanner) word() {
	for _, w := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(p.s[p.i:], w) {
			p.i += len(w)
			return
		}
	}
	p.broken()
}

// quoted reads a string; NUL characters in it are left out because the segmenter would stop at one.
func (p *scanner) quoted() string {
	if !p.take('"') {
		return ""
	}
	from := p.i
	for p.i < len(p.s) {
		switch c := p.s[p.i]; {
		case c == '"':
			p.i++
			return p.s[from : p.i-1]
		case c == '\\':
			return p.escaped(from)
		case c < ' ':
			p.broken()
			return ""
		}
		p.i++
	}
	p.broken()
	return ""
}

// escaped goes on with a string that has escapes, from its beginning.
func (p *scanner) escaped(from int) string {
	out := make([]byte, 0, p.i-from+64)
	out = append(out, p.s[from:p.i]...)
	for p.i < len(p.s) {
		switch c := p.s[p.i]; {
		case c == '"':
			p.i++
			return string(out)
		case c == '\\':
			p.i++
			out = p.escape(out)
			if p.err != nil {
				return ""
			}
			continue
		case c < ' ':
			p.broken()
			return ""
		default:
			out = append(out, c)
		}
		p.i++
	}
	p.broken()
	return ""
}

// escape appends what follows a backslash.
func (p *scanner) escape(out []byte) []byte {
	if p.i >= len(p.s) {
		p.broken()
		return out
	}
	c := p.s[p.i]
	p.i++
	switch c {
	case '"', '\\', '/':
		return append(out, c)
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'u':
		r := p.hex4()
		if utf16.IsSurrogate(r) && strings.HasPrefix(p.s[p.i:], `\u`) {
			mark := p.i
			p.i += 2
			if r = utf16.DecodeRune(r, p.hex4()); r == utf8.RuneError {
				p.i = mark // the second one stands for itself
			}
		}
		if r == 0 {
			return out
		}
		return utf8.AppendRune(out, r)
	}
	p.broken()
	return out
}

func (p *scanner) hex4() rune {
	if p.i+4 <= len(p.s) {
		if v, err := strconv.ParseUint(p.s[p.i:p.i+4], 16, 16); err == nil {
			p.i += 4
			return rune(v)
		}
	}
	p.broken()
	return 0
}

// end checks that nothing follows.
func (p *scanner) end() {
	if p.space(); p.i < len(p.s) {
		p.broken()
	}
}

// title names a field in a sentence.
func title(name string) string {
	if name == "" {
		return "记录"
	}
	return "字段 " + name + " "
}
