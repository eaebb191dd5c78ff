package config

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"

	"huisheng/analytics"
)

// Intake is what the program was told about taking records over HTTP.
type Intake struct {
	Listen         string // empty: there is no intake. Other machines may reach it, as it asks for keys
	Certificate    string // files of TLS; both or none
	PrivateKey     string
	Form           bool // the page for customers is open
	FormSource     string
	TrustedProxies []string // addresses and networks
	PublicURL      string   // under which customers reach the listener; empty: nowhere
}

// Proxies are the trusted proxies; Validate has read them once.
func (c Intake) Proxies() []netip.Prefix {
	list, _ := c.proxies()
	return list
}

func (c Intake) proxies() ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, one := range c.TrustedProxies {
		prefix, err := netip.ParsePrefix(one)
		if err != nil {
			var address netip.Addr
			if address, err = netip.ParseAddr(one); err == nil {
				prefix, err = address.Prefix(address.BitLen())
			}
		}
		if err != nil {
			return nil, analytics.Invalid("intake.trusted_proxies", "设置 intake.trusted_proxies 里的 %q 不是 IP 或网段，例如 10.0.0.1 或 10.0.0.0/8", one)
		}
		list = append(list, prefix)
	}
	return list, nil
}

// Plain reports whether others could read what comes in: no TLS here, and not on this machine only.
func (c Intake) Plain() bool {
	host, _, _ := net.SplitHostPort(c.Listen)
	ip := net.ParseIP(host)
	return c.Certificate == "" && host != "localhost" && (ip == nil || !ip.IsLoopback())
}

func (c Intake) validate() error {
	if _, err := c.proxies(); err != nil {
		return err
	}
	if _, _, err := net.SplitHostPort(c.Listen); c.Listen != "" && err != nil {
		return analytics.Invalid("intake.listen", "设置 intake.listen 的 %q 应写作 127.0.0.1:8081 或 0.0.0.0:8081", c.Listen)
	}
	if u, err := url.Parse(c.PublicURL); c.PublicURL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "") {
		return analytics.Invalid("intake.public_url", "设置 intake.public_url 的 %q 应写作 https://service.example.com", c.PublicURL)
	}
	if (c.Certificate == "") != (c.PrivateKey == "") {
		return analytics.Invalid("intake.tls_key", "设置 intake.tls_cert 与 intake.tls_key 要么都给，要么都不给")
	}
	switch {
	case c.Form && c.Listen == "":
		return analytics.Invalid("intake.listen", "开放表单（intake.form）须先给出接口的监听地址 intake.listen")
	case c.Form && (c.FormSource == "" || len(c.FormSource) > 64):
		return analytics.Invalid("intake.form_source", "开放表单（intake.form）须给出它的来源名 intake.form_source，最多 64 字节，例如 官网")
	}
	return nil
}

// yes is a setting that is true or false.
func yes(name, help string, field func(*Config) *bool) setting {
	return setting{Name: name, Help: help,
		get: func(c *Config) string { return strconv.FormatBool(*field(c)) },
		set: func(c *Config, v string) (err error) {
			if *field(c), err = strconv.ParseBool(v); err != nil {
				return analytics.Invalid(name, "设置 %s 应为 true 或 false，现为 %q", name, v)
			}
			return nil
		}}
}
