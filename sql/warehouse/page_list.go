package warehouse

import (
	"context"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// headRunes is how many runes of a complaint's words a line of a list shows: more than fit into a wide window.
const headRunes = 120

// fresh prepares the part that lists and tallies share.
func (w *Warehouse) fresh(s analytics.Selection, at time.Time) (pageData, P, error) {
	p := P{"words": s.Words}
	p["from_month"], p["to_month"] = monthsOf(s)
	clocks(at, p)
	data := pageData{Words: s.Words != "", Lives: needsLives(s.State), Repeated: s.State == analytics.StateRepeated}
	text, err := w.textOf("page_fresh", data)
	if err != nil {
		return data, nil, err
	}
	data.Fresh = text
	if data.Now, err = where(s, "n", p); err != nil {
		return data, nil, err
	}
	data.Now += " AND " + holds(s.State)
	if data.Words {
		data.Now += " AND found"
	}
	return data, p, nil
}

// TallyComplaints counts a selection as it arrived.
func (w *Warehouse) TallyComplaints(ctx context.Context, s analytics.Selection, at time.Time) (analytics.Tally, error) {
	var t analytics.Tally
	data, p, err := w.fresh(s, at)
	if err != nil {
		return t, err
	}
	err = w.eachPage(ctx, "page_tally", data, p, func(rows driver.Rows) error { return rows.Scan(&t.N, &t.Unclassified, &t.Pending) })
	return t, err
}

// lines are the complaints of one page of a list while their columns are gathered.
type lines struct {
	list     []analytics.Listed
	at       map[analytics.Key]int
	months   []analytics.Month
	contents []uint64
}

// ListComplaints returns at most limit complaints of the selection after the cursor, newest first. The keys of the page are found
// first, then only their texts, evidence and steps are read.
func (w *Warehouse) ListComplaints(ctx context.Context, s analytics.Selection, at time.Time, after analytics.Cursor, limit int) ([]analytics.Listed, error) {
	data, p, err := w.fresh(s, at)
	if err != nil {
		return nil, err
	}
	p["limit"] = limit
	if after != (analytics.Cursor{}) {
		data.After = true
		p["after_at"], p["after_source"], p["after_id"] = after.ReceivedAt, after.Key.Source, after.Key.ID
	}
	l := lines{at: map[analytics.Key]int{}}
	err = w.eachPage(ctx, "page_list", data, p, func(rows driver.Rows) error {
		var c analytics.Listed
		var version, month uint32
		var content uint64
		var analysed, wordless uint8
		err := rows.Scan(&c.Source, &c.ID, &version, &content, &c.ReceivedAt, &month, &analysed, &c.Topic, &wordless)
		c.Pending, c.Wordless = analysed == 0, wordless == 1
		l.at[c.Key] = len(l.list)
		l.list, l.contents = append(l.list, c), append(l.contents, content)
		l.months = append(l.months, analytics.Month(month))
		return err
	})
	if err != nil || len(l.list) == 0 {
		return nil, err
	}
	return l.list, w.fill(ctx, &l)
}

// fill reads what the lines show.
func (w *Warehouse) fill(ctx context.Context, l *lines) error {
	keys := P{"months": l.months, "contents": l.contents, "runes": uint32(headRunes)}
	var sources, ids []string
	for _, c := range l.list {
		sources, ids = append(sources, c.Source), append(ids, c.ID)
	}
	keys["sources"], keys["ids"] = sources, ids
	var k analytics.Key
	err := w.Each(ctx, "page_lines", keys, func(rows driver.Rows) error {
		var c analytics.Listed
		err := rows.Scan(&k.Source, &k.ID, &c.Product.Line, &c.Product.Name, &c.Product.Model, &c.Product.Batch, &c.Province, &c.Grade, &c.Category, &c.Head)
		to := &l.list[l.at[k]]
		to.Product, to.Province, to.Grade, to.Category, to.Head = c.Product, c.Province, c.Grade, c.Category, strings.ToValidUTF8(c.Head, "�")
		return err
	})
	if err != nil {
		return err
	}
	err = w.Each(ctx, "page_evidence", keys, func(rows driver.Rows) error {
		var topics []string
		var from, to []uint32
		err := rows.Scan(&k.Source, &k.ID, &topics, &from, &to)
		l.list[l.at[k]].Evidence = evidenceOf(topics, from, to, headRunes)
		return err
	})
	if err != nil {
		return err
	}
	return w.Each(ctx, "page_stages", P{"sources": sources, "ids": ids}, func(rows driver.Rows) error {
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
