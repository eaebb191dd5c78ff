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

// rawFolded is text.Fold over arrivals as far as it can be told in SQL: traditional characters stay as they are.
var rawFolded = fmt.Sprintf(`replaceRegexpAll(translateUTF8(lowerUTF8(concat(subject, ' ', text)), '%s', '%s'), '\\s+', ' ')`, wide('！', '～'), wide('!', '~'))

// wide writes the characters from first to last as a literal of SQL can hold them. Quotes and backslashes are left out.
func wide(first, last rune) string {
	var b strings.Builder
	for r := first; r <= last; r++ {
		if plain := r - first + '!'; plain != '\'' && plain != '\\' && !('A' <= plain && plain <= 'Z') && plain != '{' && plain != '}' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// mostPairs bounds the pairs of characters that the index is asked for: after a dozen hardly a text is left that is none, and each one
// costs a look into the index.
const mostPairs = 12

// searchOf prepares a search and puts its values into p.
func (w *Warehouse) searchOf(ctx context.Context, words string, p P) (search, error) {
	var match, raw []string
	for i, t := range text.ParseSearch(words).Terms {
		in, plain := termOf(fmt.Sprintf("word%d", i), &t, p)
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

// termOf writes the conditions for one word of a search over texts and over arrivals, and puts its values into p.
func termOf(name string, t *text.Term, p P) (match, raw string) {
	var read, arrived []string
	for i, word := range t.Spellings() {
		name := fmt.Sprintf("%s_%d", name, i)
		p[name] = word
		in := fmt.Sprintf("position(folded, {%s:String}) > 0", name)
		if pairs := pairsOf(word); len(pairs) > 0 && !t.Not {
			p[name+"pairs"] = pairs
			has := fmt.Sprintf("hasAllTokens(folded, {%spairs:Array(String)})", name)
			if len(pairs) > 1 { // a word of two characters is its only pair
				has += " AND " + in
			}
			in = has
		}
		read = append(read, in)
		arrived = append(arrived, fmt.Sprintf("position(%s, {%s:String}) > 0", rawFolded, name))
	}
	match, raw = "("+strings.Join(read, " OR ")+")", "("+strings.Join(arrived, " OR ")+")"
	if t.Not {
		match, raw = "NOT "+match, "NOT "+raw
	}
	return match, raw
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

// unread is the condition for arrivals that enrich has not come to. They have no row in texts and are searched as they arrived, in lower case
// only. Without a watermark all that has no row is looked for, which costs more.
func (w *Warehouse) unread(ctx context.Context) (string, error) {
	const absent = "content NOT IN (SELECT content FROM texts WHERE month BETWEEN {from_month:UInt32} AND {to_month:UInt32})"
	if w.read == nil {
		return absent, nil
	}
	above, err := w.aboveRead(ctx)
	if above != "" {
		above += " AND " + absent
	}
	return above, err
}

// aboveRead is the condition for arrivals of complaints at and above enrich's watermark; empty when there are none.
func (w *Warehouse) aboveRead(ctx context.Context) (string, error) {
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
	return "(" + strings.Join(places, " OR ") + ")", nil
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
