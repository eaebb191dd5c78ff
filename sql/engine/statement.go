package engine

import "strings"

// insertHead is the part of an INSERT before its data.
type insertHead struct {
	statement string // without FORMAT or VALUES
	format    string // of the data
	data      int    // where the data begins in the text
}

// splitInsert finds the data of an INSERT … FORMAT f or INSERT … VALUES. It gives false for every other statement, INSERT … SELECT
// among them: that is a plain query.
func splitInsert(sql string) (insertHead, bool) {
	s := &scanner{sql: sql}
	t := s.next()
	if !t.word("INSERT") {
		return insertHead{}, false
	}
	t = s.next()
	for t.word("INTO") || t.word("TABLE") || t.word("FUNCTION") {
		t = s.next()
	}
	t = s.passTarget(t)
	var before token
	for depth := 0; ; before, t = t, s.next() {
		switch {
		case t.symbol('('), t.symbol('{'), t.symbol('['):
			depth++
		case t.symbol(')'), t.symbol('}'), t.symbol(']'):
			depth--
		case t.kind == strangeToken, t.symbol(';'):
			return insertHead{}, false
		case depth == 0 || depth == 1 && before.symbol('('): // in the midst of brackets they are names of columns
			if t.word("SELECT") || t.word("WITH") || t.word("WATCH") || t.word("INFILE") {
				return insertHead{}, false
			}
		}
		switch {
		case depth > 0:
		case t.word("VALUES"):
			return insertHead{statement: sql[:t.start], format: "Values", data: t.end}, true
		case t.word("FORMAT"):
			name := s.next()
			if name.kind != wordToken {
				return insertHead{}, false
			}
			return insertHead{statement: sql[:t.start], format: name.text, data: startOfData(sql, name.end)}, true
		case t.kind == endToken:
			return insertHead{statement: sql, format: "Values", data: len(sql)}, true
		}
		if t.kind == endToken {
			return insertHead{}, false
		}
	}
}

// passTarget passes the name of the table, so that a table called format is not taken for the keyword.
func (s *scanner) passTarget(t token) token {
	for {
		if t.symbol('{') {
			for t.kind != endToken && !t.symbol('}') {
				t = s.next()
			}
		}
		t = s.next()
		if !t.symbol('.') {
			return t
		}
		t = s.next()
	}
}

// startOfData passes the blanks after the format's name and the first line break, as ClickHouse does.
func startOfData(sql string, at int) int {
	for at < len(sql) && strings.IndexByte(" \t\f", sql[at]) >= 0 {
		at++
	}
	if at < len(sql) && sql[at] == '\r' {
		at++
	}
	if at < len(sql) && sql[at] == '\n' {
		at++
	}
	return at
}
