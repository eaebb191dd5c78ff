package engine

import "strings"

// quote makes a ClickHouse string literal of any bytes.
func quote(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte('\'')
	for i := range len(s) {
		switch c := s[i]; c {
		case '\\', '\'':
			b.WriteByte('\\')
			b.WriteByte(c)
		case 0:
			b.WriteString(`\0`)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// quoteName makes a quoted identifier.
func quoteName(s string) string {
	literal := quote(s)
	return "`" + strings.ReplaceAll(literal[1:len(literal)-1], "`", "\\`") + "`"
}
