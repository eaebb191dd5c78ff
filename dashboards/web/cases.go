package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/lifecycle"
	"huisheng/analytics/precedent"
	"huisheng/dashboards"
)

// Cases finds complaints like one that were answered or ended, with what was done. It is asked once for each complaint that somebody opens.
type Cases interface {
	// Similar returns what is known for a complaint that is stored; an error of kind KindMissing when it is not there. No past case is an
	// Answer with N = 0.
	Similar(ctx context.Context, k analytics.Key) (precedent.Answer, error)

	// SimilarTo returns what is known for words that are no complaint yet.
	SimilarTo(ctx context.Context, words string) (precedent.Answer, error)
}

// shownCases is how many cases the panel shows: what somebody reads before answering. longestReply and longestCase are in runes.
const (
	shownCases   = 5
	longestReply = 160
	longestCase  = 90
	longestAsked = 5000
)

// casesView is the panel 相近的已办结.
type casesView struct {
	None    bool
	Wide    bool
	N       uint64
	Counted string // what N counts and what it does not
	Rated   string // "其中 12 件客户有评价，满意 9 件（75%，95% 区间 47–91%）", empty when nobody answered
	Took    string // "10 件有起止时间，用时中位 3 天"
	Again   string // "2 件重新打开过"
	Did     []string
	Cases   []caseView
	Further uint64 // of N, cases that are not shown
}

type caseView struct {
	Address, Date, Topic, Product string
	Likeness                      int // percent
	Same                          int
	Head                          []textPart
	Ended                         string // "6 天后答复"
	Result, Tone                  string // what the customer thought of it; empty when that is not told
	Steps                         string // when there was more than one kind
	Reply                         string
	ReplyBy                       string
	Clipped                       bool // the reply is longer than shown
}

