// Package deliver tells people of findings: it plans by rules who is to be told what and when, puts what is due into messages, sends them,
// and tells somebody else when nobody confirms. It works beside the other jobs and under a lease of its own, so that a slow mail server
// holds up no figure, and a long month no alarm.
package deliver

import (
	"context"
	"log/slog"
	"time"

	"huisheng/analytics"
	"huisheng/jobs/deliver/channel"
)

// Tables is what deliver reads of the warehouse, every few seconds while there are rules.
type Tables interface {
	// Findings returns the findings of the months from one to another; Attributions what explains them.
	Findings(ctx context.Context, from, to analytics.Month) ([]analytics.Finding, error)
	Attributions(ctx context.Context, from, to analytics.Month) ([]analytics.Attribution, error)
}

// Ledger is what deliver needs of the state. Every method is durable when it returns.
type Ledger interface {
	// DeliveryRules and Recipients return what people set, recipients that are gone too; FindingDecisions what they decided, undone too.
	DeliveryRules(ctx context.Context) ([]analytics.DeliveryRule, error)
	Recipients(ctx context.Context) ([]analytics.Recipient, error)
	FindingDecisions(ctx context.Context) ([]analytics.FindingDecision, error)

	// ToldLevels returns the highest level at which findings were planned for each recipient since a time.
	ToldLevels(ctx context.Context, since time.Time) (map[analytics.DeliveryKey]uint8, error)

	// PlannedDeliveries returns what was planned since a time and is told or waits.
	PlannedDeliveries(ctx context.Context, since time.Time) ([]analytics.Delivery, error)

	// AddDelivery plans to tell a finding, or keeps why it is not told, unless it was told at this level or planned above it before. What
	// waits at this level longer is told by this rule instead.
	AddDelivery(ctx context.Context, d analytics.Delivery) (added bool, err error)

	// WaitingDeliveries returns what is due, by recipient and the highest level first; UnconfirmedDeliveries what rules themselves told
	// since a time and nobody confirmed, due when it was told.
	WaitingDeliveries(ctx context.Context, by time.Time) ([]analytics.Delivery, error)
	UnconfirmedDeliveries(ctx context.Context, since time.Time) ([]analytics.Delivery, error)
	DropDelivery(ctx context.Context, number uint64, why string) error

	// AddNotice keeps a message that tells these deliveries. DueNotices returns what is to be sent; with the lease held, what is being sent
	// belongs to a process that died. BeginNotice, NoticeSent and NoticeNotSent write down what becomes of an attempt; the zero time gives up.
	AddNotice(ctx context.Context, n analytics.Notice, tells []uint64) (analytics.Notice, error)
	DueNotices(ctx context.Context, by time.Time) ([]analytics.Notice, error)
	Notice(ctx context.Context, number uint64) (analytics.Notice, error)
	BeginNotice(ctx context.Context, number uint64) error
	NoticeSent(ctx context.Context, number uint64) error
	NoticeNotSent(ctx context.Context, number uint64, trouble string, next time.Time) error

	// TakeLease takes or renews a lease, false when somebody else holds it.
	TakeLease(ctx context.Context, name, owner string, length time.Duration) (bool, error)
	ReleaseLease(ctx context.Context, name, owner string) error
}

// Sender makes one attempt to send a message. Its error is a *channel.Failure. channel.Sender is one.
type Sender interface {
	Send(ctx context.Context, to channel.Target, n channel.Notice) error
}

// Config is how a Deliverer works. Owner and Open are needed.
type Config struct {
	Owner string // tells this process from others
	// Open opens the sealed address of a recipient.
	Open func(r analytics.Recipient) (channel.Target, error)
	// Link is the address under which a notice is opened and confirmed; nil or empty: messages have none.
	Link func(notice uint64) string
	// Call names a series as people do; nil: by its values.
	Call func(series []analytics.AxisValue) string

	Days int              // findings that ended longer ago than this are not told, 0: 3
	Poll time.Duration    // how often Serve looks, 0: 15 s, which with perPass stays below 20 messages a minute to a robot
	Now  func() time.Time // nil: the system's clock
	Log  *slog.Logger     // nil: none
}

// Deliverer plans and sends. One is used by one goroutine at a time; several processes share the work by the lease.
type Deliverer struct {
	tables Tables
	ledger Ledger
	sender Sender
	config Config
	seen   map[uint64]time.Time // findings that nothing explains yet, since when they are known
}

