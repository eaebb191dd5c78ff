package web

import (
	"encoding/json"
	"net/http"

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
	n, _, err := s.Deliveries.NoticeOf(r.Context(), r.PathValue("token"))
	if err != nil {
		s.problem(w, r, err)
		return
	}
	if err := s.Deliveries.ConfirmNotice(r.Context(), n.Number, signer(w, r)); err != nil {
		s.problem(w, r, err)
		return
	}
	s.after(w, r, "/d/"+r.PathValue("token"), "notice_confirmed", -1)
}

// toldItem is what is read of what was told: the message as it was sent, whatever the finding is now.
type toldItem struct {
	Finding, Sentence, Series, From, To, Figures string
	Level                                        uint8
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
		item := noticeItem{Level: dashboards.LevelName(d.Level), Sentence: told.Sentence, Series: told.Series, Days: told.From, Figures: told.Figures, Door: "/finding?id=" + told.Finding}
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
