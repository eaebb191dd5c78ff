package intake

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
	"huisheng/sql/state"
)

func TestOneRecordIsMaskedFiledAndCounted(t *testing.T) {
	seen := make(chan Request, 1)
	w := newWorld(t, func(c *Config) { c.Observe = func(r Request) { seen <- r } })
	a := w.post("/v1/complaints", told("A1"))
	w.is(a, http.StatusAccepted, "")
	if r := a.body.Receipt; r.Source != "客服系统" || r.Accepted != 1 || r.Rejected != 0 || len(r.Records) != 1 || r.Records[0] != (Record{0, "A1", "accepted"}) || r.Import == 0 {
		t.Errorf("the receipt is %s", a.raw)
	}
	if r := <-seen; r.Source != "客服系统" || r.Status != 202 || r.Accepted != 1 || r.Rejected != 0 || r.Took <= 0 {
		t.Errorf("who measures is told %+v", r)
	}
	m := w.stored(1)[0]
	c := w.complaint(m)
	if c.Source != "客服系统" || strings.Contains(c.Text, "13812345678") || m.Import != a.body.Import || !m.Time.Equal(w.clock.time()) {
		t.Errorf("in Kafka is %+v of import %d at %s", c, m.Import, m.Time)
	}
	in := w.books(a.body.Import)
	if in.Kind != state.KindHTTP || in.Read != 1 || in.Sending != 1 || in.Sent != 1 || in.Rejected != 0 || in.Source != "客服系统" {
		t.Errorf("the ledger says %+v", in)
	}
	given, err := w.kept.Given(context.Background(), w.clock.time().Truncate(time.Hour), w.clock.time().Add(time.Hour))
	w.must(err)
	if len(given) != 1 || given[0].Import != in.Number || given[0].Topic != ingest.TopicComplaints || given[0].Sending != 1 || given[0].Sent != 1 {
		t.Errorf("the ledger of hours says %+v", given)
	}
}

func TestManyRecordsInEveryForm(t *testing.T) {
	w := newWorld(t)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprintf(z, "[%s,%s]", told("G1"), told("G2"))
	w.must(z.Close())
	for _, c := range []struct {
		name, path, body string
		headers          []string
		ids              []string
	}{
		{"an array", "/v1/complaints", "[" + told("A1") + "," + told("A2") + "]", nil, []string{"A1", "A2"}},
		{"lines, one of them empty, with a byte order mark", "/v1/complaints", "\uFEFF" + told("N1") + "\r\n\n" + told("N2"), []string{"Content-Type", "application/x-ndjson; charset=UTF-8"}, []string{"N1", "N2"}},
		{"a packed array", "/v1/complaints", packed.String(), []string{"Content-Encoding", "gzip"}, []string{"G1", "G2"}},
		{"an event", "/v1/events", `{"event_id":"E1","complaint_id":"A1","kind":"resolved","at":"2026-03-02T08:00:00+08:00"}`, nil, []string{"E1"}},
		{"an exposure", "/v1/exposures", `{"month":"2026-03","unit":"orders","value":12000}`, nil, []string{""}},
	} {
		a := w.post(c.path, c.body, c.headers...)
		w.is(a, http.StatusAccepted, "")
		var ids []string
		for _, r := range a.body.Records {
			ids = append(ids, r.ID)
		}
		if !slices.Equal(ids, c.ids) || a.body.Accepted != len(c.ids) {
			t.Errorf("%s: %s", c.name, a.raw)
		}
	}
	topics := map[string]int{}
	for _, m := range w.stored(8) {
		topics[m.Topic]++
	}
	if topics[ingest.TopicComplaints] != 6 || topics[ingest.TopicEvents] != 1 || topics[ingest.TopicExposures] != 1 {
		t.Errorf("the topics hold %v", topics)
	}
}

