package channel

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
)

// webhook posts the notice as JSON to any program, signed as Standard Webhooks 1.0 (standardwebhooks.com) has it: the headers webhook-id,
// webhook-timestamp and webhook-signature, which is "v1," and the base64 of HMAC-SHA256 over id, time in seconds and body with dots between
// them. Every status of 2xx means that it was taken; the id is the same when it is sent again.
func (s *Sender) webhook(ctx context.Context, to Target, n Notice) error {
	now := s.config.Now()
	body, err := encode(struct {
		Type string    `json:"type"`
		At   time.Time `json:"timestamp"`
		Data Notice    `json:"data"`
	}{"huisheng.notice", now.In(analytics.Zone).Truncate(time.Second), n})
	if err != nil {
		return err
	}
	stamp := strconv.FormatInt(now.Unix(), 10)
	header := http.Header{}
	header.Set("webhook-id", n.ID)
	header.Set("webhook-timestamp", stamp)
	if to.Secret != "" {
		header.Set("webhook-signature", "v1,"+webhookSign(n.ID, stamp, body, to.Secret))
	}
	status, answer, err := s.post(ctx, to.Address, body, header)
	if err != nil {
		return err
	}
	if refused := refusedStatus(status, "："+cut(plain(string(answer)), 120)); refused != nil {
		return refused
	}
	return nil
}

// webhookSign signs with the bytes after whsec_, which are base64, or with the text of a secret that is not of that form.
func webhookSign(id, stamp string, body []byte, secret string) string {
	key := []byte(secret)
	if coded, standard := strings.CutPrefix(secret, "whsec_"); standard {
		if raw, err := base64.StdEncoding.DecodeString(coded); err == nil {
			key = raw
		}
	}
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "%s.%s.", id, stamp)
	h.Write(body)
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}
