package kafka

import (
	"context"
	"sync"

	"huisheng/ingest"
)

// messageFrame is what a message costs in memory beside its key and value.
const messageFrame = 160

// readAhead is a bounded buffer between the one who reads single messages and the one who takes many at once.
type readAhead struct {
	rows, bytes int // limits

	mu    sync.Mutex
	queue []ingest.Message
	size  int  // bytes in queue
	ended bool // nothing more will come

	filled chan struct{} // holds a token when queue may have become non-empty
	room   chan struct{} // holds a token when there may be room again
}

func newReadAhead(rows, bytes int) *readAhead {
	return &readAhead{rows: rows, bytes: bytes, filled: make(chan struct{}, 1), room: make(chan struct{}, 1)}
}

func costOf(m *ingest.Message) int { return len(m.Key) + len(m.Value) + messageFrame }

// put adds a message, and waits while the buffer is full. A message larger than the whole buffer is let in when it is empty. It
// returns false when ctx ended first.
func (b *readAhead) put(ctx context.Context, m ingest.Message) bool {
	for {
		b.mu.Lock()
		if len(b.queue) == 0 || (len(b.queue) < b.rows && b.size+costOf(&m) <= b.bytes) {
			b.queue = append(b.queue, m)
			b.size += costOf(&m)
			b.mu.Unlock()
			signal(b.filled)
			return true
		}
		b.mu.Unlock()
		select {
		case <-ctx.Done():
			return false
		case <-b.room:
		}
	}
}

// take moves messages to the front of into, waiting for the first.
func (b *readAhead) take(ctx context.Context, into []ingest.Message) (int, error) {
	for {
		b.mu.Lock()
		n, ended := b.move(into), b.ended
		b.mu.Unlock()
		if n > 0 {
			signal(b.room)
			return n, nil
		}
		if ended {
			return 0, ErrStopped
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-b.filled:
		}
	}
}

// move takes from the queue; the lock is held.
func (b *readAhead) move(into []ingest.Message) int {
	n := copy(into, b.queue)
	for i := range n {
		b.size -= costOf(&b.queue[i])
	}
	left := copy(b.queue, b.queue[n:])
	clear(b.queue[left:])
	b.queue = b.queue[:left]
	return n
}

// end tells takers that nothing more will come. What is in the buffer is dropped: it was not committed and will be read again.
func (b *readAhead) end() {
	b.mu.Lock()
	b.ended = true
	b.queue, b.size = nil, 0
	b.mu.Unlock()
	signal(b.filled)
}

func signal(token chan struct{}) {
	select {
	case token <- struct{}{}:
	default:
	}
}
