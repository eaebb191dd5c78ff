package intake

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/sql/state"
)

func withForm(c *Config) {
	c.Form = &Form{Source: "官网", Secret: []byte("a secret for tests"), Link: func(_ context.Context, k analytics.Key) (string, error) { return "/s/" + k.Source + "-" + k.ID, nil }}
}

// open fetches the form and returns its ticket.
func (w *world) open() string {
	w.t.Helper()
	got, err := http.Get(w.address + "/form")
	w.must(err)
	defer got.Body.Close()
	page, err := io.ReadAll(got.Body)
	w.must(err)
	found := regexp.MustCompile(`name="ticket" value="([^"]+)"`).FindSubmatch(page)
	if got.StatusCode != 200 || found == nil {
		w.t.Fatalf("the form is %s\n%s", got.Status, page)
	}
	return string(found[1])
}

// filled is a form as somebody fills it in.
func filled(ticket string) url.Values {
	return url.Values{"ticket": {ticket}, "kind": {"customer"}, "subject": {"空调不制冷"}, "text": {"修了三次。\r\n张小三"}, "contact": {"138 1234 5678"}, "name": {"张小三"}, "consent": {"yes"}}
}

// submit sends a form and returns the status, where it leads, and the page.
func (w *world) submit(values url.Values, headers ...string) (status int, to, page string) {
	w.t.Helper()
	r, err := http.NewRequest(http.MethodPost, w.address+"/form", strings.NewReader(values.Encode()))
	w.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	got, err := http.DefaultTransport.RoundTrip(r)
	w.must(err)
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	w.must(err)
	return got.StatusCode, got.Header.Get("Location"), string(body)
}

func TestTheFormMakesAComplaintWhosePersonIsMasked(t *testing.T) {
	w := newWorld(t, withForm)
	ticket := w.open()
	w.clock.pass(formLeast)
	for _, c := range []struct{ contact, shown string }{{"138 1234 5678", "138****5678"}, {"zhang@example.com", "〔邮箱"}, {"zhang_wx_2020", "〔号码"}} {
		v := filled(ticket)
		v.Set("contact", c.contact)
		status, to, page := w.submit(v)
		if status != http.StatusSeeOther || !strings.HasPrefix(to, "/form/sent/W20261122-") {
			t.Fatalf("%d to %q\n%s", status, to, page)
		}
	}
	messages := w.stored(3)
	keys := map[uint64]bool{}
	for _, m := range messages {
		c := w.complaint(m)
		if c.Source != "官网" || c.SenderKind != "customer" || c.Channel != "网页表单" || c.Subject != "空调不制冷" || !c.ReceivedAt.Equal(w.clock.time()) || m.Import == 0 {
			t.Errorf("in Kafka is %+v of import %d", c, m.Import)
		}
		for _, personal := range []string{"张小三", "1234", "zhang"} {
			if bytes.Contains(m.Value, []byte(personal)) {
				t.Errorf("%s is in Kafka: %s", personal, m.Value)
			}
		}
		keys[c.Customer.Key] = c.Customer.Key != 0
	}
	if first, last := w.complaint(messages[0]), w.complaint(messages[2]); first.ID != last.ID {
		t.Errorf("a form that is sent again is another complaint: %s %s", first.ID, last.ID)
	}
	if len(keys) != 3 || keys[0] {
		t.Errorf("those who sent are %v", keys)
	}
	if in := w.books(messages[0].Import); in.Kind != state.KindHTTP || in.Source != "官网" || in.Sent != 3 {
		t.Errorf("the ledger says %+v", in)
	}
}

func TestTheReceiptOfAForm(t *testing.T) {
	w := newWorld(t, withForm)
	ticket := w.open()
	w.clock.pass(formLeast)
	_, to, _ := w.submit(filled(ticket))
	id := w.complaint(w.stored(1)[0]).ID
	for address, want := range map[string]int{to: 200, strings.Replace(to, "W2026", "W2025", 1): 404, "/form/sent/" + id + "/x": 404, "/form/form.css": 200, "/form/icon.svg": 200, "/form/form.html": 404} {
		got, err := http.Get(w.address + address)
		w.must(err)
		page, _ := io.ReadAll(got.Body)
		got.Body.Close()
		if got.StatusCode != want || address == to && (!strings.Contains(string(page), id) || !strings.Contains(string(page), "/s/%e5%ae%98%e7%bd%91-"+id)) {
			t.Errorf("%s is %s\n%s", address, got.Status, page)
		}
		if got.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(got.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s has the headers %v", address, got.Header)
		}
	}
}

