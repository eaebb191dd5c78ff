package engine

import "strings"

// inspected is what the checks want to know of a statement.
type inspected struct {
	first   string // the first word in capitals, or "("
	tokens  []token
	strange bool // it holds a token that could mean something else to ClickHouse
}

// inspect cuts a text into tokens. More than one statement is refused, as ClickHouse's HTTP interface does.
func inspect(sql string) (*inspected, error) {
	s := &scanner{sql: sql}
	i := &inspected{}
	ended := false
	for {
		t := s.next()
		if t.kind == endToken {
			break
		}
		if t.symbol(';') {
			ended = true
			continue
		}
		if ended {
			return nil, refuse(codeSyntax, "Syntax error (Multi-statements are not allowed)")
		}
		if t.kind == strangeToken {
			i.strange = true
		}
		i.tokens = append(i.tokens, t)
	}
	for _, t := range i.tokens {
		if t.kind == wordToken {
			i.first = strings.ToUpper(t.text)
			break
		}
		if !t.symbol('(') {
			i.first = t.text
			break
		}
		i.first = "("
	}
	return i, nil
}

// at gives a token, or the end.
func (i *inspected) at(n int) token {
	if n < 0 || n >= len(i.tokens) {
		return token{kind: endToken}
	}
	return i.tokens[n]
}

// format is the name after the last FORMAT of a query, or empty.
func (i *inspected) format() string {
	for n := len(i.tokens) - 1; n > 0; n-- {
		if i.tokens[n-1].word("FORMAT") && i.tokens[n].kind == wordToken {
			return i.tokens[n].text
		}
	}
	return ""
}
