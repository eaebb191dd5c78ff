package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestPagesAnswerOnlyToNamesOfThisMachine(t *testing.T) {
	h := Loopback(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for host, want := range map[string]int{
		"127.0.0.1:8080": 204, "localhost:8080": 204, "localhost": 204, "[::1]:8080": 204, "[::1]": 204, "127.9.9.9": 204,
		"evil.example:8080": 421, "10.0.0.5:8080": 421, "": 421, "127.0.0.1.evil.example": 421, "localhost.evil.example:80": 421,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: %d, want %d", host, w.Code, want)
		}
	}
}
