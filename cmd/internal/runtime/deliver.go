package runtime

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/ingest/sink"
	"huisheng/jobs/deliver"
	"huisheng/jobs/deliver/channel"
)

// Deliverer tells people of findings. Each has its own memory of what waits to be explained; they share the work by a lease.
func (rt *Runtime) Deliverer(log *slog.Logger) (*deliver.Deliverer, error) {
	classifier, err := Taxonomy(rt.Config)
	if err != nil {
		return nil, err
	}
	called := names{classifier.Taxonomy()}
	c := rt.Config.Deliver
	sender := channel.New(channel.Config{Allowed: c.Networks(), Mail: channel.Mail{Server: c.MailServer, Security: c.MailSecurity, User: c.MailUser, Password: c.MailPassword, From: c.MailFrom}})
	host, _ := os.Hostname() // only tells processes apart
	config := deliver.Config{Owner: fmt.Sprintf("%s %d %d", host, os.Getpid(), time.Now().UnixNano()), Days: c.Days, Open: rt.openRecipient, Log: log,
		Call: func(series []analytics.AxisValue) string { return dashboards.SeriesName(called, series) }}
	if c.PublicURL != "" {
		config.Link = func(notice uint64) string { return c.Base() + "/d/" + rt.noticeToken(notice) }
	}
	return deliver.New(rt.Warehouse, rt.State, sender, config), nil
}

// Deliver sends notices until Close.
func (rt *Runtime) Deliver(log *slog.Logger) error {
	d, err := rt.Deliverer(log)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() { d.Serve(ctx) })
	rt.onClose(func() error {
		cancel()
		ended.Wait()
		return nil
	})
	return nil
}

// AddRecipient checks an address, seals it and keeps it under a name.
func (rt *Runtime) AddRecipient(ctx context.Context, name string, t channel.Target, by string) (analytics.Recipient, error) {
	name, t.Address, t.Secret = strings.TrimSpace(name), strings.TrimSpace(t.Address), strings.TrimSpace(t.Secret)
	if name == "" || len([]rune(name)) > 40 {
		return analytics.Recipient{}, analytics.Invalid("name", "收件人的名字应有 1–40 字，如 质量部群")
	}
	shown, err := channel.Check(t)
	if err != nil {
		return analytics.Recipient{}, err
	}
	plain, err := json.Marshal(t)
	if err != nil {
		return analytics.Recipient{}, err
	}
	sealed, err := sink.Seal(rt.keys.address, plain)
	if err != nil {
		return analytics.Recipient{}, err
	}
	return rt.State.AddRecipient(ctx, analytics.Recipient{Name: name, Channel: t.Channel, Shown: shown, Sealed: sealed, MadeBy: by})
}

// openRecipient opens what AddRecipient sealed.
func (rt *Runtime) openRecipient(r analytics.Recipient) (channel.Target, error) {
	t := channel.Target{}
	plain, err := sink.Unseal(rt.keys.address, r.Sealed)
	if err == nil {
		err = json.Unmarshal(plain, &t)
	}
	t.Channel = r.Channel
	return t, err
}

// noticeToken is what stands in the link of a notice: its number, and 128 bits of an HMAC of it that nobody else can make.
func (rt *Runtime) noticeToken(number uint64) string {
	h := hmac.New(sha256.New, rt.keys.notice)
	fmt.Fprintf(h, "notice %d", number)
	return strconv.FormatUint(number, 10) + "." + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

// readNotice returns the number of the notice that a token was made for; false for every other text.
func (rt *Runtime) readNotice(token string) (uint64, bool) {
	digits, _, _ := strings.Cut(token, ".")
	number, err := strconv.ParseUint(digits, 10, 64)
	return number, err == nil && subtle.ConstantTimeCompare([]byte(token), []byte(rt.noticeToken(number))) == 1
}