func TestWhatIsWrongIsRefusedByItself(t *testing.T) {
	w := newWorld(t)
	records := []string{told("A1"), `{"complaint_id":"A2","customer":{"name":"张小三","phone":"13812345678"},"text":"我是张小三"}`, `{"complaint_id":`, "5",
		strings.Replace(told("A5"), "{", `{"source":"别的系统",`, 1), strings.Replace(told("A6"), "2026-03", "2027-03", 1), told("A7")}
	a := w.post("/v1/complaints", strings.Join(records, "\n"), "Content-Type", "application/x-ndjson")
	w.is(a, http.StatusAccepted, "")
	fields := map[int]string{1: "received_at", 2: "complaint_id", 3: "", 4: "source", 5: "received_at"}
	if a.body.Accepted != 2 || a.body.Rejected != 5 || len(a.body.Errors) != 5 {
		t.Fatalf("the receipt is %s", a.raw)
	}
	for _, e := range a.body.Errors {
		if field, wrong := fields[e.Index]; !wrong || e.Field != field || e.Detail == "" {
			t.Errorf("record %d is refused for %q: %s", e.Index, e.Field, e.Detail)
		}
	}
	kept := 0
	for _, m := range w.stored(7) {
		if m.Topic != ingest.TopicRejected {
			continue
		}
		kept++
		var r analytics.Rejected
		w.must(codec.DecodeRejected(m.Value, &r))
		if r.Source != "客服系统" || r.Topic != ingest.TopicComplaints || strings.Contains(r.Payload, "张小三") || strings.Contains(r.Payload, "13812345678") {
			t.Errorf("kept as refused: %+v", r)
		}
		if broken := r.Line == 3 || r.Line == 4; broken != r.Sealed || (r.Payload == "") {
			t.Errorf("line %d: sealed %v, payload %q", r.Line, r.Sealed, r.Payload)
		}
	}
	if in := w.books(a.body.Import); kept != 5 || in.Sent != 7 || in.Rejected != 5 {
		t.Errorf("%d are kept, the ledger says %+v", kept, in)
	}
	a = w.post("/v1/complaints", "["+records[1]+"]")
	w.is(a, http.StatusUnprocessableEntity, "none-accepted")
	if a.body.Rejected != 1 || len(a.body.Errors) != 1 || a.body.Errors[0].Field != "received_at" {
		t.Errorf("the problem is %s", a.raw)
	}
	w.stored(8)
}

func TestTheSameAgainIsTheSameTelling(t *testing.T) {
	w := newWorld(t)
	for range 2 {
		w.is(w.post("/v1/complaints", told("A1")), http.StatusAccepted, "")
	}
	both := w.stored(2)
	one, two := w.complaint(both[0]), w.complaint(both[1])
	if codec.ContentOfComplaint(&one) != codec.ContentOfComplaint(&two) || both[0].Partition != both[1].Partition || both[0].Import != both[1].Import {
		t.Errorf("the second telling differs: %+v %+v", both[0], both[1])
	}
}

func TestAKeySaysWhoSends(t *testing.T) {
	w := newWorld(t)
	w.secret = w.key(state.APIKey{Source: "员工热线", SenderKind: "employee"})
	a := w.post("/v1/complaints", "["+told("A1")+","+strings.Replace(told("A2"), "{", `{"sender_kind":"customer",`, 1)+","+strings.Replace(told("A3"), "{", `{"sender_kind":"employee","source":"员工热线",`, 1)+"]")
	w.is(a, http.StatusAccepted, "")
	if a.body.Accepted != 2 || len(a.body.Errors) != 1 || a.body.Errors[0].Index != 1 || a.body.Errors[0].Field != "sender_kind" {
		t.Fatalf("the receipt is %s", a.raw)
	}
	for _, m := range w.stored(3) {
		if m.Topic == ingest.TopicComplaints {
			if c := w.complaint(m); c.SenderKind != "employee" || c.Source != "员工热线" {
				t.Errorf("in Kafka is %+v", c)
			}
		}
	}
}

func TestKeysThatDoNotOpen(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	revoked := w.key(state.APIKey{Source: "旧系统"})
	for name, headers := range map[string][]string{
		"none":             {"Authorization", ""},
		"another scheme":   {"Authorization", "Basic " + w.secret},
		"no secret":        {"Authorization", "Bearer nonsense"},
		"half of one":      {"Authorization", "Bearer " + w.secret[:30]},
		"one that is not":  {"Authorization", "Bearer hs_00000000_AAAA"},
		"the secret twice": {"Authorization", "Bearer " + w.secret + w.secret},
	} {
		a := w.post("/v1/complaints", told("A1"), headers...)
		w.is(a, http.StatusUnauthorized, "unauthorised")
		if !strings.HasPrefix(a.Header.Get("WWW-Authenticate"), "Bearer") || bytes.Contains(a.raw, []byte(w.secret)) {
			t.Errorf("%s: %v %s", name, a.Header, a.raw)
		}
		w.clock.pass(lookAgain)
	}
	w.is(w.post("/v1/complaints", told("A1"), "Authorization", "bearer "+revoked), http.StatusAccepted, "")
	_, err := w.kept.RevokeAPIKey(ctx, idOf(revoked))
	w.must(err)
	w.clock.pass(freshFor)
	w.is(w.post("/v1/complaints", told("A2"), "Authorization", "Bearer "+revoked), http.StatusUnauthorized, "unauthorised")
	w.stored(1)
	keys, err := w.kept.State.APIKeys(ctx)
	w.must(err)
	for _, k := range keys {
		if used := k.ID == idOf(revoked); used == k.LastUsedAt.IsZero() || strings.Contains(k.Hash, revoked) {
			t.Errorf("of the keys is kept %+v", k)
		}
	}
}

