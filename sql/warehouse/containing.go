package warehouse

import (
	"context"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// Containing returns at most limit tellings that count in a month, with (source, complaint_id) above after, ordered by them, whose subject or
// text contains one of the words, in whatever width and case it is written there. Fewer than limit means that the month is at its end.
//
// The words are looked for first, and which of the few tellings that have one counts is asked after: the heads of a whole month would be
// a hundred times as much.
func (w *Warehouse) Containing(ctx context.Context, month analytics.Month, words []string, after analytics.Key, limit int) ([]analytics.Wording, error) {
	var list []analytics.Wording
	if len(words) == 0 {
		return nil, nil
	}
	spelled, latin := spellings(words)
	for len(list) < limit {
		p := P{"month": month, "words": spelled, "source": after.Source, "id": after.ID, "limit": limit}
		var found []analytics.Wording
		err := w.eachOf(ctx, "containing", containing{Latin: latin}, p, func(rows driver.Rows) error {
			var r analytics.Wording
			err := rows.Scan(&r.Source, &r.ID, &r.Version, &r.Content, (*uint32)(&r.Month), (*uint64)(&r.Seq), &r.Subject, &r.Text, &r.Category)
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
type containing struct{ Latin bool }

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

// spellings are words as texts may have them: as they are and in full width. latin reports whether one has letters, whose case may differ.
func spellings(words []string) (list []string, latin bool) {
	for _, word := range words {
		wide := strings.Map(func(r rune) rune {
			if '!' <= r && r <= '~' {
				return r - '!' + '！'
			}
			return r
		}, word)
		list = append(list, word)
		if wide != word {
			list = append(list, wide)
		}
		latin = latin || strings.ToLower(word) != strings.ToUpper(word)
	}
	return list, latin
}
