package engine

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// awkward are texts that quoting gets wrong first.
var awkward = []string{
	"", "退款", "'", "''", "\\", "\\\\", "\\'", "\t", "\n", "\r\n", "\x00", "a\x00b", "\\N", "\\t", "`", "\"", "?", "{p:String}", "$$", "%", "\b\f\v\x1b\x7f", "👍🏽",
	"\xff\xfe", "/* */", "-- x", "';DROP TABLE t;--", strings.Repeat("长", 1000),
}

// FuzzParameter sends a text as the driver sends it, and wants the same text back.
func FuzzParameter(f *testing.F) {
	for _, text := range awkward {
		f.Add(text)
	}
	var conn = dial(f)
	f.Fuzz(func(t *testing.T, text string) {
		if got := one[string](t, conn, "SELECT {p:String}", clickhouse.Named("p", text)); got != text {
			t.Errorf("%q came back as %q", text, got)
		}
	})
}

// FuzzQuote makes a literal of a text and reads it back, with the engine and with the scanner.
func FuzzQuote(f *testing.F) {
	for _, text := range awkward {
		f.Add(text)
	}
	e := needEngine(f)
	f.Fuzz(func(t *testing.T, text string) {
		e.rootMu.Lock()
		got, err := e.root.text("SELECT " + quote(text))
		e.rootMu.Unlock()
		if err != nil || got != text {
			t.Errorf("%q came back as %q, %v", text, got, err)
		}
		s := scanner{sql: quote(text)}
		if first, second := s.next(), s.next(); first.kind != textToken || second.kind != endToken {
			t.Errorf("the scanner reads %q as %v and %v", quote(text), first, second)
		}
		s = scanner{sql: quoteName(text)}
		if first, second := s.next(), s.next(); first.kind != nameToken && first.kind != strangeToken || second.kind != endToken {
			t.Errorf("the scanner reads %q as %v and %v", quoteName(text), first, second)
		}
	})
}

// FuzzScanner holds the scanner to its laws: it ends, it goes forward, what it leaves out is white space and comments, and cutting an
// INSERT never cuts outside the text.
func FuzzScanner(f *testing.F) {
	for _, statement := range append(append(awkward[:len(awkward):len(awkward)], outward...), outwardWrites...) {
		f.Add(statement)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		s, end := &scanner{sql: sql}, 0
		for {
			token := s.next()
			if token.kind == endToken {
				break
			}
			if token.start < end || token.end <= token.start || token.end > len(sql) {
				t.Fatalf("%v after %d in %q", token, end, sql)
			}
			if gap := strings.TrimLeft(sql[end:token.start], " \t\n\v\f\r\u3000\u00a0"); gap != "" && !strings.HasPrefix(gap, "-") && !strings.HasPrefix(gap, "/*") && !strings.HasPrefix(gap, "#") {
				t.Fatalf("%q was left out of %q", gap, sql)
			}
			end = token.end
		}
		if head, ok := splitInsert(sql); ok && (head.data > len(sql) || len(head.statement) > head.data || !strings.HasPrefix(sql, head.statement)) {
			t.Errorf("%q was cut into %+v", sql, head)
		}
		_, _ = inspect(sql) // it must not panic
	})
}

// fragments are what FuzzReader builds statements of: everything that begins or ends a string, a name or a comment.
var fragments = []string{
	"'", "''", "\\'", "\\", "`", "``", "\"", "\"\"", "/*", "*/", "--", "\n", "# ", "#!", "#", "$$", "$a$", "$", "$ $", "‘", "’", "“", "”", "−−", "x'", "b'", "1", "1.", "0x",
	"a", ",", " ", "(", ")", "[", "]", "{", "}", ":", "::String", "\x00", "\u3000", "\ufeff", "@", "?", ";", "AS", "file('SECRET')", "file(", "'SECRET'", "APPLY", "*", ".",
	"FROM", "`SECRET`", "SELECT", "FORMAT", "TSV", "SETTINGS", "dialect='prql'", "INTO OUTFILE", "WITH", "UNION ALL", "`fi\\x6ce`(", "FILE(", "f\\u0069le(", "e1", "|", "\\x27",
}

