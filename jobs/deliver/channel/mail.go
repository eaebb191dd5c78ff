package channel

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"html"
	"net"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"
)

// How the connection to a mail server is kept secret.
const (
	MailStartTLS = "starttls" // begins in the open and changes over before anything is said; the server must offer it
	MailTLS      = "tls"      // secret from the first byte
	MailOpen     = "none"     // only to this machine
)

// Mail is the server that takes mail from us. Empty: there is no mail. Who runs the installation sets it, so it may stand in any network.
type Mail struct {
	Server   string // host:port
	Security string // one of the constants above
	User     string // empty: no login
	Password string
	From     string // address, also as 回声 <echo@example.com>
}

// mail sends one message of two parts, text and HTML. A mail server that knows the same Message-ID already may drop a second one.
func (s *Sender) mail(ctx context.Context, to Target, n Notice) error {
	m := s.config.Mail
	if m.Server == "" {
		return &Failure{Text: "还没有设置邮件服务器：见设置 mail.server 和 mail.from", Final: true}
	}
	message := mail.NewMsg()
	if err := message.From(m.From); err != nil {
		return &Failure{Text: "设置 mail.from 不是邮件地址", Final: true, Cause: err}
	}
	if err := message.To(to.Address); err != nil {
		return &Failure{Text: "收件地址不是邮件地址", Final: true, Cause: err}
	}
	message.Subject(cut(strings.Join(strings.Fields(n.Title), " "), 200))
	message.SetMessageIDWithValue(n.ID + "@huisheng")
	message.SetDateWithValue(s.config.Now())
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's absence answers it
	message.SetBodyString(mail.TypeTextPlain, mailText(n))
	message.AddAlternativeString(mail.TypeTextHTML, mailHTML(n))
	client, err := s.mailClient(m)
	if err != nil {
		return err
	}
	if err := client.DialAndSendWithContext(ctx, message); err != nil {
		return mailFailure(m, err)
	}
	return nil
}

func (s *Sender) mailClient(m Mail) (*mail.Client, error) {
	host, portText, err := net.SplitHostPort(m.Server)
	port, numeric := strconv.Atoi(portText)
	if err != nil || numeric != nil {
		return nil, &Failure{Text: fmt.Sprintf("设置 mail.server 应写作 主机:端口，现为 %q", m.Server), Final: true}
	}
	options := []mail.Option{mail.WithPort(port), mail.WithTimeout(s.config.Timeout), mail.WithTLSConfig(&tls.Config{ServerName: host, RootCAs: s.config.Roots, MinVersion: tls.VersionTLS12})}
	switch m.Security {
	case MailTLS:
		options = append(options, mail.WithSSL())
	case MailOpen:
		if !loopback(host) {
			return nil, &Failure{Text: "不加密的邮件服务器只能是本机：请把 mail.security 设为 starttls 或 tls", Final: true}
		}
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if m.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	client, err := mail.NewClient(host, options...)
	if err != nil {
		return nil, &Failure{Text: "邮件服务器的设置有误", Final: true, Cause: err}
	}
	return client, nil
}

// mailFailure says why a mail was not taken. A server that says 4xx wants to be asked again, one that says 5xx does not.
func mailFailure(m Mail, err error) *Failure {
	var sent *mail.SendError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &sent) && !sent.IsTemp() && (sent.Reason == mail.ErrSMTPRcptTo || sent.Reason == mail.ErrSMTPMailFrom):
		return &Failure{Text: fmt.Sprintf("邮件服务器 %s 不收这个地址的信：请核对收件地址和 mail.from", m.Server), Final: true, Cause: err}
	case errors.As(err, &certificate):
		return &Failure{Text: fmt.Sprintf("邮件服务器 %s 的证书不可信，没有发", m.Server), Final: true, Cause: err}
	case strings.Contains(err.Error(), "535"), strings.Contains(strings.ToLower(err.Error()), "auth"):
		return &Failure{Text: fmt.Sprintf("登录邮件服务器 %s 失败：请核对 mail.user 和 mail.password", m.Server), Final: true, Cause: err}
	}
	return &Failure{Text: fmt.Sprintf("邮件没有交到 %s：请检查网络和 mail.server、mail.security", m.Server), Cause: err}
}

func mailText(n Notice) string {
	var b strings.Builder
	if n.Lead != "" {
		b.WriteString(n.Lead + "\n\n")
	}
	for _, i := range n.Items {
		fmt.Fprintf(&b, "【%s】%s\n%s\n\n", levelName(i.Level), i.Sentence, small(i))
	}
	if n.Link != "" {
		b.WriteString("查看并确认收到：" + n.Link + "\n")
	}
	return b.String()
}

func mailHTML(n Notice) string {
	var b strings.Builder
	b.WriteString(`<div style="font-family:sans-serif;font-size:15px;line-height:1.6">`)
	if n.Lead != "" {
		b.WriteString("<p>" + html.EscapeString(n.Lead) + "</p>")
	}
	for _, i := range n.Items {
		fmt.Fprintf(&b, `<p><b>%s</b> %s<br><span style="color:#666;font-size:13px">%s</span></p>`, levelName(i.Level), html.EscapeString(i.Sentence), html.EscapeString(small(i)))
	}
	if n.Link != "" {
		fmt.Fprintf(&b, `<p><a href="%s">查看并确认收到</a></p>`, html.EscapeString(n.Link))
	}
	return b.String() + "</div>"
}
