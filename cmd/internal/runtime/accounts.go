package runtime

import (
	"context"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
	"huisheng/ingest/kafka"
)

// maxHours bounds for how many hours Kafka is asked where they begin, as every hour is a request: eight days.
const maxHours = 24 * 8

// Accounts takes the four counts by hour of arrival and holds them against each other. It remembers where past hours begin in Kafka, which
// does not change any more, and which Kafka forgets when it deletes records.
type Accounts struct {
	rt *Runtime

	mu     sync.Mutex
	bounds map[bound]uint64
	alarm  *accounting.Alarm
	kept   map[[2]int64]keptReport
}

// bound is where an hour begins in a partition.
type bound struct {
	topic     string
	epoch     uint32
	partition int
	hour      int64
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

// log is where Kafka and its reader stand.
type log struct {
	committed kafka.Offsets
	topics    []kafka.Topic
	epochs    map[string]uint32
}

// readLog reads the committed offsets before the ends, so that nothing is on its way that was not sent.
func (a *Accounts) readLog(ctx context.Context) (*log, error) {
	admin := kafka.NewAdmin(a.rt.Kafka)
	defer admin.Close()
	committed, err := admin.Committed(ctx, Group)
	if err != nil {
		return nil, err
	}
	topics, err := admin.Topics(ctx)
	return &log{committed: committed, topics: topics, epochs: a.rt.Kafka.Epochs}, err
}

// inFlight is how many records of each topic are above the committed offsets.
func (l *log) inFlight() map[string]int64 {
	flight := map[string]int64{}
	for _, t := range l.topics {
		for p, at := range t.Partitions {
			done := max(l.committed[t.Name][uint16(p)], at.First)
			flight[t.Name] += int64(max(at.End, done) - done)
		}
	}
	return flight
}

// offsets looks for offsets below the committed ones that no table has. Offsets follow each other, so counting those of a stretch is
// enough, and only where the count is short they are looked at.
func (a *Accounts) offsets(ctx context.Context, c *accounting.Counts, l *log, whole bool) error {
	latest := !c.At.Before(c.From) && c.At.Before(c.To)
	for at, s := range stretches(c.Arrived, l, whole) {
		first, next := s.First, s.Last+1
		now := l.partition(at)
		if now != nil {
			if s.Records > 0 && next > now.End {
				c.Beyond = append(c.Beyond, analytics.Missing{Topic: at.topic, Epoch: at.epoch, Partition: at.partition, First: max(now.End, first), Next: next, After: s.Hour})
			}
			// What is above the committed offset may come at any moment; what is below must be there.
			committed := l.committed[at.topic][at.partition]
			if next = min(next, committed); latest || whole {
				next = committed
			}
		}
		if whole {
			first = 0
		}
		if next <= first || !whole && next == s.Last+1 && uint64(s.Records) == next-first {
			continue
		}
		missing, err := a.rt.Warehouse.Missing(ctx, analytics.Position{Topic: at.topic, Epoch: at.epoch, Partition: at.partition, Next: next}, first)
		if err != nil {
			return err
		}
		for _, m := range missing {
			m.Kept = now != nil && m.First >= now.First
			c.Missing = append(c.Missing, m)
		}
	}
	return nil
}

// place is a partition of a topic in one epoch.
type place struct {
	topic     string
	epoch     uint32
	partition uint16
}

// stretches are the offsets that arrived, by partition; with whole also the partitions of today in which none did.
func stretches(arrived []analytics.Arrived, l *log, whole bool) map[place]*analytics.Arrived {
	seen := map[place]*analytics.Arrived{}
	for _, r := range arrived {
		at := place{r.Topic, r.Epoch, r.Partition}
		if s := seen[at]; s != nil {
			s.Records, s.First, s.Last = s.Records+r.Records, min(s.First, r.First), max(s.Last, r.Last)
			continue
		}
		seen[at] = &r
	}
	for _, t := range l.topics {
		for p := range t.Partitions {
			at := place{t.Name, l.epochs[t.Name], uint16(p)}
			if whole && seen[at] == nil {
				seen[at] = &analytics.Arrived{}
			}
		}
	}
	return seen
}

// partition is where a partition stands, nil when this epoch of its topic is over.
func (l *log) partition(at place) *kafka.Partition {
	for i := range l.topics {
		if t := &l.topics[i]; t.Name == at.topic && l.epochs[at.topic] == at.epoch && int(at.partition) < len(t.Partitions) {
			return &t.Partitions[at.partition]
		}
	}
	return nil
}

// logged counts Kafka's records by hour.
func (a *Accounts) logged(ctx context.Context, l *log, from, to time.Time) ([]analytics.Logged, error) {
	var times []time.Time
	for at := from; !at.After(to); at = at.Add(time.Hour) {
		times = append(times, at)
	}
	if len(times) > maxHours+1 {
		return nil, nil
	}
	begins, err := a.begins(ctx, l, times)
	if err != nil {
		return nil, err
	}
	var list []analytics.Logged
	for _, t := range l.topics {
		for i, hour := range times[:len(times)-1] {
			g := analytics.Logged{Topic: t.Name, Hour: hour, Known: true}
			for p, at := range t.Partitions {
				begin, end := begins[t.Name][p][i], begins[t.Name][p][i+1]
				if begin.offset <= at.First && at.First > 0 && !begin.sure {
					g.Known = false // what came before First may belong to this hour too
				}
				if end.offset > begin.offset {
					g.Records += int64(end.offset - begin.offset)
					done := max(begin.offset, l.committed[t.Name][uint16(p)])
					g.InFlight += int64(max(end.offset, done) - done)
				}
			}
			if !g.Known {
				g.Records = 0
			}
			list = append(list, g)
		}
	}
	return list, nil
}

// begin is where an hour begins; sure when it was found while the records before it were there.
type begin struct {
	offset uint64
	sure   bool
}

// begins asks Kafka for where hours begin that are not known yet.
func (a *Accounts) begins(ctx context.Context, l *log, times []time.Time) (map[string][][]begin, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var ask []time.Time
	for _, at := range times {
		if !a.knows(l, at) {
			ask = append(ask, at)
		}
	}
	if len(ask) > 0 {
		admin := kafka.NewAdmin(a.rt.Kafka)
		defer admin.Close()
		found, err := admin.Bounds(ctx, l.topics, ask)
		if err != nil {
			return nil, err
		}
		a.remember(l, ask, found)
		return a.put(l, times, ask, found), nil
	}
	return a.put(l, times, nil, nil), nil
}

func (l *log) bound(topic string, partition int, at time.Time) bound {
	return bound{topic, l.epochs[topic], partition, at.Unix()}
}

func (a *Accounts) knows(l *log, at time.Time) bool {
	for _, t := range l.topics {
		for p := range t.Partitions {
			if _, known := a.bounds[l.bound(t.Name, p, at)]; !known {
				return false
			}
		}
	}
	return true
}

// remember keeps what cannot change: a younger record follows, and the one before is still there.
func (a *Accounts) remember(l *log, ask []time.Time, found kafka.Bounds) {
	for _, t := range l.topics {
		for p, at := range t.Partitions {
			for i, hour := range ask {
				if offset := found[t.Name][p][i]; offset < at.End && (offset > at.First || at.First == 0) {
					a.bounds[l.bound(t.Name, p, hour)] = offset
				}
			}
		}
	}
}

// put lays out what is known and what was found, by topic, partition and time.
func (a *Accounts) put(l *log, times, ask []time.Time, found kafka.Bounds) map[string][][]begin {
	asked := map[int64]int{}
	for i, at := range ask {
		asked[at.Unix()] = i
	}
	out := map[string][][]begin{}
	for _, t := range l.topics {
		out[t.Name] = make([][]begin, len(t.Partitions))
		for p := range t.Partitions {
			for _, at := range times {
				offset, known := a.bounds[l.bound(t.Name, p, at)]
				if !known {
					offset = found[t.Name][p][asked[at.Unix()]]
				}
				out[t.Name][p] = append(out[t.Name][p], begin{offset, known})
			}
		}
	}
	return out
}
