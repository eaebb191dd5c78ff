package engine

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// serve puts the engine on loopback.
func serve(t *testing.T, access Access) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(needEngine(t).Handler(access))
	t.Cleanup(server.Close)
	return server
}

// ask sends a request and gives the answer's status, header and text.
func ask(t *testing.T, method, address, body string, header ...string) (int, http.Header, string) {
	t.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			request.Host = header[i+1]
		}
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(text)
}

func TestStatementsComeInTheURLTheBodyOrBoth(t *testing.T) {
	address := serve(t, Access{}).URL
	query := func(q string) string { return address + "/?query=" + url.QueryEscape(q) }
	for name, c := range map[string]struct{ method, address, body, want string }{
		"get":                {"GET", query("SELECT 1, 'a'"), "", "1\ta\n"},
		"post":               {"POST", address, "SELECT 1, 'a'", "1\ta\n"},
		"both":               {"POST", query("SELECT 1,"), "'a'", "1\ta\n"},
		"a format":           {"POST", address, "SELECT 1 AS a FORMAT JSONEachRow", "{\"a\":1}\n"},
		"a default format":   {"POST", address + "/?default_format=CSV", "SELECT 1, 'a'", "1,\"a\"\n"},
		"a database":         {"POST", address + "/?database=system", "SELECT currentDatabase()", "system\n"},
		"a parameter":        {"POST", address + "/?param_p=a%5Ctb", "SELECT length({p:String})", "3\n"},
		"a setting":          {"POST", address + "/?max_threads=3", "SELECT getSetting('max_threads')", "3\n"},
		"nothing":            {"GET", address + "/", "", "Ok.\n"},
		"ping":               {"GET", address + "/ping", "", "Ok.\n"},
		"what drivers ask":   {"POST", address, "SELECT version()", shared.Version() + "\n"},
		"a semicolon":        {"POST", address, "SELECT 1;\n", "1\n"},
		"pretty":             {"POST", address, "SELECT 1 AS a FORMAT Vertical", "Row 1:\n──────\na: 1\n"},
		"a statement of SET": {"POST", address, "SET max_threads = 2", ""},
	} {
		if status, _, text := ask(t, c.method, c.address, c.body); status != 200 || text != c.want {
			t.Errorf("%s: %d %q, want %q", name, status, text, c.want)
		}
	}
	if status, _, _ := ask(t, "DELETE", address, ""); status != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: %d", status)
	}
	if status, _, _ := ask(t, "GET", address+"/play", ""); status != http.StatusNotFound {
		t.Errorf("/play: %d", status)
	}
}

func TestAGetChangesNothing(t *testing.T) {
	address := serve(t, Access{}).URL
	status, header, text := ask(t, "GET", address+"/?query="+url.QueryEscape("CREATE TABLE by_get (a UInt8) ENGINE = Memory"), "")
	if status != http.StatusForbidden || header.Get("X-ClickHouse-Exception-Code") != "164" || !strings.HasPrefix(text, "Code: 164.") {
		t.Errorf("%d %v %s", status, header, text)
	}
}

func TestErrorsHaveClickHousesStatusAndHeader(t *testing.T) {
	address := serve(t, Access{}).URL
	for statement, want := range map[string]struct {
		status int
		code   string
	}{
		"SELECT * FROM nosuch": {404, "60"}, "SELECT FROM WHERE": {400, "62"}, "SELECT throwIf(1)": {500, "395"}, "SELECT 1; SELECT 2": {400, "62"},
		"SELECT {p:UInt8}": {400, "456"}, "SELECT file('x')": {403, "497"},
	} {
		status, header, text := ask(t, "POST", address, statement)
		if status != want.status || header.Get("X-ClickHouse-Exception-Code") != want.code || !strings.HasPrefix(text, "Code: "+want.code+".") {
			t.Errorf("%s: %d %s %s", statement, status, header.Get("X-ClickHouse-Exception-Code"), text)
		}
	}
}

func TestThePasswordIsTakenWhereClientsPutIt(t *testing.T) {
	address := serve(t, Access{User: "huisheng", Password: "geheim"}).URL
	with := func(user, password string) string {
		return strings.Replace(address, "http://", "http://"+user+":"+password+"@", 1)
	}
	for name, c := range map[string]struct {
		address string
		header  []string
		want    int
	}{
		"basic": {with("huisheng", "geheim"), nil, 200}, "headers": {address, []string{"X-ClickHouse-User", "huisheng", "X-ClickHouse-Key", "geheim"}, 200},
		"url": {address + "/?user=huisheng&password=geheim", nil, 200}, "none": {address, nil, 401}, "wrong": {with("huisheng", "x"), nil, 401},
		"other user": {with("default", "geheim"), nil, 401}, "empty": {with("huisheng", ""), nil, 401},
	} {
		status, header, _ := ask(t, "POST", c.address, "SELECT 1", c.header...)
		if status != c.want || (status == 401) != (header.Get("WWW-Authenticate") != "") {
			t.Errorf("%s: %d %v", name, status, header)
		}
	}
}

