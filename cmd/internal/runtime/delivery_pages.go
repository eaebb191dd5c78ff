package runtime

import (
	"context"
	"log/slog"

	"huisheng/analytics"
	"huisheng/jobs/deliver"
	"huisheng/jobs/deliver/channel"
	"huisheng/sql/state"
)

// DeliveryPages is what the page 通知 and the command read and change. It implements web.Deliveries.
type DeliveryPages struct {
	*state.State
	rt *Runtime
}

// DeliveryPages makes it.
func (rt *Runtime) DeliveryPages() DeliveryPages { return DeliveryPages{rt.State, rt} }

// AddRecipient implements web.Deliveries.
func (p DeliveryPages) AddRecipient(ctx context.Context, name, through, address, secret, by string) error {
	_, err := p.rt.AddRecipient(ctx, name, channel.Target{Channel: through, Address: address, Secret: secret}, orCommand(by))
	return err
}

// TestRecipient implements web.Deliveries.
func (p DeliveryPages) TestRecipient(ctx context.Context, number uint64, by string) (analytics.Notice, error) {
	d, err := p.rt.Deliverer(slog.New(slog.DiscardHandler))
	if err != nil {
		return analytics.Notice{}, err
	}
	return d.Test(ctx, number, orCommand(by))
}

// CheckedRule is a rule that may be kept, with the codes of the labels that people write by name. Nobody as its author is the user of the
// terminal.
func (p DeliveryPages) CheckedRule(ctx context.Context, r analytics.DeliveryRule) (analytics.DeliveryRule, error) {
	r.MadeBy = orCommand(r.MadeBy)
	recipients, err := p.State.Recipients(ctx)
	if err != nil {
		return r, err
	}
	classifier, err := Taxonomy(p.rt.Config)
	if err != nil {
		return r, err
	}
	if r.Series, err = coded(classifier.Taxonomy(), r.Series); err != nil {
		return r, err
	}
	return r, deliver.CheckRule(r, recipients)
}

// SaveDeliveryRule implements web.Deliveries.
func (p DeliveryPages) SaveDeliveryRule(ctx context.Context, r analytics.DeliveryRule) error {
	r, err := p.CheckedRule(ctx, r)
	if err == nil {
		_, err = p.State.SaveDeliveryRule(ctx, r)
	}
	return err
}

// NoticeOf implements web.Deliveries.
func (p DeliveryPages) NoticeOf(ctx context.Context, token string) (analytics.Notice, []analytics.Delivery, error) {
	number, ours := p.rt.readNotice(token)
	if !ours {
		return analytics.Notice{}, nil, &analytics.Error{Kind: analytics.KindMissing, Text: "这个链接不对或不完整：请从通知里重新打开"}
	}
	n, err := p.Notice(ctx, number)
	if err != nil {
		return n, nil, err
	}
	tells, err := p.DeliveriesOf(ctx, number)
	return n, tells, err
}

// Linked implements web.Deliveries.
func (p DeliveryPages) Linked() bool { return p.rt.Config.Deliver.PublicURL != "" }