// New makes a Deliverer. It reads nothing.
func New(tables Tables, ledger Ledger, sender Sender, c Config) *Deliverer {
	if c.Days == 0 {
		c.Days = 3
	}
	if c.Poll == 0 {
		c.Poll = 15 * time.Second
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Deliverer{tables: tables, ledger: ledger, sender: sender, config: c, seen: map[uint64]time.Time{}}
}

// The lease under which messages are planned and sent, and how long it holds: longer than one attempt, before each of which it is renewed.
const (
	leaseName   = "deliver"
	leaseLength = time.Minute
)

// Serve looks again and again until ctx ends. What fails is written to the log and tried again.
func (d *Deliverer) Serve(ctx context.Context) {
	for {
		if _, err := d.Pass(ctx); err != nil && ctx.Err() == nil {
			d.config.Log.Warn("notices could not be looked after", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(d.config.Poll):
		}
	}
}

// Pass plans, puts together and sends what is due now, and returns how many messages went out. It does nothing while another process does.
func (d *Deliverer) Pass(ctx context.Context) (sent int, err error) {
	b, err := d.read(ctx)
	if err != nil {
		return 0, err
	}
	planned, err := d.plan(ctx, b)
	if err != nil {
		return 0, err
	}
	// Reading alone tells whether there is something to do, which is mostly not so.
	if idle, err := d.idle(ctx, b); err != nil || idle && len(planned) == 0 {
		return 0, err
	}
	taken, err := d.ledger.TakeLease(ctx, leaseName, d.config.Owner, leaseLength)
	if err != nil || !taken {
		return 0, err
	}
	defer d.release(ctx)
	if err := d.keep(ctx, b, planned); err != nil {
		return 0, err
	}
	if err := d.compose(ctx, b); err != nil {
		return 0, err
	}
	return d.send(ctx, b)
}

// idle reports whether nothing that was planned before is to be told or sent now.
func (d *Deliverer) idle(ctx context.Context, b *book) (bool, error) {
	waiting, err := d.ledger.WaitingDeliveries(ctx, b.now)
	if err != nil || len(waiting) > 0 {
		return false, err
	}
	due, err := d.ledger.DueNotices(ctx, b.now)
	return len(due) == 0, err
}

func (d *Deliverer) release(ctx context.Context) {
	// Also when ctx was cancelled: a lease that stays runs out by itself.
	if err := d.ledger.ReleaseLease(context.WithoutCancel(ctx), leaseName, d.config.Owner); err != nil {
		d.config.Log.Warn("the lease of notices was not given back; it runs out by itself", "error", err)
	}
}

// book is what one pass knows.
type book struct {
	now        time.Time
	rules      map[uint64]*analytics.DeliveryRule
	order      []uint64 // of rules
	recipients map[uint64]analytics.Recipient
	verdicts   map[uint64]string               // the last that holds, by finding
	told       map[analytics.DeliveryKey]uint8 // the highest level that was planned
	waits      map[analytics.DeliveryKey]analytics.Delivery
}

// toldSpan is how far back a finding may have been told that is told once more now: longer than any is told for.
const toldSpan = 100 * 24 * time.Hour

func (d *Deliverer) read(ctx context.Context) (*book, error) {
	b := &book{now: d.config.Now(), rules: map[uint64]*analytics.DeliveryRule{}, recipients: map[uint64]analytics.Recipient{}, verdicts: map[uint64]string{}, waits: map[analytics.DeliveryKey]analytics.Delivery{}}
	rules, err := d.ledger.DeliveryRules(ctx)
	if err != nil {
		return nil, err
	}
	for i := range rules {
		b.rules[rules[i].Number] = &rules[i]
		b.order = append(b.order, rules[i].Number)
	}
	recipients, err := d.ledger.Recipients(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range recipients {
		b.recipients[r.Number] = r
	}
	decisions, err := d.ledger.FindingDecisions(ctx)
	if err != nil {
		return nil, err
	}
	for _, one := range decisions {
		if one.UndoneAt.IsZero() {
			b.verdicts[one.Finding] = one.Verdict
		}
	}
	waiting, err := d.ledger.WaitingDeliveries(ctx, b.now.Add(toldSpan))
	if err != nil {
		return nil, err
	}
	for _, one := range waiting {
		b.waits[analytics.DeliveryKey{Finding: one.Finding, Recipient: one.Recipient}] = one
	}
	b.told, err = d.ledger.ToldLevels(ctx, b.now.Add(-toldSpan))
	return b, err
}

// reaches reports whether a recipient stands.
func (b *book) reaches(number uint64) bool {
	r, known := b.recipients[number]
	return known && r.GoneAt.IsZero()
}
