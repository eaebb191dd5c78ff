package sink

import (
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

// rows are decoded records of one kind with the places that their storing makes done.
type rows[T any] struct {
	arrivals []analytics.Arrival[T]
	places   []place
	bytes    int // of the messages that they came in
}

// room appends an empty row for a message and returns it.
func (r *rows[T]) room(m *ingest.Message, at place) *analytics.Arrival[T] {
	r.arrivals = append(r.arrivals, analytics.Arrival[T]{Origin: origin(m)})
	r.places = append(r.places, at)
	r.bytes += len(m.Key) + len(m.Value)
	return &r.arrivals[len(r.arrivals)-1]
}

// undo takes the row of that message back.
func (r *rows[T]) undo(m *ingest.Message) {
	n := len(r.arrivals) - 1
	clear(r.arrivals[n:])
	r.arrivals, r.places = r.arrivals[:n], r.places[:n]
	r.bytes -= len(m.Key) + len(m.Value)
}

// add appends all of other.
func (r *rows[T]) add(other *rows[T]) {
	r.arrivals = append(r.arrivals, other.arrivals...)
	r.places = append(r.places, other.places...)
	r.bytes += other.bytes
}

// oldest is the earliest arrival of all rows.
func (r *rows[T]) oldest() time.Time {
	var first time.Time
	for i := range r.arrivals {
		if at := r.arrivals[i].Origin.ArrivedAt; first.IsZero() || at.Before(first) {
			first = at
		}
	}
	return first
}

// reset empties the rows and lets go of what they point to; the memory of the slices is kept for the next.
func (r *rows[T]) reset() {
	clear(r.arrivals)
	clear(r.places)
	r.arrivals, r.places, r.bytes = r.arrivals[:0], r.places[:0], 0
}

func origin(m *ingest.Message) analytics.Origin {
	return analytics.Origin{Epoch: m.Epoch, Partition: m.Partition, Offset: m.Offset, ArrivedAt: m.Time, Import: m.Import}
}
