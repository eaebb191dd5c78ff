package importer

import (
	"bytes"
	"strings"

	"huisheng/analytics"
)

// maxTitles is how many lines may stand above the header: a title, who made the table and when, an empty line.
const maxTitles = 8

// titles counts the lines above the header, 0 when the first line may be it. A header is known by two usual names, one of them that of a
// time or an id; the lines above it fill at most half as many cells.
func titles(head []byte) int {
	most := 0 // cells filled in a line above
	for n := range maxTitles + 1 {
		line, rest, more := bytes.Cut(head, []byte{'\n'})
		if !more {
			return 0
		}
		filled, known := headerLike(string(line))
		switch {
		case known && most*2 <= filled:
			return n
		case known:
			return 0
		}
		most, head = max(most, filled), rest
	}
	return 0
}

// headerLike counts the cells of a line that are not empty and judges whether it is a header.
func headerLike(line string) (filled int, known bool) {
	names, sure := 0, false
	for _, cell := range strings.Split(line, string(commaOf(line))) {
		cell = strings.Trim(cell, "\" \t\r\ufeff")
		if cell == "" {
			continue
		}
		filled++
		if found := candidates[normalHeader(cell)]; len(found) > 0 {
			names++
			sure = sure || found[0].field == fieldTime || found[0].field == fieldID
		}
	}
	return filled, sure && names >= 2
}

// dataIn looks for a time where a header should be that has no usual name.
func dataIn(header []string) (value string, found bool) {
	for _, cell := range header {
		if len(candidates[normalHeader(cell)]) > 0 {
			return "", false
		}
		if _, ok := parseTime(cell, analytics.Zone); ok && !found {
			value, found = strings.TrimSpace(cell), true
		}
	}
	return value, found
}
