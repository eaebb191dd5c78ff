package sample

import (
	"slices"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"huisheng/analytics"
)

// The default sample is made once for the tests that look at the whole of it.
var whole = sync.OnceValues(func() (*Generator, []Record) {
	g := New(Config{Seed: 1})
	var list []Record
	var r Record
	for g.Next(&r) {
		kept := r
		kept.Events = slices.Clone(r.Events)
		list = append(list, kept)
	}
	return g, list
})

func count(list []Record, is func(*Record) bool) int {
	n := 0
	for i := range list {
		if is(&list[i]) {
			n++
		}
	}
	return n
}

// share checks that between low and high thousandths of the sample are something.
func share(t *testing.T, what string, low, high int, is func(*Record) bool) {
	t.Helper()
	_, list := whole()
	if n := count(list, is) * 1000 / len(list); n < low || n > high {
		t.Errorf("%s: %d of 1,000, want %d to %d", what, n, low, high)
	}
}

func TestSharesOfTheWhole(t *testing.T) {
	share(t, "without words", 6, 15, func(r *Record) bool { return r.Complaint.Words() == "" })
	share(t, "with a suggestion", 80, 150, func(r *Record) bool { return r.Label.Suggestion != "" })
	share(t, "with personal data in the text", 100, 220, func(r *Record) bool { return len(r.Label.Personal) > 0 })
	share(t, "told again", 35, 75, func(r *Record) bool { return r.Label.Duplicate != "" && r.Label.Likeness != "first" })
	share(t, "with another matter", 20, 60, func(r *Record) bool { return len(r.Label.Also) > 0 })
	share(t, "without category", 20, 40, func(r *Record) bool { return r.Complaint.Category == "" })
	share(t, "with a wrong category", 90, 160, func(r *Record) bool {
		topic, _ := TopicOf(r.Label.Topic)
		return r.Complaint.Category != "" && r.Complaint.Category != categories[topic.Group]
	})
	share(t, "of grade A", 10, 50, func(r *Record) bool { return r.Complaint.Grade == "A" })
	share(t, "with an amount", 150, 450, func(r *Record) bool { return r.Complaint.AmountFen != nil })
	share(t, "from an authority", 15, 60, func(r *Record) bool { return r.Complaint.SenderKind == "regulator" })
	share(t, "planted", 35, 100, func(r *Record) bool { return r.Label.Cause != "" })
}

func TestAllAxesAreFull(t *testing.T) {
	_, list := whole()
	seen := map[string]map[string]bool{}
	note := func(axis, value string) {
		if seen[axis] == nil {
			seen[axis] = map[string]bool{}
		}
		seen[axis][value] = true
	}
	for i := range list {
		c := &list[i].Complaint
		note("province", c.Region.Province)
		note("city", c.Region.City)
		note("model", c.Product.Model)
		note("line", c.Product.Line)
		note("batch", c.Product.Batch)
		note("channel", c.Channel)
		note("department", c.Department)
		note("handler", c.Handler)
		note("topic", list[i].Label.Topic)
		note("register", list[i].Label.Register)
		note("grade", c.Grade)
	}
	for axis, want := range map[string]int{"province": 31, "city": 170, "model": len(models), "line": 10, "batch": 400, "channel": len(channels), "department": 15,
		"handler": 80, "topic": len(topics) + len(emerging), "register": len(registerNames), "grade": 4} {
		if n := len(seen[axis]); n < want {
			t.Errorf("%s has %d values, want %d", axis, n, want)
		}
	}
}

func perDay(list []Record, is func(*Record) bool, days func(time.Time) bool) float64 {
	hits, n := 0, map[time.Time]bool{}
	for i := range list {
		r := &list[i]
		if day := analytics.DayOf(r.Complaint.ReceivedAt); days(day) {
			n[day] = true
			if is == nil || is(r) {
				hits++
			}
		}
	}
	return float64(hits) / float64(len(n))
}

