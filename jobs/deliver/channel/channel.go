package channel

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"time"

	"huisheng/analytics"
)

// Config is how a Sender works. The zero value reaches the public internet and has no mail.
type Config struct {
	Mail    Mail
	Allowed []netip.Prefix // networks that are not public and may be sent to all the same
	Now     func() time.Time
	Timeout time.Duration  // of one attempt, 0: 15 s
	Roots   *x509.CertPool // nil: the system's
}

// Target is where one recipient is reached. It is secret as a whole: who has the address of a robot can speak with its voice.
type Target struct {
	Channel string `json:"-"`
	Address string `json:"address"`
	Secret  string `json:"secret,omitempty"` // signs; empty where the receiver does not ask for it
}

// Sender sends notices. It is safe for concurrent use.
type Sender struct {
	config Config
	public *http.Client // reaches no address of this machine or its networks but those allowed
	local  *http.Client // reaches this machine only
}

// New makes a Sender. It opens nothing.
func New(c Config) *Sender {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Timeout == 0 {
		c.Timeout = 15 * time.Second // robots answer within a second; a mail server may look names up
	}
	return &Sender{config: c, public: client(c, false), local: client(c, true)}
}

// Failure is why an attempt failed, in a sentence that names no address.
type Failure struct {
	Text  string
	Final bool          // trying again is of no use until somebody changes something
	Wait  time.Duration // the least wait before the next attempt; 0: the usual
	Cause error
}

// Error implements error.
func (f *Failure) Error() string { return f.Text }

// Unwrap returns the cause, which may name an address and is for no log.
func (f *Failure) Unwrap() error { return f.Cause }

// Send makes one attempt. Its error is a *Failure.
func (s *Sender) Send(ctx context.Context, to Target, n Notice) error {
	ctx, cancel := context.WithTimeout(ctx, s.config.Timeout)
	defer cancel()
	var err error
	switch to.Channel {
	case analytics.ChannelWeCom:
		err = s.wecom(ctx, to, n)
	case analytics.ChannelDingTalk:
		err = s.dingtalk(ctx, to, n)
	case analytics.ChannelFeishu:
		err = s.feishu(ctx, to, n)
	case analytics.ChannelMail:
		err = s.mail(ctx, to, n)
	case analytics.ChannelWebhook:
		err = s.webhook(ctx, to, n)
	default:
		err = &Failure{Text: fmt.Sprintf("渠道 %q 不认识", to.Channel), Final: true}
	}
	var known *Failure
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &Failure{Text: "没有发出去", Cause: err}
}
