package engine

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"strings"
)

// answer is what a statement gave.
type answer struct {
	body   io.ReadCloser
	size   int64 // −1 where it is not known yet
	format string
	tag    string // frames an error at the end of the body
}

// run executes a request. It returns when the answer begins, or when the context is done: then the statement is asked to stop, and its
// connection comes back when it has stopped.
func (e *Engine) run(ctx context.Context, q *request, access Access) (*answer, error) {
	a := &answer{format: q.answerFormat, tag: strings.ToLower(rand.Text()[:16])}
	if isHello(q.statement) {
		hello := e.hello(q.revision)
		return a.finish(io.NopCloser(bytes.NewReader(hello)), int64(len(hello)), q, access)
	}
	// As on a server, readonly in the URL gives up the right to write for this request.
	access.ReadOnly = access.ReadOnly || q.asksReadOnly()
	if err := e.check(q, access); err != nil {
		return nil, err
	}
	if err := e.enter(); err != nil {
		return nil, err
	}
	type outcome struct {
		body io.ReadCloser
		size int64
		err  error
	}
	done := make(chan outcome, 1)
	go func() {
		body, size, err := e.execute(ctx, q, access)
		done <- outcome{body, size, err}
	}()
	select {
	case o := <-done:
		if o.err != nil {
			return nil, o.err
		}
		return a.finish(o.body, o.size, q, access)
	case <-ctx.Done():
		go func() {
			if o := <-done; o.body != nil {
				o.body.Close()
			}
		}()
		return nil, ctx.Err()
	}
}

// finish wraps the body in what the client asked for.
func (a *answer) finish(body io.ReadCloser, size int64, q *request, access Access) (*answer, error) {
	a.size = size
	if q.method != "" && size != 0 {
		var err error
		if body, err = pack(body, q.method, access.local); err != nil {
			return nil, err
		}
		a.size = -1
	}
	a.body = &framed{ReadCloser: body, tag: a.tag}
	return a, nil
}

// execute runs a request that has entered, on a connection of its own. A streamed answer keeps both until it ends.
func (e *Engine) execute(ctx context.Context, q *request, access Access) (io.ReadCloser, int64, error) {
	c, err := e.borrow(ctx)
	if err != nil {
		e.leave()
		return nil, 0, err
	}
	err = e.prepare(c, q, access)
	if err == nil && q.streamable() {
		s, err := e.openStream(ctx, c, q.statement, q.format)
		if err != nil {
			return nil, 0, err
		}
		return s, s.size(), nil
	}
	defer e.leave()
	defer e.giveBack(c)
	if err != nil {
		return nil, 0, err
	}
	ended := make(chan struct{})
	defer close(ended)
	defer context.AfterFunc(ctx, func() { e.kill(c.mark, ended) })()
	if q.insert {
		piece := pieces.Get().(*[]byte)
		defer pieces.Put(piece)
		err := c.insert(q.statement, q.format, &contextReader{ctx: ctx, Reader: q.data}, *piece)
		return io.NopCloser(strings.NewReader("")), 0, err
	}
	r, err := c.query([]byte(q.statement), q.format)
	if err != nil {
		return nil, 0, err
	}
	defer r.free()
	copied := bytes.Clone(r.bytes())
	return io.NopCloser(bytes.NewReader(copied)), int64(len(copied)), nil
}

// prepare gives the connection the request's database, settings and parameters. Ours stand last and win.
func (e *Engine) prepare(c *connection, q *request, access Access) error {
	if q.database != "" && q.database != "default" {
		if err := c.exec("USE " + quoteName(q.database)); err != nil {
			return err
		}
	}
	settings := q.settings
	if !access.Full {
		settings = append(settings, q.imposed...)
	}
	if access.ReadOnly {
		settings = append(settings, setting{"readonly", "1"})
	}
	return c.set(append(settings[:len(settings):len(settings)], q.parameters...))
}

// set gives the connection values for settings or parameters. A parameter's value is taken as it stands in the URL, where clients
// have escaped it as a field of TSV, as ClickHouse's HTTP interface takes it.
func (c *connection) set(values []setting) error {
	if len(values) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("SET ")
	for i, v := range values {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(v.name)
		b.WriteString(" = ")
		b.WriteString(quote(v.value))
	}
	return c.exec(b.String())
}