func TestSeasons(t *testing.T) {
	_, list := whole()
	month := func(m time.Month) func(time.Time) bool { return func(d time.Time) bool { return d.Month() == m } }
	weekday := func(w time.Weekday) func(time.Time) bool { return func(d time.Time) bool { return d.Weekday() == w } }
	line := func(name string) func(*Record) bool {
		return func(r *Record) bool { return r.Complaint.Product.Line == name }
	}
	delivery := func(r *Record) bool {
		topic, _ := TopicOf(r.Label.Topic)
		return topic.Group == "物流配送" && r.Label.Cause == ""
	}
	span := func(from, to string) func(time.Time) bool {
		return func(d time.Time) bool { s := d.Format(time.DateOnly); return s >= from && s <= to }
	}
	for _, c := range []struct {
		what         string
		more, less   float64
		atLeast      float64
		atMostIfMore float64
	}{
		{"air conditioners in July against January", perDay(list, line("空调"), month(7)), perDay(list, line("空调"), month(1)), 2.2, 6},
		{"water heaters in January against July", perDay(list, line("热水器"), month(1)), perDay(list, line("热水器"), month(7)), 1.6, 5},
		{"Mondays against Sundays", perDay(list, nil, weekday(time.Monday)), perDay(list, nil, weekday(time.Sunday)), 1.2, 1.8},
		{"an ordinary week against the Spring Festival", perDay(list, nil, span("2024-03-04", "2024-03-10")), perDay(list, nil, span("2024-02-10", "2024-02-13")), 1.8, 5},
		{"deliveries in November against September", perDay(list, delivery, month(11)), perDay(list, delivery, month(9)), 1.25, 3},
		{"the second year against the first", perDay(list, nil, span("2024-01-01", "2024-12-31")), perDay(list, nil, span("2023-01-01", "2023-12-31")), 1.05, 1.4},
	} {
		if ratio := c.more / c.less; ratio < c.atLeast || ratio > c.atMostIfMore {
			t.Errorf("%s: %.2f times, want %.2f to %.2f", c.what, ratio, c.atLeast, c.atMostIfMore)
		}
	}
}

// Customers come back under the same name and number.
func TestCustomersComeBack(t *testing.T) {
	_, list := whole()
	type person struct{ name, phone, province string }
	people := map[string]person{}
	back := 0
	for i := range list {
		c := &list[i].Complaint
		p := person{c.Customer.Name, c.Customer.Phone, c.Region.Province}
		if old, ok := people[c.Customer.ID]; ok {
			back++
			if old != p {
				t.Fatalf("customer %s is %v and %v", c.Customer.ID, old, p)
			}
		}
		people[c.Customer.ID] = p
	}
	if back < len(list)/10 {
		t.Errorf("%d of %d complaints come from somebody who complained before", back, len(list))
	}
}

func TestTextsAreWhole(t *testing.T) {
	_, list := whole()
	runes, n, long := 0, 0, 0
	for i := range list {
		text := list[i].Complaint.Text
		if !utf8.ValidString(text) {
			t.Fatalf("%s is no UTF-8: %q", list[i].Complaint.ID, text)
		}
		for _, sign := range []string{"{", "}", "|", "，，", "。。", "，。", "。，", "@", "为为", "<nil>"} {
			if sign == "@" && slices.Contains(list[i].Label.Personal, "mail") {
				continue
			}
			if at := indexOf(text, sign); at {
				t.Errorf("%s has %q: %s", list[i].Complaint.ID, sign, text)
			}
		}
		if k := utf8.RuneCountInString(text); k > 0 {
			runes += k
			n++
			if k > 200 {
				long++
			}
		}
	}
	if mean := runes / n; mean < 55 || mean > 110 {
		t.Errorf("texts have %d characters on average", mean)
	}
	if long == 0 {
		t.Error("nobody rambles")
	}
}

// Nobody complains about a model before it is sold, and few do in its first month.
func TestLaunchesComeSlowly(t *testing.T) {
	g, list := whole()
	launches := g.Truth().Launches
	if len(launches) < 4 {
		t.Fatalf("launches %v", launches)
	}
	for _, l := range launches {
		first, err := analytics.ParseMonth(l.Month)
		if err != nil {
			t.Fatal(err)
		}
		by := map[analytics.Month]int{}
		for i := range list {
			if c := &list[i].Complaint; c.Product.Model == l.Model && list[i].Label.Cause == "" {
				by[analytics.MonthOf(c.ReceivedAt)]++
			}
		}
		for m := range by {
			if m < first {
				t.Errorf("%s has complaints in %v, before %s", l.Model, m, l.Month)
			}
		}
		if by[first]*2 > by[first.Add(9)]+4 {
			t.Errorf("%s: %d complaints in its first month, %d nine months later", l.Model, by[first], by[first.Add(9)])
		}
	}
}
