package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
)

// smallest is the size below which compression saves nothing.
const smallest = 1 << 10

// deliver holds an answer until it is whole, names it by its hash, and sends it compressed where the browser takes that, or not at all
// when the browser has it already. Pages are some hundred kilobytes; a CSV is bounded by its own limit.
func deliver(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		held := &heldAnswer{under: w, header: w.Header(), status: http.StatusOK}
		next.ServeHTTP(held, r)
		body := held.body.Bytes()
		h := w.Header()
		if held.status == http.StatusOK && len(body) > 0 {
			if h.Get("ETag") == "" {
				sum := sha256.Sum256(body)
				h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
			}
			if h.Get("Cache-Control") == "" {
				h.Set("Cache-Control", "no-cache")
			}
			if matches(r.Header.Get("If-None-Match"), h.Get("ETag")) {
				h.Del("Content-Type")
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		h.Add("Vary", "Accept-Encoding")
		if len(body) >= smallest && h.Get("Content-Encoding") == "" && accepts(r) {
			body = compress(body)
			h.Set("Content-Encoding", "gzip")
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(held.status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(body)
		}
	})
}

type heldAnswer struct {
	under  http.ResponseWriter
	header http.Header
	status int
	body   bytes.Buffer
}

// Unwrap lets a handler move the deadlines of its connection.
func (h *heldAnswer) Unwrap() http.ResponseWriter { return h.under }

func (h *heldAnswer) Header() http.Header         { return h.header }
func (h *heldAnswer) WriteHeader(status int)      { h.status = status }
func (h *heldAnswer) Write(b []byte) (int, error) { return h.body.Write(b) }

func compress(body []byte) []byte {
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed) // the level is a constant that exists
	_, _ = z.Write(body)                              // a buffer takes everything
	_ = z.Close()
	return out.Bytes()
}

func accepts(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.ReplaceAll(quality, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

func matches(given, etag string) bool {
	for _, part := range strings.Split(given, ",") {
		if strings.TrimPrefix(strings.TrimSpace(part), "W/") == etag {
			return true
		}
	}
	return false
}
