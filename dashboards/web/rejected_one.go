package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"

	"huisheng/analytics"
	"huisheng/dashboards"
)

type rejectedOne struct {
	rejectedRow
	Place    string
	Import   string // address of the import it came with
	ImportNo uint32
	Fields   []rejectedInput
	Payload  string // when it cannot be taken apart
	Sealed   bool
	Masked   bool // some field cannot be submitted as it is
	Open     bool
	Decision *decisionView
	Again    string // the address of the import to upload the file once more
}

type rejectedInput struct {
	Name, Input, Label, Value string
	Long, Personal, Wrong     bool
}

type decisionView struct {
	Text, Tone, Reason, By, At string
	Complaint, ComplaintID     string
	Import                     string
	ImportNo                   uint32
	Reopen                     bool
	Again                      string // the records of the import under which it was rejected again
}

// place reads the record of an address.
func (s *site) place(w http.ResponseWriter, r *http.Request) (analytics.Place, bool) {
	if s.Rejected == nil {
		s.notFound(w, r)
		return analytics.Place{}, false
	}
	at, err := analytics.ParsePlace(r.PathValue("record"))
	if err != nil {
		s.notFound(w, r)
		return at, false
	}
	return at, true
}

func (s *site) showRejectedOne(w http.ResponseWriter, r *http.Request) {
	at, ok := s.place(w, r)
	if !ok {
		return
	}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	record, fields, err := s.Rejected.ReadRejected(ctx, at)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "rejected_one", frame{Title: "退回的记录", Active: "rejected", Books: s.books(r), Body: rejectedOneOf(&record, fields)})
}

func rejectedOneOf(r *analytics.Refused, fields []analytics.RefusedField) rejectedOne {
	page := rejectedOne{rejectedRow: rejectedRowOf(r), Place: r.Place.String(), ImportNo: r.Import, Sealed: r.Sealed, Open: r.Decision == nil}
	if r.Import != 0 {
		page.Import = importAddress(r.Import)
	}
	if len(fields) == 0 && !r.Sealed {
		page.Payload = r.Payload
	}
	for i, f := range fields {
		in := rejectedInput{Name: f.Name, Input: "v" + strconv.Itoa(i), Label: fieldLabel(f.Field), Value: f.Value, Long: len([]rune(f.Value)) > 40, Personal: f.Personal,
			Wrong: r.Field != "" && f.Field == r.Field}
		page.Masked = page.Masked || f.Personal
		page.Fields = append(page.Fields, in)
	}
	if d := r.Decision; d != nil {
		v := &decisionView{Reason: d.Reason, By: d.By, At: dashboards.TimeText(d.At), ImportNo: d.Import, Reopen: d.Outcome == analytics.RefusedDiscarded}
		v.Text, v.Tone = decisionText(d)
		if d.Import != 0 {
			v.Import = importAddress(d.Import)
		}
		if d.Outcome == analytics.RefusedAgain {
			v.Again = "/rejected?import=" + strconv.FormatUint(uint64(d.Import), 10)
		}
		if d.Key.ID != "" && r.Topic != "exposures.v1" {
			v.ComplaintID = d.Key.ID
			v.Complaint = "/complaint?" + url.Values{"in": {d.Key.Source}, "open": {d.Key.ID}}.Encode()
		}
		page.Decision = v
	}
	return page
}

// fieldLabel is what people call a field of the wire; empty for others.
func fieldLabel(field string) string {
	return map[string]string{"complaint_id": "编号", "received_at": "收到时间", "text": "正文", "subject": "标题", "category": "分类", "amount_cny": "金额",
		"customer.name": "客户姓名", "customer.phone": "客户电话", "customer.id": "客户编号", "kind": "处理动作", "at": "发生时间", "event_id": "记录编号",
		"satisfaction": "满意度", "outcome": "回访结果", "month": "月份", "unit": "单位", "value": "数量", "source": "来源"}[field]
}

// fieldName is the label of a field, the field where it has none, and 整行 where the record as a whole is at fault.
func fieldName(field string) string { return cmp.Or(fieldLabel(field), field, "整行") }

// editsOf reads what a person changed on the form of a record.
func editsOf(r *http.Request, fields []analytics.RefusedField) map[string]string {
	edits := map[string]string{}
	for i, f := range fields {
		if values, sent := r.PostForm["v"+strconv.Itoa(i)]; sent && values[0] != f.Value {
			edits[f.Name] = values[0]
		}
	}
	return edits
}

func (s *site) retryRejectedOne(w http.ResponseWriter, r *http.Request) {
	at, ok := s.place(w, r)
	if !ok {
		return
	}
	ctx, cancel := contextWithin(r, rejectedTimeout)
	defer cancel()
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	_, fields, err := s.Rejected.ReadRejected(ctx, at)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	out, err := s.Rejected.RetryRejected(ctx, []analytics.Place{at}, editsOf(r, fields), by)
	if err == nil && len(out.Left) > 0 {
		err = analytics.Invalid("", "没有重新提交：%s", out.Left[0].Why)
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	notice := "resubmitted"
	if out.Again > 0 {
		notice = "again"
	}
	s.after(w, r, "/rejected/"+at.String(), notice, -1)
}

func (s *site) discardRejectedOne(w http.ResponseWriter, r *http.Request) {
	at, ok := s.place(w, r)
	if !ok {
		return
	}
	s.discard(w, r, []analytics.Place{at}, "/rejected/"+at.String())
}

func (s *site) reopenRejectedOne(w http.ResponseWriter, r *http.Request) {
	at, ok := s.place(w, r)
	if !ok {
		return
	}
	if err := s.Rejected.ReopenRejected(r.Context(), at); err != nil {
		s.problem(w, r, err)
		return
	}
	s.after(w, r, "/rejected/"+at.String(), "reopened", -1)
}

func (s *site) discard(w http.ResponseWriter, r *http.Request, places []analytics.Place, back string) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	n, err := s.Rejected.DiscardRejected(r.Context(), places, r.PostForm.Get("why"), by)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.after(w, r, back, "rejected_discarded", int64(n))
}

// maxForm bounds what a form may send: a record's fields, each a little longer than before.
const maxForm = 1 << 20

func readForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return analytics.Invalid("", "表单没有读出来，可能太长")
	}
	return nil
}
