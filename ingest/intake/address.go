package intake

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// ClientOf is the address that a request comes from. What X-Forwarded-For says is believed as far as trusted proxies say it: from the
// right, the first address that is none of theirs.
func ClientOf(r *http.Request, trusted []netip.Prefix) netip.Addr {
	at := addressOf(r.RemoteAddr)
	said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(said) - 1; i >= 0 && within(at, trusted); i-- {
		before, err := netip.ParseAddr(strings.TrimSpace(said[i]))
		if err != nil {
			break
		}
		at = before.Unmap()
	}
	return at
}

// addressOf reads host:port; what cannot be read is one address for all.
func addressOf(remote string) netip.Addr {
	p, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.IPv4Unspecified()
	}
	return p.Addr().Unmap()
}

func within(a netip.Addr, prefixes []netip.Prefix) bool {
	for _, p := range prefixes {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// How often one address may send the form: a family behind one address gets by, a program does not. Behind one IPv6 address stands a
// network of 64 bits.
const (
	formBurst    = 5
	formEvery    = 2 * time.Minute
	maxAddresses = 10_000 // some 2 MB; more at once are a flood, and share one allowance
)

// visitors count by address.
type visitors struct {
	mu     sync.Mutex
	by     map[netip.Prefix]*rate.Limiter
	others *rate.Limiter
	swept  time.Time // a flood must not pay for a look at all addresses with every request
}

func newVisitors() *visitors {
	return &visitors{by: map[netip.Prefix]*rate.Limiter{}, others: rate.NewLimiter(1, formBurst)}
}

// allow takes one off what an address may send; without any left it tells how long to wait.
func (v *visitors) allow(a netip.Addr, now time.Time) (wait time.Duration, ok bool) {
	limiter := v.of(a, now)
	reserved := limiter.ReserveN(now, 1)
	if wait = reserved.DelayFrom(now); wait > 0 {
		reserved.CancelAt(now)
	}
	return wait, wait == 0
}

func (v *visitors) of(a netip.Addr, now time.Time) *rate.Limiter {
	bits := 64
	if a.Is4() {
		bits = 32
	}
	network, _ := a.Prefix(bits)
	v.mu.Lock()
	defer v.mu.Unlock()
	if known := v.by[network]; known != nil {
		return known
	}
	if len(v.by) >= maxAddresses && now.Sub(v.swept) >= formEvery {
		v.swept = now
		for n, l := range v.by {
			if l.TokensAt(now) >= formBurst { // as good as new
				delete(v.by, n)
			}
		}
	}
	if len(v.by) >= maxAddresses {
		return v.others
	}
	v.by[network] = rate.NewLimiter(rate.Every(formEvery), formBurst)
	return v.by[network]
}