// FuzzReader builds statements of fragments and runs them for a reader: whatever ClickHouse makes of them, the secret does not show.
func FuzzReader(f *testing.F) {
	e, secret := needEngine(f), secretFile(f)
	for _, seed := range []string{"\x2c\x1e\x2d", "\x00\x2d\x00", "\x0e\x2c\x0e", "\x10\x2c\x10", "\x0f\x1e\x00\x0f\x2d\x06\x00", "\x18\x00\x2d"} {
		f.Add([]byte(seed))
	}
	transport := e.TransportWith(Access{ReadOnly: true})
	f.Fuzz(func(t *testing.T, choices []byte) {
		statement := "SELECT "
		for _, c := range choices[:min(len(choices), 40)] {
			statement += fragments[int(c)%len(fragments)] + " "[:c>>7]
		}
		statement = strings.ReplaceAll(statement, "SECRET", secret)
		request, err := http.NewRequestWithContext(context.Background(), "POST", "http://embedded/?max_execution_time=1&default_format=TSV&query="+url.QueryEscape(statement), nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := transport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if text, _ := io.ReadAll(response.Body); strings.Contains(string(text), "hidden") {
			t.Errorf("%q shows the file: %q", statement, text)
		}
	})
}

func TestTokens(t *testing.T) {
	for sql, want := range map[string]string{
		"SELECT 1":                       "SELECT|1",
		"a -- b\nc":                      "a|c",
		"a # b\nc #! d":                  "a|c",
		"a /* ' */ b":                    "a|b",
		"'it''s' \"a\"\"b\" `c\\`d`":     "it's|a\"b|c`d",
		"'a\\'b' c":                      "a'b|c",
		"$$ ' $$ $x$ $$ $x$":             "$$ ' $$|$x$ $$ $x$",
		"f(a,1.5)":                       "f|(|a|,|1|.|5|)",
		"选":                              "\xe9|\x80|\x89",
		"a\u3000b":                       "a|b",
		"/* never closed":                "",
		"INSERT INTO t (a) VALUES ('x')": "INSERT|INTO|t|(|a|)|VALUES|(|x|)",
	} {
		var got []string
		for s := (&scanner{sql: sql}); ; {
			token := s.next()
			if token.kind == endToken {
				break
			}
			got = append(got, token.text)
		}
		if joined := strings.Join(got, "|"); joined != want {
			t.Errorf("%q: %q, want %q", sql, joined, want)
		}
	}
}

func TestSplitInsert(t *testing.T) {
	for sql, want := range map[string]string{
		"INSERT INTO t VALUES (1)":                             "INSERT INTO t |Values| (1)",
		"insert into t format CSV\n1\n":                        "insert into t |CSV|1\n",
		"INSERT INTO t FORMAT CSV \r\n\n1":                     "INSERT INTO t |CSV|\n1",
		"INSERT INTO format FORMAT TSV":                        "INSERT INTO format |TSV|",
		"INSERT INTO values (format, select) FORMAT TSV":       "INSERT INTO values (format, select) |TSV|",
		"INSERT INTO `a`.\"values\" SETTINGS x = 1 VALUES (1)": "INSERT INTO `a`.\"values\" SETTINGS x = 1 |Values| (1)",
		"INSERT INTO {t:Identifier} VALUES (1)":                "INSERT INTO {t:Identifier} |Values| (1)",
		"INSERT INTO t":                                        "INSERT INTO t|Values|",
		"INSERT INTO t SELECT 1":                               "",
		"INSERT INTO t (a) (SELECT 1) FORMAT CSV":              "",
		"INSERT INTO t WITH 1 AS x SELECT x":                   "",
		"INSERT INTO FUNCTION file('a') VALUES (1)":            "INSERT INTO FUNCTION file('a') |Values| (1)",
		"INSERT INTO t FROM INFILE 'a' FORMAT CSV":             "",
		"SELECT 1 FORMAT CSV":                                  "",
		"INSERT INTO t /* VALUES */ -- FORMAT\n FORMAT CSV":    "INSERT INTO t /* VALUES */ -- FORMAT\n |CSV|",
	} {
		got := ""
		if head, ok := splitInsert(sql); ok {
			got = head.statement + "|" + head.format + "|" + sql[head.data:]
		}
		if got != want {
			t.Errorf("%q: %q, want %q", sql, got, want)
		}
	}
}
