package runtime

import (
	"context"
	"time"

	"huisheng/ingest"
	"huisheng/ingest/importer"
	"huisheng/ingest/kafka"
)

// The embedded broker keeps what is not yet stored in memory, at about a kilobyte a record. An import that is faster than the store waits
// at paceLimit until paceResume, so that a file of any size needs about 200 MB there. The backlog is asked for every paceEvery records.
const (
	paceLimit  = 200_000
	paceResume = 100_000
	paceEvery  = 20_000
	paceWait   = 50 * time.Millisecond
)

// paced is a producer that does not run away from the store.
type paced struct {
	*kafka.Producer
	backlog func(context.Context) (int64, error)
	since   int
}

// Paced makes a producer wait for the store where the broker is embedded. done lets go of what it needs.
func (rt *Runtime) Paced(p *kafka.Producer) (to importer.Producer, done func()) {
	if !rt.embedsKafka() {
		return p, func() {}
	}
	admin := kafka.NewAdmin(rt.Kafka)
	return &paced{Producer: p, backlog: func(ctx context.Context) (int64, error) { return admin.Backlog(ctx, Group) }}, admin.Close
}

// Produce implements importer.Producer.
func (p *paced) Produce(ctx context.Context, messages []ingest.Message) error {
	if p.since += len(messages); p.since >= paceEvery {
		p.since = 0
		if err := p.wait(ctx); err != nil {
			return err
		}
	}
	return p.Producer.Produce(ctx, messages)
}

// wait returns when the backlog is small enough to go on.
func (p *paced) wait(ctx context.Context) error {
	for limit := int64(paceLimit); ; limit = paceResume {
		n, err := p.backlog(ctx)
		if err != nil {
			return err
		}
		if n < limit {
			return nil
		}
		select {
		case <-time.After(paceWait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
