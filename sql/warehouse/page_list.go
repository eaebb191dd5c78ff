package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// headRunes is how many runes of a complaint's words a line of a list shows: more than fit into a wide window.
const headRunes = 120

// fresh prepares the part that lists and tallies share. among is what is looked at; nil: all of the selection.
func (w *Warehouse) fresh(ctx context.Context, s analytics.Selection, at time.Time, among *tellings) (pageData, P, error) {
	p, err := w.standing(ctx, P{})
	if err != nil {
		return pageData{}, nil, err
	}
	p["from_month"], p["to_month"] = monthsOf(s)
	keys := among != nil && len(among.keys) > 0
	if among != nil {
		p["from_month"], p["to_month"] = among.from, among.to
	}
	if keys {
		p["sources"], p["ids"] = columnsOf(among.keys)
		p["hits"] = among.contents
	}
	s = momentOf(s, at)
	data := pageData{Words: s.Words != "", Lives: needsLives(s.State), Disorder: s.State == analytics.StateContradicting, Repeated: s.State == analytics.StateRepeated, Keys: keys,
		Undone: p.undone()}
	for _, c := range s.Choices {
		switch {
		case c.Axis == "topic" || c.Axis == "source": // always there
		case slices.Contains(analytics.SaidAxes, c.Axis):
			data.Said = "1"
		case slices.Contains(labelled, c.Axis):
			if !slices.Contains(data.Labels, c.Axis) {
				data.Labels = append(data.Labels, c.Axis)
			}
		case !slices.Contains(data.Columns, arrived(c.Axis)):
			data.Columns = append(data.Columns, arrived(c.Axis))
		}
	}
	if data.Now, err = where(s, "n", p); err != nil { // it also refuses axes that are none, before they are in a statement
		return data, nil, err
	}
	if data.Words && !keys {
		if err = w.found(ctx, s, &data, p); err != nil {
			return data, nil, err
		}
	}
	if data.Fresh, err = w.textOf("page_fresh", data); err != nil {
		return data, nil, err
	}
	data.passing(s)
	if len(s.Then()) > 0 {
		p["then"] = monthsThen(s)
		data.Now += " AND month NOT IN {then:Array(UInt32)}"
	}
	return data, p, nil
}

// arrived is the column of what arrived that an axis is read from.
func arrived(axis string) string {
	if _, ok := analytics.AttributeOf(axis); ok {
		return "attributes"
	}
	return axis
}

// passing adds what the condition on a row asks of its words and its life.
func (d *pageData) passing(s analytics.Selection) {
	d.Now += " AND " + holds(s.State)
	if d.Words {
		d.Now += " AND found"
	}
}

// columnsOf lays keys out as two columns, each value once.
func columnsOf(keys []analytics.Key) (sources, ids []string) {
	seen := map[string]bool{}
	for _, k := range keys {
		ids = append(ids, k.ID)
		if !seen[k.Source] {
			seen[k.Source] = true
			sources = append(sources, k.Source)
		}
	}
	return sources, ids
}

// lines are the complaints of one page of a list while their columns are gathered.
type lines struct {
	list     []analytics.Listed
	at       map[analytics.Key]int
	months   []analytics.Month
	contents []uint64
	models   []string // versions of the model that lines of then were read by
}

// How many tellings are looked at for a list: at first, how many times more in each further step, and at most before all of the selection is.
const (
	firstCandidates = 128
	moreCandidates  = 8
	mostCandidates  = 20_000
)

// ListComplaints returns at most limit complaints of the selection after the cursor, newest first. Sealed months that the selection reads
// as they were come from what was put away of them.
func (w *Warehouse) ListComplaints(ctx context.Context, s analytics.Selection, at time.Time, after analytics.Cursor, limit int) ([]analytics.Listed, error) {
	ctx, s = remembering(ctx), momentOf(s, at)
	switch {
	case s.Shift != nil:
		return w.listThen(ctx, s, at, after, limit)
	case len(s.Then()) == 0:
		return w.listFresh(ctx, wanted{s, at, after, limit})
	case s.AllThen():
		return w.listThen(ctx, s, at, after, limit)
	case s.State == analytics.StateRepeated:
		return w.listRepeated(ctx, s, at, after, limit)
	}
	now, err := w.listFresh(ctx, wanted{s, at, after, limit})
	if err != nil {
		return nil, err
	}
	then, err := w.listThen(ctx, s, at, after, limit)
	return merged(now, then, limit), err
}

