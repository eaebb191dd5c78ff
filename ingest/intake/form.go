package intake

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

//go:embed form
var formFiles embed.FS

// Form is the page for customers.
type Form struct {
	Source string // what its complaints are filed under
	Secret []byte // signs what browsers bring back; the same in all processes
	// Link makes the address at which a customer sees how a complaint stands; nil when there is none.
	Link func(context.Context, analytics.Key) (string, error)
}

// Limits of the form, in characters: what people write by hand, with room.
const (
	maxFormBytes   = 64 << 10
	maxFormSubject = 100
	maxFormText    = 5_000
	maxFormContact = 100
	maxFormName    = 40
)

// formKey is under which the form's complaints stand in the ledger.
const formKey = "form"

// consent is the sentence that a sender agrees to. It says what is done, and no more.
const consent = "我同意为处理这件事保存以上内容。姓名和联系方式打码后保存，只用来识别同一个人的来信。"

// formKinds are who may say to have sent the form.
var formKinds = []formKind{{"customer", "客户"}, {"employee", "员工"}, {"supplier", "供应商"}, {"other", "其他"}}

type formKind struct{ Value, Name string }

// desk serves the form.
type desk struct {
	Form
	in       *Intake
	sign     signer
	visitors *visitors
	pages    *template.Template
}

func newDesk(f Form, in *Intake) *desk {
	return &desk{Form: f, in: in, sign: signer(f.Secret), visitors: newVisitors(), pages: template.Must(template.ParseFS(formFiles, "form/*.html"))}
}

func (d *desk) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /form", d.show)
	mux.Handle("POST /form", http.NewCrossOriginProtection().Handler(http.HandlerFunc(d.receive)))
	mux.HandleFunc("GET /form/sent/{id}/{proof}", d.sent)
	mux.HandleFunc("GET /form/{file}", d.file)
}

// page is what the form shows.
type page struct {
	Ticket  string
	Entry   entered
	Kinds   []formKind
	Consent string
	Trouble string            // about the whole form
	Faults  map[string]string // by field
	Limits  map[string]int
}

// entered is what somebody wrote into the form.
type entered struct {
	Subject, Text, Contact, Name, Kind string
	Agreed                             bool
}

func (d *desk) show(w http.ResponseWriter, _ *http.Request) {
	d.write(w, http.StatusOK, page{Ticket: d.sign.seal(newTicket(d.in.Clock())), Entry: entered{Kind: "customer"}})
}

// write shows the form.
func (d *desk) write(w http.ResponseWriter, status int, p page) {
	p.Kinds, p.Consent = formKinds, consent
	p.Limits = map[string]int{"subject": maxFormSubject, "text": maxFormText, "contact": maxFormContact, "name": maxFormName}
	d.render(w, status, "form.html", p)
}

