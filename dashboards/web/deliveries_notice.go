package web

import (
	"encoding/json"
	"net/http"
	"net/url"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// noticeView is the page that the link of a message leads to.
type noticeView struct {
	Title     string
	Lead      string
	Items     []noticeItem
	Confirmed string // when and by whom; empty while nobody has
	Form      string
	By        string
	Test      bool
}

type noticeItem struct {
	Level, Tone, Sentence, Series, Days, Figures, Door string
}

// openNotice shows what a message told and writes down that it was opened. Programs that look ahead at links, as chats do to show a preview,
// ask by HEAD or name themselves; what they fetch all the same counts as opened, which is why it is no confirmation.
func (s *site) openNotice(w http.ResponseWriter, r *http.Request) {
	n, tells, err := s.Deliveries.NoticeOf(r.Context(), r.PathValue("token"))
	if err != nil {
		s.problem(w, r, err)
		return
	}
	if r.Method == http.MethodGet {
		if err := s.Deliveries.OpenNotice(r.Context(), n.Number); err != nil {
			s.problem(w, r, err)
			return
		}
	}
	if address := s.onlyFinding(r, tells); address != "" {
		http.Redirect(w, r, address+"&"+receiptParameter+"="+url.QueryEscape(r.PathValue("token")), http.StatusSeeOther)
		return
	}
	view, err := viewOfNotice(n, tells)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	view.Form, view.By = "/d/"+r.PathValue("token"), who(r)
	s.show(w, r, http.StatusOK, "notice", frame{Title: n.Title, Active: "deliveries", Body: view})
}

// confirmNotice writes down that somebody has read a message and will see to it.
func (s *site) confirmNotice(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	n, tells, err := s.Deliveries.NoticeOf(r.Context(), r.PathValue("token"))
	if err != nil {
		s.problem(w, r, err)
		return
	}
	if err := s.Deliveries.ConfirmNotice(r.Context(), n.Number, signer(w, r)); err != nil {
		s.problem(w, r, err)
		return
	}
	address := s.onlyFinding(r, tells)
	if address == "" {
		address = "/d/" + r.PathValue("token")
	}
	s.after(w, r, address, "notice_confirmed", -1)
}

// onlyFinding is the page of the one finding that a message tells; empty when it tells several, or one that no run makes any more.
func (s *site) onlyFinding(r *http.Request, tells []analytics.Delivery) string {
	if len(tells) != 1 || s.Findings == nil {
		return ""
	}
	ctx, cancel := contextWithin(r, findingsTimeout)
	defer cancel()
	if _, found, err := s.Findings.FindingOf(ctx, tells[0].Finding); err != nil || !found {
		return "" // what was told can be read all the same
	}
	return dashboards.FindingAddress(tells[0].Finding)
}

// receiptParameter names the message whose link led to a page.
const receiptParameter = "d"

// receiptView is the bar at the head of a page to which the link of a message led.
type receiptView struct {
	Form, By, Lead, Confirmed string
}

// receipt is the bar of a page whose address names a message; nil for every other.
func (s *site) receipt(r *http.Request) *receiptView {
	token := r.URL.Query().Get(receiptParameter)
	if token == "" || s.Deliveries == nil {
		return nil
	}
	n, _, err := s.Deliveries.NoticeOf(r.Context(), token)
	if err != nil {
		return nil
	}
	v, err := viewOfNotice(n, nil)
	if err != nil {
		return nil
	}
	return &receiptView{Form: "/d/" + url.PathEscape(token), By: who(r), Lead: v.Lead, Confirmed: v.Confirmed}
}

// toldItem is what is read of what was told: the message as it was sent, whatever the finding is now.
type toldItem struct {
	Sentence, Series, From, To, Figures string
	Level                               uint8
}

func viewOfNotice(n analytics.Notice, tells []analytics.Delivery) (noticeView, error) {
	v := noticeView{Title: n.Title, Test: n.N == 0}
	var message struct{ Lead string }
	if err := json.Unmarshal([]byte(n.Content), &message); err != nil {
		return v, err
	}
	v.Lead = message.Lead
	if !n.ConfirmedAt.IsZero() {
		v.Confirmed = dashboards.TimeText(n.ConfirmedAt) + " 由" + n.ConfirmedBy + "确认收到"
	}
	for _, d := range tells {
		var told toldItem
		if err := json.Unmarshal([]byte(d.Content), &told); err != nil {
			return v, err
		}
		item := noticeItem{Level: dashboards.LevelName(d.Level), Sentence: told.Sentence, Series: told.Series, Days: told.From, Figures: told.Figures, Door: dashboards.FindingAddress(d.Finding)}
		if told.To != told.From {
			item.Days += " 至 " + told.To
		}
		if d.Level >= 2 {
			item.Tone = "bad"
		}
		v.Items = append(v.Items, item)
	}
	return v, nil
}
