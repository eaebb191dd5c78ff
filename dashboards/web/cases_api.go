package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"huisheng/analytics"
	"huisheng/analytics/precedent"
	"huisheng/dashboards"
)

// casesJSON is the answer of /api/similar, which docs/understanding.md describes for whoever calls.
type casesJSON struct {
	N         int           `json:"n"`
	Behind    int           `json:"same_words"`
	Beyond    int           `json:"beyond"`
	Rated     int           `json:"rated"`
	Satisfied int           `json:"satisfied"`
	Low       float64       `json:"satisfied_low"`
	High      float64       `json:"satisfied_high"`
	Reopened  int           `json:"reopened"`
	Timed     int           `json:"timed"`
	TookHours float64       `json:"median_hours"`
	Wide      bool          `json:"all_topics"`
	Measures  []measureJSON `json:"measures"`
	Cases     []caseJSON    `json:"cases"`
}

type measureJSON struct {
	Kind      string `json:"kind"`
	N         int    `json:"n"`
	Rated     int    `json:"rated"`
	Satisfied int    `json:"satisfied"`
	Amounts   int    `json:"amounts,omitempty"`
	AmountFen int64  `json:"median_amount_fen,omitempty"`
}

type caseJSON struct {
	Source       string     `json:"source"`
	ID           string     `json:"complaint_id"`
	ReceivedAt   time.Time  `json:"received_at"`
	Topic        string     `json:"topic"`
	Product      string     `json:"product,omitempty"`
	Likeness     float64    `json:"likeness"`
	Same         int        `json:"same_words,omitempty"`
	Shared       []string   `json:"shared_words"`
	Words        string     `json:"words"`
	Reply        string     `json:"reply,omitempty"`
	Satisfaction uint8      `json:"satisfaction,omitempty"`
	Hours        float64    `json:"hours,omitempty"`
	Steps        []stepJSON `json:"steps"`
}

type stepJSON struct {
	Kind       string    `json:"kind"`
	At         time.Time `json:"at"`
	Department string    `json:"department,omitempty"`
	Note       string    `json:"note,omitempty"`
	AmountFen  *int64    `json:"amount_fen,omitempty"`
}

// longestForm is in bytes: the longest text with every rune as nine or twelve signs of a form, and room for the rest.
const longestForm = 12*longestAsked + 4096

// serveCases answers other programs on this machine: for a stored complaint by source and id, or for any text.
func (s *site) serveCases(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	r.Body = http.MaxBytesReader(w, r.Body, longestForm)
	err := r.ParseMultipartForm(longestForm)
	if errors.Is(err, http.ErrNotMultipart) {
		err = nil
	}
	text, id := strings.TrimSpace(r.FormValue("text")), r.FormValue("id")
	var tooMuch *http.MaxBytesError
	var answer precedent.Answer
	switch {
	case errors.As(err, &tooMuch):
		err = analytics.Invalid("text", "原文超过 %d 个字，请截短", longestAsked)
	case err != nil:
		err = analytics.Invalid("text", "读不懂请求：请用表单（application/x-www-form-urlencoded 或 multipart/form-data）")
	case (text == "") == (id == ""):
		err = analytics.Invalid("text", "请给出 source 与 id（已入库的投诉），或 text（一段原文），二者取一")
	case utf8.RuneCountInString(text) > longestAsked:
		err = analytics.Invalid("text", "原文超过 %d 个字，请截短", longestAsked)
	case id != "":
		answer, err = s.Cases.Similar(ctx, analytics.Key{Source: r.FormValue("source"), ID: id})
	default:
		answer, err = s.Cases.SimilarTo(ctx, text)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err != nil {
		status, _ := statusOf(err)
		if status >= http.StatusInternalServerError {
			s.Log.Error("similar cases could not be read", "error", err)
		}
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": dashboards.Sentence(err)})
		return
	}
	_ = json.NewEncoder(w).Encode(casesAsJSON(answer))
}

func casesAsJSON(a precedent.Answer) casesJSON {
	out := casesJSON{N: a.N, Behind: a.Behind, Beyond: a.Beyond, Timed: a.Timed, Rated: a.Rated, Satisfied: a.Satisfied, Low: a.Low, High: a.High, Reopened: a.Reopened, TookHours: a.Took.Hours(), Wide: a.Wide,
		Measures: []measureJSON{}, Cases: []caseJSON{}}
	for _, m := range a.Measures {
		out.Measures = append(out.Measures, measureJSON(m))
	}
	for i := range a.Cases {
		c := &a.Cases[i]
		one := caseJSON{Source: c.Source, ID: c.ID, ReceivedAt: c.ReceivedAt, Topic: c.Topic, Product: c.Product, Likeness: c.Likeness, Same: c.Same, Shared: c.Shared,
			Words: c.Words, Satisfaction: c.Satisfaction, Hours: c.Took().Hours(), Steps: []stepJSON{}}
		if reply := c.Reply(); reply != nil {
			one.Reply = reply.Note
		}
		for _, e := range c.Steps {
			one.Steps = append(one.Steps, stepJSON{e.Kind, e.At, e.Department, e.Note, e.AmountFen})
		}
		out.Cases = append(out.Cases, one)
	}
	return out
}
