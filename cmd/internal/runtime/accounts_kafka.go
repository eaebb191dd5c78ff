package runtime

import (
	"context"
	"time"

	"huisheng/analytics"
	"huisheng/ingest/kafka"
)

// maxHours bounds for how many hours Kafka is asked where they begin, as every hour is a request: eight days.
const maxHours = 24 * 8

// bound is where an hour begins in a partition.
type bound struct {
	topic     string
	epoch     uint32
	partition int
	hour      int64
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
	a.asking.Lock()
	defer a.asking.Unlock()
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
