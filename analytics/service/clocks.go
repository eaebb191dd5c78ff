package service

import (
	"time"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
)

// Book is a policy ready to judge many complaints. It is safe for many goroutines.
type Book struct {
	Policy *Policy
	rules  []Rules // of each version
}

// Rules are those of one version.
type Rules struct {
	*Version
	scales [4]*lifecycle.Scale
}

// NewBook prepares a policy.
func NewBook(p *Policy, c Calendar) *Book {
	b := &Book{Policy: p, rules: make([]Rules, len(p.Versions))}
	for i := range p.Versions {
		b.rules[i] = Rules{&p.Versions[i], p.Versions[i].scales(c)}
	}
	return b
}

// On returns the rules that hold for complaints received at t, nil before the first version.
func (b *Book) On(t time.Time) *Rules {
	day := analytics.DayOf(t)
	for i := len(b.rules) - 1; i >= 0; i-- {
		if !b.rules[i].from.After(day) {
			return &b.rules[i]
		}
	}
	return nil
}

// Timed is one clock of a complaint with its readings.
type Timed struct {
	Clock    *Clock
	Within   *Within
	Runs     lifecycle.Clock // what it is on a life
	Readings []lifecycle.Reading
}

// Read reads all clocks that a complaint has at a moment, in the order of the policy; a clock that has not begun has no readings.
func (r *Rules) Read(c *Case, life *lifecycle.Lifecycle, now time.Time) []Timed {
	all := make([]Timed, 0, len(r.Clocks))
	for i := range r.Clocks {
		k := &r.Clocks[i]
		for n := range k.Within {
			w := &k.Within[n]
			if !w.For.Holds(c) {
				continue
			}
			clock := lifecycle.Clock{Name: k.Name, Starts: k.Starts, Ends: k.Ends, Within: w.limit.within, Scale: r.scales[w.limit.unit], Pauses: k.Pauses, EachRound: k.Rounds}
			all = append(all, Timed{Clock: k, Within: w, Runs: clock, Readings: life.Read(clock, now)})
			break
		}
	}
	return all
}
