package bench

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/config"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sample"
)

// Waits are how long records took from Kafka's acknowledgement until they were seen.
type Waits struct {
	N      int           `json:"n"`
	Median time.Duration `json:"median_ns"`
	P95    time.Duration `json:"p95_ns"`
	P99    time.Duration `json:"p99_ns"`
	Most   time.Duration `json:"max_ns"`
	Hold   time.Duration `json:"hold_ns"`
	Unseen int           `json:"unseen"` // that were not seen before the patience ended
}

// Held reports whether every record was seen in time.
func (w Waits) Held() bool { return w.N > 0 && w.Unseen == 0 && w.Most <= w.Hold }

// waitsOf orders what was measured.
func waitsOf(took []time.Duration, hold time.Duration, unseen int) Waits {
	w := Waits{N: len(took), Hold: hold, Unseen: unseen}
	if len(took) == 0 {
		return w
	}
	slices.Sort(took)
	at := func(share float64) time.Duration { return took[min(int(share*float64(len(took))), len(took)-1)] }
	w.Median, w.P95, w.P99, w.Most = at(0.5), at(0.95), at(0.99), took[len(took)-1]
	return w
}

// FreshnessReport is the outcome of Freshness.
type FreshnessReport struct {
	Rate    int   `json:"rate"` // complaints a second
	Seconds int   `json:"seconds"`
	Base    int   `json:"base"` // complaints that were in the month before
	List    Waits `json:"list"`
	Figures Waits `json:"figures"`
}

// The bounds that DESIGN holds, and how long is waited for what does not come.
const (
	listWithin    = 5 * time.Second
	figuresWithin = time.Minute
	patience      = 3 * time.Minute
)

// probe is a complaint that is looked for. It has a source of its own, by which lists and figures can be asked for it alone.
type probe struct {
	source       string
	acknowledged time.Time
	listed, told bool
}

// freshness measures one installation.
type freshness struct {
	rt            *runtime.Runtime
	producer      *kafka.Producer
	generator     *sample.Generator
	record        sample.Record
	probes        []*probe
	list, figures []time.Duration
}

// Freshness streams complaints of the present month at a rate through a whole installation with its jobs, and looks, once a second, how long
// one of them takes from Kafka's acknowledgement until the list shows it and until the figures of its month count it. The installation
// is the caller's, who made it for this and removes it. base complaints are in the month before.
func Freshness(ctx context.Context, c config.Config, rate, seconds, base int, progress func(string)) (FreshnessReport, error) {
	report := FreshnessReport{Rate: rate, Seconds: seconds, Base: base}
	rt, err := runtime.Open(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return report, err
	}
	defer rt.Close()
	f := &freshness{rt: rt, producer: kafka.NewProducer(rt.Kafka), generator: sample.New(sample.Config{Rows: rate*seconds + base + 1, Seed: 1})}
	defer f.producer.Close()
	if err := rt.Receive(); err != nil {
		return report, err
	}
	runner, err := rt.Runner(slog.New(slog.DiscardHandler))
	if err != nil {
		return report, err
	}
	progress("先放入一个月的投诉")
	for left := base; left > 0; left -= 2000 {
		if err := f.send(ctx, min(left, 2000), ""); err != nil {
			return report, err
		}
	}
	if err := runner.Run(ctx); err != nil {
		return report, err
	}
	rt.Work(runner)
	progress("逐秒测量")
	if err := f.stream(ctx, rate, seconds); err != nil {
		return report, err
	}
	unlisted, untold := f.unseen()
	report.List, report.Figures = waitsOf(f.list, listWithin, unlisted), waitsOf(f.figures, figuresWithin, untold)
	return report, nil
}

// send gives n complaints of now to Kafka; the last has the source, when one is named.
func (f *freshness) send(ctx context.Context, n int, source string) error {
	messages := make([]ingest.Message, 0, n)
	now := time.Now().Truncate(time.Millisecond)
	for i := range n {
		if !f.generator.Next(&f.record) {
			break
		}
		complaint := f.record.Complaint
		complaint.ReceivedAt = now
		if source != "" && i == n-1 {
			complaint.Source = source
		}
		f.rt.Masker.MaskComplaint(&complaint)
		value, err := f.rt.Codec.EncodeComplaint(&complaint)
		if err != nil {
			return err
		}
		messages = append(messages, ingest.Message{Topic: ingest.TopicComplaints, Key: ingest.MessageKey(complaint.Source, complaint.ID), Value: value, Masked: 1, Time: now})
	}
	return f.producer.Produce(ctx, messages)
}

// stream sends ten times a second and looks as often.
func (f *freshness) stream(ctx context.Context, rate, seconds int) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	until := time.Now().Add(time.Duration(seconds)*time.Second + patience)
	for n := 0; ; n++ {
		switch {
		case n < 10*seconds:
			source := ""
			if n%10 == 0 {
				source = fmt.Sprintf("probe-%d", n/10)
			}
			if err := f.send(ctx, max(rate/10, 1), source); err != nil {
				return err
			}
			if source != "" {
				f.probes = append(f.probes, &probe{source: source, acknowledged: time.Now()})
			}
		default:
			if unlisted, untold := f.unseen(); unlisted+untold == 0 || time.Now().After(until) {
				return nil
			}
		}
		if err := f.look(ctx, n); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// look asks the list for every probe that it does not show yet, and every half second the figures for all.
func (f *freshness) look(ctx context.Context, n int) error {
	month := analytics.MonthOf(time.Now())
	selection := analytics.Selection{}.Between(month.First(), month.Last())
	for _, p := range f.probes {
		if p.listed {
			continue
		}
		found, err := f.rt.Warehouse.ListComplaints(ctx, selection.With("source", p.source), time.Now(), analytics.Cursor{}, 50)
		if err != nil {
			return err
		}
		if p.listed = len(found) > 0; p.listed {
			f.list = append(f.list, time.Since(p.acknowledged))
		}
	}
	if n%5 != 0 {
		return nil
	}
	counted, err := f.rt.Warehouse.CountByAxis(ctx, "source", selection, analytics.Selection{})
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, c := range counted {
		there[c.Value] = c.N > 0
	}
	for _, p := range f.probes {
		if !p.told && there[p.source] {
			p.told = true
			f.figures = append(f.figures, time.Since(p.acknowledged))
		}
	}
	return nil
}

func (f *freshness) unseen() (unlisted, untold int) {
	for _, p := range f.probes {
		if !p.listed {
			unlisted++
		}
		if !p.told {
			untold++
		}
	}
	return unlisted, untold
}
