package sql

import (
	"fmt"
	"regexp"
	"strings"
)

// Header is what stands above a query: what it is for, what it takes, in which units, and how many rows to expect.
type Header struct {
	Purpose    string
	Parameters map[string]string // name → what it means, with its unit
	Rows       string
}

// parameter finds {name:Type} in statements for ClickHouse and $1 in those for the state.
var parameter = regexp.MustCompile(`\{([a-z_][a-z0-9_]*)\s*:|\$([0-9]+)`)

// ParseHeader reads the comment lines above a query:
//
//	-- Purpose: one sentence, which may go on in the next line.
//	-- Parameter month: calendar month, year×100+month
//	-- Rows: one per source
//
// It is an error when purpose or rows are missing, or when the parameters told are not those that the statement uses.
func ParseHeader(f File) (Header, error) {
	h := Header{Parameters: map[string]string{}}
	var last *string
	name, told := "", ""
	flush := func() {
		if name != "" {
			h.Parameters[name] = strings.TrimSpace(told)
			name, told = "", ""
		}
	}
	for _, line := range strings.Split(f.Text, "\n") {
		text, isComment := strings.CutPrefix(line, "--")
		if !isComment {
			break
		}
		text = strings.TrimSpace(text)
		switch {
		case strings.HasPrefix(text, "Purpose:"):
			flush()
			h.Purpose, last = strings.TrimSpace(text[len("Purpose:"):]), &h.Purpose
		case strings.HasPrefix(text, "Rows:"):
			flush()
			h.Rows, last = strings.TrimSpace(text[len("Rows:"):]), &h.Rows
		case strings.HasPrefix(text, "Parameter "):
			flush()
			before, rest, found := strings.Cut(text[len("Parameter "):], ":")
			if !found {
				return h, fmt.Errorf("%s.sql: %q lacks the colon after the parameter's name", f.Name, line)
			}
			name, told, last = strings.TrimSpace(before), rest, &told
		case last != nil:
			*last += " " + text
		}
	}
	flush()
	return h, h.check(f)
}

func (h Header) check(f File) error {
	if h.Purpose == "" || h.Rows == "" {
		return fmt.Errorf("%s.sql: its head must say Purpose and Rows", f.Name)
	}
	used := map[string]bool{}
	for _, match := range parameter.FindAllStringSubmatch(f.Text, -1) {
		name := match[1] + match[2]
		used[name] = true
		if h.Parameters[name] == "" {
			return fmt.Errorf("%s.sql: parameter %s is not told in its head", f.Name, name)
		}
	}
	for name := range h.Parameters {
		if !used[name] {
			return fmt.Errorf("%s.sql: parameter %s is told in its head but not used", f.Name, name)
		}
	}
	return nil
}
