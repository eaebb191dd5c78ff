package deliver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huisheng/analytics"
	"huisheng/jobs/deliver/channel"
)

// How sending again goes on: the first wait doubles up to the longest, until an attempt is the last one, some three hours after the first.
const (
	firstWait   = 30 * time.Second
	longestWait = time.Hour
	attempts    = 9
)

// perPass is how many messages a recipient gets at most in one pass: robots take 20 a minute.
const perPass = 4

// errTaken is why a pass breaks off when somebody else took the lease, as after a long sleep of the machine.
var errTaken = errors.New("the lease of notices was lost")

// send sends every message that is due. A message is written down as being sent before it is, and as sent after: killed in between, it is
// sent once more, and a receiver that looks at its id knows it.
func (d *Deliverer) send(ctx context.Context, b *book) (sent int, err error) {
	due, err := d.ledger.DueNotices(ctx, d.config.Now()) // what this pass put together is due too
	if err != nil {
		return 0, err
	}
	got := map[uint64]int{}
	for _, n := range due {
		if got[n.Recipient]++; got[n.Recipient] > perPass {
			continue
		}
		ok, err := d.attempt(ctx, b, n)
		if err != nil {
			return sent, err
		}
		if ok {
			sent++
		}
	}
	return sent, nil
}

// attempt sends one message and writes down what became of it. The error is of the ledger.
func (d *Deliverer) attempt(ctx context.Context, b *book, n analytics.Notice) (sent bool, err error) {
	held, err := d.ledger.TakeLease(ctx, leaseName, d.config.Owner, leaseLength)
	if err != nil {
		return false, err
	}
	if !held {
		return false, errTaken
	}
	if !b.reaches(n.Recipient) {
		return false, d.ledger.NoticeNotSent(ctx, n.Number, "收件人已移除", time.Time{})
	}
	// 1. Being sent.
	if err := d.ledger.BeginNotice(ctx, n.Number); err != nil {
		return false, err
	}
	// 2. Sent.
	failure := d.transmit(ctx, b.recipients[n.Recipient], n)
	if ctx.Err() != nil {
		return false, ctx.Err() // the end of the process is no failure of the message
	}
	// 3. Written down.
	if failure == nil {
		return true, d.ledger.NoticeSent(ctx, n.Number)
	}
	next := d.config.Now().Add(max(wait(n.Attempts+1), failure.Wait))
	if failure.Final || n.Attempts+1 >= attempts {
		next = time.Time{}
	}
	d.config.Log.Warn("a notice was not sent", "notice", n.Number, "recipient", b.recipients[n.Recipient].Name, "why", failure.Text, "given_up", next.IsZero())
	return false, d.ledger.NoticeNotSent(ctx, n.Number, failure.Text, next)
}

// wait is how long to wait after the n-th attempt.
func wait(n int) time.Duration {
	w := firstWait
	for ; n > 1 && w < longestWait; n-- {
		w *= 2
	}
	return min(w, longestWait)
}

// transmit sends a message once.
func (d *Deliverer) transmit(ctx context.Context, r analytics.Recipient, n analytics.Notice) *channel.Failure {
	to, err := d.config.Open(r)
	if err != nil {
		return &channel.Failure{Text: "收件地址打不开：密钥文件换过，请重新填写地址", Final: true, Cause: err}
	}
	var message channel.Notice
	if err := json.Unmarshal([]byte(n.Content), &message); err != nil {
		return &channel.Failure{Text: "通知的内容读不出来", Final: true, Cause: err}
	}
	message.ID = fmt.Sprintf("notice-%d-%d", n.Number, n.MadeAt.Unix())
	if d.config.Link != nil {
		message.Link = d.config.Link(n.Number)
	}
	err = d.sender.Send(ctx, to, message)
	if err == nil {
		return nil
	}
	var failure *channel.Failure
	if !errors.As(err, &failure) {
		failure = &channel.Failure{Text: "没有发出去", Cause: err}
	}
	return failure
}
