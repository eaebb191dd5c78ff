package intake

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"huisheng/analytics"
)

// How long what is known of the keys is good for. A revoked key ends within freshFor in every process. A key that is not known is looked
// for at most every lookAgain, so that a new one works at once and wrong ones cost little.
const (
	freshFor  = 2 * time.Second
	lookAgain = 200 * time.Millisecond
	touchFor  = time.Minute
)

// sender is a key with what it uses up in this process.
type sender struct {
	Key
	limiter *rate.Limiter
	slots   chan struct{}
	touched time.Time // when its use was last written down
}

// ring keeps the keys at hand.
type ring struct {
	keys   Keys
	limits Limits
	clock  func() time.Time

	mu      sync.Mutex
	senders map[string]*sender
	read    time.Time
}

// authorise finds who sends a request. Its errors are problems to answer with.
func (r *ring) authorise(req *http.Request) (*sender, error) {
	scheme, secret, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	secret = strings.TrimSpace(secret)
	if secret == "" || !strings.EqualFold(scheme, "Bearer") {
		return nil, unauthorised("请求没有带密钥：请加上 Authorization: Bearer 与密钥")
	}
	s, err := r.find(req.Context(), idOf(secret))
	switch {
	case err != nil:
		return nil, err
	case s == nil || !s.opens(secret):
		return nil, unauthorised("密钥不对：请核对是否完整，或请管理员新建一把")
	case s.Revoked:
		return nil, unauthorised("密钥 " + s.ID + " 已停用：请管理员新建一把")
	}
	return s, nil
}

// find returns the sender of an id, nil when there is none.
func (r *ring) find(ctx context.Context, id string) (*sender, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	age := r.clock().Sub(r.read)
	if _, known := r.senders[id]; age < lookAgain || known && age < freshFor {
		return r.senders[id], nil
	}
	keys, err := r.keys.APIKeys(ctx)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindDown, err, "密钥暂时读不到")
	}
	r.read = r.clock()
	next := make(map[string]*sender, len(keys))
	for _, k := range keys {
		next[k.ID] = r.sender(k)
	}
	r.senders = next
	return next[id], nil
}

// sender takes over what is known of a key. Its uses go on where the key had been there before.
func (r *ring) sender(k Key) *sender {
	if k.Rate <= 0 {
		k.Rate = r.limits.Rate
	}
	s := &sender{Key: k, slots: make(chan struct{}, r.limits.PerKey), limiter: rate.NewLimiter(rate.Limit(k.Rate), max(k.Rate, r.limits.Records))}
	if before := r.senders[k.ID]; before != nil {
		s.slots, s.touched = before.slots, before.touched
		if before.Rate == k.Rate {
			s.limiter = before.limiter
		}
	}
	return s
}

// touch reports whether the use of a key is to be written down now.
func (r *ring) touch(id string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.senders[id]
	if s == nil || now.Sub(s.touched) < touchFor {
		return false
	}
	s.touched = now
	return true
}
