package importer

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The encodings that are told apart.
const (
	UTF8    = "UTF-8"
	GB18030 = "GB18030"
	UTF16   = "UTF-16"
)

// charset judges bytes as they pass: GBK text is hardly ever valid UTF-8, so validity decides. A few broken bytes in a text that is
// otherwise UTF-8 are damage, not another encoding: their rows are refused, the others are read.
type charset struct {
	started bool
	utf16   bool
	rest    []byte // of a character cut by the end of a piece
	valid   int    // characters of more than one byte
	broken  int    // bytes that are not UTF-8
}

// Write looks at the next piece; it never fails.
func (c *charset) Write(p []byte) (int, error) {
	size := len(p)
	if !c.started && size >= 2 {
		c.started = true
		c.utf16 = bytes.HasPrefix(p, []byte{0xFF, 0xFE}) || bytes.HasPrefix(p, []byte{0xFE, 0xFF})
	}
	if len(c.rest) > 0 {
		p = append(c.rest, p...)
		c.rest = nil
	}
	for i := 0; i < len(p); {
		if p[i] < utf8.RuneSelf {
			i++
			continue
		}
		if !utf8.FullRune(p[i:]) {
			c.rest = bytes.Clone(p[i:])
			break
		}
		r, n := utf8.DecodeRune(p[i:])
		if r == utf8.RuneError && n == 1 {
			c.broken++
		} else {
			c.valid++
		}
		i += n
	}
	return size, nil
}

// name says which encoding it was.
func (c *charset) name() string {
	switch {
	case c.utf16:
		return UTF16
	case c.broken*20 <= c.valid:
		return UTF8
	}
	return GB18030
}

// decoded turns b into UTF-8 without a byte order mark.
func decoded(b *bufio.Reader, name string) (io.Reader, error) {
	switch name {
	case GB18030:
		return transform.NewReader(b, simplifiedchinese.GB18030.NewDecoder()), nil
	case UTF16:
		return transform.NewReader(b, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), nil
	}
	head, err := b.Peek(3)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if bytes.Equal(head, []byte("\xEF\xBB\xBF")) {
		if _, err := b.Discard(3); err != nil {
			return nil, err
		}
	}
	return b, nil
}
