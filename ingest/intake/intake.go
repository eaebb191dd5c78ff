package intake

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"huisheng/analytics/text"
)

// Intake is the HTTP intake. Requests are answered between Start and Stop.
type Intake struct {
	Config
	ring  *ring
	room  *room
	clerk *clerk
	desk  *desk // nil without a form

	description []byte // of the interface, as JSON
	masked      text.Tally

	end  context.CancelFunc
	done sync.WaitGroup
}

// New makes an intake that does nothing until Start.
func New(c Config) *Intake {
	c = c.withDefaults()
	in := &Intake{Config: c,
		ring:  &ring{keys: c.Keys, limits: c.Limits, clock: c.Clock},
		room:  &room{slots: make(chan struct{}, c.Limits.Concurrent), backlog: c.Backlog, clock: c.Clock},
		clerk: newClerk(c.Ledger, c.Clock)}
	if m, ok := c.Masker.(*text.Masker); ok {
		in.Masker = m.Counting(&in.masked)
	}
	in.description, _ = json.MarshalIndent(in.openAPI(), "", "  ") // maps and texts
	if c.Form != nil {
		in.desk = newDesk(*c.Form, in)
	}
	return in
}

// Masked is how much personal data was taken out of what came since the start, by kind.
func (in *Intake) Masked() text.Counts { return in.masked.Counts() }

// Start begins to keep the ledger.
func (in *Intake) Start() {
	ctx, cancel := context.WithCancel(context.Background())
	in.end = cancel
	in.done.Go(func() { in.clerk.run(ctx) })
}

// Stop writes down what is left. The server that serves the handler is to be shut down before.
func (in *Intake) Stop() {
	in.end()
	in.done.Wait()
}

// Handler answers all addresses of the intake.
func (in *Intake) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, e := range entrances {
		mux.HandleFunc("POST "+e.path, in.take(e.topic))
	}
	mux.HandleFunc("GET /openapi.json", in.describe)
	mux.HandleFunc("GET /healthz", in.alive)
	mux.HandleFunc("GET /readyz", in.ready)
	if in.desk != nil {
		in.desk.routes(mux)
	}
	if in.Status != nil {
		mux.Handle("GET /s/", in.Status)
	}
	mux.HandleFunc("/", in.lost)
	return secure(mux)
}

// policy lets the form load its style and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// secure sets the headers that every answer carries.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		next.ServeHTTP(w, r)
	})
}

// lost answers for addresses and methods that there are not.
func (in *Intake) lost(w http.ResponseWriter, r *http.Request) {
	if slices.ContainsFunc(entrances, func(e entrance) bool { return e.path == r.URL.Path }) {
		w.Header().Set("Allow", http.MethodPost)
		in.refuse(w, r, problem("method", "这个地址只收 POST"))
		return
	}
	in.refuse(w, r, problem("missing", "没有这个地址；全部地址见 /openapi.json"))
}

// Server serves the handler with deadlines: a header is small, a body has Limits.BodyWait, and an answer comes when Kafka has confirmed.
func (in *Intake) Server() *http.Server {
	return &http.Server{
		Handler:           in.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       in.Limits.BodyWait + 5*time.Second,
		WriteTimeout:      in.Limits.BodyWait + in.Limits.ProduceWait + 30*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
}

// alive says that the process answers.
func (in *Intake) alive(w http.ResponseWriter, _ *http.Request) {
	write(w, http.StatusOK, map[string]string{"status": "ok"})
}

// ready says whether records would be taken now.
func (in *Intake) ready(w http.ResponseWriter, r *http.Request) {
	_, err := in.ring.find(r.Context(), "")
	if err == nil {
		err = in.room.shut(r.Context(), in.Limits.Backlog)
	}
	if err != nil {
		in.refuse(w, r, err)
		return
	}
	write(w, http.StatusOK, map[string]string{"status": "ok"})
}
