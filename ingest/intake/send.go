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
	at := from.now.Truncate(time.Millisecond)
	// 5. The ledger says what is going to be sent,
	if number, err = in.register(ctx, from, at, outcomes); err != nil {
		return number, err
	}
	messages := make([]ingest.Message, len(outcomes))
	for i, o := range outcomes {
		messages[i] = o.message
		messages[i].Import, messages[i].Time = number, at
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

// registerTimes bounds how often a number is asked for anew: another key's import that was undone may stand in the same entry.
const registerTimes = 3

// register writes down that outcomes are going to be sent, under the import of the key's day.
func (in *Intake) register(ctx context.Context, from origin, at time.Time, outcomes []outcome) (number uint32, err error) {
	for range registerTimes {
		if number, err = in.clerk.number(ctx, from.key, from.now); err != nil {
			return 0, err
		}
		err = in.clerk.write(ctx, lines(number, from, at, outcomes, nil))
		if analytics.KindOf(err) != analytics.KindInvalid {
			return number, err
		}
		in.clerk.forget(from.key)
	}
	return number, analytics.Wrap(analytics.KindBusy, err, "登记不了这批记录")
}

// lines are the entries of the ledger for outcomes, without those at the indexes left.
func lines(number uint32, from origin, at time.Time, outcomes []outcome, left []int) []analytics.Given {
	skip := make(map[int]bool, len(left))
	for _, i := range left {
		skip[i] = true
	}
	var all []analytics.Given
	for i, o := range outcomes {
		if skip[i] {
			continue
		}
		all = add(all, []analytics.Given{{Import: number, Topic: o.message.Topic, Meant: o.meant, Source: from.key.Source, Hour: analytics.HourOf(at), Sending: 1}})
	}
	return all
}

// confirmed turns what was going to be sent into what was.
func confirmed(lines []analytics.Given) []analytics.Given {
	for i := range lines {
		lines[i].Sending, lines[i].Sent = 0, lines[i].Sending
	}
	return lines
}
