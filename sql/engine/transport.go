package engine

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Transport gives clickhouse-go its way into the engine:
//
//	clickhouse.Open(&clickhouse.Options{
//		Protocol:      clickhouse.HTTP,
//		Addr:          []string{"embedded:8123"}, // any name; nothing is dialled
//		TransportFunc: func(*http.Transport) (http.RoundTripper, error) { return e.Transport(), nil },
//	})
//
// Compression only costs here: leave it off.
func (e *Engine) Transport() http.RoundTripper { return &transport{engine: e} }

type transport struct{ engine *Engine }

// RoundTrip runs the request's statement. An error of ClickHouse is an answer with ClickHouse's status and headers; an error of
// RoundTrip means that the request was cancelled or its body could not be read.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	q, err := parse(r, "Native")
	if err != nil {
		return answerError(r, err)
	}
	body, size, err := t.engine.run(r.Context(), q, Access{Full: true})
	if err != nil {
		return answerError(r, err)
	}
	return respond(r, http.StatusOK, body, size, http.Header{}), nil
}

// run executes a request and gives its whole answer. The caller closes it.
func (e *Engine) run(ctx context.Context, q *request, access Access) (io.ReadCloser, int64, error) {
	if isHello(q.statement) {
		return pack(io.NopCloser(strings.NewReader(string(e.hello(q.revision)))), -1, q.method, false)
	}
	if err := e.enter(); err != nil {
		return nil, 0, err
	}
	type outcome struct {
		result *result
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		defer e.leave()
		r, err := e.execute(ctx, q, access)
		done <- outcome{r, err}
	}()
	select {
	case o := <-done:
		if o.err != nil {
			return nil, 0, o.err
		}
		body := &resultBody{result: o.result}
		if o.result != nil {
			body.rest = o.result.bytes()
		}
		return pack(body, int64(len(body.rest)), q.method, access.Full)
	case <-ctx.Done():
		go func() {
			if o := <-done; o.result != nil {
				o.result.free()
			}
		}()
		return nil, 0, ctx.Err()
	}
}

// execute runs a request on a connection of its own, so that nothing it sets reaches another.
func (e *Engine) execute(ctx context.Context, q *request, access Access) (*result, error) {
	c, err := e.borrow(ctx)
	if err != nil {
		return nil, err
	}
	defer e.giveBack(c)
	if err := c.prepare(q, access); err != nil {
		return nil, err
	}
	if q.insert {
		piece := pieces.Get().(*[]byte)
		defer pieces.Put(piece)
		return nil, c.insert(q.statement, q.format, &contextReader{ctx: ctx, Reader: q.data}, *piece)
	}
	return c.query([]byte(q.statement), q.format)
}

// prepare gives the connection the request's database, settings and parameters, in this order.
func (c *connection) prepare(q *request, access Access) error {
	if q.database != "" && q.database != "default" {
		if err := c.exec("USE " + quoteName(q.database)); err != nil {
			return err
		}
	}
	settings := q.settings
	if access.ReadOnly {
		settings = append(settings, setting{"readonly", "1"})
	}
	if err := c.set(settings); err != nil {
		return err
	}
	return c.set(q.parameters)
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

// answerError turns ClickHouse's errors into answers and leaves the rest as they are.
func answerError(r *http.Request, err error) (*http.Response, error) {
	var e *exception
	if !errors.As(err, &e) {
		return nil, err
	}
	header := http.Header{"Content-Type": {"text/plain; charset=UTF-8"}}
	header.Set("X-ClickHouse-Exception-Code", strconv.Itoa(e.code))
	return respond(r, e.status(), io.NopCloser(strings.NewReader(e.text+"\n")), int64(len(e.text)+1), header), nil
}

func respond(r *http.Request, status int, body io.ReadCloser, size int64, header http.Header) *http.Response {
	return &http.Response{
		Status: strconv.Itoa(status) + " " + http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: body, ContentLength: size, Request: r,
	}
}
