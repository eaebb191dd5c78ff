package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
	"huisheng/dashboards"
)

// Rejected is what 退回 is made from. Nothing is submitted again but by RetryRejected.
type Rejected interface {
	// ListRejected lists the records of a filter after the cursor, newest first, at most limit, with what was decided about them.
	ListRejected(ctx context.Context, f analytics.RefusedFilter, after analytics.RefusedCursor, limit int) ([]analytics.Refused, error)

	// CountRejected counts the records of a filter, decided or not.
	CountRejected(ctx context.Context, f analytics.RefusedFilter) (analytics.RefusedCounts, error)

	// OpenRejected is how many records nobody has decided about. Every page under 数据 asks, so it answers at once.
	OpenRejected(ctx context.Context) (int64, error)

	// ReadRejected returns one record, and its fields when it can be taken apart; an error of kind KindMissing when it is not there.
	ReadRejected(ctx context.Context, at analytics.Place) (analytics.Refused, []analytics.RefusedField, error)

	// RetryRejected submits records again, a single one with corrected values by the names of its fields.
	RetryRejected(ctx context.Context, places []analytics.Place, edits map[string]string, by string) (analytics.Resubmitted, error)

	// DiscardRejected decides that records stay rejected, with a reason, and returns how many were open until then.
	DiscardRejected(ctx context.Context, places []analytics.Place, reason, by string) (int, error)

	// ReopenRejected takes back that a record was discarded.
	ReopenRejected(ctx context.Context, at analytics.Place) error
}

const (
	rejectedRows    = 50
	rejectedAtOnce  = 1000 // that one form retries or discards
	rejectedTimeout = 2 * time.Minute
)

type rejectedPage struct {
	Filter  rejectedFilterView
	Chips   []chip
	All     int64
	Reasons []rejectedGroup
	Fields  []rejectedGroup
	Rows    []rejectedRow
	Next    string
	First   string
	CSV     string
	NDJSON  string
	Hidden  []hiddenField
	Bulk    int64 // how many records of the filter a form takes at once
}

type rejectedFilterView struct {
	Words, From, To string
}

type rejectedGroup struct {
	Name, Address string
	N             uint64
	On            bool
}

type rejectedRow struct {
	Address, Time, Date string
	Source, Topic, ID   string
	Where               string
	Field, Reason       string
	State, Tone         string
}

func (s *site) showRejected(w http.ResponseWriter, r *http.Request) {
	if s.Rejected == nil {
		s.notFound(w, r)
		return
	}
	f, err := rejectedFilter(r.URL.Query())
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	page, err := s.rejectedPage(ctx, r.URL.Query(), f)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "rejected", frame{Title: "退回", Active: "rejected", Books: s.books(r), Body: page})
}

// rejectedNames are the conditions that an address may hold, in the order of their chips.
var rejectedNames = []string{"q", "reason", "field", "file", "source", "topic", "import", "from", "to"}

func rejectedFilter(q url.Values) (analytics.RefusedFilter, error) {
	f := analytics.RefusedFilter{Words: strings.TrimSpace(q.Get("q")), Reason: q.Get("reason"), Field: q.Get("field"), HasField: q.Has("field"), File: q.Get("file"),
		Source: q.Get("source"), Topic: q.Get("topic")}
	if len([]rune(f.Words)) > 100 {
		return f, analytics.Invalid("q", "搜索的文字超过 100 个字")
	}
	if v := q.Get("import"); v != "" {
		n, err := strconv.ParseUint(v, 10, 32)
		if err != nil {
			return f, analytics.Invalid("import", "导入编号 %q 不是数字", v)
		}
		f.Import = uint32(n)
	}
	for name, day := range map[string]*time.Time{"from": &f.From, "to": &f.To} {
		if v := q.Get(name); v != "" {
			var err error
			if *day, err = time.ParseInLocation("2006-01-02", v, analytics.Zone); err != nil {
				return f, analytics.Invalid(name, "日期 %q 应写作 2024-03-15", v)
			}
		}
	}
	return f, nil
}

