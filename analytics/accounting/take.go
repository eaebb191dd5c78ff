package accounting

import (
	"cmp"
	"slices"
	"time"

	"huisheng/analytics"
)

// key is a line of the report; way adds by which topic and import its records came.
type key struct {
	hour   time.Time
	source string
	meant  string
}

func keyOf(hour time.Time, source, meant string) key { return key{plain(hour), source, meant} }

// plain is a time whose representation is the same for the same moment, as map keys must be.
func plain(t time.Time) time.Time { return time.Unix(t.Unix(), 0).In(analytics.Zone) }

type way struct {
	key
	topic  string
	number uint32
}

// ways are the counts of one way.
type ways struct {
	before, after  struct{ sending, sent int64 }
	tables, denied int64
	registered     bool
}

// Take holds the counts against each other.
func Take(c Counts) Report {
	t := &taking{counts: c, ways: map[way]*ways{}, lines: map[key]*Line{}, lost: map[lostKey][]analytics.Missing{}, flight: map[string]int64{}}
	t.gather()
	t.compare()
	t.explain()
	t.rest()
	t.divide()
	return t.report()
}

type taking struct {
	counts Counts
	ways   map[way]*ways
	lines  map[key]*Line
	lost   map[lostKey][]analytics.Missing // what is not yet told of some source
	flight map[string]int64                // what is not yet a source's
	faults []Fault
	shorts []short
}

// short is how much the tables have less of one way than the ledger calls sent.
type short struct {
	way
	line    *Line
	records int64
}

type lostKey struct {
	topic string
	hour  time.Time
}

func (t *taking) way(w way) *ways {
	if t.ways[w] == nil {
		t.ways[w] = &ways{}
	}
	return t.ways[w]
}

func (t *taking) line(k key) *Line {
	if t.lines[k] == nil {
		t.lines[k] = &Line{Hour: k.hour, Source: k.source, Meant: k.meant}
	}
	return t.lines[k]
}

// gather puts the counts side by side.
func (t *taking) gather() {
	for _, g := range t.counts.Before {
		w := t.way(way{keyOf(g.Hour, g.Source, g.Meant), g.Topic, g.Import})
		w.before.sending, w.before.sent, w.registered = w.before.sending+g.Sending, w.before.sent+g.Sent, true
	}
	for _, g := range t.counts.After {
		w := t.way(way{keyOf(g.Hour, g.Source, g.Meant), g.Topic, g.Import})
		w.after.sending, w.after.sent, w.registered = w.after.sending+g.Sending, w.after.sent+g.Sent, true
	}
	for _, a := range t.counts.Arrived {
		// The reader refuses a record under the topic that it read; the ledger knows it as meant for it.
		w := t.way(way{keyOf(a.Hour, a.Source, a.Meant), a.Topic, a.Import})
		w.tables += a.Records
		if a.Refused {
			w.denied += a.Records
		}
	}
	for _, m := range t.counts.Missing {
		hour := analytics.HourOf(m.After)
		if m.After.Before(t.counts.From) {
			hour = analytics.HourOf(t.counts.From)
		}
		k := lostKey{m.Topic, plain(hour)}
		t.lost[k] = append(t.lost[k], m)
	}
	for topic, n := range t.counts.InFlight {
		t.flight[topic] = n
	}
}

// compare looks at every way by which records came, newest first: what is on its way is young.
func (t *taking) compare() {
	order := make([]way, 0, len(t.ways))
	for w := range t.ways {
		order = append(order, w)
	}
	slices.SortFunc(order, func(a, b way) int {
		return cmp.Or(b.hour.Compare(a.hour), cmp.Compare(a.source, b.source), cmp.Compare(a.meant, b.meant),
			cmp.Compare(a.topic, b.topic), cmp.Compare(b.number, a.number))
	})
	for _, w := range order {
		t.one(w, t.ways[w], t.line(w.key))
	}
}

// one compares the ledger with the tables for one way.
func (t *taking) one(w way, n *ways, l *Line) {
	l.Books.Rejected += n.denied
	if slices.Contains(t.counts.Undone, w.number) {
		l.Books.Withdrawn += n.tables - n.denied
	} else {
		l.Books.Stored += n.tables - n.denied
	}
	switch {
	case w.number == 0:
		l.Outside += n.tables
		l.Books.Received += n.tables
		return
	case !n.registered && (t.counts.Since == 0 || w.number < t.counts.Since):
		l.Early += n.tables
		l.Books.Received += n.tables
		return
	case !n.registered:
		t.fault(l, Fault{Kind: Unregistered, Import: w.number, Records: n.tables, Tables: n.tables})
		l.Tables += n.tables
		l.Books.Received += n.tables
		return
	}
	l.Sending += n.after.sending
	l.Sent += n.after.sent
	l.Tables += n.tables
	l.Unconfirmed += max(0, n.after.sending-n.after.sent)
	l.Twice += max(0, n.tables-n.after.sending)
	l.Books.Received += max(n.before.sent, n.tables)
	if n.before.sent > n.tables {
		t.shorts = append(t.shorts, short{w, l, n.before.sent - n.tables})
	}
}

