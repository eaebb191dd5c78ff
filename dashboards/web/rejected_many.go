package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// rejectedExported is how many records an export holds at most.
const rejectedExported = 50_000

// openOf returns the places of the open records of a filter, at most limit.
func (s *site) openOf(ctx context.Context, f analytics.RefusedFilter, limit int) ([]analytics.Place, error) {
	var places []analytics.Place
	var after analytics.RefusedCursor
	for {
		rows, err := s.Rejected.ListRejected(ctx, f, after, rejectedAtOnce)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Decision == nil {
				places = append(places, r.Place)
			}
			if len(places) == limit {
				return places, nil
			}
			after = analytics.RefusedCursor{ArrivedAt: r.ArrivedAt, Place: r.Place}
		}
		if len(rows) < rejectedAtOnce {
			return places, nil
		}
	}
}

// changeRejected retries or discards the open records of the filter that the form holds.
func (s *site) changeRejected(w http.ResponseWriter, r *http.Request) {
	change := r.PathValue("record")
	if s.Rejected == nil || change != "retry" && change != "discard" {
		s.notFound(w, r)
		return
	}
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	f, err := rejectedFilter(r.PostForm)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, rejectedTimeout)
	defer cancel()
	places, err := s.openOf(ctx, f, rejectedAtOnce)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	back := rejectedAddress(conditions(r.PostForm))
	if change == "discard" {
		s.discard(w, r, places, back)
		return
	}
	out, err := s.Rejected.RetryRejected(ctx, places, nil, by)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	notice := "retried"
	if out.Taken == 0 {
		notice = "retried_none"
	}
	s.after(w, r, back, notice, int64(out.Taken))
}

// exportRejected writes what the filter shows.
func (s *site) exportRejected(w http.ResponseWriter, r *http.Request) {
	s.export(w, r, func(list []analytics.Refused) {
		rows := [][]string{{"编号", "到达", "来源", "记录", "记录编号", "文件", "行", "导入", "字段", "原因", "内容", "处理", "处理说明", "处理人", "处理时间"}}
		for i := range list {
			x := &list[i]
			payload := x.Payload
			if x.Sealed {
				payload = "（封存）"
			}
			state, _ := decisionText(x.Decision)
			row := []string{x.Place.String(), dashboards.TimeText(x.ArrivedAt), x.Source, x.Topic, x.ID, x.File, strconv.FormatUint(uint64(x.Line), 10),
				strconv.FormatUint(uint64(x.Import), 10), x.Field, x.Reason, payload, state, "", "", ""}
			if d := x.Decision; d != nil {
				row[12], row[13], row[14] = d.Reason, d.By, dashboards.TimeText(d.At)
			}
			rows = append(rows, row)
		}
		writeCSV(w, "rejected", rows)
	})
}

// rejectedLine is a record in NDJSON. payload is an object where the record keeps its fields, text otherwise, and absent when sealed.
type rejectedLine struct {
	Record    string          `json:"record"`
	ArrivedAt string          `json:"arrived_at"`
	Topic     string          `json:"topic"`
	Source    string          `json:"source"`
	ID        string          `json:"id,omitempty"`
	File      string          `json:"file,omitempty"`
	Line      uint32          `json:"line,omitempty"`
	Import    uint32          `json:"import,omitempty"`
	Field     string          `json:"field,omitempty"`
	Reason    string          `json:"reason"`
	Payload   json.RawMessage `json:"payload,omitempty"`
	Sealed    bool            `json:"sealed,omitempty"`
	Outcome   string          `json:"outcome,omitempty"`
}

func (s *site) exportRejectedLines(w http.ResponseWriter, r *http.Request) {
	s.export(w, r, func(list []analytics.Refused) {
		w.Header().Set("Content-Type", "application/x-ndjson; charset=utf-8")
		w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape("huisheng-rejected.ndjson"))
		out := json.NewEncoder(w)
		out.SetEscapeHTML(false)
		for i := range list {
			x := &list[i]
			line := rejectedLine{x.Place.String(), x.ArrivedAt.Format("2006-01-02T15:04:05.000Z07:00"), x.Topic, x.Source, x.ID, x.File, x.Line, x.Import, x.Field, x.Reason, nil, x.Sealed, ""}
			switch {
			case x.Sealed:
			case json.Valid([]byte(x.Payload)) && x.Payload[0] == '{':
				line.Payload = json.RawMessage(x.Payload)
			default:
				line.Payload, _ = json.Marshal(x.Payload) // a string always can be
			}
			if x.Decision != nil {
				line.Outcome = x.Decision.Outcome
			}
			_ = out.Encode(line) // the answer is held in memory
		}
	})
}

func (s *site) export(w http.ResponseWriter, r *http.Request, write func([]analytics.Refused)) {
	if s.Rejected == nil {
		s.notFound(w, r)
		return
	}
	f, err := rejectedFilter(r.URL.Query())
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, rejectedTimeout)
	defer cancel()
	list, err := s.Rejected.ListRejected(ctx, f, analytics.RefusedCursor{}, rejectedExported)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	write(list)
}
