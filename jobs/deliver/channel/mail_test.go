package channel

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
)

// post is a mail server on this machine that takes one mail a connection and says what came.
type post struct {
	listener net.Listener
	tls      *tls.Config
	roots    *x509.CertPool
	starts   bool   // offers STARTTLS; otherwise the connection is secret from the start
	refuses  string // the answer to RCPT
	mails    chan received
}

type received struct {
	login, to string
	secret    bool // over TLS
	data      string
}

func newPost(t *testing.T, starts bool) *post {
	t.Helper()
	lender := httptest.NewTLSServer(http.NotFoundHandler()) // its certificate is for 127.0.0.1
	t.Cleanup(lender.Close)
	p := &post{tls: &tls.Config{Certificates: lender.TLS.Certificates}, roots: x509.NewCertPool(), starts: starts, mails: make(chan received, 1)}
	p.roots.AddCert(lender.Certificate())
	var err error
	if p.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.listener.Close() })
	go func() {
		for {
			c, err := p.listener.Accept()
			if err != nil {
				return
			}
			if !p.starts {
				c = tls.Server(c, p.tls)
			}
			go p.serve(c)
		}
	}()
	return p
}

func (p *post) serve(c net.Conn) {
	defer c.Close()
	var got received
	_, got.secret = c.(*tls.Conn)
	say := func(text string) { fmt.Fprintf(c, "%s\r\n", text) }
	in := bufio.NewReader(c)
	say("220 test ESMTP")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-test")
			if p.starts && !got.secret {
				say("250 STARTTLS")
			} else {
				say("250 AUTH PLAIN")
			}
		case "STARTTLS":
			say("220 go")
			c = tls.Server(c, p.tls)
			in, got.secret = bufio.NewReader(c), true
		case "AUTH":
			login, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
			if got.login = strings.ReplaceAll(string(login), "\x00", ":"); strings.HasSuffix(got.login, ":wrong") {
				say("535 no")
				continue
			}
			say("235 ok")
		case "RCPT":
			if got.to = rest; p.refuses != "" {
				say(p.refuses)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go")
			for {
				line, err := in.ReadString('\n')
				if err != nil || line == ".\r\n" {
					break
				}
				got.data += line
			}
			p.mails <- got
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (p *post) sender(security, password string) *Sender {
	return New(Config{Now: func() time.Time { return noon }, Roots: p.roots,
		Mail: Mail{Server: p.listener.Addr().String(), Security: security, User: "echo", Password: password, From: "回声 <echo@example.com>"}})
}

func TestMailIsSecretBeforeAnythingIsSaid(t *testing.T) {
	for _, security := range []string{MailStartTLS, MailTLS} {
		p := newPost(t, security == MailStartTLS)
		if err := p.sender(security, "right").Send(context.Background(), Target{Channel: analytics.ChannelMail, Address: "zhang@example.com"}, sample()); err != nil {
			t.Fatal(security, err, failureOf(t, err).Cause)
		}
		got := <-p.mails
		if !got.secret || got.login != ":echo:right" || !strings.Contains(got.to, "<zhang@example.com>") {
			t.Errorf("%s: %+v", security, got)
		}
		m, err := netmail.ReadMessage(strings.NewReader(got.data))
		if err != nil {
			t.Fatal(err)
		}
		subject, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if subject != "回声警报：1 条" || m.Header.Get("Message-ID") != "<notice-7@huisheng>" {
			t.Errorf("subject %q, id %q", subject, m.Header.Get("Message-ID"))
		}
		_, parts, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		first, err := multipart.NewReader(m.Body, parts["boundary"]).NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(first); err != nil || !strings.Contains(string(text), "凯迪拉克 × 动力消失") || !strings.Contains(string(text), "https://echo.example.com/d/abc") {
			t.Errorf("%v:\n%s", err, text)
		}
	}
}

func TestMailThatIsNotTakenSaysWhy(t *testing.T) {
	refusing := newPost(t, true)
	refusing.refuses = "550 no such user"
	later := newPost(t, true)
	later.refuses = "451 greylisted"
	for _, c := range []struct {
		name   string
		sender *Sender
		says   string
		final  bool
	}{
		{"no server", New(Config{}), "mail.server", true},
		{"a wrong password", newPost(t, true).sender(MailStartTLS, "wrong"), "mail.password", true},
		{"an unknown mailbox", refusing.sender(MailStartTLS, "right"), "不收这个地址", true},
		{"a server that wants to be asked again", later.sender(MailStartTLS, "right"), "没有交到", false},
		{"no secrecy over the network", New(Config{Mail: Mail{Server: "mail.example.com:25", Security: MailOpen, From: "a@b.cc"}}), "只能是本机", true},
	} {
		f := failureOf(t, c.sender.Send(context.Background(), Target{Channel: analytics.ChannelMail, Address: "zhang@example.com"}, sample()))
		if !strings.Contains(f.Text, c.says) || f.Final != c.final {
			t.Errorf("%s: %+v (%v)", c.name, f, f.Cause)
		}
	}
}
