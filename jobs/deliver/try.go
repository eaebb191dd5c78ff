package deliver

import (
	"context"
	"encoding/json"
	"time"

	"huisheng/analytics"
	"huisheng/jobs/deliver/channel"
)

// testWait is how long a test waits for a pass under way to end, and testStep how often it looks.
const (
	testWait = 20 * time.Second
	testStep = 100 * time.Millisecond
)

// Test sends a message to a recipient that says it is a test, once, and returns what became of it. The error is not of the message.
func (d *Deliverer) Test(ctx context.Context, recipient uint64, by string) (analytics.Notice, error) {
	b, err := d.read(ctx)
	if err != nil {
		return analytics.Notice{}, err
	}
	if !b.reaches(recipient) {
		return analytics.Notice{}, &analytics.Error{Kind: analytics.KindMissing, Field: "recipient", Text: "没有这个收件人"}
	}
	waiting, cancel := context.WithTimeout(ctx, testWait)
	defer cancel()
	for {
		taken, err := d.ledger.TakeLease(ctx, leaseName, d.config.Owner+" test", leaseLength)
		if err != nil {
			return analytics.Notice{}, err
		}
		if taken {
			break
		}
		select {
		case <-waiting.Done():
			return analytics.Notice{}, &analytics.Error{Kind: analytics.KindBusy, Text: "正在发别的通知，请稍后再试"}
		case <-time.After(testStep):
		}
	}
	own := *d // a pass that is begun meanwhile by the same process must not take this lease for its own
	own.config.Owner += " test"
	defer own.release(ctx)
	message := channel.Notice{Title: "回声测试通知", Items: []channel.Item{}, Lead: "这是一条测试：收到它，说明“" + b.recipients[recipient].Name + "”设置无误。"}
	content, err := json.Marshal(message)
	if err != nil {
		return analytics.Notice{}, err
	}
	n, err := own.ledger.AddNotice(ctx, analytics.Notice{Recipient: recipient, Content: string(content), Title: message.Title, MadeBy: by}, nil)
	if err != nil {
		return n, err
	}
	if err := own.ledger.BeginNotice(ctx, n.Number); err != nil {
		return n, err
	}
	if failure := own.transmit(ctx, b.recipients[recipient], n); failure != nil {
		err = own.ledger.NoticeNotSent(ctx, n.Number, failure.Text, time.Time{})
	} else {
		err = own.ledger.NoticeSent(ctx, n.Number)
	}
	if err != nil {
		return n, err
	}
	return own.ledger.Notice(ctx, n.Number)
}
