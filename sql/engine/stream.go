package engine

import (
	"bytes"
	"context"
	"io"
	"sync"
)

// keepSize is how large an answer may be that is taken out of the engine at once, which frees its connection before anyone reads it.
// A larger one is streamed and keeps its connection until it is read or closed.
const keepSize = 4 << 20

// streamed are the formats whose pieces, put together, are what the statement would give in one: the library begins every piece of
// the others anew, with names, brackets or magic numbers.
var streamed = map[string]bool{
	"native": true, "tabseparated": true, "tsv": true, "csv": true, "jsoneachrow": true, "ndjson": true, "jsonlines": true, "rowbinary": true,
}

// stream is the answer to a SELECT that is still being made.
type stream struct {
	engine *Engine
	c      *connection
	handle uintptr
	ctx    context.Context

	head  bytes.Buffer // read before the answer was given out
	ended chan struct{}
	after func() bool // stops watching ctx

	mu      sync.Mutex
	current *result
	rest    []byte // of current
	err     error  // what Read gives when rest is empty
	closed  bool
}

// openStream begins a SELECT and reads it up to keepSize, so that an error at the start is still an error and not half an answer. It owns the
// connection from now on.
func (e *Engine) openStream(ctx context.Context, c *connection, statement, format string) (*stream, error) {
	s := &stream{engine: e, c: c, ctx: ctx, ended: make(chan struct{})}
	s.handle = c.openQuery([]byte(statement), format)
	if text := e.lib.resultError(s.handle); text != "" {
		s.close()
		return nil, newException(text)
	}
	s.after = context.AfterFunc(ctx, func() { e.kill(c.mark, s.ended) })
	for s.head.Len() < keepSize {
		r, err := c.fetch(s.handle)
		if err != nil {
			s.close()
			return nil, err
		}
		piece := r.bytes()
		s.head.Write(piece)
		r.free()
		if len(piece) == 0 {
			s.close()
			break
		}
	}
	if !s.closed {
		e.mu.Lock()
		e.streams[s] = struct{}{}
		e.mu.Unlock()
	}
	return s, nil
}

// size is the answer's length where the whole of it is here, else −1.
func (s *stream) size() int64 {
	if s.closed {
		return int64(s.head.Len())
	}
	return -1
}

// Read gives the next bytes. An error stays: every later Read gives it too.
func (s *stream) Read(p []byte) (int, error) {
	if s.head.Len() > 0 {
		return s.head.Read(p)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.rest) == 0 {
		if s.closed {
			if s.err == nil {
				return 0, io.EOF
			}
			return 0, s.err
		}
		s.advance()
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	if n == 0 && len(p) > 0 {
		return 0, s.err
	}
	return n, nil
}

// advance fetches the next piece, or ends the stream.
func (s *stream) advance() {
	s.dropCurrent()
	r, err := s.c.fetch(s.handle)
	switch {
	case err != nil && s.ctx.Err() != nil:
		s.err = s.ctx.Err()
	case err != nil:
		s.err = err
	default:
		s.current, s.rest, s.err = r, r.bytes(), io.EOF
		if len(s.rest) > 0 {
			return
		}
		s.dropCurrent()
	}
	s.release()
}

func (s *stream) dropCurrent() {
	if s.current != nil {
		s.current.free()
		s.current, s.rest = nil, nil
	}
}

// Close ends the answer, asking the engine to stop where it is not done.
func (s *stream) Close() error {
	s.stop(io.ErrClosedPipe)
	return nil
}

// stop ends the stream between two reads; later reads give err.
func (s *stream) stop(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.dropCurrent()
	s.err = err
	s.c.cancelQuery(s.handle)
	s.release()
}

// close is release for a stream that nobody else knows yet.
func (s *stream) close() {
	s.err = io.EOF
	s.release()
}

// release gives everything back, once.
func (s *stream) release() {
	if s.closed {
		return
	}
	s.closed = true
	if s.after != nil {
		s.after()
	}
	close(s.ended)
	s.engine.lib.freeResult(s.handle)
	s.engine.giveBack(s.c)
	s.engine.mu.Lock()
	delete(s.engine.streams, s)
	s.engine.mu.Unlock()
	s.engine.leave()
}
