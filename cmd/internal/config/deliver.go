package config

import (
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/jobs/deliver/channel"
)

// Deliver is how notices go out. What is sent to whom is no setting: people decide it on the page.
type Deliver struct {
	PublicURL string   // under which colleagues open the pages; empty: notices have no links
	Allow     []string // networks that are not public and may be sent to
	Days      int      // findings that ended longer ago are not told

	MailServer   string // host:port; empty: no mail
	MailSecurity string
	MailUser     string
	MailPassword string
	MailFrom     string
}

// Networks are those of Allow; Validate has read them once.
func (d Deliver) Networks() []netip.Prefix {
	var list []netip.Prefix
	for _, one := range d.Allow {
		if prefix, err := netip.ParsePrefix(one); err == nil {
			list = append(list, prefix)
		}
	}
	return list
}

// Base is the public address without a slash at its end.
func (d Deliver) Base() string { return strings.TrimRight(d.PublicURL, "/") }

func (d Deliver) validate() error {
	if u, err := url.Parse(d.PublicURL); d.PublicURL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		return analytics.Invalid("deliver.public_url", "设置 deliver.public_url 的 %q 应写作 https://echo.example.com", d.PublicURL)
	}
	for _, one := range d.Allow {
		if _, err := netip.ParsePrefix(one); err != nil {
			return analytics.Invalid("deliver.allow", "设置 deliver.allow 的 %q 不是网段，应写作 10.1.0.0/16", one)
		}
	}
	if d.Days < 1 || d.Days > 31 {
		return analytics.Invalid("deliver.days", "设置 deliver.days 应在 1–31 之间，现为 %d", d.Days)
	}
	if !slices.Contains([]string{channel.MailStartTLS, channel.MailTLS, channel.MailOpen}, d.MailSecurity) {
		return analytics.Invalid("mail.security", "设置 mail.security 应为 starttls、tls 或 none，现为 %q", d.MailSecurity)
	}
	if d.MailServer == "" {
		return nil
	}
	if _, _, err := net.SplitHostPort(d.MailServer); err != nil {
		return analytics.Invalid("mail.server", "设置 mail.server 的 %q 应写作 smtp.example.com:587", d.MailServer)
	}
	if _, err := mail.ParseAddress(d.MailFrom); err != nil {
		return analytics.Invalid("mail.from", "设置 mail.from 的 %q 不是邮件地址，应写作 echo@example.com", d.MailFrom)
	}
	return nil
}