func TestRequestsThatCannotBeRead(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Limits.BodyBytes, c.Limits.Records = 100_000, 3 })
	pack := func(s string) string {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, _ = io.WriteString(z, s)
		_ = z.Close()
		return packed.String()
	}
	bomb := pack(strings.Repeat(" ", 50<<20))
	if len(bomb) > 100_000 {
		t.Fatalf("the bomb is %d bytes, which is refused unopened", len(bomb))
	}
	for name, c := range map[string]struct {
		status  int
		problem string
		body    string
		headers []string
	}{
		"nothing":              {400, "unreadable", "", nil},
		"an empty array":       {400, "unreadable", "[]", nil},
		"empty lines":          {400, "unreadable", "\n\n", []string{"Content-Type", formNDJSON}},
		"half an array":        {400, "unreadable", "[" + told("A1") + ",", nil},
		"lines said to be one": {400, "unreadable", told("A1") + "\n" + told("A2"), nil},
		"not packed":           {400, "unreadable", told("A1"), []string{"Content-Encoding", "gzip"}},
		"half a package":       {400, "unreadable", pack(told("A1"))[:60], []string{"Content-Encoding", "gzip"}},
		"another packing":      {415, "media-type", told("A1"), []string{"Content-Encoding", "br"}},
		"another form":         {415, "media-type", told("A1"), []string{"Content-Type", "text/csv"}},
		"no form":              {415, "media-type", told("A1"), []string{"Content-Type", ""}},
		"another encoding":     {415, "media-type", told("A1"), []string{"Content-Type", "application/json; charset=gb18030"}},
		"too long":             {413, "too-large", told(strings.Repeat("x", 100_000)), nil},
		"too long unpacked":    {413, "too-large", bomb, []string{"Content-Encoding", "gzip"}},
		"too many":             {413, "too-large", "[" + strings.Repeat(told("A1")+",", 3) + told("A1") + "]", nil},
		"too many lines":       {413, "too-large", strings.Repeat(told("A1")+"\n", 4), []string{"Content-Type", formNDJSON}},
	} {
		t.Run(name, func(t *testing.T) { w.t = t; w.is(w.post("/v1/complaints", c.body, c.headers...), c.status, c.problem) })
	}
	w.t = t
	w.stored(0)
	for _, c := range []struct {
		method, path string
		status       int
		problem      string
	}{{"GET", "/v1/complaints", 405, "method"}, {"GET", "/v2/complaints", 404, "missing"}, {"GET", "/form", 404, "missing"}} {
		r, err := http.NewRequest(c.method, w.address+c.path, nil)
		w.must(err)
		w.is(w.do(r), c.status, c.problem)
	}
}

func TestABodyThatComesTooSlowly(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Limits.BodyWait = 50 * time.Millisecond })
	half, write := io.Pipe()
	defer write.Close()
	go func() { _, _ = io.WriteString(write, "["+told("A1")) }()
	r, err := http.NewRequest(http.MethodPost, w.address+"/v1/complaints", half)
	w.must(err)
	r.Header.Set("Authorization", "Bearer "+w.secret)
	r.Header.Set("Content-Type", formJSON)
	w.is(w.do(r), http.StatusRequestTimeout, "slow")
	w.stored(0)
}

func TestNothingIsAcknowledgedThatKafkaHasNot(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Limits.ProduceWait = time.Second })
	w.is(w.post("/v1/complaints", told("A1")), http.StatusAccepted, "")
	before := w.books(1)
	w.must(w.broker.Stop())
	a := w.post("/v1/complaints", told("A2"))
	w.is(a, http.StatusServiceUnavailable, "down")
	if a.Header.Get("Retry-After") == "" || a.body.Accepted != 0 || len(a.body.Records) != 0 {
		t.Errorf("something was acknowledged: %v %s", a.Header, a.raw)
	}
	after, err := w.kept.State.ImportOf(context.Background(), 1)
	w.must(err)
	if after.Sending != before.Sending+1 || after.Sent != before.Sent {
		t.Errorf("the ledger says %+v after %+v", after, before)
	}
}

func TestNothingIsGivenToKafkaThatTheLedgerHasNot(t *testing.T) {
	w := newWorld(t)
	for kind, c := range map[analytics.Kind]struct {
		status int
		name   string
	}{analytics.KindDown: {503, "down"}, analytics.KindBusy: {503, "down"}, analytics.Internal: {500, "fault"}} {
		w.kept.breaks(&analytics.Error{Kind: kind, Text: "磁盘满"})
		a := w.post("/v1/complaints", told("A1"))
		w.is(a, c.status, c.name)
		if strings.Contains(string(a.raw), "磁盘满") {
			t.Errorf("the sender is told what is ours: %s", a.raw)
		}
	}
	w.kept.breaks(nil)
	w.is(w.post("/v1/complaints", told("A1")), http.StatusAccepted, "")
	w.stored(1)
	if in := w.books(1); in.Sending != 1 || in.Sent != 1 {
		t.Errorf("the ledger says %+v", in)
	}
}

