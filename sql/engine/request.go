package engine

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ClickHouse/ch-go/compress"
)

// request is what an HTTP request asks of the engine.
type request struct {
	statement    string    // the whole statement, or an INSERT without its FORMAT
	insert       bool      // data follows
	reads        bool      // it is a SELECT
	data         io.Reader // of an insert
	format       string    // of the data of an insert, else of the answer
	database     string
	parameters   []setting
	settings     []setting
	imposed      []setting // ours, after those of the client
	method       string    // how the answer's blocks are packed: "", "NONE", "LZ4", "ZSTD"
	answerFormat string    // of what is sent back
	revision     int       // the client's revision of the native protocol
}

// setting is a name and its value as they stand in the URL.
type setting struct{ name, value string }

// maxQuerySize is how much of a body is looked at to find the end of an INSERT's head: ClickHouse's own max_query_size.
const maxQuerySize = 256 << 10

// parse reads a request, without reading an insert's data.
func parse(r *http.Request, defaultFormat string) (*request, error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return nil, refuse(codeNotImplemented, "External tables are not supported by the embedded engine")
	}
	q := &request{format: defaultFormat}
	if name := r.Header.Get("X-ClickHouse-Format"); name != "" {
		q.format = name
	}
	q.database = r.Header.Get("X-ClickHouse-Database")
	values := r.URL.Query()
	if err := q.readURL(values); err != nil {
		return nil, err
	}
	body, err := decodeBody(r, values)
	if err != nil {
		return nil, err
	}
	q.answerFormat = q.format
	return q, q.readStatement(values.Get("query"), body)
}

// readURL sorts the URL's values into what they are.
func (q *request) readURL(values url.Values) error {
	for name := range values {
		value := values.Get(name)
		switch {
		case name == "database":
			q.database = value
		case name == "default_format":
			q.format = value
		case name == "client_protocol_version":
			q.revision, _ = strconv.Atoi(value)
		case name == "compress":
			if value == "1" || value == "true" {
				q.method = "LZ4"
				if method := values.Get("network_compression_method"); method != "" {
					q.method = strings.ToUpper(method)
				}
			}
		case strings.HasPrefix(name, "param_"):
			if !isName(name) {
				return refuse(codeBadArguments, "The name of a parameter is not an identifier")
			}
			q.parameters = append(q.parameters, setting{name, value})
		case !ofTransport[name]:
			if !isName(name) {
				return refuse(codeBadArguments, "The name of a setting is not an identifier")
			}
			q.settings = append(q.settings, setting{name, value})
		}
	}
	return nil
}

// ofTransport are the values of a URL that are for the HTTP interface and not settings of the statement.
var ofTransport = map[string]bool{
	"query": true, "decompress": true, "network_compression_method": true, "network_zstd_compression_level": true, "user": true,
	"password": true, "quota_key": true, "query_id": true, "session_id": true, "session_timeout": true, "session_check": true,
	"stacktrace": true, "buffer_size": true, "wait_end_of_query": true, "role": true, "enable_http_compression": true,
	"http_zlib_compression_level": true, "add_http_cors_header": true, "send_progress_in_http_headers": true,
	"http_headers_progress_interval_ms": true, "cancel_http_readonly_queries_on_client_close": true, "close_session": true,
	"http_response_buffer_size": true, "log_comment": true, "http_write_exception_in_output_format": true,
}

// decodeBody unpacks what the client packed.
func decodeBody(r *http.Request, values url.Values) (io.Reader, error) {
	var body io.Reader = http.NoBody
	if r.Body != nil {
		body = r.Body
	}
	var err error
	switch encoding := r.Header.Get("Content-Encoding"); encoding {
	case "", "identity":
	case "gzip":
		body, err = gzip.NewReader(body)
	case "deflate":
		body, err = zlib.NewReader(body)
	default:
		return nil, refuse(codeNotImplemented, "Content-Encoding "+encoding+" is not supported by the embedded engine")
	}
	if err != nil {
		return nil, refuse(codeBadArguments, "The body is not what its Content-Encoding says")
	}
	if v := values.Get("decompress"); v == "1" || v == "true" {
		body = compress.NewReader(body)
	}
	return body, nil
}

// readStatement joins the statement's parts: the URL's and the body's. The data of an insert stays in the body.
func (q *request) readStatement(fromURL string, body io.Reader) error {
	text := fromURL
	if text == "" {
		head, err := io.ReadAll(io.LimitReader(body, maxQuerySize))
		if err != nil {
			return err
		}
		text = string(head)
	}
	if head, ok := splitInsert(text); ok {
		q.insert, q.statement, q.format = true, head.statement, head.format
		tail := text[head.data:]
		if fromURL != "" && strings.TrimSpace(tail) != "" {
			tail += "\n"
		} else if fromURL != "" {
			tail = ""
		}
		q.data = io.MultiReader(strings.NewReader(tail), body)
		return nil
	}
	var rest bytes.Buffer
	if _, err := rest.ReadFrom(body); err != nil {
		return err
	}
	if fromURL != "" && rest.Len() > 0 {
		text += "\n"
	}
	q.statement = text + rest.String()
	if s, err := inspect(q.statement); err == nil {
		if name := s.format(); name != "" && readers[s.first] {
			q.answerFormat = name
		}
		q.reads = s.first == "SELECT" || s.first == "WITH"
	}
	return nil
}

// streamable tells whether the answer can be taken from the library in pieces.
func (q *request) streamable() bool { return q.reads && streamed[strings.ToLower(q.answerFormat)] }

// isName tells whether s can stand in a SET as it is.
func isName(s string) bool {
	if s == "" || '0' <= s[0] && s[0] <= '9' {
		return false
	}
	for i := range len(s) {
		if !isWord(s[i]) {
			return false
		}
	}
	return true
}

// asksReadOnly reports whether the request sets readonly to something else than 0.
func (q *request) asksReadOnly() bool {
	for _, v := range q.settings {
		if strings.EqualFold(v.name, "readonly") && v.value != "0" {
			return true
		}
	}
	return false
}
