package engine

import "strings"

// kind tells tokens apart.
type kind uint8

const (
	endToken     kind = iota
	wordToken         // a bare word: keyword, name or number
	nameToken         // a name in backticks or double quotes
	textToken         // a string in single quotes, or a heredoc
	symbolToken       // one punctuation character
	strangeToken      // something whose meaning for ClickHouse this scanner does not know, or a quote without an end
)

// token is a piece of a statement.
type token struct {
	kind       kind
	start, end int    // where it stands in the statement
	text       string // as written; without quotes and escapes for a name or a text
}

// word tells whether the token is this bare word, in any case.
func (t token) word(word string) bool { return t.kind == wordToken && strings.EqualFold(t.text, word) }

// symbol tells whether the token is this character.
func (t token) symbol(c byte) bool { return t.kind == symbolToken && t.text[0] == c }

// scanner cuts a statement into tokens as ClickHouse's own lexer does, dropping white space and comments. Where both could disagree
// it gives a strangeToken, which every check refuses.
type scanner struct {
	sql string
	at  int
}

// next gives the next token; after the last one it gives endToken for ever.
func (s *scanner) next() token {
	s.skip()
	if s.at >= len(s.sql) {
		return token{kind: endToken, start: len(s.sql), end: len(s.sql)}
	}
	start := s.at
	switch c := s.sql[start]; {
	case c == '\'':
		return s.quoted(textToken, c)
	case c == '`' || c == '"':
		return s.quoted(nameToken, c)
	case c == '$' && s.heredoc():
		return token{kind: textToken, start: start, end: s.at, text: s.sql[start:s.at]}
	case isWord(c):
		return s.bare()
	case c < ' ' || c >= 0x7f || c == '$':
		s.at++
		return token{kind: strangeToken, start: start, end: s.at, text: s.sql[start:s.at]}
	default:
		s.at++
		return token{kind: symbolToken, start: start, end: s.at, text: s.sql[start:s.at]}
	}
}

// bare reads a word. ClickHouse lets a word hold dollar signs and a heredoc begin with one, so that where a word ends depends on what
// stands before it: such a word is strange.
func (s *scanner) bare() token {
	t := token{kind: wordToken, start: s.at}
	for s.at < len(s.sql) && (isWord(s.sql[s.at]) || s.sql[s.at] == '$') {
		if s.sql[s.at] == '$' {
			t.kind = strangeToken
		}
		s.at++
	}
	t.end, t.text = s.at, s.sql[t.start:s.at]
	return t
}

// skip passes white space and comments. A comment without an end is left for next to stumble over.
func (s *scanner) skip() {
	for s.at < len(s.sql) {
		rest := s.sql[s.at:]
		switch {
		case isSpace(rest[0]):
			s.at++
		case strings.HasPrefix(rest, "--"), strings.HasPrefix(rest, "# "), strings.HasPrefix(rest, "#!"):
			end := strings.IndexByte(rest, '\n')
			if end < 0 {
				end = len(rest)
			}
			s.at += end
		case strings.HasPrefix(rest, "/*"):
			end := strings.Index(rest[2:], "*/")
			if end < 0 {
				s.at = len(s.sql)
				return
			}
			s.at += end + 4
		case strings.HasPrefix(rest, "\u3000"), strings.HasPrefix(rest, "\u00a0"):
			s.at += len("\u3000")
			if rest[0] == 0xc2 {
				s.at--
			}
		default:
			return
		}
	}
}

// quoted reads up to the closing quote. A backslash takes the next byte with it; a doubled quote stands for one.
func (s *scanner) quoted(k kind, quote byte) token {
	start := s.at
	var text strings.Builder
	for i := start + 1; i < len(s.sql); i++ {
		switch c := s.sql[i]; {
		case c == '\\' && i+1 < len(s.sql):
			i++
			if k == nameToken && strings.IndexByte("\\`\"'", s.sql[i]) < 0 {
				k = strangeToken // an escape such as \x66 would hide a letter of the name
			}
			text.WriteByte(s.sql[i])
		case c == quote && i+1 < len(s.sql) && s.sql[i+1] == quote:
			i++
			text.WriteByte(quote)
		case c == quote:
			s.at = i + 1
			return token{kind: k, start: start, end: s.at, text: text.String()}
		default:
			text.WriteByte(c)
		}
	}
	s.at = len(s.sql)
	return token{kind: strangeToken, start: start, end: s.at, text: s.sql[start:]}
}

// heredoc passes $tag$ … $tag$ and tells whether there was one. Only a tag of word characters makes one here; with any other tag the
// dollar sign stays strange.
func (s *scanner) heredoc() bool {
	rest := s.sql[s.at:]
	close := strings.IndexByte(rest[1:], '$')
	if close < 0 {
		return false
	}
	tag := rest[:close+2]
	for i := 1; i < len(tag)-1; i++ {
		if !isWord(tag[i]) {
			return false
		}
	}
	end := strings.Index(rest[len(tag):], tag)
	if end < 0 {
		return false
	}
	s.at += len(tag) + end + len(tag)
	return true
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }
