package sql

import "strings"

// Split cuts a script into its statements at the semicolons that stand outside of strings, quoted names and comments, as neither
// the driver nor the servers take more than one at a time. Comments stay with the statement that they precede; a piece that holds
// nothing but comments and blanks is dropped.
func Split(script string) []string {
	var list []string
	start, bare := 0, false
	keep := func(piece string) {
		if piece = strings.TrimSpace(piece); bare && piece != "" { // there are blanks beyond those of SQL
			list = append(list, piece)
		}
	}
	for i := 0; i < len(script); {
		next := skip(script, i)
		switch {
		case next > i+1 || next == i+1 && script[i] == '\'':
			bare = bare || !isComment(script[i:])
		case script[i] == ';':
			keep(script[start:i])
			start, bare = next, false
		case !isBlank(script[i]):
			bare = true
		}
		i = next
	}
	keep(script[start:])
	return list
}

// skip returns the index after the token at i: a whole comment or quoted piece, else one byte.
func skip(s string, i int) int {
	switch {
	case strings.HasPrefix(s[i:], "--"):
		return after(s, i+2, "\n")
	case strings.HasPrefix(s[i:], "/*"):
		return after(s, i+2, "*/")
	case s[i] == '\'' || s[i] == '"' || s[i] == '`':
		return afterQuote(s, i)
	}
	return i + 1
}

func after(s string, from int, end string) int {
	if n := strings.Index(s[from:], end); n >= 0 {
		return from + n + len(end)
	}
	return len(s)
}

// afterQuote finds the closing quote. A doubled quote is two quoted pieces side by side, which comes to the same.
func afterQuote(s string, i int) int {
	for j := i + 1; j < len(s); j++ {
		switch s[j] {
		case '\\':
			j++
		case s[i]:
			return j + 1
		}
	}
	return len(s)
}

func isComment(s string) bool { return strings.HasPrefix(s, "--") || strings.HasPrefix(s, "/*") }

func isBlank(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }
