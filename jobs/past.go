package jobs

import (
	"errors"
	"fmt"
	"sort"
	"time"
)

// maxDoubling bounds how often a wait after failures doubles: 64 times 5 s are five minutes.
const maxDoubling = 6

// seen remembers the newest month that was ever pending, which tells new months from old ones without asking the clock.
func (r *Runner) seen(w Window) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.newest = max(r.newest, w.Month)
}

func (r *Runner) remember(p place, began time.Time, took time.Duration, fault error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := past{began: began, took: took, err: fault}
	if fault != nil {
		now.failures = r.past[p].failures + 1
		now.notUntil = began.Add(took + r.config.Backoff<<min(now.failures-1, maxDoubling))
	}
	r.past[p] = now
}

// resting tells whether Serve leaves a window for later.
func (r *Runner) resting(p place) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	before, known := r.past[p]
	if !known {
		return false
	}
	now := r.config.Now()
	return now.Before(before.notUntil) || now.Before(before.began.Add(r.config.rest(p.Window, r.newest, before.took)))
}

// failing tells whether a window failed since Run began.
func (r *Runner) failing(p place) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.past[p].err != nil
}

// failures joins the errors of the windows that failed last time.
func (r *Runner) failures() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var list []string
	told := map[string]error{}
	for p, before := range r.past {
		if before.err != nil {
			name := p.job
			if p.Month != 0 {
				name += " " + p.Month.String()
			}
			list = append(list, name)
			told[name] = before.err
		}
	}
	sort.Strings(list)
	var all []error
	for _, name := range list {
		all = append(all, fmt.Errorf("%s: %w", name, told[name]))
	}
	return errors.Join(all...)
}
