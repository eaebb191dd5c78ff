package intake

import (
	"context"
	"errors"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

// errStopped is what requests get that come while the program ends.
var errStopped = later("down", "服务正在停止，请稍后原样再发一次", 5*time.Second)

// send brings outcomes into Kafka. When it returns without an error all of them are safe. It does not end with the request: what has been
// begun is finished and written down even when the sender hangs up.
func (in *Intake) send(ctx context.Context, from origin, outcomes []outcome) (number uint32, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), in.Limits.ProduceWait)
	defer cancel()
	if number, err = in.clerk.number(ctx, from.key, from.now); err != nil {
		return 0, err
	}
	at := from.now.Truncate(time.Millisecond)
	messages := make([]ingest.Message, len(outcomes))
	for i, o := range outcomes {
		messages[i] = o.message
		messages[i].Import, messages[i].Time = number, at
	}
	// 5. The ledger says what is going to be sent,
	if err = in.clerk.write(ctx, lines(number, from, at, outcomes, nil)); err != nil {
		return number, err
	}
	// 6. and only then it is.
	err = in.Producer.Produce(ctx, messages)
	var partly interface{ FailedMessages() []int }
	switch {
	case err == nil:
		in.clerk.note(confirmed(lines(number, from, at, outcomes, nil)))
	case errors.As(err, &partly):
		in.clerk.note(confirmed(lines(number, from, at, outcomes, partly.FailedMessages())))
	}
	if err != nil && analytics.KindOf(err) == analytics.Internal {
		err = analytics.Wrap(analytics.KindDown, err, "Kafka 没有确认")
	}
	return number, err
}

// lines are the entries of the ledger for outcomes, without those at the indexes left.
func lines(number uint32, from origin, at time.Time, outcomes []outcome, left []int) []Line {
	skip := make(map[int]bool, len(left))
	for _, i := range left {
		skip[i] = true
	}
	var all []Line
	for i, o := range outcomes {
		if skip[i] {
			continue
		}
		l := Line{Import: number, Topic: o.message.Topic, Meant: o.meant, Source: from.key.Source, Hour: at.In(analytics.Zone).Truncate(time.Hour), Sending: 1}
		if o.refusal != nil {
			l.Rejected = 1
		}
		all = add(all, []Line{l})
	}
	return all
}

// confirmed turns what was going to be sent into what was.
func confirmed(lines []Line) []Line {
	for i := range lines {
		lines[i].Sending, lines[i].Sent, lines[i].Rejected = 0, lines[i].Sending, 0
	}
	return lines
}
