package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// search is a search as the queries of pages need it.
type search struct {
	Match  string // condition over texts
	Raw    string // condition over complaints, for those that were not read yet
	Unread string // which of complaints were not read yet; empty when all were
}

// rawFolded is text.Fold over arrivals as far as it can be told in SQL: traditional characters and full width stay as they are.
const rawFolded = `replaceRegexpAll(lowerUTF8(concat(subject, ' ', text)), '\\s+', ' ')`

// mostPairs bounds the pairs of characters that the index is asked for: after a dozen hardly a text is left that is none, and each one
// costs a look into the index.
const mostPairs = 12

// searchOf prepares a search and puts its values into p.
func (w *Warehouse) searchOf(ctx context.Context, words string, p P) (search, error) {
	var match, raw []string
	for i, t := range text.ParseSearch(words).Terms {
		name := fmt.Sprintf("word%d", i)
		p[name] = t.Text
		in := fmt.Sprintf("position(folded, {%s:String}) > 0", name)
		if pairs := pairsOf(t.Text); len(pairs) > 0 && !t.Not {
			p[name+"pairs"] = pairs
			in = fmt.Sprintf("hasAllTokens(folded, {%spairs:Array(String)})", name)
			if len(pairs) > 1 { // a word of two characters is its only pair
				in += fmt.Sprintf(" AND position(folded, {%s:String}) > 0", name)
			}
		}
		plain := fmt.Sprintf("position(%s, {%s:String}) > 0", rawFolded, name)
		if t.Not {
			in, plain = "NOT "+in, "NOT "+plain
		}
		match, raw = append(match, in), append(raw, plain)
	}
	if len(match) == 0 {
		match, raw = []string{"1"}, []string{"1"}
	}
	s := search{Match: strings.Join(match, " AND "), Raw: strings.Join(raw, " AND ")}
	var err error
	s.Unread, err = w.unread(ctx)
	return s, err
}

// pairsOf are the pairs of neighbouring characters of a word.
func pairsOf(word string) []string {
	runes := []rune(word)
	var pairs []string
	for i := 0; i+1 < len(runes) && len(pairs) < mostPairs; i++ {
		pairs = append(pairs, string(runes[i:i+2]))
	}
	return pairs
}

// unread is the condition for arrivals that enrich has not come to: those at and above its watermark. They have no row in texts and are
// searched as they arrived, in lower case only. Without a watermark all that has no row is looked for, which costs more.
func (w *Warehouse) unread(ctx context.Context) (string, error) {
	const absent = "content NOT IN (SELECT content FROM texts WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32})"
	if w.read == nil {
		return absent, nil
	}
	stored, err := w.Stored(ctx)
	if err != nil {
		return "", err
	}
	reached, err := w.read(ctx)
	if err != nil {
		return "", err
	}
	next := map[analytics.Position]uint64{}
	for _, p := range reached {
		n := p.Next
		p.Next = 0
		next[p] = n
	}
	var places []string
	for _, p := range stored {
		end := p.Next
		if p.Next = 0; p.Topic == "complaints.v1" && next[p] < end {
			places = append(places, fmt.Sprintf("topic_epoch = %d AND kafka_partition = %d AND kafka_offset >= %d", p.Epoch, p.Partition, next[p]))
		}
	}
	if len(places) == 0 {
		return "", nil
	}
	return "(" + strings.Join(places, " OR ") + ") AND " + absent, nil
}

// found prepares the part of a query over all of a selection that looks for its words.
func (w *Warehouse) found(ctx context.Context, s analytics.Selection, data *pageData, p P) error {
	var err error
	if data.Search, err = w.searchOf(ctx, s.Words, p); err != nil {
		return err
	}
	data.Found, err = w.textOf("page_found", *data)
	return err
}

// foundNewest returns the newest tellings in which the words of a selection stand, as newest does. data has the rest of the selection.
func (w *Warehouse) foundNewest(ctx context.Context, s analytics.Selection, data pageData, p P, n int) (*tellings, analytics.Cursor, error) {
	err := w.found(ctx, s, &data, p)
	if err != nil {
		return nil, analytics.Cursor{}, err
	}
	days := analytics.Selection{From: s.From, To: s.To}
	if data.Days, err = where(days, "d", p); err != nil {
		return nil, analytics.Cursor{}, err
	}
	if s.Import == 0 && s.Theme == 0 && !slices.ContainsFunc(s.Choices, func(c analytics.Choice) bool { return !slices.Contains(labelled, c.Axis) }) {
		data.Now = ""
	}
	return w.candidates(ctx, "page_found_newest", data, p, n)
}
