package sample

import (
	"bytes"
	"testing"
	"time"
)

// A sample has exactly the rows that it was asked for, in order of time, within its days.
func TestExactRowsInOrder(t *testing.T) {
	for _, rows := range []int{1, 7, 731, 5000} {
		g := New(Config{Rows: rows, Seed: 3})
		var r Record
		n := 0
		last := time.Time{}
		for g.Next(&r) {
			n++
			if at := r.Complaint.ReceivedAt; at.Before(last) || at.Before(g.config.From) || !at.Before(g.end) {
				t.Fatalf("%d rows: complaint %s at %v, after %v", rows, r.Complaint.ID, at, last)
			}
			last = r.Complaint.ReceivedAt
			for i, e := range r.Events {
				if e.At.Before(last) || !e.At.Before(g.end) || i > 0 && e.At.Before(r.Events[i-1].At) {
					t.Fatalf("event %s at %v is out of order", e.ID, e.At)
				}
			}
		}
		if n != rows {
			t.Errorf("%d complaints, want %d", n, rows)
		}
	}
}

// The same seed gives the same bytes, another seed others.
func TestSeedDecidesBytes(t *testing.T) {
	write := func(seed uint64) (string, string) {
		var out, truth bytes.Buffer
		if err := New(Config{Rows: 3000, Seed: seed}).WriteJSONL(&out, &truth); err != nil {
			t.Fatal(err)
		}
		return out.String(), truth.String()
	}
	a, at := write(1)
	b, bt := write(1)
	c, _ := write(2)
	if a != b || at != bt {
		t.Error("one seed gave two samples")
	}
	if a == c {
		t.Error("two seeds gave one sample")
	}
}
