package engine

import (
	"context"
	"errors"
	"io"
	"strconv"
	"sync"

	"github.com/ClickHouse/ch-go/compress"
)

// pieceSize is how much of an insert's data the library gets at once, and how much of an answer is packed at once.
const pieceSize = 1 << 20

var pieces = sync.Pool{New: func() any { b := make([]byte, pieceSize); return &b }}

// contextReader ends with the context's error once the context is done.
type contextReader struct {
	ctx context.Context
	io.Reader
}

func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}

// packed gives a body as ClickHouse's compressed frames of up to pieceSize.
type packed struct {
	io.ReadCloser
	writer *compress.Writer
	frame  []byte
	buffer []byte
}

// pack wraps an answer in the frames that the client asked for. Within this process frames are needed and packing is not.
func pack(body io.ReadCloser, method string, local bool) (io.ReadCloser, error) {
	if local {
		method = "NONE"
	}
	methods := map[string]compress.Method{"NONE": compress.None, "LZ4": compress.LZ4, "LZ4HC": compress.LZ4HC, "ZSTD": compress.ZSTD}
	known, ok := methods[method]
	if !ok {
		body.Close()
		return nil, refuse(codeNotImplemented, "Unknown network_compression_method "+method)
	}
	return &packed{ReadCloser: body, writer: compress.NewWriter(compress.LevelZero, known), buffer: make([]byte, pieceSize)}, nil
}

// Read gives the next part of the current frame, or packs the next one.
func (p *packed) Read(to []byte) (int, error) {
	if len(p.frame) == 0 {
		n, err := io.ReadFull(p.ReadCloser, p.buffer)
		if n == 0 {
			return 0, err
		}
		if err := p.writer.Compress(p.buffer[:n]); err != nil {
			return 0, err
		}
		p.frame = p.writer.Data
	}
	n := copy(to, p.frame)
	p.frame = p.frame[n:]
	return n, nil
}

// framed writes an error of ClickHouse at the end of an answer that had already begun, as ClickHouse does, where clients look for it:
// after the data, never packed, between two markers with a tag that data cannot guess.
type framed struct {
	io.ReadCloser
	tag  string
	rest []byte
	done bool
}

// Read passes the answer on, and then the error.
func (f *framed) Read(p []byte) (int, error) {
	if !f.done {
		n, err := f.ReadCloser.Read(p)
		var e *exception
		if !errors.As(err, &e) {
			return n, err
		}
		f.done = true
		f.rest = []byte("\r\n__exception__\r\n" + f.tag + "\r\n" + e.text + "\n" + strconv.Itoa(len(e.text)) + " " + f.tag + "\r\n__exception__\r\n")
		if n > 0 {
			return n, nil
		}
	}
	if len(f.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}
