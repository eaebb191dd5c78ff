package web

import (
	"encoding/csv"
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/docs"
	"huisheng/dashboards/memory"
)

// hostileValues are what a source may send as the value of an axis.
var hostileValues = []string{"", "a b", "a,b", "a&b=c", "100%", "+1", "*", "</script><script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "{{.}}", "甲、乙", "a\nb", "a;b", "#x", "__f__alert(1)__f__"}

func TestAnAddressAndItsFiltersAreTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	for range 300 {
		var s analytics.Selection
		for _, axis := range analytics.Axes {
			if rng.IntN(4) > 0 {
				continue
			}
			var values []string
			for _, i := range rng.Perm(len(hostileValues))[:1+rng.IntN(3)] {
				if v := hostileValues[i]; v != "*" { // which a form sends for all
					values = append(values, v)
				}
			}
			if len(values) == 0 {
				continue
			}
			if rng.IntN(2) == 0 {
				s = s.With(axis, values...)
			} else {
				s = s.Without(axis, values...)
			}
		}
		if rng.IntN(2) == 0 {
			s.State = analytics.States[rng.IntN(len(analytics.States))]
		}
		s.Import = uint32(rng.IntN(3))
		s.Words = strings.TrimSpace(hostileValues[rng.IntN(len(hostileValues))])
		month := analytics.Month(202401)
		values, err := url.ParseQuery(dashboards.Encode(month, s))
		if err != nil {
			t.Fatal(err)
		}
		q, err := dashboards.ParseQuery(values)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, q.Filters); diff != "" || q.Month != month {
			t.Fatalf("%s: %s", dashboards.Encode(month, s), diff)
		}
		for i, c := range chipsOf(q, func(s analytics.Selection) string { return dashboards.Encode(month, s) }, q.Filters) {
			without, err := url.ParseQuery(c.Off)
			if err != nil {
				t.Fatal(err)
			}
			rest, err := dashboards.ParseQuery(without)
			if err != nil {
				t.Fatal(err)
			}
			if i < len(s.Choices) && len(rest.Filters.Choices) != len(s.Choices)-1 || i >= len(s.Choices) && len(rest.Filters.Choices) != len(s.Choices) {
				t.Errorf("chip %d takes off something else: %s", i, c.Off)
			}
		}
	}
}

var (
	cellPattern  = regexp.MustCompile(`(?s)<t[dh]>(.*?)</t[dh]>`)
	rowPattern   = regexp.MustCompile(`(?s)<tr>(.*?)</tr>`)
	tablePattern = regexp.MustCompile(`(?s)<article class="card panel [^"]*" id="([a-z]+)">.*?<details class="numbers">.*?<table>(.*?)</table>`)
)

func TestAnExportIsTheTableOfItsPanel(t *testing.T) {
	h := testHandler(t, memory.Sample(5, true), func(c *Config) { c.Names = nil })
	body := page(t, h, "/?month=2024-02")
	panels := 0
	for _, article := range strings.SplitAfter(body, "</article>") {
		m := tablePattern.FindStringSubmatch(article)
		if m == nil {
			continue
		}
		panels++
		var shown [][]string
		for _, row := range rowPattern.FindAllStringSubmatch(m[2], -1) {
			var cells []string
			for _, cell := range cellPattern.FindAllStringSubmatch(row[1], -1) {
				cells = append(cells, withoutFormula(plainNumber(html.UnescapeString(tagPattern.ReplaceAllString(cell[1], "")))))
			}
			shown = append(shown, cells)
		}
		exported, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(get(t, h, "/export/"+m[1]+".csv?month=2024-02").Body.String(), "\ufeff"))).ReadAll()
		if err != nil {
			t.Fatal(m[1], err)
		}
		if diff := cmp.Diff(shown, exported); diff != "" {
			t.Errorf("%s: the table and its export differ: %s", m[1], diff[:min(len(diff), 800)])
		}
	}
	if panels < 6 {
		t.Errorf("only %d panels have tables", panels)
	}
}

func TestPagesOfEqualTimesHoldEveryComplaintOnce(t *testing.T) {
	r := &memory.Reader{Run: 1}
	at := time.Date(2024, 2, 5, 8, 0, 0, 0, analytics.Zone)
	const n = pageRows*2 + 7
	for i := range n {
		r.Records = append(r.Records, memory.Record{Complaint: analytics.Complaint{Source: fmt.Sprintf("s%d", i%3), ID: fmt.Sprintf("%03d %s", i, hostileValues[i%len(hostileValues)]), ReceivedAt: at, Text: "同一时刻"}})
	}
	h := testHandler(t, r)
	seen := map[string]int{}
	address := "/complaints?month=2024-02"
	for pages := 0; address != ""; pages++ {
		if pages > 3 {
			t.Fatal("the pages do not end")
		}
		body := page(t, h, address)
		for _, m := range regexp.MustCompile(`class="row[^"]*" href="([^"]*)"`).FindAllStringSubmatch(body, -1) {
			u, err := url.Parse(html.UnescapeString(m[1]))
			if err != nil {
				t.Fatal(err)
			}
			seen[u.Query().Get("in")+"/"+u.Query().Get("open")]++
		}
		address = ""
		if m := regexp.MustCompile(`href="([^"]*)" rel="next"`).FindStringSubmatch(body); m != nil {
			address = html.UnescapeString(m[1])
		}
	}
	if len(seen) != n {
		t.Errorf("%d of %d complaints were seen", len(seen), n)
	}
	for key, times := range seen {
		if times != 1 {
			t.Errorf("%s was seen %d times", key, times)
		}
	}
}

func TestHostileLabelsStayLabels(t *testing.T) {
	r := memory.Sample(3, true)
	h := testHandler(t, r, func(c *Config) { c.Names = nil })
	for _, v := range hostileValues {
		for _, address := range []string{"/?month=2024-02&", "/complaints?month=2024-02&", "/filters?month=2024-02&", "/tally?month=2024-02&"} {
			for _, name := range []string{"product", "not_channel", "q", "open", "after"} {
				w := get(t, h, address+url.Values{name: {v}}.Encode())
				if w.Code >= 500 {
					t.Errorf("%s%s=%q: %d", address, name, v, w.Code)
				}
				for _, live := range []string{"<script>alert", "<img src=x"} {
					if strings.Contains(w.Body.String(), live) {
						t.Errorf("%s%s=%q: %q is in the page", address, name, v, live)
					}
				}
			}
		}
	}
}

func TestDocumentsLeadToOneAnother(t *testing.T) {
	h := testHandler(t, memory.Sample(1, false))
	address, visited := "/docs", 0
	for ; address != ""; visited++ {
		if visited > 10 {
			t.Fatal("the documents go round")
		}
		body := page(t, h, address)
		if n := strings.Count(body[strings.Index(body, `class="contents"`):strings.Index(body, "<article")], `<a href="/docs/`); n != len(docs.Pages) {
			t.Errorf("%s names %d documents", address, n)
		}
		address = ""
		if m := regexp.MustCompile(`href="([^"]*)" rel="next"`).FindStringSubmatch(body); m != nil {
			address = m[1]
		}
	}
	if visited != len(docs.Pages) {
		t.Errorf("%d documents were visited", visited)
	}
}
