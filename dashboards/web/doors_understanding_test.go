package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// understood is the sample with groups, themes of every month and doubts, each with the numbers that its records have.
func understood(t *testing.T) http.Handler {
	t.Helper()
	m := marked(false)
	listed, err := m.ListComplaints(t.Context(), analytics.Selection{}, fixedNow, analytics.Cursor{}, len(m.Records))
	if err != nil {
		t.Fatal(err)
	}
	counts := map[analytics.Key]bool{} // not those that were withdrawn
	for _, l := range listed {
		counts[l.Key] = true
	}
	themes := fakeThemes{}
	found := map[analytics.Month]map[uint64]*analytics.Theme{}
	for i := range m.Records {
		r := &m.Records[i]
		month, key := analytics.MonthOf(r.Complaint.ReceivedAt), analytics.Key{Source: r.Complaint.Source, ID: r.Complaint.ID}
		for id, kind := range map[uint64]string{1 + uint64(i%2): analytics.ThemeEmerging, 7 + uint64(i%3): analytics.ThemeIdea} {
			if i%4 > 1 || !counts[key] {
				continue
			}
			r.Themes = append(r.Themes, id)
			if found[month] == nil {
				found[month] = map[uint64]*analytics.Theme{}
			}
			f := found[month][id]
			if f == nil {
				f = &analytics.Theme{ID: id, Kind: kind, Month: month, Name: "话题 " + strconv.FormatUint(id, 10), Life: analytics.ThemeGrown, Since: month, First: key, FirstAt: r.Complaint.ReceivedAt}
				found[month][id] = f
			}
			f.N++
		}
	}
	for _, month := range []analytics.Month{202401, 202402, 202403} {
		for id := uint64(1); id < 10; id++ {
			if f := found[month][id]; f != nil {
				themes.list = append(themes.list, *f)
			}
		}
	}
	doubts := &fakeCorrections{}
	for topic, word := range map[string]string{"noise": "异响", "cold": "热风", "": "尽快"} {
		d := analytics.Doubt{Listed: analytics.Listed{Key: themes.list[0].First, Topic: topic, Head: "空调" + word}, Word: word, Month: 202403, Months: []analytics.Month{202403, 202402}}
		for _, r := range m.Records {
			month, key := analytics.MonthOf(r.Complaint.ReceivedAt), analytics.Key{Source: r.Complaint.Source, ID: r.Complaint.ID}
			if counts[key] && month >= 202402 && month <= 202403 && r.Insight != nil && r.Insight.Topic == topic && strings.Contains(r.Complaint.Words(), word) {
				d.N++
			}
		}
		doubts.doubts = append(doubts.doubts, d)
	}
	return testHandler(t, m, withAlike(m, nil), func(c *Config) { c.Themes, c.Corrections = themes, doubts })
}

func TestEveryNumberOfWhatWasUnderstoodIsADoorToExactlyAsManyComplaints(t *testing.T) {
	h := understood(t)
	for address, least := range map[string]int{"/emerging?month=2024-02": 2, "/emerging?month=2024-03": 2, "/ideas?month=2024-02": 3, "/ideas?month=2024-03": 3,
		"/alike?month=2024-02": 8, "/alike?month=2024-03": 8, "/review": 3} {
		checked := 0
		for _, link := range linked(t, page(t, h, address)) {
			m := counted.FindStringSubmatch(strings.TrimSpace(link[1]))
			if m == nil {
				if w := get(t, h, link[0]); w.Code != http.StatusOK { // a name, a rate or a first complaint leads somewhere too
					t.Errorf("%s: %q leads to %d", address, link[1], w.Code)
				}
				continue
			}
			checked++
			if got := tallyOf(t, page(t, h, link[0])); strings.ReplaceAll(m[1], ",", "") != number(got) {
				t.Errorf("%s says %q, behind it are %d: %s", address, link[1], got, link[0])
			}
		}
		if checked < least {
			t.Errorf("%s: only %d doors", address, checked)
		}
	}
}

// An installation without complaints leads to the upload, but who asks for one import, group or theme is told that nothing fits: its
// complaints may have been taken back.
func TestAnEmptyListSaysWhatWasAskedFor(t *testing.T) {
	h := testHandler(t, &memory.Reader{})
	for address, want := range map[string]string{"/complaints": "还没有投诉", "/complaints?import=1": "没有符合条件的投诉", "/complaints?same=matter-2": "没有符合条件的投诉",
		"/complaints?theme=0000000000000001": "没有符合条件的投诉", "/complaints?state=repeated": "没有符合条件的投诉"} {
		if body := page(t, h, address); !strings.Contains(body, "<h2>"+want+"</h2>") {
			t.Errorf("%s does not say %q", address, want)
		}
	}
}
