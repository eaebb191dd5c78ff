package web

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"huisheng/dashboards/memory"
)

var tallyPattern = regexp.MustCompile(`<p class="tally"><b>([0-9,]+)</b>`)

// tallyOf is the count above a list.
func tallyOf(t *testing.T, body string) uint64 {
	t.Helper()
	m := tallyPattern.FindStringSubmatch(body)
	if m == nil {
		t.Fatal("the list has no count")
	}
	n, err := strconv.ParseUint(strings.ReplaceAll(m[1], ",", ""), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var (
	linkPattern = regexp.MustCompile(`(?s)<a [^>]*?href="(/complaints\?[^"]*)"[^>]*>(.*?)</a>(<i>[^<]*</i>)?`)
	tagPattern  = regexp.MustCompile(`<[^>]*>`)
)

// linked are the links of a page to lists, with the text that they carry.
func linked(t *testing.T, body string) [][2]string {
	t.Helper()
	var list [][2]string
	for _, m := range linkPattern.FindAllStringSubmatch(body, -1) {
		if m[3] == "<i>%</i>" {
			continue // a rate: the counts that it is made of stand beside it
		}
		list = append(list, [2]string{html.UnescapeString(m[1]), html.UnescapeString(tagPattern.ReplaceAllString(m[2], ""))})
	}
	return list
}

// counted is the number that a link says, if it is a plain count: 182, 182 件, 未填 12, 超时 3.
var counted = regexp.MustCompile(`^(?:[^\d,.%]*\s)?([0-9,]+)(?: 件)?$`)

func TestEveryNumberIsADoorToExactlyAsManyComplaints(t *testing.T) {
	for _, hostile := range []bool{false, true} {
		h := testHandler(t, memory.Sample(4, hostile))
		seen, checked := map[string]bool{}, 0
		for _, address := range []string{"/?month=2024-02", "/", "/?month=2024-02&product_line=空调&not_topic=cold"} {
			for _, link := range linked(t, page(t, h, address)) {
				m := counted.FindStringSubmatch(strings.TrimSpace(link[1]))
				if m == nil || seen[link[0]+m[1]] {
					continue
				}
				seen[link[0]+m[1]] = true
				want, err := strconv.ParseUint(strings.ReplaceAll(m[1], ",", ""), 10, 64)
				if err != nil {
					t.Fatal(err)
				}
				checked++
				if got := tallyOf(t, page(t, h, link[0])); got != want {
					t.Errorf("%s says %q, behind it are %d: %s", address, link[1], got, link[0])
				}
			}
		}
		if checked < 150 {
			t.Errorf("only %d doors were tried", checked)
		}
	}
}

func TestChartsHaveTheSameDoors(t *testing.T) {
	h := testHandler(t, memory.Sample(4, false))
	doors := regexp.MustCompile(`"value":(?:\[\d+,\d+,[^\]]*\]|(\d+))[^{}]*?"door":"(/complaints[^"]*)"|"door":"(/complaints[^"]*)"`)
	n := 0
	for _, m := range doors.FindAllStringSubmatch(page(t, h, "/?month=2024-02"), -1) {
		door := strings.ReplaceAll(m[2]+m[3], `\u0026`, "&")
		w := get(t, h, door)
		if w.Code != 200 {
			t.Errorf("%s: %d", door, w.Code)
		}
		if n++; m[1] != "" {
			if want, _ := strconv.ParseUint(m[1], 10, 64); tallyOf(t, w.Body.String()) != want {
				t.Errorf("%s holds %d, not %s", door, tallyOf(t, w.Body.String()), m[1])
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d doors", n)
	}
}

func TestPagingShowsEveryComplaintOnce(t *testing.T) {
	h := testHandler(t, memory.Sample(5, false))
	open := regexp.MustCompile(`class="row[^"]*" href="[^"]*open=([^"&]+)`)
	seen := map[string]bool{}
	address := "/complaints?month=2024-02"
	want := tallyOf(t, page(t, h, address))
	for address != "" {
		body := page(t, h, address)
		for _, m := range open.FindAllStringSubmatch(body, -1) {
			if seen[m[1]] {
				t.Errorf("%s comes twice", m[1])
			}
			seen[m[1]] = true
		}
		address = ""
		for _, link := range linked(t, body) {
			if strings.HasPrefix(link[1], "更早的") {
				address = link[0]
			}
		}
	}
	if uint64(len(seen)) != want {
		t.Errorf("%d of %d complaints", len(seen), want)
	}
}
