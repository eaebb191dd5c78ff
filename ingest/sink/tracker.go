package sink

import "sync"

// place is where a message stands among those of its partition that are under way.
type place struct {
	in  *partition
	run uint32 // which reading of the partition; another one makes the place worthless
	seq uint64
}

// tracker knows for every partition which messages are under way and up to where all of them are done.
type tracker struct {
	mu      sync.Mutex
	all     map[string]map[uint16]*partition
	skipped uint64 // offsets that were never delivered
	rewinds uint64 // times that a partition began again at an earlier offset
}

// partition keeps the messages that are under way in the order in which they came. Offsets may have gaps.
type partition struct {
	topic string
	id    uint16

	run     uint32
	first   uint64 // seq of the head of the queues
	offsets []uint64
	done    []bool

	last      uint64 // offset of the newest message
	next      uint64 // offset after the last message before which everything is done
	committed uint64 // the next that Kafka knows
}

func newTracker() *tracker { return &tracker{all: map[string]map[uint16]*partition{}} }

// of finds a partition. The lock is held.
func (t *tracker) of(topic string, id uint16) *partition {
	p := t.all[topic][id]
	if p == nil {
		if t.all[topic] == nil {
			t.all[topic] = map[uint16]*partition{}
		}
		p = &partition{topic: topic, id: id}
		t.all[topic][id] = p
	}
	return p
}

// fetched notes a message that came and gives it its place. The lock is held.
func (t *tracker) fetched(p *partition, offset uint64) place {
	switch begun := p.run > 0; {
	case !begun || offset <= p.last:
		// The partition is read for the first time or anew from what was committed. What is under way from before will come again, so
		// its places are forgotten: the rows may be stored twice, but nothing is committed for the first time they were.
		if begun {
			t.rewinds++
		}
		p.run++
		p.offsets, p.done, p.first = p.offsets[:0], p.done[:0], 0
		p.next, p.committed = 0, 0
	case offset > p.last+1:
		t.skipped += offset - p.last - 1
	}
	p.last = offset
	p.offsets = append(p.offsets, offset)
	p.done = append(p.done, false)
	return place{in: p, run: p.run, seq: p.first + uint64(len(p.offsets)) - 1}
}

// finish marks places as done.
func (t *tracker) finish(places []place) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, at := range places {
		if at.run != at.in.run {
			continue
		}
		at.in.done[at.seq-at.in.first] = true
		if at.seq == at.in.first {
			at.in.advance()
		}
	}
}

// advance takes what is done from the head of the queue, which is done itself.
func (p *partition) advance() {
	n := 0
	for n < len(p.done) && p.done[n] {
		n++
	}
	p.next = p.offsets[n-1] + 1
	p.first += uint64(n)
	p.offsets, p.done = p.offsets[n:], p.done[n:]
}

// due returns what could be committed and is not yet, nil when nothing. The runs belong to the answer for settled.
func (t *tracker) due() (Offsets, map[*partition]uint32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	var next Offsets
	var runs map[*partition]uint32
	for topic, partitions := range t.all {
		for id, p := range partitions {
			if p.next <= p.committed {
				continue
			}
			if next == nil {
				next, runs = Offsets{}, map[*partition]uint32{}
			}
			if next[topic] == nil {
				next[topic] = map[uint16]uint64{}
			}
			next[topic][id] = p.next
			runs[p] = p.run
		}
	}
	return next, runs
}

// settled notes that Kafka knows the offsets. A partition that began anew meanwhile is left alone.
func (t *tracker) settled(next Offsets, runs map[*partition]uint32) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for p, run := range runs {
		if p.run == run {
			p.committed = max(p.committed, next[p.topic][p.id])
		}
	}
}

// underWay is the number of messages that are fetched and not done.
func (t *tracker) underWay() (n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, partitions := range t.all {
		for _, p := range partitions {
			n += len(p.offsets)
		}
	}
	return n
}
