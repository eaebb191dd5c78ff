package service

import (
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
)

// Book is a policy ready to judge many complaints. It is safe for many goroutines.
type Book struct {
	Policy *Policy
	scales [][4]*lifecycle.Scale // of each version
}

// NewBook prepares a policy.
func NewBook(p *Policy, c Calendar) *Book {
	b := &Book{Policy: p, scales: make([][4]*lifecycle.Scale, len(p.Versions))}
	for i := range p.Versions {
		b.scales[i] = p.Versions[i].scales(c)
	}
	return b
}

// Timed is one clock of a complaint with its readings.
type Timed struct {
	Clock    *Clock
	Limit    string // as the policy writes it
	Readings []lifecycle.Reading
}

// Read reads all clocks that a complaint has at a moment, in the order of the policy; a clock that has not begun has no readings. A
// complaint from before the first version has no clocks.
func (b *Book) Read(c *Case, life *lifecycle.Lifecycle, now time.Time) []Timed {
	day := analytics.DayOf(life.Received)
	for i := len(b.Policy.Versions) - 1; i >= 0; i-- {
		if v := &b.Policy.Versions[i]; !v.from.After(day) {
			return v.read(b.scales[i], c, life, now)
		}
	}
	return nil
}

func (v *Version) read(scales [4]*lifecycle.Scale, c *Case, life *lifecycle.Lifecycle, now time.Time) []Timed {
	var all []Timed
	for i := range v.Clocks {
		k := &v.Clocks[i]
		for _, w := range k.Within {
			if !w.For.Holds(c) {
				continue
			}
			clock := lifecycle.Clock{Name: k.Name, Starts: k.Starts, Ends: k.Ends, Within: w.limit.within, Scale: scales[w.limit.unit], Pauses: k.Pauses, EachRound: k.Rounds}
			all = append(all, Timed{Clock: k, Limit: w.Limit, Readings: life.Read(clock, now)})
			break
		}
	}
	return all
}
