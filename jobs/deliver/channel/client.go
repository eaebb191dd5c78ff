package channel

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"time"
)

// answerBytes bounds what is read of an answer.
const answerBytes = 64 << 10

// errPrivate is why a connection is not made: what people type here must not lead into the networks that this machine stands in.
var errPrivate = errors.New("the address is not public")

// client makes an HTTP client that follows no redirects, uses no proxy, and checks the address that it really connects to, so that a name
// which is made to point inwards after it was checked leads nowhere.
func client(c Config, local bool) *http.Client {
	dialer := net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		ip := at.Addr().Unmap()
		if local && ip.IsLoopback() || !local && (public(ip) || within(c.Allowed, ip)) {
			return nil
		}
		return errPrivate
	}}
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{RootCAs: c.Roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout: 5 * time.Second, IdleConnTimeout: 30 * time.Second, MaxIdleConns: 8},
	}
}

// special are the blocks that are not public beside those that netip knows: RFC 6890 and 6598, NAT64, 6to4, Teredo and documentation.
var special = prefixes("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2001:db8::/32", "2002::/16", "fec0::/10", "100::/64")

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}

func public(ip netip.Addr) bool {
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !ip.IsLoopback() && !ip.IsLinkLocalUnicast() && !within(special, ip)
}

func within(list []netip.Prefix, ip netip.Addr) bool {
	return slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// loopback reports whether a host is this machine by its very name.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// post sends JSON and returns the status and the beginning of the answer.
func (s *Sender) post(ctx context.Context, address string, body []byte, header http.Header) (int, []byte, error) {
	at, err := url.Parse(address)
	if err != nil {
		return 0, nil, &Failure{Text: "收件地址不是网址，请重新填写", Final: true}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, &Failure{Text: "收件地址不是网址，请重新填写", Final: true}
	}
	for name, values := range header {
		r.Header[name] = values
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "huisheng")
	by := s.public
	if loopback(at.Hostname()) {
		by = s.local
	}
	answer, err := by.Do(r)
	if err != nil {
		return 0, nil, unreached(at.Hostname(), err)
	}
	defer answer.Body.Close()
	got, err := io.ReadAll(io.LimitReader(answer.Body, answerBytes))
	if err != nil {
		return 0, nil, unreached(at.Hostname(), err)
	}
	return answer.StatusCode, got, nil
}

// unreached says why a server was not reached. The error of net/http has the whole address in it, which is a secret: only its cause is kept.
func unreached(host string, err error) *Failure {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errPrivate):
		return &Failure{Text: fmt.Sprintf("%s 是内网地址，没有发：确要发往内网，请把网段写进设置 deliver.allow", host), Final: true, Cause: err}
	case errors.As(err, &name) && name.IsNotFound:
		return &Failure{Text: fmt.Sprintf("找不到 %s：请检查地址，或本机的 DNS", host), Cause: err}
	case errors.As(err, &certificate):
		return &Failure{Text: fmt.Sprintf("%s 的证书不可信，没有发", host), Final: true, Cause: err}
	case errors.Is(err, context.DeadlineExceeded):
		return &Failure{Text: fmt.Sprintf("%s 没有在限定的时间内应答", host), Cause: err}
	}
	return &Failure{Text: fmt.Sprintf("连不上 %s：请检查网络和出口防火墙", host), Cause: err}
}

// refusedStatus is the failure of an answer whose status is not 2xx, nil for others.
func refusedStatus(status int, said string) *Failure {
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusTooManyRequests:
		return &Failure{Text: "对方说太频繁（HTTP 429），稍后再发", Wait: time.Minute}
	case status >= 300 && status < 400:
		return &Failure{Text: fmt.Sprintf("对方要求改发别处（HTTP %d），没有跟随：请填最终的地址", status), Final: true}
	case status >= 400 && status < 500 && status != http.StatusRequestTimeout:
		return &Failure{Text: fmt.Sprintf("对方拒收（HTTP %d）%s", status, said), Final: true}
	}
	return &Failure{Text: fmt.Sprintf("对方出错（HTTP %d），稍后再发", status)}
}

// encode writes JSON without the escapes that are for HTML: links stay readable, and sizes are what the limits mean.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
