package status

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
)

var now = time.Date(2024, 3, 20, 10, 0, 0, 0, analytics.Zone)

// secretive is a complaint of which every field is something that a customer's page must not show.
func secretive(events ...analytics.Event) analytics.Dossier {
	c := analytics.Complaint{Source: "crm秘", ID: "TS20240301-秘-0417", ReceivedAt: now.AddDate(0, 0, -10), Subject: "秘标题", Text: "秘正文", Department: "秘部门", Handler: "秘人", Grade: "秘级",
		Channel: "秘渠道", Product: analytics.Product{Line: "秘产品"}, Customer: analytics.Customer{Name: "秘客户"}, Category: "秘类"}
	for i := range events {
		e := &events[i]
		e.ID, e.Note, e.By, e.Department, e.FromDepartment, e.ToDepartment, e.Into, e.Satisfaction = "秘", "秘记", "秘人", "秘部门", "秘甲", "秘乙", "秘号", 2
		e.ID += string(rune('a' + i))
	}
	return analytics.Dossier{Complaint: c, Events: events}
}

type fakeComplaints struct {
	dossier analytics.Dossier
	err     error
	asked   int
}

func (f *fakeComplaints) ReadComplaint(_ context.Context, k analytics.Key) (analytics.Dossier, error) {
	f.asked++
	if f.err == nil && k.ID != f.dossier.Complaint.ID {
		return analytics.Dossier{}, &analytics.Error{Kind: analytics.KindMissing, Text: "来源没有这件投诉"}
	}
	return f.dossier, f.err
}

type bench struct {
	http.Handler
	complaints *fakeComplaints
	generation uint64
	moment     time.Time
	waits      []time.Duration
}

func open(t *testing.T, d analytics.Dossier) *bench {
	b := &bench{complaints: &fakeComplaints{dossier: d}, generation: 1, moment: now}
	b.Handler = newHandler(Config{Complaints: b.complaints, Links: func(context.Context) (*Links, error) { return NewLinks(secret, b.generation) },
		Clock: func() time.Time { return b.moment }, Log: slog.New(slog.DiscardHandler)}, func(_ context.Context, d time.Duration) { b.waits = append(b.waits, d) })
	return b
}

func (b *bench) get(path string, from ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if len(from) > 0 {
		r.RemoteAddr = from[0]
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

func (b *bench) link(t *testing.T) string {
	return Path + links(t, b.generation).Token(analytics.Key{Source: b.complaints.dossier.Complaint.Source, ID: b.complaints.dossier.Complaint.ID})
}

func at(kind string, days int) analytics.Event {
	return analytics.Event{Kind: kind, At: now.AddDate(0, 0, days-10)}
}

func TestAPageShowsTheStageAndTheTimesAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		name   string
		events []analytics.Event
		stage  string
		times  []string
	}{
		{"received", nil, "已收到", []string{"3 月 10 日 10:00"}},
		{"accepted", []analytics.Event{at("accepted", 1)}, "已受理", []string{"3 月 11 日 10:00"}},
		{"at work", []analytics.Event{at("accepted", 1), at("assigned", 2), at("paused", 3)}, "处理中", []string{"3 月 12 日 10:00"}},
		{"resolved", []analytics.Event{at("accepted", 1), at("progressed", 2), at("resolved", 4)}, "已解决", []string{"3 月 14 日 10:00"}},
		{"closed though nobody told that it was accepted", []analytics.Event{at("closed", 5)}, "已办结", []string{"3 月 15 日 10:00"}},
		{"reopened", []analytics.Event{at("closed", 5), at("reopened", 6)}, "重新处理中", []string{"3 月 16 日 10:00"}},
		{"withdrawn", []analytics.Event{at("accepted", 1), at("withdrawn", 2)}, "已撤诉", []string{"3 月 12 日 10:00"}},
		{"merged", []analytics.Event{at("merged", 2)}, "已合并", nil},
		{"invalidated", []analytics.Event{at("invalidated", 2)}, "已结束", nil},
		{"followed up", []analytics.Event{at("closed", 5), at("followed_up", 6)}, "已办结", nil},
	} {
		b := open(t, secretive(c.events...))
		w := b.get(b.link(t))
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(body, "<h1>"+c.stage+"</h1>") || !strings.Contains(body, "编号末四位 <b>0417</b>") {
			t.Errorf("%s: %d %s", c.name, w.Code, body)
		}
		for _, when := range c.times {
			if !strings.Contains(body, "<time>"+when+"</time>") {
				t.Errorf("%s: %s is missing in %s", c.name, when, body)
			}
		}
		if strings.Contains(body, "秘") || strings.Contains(body, "TS2024") || strings.Contains(body, "满意") {
			t.Errorf("%s: the page tells too much: %s", c.name, body)
		}
		for name, want := range map[string]string{"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", "Content-Security-Policy": "default-src 'none'"} {
			if !strings.Contains(w.Header().Get(name), want) {
				t.Errorf("%s is %q", name, w.Header().Get(name))
			}
		}
	}
}

