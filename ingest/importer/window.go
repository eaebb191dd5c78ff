package importer

import (
	"bytes"
	"io"
)

// maxRecord bounds what one record may take in the file. A longer one, such as all that follows a quote never closed, is refused.
const maxRecord = 2 << 20

// window is the part of the file that is in memory. It grows up to maxRecord when a record does not fit.
type window struct {
	in    io.Reader
	buf   []byte
	start int
	end   int
	eof   bool
	err   error
	line  uint32 // of buf[start], from 1
}

func newWindow(in io.Reader) *window {
	return &window{in: in, buf: make([]byte, 128<<10), line: 1}
}

// rest is what is in memory and not yet taken.
func (w *window) rest() []byte { return w.buf[w.start:w.end] }

// more brings further bytes into memory; false when the file is at its end or the window is full.
func (w *window) more() bool {
	if w.eof || w.err != nil {
		return false
	}
	if w.start > 0 {
		w.end = copy(w.buf, w.buf[w.start:w.end])
		w.start = 0
	}
	if w.end == len(w.buf) {
		if len(w.buf) >= maxRecord {
			return false
		}
		w.buf = append(w.buf, make([]byte, len(w.buf))...)
	}
	n, err := io.ReadFull(w.in, w.buf[w.end:])
	w.end += n
	switch {
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		w.eof = true
	case err != nil:
		w.err = err
	}
	return n > 0
}

// take consumes n bytes and returns them as a string with the line on which they begin.
func (w *window) take(n int) (string, uint32) {
	s, line := string(w.buf[w.start:w.start+n]), w.line
	w.line += uint32(bytes.Count(w.buf[w.start:w.start+n], []byte{'\n'}))
	w.start += n
	return s, line
}

// takeLine consumes up to and with the next line break, at most maxRecord of it; what is longer is passed over.
func (w *window) takeLine() (string, uint32, bool) {
	searched := 0
	for {
		if i := bytes.IndexByte(w.rest()[searched:], '\n'); i >= 0 {
			s, line := w.take(searched + i + 1)
			return s, line, true
		}
		searched = len(w.rest())
		if !w.more() {
			break
		}
	}
	whole := w.eof || w.err != nil
	s, line := w.take(len(w.rest()))
	for !whole { // too long: pass over the remainder of the line
		i := bytes.IndexByte(w.rest(), '\n')
		if i >= 0 {
			w.take(i + 1)
			break
		}
		w.take(len(w.rest()))
		if !w.more() {
			break
		}
	}
	return s, line, whole
}
