package ingest

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxPayload bounds what a refused record keeps of itself, in bytes; the file or the sender has the whole.
const maxPayload = 100_000

// FormatPayload writes the fields of a refused record so that they can be taken apart again: a JSON object in their order, with every value
// as text. A record that is too long loses the ends of its longest values.
func FormatPayload(members []Member) string {
	limit := maxPayload
	for ; ; limit /= 2 {
		text := formatWithin(members, limit)
		if len(text) <= maxPayload || limit == 0 {
			return text
		}
	}
}

func formatWithin(members []Member, limit int) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, m := range members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(m.Name, limit))
		b.WriteByte(':')
		b.WriteString(quote(m.Text, limit))
	}
	b.WriteByte('}')
	return b.String()
}

// quote writes a text as JSON, clean and of at most limit bytes.
func quote(s string, limit int) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
	for len(s) > limit {
		s = strings.ToValidUTF8(s[:limit], "")
	}
	var w writer
	w.quote(s)
	return string(w.b)
}

// longestName is what still is the name of a field before a colon and not the beginning of a sentence.
const longestName = 20

// ParsePayload takes the payload of a refused record apart: a JSON object, or lines of 字段：值 as earlier versions wrote them, where a line
// without a name goes on with the value before. It tells false when the payload is neither: a row whose columns have shifted, or text.
func ParsePayload(payload string) ([]Member, bool) {
	if strings.HasPrefix(payload, "{") {
		if members, err := Members([]byte(payload)); err == nil {
			return members, len(members) > 0
		}
	}
	var members []Member
	for line := range strings.SplitSeq(payload, "\n") {
		name, value, found := strings.Cut(line, "：")
		switch {
		case found && name != "" && utf8.RuneCountInString(name) <= longestName:
			members = append(members, Member{name, value})
		case len(members) > 0:
			members[len(members)-1].Text += "\n" + line
		default:
			return nil, false
		}
	}
	return members, len(members) > 0
}

// Record writes fields as one JSON object as the wire has it: customer.name becomes a member of customer, and what the wire has as a number
// is one where it can be.
func Record(members []Member) string {
	var b strings.Builder
	inside := map[string][]Member{}
	var outer []string
	put := func(m Member, number bool) {
		if _, err := strconv.ParseFloat(m.Text, 64); number && err == nil {
			fmt.Fprintf(&b, "%s:%s", quote(m.Name, maxPayload), m.Text)
			return
		}
		fmt.Fprintf(&b, "%s:%s", quote(m.Name, maxPayload), quote(m.Text, maxPayload))
	}
	b.WriteByte('{')
	first := true
	comma := func() {
		if !first {
			b.WriteByte(',')
		}
		first = false
	}
	for _, m := range members {
		if m.Text == "" {
			continue
		}
		if name, rest, nested := strings.Cut(m.Name, "."); nested && nests[name] {
			if inside[name] == nil {
				outer = append(outer, name)
			}
			inside[name] = append(inside[name], Member{rest, m.Text})
			continue
		}
		comma()
		put(m, numbers[m.Name])
	}
	for _, name := range outer {
		comma()
		b.WriteString(quote(name, maxPayload) + ":{")
		for i, m := range inside[name] {
			if i > 0 {
				b.WriteByte(',')
			}
			put(m, name == "satisfaction_by")
		}
		b.WriteByte('}')
	}
	b.WriteByte('}')
	return b.String()
}

// nests are the members of the wire that are objects, numbers those that are numbers.
var (
	nests   = map[string]bool{"customer": true, "product": true, "region": true, "attributes": true, "satisfaction_by": true, "dimensions": true}
	numbers = map[string]bool{"version": true, "amount_cny": true, "satisfaction": true, "value": true}
)