// explain finds out where the records are that the tables lack: lost at that hour, on their way, lost at another hour (a loss is only known
// to lie after the record before it, and clocks run back), or nowhere but in the ledger.
func (t *taking) explain() {
	for i := range t.shorts {
		s := &t.shorts[i]
		t.losing(s, lostKey{s.topic, s.hour})
	}
	for i := range t.shorts {
		t.moving(&t.shorts[i])
	}
	for i := range t.shorts {
		s := &t.shorts[i]
		for _, k := range t.lostOf(s.topic) {
			t.losing(s, k)
		}
		if s.records > 0 {
			n := t.ways[s.way]
			t.fault(s.line, Fault{Kind: LedgerAhead, Import: s.number, Records: s.records, Sent: n.before.sent, Tables: n.tables})
		}
	}
}

// moving takes what may be on its way.
func (t *taking) moving(s *short) {
	moving := min(s.records, t.flight[s.topic])
	if moving > 0 {
		t.flight[s.topic] -= moving
		s.records -= moving
		s.line.Books.InFlight += moving
		s.line.Verdict = max(s.line.Verdict, Moving)
	}
}

// lostOf are the hours in which records of a topic are missing, the oldest first.
func (t *taking) lostOf(topic string) []lostKey {
	var list []lostKey
	for k := range t.lost {
		if k.topic == topic {
			list = append(list, k)
		}
	}
	slices.SortFunc(list, func(a, b lostKey) int { return a.hour.Compare(b.hour) })
	return list
}

// losing takes what is missing between Kafka and the tables. Offsets do not tell their source, so the hour decides.
func (t *taking) losing(s *short, k lostKey) {
	for s.records > 0 && len(t.lost[k]) > 0 {
		m := t.lost[k][0]
		part := min(s.records, m.Records())
		rest := m
		m.Next = m.First + uint64(part)
		rest.First = m.Next
		if rest.Records() > 0 {
			t.lost[k][0] = rest
		} else {
			t.lost[k] = t.lost[k][1:]
		}
		s.records -= part
		t.fault(s.line, Fault{Kind: Lost, Import: s.number, Records: part, Place: m})
	}
}

func (t *taking) fault(l *Line, f Fault) {
	f.Hour, f.Source, f.Meant = l.Hour, l.Source, l.Meant
	l.Verdict = Off
	t.faults = append(t.faults, f)
}

// rest tells what is missing and belongs to no source that the ledger knows of: what others wrote, or what lies about a full hour.
func (t *taking) rest() {
	for k, list := range t.lost {
		for _, m := range list {
			t.faults = append(t.faults, Fault{Kind: Lost, Hour: k.hour, Meant: k.topic, Records: m.Records(), Place: m})
		}
	}
	for _, m := range t.counts.Beyond {
		t.faults = append(t.faults, Fault{Kind: Foreign, Hour: analytics.HourOf(m.After), Meant: m.Topic, Records: m.Records(), Place: m})
	}
}

// divide tells what became of what was taken: all of it is repeated but for what was counted as stored or updated. That was counted after
// the tables were, so that in the running hour it may know of more.
func (t *taking) divide() {
	if t.counts.Divided == nil {
		return
	}
	taken := map[key]int64{}
	for k, l := range t.lines {
		taken[k] = l.Books.Stored
		l.Books.Stored, l.Books.Repeated = 0, l.Books.Stored
	}
	for _, d := range t.counts.Divided {
		k := keyOf(d.Hour, d.Source, d.Topic)
		l := t.lines[k]
		if l == nil {
			continue
		}
		l.Books.Stored = min(taken[k], d.Stored)
		l.Books.Updated = min(taken[k]-l.Books.Stored, d.Updated)
		l.Books.Repeated = taken[k] - l.Books.Stored - l.Books.Updated
	}
}

// hours puts the counts of each topic side by side.
func (t *taking) hours() []Hour {
	all := map[lostKey]*Hour{}
	at := func(topic string, hour time.Time) *Hour {
		k := lostKey{topic, plain(hour)}
		if all[k] == nil {
			all[k] = &Hour{Hour: k.hour, Topic: topic}
		}
		return all[k]
	}
	for _, g := range t.counts.After {
		h := at(g.Topic, g.Hour)
		h.Sending, h.Sent = h.Sending+g.Sending, h.Sent+g.Sent
	}
	for _, a := range t.counts.Arrived {
		h := at(a.Topic, a.Hour)
		h.Tables += a.Records
		if a.Import == 0 {
			h.Outside += a.Records
		}
	}
	for _, g := range t.counts.Logged {
		if g.Records == 0 && all[lostKey{g.Topic, plain(g.Hour)}] == nil {
			continue // nothing anywhere
		}
		h := at(g.Topic, g.Hour)
		h.Known, h.Records, h.InFlight = g.Known, g.Records, g.InFlight
	}
	list := make([]Hour, 0, len(all))
	for _, h := range all {
		list = append(list, *h)
	}
	slices.SortFunc(list, func(a, b Hour) int { return cmp.Or(b.Hour.Compare(a.Hour), cmp.Compare(a.Topic, b.Topic)) })
	return list
}

func (t *taking) report() Report {
	r := Report{From: t.counts.From, To: t.counts.To, At: t.counts.At, Faults: t.faults, Hours: t.hours()}
	for _, l := range t.lines {
		r.Lines = append(r.Lines, *l)
	}
	slices.SortFunc(r.Lines, func(a, b Line) int {
		return cmp.Or(b.Hour.Compare(a.Hour), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Meant, b.Meant))
	})
	slices.SortFunc(r.Faults, func(a, b Fault) int {
		return cmp.Or(b.Hour.Compare(a.Hour), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Meant, b.Meant),
			cmp.Compare(a.Place.Partition, b.Place.Partition), cmp.Compare(a.Place.First, b.Place.First))
	})
	return r
}