func TestFormsThatAreNotTaken(t *testing.T) {
	w := newWorld(t, withForm)
	early, late := w.open(), ""
	w.clock.pass(formMost)
	late, early = early, w.open()
	middle := early
	w.clock.pass(formLeast)
	early = w.open()
	with := func(ticket string, changes ...string) url.Values {
		v := filled(ticket)
		for i := 0; i < len(changes); i += 2 {
			v.Set(changes[i], changes[i+1])
		}
		return v
	}
	for name, c := range map[string]struct {
		values  url.Values
		headers []string
		status  int
		says    string
	}{
		"too fast":             {with(early), nil, 422, "太快"},
		"too late":             {with(late), nil, 409, "太久"},
		"forged":               {with(middle[:20] + "AAAA" + middle[24:]), nil, 409, "太久"},
		"no ticket":            {with(""), nil, 409, "太久"},
		"filled by a program":  {with(middle, "website", "http://x"), nil, 422, "留空"},
		"no consent":           {with(middle, "consent", ""), nil, 422, "同意之后"},
		"no words":             {with(middle, "text", " \n"), nil, 422, "请填写内容"},
		"no subject":           {with(middle, "subject", ""), nil, 422, "请填写题目"},
		"no contact":           {with(middle, "contact", ""), nil, 422, "请填写联系方式"},
		"too many words":       {with(middle, "text", strings.Repeat("长", maxFormText+1)), nil, 422, "最多 5000 字"},
		"not text":             {with(middle, "name", "\xff"), nil, 422, "无法保存"},
		"an unknown sender":    {with(middle, "kind", "regulator"), nil, 422, "请选择您的身份"},
		"far too many words":   {with(middle, "text", strings.Repeat("x", 2*maxFormBytes)), nil, 413, "太长"},
		"from another page":    {with(middle), []string{"Sec-Fetch-Site", "cross-site"}, 403, ""},
		"from another address": {with(middle), []string{"Origin", "https://elsewhere.example"}, 403, ""},
	} {
		status, _, page := w.submit(c.values, c.headers...)
		if status != c.status || !strings.Contains(page, c.says) {
			t.Errorf("%s: %d\n%s", name, status, page)
		}
		if status == 422 && !strings.Contains(page, "张小三</textarea>") && c.values.Get("text") == filled("").Get("text") {
			t.Errorf("%s: what was written is lost\n%s", name, page)
		}
	}
	w.stored(0)
	if status, _, page := w.submit(with(middle, "subject", `"><script>alert(1)</script>`, "name", "")); status != 303 {
		t.Errorf("a hostile subject: %d\n%s", status, page)
	}
	if _, _, page := w.submit(with(middle, "subject", `"><script>alert(1)</script>`, "consent", "")); strings.Contains(page, "<script") {
		t.Errorf("it runs: %s", page)
	}
}

