package watch

import (
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/operations"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
)

// place is one partition of one topic.
type place struct {
	topic     string
	partition uint16
}

// offsets are positions in all partitions that freshness looks at.
type offsets map[place]uint64

// below reports whether all of o lies at or below other.
func (o offsets) below(other offsets) bool {
	for p, n := range o {
		if n > other[p] {
			return false
		}
	}
	return true
}

// followed reports whether people see a topic's records in lists and figures.
func followed(topic string) bool {
	return topic == ingest.TopicComplaints || topic == ingest.TopicEvents
}

// endsOf and committedOf take the two sides of standings.
func endsOf(list []kafka.Standing) (ends, committed offsets) {
	ends, committed = offsets{}, offsets{}
	for _, s := range list {
		if followed(s.Topic) {
			ends[place{s.Topic, s.Partition}], committed[place{s.Topic, s.Partition}] = s.End, s.Committed
		}
	}
	return ends, committed
}

// offsetsOf takes the positions of the topics' present epochs.
func offsetsOf(list []analytics.Position, epochs map[string]uint32) offsets {
	o := offsets{}
	for _, p := range list {
		if p.Epoch == epochs[p.Topic] {
			o[place{p.Topic, p.Partition}] = p.Next
		}
	}
	return o
}

// mark says that whatever arrived by At lies below Ends. Nothing arrived between From and At.
type mark struct {
	from, at time.Time
	ends     offsets
	came     bool    // something arrived since the mark before
	need     offsets // set once stored: what must be read of it, as rejected records never are
}

// window is over how long the slowest record is told.
const window = 15 * time.Minute

// maxMarks bounds the memory of a view that falls behind for hours; beyond it every second mark goes.
const maxMarks = 4096

// measured is the wait of one record.
type measured struct {
	at   time.Time
	took time.Duration
}

// view is one thing that people look at, and how late it is.
type view struct {
	seen   time.Time // everything that arrived by then is seen; zero before it is known
	recent []measured
	last   time.Duration
}

// reach notes at now that everything up to a mark is seen. before is when the mark before was taken: what came after it arrived no sooner.
func (v *view) reach(now, before time.Time, m mark) {
	if m.came && !before.IsZero() {
		v.last = now.Sub(before)
		v.recent = append(v.recent, measured{now, v.last})
	}
	v.seen = m.at
}

// age tells how late the view is. begun is when watching began.
func (v *view) age(now, newest time.Time) operations.Age {
	for len(v.recent) > 0 && now.Sub(v.recent[0].at) > window {
		v.recent = v.recent[1:]
	}
	a := operations.Age{Known: !v.seen.IsZero(), Last: v.last}
	if len(v.recent) == 0 {
		a.Last = 0
	}
	for _, m := range v.recent {
		a.Most = max(a.Most, m.took)
	}
	if a.Known && v.seen.Before(newest) {
		a.Now = now.Sub(v.seen)
	}
	return a
}

// freshness follows how long records take until lists and figures show them, by marks in Kafka's offsets: what arrived by the time of a mark
// is seen when everything below the mark is. So it holds for all processes together, and needs no record of its own.
type freshness struct {
	marks         []mark // not seen in the figures yet; the first was, and stays as the beginning of the next
	stored        int    // how many from the front are seen in lists
	list, figures view
}

// add notes what Kafka held at a moment.
func (f *freshness) add(at time.Time, ends offsets) {
	if n := len(f.marks); n > 0 {
		last := &f.marks[n-1]
		if ends.below(last.ends) && last.ends.below(ends) {
			last.at = at
			f.touch(n - 1)
			return
		}
	}
	f.marks = append(f.marks, mark{from: at, at: at, ends: ends, came: len(f.marks) > 0})
	if len(f.marks) > maxMarks {
		f.thin()
	}
}

// touch moves what is seen along with the newest mark, when that is seen.
func (f *freshness) touch(i int) {
	at := f.marks[i].at
	if f.stored > i {
		f.list.seen = at
	}
	if i == 0 && !f.figures.seen.IsZero() {
		f.figures.seen = at
	}
}

// thin drops every second mark that waits: what is left says the same, a little later.
func (f *freshness) thin() {
	kept := f.marks[:f.stored:f.stored]
	for i := f.stored; i < len(f.marks); i++ {
		if (len(f.marks)-1-i)%2 == 0 {
			kept = append(kept, f.marks[i])
		}
	}
	f.marks = kept
}

// see notes at now what is committed, stored, and read into figures.
func (f *freshness) see(now time.Time, committed, stored, read offsets) {
	for ; f.stored < len(f.marks) && f.marks[f.stored].ends.below(committed); f.stored++ {
		m := &f.marks[f.stored]
		m.need = offsets{}
		for p, end := range m.ends {
			m.need[p] = min(end, stored[p])
		}
		f.list.reach(now, f.before(f.stored), *m)
	}
	done := -1
	for i := 0; i < f.stored && f.marks[i].need.below(read); i++ {
		if i > 0 || f.figures.seen.IsZero() {
			f.figures.reach(now, f.before(i), f.marks[i])
		}
		done = i
	}
	if done > 0 {
		f.marks = append(f.marks[:0], f.marks[done:]...)
		f.stored -= done
	}
}

// before is when the mark before was last true, zero for the first.
func (f *freshness) before(i int) time.Time {
	if i == 0 {
		return time.Time{}
	}
	return f.marks[i-1].at
}

// fresh tells both ages.
func (f *freshness) fresh(now time.Time) operations.Fresh {
	if len(f.marks) == 0 {
		return operations.Fresh{}
	}
	newest := f.marks[len(f.marks)-1].at
	return operations.Fresh{List: f.list.age(now, newest), Figures: f.figures.age(now, newest)}
}
