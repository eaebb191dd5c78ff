package sample

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
)

// WriteJSONL writes all complaints that are left, each a line of complaint.v1 with the lines of its events (event.v1, told apart by
// event_id) behind it, and at the end the orders of every month (exposure.v1) as a whole, by department and by product line. With truth not nil it writes there a line of what was planted (Truth), a line for every complaint
// (truth.v1: complaint_id and the fields of Label) and a last line with how many complaints every cause brought.
func (g *Generator) WriteJSONL(w, truth io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<20)
	var labels *bufio.Writer
	if truth != nil {
		labels = bufio.NewWriterSize(truth, 1<<18)
		if err := writeLine(labels, g.truth); err != nil {
			return err
		}
	}
	found := map[string]int{}
	var r Record
	var l line
	var label []byte
	var told tallies
	for g.Next(&r) {
		told.add(&r.Complaint)
		if err := l.write(out, &r); err != nil {
			return err
		}
		if labels == nil {
			continue
		}
		if r.Label.Cause != "" {
			found[r.Label.Cause]++
		}
		label = appendLabel(label[:0], r.Complaint.ID, &r.Label)
		if _, err := labels.Write(label); err != nil {
			return err
		}
	}
	if err := g.writeExposures(out, &told); err != nil {
		return err
	}
	if labels != nil {
		if err := writeLine(labels, totals{"totals", found}); err != nil {
			return err
		}
		if err := labels.Flush(); err != nil {
			return err
		}
	}
	return out.Flush()
}

// totals is the last line of a truth file.
type totals struct {
	Kind   string         `json:"kind"`
	Causes map[string]int `json:"causes"` // complaints by id of their cause
}

func writeLine(w io.Writer, v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}

// write writes a record's lines.
func (l *line) write(w io.Writer, r *Record) error {
	l.b = l.b[:0]
	l.complaint(&r.Complaint)
	for i := range r.Events {
		l.event(&r.Events[i])
	}
	_, err := w.Write(l.b)
	return err
}

// appendLabel writes a label's line. Nothing in it needs an escape: codes and ids are plain ASCII.
func appendLabel(b []byte, id string, l *Label) []byte {
	b = append(append(b, `{"complaint_id":"`...), id...)
	b = append(b, '"')
	field := func(name, value string) {
		if value != "" {
			b = append(append(append(append(append(b, `,"`...), name...), `":"`...), value...), '"')
		}
	}
	list := func(name string, values []string) {
		for i, v := range values {
			if i == 0 {
				b = append(append(append(b, `,"`...), name...), `":[`...)
			} else {
				b = append(b, ',')
			}
			b = append(append(append(b, '"'), v...), '"')
		}
		if len(values) > 0 {
			b = append(b, ']')
		}
	}
	field("topic", l.Topic)
	list("also", l.Also)
	field("duplicate", l.Duplicate)
	field("likeness", l.Likeness)
	field("template", l.Template)
	field("suggestion", l.Suggestion)
	field("cause", l.Cause)
	field("core", l.Core)
	field("register", l.Register)
	list("personal", l.Personal)
	b = append(b, `,"form":"`...)
	b = strconv.AppendUint(b, l.Form, 16)
	return append(b, "\"}\n"...)
}
