package importer

import (
	"io"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

// jsonRows reads JSON objects. Those that are complaint.v1, event.v1 or exposure.v1 are told by their members and read as such; all others
// are rows, whose columns are the members that the first objects had.
type jsonRows struct {
	objects
	columns map[string]int
	plain   bool // every object is a row
}

// objects gives the text of one object after the other, as raw or as a row with a problem.
type objects interface {
	object() (row, error)
}

func (r *jsonRows) next() (row, error) {
	out, err := r.object()
	if err != nil || out.problem != nil {
		return out, err
	}
	return r.read(out), nil
}

// lineRows takes one line for one object.
type lineRows struct{ w *window }

func (r *lineRows) object() (row, error) {
	for {
		if len(r.w.rest()) == 0 && !r.w.more() {
			if r.w.err != nil {
				return row{}, r.w.err
			}
			return row{}, io.EOF
		}
		raw, line, whole := r.w.takeLine()
		raw = strings.TrimSpace(raw)
		switch {
		case !whole:
			return row{line: line, raw: raw, problem: analytics.Invalid("", "这一行超过 %d MB", maxRecord>>20)}, nil
		case raw == "":
			continue
		}
		return row{line: line, raw: raw}, nil
	}
}

func (r *jsonRows) told() (int64, []string) { return 0, nil }

// read judges what an object is and splits those that are rows.
func (r *jsonRows) read(out row) row {
	members, err := ingest.Members([]byte(out.raw))
	if err != nil {
		out.problem = invalid(err)
		return out
	}
	if out.object = kindOf(members); out.object != mapped && !r.plain {
		return out
	}
	out.object = mapped
	out.cells = make([]string, len(r.columns))
	for _, m := range members {
		if i, known := r.columns[m.Name]; known {
			out.cells[i] = m.Text
		} else if m.Text != "" {
			out.extra = append(out.extra, m.Name, m.Text)
		}
	}
	return out
}

// kindOf tells what an object is by the members that only one version has.
func kindOf(members []ingest.Member) objectKind {
	var event, unit, month, id, time3339 bool
	for _, m := range members {
		switch m.Name {
		case "event_id":
			event = true
		case "unit":
			unit = true
		case "month":
			month = true
		case "complaint_id":
			id = true
		case "received_at":
			_, err := time.Parse(time.RFC3339, m.Text)
			time3339 = err == nil
		}
	}
	switch {
	case event:
		return eventV1
	case unit && month && !id:
		return exposureV1
	case id && time3339:
		return complaintV1
	}
	return mapped
}

// invalid makes sure that a refusal has a field and a sentence.
func invalid(err error) *analytics.Error {
	if e, ok := err.(*analytics.Error); ok {
		return e
	}
	return analytics.Invalid("", "%s", err.Error())
}