// showCases writes the panel of one complaint, a fragment.
func (s *site) showCases(w http.ResponseWriter, r *http.Request) {
	q, err := s.query(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	answer, err := s.Cases.Similar(ctx, analytics.Key{Source: r.URL.Query().Get("in"), ID: r.URL.Query().Get("open")})
	if err != nil {
		s.problem(w, r, err)
		return
	}
	f := frame{Title: "相近的已办结投诉", Active: "complaints", Body: casesOf(q, answer), Fragment: r.URL.Query().Get("whole") == ""}
	if !f.Fragment {
		f.Books = s.books(r)
	}
	s.show(w, r, http.StatusOK, "cases", f)
}

// casesAddress is where the panel of a complaint is had.
func casesAddress(k analytics.Key) string {
	return "/similar?" + url.Values{"in": {k.Source}, "open": {k.ID}}.Encode()
}

func casesOf(q dashboards.Query, a precedent.Answer) casesView {
	v := casesView{None: a.N == 0, Wide: a.Wide, N: uint64(a.N), Counted: countedText(a)}
	if a.Rated > 0 {
		v.Rated = fmt.Sprintf("其中 %d 件客户有评价，满意 %d 件（%s%%，95%% 区间 %.0f–%.0f%%）", a.Rated, a.Satisfied, dashboards.Percent(uint64(a.Satisfied), uint64(a.Rated)), 100*a.Low, 100*a.High)
	}
	if a.Took > 0 && a.N == 1 {
		v.Took = "用时 " + analytics.DurationText(a.Took)
	} else if a.Took > 0 {
		v.Took = fmt.Sprintf("%d 件有起止时间，用时中位 %s", a.Timed, analytics.DurationText(a.Took))
	}
	if a.Reopened > 0 {
		v.Again = fmt.Sprintf("%d 件重新打开过", a.Reopened)
	}
	for _, m := range a.Measures {
		if m.Kind != "replied" || len(a.Measures) > 1 || m.Rated > 0 { // that all were replied to is said already
			v.Did = append(v.Did, measureText(m))
		}
	}
	for i := range a.Cases[:min(len(a.Cases), shownCases)] {
		v.Cases = append(v.Cases, caseOf(q, &a.Cases[i]))
	}
	v.Further = uint64(len(a.Cases) - len(v.Cases))
	return v
}

// countedText says what the number of cases leaves out; empty when it leaves out nothing.
func countedText(a precedent.Answer) string {
	var parts []string
	if a.Behind > 0 {
		parts = append(parts, fmt.Sprintf("用词全同的只算一件，未计另外 %s 件", dashboards.Number(a.Behind)))
	}
	if a.Beyond > 0 {
		parts = append(parts, fmt.Sprintf("只看最相近的 %d 件，未计其余 %s 件", a.N, dashboards.Number(a.Beyond)))
	}
	return strings.Join(parts, "；")
}

// measureText tells how often something was done and how it went.
func measureText(m precedent.Measure) string {
	text := lifecycle.Name(m.Kind) + " " + dashboards.Number(m.N) + " 件"
	var more []string
	if m.Rated > 0 {
		more = append(more, fmt.Sprintf("有评价 %d 件，满意 %d 件", m.Rated, m.Satisfied))
	}
	if m.AmountFen > 0 {
		more = append(more, fmt.Sprintf("%d 笔金额中位 %s", m.Amounts, amountText(&m.AmountFen)))
	}
	if len(more) > 0 {
		text += "（" + strings.Join(more, "，") + "）"
	}
	return text
}

func caseOf(q dashboards.Query, c *precedent.Case) caseView {
	v := caseView{Address: "/complaint?" + url.Values{"in": {c.Source}, "open": {c.ID}}.Encode(), Date: dashboards.DateText(c.ReceivedAt),
		Topic: dashboards.ValueName(q.Names, "topic", c.Topic), Product: c.Product, Likeness: int(100*c.Likeness + 0.5), Same: c.Same}
	v.Head = headOf(c)
	switch {
	case c.Satisfaction >= 4:
		v.Result, v.Tone = fmt.Sprintf("客户满意（%d 分）", c.Satisfaction), "good"
	case c.Satisfaction > 0:
		v.Result, v.Tone = fmt.Sprintf("客户不满意（%d 分）", c.Satisfaction), "bad"
	}
	v.Ended, v.Steps = endedText(&c.Past), stepsText(c.Steps)
	if reply := c.Reply(); reply != nil {
		whole := strings.Join(strings.Fields(reply.Note), " ")
		v.Reply, v.ReplyBy = clipped(whole, longestReply), strings.Join(strings.Fields(reply.Department+" "+lifecycle.Name(reply.Kind)), " ")
		v.Clipped = v.Reply != whole
	}
	return v
}

// endedText tells how it ended, and after how long where that is known.
func endedText(p *analytics.Past) string {
	how := "办结"
	if p.EndedAt.IsZero() {
		how = "答复"
	}
	if took := p.Took(); took > 0 {
		return analytics.DurationText(took) + "后" + how
	}
	return "已" + how
}

// headOf is the beginning of a case's words with those marked that it shares.
func headOf(c *precedent.Case) []textPart {
	head := clipped(strings.Join(strings.Fields(c.Words), " "), longestCase)
	var quoted []string
	for _, word := range c.Shared {
		quoted = append(quoted, "“"+word+"”")
	}
	return markText(head, nil, strings.Join(quoted, " "))
}

// stepsText names what was done, each kind once, in order; empty when that is one thing, which the head of the case says.
func stepsText(steps []analytics.Event) string {
	var names []string
	for _, s := range steps {
		name := lifecycle.Name(s.Kind)
		if s.Kind == "compensated" && s.AmountFen != nil {
			name += " " + amountText(s.AmountFen)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 1 && len(steps) > 0 && steps[0].AmountFen == nil {
		return ""
	}
	return strings.Join(names, " → ")
}

// clipped keeps the first runes of a text.
func clipped(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
