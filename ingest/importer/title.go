package importer

import (
	"bytes"
	"strings"

	"huisheng/analytics"
)

// maxTitles is how many lines may stand above the header: a title, who made the table and when, an empty line.
const maxTitles = 8

// titles counts the lines above the header, 0 when the first line may be it. A header is known by two usual names, one of them that of a
// time or an id, and the lines above it fill at most half as many cells. Where no line is known so, the first that fills more than twice
// as many cells as those above, and about as many as the next, is it.
func titles(head []byte) int {
	var lines [][]string
	for len(lines) <= maxTitles+1 {
		line, rest, more := bytes.Cut(head, []byte{'\n'})
		if !more {
			break
		}
		lines = append(lines, strings.Split(string(line), string(commaOf(string(line)))))
		head = rest
	}
	return titlesOf(lines)
}

// titlesOf is titles for lines that are split into cells.
func titlesOf(lines [][]string) int {
	most, shaped := 0, 0 // cells filled in a line above
	for n, line := range lines[:min(len(lines), maxTitles+1)] {
		filled, known := headerLike(line)
		switch {
		case known && most*2 <= filled:
			return n
		case known:
			return 0
		case n > 0 && shaped == 0 && filled >= 3 && most*2 < filled && most > 0 && n+1 < len(lines):
			if next, _ := headerLike(lines[n+1]); next*2 >= filled {
				shaped = n
			}
		}
		most = max(most, filled)
	}
	return shaped
}

// headerLike counts the cells of a line that are not empty and judges whether it is a header.
func headerLike(line []string) (filled int, known bool) {
	names, sure := 0, false
	for _, cell := range line {
		cell = strings.Trim(cell, "\" \t\r\ufeff")
		if cell == "" {
			continue
		}
		filled++
		known, timely := usual(cell)
		if known {
			names++
		}
		sure = sure || timely
	}
	return filled, sure && names >= 2
}

// dataIn looks for a time where a header should be that has no usual name.
func dataIn(header []string) (value string, found bool) {
	for _, cell := range header {
		if known, _ := usual(cell); known {
			return "", false
		}
		if _, ok := parseTime(cell, analytics.Zone); ok && !found {
			value, found = strings.TrimSpace(cell), true
		}
	}
	return value, found
}