func TestOneAddressMayNotSendManyForms(t *testing.T) {
	w := newWorld(t, withForm, func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	ticket := w.open()
	w.clock.pass(formLeast)
	for n := range formBurst + 1 {
		status, _, page := w.submit(filled(ticket), "X-Forwarded-For", "6.6.6.6, 192.0.2.7")
		if want := map[bool]int{true: 303, false: 429}[n < formBurst]; status != want {
			t.Errorf("the %d. time: %d, want %d\n%s", n+1, status, want, page)
		}
	}
	if status, _, _ := w.submit(filled(ticket), "X-Forwarded-For", "192.0.2.8"); status != 303 {
		t.Errorf("another address: %d", status)
	}
	w.clock.pass(formEvery)
	if status, _, _ := w.submit(filled(ticket), "X-Forwarded-For", "192.0.2.7"); status != 303 {
		t.Errorf("after a while: %d", status)
	}
}

func TestAFormIsKeptByTheSenderWhenKafkaIsDown(t *testing.T) {
	w := newWorld(t, withForm, func(c *Config) { c.Limits.ProduceWait = 200 * time.Millisecond })
	ticket := w.open()
	w.clock.pass(formLeast)
	w.must(w.broker.Stop())
	status, _, page := w.submit(filled(ticket))
	if status != http.StatusServiceUnavailable || !strings.Contains(page, "138 1234 5678") || !strings.Contains(page, ticket) {
		t.Errorf("%d\n%s", status, page)
	}
}

func TestWhoSends(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for _, c := range []struct{ remote, said, want string }{
		{"192.0.2.1:5", "6.6.6.6", "192.0.2.1"}, // nobody's proxy
		{"10.0.0.1:5", "6.6.6.6, 192.0.2.1", "192.0.2.1"},
		{"10.0.0.1:5", "192.0.2.1, 10.0.0.2", "192.0.2.1"},
		{"[::1]:5", "2001:db8::1", "2001:db8::1"},
		{"[::ffff:10.0.0.1]:5", "192.0.2.1", "192.0.2.1"},
		{"10.0.0.1:5", "nonsense", "10.0.0.1"},
		{"10.0.0.1:5", "", "10.0.0.1"},
		{"10.0.0.1:5", "10.0.0.2", "10.0.0.2"},
		{"pipe", "6.6.6.6", "0.0.0.0"},
	} {
		r := httptest.NewRequest(http.MethodPost, "/form", nil)
		r.RemoteAddr = c.remote
		r.Header.Set("X-Forwarded-For", c.said)
		if got := ClientOf(r, trusted); got.String() != c.want {
			t.Errorf("%s saying %q is %s, want %s", c.remote, c.said, got, c.want)
		}
	}
}

func TestVisitorsAreFewAndNeighboursAreOne(t *testing.T) {
	v, now := newVisitors(), time.Date(2026, 11, 22, 12, 0, 0, 0, analytics.Zone)
	for n := range formBurst {
		if _, ok := v.allow(netip.MustParseAddr("2001:db8::1"), now); !ok {
			t.Errorf("the %d. was refused", n+1)
		}
	}
	if wait, ok := v.allow(netip.MustParseAddr("2001:db8::2"), now); ok || wait != formEvery {
		t.Errorf("the same network has an allowance of its own, or is to wait %s", wait)
	}
	for n := range 2 * maxAddresses {
		v.allow(netip.AddrFrom4([4]byte{1, byte(n >> 16), byte(n >> 8), byte(n)}), now)
	}
	if len(v.by) > maxAddresses {
		t.Errorf("%d addresses are kept", len(v.by))
	}
	v.allow(netip.MustParseAddr("192.0.2.9"), now.Add(time.Hour))
	if len(v.by) != 1 {
		t.Errorf("an hour later %d addresses are kept", len(v.by))
	}
}

func TestTicketsAreOursAndTheirNumbersReadable(t *testing.T) {
	s, now := signer("a secret"), time.Date(2026, 11, 22, 12, 0, 0, 0, analytics.Zone)
	seen := map[string]bool{}
	for range 1000 {
		one := newTicket(now)
		back, ok := s.unseal(s.seal(one))
		if !ok || !back.opened.Equal(one.opened) || back.number != one.number {
			t.Fatalf("%+v came back as %+v", one, back)
		}
		id := s.id(one)
		if !regexp.MustCompile(`^W20261122-[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}$`).MatchString(id) || len(id) > ingest.MaxIDChars {
			t.Fatalf("the number is %s", id)
		}
		seen[id] = true
		if !s.proves(id, s.proof(id)) || s.proves(id, signer("another").proof(id)) {
			t.Fatal("the proof")
		}
		if _, ok := signer("another").unseal(s.seal(one)); ok {
			t.Fatal("a ticket of another installation was taken")
		}
	}
	if len(seen) != 1000 {
		t.Errorf("of 1,000 numbers %d differ", len(seen))
	}
}
