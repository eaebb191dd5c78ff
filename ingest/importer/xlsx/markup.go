package xlsx

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"huisheng/analytics"
)

// Bounds of one piece of markup. Excel allows 32,767 characters in a cell.
const (
	maxTag  = 64 << 10
	maxText = 1 << 20
)

// token is what the scanner stands on.
type token uint8

const (
	none token = iota
	begin
	end
	words
)

// markup reads XML as spreadsheets write it: elements, attributes, text. It knows no namespaces beyond cutting their prefixes, and refuses
// document types, which spreadsheets have none of.
type markup struct {
	in      *bufio.Reader
	name    string // of the element that begins or ends, without its prefix
	empty   bool   // it also ends
	pending bool   // the end of an empty element is still to be told
	attrs   []byte
	text    []byte
	keep    bool // whether text is wanted
}

func newMarkup(in io.Reader) *markup { return &markup{in: bufio.NewReaderSize(in, 64<<10)} }

var errBroken = analytics.Invalid("", "不是合法的 XML")

// next moves on. At the end it gives none and io.EOF.
func (m *markup) next() (token, error) {
	if m.pending {
		m.pending = false
		return end, nil
	}
	for {
		if err := m.untilTag(); err != nil {
			return none, err
		}
		if len(m.text) > 0 {
			return words, m.in.UnreadByte()
		}
		if t, err := m.tag(); t != none || err != nil {
			return t, err
		}
	}
}