func TestWebPagesOfOtherSitesAreKeptOut(t *testing.T) {
	address := serve(t, Access{ReadOnly: true}).URL
	for name, header := range map[string][]string{"rebound name": {"Host", "evil.example"}, "foreign page": {"Origin", "http://evil.example"}} {
		if status, _, _ := ask(t, "POST", address, "SELECT 1", header...); status != http.StatusForbidden {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, _, _ := ask(t, "POST", address, "SELECT 1", "Origin", address); status != http.StatusOK {
		t.Errorf("a page of the same site: %d", status)
	}
}

func TestAnAnswerIsPackedWhereItIsAsked(t *testing.T) {
	address := serve(t, Access{ReadOnly: true}).URL
	_, header, text := ask(t, "POST", address, "SELECT number FROM numbers(1000000)", "Accept-Encoding", "gzip")
	if header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("%v", header)
	}
	reader, err := gzip.NewReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil || strings.Count(string(plain), "\n") != 1_000_000 || len(text) >= len(plain) {
		t.Errorf("%d bytes of %d, %v", len(text), len(plain), err)
	}
}

func TestHalfAnAnswerShowsItsError(t *testing.T) {
	address := serve(t, Access{ReadOnly: true}).URL
	status, header, text := ask(t, "POST", address, "SELECT throwIf(number = 6000000), number FROM numbers(7000000)")
	tag := header.Get("X-ClickHouse-Exception-Tag")
	if status != 200 || len(tag) != 16 || !strings.Contains(text, "\r\n__exception__\r\n"+tag+"\r\nCode: 395.") || !strings.HasSuffix(text, " "+tag+"\r\n__exception__\r\n") {
		t.Errorf("%d %q … %q", status, tag, text[max(0, len(text)-300):])
	}
}

func TestAFormatOfAnyKindIsWhole(t *testing.T) {
	address := serve(t, Access{ReadOnly: true}).URL
	statement := "SELECT number, toString(number) AS s FROM numbers(200000)"
	for format, check := range map[string]func(string) bool{
		"JSON":         func(s string) bool { return strings.Count(s, "\"meta\"") == 1 && strings.HasSuffix(s, "}\n") },
		"CSVWithNames": func(s string) bool { return strings.Count(s, "\"number\"") == 1 && strings.Count(s, "\n") == 200_001 },
		"Parquet":      func(s string) bool { return strings.HasPrefix(s, "PAR1") && strings.Count(s, "PAR1") == 2 },
		"CSV":          func(s string) bool { return strings.Count(s, "\n") == 200_000 },
	} {
		_, header, text := ask(t, "POST", address, statement+" FORMAT "+format)
		if !check(text) || header.Get("X-ClickHouse-Format") != format {
			t.Errorf("%s: %d bytes, %v", format, len(text), header)
		}
	}
}

func TestTheDriverOfAnotherProcessWorks(t *testing.T) {
	server := serve(t, Access{User: "huisheng", Password: "geheim"})
	for name, method := range compressions {
		conn, err := clickhouse.Open(&clickhouse.Options{
			Protocol: clickhouse.HTTP, Addr: []string{strings.TrimPrefix(server.URL, "http://")}, Compression: &clickhouse.Compression{Method: method, Level: 1},
			Auth: clickhouse.Auth{Database: "default", Username: "huisheng", Password: "geheim"},
		})
		if err != nil {
			t.Fatal(err)
		}
		run(t, conn, "CREATE OR REPLACE TABLE remote_rows (a UInt64, b LowCardinality(String)) ENGINE = MergeTree ORDER BY a")
		batch, err := conn.PrepareBatch(context.Background(), "INSERT INTO remote_rows")
		if err != nil {
			t.Fatal(err)
		}
		for i := range uint64(600_000) {
			if err := batch.Append(i, "渠道"); err != nil {
				t.Fatal(err)
			}
		}
		if err := batch.Send(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		rows, err := conn.Query(context.Background(), "SELECT a FROM remote_rows WHERE b = {b:String}", clickhouse.Named("b", "渠道"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var n, a uint64
		for rows.Next() {
			if err := rows.Scan(&a); err != nil {
				t.Fatal(err)
			}
			n++
		}
		if err := rows.Err(); err != nil || n != 600_000 {
			t.Errorf("%s: %d rows, %v", name, n, err)
		}
		var e *clickhouse.Exception
		if err := conn.Exec(context.Background(), "SELECT file('/etc/hostname')"); !errors.As(err, &e) || e.Code != codeAccessDenied {
			t.Errorf("%s: %v", name, err)
		}
		conn.Close()
	}
}

func TestAClientThatGoesAwayStopsItsStatement(t *testing.T) {
	server, conn := serve(t, Access{ReadOnly: true}), dial(t)
	ctx, cancel := context.WithCancel(context.Background())
	request, err := http.NewRequestWithContext(ctx, "POST", server.URL, strings.NewReader("SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 2"))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		response, err := server.Client().Do(request)
		if err == nil {
			response.Body.Close()
		}
		ended <- err
	}()
	running := func() uint64 {
		return one[uint64](t, conn, "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64(number) = ' || '2'")
	}
	waitFor(t, "the statement to start", func() bool { return running() == 1 })
	cancel()
	<-ended
	waitFor(t, "the statement to end", func() bool { return running() == 0 })
}
