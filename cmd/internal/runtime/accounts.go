package runtime

import (
	"context"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
)

// Accounts takes the four counts by hour of arrival and holds them against each other. It remembers where past hours begin in Kafka, which
// does not change any more, and which Kafka forgets when it deletes records.
type Accounts struct {
	rt *Runtime

	mu    sync.Mutex // never held while Kafka or a table is asked: every page looks at the alarm
	alarm *accounting.Alarm
	kept  map[[2]int64]keptReport

	asking sync.Mutex // for bounds, held while Kafka is asked
	bounds map[bound]uint64
}

// Accounts makes the accounts of this installation, once.
func (rt *Runtime) Accounts() *Accounts {
	rt.accountsOnce.Do(func() { rt.accounts = &Accounts{rt: rt, bounds: map[bound]uint64{}, kept: map[[2]int64]keptReport{}} })
	return rt.accounts
}

// Alarm returns the alarm that stands, nil when the books balance or nobody watches them.
func (a *Accounts) Alarm() *accounting.Alarm {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.alarm
}

// Account holds the counts of the hours in [from, to) against each other and tells how the records divide.
//
// Where that takes long, because millions arrived in these hours, the report is kept for as long as it took five times over, and for a
// minute at most; At says when it was made.
func (a *Accounts) Account(ctx context.Context, from, to time.Time) (accounting.Report, error) {
	key := [2]int64{from.Unix(), to.Unix()}
	a.mu.Lock()
	known := a.kept[key]
	a.mu.Unlock()
	if time.Now().Before(known.until) {
		return known.report, nil
	}
	began := time.Now()
	r, err := a.take(ctx, from, to, takeParts)
	if took := time.Since(began); err == nil && took > keepAbove {
		a.mu.Lock()
		defer a.mu.Unlock()
		if len(a.kept) >= maxKept {
			clear(a.kept)
		}
		a.kept[key] = keptReport{r, time.Now().Add(min(time.Minute, 5*took))}
	}
	return r, err
}

// How reports that took long are kept.
const (
	keepAbove = time.Second
	maxKept   = 20
)

type keptReport struct {
	report accounting.Report
	until  time.Time
}

// arrivedIn is how many records arrived.
func arrivedIn(list []analytics.Arrived) (n int64) {
	for _, a := range list {
		n += a.Records
	}
	return n
}

// How much one taking looks at.
const (
	takeParts = 1 << iota // how the records divide
	takeWhole             // every offset that was ever given out
)

// take counts in the order that accounting.Counts asks for.
func (a *Accounts) take(ctx context.Context, from, to time.Time, what int) (accounting.Report, error) {
	rt := a.rt
	from, to = analytics.HourOf(from), analytics.HourOf(to.Add(time.Hour-1))
	c := accounting.Counts{From: from, To: to, At: time.Now()}
	var err error
	if c.Since, err = rt.State.GivenSince(ctx); err != nil {
		return accounting.Report{}, err
	}
	if c.Before, err = rt.State.Given(ctx, from, to); err != nil {
		return accounting.Report{}, err
	}
	l, err := a.readLog(ctx)
	if err != nil {
		return accounting.Report{}, err
	}
	if c.Logged, err = a.logged(ctx, l, from, to); err != nil {
		return accounting.Report{}, err
	}
	c.InFlight = l.inFlight()
	if c.Arrived, err = rt.Warehouse.Arrived(ctx, from, to); err != nil {
		return accounting.Report{}, err
	}
	if err := a.offsets(ctx, &c, l, what&takeWhole != 0); err != nil {
		return accounting.Report{}, err
	}
	if c.After, err = rt.State.Given(ctx, from, to); err != nil {
		return accounting.Report{}, err
	}
	if what&takeParts != 0 {
		if c.Undone, err = rt.Warehouse.Undone(ctx); err != nil {
			return accounting.Report{}, err
		}
		if c.Divided, err = rt.Warehouse.Divided(ctx, from, to, c.Undone, arrivedIn(c.Arrived)); err != nil {
			return accounting.Report{}, err
		}
	}
	known, err := rt.State.ExplainedFaults(ctx)
	if err != nil {
		return accounting.Report{}, err
	}
	r := accounting.Take(c)
	r.Explain(known)
	if what&takeWhole != 0 || !r.Has(accounting.LedgerAhead) {
		return r, nil
	}
	// What the ledger has too much may be lost at the edge of the hours, where offsets alone do not show it.
	c.Missing, c.Beyond = nil, nil
	err = a.offsets(ctx, &c, l, true)
	r = accounting.Take(c)
	r.Explain(known)
	return r, err
}

// Explain writes down what a person found out about a difference.
func (a *Accounts) Explain(ctx context.Context, fault, reason, by string) error {
	err := a.rt.State.ExplainFault(ctx, fault, reason, by)
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.kept)
	return err
}
