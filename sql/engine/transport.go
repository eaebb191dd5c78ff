package engine

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Transport gives clickhouse-go its way into the engine, with full access:
//
//	clickhouse.Open(&clickhouse.Options{
//		Protocol:      clickhouse.HTTP,
//		Addr:          []string{"embedded:8123"}, // any name; nothing is dialled
//		TransportFunc: func(*http.Transport) (http.RoundTripper, error) { return e.Transport(), nil },
//	})
//
// Compression only costs here: leave it off.
func (e *Engine) Transport() http.RoundTripper { return e.TransportWith(Access{Full: true}) }

// TransportWith is Transport for statements that somebody else wrote. User and Password of the access are not asked for.
func (e *Engine) TransportWith(access Access) http.RoundTripper {
	access.local = true
	return &transport{engine: e, access: access}
}

type transport struct {
	engine *Engine
	access Access
}

// RoundTrip runs the request's statement. An error of ClickHouse is an answer with ClickHouse's status and headers; an error of
// RoundTrip means that the request was cancelled or its body could not be read.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	q, err := parse(r, "Native")
	if err != nil {
		return failure(r, err)
	}
	a, err := t.engine.run(r.Context(), q, t.access)
	if err != nil {
		return failure(r, err)
	}
	header := http.Header{}
	header.Set("X-ClickHouse-Format", a.format)
	header.Set("X-ClickHouse-Exception-Tag", a.tag)
	return response(r, http.StatusOK, a.body, a.size, header), nil
}

// failure turns ClickHouse's errors into answers and leaves the rest as they are.
func failure(r *http.Request, err error) (*http.Response, error) {
	var e *exception
	if !errors.As(err, &e) {
		return nil, err
	}
	header := http.Header{"Content-Type": {"text/plain; charset=UTF-8"}}
	header.Set("X-ClickHouse-Exception-Code", strconv.Itoa(e.code))
	text := e.text + "\n"
	return response(r, e.status(), io.NopCloser(strings.NewReader(text)), int64(len(text)), header), nil
}

// response makes an answer. The driver takes a ContentLength of 0 as no rows, and −1 as some.
func response(r *http.Request, status int, body io.ReadCloser, size int64, header http.Header) *http.Response {
	return &http.Response{
		Status: strconv.Itoa(status) + " " + http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: body, ContentLength: size, Request: r,
	}
}
