package engine

import (
	"context"
	"io"
	"sync"

	"github.com/ClickHouse/ch-go/compress"
)

// pieceSize is how much of an insert's data the library gets at once.
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

// resultBody reads a result out of the library's memory and frees it when it is closed.
type resultBody struct {
	mu     sync.Mutex
	result *result
	rest   []byte
}

// Read copies the next piece.
func (b *resultBody) Read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

// Close frees the result.
func (b *resultBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rest = nil
	if b.result != nil {
		b.result.free()
	}
	return nil
}

// pack wraps an answer in ClickHouse's compressed frames where the client asked for them. The size of what is packed is not known.
func pack(body io.ReadCloser, size int64, method string, local bool) (io.ReadCloser, int64, error) {
	if method == "" || size == 0 {
		return body, size, nil
	}
	if local { // frames are needed, packing is not: nothing leaves the process
		method = "NONE"
	}
	m := map[string]compress.Method{"NONE": compress.None, "LZ4": compress.LZ4, "LZ4HC": compress.LZ4HC, "ZSTD": compress.ZSTD}
	known, ok := m[method]
	if !ok {
		body.Close()
		return nil, 0, refuse(codeNotImplemented, "Unknown network_compression_method "+method)
	}
	return &packed{ReadCloser: body, writer: compress.NewWriter(compress.LevelZero, known)}, -1, nil
}

// packed gives a body as frames of up to pieceSize.
type packed struct {
	io.ReadCloser
	writer *compress.Writer
	frame  []byte
	buffer []byte
}

// Read gives the next part of the current frame, or packs the next one.
func (p *packed) Read(to []byte) (int, error) {
	if len(p.frame) == 0 {
		if p.buffer == nil {
			p.buffer = make([]byte, pieceSize)
		}
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