// untilTag reads text up to and with a "<", keeping it where it is wanted.
func (m *markup) untilTag() error {
	m.text = m.text[:0]
	for {
		piece, err := m.in.ReadSlice('<')
		if err == nil {
			piece = piece[:len(piece)-1]
		}
		if m.keep && len(piece) > 0 {
			if len(m.text)+len(piece) > maxText {
				return analytics.Invalid("", "一个单元格的文字超过 %d KB", maxText>>10)
			}
			m.text = append(m.text, piece...)
		}
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

// tag reads what follows a "<". It gives none for what is no element and no words: comments, instructions.
func (m *markup) tag() (token, error) {
	head, err := m.in.Peek(8)
	if len(head) == 0 {
		return none, broken(err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("!--")):
		return none, m.skipPast("-->")
	case bytes.HasPrefix(head, []byte("![CDATA[")):
		return m.cdata()
	case head[0] == '!':
		return none, errBroken
	case head[0] == '?':
		return none, m.skipPast("?>")
	}
	raw, err := m.untilClosed()
	if err != nil {
		return none, err
	}
	return m.element(raw), nil
}

// element takes a tag apart.
func (m *markup) element(raw []byte) token {
	kind := begin
	if raw[0] == '/' {
		kind, raw = end, raw[1:]
	}
	if m.empty = kind == begin && len(raw) > 0 && raw[len(raw)-1] == '/'; m.empty {
		raw, m.pending = raw[:len(raw)-1], true
	}
	i := bytes.IndexAny(raw, " \t\r\n")
	if i < 0 {
		i = len(raw)
	}
	name := raw[:i]
	if colon := bytes.IndexByte(name, ':'); colon >= 0 {
		name = name[colon+1:]
	}
	m.name, m.attrs = nameOf(name), append(m.attrs[:0], raw[i:]...)
	return kind
}

// nameOf gives the names that a sheet is full of without making a string for each.
func nameOf(b []byte) string {
	switch string(b) {
	case "c":
		return "c"
	case "v":
		return "v"
	case "t":
		return "t"
	case "r":
		return "r"
	case "row":
		return "row"
	case "si":
		return "si"
	case "is":
		return "is"
	case "f":
		return "f"
	}
	return string(b)
}

// untilClosed reads up to the ">" that is in no quotes.
func (m *markup) untilClosed() ([]byte, error) {
	var tag []byte
	quote := byte(0)
	for {
		piece, err := m.in.ReadSlice('>')
		if err != nil && err != bufio.ErrBufferFull {
			return nil, broken(err)
		}
		for _, c := range piece {
			switch {
			case quote == 0 && (c == '"' || c == '\''):
				quote = c
			case c == quote:
				quote = 0
			}
		}
		if len(tag)+len(piece) > maxTag {
			return nil, errBroken
		}
		if err == nil && quote == 0 && tag == nil { // the common case: nothing is copied
			if len(piece) < 2 {
				return nil, errBroken
			}
			return piece[:len(piece)-1], nil
		}
		tag = append(tag, piece...)
		if err == nil && quote == 0 {
			return tag[:len(tag)-1], nil
		}
	}
}

func (m *markup) skipPast(mark string) error {
	_, err := m.until(mark, nil)
	return err
}

// until reads up to and with a mark, keeping what stands before it in out where out is not nil.
func (m *markup) until(mark string, out []byte) ([]byte, error) {
	keep := out != nil
	last := make([]byte, 0, 2*len(mark))
	for {
		c, err := m.in.ReadByte()
		if err != nil {
			return nil, broken(err)
		}
		if len(last) == cap(last) {
			last = append(last[:0], last[len(mark):]...)
		}
		last = append(last, c)
		if keep {
			if out = append(out, c); len(out) > maxText {
				return nil, errBroken
			}
		}
		if bytes.HasSuffix(last, []byte(mark)) {
			return out[:max(0, len(out)-len(mark))], nil
		}
	}
}

// cdata gives its words, with entities that stand in it made safe.
func (m *markup) cdata() (token, error) {
	if _, err := m.in.Discard(len("![CDATA[")); err != nil {
		return none, broken(err)
	}
	out, err := m.until("]]>", make([]byte, 0, 64))
	if err != nil {
		return none, err
	}
	if !m.keep || len(out) == 0 {
		return none, nil
	}
	m.text = append(m.text[:0], bytes.ReplaceAll(out, []byte("&"), []byte("&amp;"))...)
	return words, nil
}

func broken(err error) error {
	if err == nil || err == io.EOF || err == io.ErrUnexpectedEOF {
		return errBroken
	}
	return err
}

// attr is the value of an attribute, whatever its prefix.
func (m *markup) attr(name string) (string, bool) {
	b := m.attrs
	for {
		b = bytes.TrimLeft(b, " \t\r\n")
		eq := bytes.IndexByte(b, '=')
		if eq < 0 {
			return "", false
		}
		key := bytes.TrimSpace(b[:eq])
		b = bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
			return "", false
		}
		close := bytes.IndexByte(b[1:], b[0])
		if close < 0 {
			return "", false
		}
		if string(key) == name || bytes.HasSuffix(key, []byte(":"+name)) {
			return unescaped(string(b[1 : close+1])), true
		}
		b = b[close+2:]
	}
}

var named = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// unescaped replaces entities; what is none stays.
func unescaped(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	var out strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:i])
		s = s[i:]
		semicolon := strings.IndexByte(s[:min(len(s), 12)], ';')
		if semicolon < 0 {
			out.WriteByte('&')
			s = s[1:]
			continue
		}
		out.WriteString(entity(s[1:semicolon], s[:semicolon+1]))
		s = s[semicolon+1:]
	}
}

func entity(name, whole string) string {
	if s, ok := named[name]; ok {
		return s
	}
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex, ok := strings.CutPrefix(strings.ToLower(digits), "x"); ok {
			digits, base = hex, 16
		}
		if n, err := strconv.ParseUint(digits, base, 32); err == nil && utf8.ValidRune(rune(n)) && n != 0 {
			return string(rune(n))
		}
	}
	return whole
}

// plain is the text of a cell: entities and _x000D_, which is how workbooks write characters that XML cannot hold.
func plain(b []byte) string {
	s := unescaped(string(b))
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || i+7 > len(s) {
			out.WriteString(s)
			return out.String()
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' || n >= 0xD800 && n < 0xE000 {
			out.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		out.WriteString(s[:i])
		if n != 0 {
			out.WriteRune(rune(n))
		}
		s = s[i+7:]
	}
}
