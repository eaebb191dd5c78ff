package warehouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// Containing returns at most limit tellings that count in a month, with (source, complaint_id) above after, ordered by them, whose subject or
// text contains one of the words, in whatever way text.Written tells. Fewer than limit means that the month is at its end.
//
// The words are looked for first, and which of the few tellings that have one counts is asked after: the heads of a whole month would be
// a hundred times as much.
func (w *Warehouse) Containing(ctx context.Context, month analytics.Month, words []string, after analytics.Key, limit int) ([]analytics.Wording, error) {
	var list []analytics.Wording
	if len(words) == 0 {
		return nil, nil
	}
	for len(list) < limit {
		p := P{"month": month, "from_month": month, "to_month": month, "source": after.Source, "id": after.ID, "limit": limit}
		data, err := w.anyOf(ctx, words, p)
		if err != nil {
			return nil, err
		}
		var found []analytics.Wording
		err = w.eachOf(ctx, "containing", data, p, func(rows driver.Rows) error {
			var r analytics.Wording
			err := rows.Scan(&r.Source, &r.ID, &r.Version, &r.Content, (*uint32)(&r.Month), (*uint64)(&r.Seq), &r.ReceivedAt, &r.Subject, &r.Text, &r.Category)
			found = append(found, r)
			return err
		})
		if err != nil {
			return nil, err
		}
		if list, err = w.counting(ctx, month, found, list); err != nil {
			return nil, err
		}
		if len(found) < limit {
			break
		}
		after = found[len(found)-1].Key
	}
	return list[:min(len(list), limit)], nil
}

// containing is what the query's text reads besides its parameters.
type containing struct{ Found string }

// mostWays is up to how many ways of writing the index is asked for; more are looked for in every text of the month, which costs less then.
const mostWays = 64

// anyOf prepares a search for any of some words, in every way in which they are written, and puts its values into p. A text in which
// reading finds the word must be among what is found.
func (w *Warehouse) anyOf(ctx context.Context, words []string, p P) (containing, error) {
	var ways []string
	for _, word := range words {
		ways = append(ways, text.Written(word)...)
	}
	var s search
	if len(ways) <= mostWays {
		any := text.Term{Text: ways[0], Also: ways[1:]}
		s.Match, s.Raw = termOf("word", &any, p)
	} else {
		p["words"] = ways
		s.Match = "arrayExists(w -> position(folded, w) > 0, {words:Array(String)})"
		s.Raw = "arrayExists(w -> position(" + rawFolded + ", w) > 0, {words:Array(String)})"
	}
	var err error
	if s.Unread, err = w.unread(ctx); err != nil {
		return containing{}, err
	}
	found, err := w.textOf("page_found", pageData{Search: s})
	return containing{found}, err
}

// counting appends to list the tellings of found that count in a month, each once, in their order.
func (w *Warehouse) counting(ctx context.Context, month analytics.Month, found, list []analytics.Wording) ([]analytics.Wording, error) {
	var keys []analytics.Key
	for i := range found {
		if i == 0 || found[i].Key != found[i-1].Key {
			keys = append(keys, found[i].Key)
		}
	}
	heads, err := w.Heads(ctx, keys)
	if err != nil {
		return nil, err
	}
	of := make(map[analytics.Key]analytics.Head, len(heads))
	for _, h := range heads {
		of[h.Key] = h
	}
	for _, f := range found {
		if h, known := of[f.Key]; known && !h.Gone && h.Month == month && h.Version == f.Version && h.Content == f.Content {
			list = append(list, f)
			delete(of, f.Key)
		}
	}
	return list, nil
}
