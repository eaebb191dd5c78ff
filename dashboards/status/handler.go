package status

import (
	"bytes"
	"context"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	"huisheng/dashboards/assets"
	"huisheng/dashboards/templates"
)

// Config is what the pages are made from.
type Config struct {
	Complaints Complaints
	// Links returns the links of the generation that holds now. Asked for every page, so that revoking works at once.
	Links func(context.Context) (*Links, error)
	// Client tells who asks; nil takes the address that the connection comes from.
	Client func(*http.Request) netip.Addr
	Clock  func() time.Time // nil: the system's clock
	Log    *slog.Logger     // nil: slog.Default
}

// Complaints is where a complaint is read, once for a page that somebody has the token of.
type Complaints interface {
	// ReadComplaint returns all that is known of one complaint; an error of kind KindMissing when it is not there.
	ReadComplaint(ctx context.Context, k analytics.Key) (analytics.Dossier, error)
}

// Path is where the handler is to be mounted; its pages are below.
const Path = "/s/"

// Every refusal is answered refusedAfter after the question, whatever was wrong: a query for a complaint that is not there takes
// milliseconds, a token that is none takes none, and nobody is to tell them apart. A page is read within readWithin.
const (
	refusedAfter = 250 * time.Millisecond
	readWithin   = 5 * time.Second
)

type handler struct {
	Config
	page    *template.Template
	limiter limiter
	wait    func(context.Context, time.Duration)
}

// New makes the handler of everything below Path.
func New(c Config) http.Handler { return newHandler(c, rest) }

func newHandler(c Config, wait func(context.Context, time.Duration)) http.Handler {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Client == nil {
		c.Client = remote
	}
	h := &handler{Config: c, wait: wait, page: template.Must(template.ParseFS(templates.Files, "status.html"))}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Path+"status.css", serveStyle)
	mux.HandleFunc("GET "+Path+"{token}", h.show)
	mux.HandleFunc(Path, func(w http.ResponseWriter, r *http.Request) { h.refuse(w, r, c.Clock()) })
	return mux
}

func remote(r *http.Request) netip.Addr {
	from, _ := netip.ParseAddrPort(r.RemoteAddr) // the zero address when it cannot be read
	return from.Addr().Unmap()
}

// rest waits, unless nobody waits for the answer any more.
func rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

func (h *handler) show(w http.ResponseWriter, r *http.Request) {
	asked := h.Clock()
	if !h.limiter.allow(h.Client(r), asked) {
		w.Header().Set("Retry-After", "60")
		h.write(w, http.StatusTooManyRequests, view{Heading: "请稍后再看", Words: "查看得太频繁，请过一分钟再打开。"})
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), readWithin)
	defer cancel()
	links, err := h.Links(ctx)
	if err != nil {
		h.fail(w, err)
		return
	}
	key, known := links.Read(r.PathValue("token"))
	if !known {
		h.refuse(w, r, asked)
		return
	}
	d, err := h.Complaints.ReadComplaint(ctx, key)
	switch {
	case analytics.KindOf(err) == analytics.KindMissing:
		h.refuse(w, r, asked)
	case err != nil:
		h.fail(w, err)
	default:
		now := h.Clock()
		p := progressOf(d.Complaint, lifecycle.Fold(&d.Complaint, lifecycle.Numbered(d.Events), now), now)
		h.write(w, http.StatusOK, view{Progress: &p})
	}
}

// refuse answers for every token that is none.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request, asked time.Time) {
	h.wait(r.Context(), refusedAfter-h.Clock().Sub(asked))
	h.write(w, http.StatusNotFound, view{Heading: "没有找到", Words: "这个链接不完整，或者已经失效。请向给您链接的人员再要一个。"})
}

func (h *handler) fail(w http.ResponseWriter, err error) {
	h.Log.Error("a status page failed", "error", err)
	w.Header().Set("Retry-After", "60")
	h.write(w, http.StatusServiceUnavailable, view{Heading: "暂时看不到", Words: "系统正忙，请过几分钟再打开。"})
}

// view is a page: a progress, or a heading with some words.
type view struct {
	Progress       *progress
	Heading, Words string
}

// policy lets the page load its style and nothing else.
const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func (h *handler) write(w http.ResponseWriter, status int, v view) {
	var out bytes.Buffer
	if err := h.page.Execute(&out, v); err != nil {
		h.Log.Error("a status page could not be written", "error", err)
		http.Error(w, "页面没有写出来。", http.StatusInternalServerError)
		return
	}
	for name, value := range map[string]string{"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow",
		"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": policy} {
		w.Header().Set(name, value)
	}
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

func serveStyle(w http.ResponseWriter, _ *http.Request) {
	style, err := fs.ReadFile(assets.Files, "status.css")
	if err != nil {
		http.Error(w, "没有这个文件。", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(style)
}