// newest returns the complaints of the newest tellings of some months that may belong to a list, at most n tellings, and the place of the last
// of them; the zero cursor when there are no others.
func (w *Warehouse) newest(ctx context.Context, q wanted, months span, n int) (*tellings, analytics.Cursor, error) {
	s := q.Selection
	p, err := w.standing(ctx, P{"limit": n})
	if err != nil {
		return nil, analytics.Cursor{}, err
	}
	p["from_month"], p["to_month"] = months.from, months.to
	data := pageData{Undone: p.undone()}
	told := s
	for _, axis := range labelled {
		told = told.Free(axis)
	}
	for _, c := range s.Choices {
		if slices.Contains(labelled, c.Axis) && !c.Not && !slices.Contains(c.Values, "") {
			p[fmt.Sprint("labels", len(data.Labels))] = c.Values
			data.Labels = append(data.Labels, c.Axis)
		}
	}
	read := analytics.Selection{}
	for _, c := range told.Choices {
		if slices.Contains(analytics.SaidAxes, c.Axis) {
			told = told.Free(c.Axis)
			// What waits to be read shows nothing: it belongs to those that ask for nothing.
			if !c.Not && !slices.Contains(c.Values, "") && !slices.Contains(c.Values, analytics.BandMixed) {
				read.Choices = append(read.Choices, c)
			}
		}
	}
	if len(read.Choices) > 0 {
		if data.Said, err = where(read, "s", p); err != nil {
			return nil, analytics.Cursor{}, err
		}
	}
	if data.Now, err = where(told, "n", p); err != nil {
		return nil, analytics.Cursor{}, err
	}
	if len(s.Then()) > 0 {
		p["then"] = monthsThen(s)
		data.Now += " AND month NOT IN {then:Array(UInt32)}"
	}
	continued(q.after, &data, p)
	var found *tellings
	var end analytics.Cursor
	if s.Words != "" {
		found, end, err = w.foundNewest(ctx, s, data, p, n)
	} else {
		found, end, err = w.candidates(ctx, "page_candidates", data, p, n)
	}
	if found != nil {
		found.span = months
	}
	return found, end, err
}

// candidates runs a query for the newest tellings of a list.
func (w *Warehouse) candidates(ctx context.Context, query string, data pageData, p P, n int) (*tellings, analytics.Cursor, error) {
	var list tellings
	var last analytics.Cursor
	found := 0
	seen := map[analytics.Key]bool{}
	err := w.eachPage(ctx, query, data, p, func(rows driver.Rows) error {
		var content uint64
		err := rows.Scan(&last.Key.Source, &last.Key.ID, &last.ReceivedAt, &content)
		list.contents = append(list.contents, content)
		if found++; !seen[last.Key] {
			seen[last.Key] = true
			list.keys = append(list.keys, last.Key)
		}
		return err
	})
	if found < n {
		last = analytics.Cursor{}
	}
	return &list, last, err
}

// continued adds the place behind which a list goes on.
func continued(after analytics.Cursor, data *pageData, p P) {
	if after != (analytics.Cursor{}) {
		data.After = true
		p["after_at"], p["after_source"], p["after_id"] = after.ReceivedAt, after.Key.Source, after.Key.ID
	}
}

// listed decides which complaints stand on a page; among tellings, or among all of the selection without.
func (w *Warehouse) listed(ctx context.Context, q wanted, among *tellings) (*lines, error) {
	data, p, err := w.fresh(ctx, q.Selection, q.at, among)
	if err != nil {
		return nil, err
	}
	return w.linesOf(ctx, data, p, q.after, q.limit)
}