func TestUnknownAndWrongTokensCannotBeToldApart(t *testing.T) {
	b := open(t, secretive())
	real := b.link(t)
	missing := Path + links(t, 1).Token(analytics.Key{Source: "crm秘", ID: "another"})
	revoked := Path + links(t, 7).Token(analytics.Key{Source: "crm秘", ID: b.complaints.dossier.Complaint.ID})
	first := b.get(missing)
	for name, path := range map[string]string{"wrong": real[:len(real)-3] + "AAA", "short": Path + "AAAA", "revoked": revoked, "no base64": Path + "%20", "none": Path} {
		w := b.get(path)
		if w.Code != http.StatusNotFound || w.Body.String() != first.Body.String() {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		for header := range first.Header() {
			if w.Header().Get(header) != first.Header().Get(header) {
				t.Errorf("%s: header %s differs", name, header)
			}
		}
	}
	if len(b.waits) != 6 {
		t.Fatalf("%d refusals waited, not 6", len(b.waits))
	}
	for _, d := range b.waits {
		if d != refusedAfter {
			t.Errorf("a refusal waited %s", d)
		}
	}
	if b.complaints.asked != 1 {
		t.Errorf("%d queries, though one token only was authentic", b.complaints.asked)
	}
}

func TestRevokingHoldsAtOnce(t *testing.T) {
	b := open(t, secretive())
	before := b.link(t)
	b.generation++
	if w := b.get(before); w.Code != http.StatusNotFound {
		t.Errorf("a revoked link answers %d", w.Code)
	}
	if w := b.get(b.link(t)); w.Code != http.StatusOK {
		t.Errorf("a new link answers %d", w.Code)
	}
}

func TestWhoAsksTooOftenWaitsAndOthersDoNot(t *testing.T) {
	b := open(t, secretive())
	link := b.link(t)
	for i := range burst {
		if w := b.get(link, "203.0.113.5:1000"); w.Code != http.StatusOK {
			t.Fatalf("request %d: %d", i, w.Code)
		}
	}
	w := b.get(link, "203.0.113.5:1001")
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "0417") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for _, other := range []string{"203.0.113.6:1", "[2001:db8::1]:1", "127.0.0.1:1"} {
		if w := b.get(link, other); w.Code != http.StatusOK {
			t.Errorf("%s has to wait as well: %d", other, w.Code)
		}
	}
	b.moment = b.moment.Add(3 * time.Second)
	if w := b.get(link, "203.0.113.5:1002"); w.Code != http.StatusOK {
		t.Errorf("after a while: %d", w.Code)
	}
}

func TestManyAddressesTogetherAreLimitedAndForgotten(t *testing.T) {
	var l limiter
	allowed := 0
	for i := range 20_000 {
		if l.allow(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), now) {
			allowed++
		}
	}
	if allowed != allBurst || len(l.by) > mostKnown {
		t.Errorf("%d allowed, %d known", allowed, len(l.by))
	}
}

func TestAFaultIsNoAnswerAboutTheComplaint(t *testing.T) {
	b := open(t, secretive())
	b.complaints.err = analytics.Wrap(analytics.KindDown, errors.New("10.1.2.3 refused"), "ClickHouse 没有应答")
	if w := b.get(b.link(t)); w.Code != http.StatusServiceUnavailable || strings.Contains(w.Body.String(), "10.1.2.3") || strings.Contains(w.Body.String(), "ClickHouse") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestTheStyleIsServedBesideThePages(t *testing.T) {
	w := open(t, secretive()).get(Path + "status.css")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") || !strings.Contains(w.Body.String(), "main {") {
		t.Errorf("%d %s", w.Code, w.Header())
	}
}

func TestAShortNumberIsShownNoLongerThanFourPlaces(t *testing.T) {
	for id, want := range map[string]string{"1": "1", "12345": "2345", "投诉一二三四": "一二三四"} {
		if p := progressOf(analytics.Complaint{ID: id}, lifecycle.Fold(&analytics.Complaint{ReceivedAt: now}, nil, now), now); p.Tail != want {
			t.Errorf("%s ends in %s", id, p.Tail)
		}
	}
}