func (s *site) rejectedPage(ctx context.Context, q url.Values, f analytics.RefusedFilter) (rejectedPage, error) {
	page := rejectedPage{Filter: rejectedFilterView{Words: f.Words, From: q.Get("from"), To: q.Get("to")}}
	after, err := rejectedCursor(q.Get("after"))
	if err != nil {
		return page, err
	}
	rows, err := s.Rejected.ListRejected(ctx, f, after, rejectedRows+1)
	if err != nil {
		return page, err
	}
	counts, err := s.Rejected.CountRejected(ctx, f)
	if err != nil {
		return page, err
	}
	self := conditions(q)
	if len(rows) > rejectedRows {
		rows = rows[:rejectedRows]
		last := rows[len(rows)-1]
		page.Next = rejectedAddress(self, "after", strconv.FormatInt(last.ArrivedAt.UnixMilli(), 10)+"~"+last.Place.String())
	}
	if !after.ArrivedAt.IsZero() {
		page.First = rejectedAddress(self)
	}
	for i := range rows {
		page.Rows = append(page.Rows, rejectedRowOf(&rows[i]))
	}
	page.All, page.Bulk = counts.All, min(counts.All, rejectedAtOnce)
	page.Reasons = groupsOf(self, "reason", counts.Reasons, func(n string) string { return n })
	page.Fields = groupsOf(self, "field", counts.Fields, fieldName)
	page.Chips = rejectedChips(self)
	page.CSV, page.NDJSON = "/rejected.csv?"+self.Encode(), "/rejected.ndjson?"+self.Encode()
	for _, name := range rejectedNames {
		if self.Has(name) {
			page.Hidden = append(page.Hidden, hiddenField{name, self.Get(name)})
		}
	}
	return page, nil
}

// conditions keeps the known, filled conditions of an address.
func conditions(q url.Values) url.Values {
	kept := url.Values{}
	for _, name := range rejectedNames {
		if v := q.Get(name); v != "" || name == "field" && q.Has(name) {
			kept.Set(name, v)
		}
	}
	return kept
}

// rejectedAddress is the list with these conditions and pairs of further ones; a pair with "-" takes its condition away.
func rejectedAddress(q url.Values, pairs ...string) string {
	more := url.Values{}
	for name, values := range q {
		more[name] = values
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "-" {
			more.Del(pairs[i])
		} else {
			more.Set(pairs[i], pairs[i+1])
		}
	}
	if len(more) == 0 {
		return "/rejected"
	}
	return "/rejected?" + more.Encode()
}

func groupsOf(q url.Values, name string, counts []analytics.RefusedCount, label func(string) string) []rejectedGroup {
	var list []rejectedGroup
	for _, c := range counts {
		g := rejectedGroup{Name: label(c.Name), Address: rejectedAddress(q, name, c.Name), N: uint64(c.N), On: q.Has(name) && q.Get(name) == c.Name}
		if g.On {
			g.Address = rejectedAddress(q, name, "-")
		}
		list = append(list, g)
	}
	return list
}

func rejectedChips(q url.Values) []chip {
	names := map[string]string{"q": "搜索", "reason": "原因", "field": "字段", "file": "文件", "source": "来源", "topic": "记录", "import": "导入", "from": "从", "to": "到"}
	var list []chip
	for _, name := range rejectedNames {
		if !q.Has(name) {
			continue
		}
		value := q.Get(name)
		switch {
		case name == "topic":
			value = accounting.TopicName(value)
		case name == "field":
			value = fieldName(value)
		}
		list = append(list, chip{Name: names[name], Value: value, Off: rejectedAddress(q, name, "-")})
	}
	return list
}

func rejectedRowOf(r *analytics.Refused) rejectedRow {
	v := rejectedRow{Address: "/rejected/" + r.Place.String(), Time: dashboards.TimeText(r.ArrivedAt), Source: r.Source, Topic: accounting.TopicName(r.Topic), ID: r.ID,
		Where: whereOf(r), Field: fieldName(r.Field), Reason: r.Reason}
	v.State, v.Tone = decisionText(r.Decision)
	return v
}

func whereOf(r *analytics.Refused) string {
	switch {
	case r.File != "" && r.Line > 0:
		return r.File + " 第 " + strconv.FormatUint(uint64(r.Line), 10) + " 行"
	case r.File != "":
		return r.File
	}
	return "Kafka"
}

func decisionText(d *analytics.Decision) (text, tone string) {
	if d == nil {
		return "未处理", ""
	}
	switch d.Outcome {
	case analytics.RefusedCorrected:
		return "已修正", "good"
	case analytics.RefusedRetried:
		return "已重试", "good"
	case analytics.RefusedAgain:
		return "又被退回", "bad"
	case analytics.RefusedDiscarded:
		return "已放弃", ""
	}
	return "正在重试", "busy"
}

func rejectedCursor(s string) (analytics.RefusedCursor, error) {
	if s == "" {
		return analytics.RefusedCursor{}, nil
	}
	at, place, found := strings.Cut(s, "~")
	ms, err := strconv.ParseInt(at, 10, 64)
	if err != nil || !found {
		return analytics.RefusedCursor{}, analytics.Invalid("after", "翻页的位置看不懂，请回到第一页")
	}
	p, err := analytics.ParsePlace(place)
	return analytics.RefusedCursor{ArrivedAt: time.UnixMilli(ms).In(analytics.Zone), Place: p}, err
}
