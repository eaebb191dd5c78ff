package web

import (
	"context"
	"html"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// slowCount counts only once it is let.
type slowCount struct {
	*memory.Reader
	let   chan struct{}
	calls atomic.Int64
}

func (s *slowCount) TallyComplaints(ctx context.Context, sel analytics.Selection, at time.Time) (analytics.Tally, error) {
	s.calls.Add(1)
	select {
	case <-s.let:
	case <-ctx.Done():
		return analytics.Tally{}, ctx.Err()
	}
	return s.Reader.TallyComplaints(ctx, sel, at)
}

var laterPattern = regexp.MustCompile(`data-fill="([^"]*)".*?<noscript><a class="door" href="([^"]*)"`)

func TestRowsDoNotWaitForTheirCount(t *testing.T) {
	r := &slowCount{Reader: memory.Sample(1, false), let: make(chan struct{})}
	h := testHandler(t, r, func(c *Config) { c.CountWait = time.Millisecond })
	const address = "/complaints?month=2024-02&topic=noise"
	body := page(t, h, address)
	if strings.Count(body, `class="row`) == 0 || tallyPattern.MatchString(body) {
		t.Fatal("the rows are not there, or a count that nobody made")
	}
	m := laterPattern.FindStringSubmatch(body)
	if m == nil {
		t.Fatal("nothing tells where the count is to be had")
	}
	later, wait := html.UnescapeString(m[1]), html.UnescapeString(m[2])
	close(r.let)
	want := tallyOf(t, page(t, testHandler(t, r.Reader), address))
	if fragment := page(t, h, later); tallyOf(t, `<p class="tally">`+fragment) != want {
		t.Errorf("%s says %s, want %d", later, fragment, want)
	}
	waited := page(t, h, wait)
	if tallyOf(t, waited) != want || strings.Contains(waited, "count=1") {
		t.Error("the page that waits has no count, or hands its waiting on")
	}
	if n := r.calls.Load(); n != 1 {
		t.Errorf("the same list was counted %d times", n)
	}
}

func TestAPageFillsItsCountIn(t *testing.T) {
	assets := charts(t)
	r := &slowCount{Reader: memory.Sample(6, false), let: make(chan struct{})}
	server := httptest.NewServer(testHandler(t, r, func(c *Config) { c.Assets, c.CountWait = assets, time.Millisecond }))
	defer server.Close()
	b := openBrowser(t)
	b.do(t, chromedp.Navigate(server.URL+"/complaints?month=2024-02"), chromedp.WaitReady("html[data-ready]"))
	if text := eval[string](t, b, `document.querySelector(".tally").textContent`); !strings.Contains(text, "正在数件数") {
		t.Errorf("the page says %q", text)
	}
	close(r.let)
	until(t, b, `document.querySelector(".tally b") !== null && document.querySelector(".later") === null`)
	b.quiet(t, server.URL)
}

func TestCountsOfOtherListsAreTheirOwn(t *testing.T) {
	h := testHandler(t, memory.Sample(2, true))
	seen := map[uint64]bool{}
	for _, address := range []string{"/tally?month=2024-02", "/tally?month=2024-03", "/tally?month=2024-02&topic=", "/tally?month=2024-02&not_topic="} {
		seen[tallyOf(t, `<p class="tally">`+page(t, h, address))] = true
	}
	if len(seen) != 4 {
		t.Errorf("four lists have %d counts", len(seen))
	}
	if w := get(t, h, "/tally?month=never"); w.Code != 400 {
		t.Errorf("a wrong month: %d", w.Code)
	}
}
