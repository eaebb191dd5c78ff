package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// visited is the sample with ends, visits of every outcome, grades and amounts.
func visited(seed uint64) *memory.Reader {
	m := memory.Sample(seed, false)
	for i := range m.Records {
		r := &m.Records[i]
		if len(r.Events) < 2 { // nobody has looked at it, or it was withdrawn
			continue
		}
		r.Complaint.Customer.Key = uint64(i%97 + 1)
		paid := int64(i%7) * 1000
		amount := int64(i%5) * 1000
		r.Complaint.AmountFen = &amount
		grade := func(k int) uint8 { return uint8((i*7 + k*3) % 6) }
		add := func(kind, outcome string, after time.Duration, e analytics.Event) {
			e.Kind, e.Outcome, e.At, e.ID = kind, outcome, r.Complaint.ReceivedAt.Add(after), fmt.Sprint(r.Complaint.ID, "-", len(r.Events))
			r.Events = append(r.Events, e)
		}
		r.Events = r.Events[:2]
		if i%9 == 0 {
			continue
		}
		add("resolved", "", time.Duration(1+i*i%900)*time.Hour, analytics.Event{})
		if i%4 == 0 {
			add("compensated", "", time.Hour, analytics.Event{AmountFen: &paid})
		}
		switch i % 8 {
		case 0:
			add("followed_up", "unreached", 1000*time.Hour, analytics.Event{})
		case 1:
			add("followed_up", "refused", 1000*time.Hour, analytics.Event{})
		case 2:
			add("reopened", "", 950*time.Hour, analytics.Event{})
		case 3:
		default:
			add("followed_up", "answered", 1000*time.Hour, analytics.Event{Satisfaction: uint8(i * i % 6), SatisfactionBy: analytics.SatisfactionBy{Channel: grade(0), Attitude: grade(1), Ability: grade(2), Speed: grade(3), Outcome: grade(4)}})
		}
	}
	return m
}

func withSatisfaction(m *memory.Reader) func(*Config) {
	return func(c *Config) { c.Satisfaction = m }
}

func TestEveryNumberOfSatisfactionIsADoorToExactlyAsManyComplaints(t *testing.T) {
	m := visited(5)
	h := testHandler(t, m, withSatisfaction(m))
	for _, address := range []string{"/satisfaction?month=2024-02", "/satisfaction?month=2024-03&axis=channel&product_line=空调"} {
		seen, checked := map[string]bool{}, 0
		for _, link := range linked(t, page(t, h, address)) {
			match := counted.FindStringSubmatch(strings.TrimSuffix(strings.TrimSpace(link[1]), " 位"))
			if match == nil || seen[link[0]+match[1]] || strings.Contains(link[1], ".") {
				continue
			}
			seen[link[0]+match[1]] = true
			checked++
			if got := tallyOf(t, page(t, h, link[0])); strings.ReplaceAll(match[1], ",", "") != fmt.Sprint(got) {
				t.Errorf("%s says %q, behind it are %d: %s", address, link[1], got, link[0])
			}
		}
		if checked < 20 {
			t.Errorf("%s: only %d doors", address, checked)
		}
	}
}

func TestDriversSayWhatSatisfactionGoesWith(t *testing.T) {
	m := visited(5)
	for i := range m.Records { // who had to tell twice is not satisfied
		r := &m.Records[i]
		for k := range r.Events {
			if e := &r.Events[k]; e.Satisfaction > 0 {
				r.Mark.Repeated = i%3 == 0
				e.Satisfaction = uint8(4 + i%2)
				if r.Mark.Repeated && i%5 > 0 {
					e.Satisfaction = 2
				}
			}
		}
	}
	h := testHandler(t, m, withSatisfaction(m))
	body := page(t, h, "/satisfaction/drivers?month=2024-03")
	for _, want := range []string{"再次投诉</th>", "同一件事再次投诉</a>", "对比：第一次说这件事", "outcome=repeated", "不一定是原因"} {
		if !strings.Contains(body, want) {
			t.Errorf("the part lacks %q: %s", want, body)
		}
	}
	checked := 0
	for _, link := range linked(t, body) {
		if match := counted.FindStringSubmatch(link[1]); match != nil {
			checked++
			if got := tallyOf(t, page(t, h, link[0])); strings.ReplaceAll(match[1], ",", "") != fmt.Sprint(got) {
				t.Errorf("%q leads to %d complaints: %s", link[1], got, link[0])
			}
		}
	}
	if checked < 2 {
		t.Errorf("only %d doors", checked)
	}
	if body := page(t, h, "/satisfaction/drivers?month=2024-02&product_line=空调"); !strings.Contains(body, "不足 200 份") {
		t.Error("too few answers are not said to be too few")
	}
}

func TestWhatComplainingCostsIsAddedToWhatWasOwed(t *testing.T) {
	m := visited(5)
	h := testHandler(t, m, withSatisfaction(m))
	if body := page(t, h, "/satisfaction?month=2024-02&cost=100000"); !strings.Contains(body, "补偿够的 0 件") {
		t.Error("with so high a cost something was enough")
	}
	for _, bad := range []string{"-1", "1.5", "x", "99999999"} {
		if w := get(t, h, "/satisfaction?month=2024-02&cost="+bad); w.Code != http.StatusBadRequest {
			t.Errorf("a cost of %s is answered with %d", bad, w.Code)
		}
	}
}

func TestSatisfactionSaysWhatItDoesNotKnow(t *testing.T) {
	m := memory.Sample(1, false)
	for i := range m.Records {
		m.Records[i].Events = nil
	}
	h := testHandler(t, m, withSatisfaction(m))
	if body := page(t, h, "/satisfaction"); !strings.Contains(body, "未接入 · 需要处理和回访记录") || strings.Contains(body, "满意率</div>") {
		t.Error("without records the page shows something")
	}
	if body := page(t, testHandler(t, &memory.Reader{}, withSatisfaction(&memory.Reader{})), "/satisfaction"); !strings.Contains(body, "还没有可以看的月份") {
		t.Error("without complaints the page says nothing")
	}
	if w := get(t, h, "/satisfaction?axis=handler"); w.Code != http.StatusBadRequest {
		t.Errorf("an axis of no page is answered with %d", w.Code)
	}
	if w := get(t, h, "/complaints?outcome=praised"); w.Code != http.StatusBadRequest {
		t.Errorf("an outcome that is none is answered with %d", w.Code)
	}
	body := page(t, h, "/complaints?outcome=grade.speed.low")
	if !strings.Contains(body, "处理速度 1–2 分") {
		t.Error("the list does not name its outcome")
	}
}
