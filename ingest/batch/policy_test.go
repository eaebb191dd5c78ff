package batch_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huisheng/ingest/batch"
)

var start = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

func TestWhenABatchIsDue(t *testing.T) {
	limits := batch.Limits{Rows: 10, Bytes: 1000, Age: time.Second}
	type add struct {
		rows, bytes int
		at          time.Duration
	}
	for name, c := range map[string]struct {
		limits batch.Limits
		adds   []add
		at     time.Duration
		due    bool
	}{
		"empty":                             {limits, nil, time.Hour, false},
		"young and small":                   {limits, []add{{1, 10, 0}}, 999 * time.Millisecond, false},
		"old enough":                        {limits, []add{{1, 10, 0}}, time.Second, true},
		"age counts from the first":         {limits, []add{{1, 10, 0}, {1, 10, 900 * time.Millisecond}}, time.Second, true},
		"quiet for long enough":             {batch.Limits{Rows: 10, Age: time.Second, Idle: 100 * time.Millisecond}, []add{{1, 10, 0}, {1, 10, 80 * time.Millisecond}}, 180 * time.Millisecond, true},
		"not quiet for long enough":         {batch.Limits{Rows: 10, Age: time.Second, Idle: 100 * time.Millisecond}, []add{{1, 10, 0}, {1, 10, 80 * time.Millisecond}}, 179 * time.Millisecond, false},
		"enough rows":                       {limits, []add{{4, 10, 0}, {6, 10, 0}}, 0, true},
		"enough bytes":                      {limits, []add{{1, 1000, 0}}, 0, true},
		"nothing added is no beginning":     {limits, []add{{0, 0, 0}, {1, 1, 500 * time.Millisecond}}, time.Second, false},
		"without limits it is never due":    {batch.Limits{}, []add{{1e6, 1e9, 0}}, time.Hour, false},
		"only rows limit, one row missing":  {batch.Limits{Rows: 3}, []add{{2, 1e9, 0}}, time.Hour, false},
		"only bytes limit, rows do not say": {batch.Limits{Bytes: 3}, []add{{1e6, 2, 0}}, time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := batch.Policy{Limits: c.limits}
			for _, a := range c.adds {
				p.Add(a.rows, a.bytes, start.Add(a.at))
			}
			if got := p.Due(start.Add(c.at)); got != c.due {
				t.Errorf("due %v, want %v", got, c.due)
			}
		})
	}
}

// Whatever is added and however time goes on: the batch is due exactly when a limit is reached, waiting for Until makes it due, and a
// flush empties it.
func TestLawsOfThePolicy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limits := batch.Limits{
			Rows:  rapid.IntRange(0, 20).Draw(t, "row limit"),
			Bytes: rapid.IntRange(0, 500).Draw(t, "byte limit"),
			Age:   time.Duration(rapid.IntRange(0, 1000).Draw(t, "age limit")) * time.Millisecond,
			Idle:  time.Duration(rapid.IntRange(0, 500).Draw(t, "idle limit")) * time.Millisecond,
		}
		p, now := batch.Policy{Limits: limits}, start
		var rows, bytes int
		var first, last time.Time
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				now = now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "wait")) * time.Millisecond)
			case 1:
				p.Flush()
				rows, bytes = 0, 0
			default:
				n, size := rapid.IntRange(0, 5).Draw(t, "rows"), rapid.IntRange(0, 100).Draw(t, "bytes")
				if n > 0 {
					if rows == 0 {
						first = now
					}
					rows, bytes, last = rows+n, bytes+size, now
				}
				p.Add(n, size, now)
			}
			reached := limits.Rows > 0 && rows >= limits.Rows || limits.Bytes > 0 && bytes >= limits.Bytes ||
				limits.Age > 0 && now.Sub(first) >= limits.Age || limits.Idle > 0 && now.Sub(last) >= limits.Idle
			if got, want := p.Due(now), rows > 0 && reached; got != want {
				t.Fatalf("%d rows, %d bytes, %v old: due %v, want %v", rows, bytes, now.Sub(first), got, want)
			}
			if p.Rows() != rows || p.Bytes() != bytes {
				t.Fatalf("holds %d rows of %d bytes, want %d of %d", p.Rows(), p.Bytes(), rows, bytes)
			}
			left, waiting := p.Until(now)
			if waiting && (!p.Due(now.Add(left)) || left > 0 && p.Due(now.Add(left-1))) {
				t.Fatalf("due in %v, but waiting for it does not make it so, or waiting less does", left)
			}
			if !waiting && p.Due(now.Add(1000*time.Hour)) {
				t.Fatal("time makes it due after all")
			}
		}
	})
}
