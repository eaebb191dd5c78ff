package web

import (
	"net"
	"net/http"
	"strings"
)

// policy lets a page load what this server serves and nothing else; no script or style that stands in a page runs.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// secure sets the headers that every answer carries.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// guard refuses forms that another site's page sent: as nobody logs in yet, whoever can send a form may do what it does. Browsers say where
// a form comes from; programs say nothing and may.
func (s *site) guard(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Log.Warn("a form of another site was refused", "address", r.URL.Path, "origin", r.Header.Get("Origin"))
		s.show(w, r, http.StatusForbidden, "problem", frame{Title: "没有执行", Body: problemPage{Heading: "没有执行",
			Sentence: "这个操作不是从回声的页面发出的。请打开相应的页面，在那里再点一次。"}})
	}))
	return protection.Handler(next)
}

// Loopback answers only requests for a name of this machine. A page of another site whose name was made to lead to this machine would
// otherwise be the same origin to a browser, and could read everything here.
func Loopback(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		ip := net.ParseIP(strings.Trim(host, "[]"))
		if host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "页面只在本机开放：请用 http://127.0.0.1 或 http://localhost 加端口打开。前面有代理时，请让它以这个名字转发。", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}
