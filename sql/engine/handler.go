package engine

import (
	"compress/gzip"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Handler serves the engine over ClickHouse's HTTP interface, for curl, DBeaver, Grafana or another of our processes. It is meant for
// loopback: nothing here makes it fit for a network.
func (e *Engine) Handler(access Access) http.Handler {
	access.local = false
	if access.User == "" {
		access.User = defaultUser
	}
	h := &handler{engine: e, access: access}
	mux := http.NewServeMux()
	mux.HandleFunc("/ping", ok)
	mux.HandleFunc("/replicas_status", ok)
	mux.HandleFunc("/{$}", h.serve)
	return mux
}

// defaultUser is who ClickHouse's clients are unless they say otherwise.
const defaultUser = "default"

type handler struct {
	engine *Engine
	access Access
}

// ok answers those who only ask whether somebody is there; they need no password, as with ClickHouse.
func ok(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	_, _ = io.WriteString(w, "Ok.\n") // who asked may be gone
}

// serve runs one statement.
func (h *handler) serve(w http.ResponseWriter, r *http.Request) {
	access := h.access
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if r.URL.Query().Get("query") == "" {
			ok(w, r)
			return
		}
		access.ReadOnly = true // a link must not change anything
	case http.MethodPost:
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	if err := h.admit(r); err != nil {
		if err.status() == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Basic realm="ClickHouse"`)
		}
		writeError(w, err)
		return
	}
	q, err := parse(r, "TabSeparated")
	if err != nil {
		writeError(w, err)
		return
	}
	a, err := h.engine.run(r.Context(), q, access)
	if err != nil {
		writeError(w, err)
		return
	}
	defer a.body.Close()
	h.write(w, r, q, a)
}

// write sends the answer. An error while copying means that the client is gone or that the request was cancelled: the connection is
// broken off, so that half an answer does not look whole.
func (h *handler) write(w http.ResponseWriter, r *http.Request, q *request, a *answer) {
	header := w.Header()
	header.Set("Content-Type", contentType(a.format))
	header.Set("X-ClickHouse-Format", a.format)
	header.Set("X-ClickHouse-Timezone", h.engine.zone)
	header.Set("X-ClickHouse-Server-Display-Name", displayName)
	header.Set("X-ClickHouse-Summary", "{}")
	header.Set("X-ClickHouse-Exception-Tag", a.tag)
	header.Set("X-Content-Type-Options", "nosniff")
	var to io.Writer = w
	switch {
	case a.size == 0:
		header.Set("Content-Length", "0")
	case q.method == "" && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"):
		header.Set("Content-Encoding", "gzip")
		packer := gzip.NewWriter(w)
		defer packer.Close()
		to = packer
	case a.size > 0:
		header.Set("Content-Length", strconv.FormatInt(a.size, 10))
	}
	if r.Method == http.MethodHead {
		return
	}
	if _, err := io.Copy(to, a.body); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// admit checks who asks. Without a password it at least keeps web pages out: a page on another site, or a name that was pointed at
// loopback, would reach this port through the user's browser.
func (h *handler) admit(r *http.Request) *exception {
	if h.access.Password == "" {
		origin, err := url.Parse(r.Header.Get("Origin"))
		if err != nil || origin.Host != "" && origin.Host != r.Host || !isLoopback(r.Host) {
			return refuse(codeAccessDenied, "Requests from other sites are not allowed")
		}
		return nil
	}
	user, password := credentials(r)
	if !same(user, h.access.User) || !same(password, h.access.Password) {
		return refuse(codeAuthentication, "Authentication failed: user or password is wrong")
	}
	return nil
}

// credentials reads them from where ClickHouse does: its headers, basic authentication, the URL.
func credentials(r *http.Request) (user, password string) {
	if user = r.Header.Get("X-ClickHouse-User"); user != "" {
		return user, r.Header.Get("X-ClickHouse-Key")
	}
	if user, password, ok := r.BasicAuth(); ok {
		return user, password
	}
	values := r.URL.Query()
	return values.Get("user"), values.Get("password")
}

// same compares in a time that says nothing about the secret, not even its length.
func same(given, expected string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(expected))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// isLoopback tells whether a Host header names this machine.
func isLoopback(host string) bool {
	name := (&url.URL{Host: host}).Hostname()
	return name == "localhost" || name == "::1" || strings.HasPrefix(name, "127.")
}

// writeError answers with an error of ClickHouse, or with our own for what is none.
func writeError(w http.ResponseWriter, err error) {
	var e *exception
	if !errors.As(err, &e) {
		e = refuse(codeQueryCancelled, "The request could not be read or was cancelled: "+err.Error())
	}
	w.Header().Set("Content-Type", "text/plain; charset=UTF-8")
	w.Header().Set("X-ClickHouse-Exception-Code", strconv.Itoa(e.code))
	w.WriteHeader(e.status())
	_, _ = io.WriteString(w, e.text+"\n") // the client may be gone
}

// contentType is what ClickHouse sends for a format. Nothing is ever sent as HTML or script.
func contentType(format string) string {
	switch name := strings.ToLower(format); {
	case strings.HasPrefix(name, "tabseparated"), strings.HasPrefix(name, "tsv"):
		return "text/tab-separated-values; charset=UTF-8"
	case strings.HasPrefix(name, "csv"):
		return "text/csv; charset=UTF-8; header=" + map[bool]string{true: "present", false: "absent"}[strings.Contains(name, "withnames")]
	case strings.Contains(name, "eachrow"):
		return "application/x-ndjson; charset=UTF-8"
	case strings.HasPrefix(name, "json"):
		return "application/json; charset=UTF-8"
	case strings.HasPrefix(name, "pretty"), name == "vertical", name == "markdown":
		return "text/plain; charset=UTF-8"
	}
	return "application/octet-stream"
}
