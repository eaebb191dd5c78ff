package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	"huisheng/dashboards"
)

// dossierView is one complaint as the right half shows it.
type dossierView struct {
	Key        analytics.Key
	Title      string
	Time       string
	Topic      string
	Labels     []labelView // on every axis of the taxonomy
	Others     []string
	Pending    bool
	Words      []textPart
	Said       *toneView // nil when the words show none of it
	Wordless   bool
	Fields     []namedValue
	Attributes []namedValue
	Life       lifeView
	Withdrawn  []importLink // with which all that was told of it was undone; empty while something stands
	Told       []toldView
	Link       string // for the customer; empty when there are no such links
	Local      bool   // the link works on this machine only
	Cases      string // where similar past complaints are to be had; empty when they are not
	Same       *sameView
	Correct    string // where its labels are corrected; empty when they cannot be
	By         string // the name that this browser wrote last
	Address    string // of its page
}

type namedValue struct{ Name, Value string }

type toldView struct {
	Version, Time, Note string
	Withdrawn           []importLink
}

// importLink leads to an import.
type importLink struct {
	Number  string
	Address string
}

// importLinks leads to imports, where there are such pages.
func (s *site) importLinks(numbers []uint32) []importLink {
	var list []importLink
	for _, n := range numbers {
		l := importLink{Number: strconv.FormatUint(uint64(n), 10)}
		if s.Imports != nil && n > 0 {
			l.Address = importAddress(n)
		}
		list = append(list, l)
	}
	return list
}

type complaintPage struct{ Open *dossierView }

// showComplaint writes one complaint: a fragment for the list's script, a page for everybody else.
func (s *site) showComplaint(w http.ResponseWriter, r *http.Request) {
	q, err := s.query(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	view, err := s.dossier(ctx, q, analytics.Key{Source: r.URL.Query().Get("in"), ID: r.URL.Query().Get("open")}, q.Filters.Words)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	view.servedBy(r)
	f := frame{Title: view.Title, Active: "complaints", Body: complaintPage{view}}
	if f.Fragment = r.Header.Get("X-Fragment") == "1"; !f.Fragment {
		f.Books = s.books(r)
	}
	w.Header().Set("Vary", "X-Fragment")
	s.show(w, r, http.StatusOK, "complaint", f)
}

func (s *site) dossier(ctx context.Context, q dashboards.Query, k analytics.Key, search string) (*dossierView, error) {
	d, err := s.Reader.ReadComplaint(ctx, k)
	if err != nil {
		return nil, err
	}
	c := d.Complaint
	v := &dossierView{Key: k, Title: "投诉 " + k.ID, Address: complaintAddress(k), Time: dashboards.TimeText(c.ReceivedAt), Pending: d.Insight == nil}
	var evidence []analytics.Evidence
	if d.Insight != nil {
		v.Topic = dashboards.ValueName(q.Names, "topic", d.Insight.Topic)
		v.Labels = labelsOf(q, d.Insight, c.Words(), s.measured(ctx))
		s.saidBy(ctx, q, k, v.Labels)
		s.labelledThen(ctx, q, analytics.MonthOf(c.ReceivedAt), d.Insight, v.Labels)
		if s.Corrections != nil {
			v.Correct = "/correct?" + url.Values{"in": {k.Source}, "open": {k.ID}}.Encode()
		}
		for _, t := range d.Insight.OtherTopics {
			v.Others = append(v.Others, dashboards.ValueName(q.Names, "topic", t))
		}
		evidence = d.Insight.Evidence
	}
	if s.Cases != nil {
		v.Cases = casesAddress(k)
	}
	v.Words, v.Said = markSaid(c.Words(), evidence, search), toneOf(d.Insight, c.Words())
	v.Wordless = strings.TrimSpace(c.Words()) == ""
	v.Fields, v.Attributes = fieldsOf(c), attributesOf(c)
	life := lifecycle.Fold(&c, lifecycle.Numbered(d.Events), q.Now)
	v.Life = lifeOf(c, s.clockRules(c, d.Insight, life, q.Now), life, q.Now)
	v.Same = s.sameOf(ctx, k)
	if line := s.customerLine(ctx, &c); line != nil {
		if v.Same == nil {
			v.Same = &sameView{}
		}
		v.Same.Lines = append(v.Same.Lines, *line)
	}
	v.Told, v.Withdrawn = s.toldOf(d.Told), s.importLinks(d.Withdrawn())
	return v, s.statusLink(ctx, v)
}

func fieldsOf(c analytics.Complaint) []namedValue {
	all := []namedValue{{"产品线", c.Product.Line}, {"产品", c.Product.Name}, {"型号", c.Product.Model}, {"批次", c.Product.Batch},
		{"地区", strings.Join(strings.Fields(c.Region.Province+" "+c.Region.City+" "+c.Region.District), " ")},
		{"渠道", c.Channel}, {"部门", c.Department}, {"处理人", c.Handler}, {"等级", c.Grade}, {"级别", c.Level}, {"来源分类", c.Category},
		{"诉求", c.Demand}, {"涉及金额", amountText(c.AmountFen)}, {"客户", strings.Join(strings.Fields(c.Customer.Name+" "+c.Customer.Phone), " ")},
		{"客户等级", c.Customer.Tier}, {"客户群", c.Customer.Segment}, {"投诉人", dashboards.ValueName(nil, "sender_kind", c.SenderKind)},
		{"来源", c.Source}, {"编号", c.ID}}
	if c.SenderKind == "" {
		all[16].Value = ""
	}
	return slices.DeleteFunc(all, func(n namedValue) bool { return n.Value == "" })
}

func attributesOf(c analytics.Complaint) []namedValue {
	var list []namedValue
	for name, value := range c.Attributes {
		list = append(list, namedValue{name, value})
	}
	slices.SortFunc(list, func(a, b namedValue) int { return strings.Compare(a.Name, b.Name) })
	return list
}

func outcomeName(outcome string) string {
	names := map[string]string{"answered": "回访接通", "refused": "回访拒答", "unreached": "回访未接通"}
	if name, ok := names[outcome]; ok {
		return name
	}
	return outcome
}

// stageName is what people call where a complaint stands: the kind of the newest event that moved it.
func stageName(stage string) string {
	names := map[string]string{"received": "未处理", "accepted": "已受理", "assigned": "已派单", "handed_over": "已转交", "replied": "已答复", "first_response": "已响应",
		"progressed": "处理中", "paused": "已暂停", "resumed": "处理中", "escalated": "已升级", "resolved": "已解决", "closed": "已办结", "reopened": "已重开",
		"compensated": "已补偿", "followed_up": "已回访", "corrected": "已更正"}
	if name, ok := names[stage]; ok {
		return name
	}
	return dashboards.EventName(stage)
}

func nonEmpty(lines ...string) []string {
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}

// toldOf lists the tellings when there is more than one to speak of.
func (s *site) toldOf(told []analytics.Told) []toldView {
	if len(told) == 1 && told[0].Arrivals < 2 {
		return nil
	}
	var list []toldView
	for _, t := range told {
		v := toldView{Version: "版本 " + strconv.Itoa(int(t.Version)), Time: dashboards.TimeText(t.ArrivedAt), Withdrawn: s.importLinks(t.Withdrawn)}
		var notes []string
		if t.Winner {
			notes = append(notes, "以此为准")
		}
		if t.Arrivals > 1 {
			notes = append(notes, "收到 "+dashboards.Number(t.Arrivals)+" 次")
		}
		v.Note = strings.Join(notes, " · ")
		list = append(list, v)
	}
	return list
}