// linesOf runs a list whose rows are prepared.
func (w *Warehouse) linesOf(ctx context.Context, data pageData, p P, after analytics.Cursor, limit int) (*lines, error) {
	p["limit"] = limit
	continued(after, &data, p)
	l := &lines{at: map[analytics.Key]int{}}
	err := w.eachPage(ctx, "page_list", data, p, func(rows driver.Rows) error {
		var c analytics.Listed
		var version, month uint32
		var content uint64
		var analysed, wordless, duplicate, copied uint8
		into := []any{&c.Source, &c.ID, &version, &content, &c.ReceivedAt, &month, &analysed, &c.Topic, &wordless, &duplicate, &copied}
		model := ""
		if data.Kept {
			into = append(into, &c.Stage, &model)
		}
		err := rows.Scan(into...)
		c.Pending, c.Wordless, c.Duplicate, c.Copied = analysed == 0, wordless == 1, duplicate == 1, copied == 1
		l.at[c.Key] = len(l.list)
		l.list, l.contents = append(l.list, c), append(l.contents, content)
		l.months = append(l.months, analytics.Month(month))
		if data.Kept {
			l.models = append(l.models, model)
		}
		return err
	})
	return l, err
}

// cutBehind drops what stands behind a place: other complaints, not looked at yet, may belong between.
func (l *lines) cutBehind(last analytics.Cursor) {
	for i, c := range l.list {
		if c.ReceivedAt.Before(last.ReceivedAt) || c.ReceivedAt.Equal(last.ReceivedAt) && (c.Source < last.Key.Source || c.Source == last.Key.Source && c.ID < last.Key.ID) {
			l.list, l.contents, l.months = l.list[:i], l.contents[:i], l.months[:i]
			return
		}
	}
}

// fill reads what the lines show.
func (w *Warehouse) fill(ctx context.Context, l *lines) error {
	if len(l.list) == 0 {
		return nil
	}
	keys := P{"months": l.months, "contents": l.contents, "runes": uint32(headRunes)}
	var sources, ids []string
	for _, c := range l.list {
		sources, ids = append(sources, c.Source), append(ids, c.ID)
	}
	keys["sources"], keys["ids"] = sources, ids
	read := []func() error{
		func() error { return w.fillWords(ctx, l, keys) },
		func() error { return w.fillEvidence(ctx, l, keys) },
	}
	if l.models == nil { // what was kept tells the stages
		read = append(read, func() error { return w.fillStages(ctx, l, sources, ids) })
	}
	return together(read...)
}

func (w *Warehouse) fillWords(ctx context.Context, l *lines, keys P) error {
	return w.Each(ctx, "page_lines", keys, func(rows driver.Rows) error {
		var k analytics.Key
		var c analytics.Listed
		err := rows.Scan(&k.Source, &k.ID, &c.Product.Line, &c.Product.Name, &c.Product.Model, &c.Product.Batch, &c.Province, &c.Place, &c.Grade, &c.Category, &c.Head)
		to := &l.list[l.at[k]]
		to.Product, to.Province, to.Place, to.Grade, to.Category, to.Head = c.Product, c.Province, c.Place, c.Grade, c.Category, strings.ToValidUTF8(c.Head, "�")
		return err
	})
}

func (w *Warehouse) fillEvidence(ctx context.Context, l *lines, keys P) error {
	query := "page_evidence"
	if l.models != nil {
		query, keys = "page_evidence_then", keys.with(P{"models": l.models})
	}
	return w.Each(ctx, query, keys, func(rows driver.Rows) error {
		var k analytics.Key
		var topics, urgency []string
		var from, to []uint32
		err := rows.Scan(&k.Source, &k.ID, &topics, &from, &to, &urgency)
		line := &l.list[l.at[k]]
		line.Evidence = evidenceOf(topics, from, to, headRunes)
		if len(urgency) > 0 {
			line.Urgency = urgency
		}
		return err
	})
}

func (w *Warehouse) fillStages(ctx context.Context, l *lines, sources, ids []string) error {
	p, err := w.standing(ctx, P{"sources": sources, "ids": ids})
	if err != nil {
		return err
	}
	return w.Each(ctx, "page_stages", p, func(rows driver.Rows) error {
		var k analytics.Key
		var stage string
		err := rows.Scan(&k.Source, &k.ID, &stage)
		l.list[l.at[k]].Stage = stage
		return err
	})
}

// evidenceOf joins the parallel columns, leaving out what begins behind the runes shown.
func evidenceOf(topics []string, from, to []uint32, runes uint32) []analytics.Evidence {
	var list []analytics.Evidence
	for i := range topics {
		if i < len(from) && i < len(to) && from[i] < runes {
			list = append(list, analytics.Evidence{Topic: topics[i], From: from[i], To: to[i]})
		}
	}
	return list
}