func (d *desk) render(w http.ResponseWriter, status int, name string, data any) {
	var out bytes.Buffer
	if err := d.pages.ExecuteTemplate(&out, name, data); err != nil {
		d.in.Log.Error("a page could not be written", "page", name, "error", err)
		http.Error(w, "页面没有写出来，请稍后再试。", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

// file serves the style and the icon.
func (d *desk) file(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	if !slices.Contains([]string{"form.css", "icon.svg"}, name) {
		d.in.lost(w, r)
		return
	}
	w.Header().Set("Cache-Control", "max-age=3600")
	http.ServeFileFS(w, r, formFiles, "form/"+name)
}

// receive takes a form that was sent.
func (d *desk) receive(w http.ResponseWriter, r *http.Request) {
	now := d.in.Clock()
	r.Body = http.MaxBytesReader(w, r.Body, maxFormBytes)
	if err := r.ParseForm(); err != nil {
		d.write(w, http.StatusRequestEntityTooLarge, page{Ticket: d.sign.seal(newTicket(now)), Trouble: "内容太长或没有传完，请缩短后再提交。"})
		return
	}
	p := page{Ticket: r.PostForm.Get("ticket"), Entry: enteredOf(r)}
	if p.Faults = p.Entry.faults(); len(p.Faults) > 0 {
		p.Trouble = "有几处需要改一下，见下面红字。"
		d.write(w, http.StatusUnprocessableEntity, p)
		return
	}
	t, status, trouble := d.admit(r, p.Ticket, now)
	if trouble != "" {
		if status == http.StatusConflict {
			p.Ticket = d.sign.seal(newTicket(now))
		}
		p.Trouble = trouble
		d.write(w, status, p)
		return
	}
	if wait, ok := d.visitors.allow(ClientOf(r, d.in.TrustedProxies), now); !ok {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		p.Trouble = fmt.Sprintf("同一网络提交得太频繁，请在 %.0f 分钟后再提交。填好的内容还在下面。", math.Ceil(wait.Minutes()))
		d.write(w, http.StatusTooManyRequests, p)
		return
	}
	id := d.sign.id(t)
	if err := d.post(r, t, id, p.Entry, now); err != nil {
		d.in.Log.Warn("a form was not taken", "error", err)
		w.Header().Set("Retry-After", "5")
		p.Trouble = "暂时没能收下，请过一会儿再提交一次。填好的内容还在下面。"
		d.write(w, http.StatusServiceUnavailable, p)
		return
	}
	http.Redirect(w, r, "/form/sent/"+id+"/"+d.sign.proof(id), http.StatusSeeOther)
}

// admit tells people from programs. A trouble is what keeps the form from being taken; with StatusConflict it needs a new ticket.
func (d *desk) admit(r *http.Request, sealed string, now time.Time) (t ticket, status int, trouble string) {
	t, ours := d.sign.unseal(sealed)
	age := now.Sub(t.opened)
	switch {
	case r.PostForm.Get("website") != "":
		return t, http.StatusUnprocessableEntity, "有一栏应当留空而被填写了，可能是浏览器自动填写。请清空“网站”一栏后再提交。"
	case !ours, age > formMost, age < 0:
		return t, http.StatusConflict, "这一页打开得太久，请核对后再提交一次。"
	case age < formLeast:
		return t, http.StatusUnprocessableEntity, "提交得太快，请过几秒再提交一次。"
	}
	return t, 0, ""
}

// sent says that a form was taken.
func (d *desk) sent(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !d.sign.proves(id, r.PathValue("proof")) {
		d.in.lost(w, r)
		return
	}
	link := ""
	if d.Link != nil {
		var err error
		if link, err = d.Link(r.Context(), analytics.Key{Source: d.Source, ID: id}); err != nil { // the number is what matters
			d.in.Log.Warn("a status link could not be made", "error", err)
		}
	}
	d.render(w, http.StatusOK, "sent.html", map[string]string{"ID": id, "Link": link})
}

// post brings the complaint of a form into Kafka.
func (d *desk) post(r *http.Request, t ticket, id string, e entered, now time.Time) error {
	if err := d.in.room.shut(r.Context(), d.in.Limits.Backlog); err != nil {
		return err
	}
	c := e.complaint(d.Source, id, now)
	if c.Customer.Phone == "" {
		c.Customer.Key = d.in.Masker.CustomerKey(d.Source, e.Contact, "")
	}
	d.in.Masker.MaskComplaint(&c)
	value, err := d.in.Codec.EncodeComplaint(&c)
	if err != nil {
		return err
	}
	from := origin{key: Key{ID: formKey, Source: d.Source}, name: "网页表单", now: now}
	_, err = d.in.send(r.Context(), from, []outcome{{id: id, meant: ingest.TopicComplaints, message: message(ingest.TopicComplaints, d.Source, id, value)}})
	return err
}

func enteredOf(r *http.Request) entered {
	get := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
	return entered{Subject: get("subject"), Text: strings.ReplaceAll(get("text"), "\r\n", "\n"), Contact: get("contact"), Name: get("name"),
		Kind: get("kind"), Agreed: get("consent") == "yes"}
}
