package main

import (
	"time"

	"github.com/schollz/progressbar/v3"
)

// progress shows how far something is: a bar on a terminal, a line of the log every few seconds elsewhere.
type progress struct {
	bar    *progressbar.ProgressBar
	total  int64
	what   string
	p      *program
	logged time.Time
}

// logEvery is the time between two lines of a progress that has no terminal.
const logEvery = 5 * time.Second

func (p *program) newProgress(what string, total int64) *progress {
	g := &progress{total: total, what: what, p: p, logged: time.Now()}
	if p.terminal && total > 0 {
		g.bar = progressbar.NewOptions64(total, progressbar.OptionSetDescription(what), progressbar.OptionSetWriter(p.stderr),
			progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	}
	return g
}

func (g *progress) set(done int64) {
	switch {
	case g == nil:
	case g.bar != nil:
		_ = g.bar.Set64(min(done, g.total))
	case time.Since(g.logged) >= logEvery && g.total > 0:
		g.logged = time.Now()
		g.p.log.Info(g.what, "percent", done*100/g.total)
	}
}

func (g *progress) finish() {
	if g != nil && g.bar != nil {
		_ = g.bar.Finish()
	}
}
