package sample

import (
	"math"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
)

func indexOf(s, part string) bool { return strings.Contains(s, part) }

// value reads an axis or an attribute of a complaint as a truth file names it.
func value(r *Record, axis string) string {
	c := &r.Complaint
	switch axis {
	case "topic":
		return r.Label.Topic
	case "product_line":
		return c.Product.Line
	case "product":
		return c.Product.Name
	case "model":
		return c.Product.Model
	case "batch":
		return c.Product.Batch
	case "province":
		return c.Region.Province
	case "channel":
		return c.Channel
	case "department":
		return c.Department
	}
	return c.Attributes[axis]
}

func matches(r *Record, attributes map[string]string) bool {
	for axis, want := range attributes {
		if value(r, axis) != want {
			return false
		}
	}
	return true
}

func within(r *Record, c *Cause, slack int) bool {
	from, _ := time.ParseInLocation(time.DateOnly, c.From, analytics.Zone)
	to, _ := time.ParseInLocation(time.DateOnly, c.To, analytics.Zone)
	at := r.Complaint.ReceivedAt
	return !at.Before(from) && at.Before(to.AddDate(0, 0, 1+slack))
}

// Every cause brings about as many complaints as it says, within its days (those who repeat themselves a month longer), and all of
// them have its attributes; repeats may come by another channel.
func TestCausesAreThere(t *testing.T) {
	g, list := whole()
	causes := g.Truth().Causes
	if len(causes) < 16 {
		t.Fatalf("%d causes", len(causes))
	}
	for _, c := range causes {
		if c.Kind == "channel" {
			continue
		}
		n := 0
		for i := range list {
			r := &list[i]
			if r.Label.Cause != c.ID {
				continue
			}
			n++
			repeat := r.Label.Duplicate != "" && r.Label.Likeness != "first"
			if !within(r, &c, map[bool]int{true: 3 * horizon}[repeat]) {
				t.Errorf("%s: complaint %s at %v is outside %s to %s", c.ID, r.Complaint.ID, r.Complaint.ReceivedAt, c.From, c.To)
			}
			if !repeat && !(matches(r, c.Attributes) && matches(r, c.Equivalent)) {
				t.Errorf("%s: complaint %s lacks an attribute of %v", c.ID, r.Complaint.ID, c.Attributes)
			}
		}
		if e := float64(c.Extra); e < 5 || math.Abs(float64(n)-e) > 5*math.Sqrt(e)+0.2*e {
			t.Errorf("%s: %d complaints, expected %d", c.ID, n, c.Extra)
		}
	}
}

// What a cause says of itself picks it out: within its days most complaints with its attributes are its own, and before its days
// there were few such.
func TestCausesStandOut(t *testing.T) {
	g, list := whole()
	for _, c := range g.Truth().Causes {
		switch c.Kind {
		case "channel", "outage":
			continue
		}
		own, all := 0, 0
		for i := range list {
			if r := &list[i]; within(r, &c, 0) && matches(r, c.Attributes) {
				all++
				if r.Label.Cause == c.ID {
					own++
				}
			}
		}
		if own*100 < all*55 {
			t.Errorf("%s: %d of %d complaints with %v are its own", c.ID, own, all, c.Attributes)
		}
	}
}

func TestShutChannelIsSilent(t *testing.T) {
	g, list := whole()
	for _, c := range g.Truth().Causes {
		if c.Kind != "channel" {
			continue
		}
		from, _ := time.ParseInLocation(time.DateOnly, c.From, analytics.Zone)
		to, _ := time.ParseInLocation(time.DateOnly, c.To, analytics.Zone)
		shut := func(d time.Time) bool { return !d.Before(from) && !d.After(to) }
		near := func(d time.Time) bool {
			return !shut(d) && !d.Before(from.AddDate(0, 0, -21)) && !d.After(to.AddDate(0, 0, 21))
		}
		is := func(r *Record) bool { return r.Complaint.Channel == c.Attributes["channel"] }
		in, out := perDay(list, is, shut), perDay(list, is, near)
		if in > out/4 {
			t.Errorf("%.1f a day while shut, %.1f around", in, out)
		}
		if lost := -float64(c.Extra); math.Abs(lost-(out-in)*9) > 0.5*lost+10 {
			t.Errorf("%.0f are missing, the truth says %d", (out-in)*9, -c.Extra)
		}
	}
}

func TestEmergingTopicsAreNew(t *testing.T) {
	g, list := whole()
	for _, c := range g.Truth().Causes {
		if c.Kind != "emerging" {
			continue
		}
		for i := range list {
			if r := &list[i]; r.Label.Topic == c.ID && r.Complaint.ReceivedAt.Format(time.DateOnly) < c.From {
				t.Fatalf("%s is there on %v, before %s", c.ID, r.Complaint.ReceivedAt, c.From)
			}
		}
	}
}

// Samples of other seeds have other causes; a sample of any length has them within its days.
func TestSeedsPlantOtherCauses(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(12) {
		for _, c := range New(Config{Seed: seed, Rows: 100}).Truth().Causes {
			if c.ID == "batch" {
				seen[c.What] = true
			}
		}
	}
	if len(seen) < 8 {
		t.Errorf("12 seeds have %d bad batches: %v", len(seen), seen)
	}
	for _, to := range []string{"2024-01-01", "2024-01-20", "2024-06-30", "2027-03-31"} {
		end, _ := time.ParseInLocation(time.DateOnly, to, analytics.Zone)
		from := time.Date(2024, 1, 1, 0, 0, 0, 0, analytics.Zone)
		g := New(Config{Rows: 500, Seed: 4, From: from, To: end})
		for _, c := range g.Truth().Causes {
			if c.From < "2024-01-01" || c.To > to || c.From > c.To {
				t.Errorf("until %s: %s from %s to %s", to, c.ID, c.From, c.To)
			}
		}
		var r Record
		n := 0
		for g.Next(&r) {
			n++
		}
		if n != 500 {
			t.Errorf("until %s: %d rows", to, n)
		}
	}
}
