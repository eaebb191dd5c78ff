package intake

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"
)

// Config sets an intake up. Producer, Ledger, Keys, Masker and Codec are needed.
type Config struct {
	Producer Producer
	Ledger   Ledger
	Keys     Keys
	Masker   Masker
	Codec    Codec
	// Seal keeps what cannot be read and so not be masked; nil keeps it masked as well as can be.
	Seal func(raw []byte) string
	// Backlog tells how many records wait to be stored. Above Limits.Backlog nothing is taken. nil where the broker bears any backlog.
	Backlog func(context.Context) (int64, error)
	// Form opens the page for customers; nil keeps it closed.
	Form *Form
	// Status serves the pages that tell a customer how a complaint stands, under /s/; nil when there are none.
	Status http.Handler
	// Observe is told of every request of a sender, from the goroutine that answered it; nil when nobody measures.
	Observe func(Request)
	// TrustedProxies are the addresses whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix
	Limits         Limits
	Clock          func() time.Time // default time.Now
	Log            *slog.Logger     // default discards
}

// Request is one request of a sender, for measuring.
type Request struct {
	Source             string // empty when nobody known sent it
	Status             int
	Took               time.Duration
	Accepted, Rejected int // records
}

// Limits bound what senders can cost us. Zero fields take the defaults.
type Limits struct {
	// BodyBytes bounds a request, packed and unpacked. At 8 MiB a request under way needs about 40 MB, with what is made of it.
	BodyBytes int64
	// Records bounds a request: what has to be sent again when it fails, and the length of the answer. Default 5,000.
	Records int
	// Concurrent is how many requests are under way at once, and PerKey how many of one key, so that one sender leaves room for others.
	// Defaults 8 and 4: with two processors more would only wait for each other, and hold more memory.
	Concurrent, PerKey int
	// Rate is the records a second that a key may send when it has no rate of its own. The default of 1,000 is far above what people
	// write and a third of what one processor stores.
	Rate int
	// Backlog is the number of records waiting to be stored above which nothing is taken. The embedded broker keeps them in memory at
	// about a kilobyte each; the default of 200,000 is where an import waits as well.
	Backlog int64
	// BodyWait bounds reading a body: 8 MiB at 3 Mbit/s take 22 s. Default 30 s.
	BodyWait time.Duration
	// ProduceWait bounds what Kafka may take. The producer itself tries for about 8 s; default 15 s.
	ProduceWait time.Duration
}

func (l Limits) withDefaults() Limits {
	setDefault(&l.BodyBytes, 8<<20)
	setDefault(&l.Records, 5000)
	setDefault(&l.Concurrent, 8)
	setDefault(&l.PerKey, 4)
	setDefault(&l.Rate, 1000)
	setDefault(&l.Backlog, 200_000)
	setDefault(&l.BodyWait, 30*time.Second)
	setDefault(&l.ProduceWait, 15*time.Second)
	return l
}

func (c Config) withDefaults() Config {
	c.Limits = c.Limits.withDefaults()
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func setDefault[T int | int64 | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}
