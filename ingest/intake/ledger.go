package intake

import (
	"context"
	"slices"
	"sync"
	"time"

	"huisheng/analytics"
)

// countEvery is how long what Kafka confirmed may wait for the next entry before it is written down by itself.
const countEvery = time.Second

// countWait bounds one write of the ledger: SQLite waits up to 10 s for another process.
const countWait = 12 * time.Second

// askAgain is how long the number of a key's day is taken for known. It may change: who undoes an import ends it.
const askAgain = 5 * time.Second

// clerk keeps the ledger. An entry costs a write that reaches the disk, so one goroutine writes down at once what all requests have that
// wait for it: a thousand small requests cost a few dozen writes.
type clerk struct {
	ledger Ledger
	clock  func() time.Time

	entries chan entry
	ended   chan struct{}

	mu      sync.Mutex
	numbers map[string]numbered
}

// entry is what a request wants written down. done is nil when nobody waits.
type entry struct {
	lines []analytics.Given
	done  chan error
}

type numbered struct {
	number uint32
	day    string
	asked  time.Time
}

func newClerk(ledger Ledger, clock func() time.Time) *clerk {
	return &clerk{ledger: ledger, clock: clock, entries: make(chan entry, 64), ended: make(chan struct{}), numbers: map[string]numbered{}}
}

// number is the import of a key's day.
func (c *clerk) number(ctx context.Context, key Key, at time.Time) (uint32, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	day := at.In(analytics.Zone).Format(time.DateOnly)
	if known := c.numbers[key.ID]; known.day == day && at.Sub(known.asked) < askAgain {
		return known.number, nil
	}
	number, err := c.ledger.ImportOf(ctx, key, at)
	if err == nil {
		c.numbers[key.ID] = numbered{number, day, at}
	}
	return number, err
}

// forget makes number ask anew.
func (c *clerk) forget(key Key) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.numbers, key.ID)
}

// write returns when the lines are written down.
func (c *clerk) write(ctx context.Context, lines []analytics.Given) error {
	done := make(chan error, 1)
	select {
	case c.entries <- entry{lines, done}:
	case <-c.ended:
		return errStopped
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-done:
		return err
	case <-c.ended:
		return errStopped
	}
}

// note leaves lines to be written down with the next entry, or soon.
func (c *clerk) note(lines []analytics.Given) {
	select {
	case c.entries <- entry{lines: lines}:
	case <-c.ended:
	}
}

// run writes until ctx ends, and then what is left.
func (c *clerk) run(ctx context.Context) {
	defer close(c.ended)
	tick := time.NewTicker(countEvery)
	defer tick.Stop()
	var kept []analytics.Given // noted, not yet written
	for {
		var waiting []chan error
		lines := kept
		take := func(e entry) {
			lines = add(lines, e.lines)
			if e.done != nil {
				waiting = append(waiting, e.done)
			}
		}
		due := false
		select {
		case e := <-c.entries:
			take(e)
		case <-tick.C:
			due = true
		case <-ctx.Done():
			c.rest(kept)
			return
		}
		for more := true; more; {
			select {
			case e := <-c.entries:
				take(e)
			default:
				more = false
			}
		}
		kept = c.settle(lines, waiting, due)
	}
}

// settle writes lines down when somebody waits or it is time, and returns what is to be kept. After a failure that is what Kafka
// confirmed, and only where the ledger was surely not written: that Sent is too small does no harm, that it is too large would.
func (c *clerk) settle(lines []analytics.Given, waiting []chan error, due bool) []analytics.Given {
	if len(lines) == 0 || len(waiting) == 0 && !due {
		return lines
	}
	err := c.count(lines)
	for _, done := range waiting {
		done <- err
	}
	if kind := analytics.KindOf(err); kind == analytics.KindBusy || kind == analytics.KindInvalid {
		return confirmedOnly(lines)
	}
	return nil
}

// count writes lines to the ledger.
func (c *clerk) count(lines []analytics.Given) error {
	ctx, cancel := context.WithTimeout(context.Background(), countWait)
	defer cancel()
	return c.ledger.Count(ctx, lines)
}

// confirmedOnly leaves out what those who waited will not give to Kafka.
func confirmedOnly(lines []analytics.Given) []analytics.Given {
	var kept []analytics.Given
	for _, l := range lines {
		if l.Sending = 0; l.Sent > 0 {
			kept = append(kept, l)
		}
	}
	return kept
}

// rest writes what is left at the end. Nobody gives anything to Kafka any more.
func (c *clerk) rest(kept []analytics.Given) {
	for {
		select {
		case e := <-c.entries:
			if e.done != nil {
				e.done <- errStopped
				continue
			}
			kept = add(kept, e.lines)
		default:
			if len(kept) > 0 {
				_ = c.count(kept) // without it the ledger still holds: Sent is only smaller
			}
			return
		}
	}
}

// add puts lines of the same records together. There are few: a source, a topic, an hour.
func add(to, lines []analytics.Given) []analytics.Given {
	for _, l := range lines {
		i := slices.IndexFunc(to, func(have analytics.Given) bool {
			return have.Import == l.Import && have.Topic == l.Topic && have.Meant == l.Meant && have.Source == l.Source && have.Hour.Equal(l.Hour)
		})
		if i < 0 {
			to = append(to, l)
			continue
		}
		to[i].Sending += l.Sending
		to[i].Sent += l.Sent
	}
	return to
}
