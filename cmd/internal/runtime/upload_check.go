package runtime

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"

	"huisheng/analytics"
	"huisheng/dashboards/web"
	"huisheng/ingest"
	"huisheng/ingest/importer"
)

// What a check lists; all are counted.
const (
	checkLines   = 100
	checkReasons = 50
	valueShown   = 80 // characters
)

// tableCheck reads a whole table as an import would and sends it nowhere.
type tableCheck struct {
	cancel context.CancelFunc

	mu      sync.Mutex
	found   web.Check
	reasons map[web.Reason]int64
	columns map[string]string // column of each field
	codec   *ingest.Codec
}

// startCheck begins to read a table unless that is done or under way.
func (u *Uploads) startCheck(id string, table int, l look) {
	u.mu.Lock()
	defer u.mu.Unlock()
	d, t, err := u.table(id, table)
	if err != nil || t.check != nil || !sameReading(t.Choices, l.choices) || d.State == web.DraftQueued || d.State == web.DraftRunning {
		return
	}
	ctx, cancel := context.WithCancel(u.ctx)
	c := &tableCheck{cancel: cancel, reasons: map[web.Reason]int64{}, columns: map[string]string{}, codec: u.rt.Codec}
	t.check = c
	u.workers.Go(func() {
		defer cancel()
		select {
		case u.reading <- struct{}{}:
			defer func() { <-u.reading }()
		case <-ctx.Done():
			return
		}
		err := u.check(ctx, l, c)
		if ctx.Err() != nil {
			return
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.found.Done = true
		if err != nil {
			u.log.Warn("an upload could not be read to its end", "id", id, "error", err)
			c.found.Error = sentence(err)
		}
	})
}

func (u *Uploads) check(ctx context.Context, l look, c *tableCheck) error {
	f, err := u.open(ctx, l, l.choices, false)
	if err != nil {
		return err
	}
	defer f.Close()
	for field, columns := range f.Told() {
		c.columns[field] = strings.Join(columns, "、")
	}
	result, err := f.Run(ctx, importer.Deps{Producer: c, Masker: u.rt.Masker, Codec: u.rt.Codec, Progress: c.progress})
	c.progress(result)
	return err
}

func (c *tableCheck) progress(r importer.Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found.Bytes, c.found.Total, c.found.Read, c.found.Blank = r.Bytes, r.TotalBytes, r.Read, r.Blank
	c.found.Complaints, c.found.Events, c.found.Exposures, c.found.Rejected = r.Complaints, r.Events, r.Exposures, r.Rejected
}

// Produce implements importer.Producer: it looks at the messages and drops them.
func (c *tableCheck) Produce(_ context.Context, messages []ingest.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range messages {
		switch m.Topic {
		case ingest.TopicComplaints:
			var r analytics.Complaint
			if ingest.ParseComplaint(m.Value, &r) != nil {
				continue
			}
			if c.found.First.IsZero() || r.ReceivedAt.Before(c.found.First) {
				c.found.First = r.ReceivedAt
			}
			if r.ReceivedAt.After(c.found.Last) {
				c.found.Last = r.ReceivedAt
			}
		case ingest.TopicRejected:
			var r analytics.Rejected
			if c.codec.DecodeRejected(m.Value, &r) == nil {
				c.refused(&r)
			}
		}
	}
	return nil
}

// quoted is a value inside the sentence of a reason: reasons that differ in it only are one.
var quoted = regexp.MustCompile(`的值“[^”]*”|“[^”]*”这个值`)

func (c *tableCheck) refused(r *analytics.Rejected) {
	column := c.columns[r.Field]
	c.reasons[web.Reason{Column: cmp.Or(column, r.Field), Field: r.Field, Reason: quoted.ReplaceAllString(r.Reason, "的值")}]++
	if len(c.found.Lines) < checkLines {
		c.found.Lines = append(c.found.Lines, web.WrongLine{Line: r.Line, Column: column, Value: valueOf(r, column), Reason: r.Reason})
	}
}

// valueOf finds in the masked record what stood in the column; of a record as a whole its beginning.
func valueOf(r *analytics.Rejected, column string) string {
	if r.Sealed {
		return ""
	}
	value := strings.ReplaceAll(r.Payload, "\n", " · ")
	if members, apart := ingest.ParsePayload(r.Payload); apart {
		var all []string
		value = ""
		for _, m := range members {
			all = append(all, m.Name+"："+m.Text)
			if m.Name == column {
				value = m.Text
			}
		}
		if column == "" {
			value = strings.Join(all, " · ")
		}
	}
	if runes := []rune(value); len(runes) > valueShown {
		return string(runes[:valueShown]) + "…"
	}
	return value
}

// CheckDraft implements web.Uploads.
func (u *Uploads) CheckDraft(_ context.Context, id string, table int) (web.Check, error) {
	u.mu.Lock()
	_, t, err := u.table(id, table)
	var c *tableCheck
	if err == nil {
		c = t.check
	}
	u.mu.Unlock()
	if err != nil || c == nil {
		return web.Check{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found := c.found
	found.Lines = slices.Clone(found.Lines)
	found.Reasons = sortedReasons(c.reasons)
	return found, nil
}

// sortedReasons lists reasons, most first.
func sortedReasons(counts map[web.Reason]int64) []web.Reason {
	var list []web.Reason
	for r, n := range counts {
		r.N = n
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b web.Reason) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Reason, b.Reason))
	})
	return list[:min(len(list), checkReasons)]
}

// stopChecks ends what is read of a draft; the caller holds the lock.
func (d *upload) stopChecks() {
	for i := range d.Tables {
		if c := d.Tables[i].check; c != nil {
			c.cancel()
			d.Tables[i].check = nil
		}
	}
}
