package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// mostColumns bounds a form: the widest exports have some hundreds.
const mostColumns = 5000

// changeDraft keeps what was corrected and shows the preview again.
func (s *site) changeDraft(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.keepChoices(w, r); ok {
		http.Redirect(w, r, draftAddress(r), http.StatusSeeOther)
	}
}

// confirmDraft imports what was seen. A form that says something else than was seen is looked at again first.
func (s *site) confirmDraft(w http.ResponseWriter, r *http.Request) {
	changed, ok := s.keepChoices(w, r)
	if !ok {
		return
	}
	if changed {
		http.Redirect(w, r, draftAddress(r)+"&changed=1", http.StatusSeeOther)
		return
	}
	id := r.PathValue("id")
	if err := s.Uploads.ConfirmDraft(r.Context(), id); err != nil {
		s.refuseDraft(w, r, err)
		return
	}
	http.Redirect(w, r, s.begun(r.Context(), id), http.StatusSeeOther)
}

// begun is the address of the import that a draft becomes. Where nothing is before it in the queue that is a matter of milliseconds, else
// the draft itself says how many are.
func (s *site) begun(ctx context.Context, id string) string {
	const patience, step = 2 * time.Second, 50 * time.Millisecond
	tick := time.NewTicker(step)
	defer tick.Stop()
	for range int(patience / step) {
		d, err := s.Uploads.ReadDraft(ctx, id)
		if target := became(d); err != nil || target != "" || d.Ahead > 0 {
			if target != "" {
				return target
			}
			break
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return "/import/" + id
		}
	}
	return "/import/" + id
}

func (s *site) discardDraft(w http.ResponseWriter, r *http.Request) {
	if err := s.Uploads.DiscardDraft(r.Context(), r.PathValue("id")); err != nil {
		s.problem(w, r, err)
		return
	}
	s.after(w, r, "/imports", "discarded", -1)
}

func draftAddress(r *http.Request) string {
	return "/import/" + url.PathEscape(r.PathValue("id")) + "?" + url.Values{"table": {r.FormValue("table")}}.Encode()
}

// keepChoices reads the form and keeps it; when that cannot be, the answer is written and ok is false.
func (s *site) keepChoices(w http.ResponseWriter, r *http.Request) (changed, ok bool) {
	r.Body = http.MaxBytesReader(w, r.Body, formOverhead)
	if err := r.ParseForm(); err != nil {
		s.problem(w, r, analytics.Wrap(analytics.KindInvalid, err, "表单没有读出来"))
		return false, false
	}
	table, err := strconv.Atoi(r.PostForm.Get("table"))
	if err != nil {
		s.problem(w, r, analytics.Invalid("table", "表单里没有写是哪一张表"))
		return false, false
	}
	choices, err := parseChoices(r.PostForm)
	if err == nil {
		changed, err = s.Uploads.ChangeDraft(r.Context(), r.PathValue("id"), table, choices)
	}
	if err != nil {
		s.refuseDraft(w, r, err)
		return false, false
	}
	return changed, true
}

// refuseDraft shows the preview with what is wrong with the form above it.
func (s *site) refuseDraft(w http.ResponseWriter, r *http.Request, err error) {
	if analytics.KindOf(err) != analytics.KindInvalid {
		s.problem(w, r, err)
		return
	}
	s.draft(w, r, http.StatusBadRequest, dashboards.Sentence(err), false)
}

// parseChoices reads the form of a preview. Columns come as column.0, column.1 … beside field.0, field.1 …; a form without them, of a
// table that has none, leaves the mapping to the importer.
func parseChoices(form url.Values) (Choices, error) {
	c := Choices{Kind: form.Get("kind"), Source: strings.TrimSpace(form.Get("source")), Profile: strings.TrimSpace(form.Get("profile")), Skip: form.Get("skip") != ""}
	if c.Kind != "" && kindLabel(c.Kind) == c.Kind {
		return c, analytics.Invalid("kind", "没有 %q 这种记录", c.Kind)
	}
	var err error
	if c.From, err = parseFormDay("from", form.Get("from")); err != nil {
		return c, err
	}
	if c.To, err = parseFormDay("to", form.Get("to")); err != nil {
		return c, err
	}
	if c.From.IsZero() != c.To.IsZero() {
		return c, analytics.Invalid("covers", "覆盖的日期要么两头都写，要么都不写")
	}
	if c.To.Before(c.From) {
		return c, analytics.Invalid("covers", "覆盖的末日 %s 早于首日 %s", dashboards.DateText(c.To), dashboards.DateText(c.From))
	}
	if header := strings.TrimSpace(form.Get("header")); header != "" {
		if c.Header, err = strconv.Atoi(header); err != nil || c.Header < 0 || c.Header > 1000 {
			return c, analytics.Invalid("header", "表头的行号 %q 应为 1–1000 的整数", header)
		}
	}
	// Another kind or another header has other fields and columns: the mapping is guessed anew.
	if form.Get("was_kind") != c.Kind || form.Get("was_header") != strconv.Itoa(c.Header) {
		return c, nil
	}
	for i := range mostColumns {
		n := strconv.Itoa(i)
		if !form.Has("column." + n) {
			break
		}
		if c.Map == nil {
			c.Map = map[string][]string{}
		}
		field := form.Get("field." + n)
		// Browsers send a line break inside a header as two characters.
		c.Map[field] = append(c.Map[field], strings.ReplaceAll(form.Get("column."+n), "\r\n", "\n"))
	}
	return c, nil
}

func parseFormDay(field, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation("2006-01-02", s, analytics.Zone)
	if err != nil {
		return t, analytics.Invalid(field, "日期 %q 应写作 2024-03-15", s)
	}
	return t, nil
}
