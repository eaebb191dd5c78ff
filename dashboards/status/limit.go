package status

import (
	"net/netip"
	"sync"
	"time"
)

// How often pages are asked for: a person looks a few times a day, and may press reload. What goes beyond would only cost queries, as nobody
// finds a token by trying. All together may ask for less than a page of the list costs.
const (
	burst     = 20
	perSecond = 0.5
	allBurst  = 200
	allRate   = 20
	mostKnown = 10_000 // addresses; some 2 MB
)

// limiter is a bucket of tokens for each address, and one for all. An address that cannot be told, or is this machine's because a proxy
// stands before it, has only the one for all.
type limiter struct {
	mu  sync.Mutex
	all bucket
	by  map[netip.Prefix]*bucket
}

// bucket fills with time up to its burst.
type bucket struct {
	spent float64 // what was taken and has not come back
	at    time.Time
}

func (b *bucket) take(now time.Time, rate, burst float64) bool {
	b.spent = max(0, b.spent-max(0, now.Sub(b.at).Seconds())*rate)
	b.at = now
	if b.spent+1 > burst {
		return false
	}
	b.spent++
	return true
}

func (l *limiter) allow(a netip.Addr, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a.IsValid() && !a.IsLoopback() && !l.of(a).take(now, perSecond, burst) {
		return false
	}
	return l.all.take(now, allRate, allBurst)
}

// of finds the bucket of an address, for IPv6 of its network of 64 bits. When too many are known they are forgotten, which gives everybody
// a new start; the bucket of all stays.
func (l *limiter) of(a netip.Addr) *bucket {
	bits := 64
	if a.Is4() {
		bits = 32
	}
	network, _ := a.Prefix(bits) // the bits fit the address
	if l.by == nil || len(l.by) >= mostKnown && l.by[network] == nil {
		l.by = map[netip.Prefix]*bucket{}
	}
	if l.by[network] == nil {
		l.by[network] = &bucket{}
	}
	return l.by[network]
}