// Who undoes the import of a day means what came until then.
func TestWhatComesAfterAnUndoHasANumberOfItsOwn(t *testing.T) {
	w := newWorld(t)
	first := w.post("/v1/complaints", told("A1")).body.Import
	w.books(first)
	_, err := w.kept.UndoImport(context.Background(), first, "质检", "发错了")
	w.must(err)
	a := w.post("/v1/complaints", told("A1"))
	w.is(a, http.StatusAccepted, "")
	if a.body.Import == first {
		t.Error("it goes under the import that was undone")
	}
	w.clock.pass(24 * time.Hour)
	if next := w.post("/v1/complaints", told("A2")).body.Import; next == a.body.Import {
		t.Error("the next day goes under the import of this one")
	}
}

func TestAKeyMayNotSendFasterThanItsRate(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Limits.Records = 10 })
	w.secret = w.key(state.APIKey{Source: "慢", Rate: 2})
	ten := "[" + strings.Repeat(told("A1")+",", 9) + told("A1") + "]"
	w.is(w.post("/v1/complaints", ten), http.StatusAccepted, "") // a whole request is always let through when nothing came for a while
	a := w.post("/v1/complaints", told("A2"))
	w.is(a, http.StatusTooManyRequests, "rate")
	if a.Header.Get("Retry-After") != "1" {
		t.Errorf("it is to wait %q", a.Header.Get("Retry-After"))
	}
	w.clock.pass(time.Second)
	w.is(w.post("/v1/complaints", told("A2")), http.StatusAccepted, "")
	if a = w.post("/v1/complaints", ten); a.Header.Get("Retry-After") != "5" { // one left of the second, which the request costs itself
		t.Errorf("ten more are to wait %q: %s", a.Header.Get("Retry-After"), a.raw)
	}
	w.stored(11)
}

func TestTheBacklogClosesTheDoor(t *testing.T) {
	var waiting int64
	var broken error
	w := newWorld(t, func(c *Config) {
		c.Limits.Backlog = 1000
		c.Backlog = func(context.Context) (int64, error) { return waiting, broken }
	})
	status := func(path string) int {
		a, err := http.Get(w.address + path)
		w.must(err)
		defer a.Body.Close()
		return a.StatusCode
	}
	for _, c := range []struct {
		waiting int64
		broken  error
		status  int
		problem string
	}{{999, nil, 202, ""}, {1000, nil, 503, "busy"}, {0, errors.New("connection refused"), 503, "down"}, {0, nil, 202, ""}} {
		waiting, broken = c.waiting, c.broken
		w.clock.pass(backlogFor)
		a := w.post("/v1/complaints", told("A1"))
		w.is(a, c.status, c.problem)
		if c.status == 503 && a.Header.Get("Retry-After") != "5" {
			t.Errorf("it is to wait %q", a.Header.Get("Retry-After"))
		}
		if up := status("/readyz") == 200; up != (c.status == 202) {
			t.Errorf("with a backlog of %d it says that it is ready: %v", c.waiting, up)
		}
	}
	if got := status("/healthz"); got != 200 {
		t.Errorf("alive: %d", got)
	}
	w.stored(2)
}

// A sender that keeps its requests open finds its own places taken, and others find theirs.
func TestOneKeyLeavesPlacesForOthers(t *testing.T) {
	w := newWorld(t, func(c *Config) { c.Limits.PerKey, c.Limits.Concurrent = 1, 2 })
	half, write := io.Pipe()
	r, err := http.NewRequest(http.MethodPost, w.address+"/v1/complaints", half)
	w.must(err)
	r.Header.Set("Authorization", "Bearer "+w.secret)
	r.Header.Set("Content-Type", formJSON)
	ended := make(chan answer, 1)
	go func() { ended <- w.do(r) }()
	_, err = io.WriteString(write, told("A1"))
	w.must(err)
	for len(w.in.room.slots) == 0 {
		time.Sleep(time.Millisecond)
	}
	w.is(w.post("/v1/complaints", told("A2")), http.StatusTooManyRequests, "rate")
	mine := w.secret
	w.secret = w.key(state.APIKey{Source: "别的系统"})
	w.clock.pass(lookAgain)
	w.is(w.post("/v1/complaints", told("B1")), http.StatusAccepted, "")
	w.must(write.Close())
	w.is(<-ended, http.StatusAccepted, "")
	w.secret = mine
	w.is(w.post("/v1/complaints", told("A2")), http.StatusAccepted, "")
	w.stored(3)
}
