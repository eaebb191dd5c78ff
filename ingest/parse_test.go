package ingest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/ingest"
)

func TestUnknownFieldsBecomeAttributes(t *testing.T) {
	var c analytics.Complaint
	err := codec.DecodeComplaint([]byte(`{"source":"crm","complaint_id":"1","received_at":"2024-03-01T00:00:00.1234Z","text":"a\u0000b\ud83d\ude00\ud800c",
		"likes":3,"vip":true,"tags":["x", {"y":null}],"nothing":null,"customer":{"age":40,"key":"00000000000000ff"},
		"attributes":{"likes":"four","n":1.5},"amount_cny":12.345,"subject":null}`), &c)
	if err != nil {
		t.Fatal(err)
	}
	fen := int64(1235)
	want := analytics.Complaint{Source: "crm", ID: "1", ReceivedAt: time.Date(2024, 3, 1, 8, 0, 0, 123e6, analytics.Zone), Text: "ab😀\ufffdc",
		Customer: analytics.Customer{Key: 255}, AmountFen: &fen,
		Attributes: map[string]string{"likes": "four", "n": "1.5", "vip": "true", "tags": `["x", {"y":null}]`, "customer.age": "40"}}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Fatal(diff)
	}
}

func TestTextThatIsNoJSONIsRefused(t *testing.T) {
	for _, s := range []string{"", " ", "null", "[]", "7", `"x"`, "{", `{"a"}`, `{"a":}`, `{"a":1,}`, `{"a":1}x`, `{"a":01}`, `{"a":1.}`, `{"a":-}`, `{"a":1e}`,
		`{"a":tru}`, `{"a":"` + "\n" + `"}`, `{"a":"\x"}`, `{"a":"\u12"}`, `{"a":"b`, `{"a":"b\`, `{"a":[1,]}`, `{"a":[1 2]}`, `{a:1}`, "{\"a\":\"\xff\"}",
		`{"a":` + strings.Repeat("[", 100_000), `{"text":"` + strings.Repeat("x", ingest.MaxMessageBytes) + `"}`} {
		for _, schema := range ingest.SchemaNames {
			err := decodeAny(schema, []byte(s))
			var e *analytics.Error
			if !errors.As(err, &e) || e.Kind != analytics.KindInvalid {
				t.Errorf("%s takes %.40q: %v", schema, s, err)
			}
		}
	}
}

func TestContentTellsRecordsApart(t *testing.T) {
	fen := int64(0)
	base := func() analytics.Complaint {
		return analytics.Complaint{Source: "s", ID: "1", ReceivedAt: time.Unix(1.7e9, 0), Subject: "ab", Text: "c"}
	}
	seen := map[uint64]string{}
	for name, change := range map[string]func(*analytics.Complaint){
		"nothing":      func(*analytics.Complaint) {},
		"a shift":      func(c *analytics.Complaint) { c.Subject, c.Text = "a", "bc" },
		"the version":  func(c *analytics.Complaint) { c.Version = 1 },
		"the id":       func(c *analytics.Complaint) { c.ID = "2" },
		"a millisec":   func(c *analytics.Complaint) { c.ReceivedAt = c.ReceivedAt.Add(time.Millisecond) },
		"nothing lost": func(c *analytics.Complaint) { c.AmountFen = &fen },
		"an attribute": func(c *analytics.Complaint) { c.Attributes = map[string]string{"a": "b"} },
		"a swap":       func(c *analytics.Complaint) { c.Attributes = map[string]string{"b": "a"} },
		"the handler":  func(c *analytics.Complaint) { c.Handler = "x" },
		"the grade":    func(c *analytics.Complaint) { c.Grade = "x" },
	} {
		c := base()
		change(&c)
		sum := codec.ContentOfComplaint(&c)
		if other, there := seen[sum]; there {
			t.Errorf("%q and %q have one content", name, other)
		}
		seen[sum] = name
		if sum != codec.ContentOfComplaint(&c) {
			t.Errorf("%q: the content is not stable", name)
		}
		if sum == ingest.NewCodec([]byte("another")).ContentOfComplaint(&c) {
			t.Errorf("%q: the key does not matter", name)
		}
	}
	c := base()
	c.ReceivedAt = c.ReceivedAt.Add(time.Microsecond).UTC()
	if seen[codec.ContentOfComplaint(&c)] != "nothing" {
		t.Error("a zone or a microsecond, which the wire does not carry, changes the content")
	}
}

// A content must never change between versions of the program, or importing a file again would count as updates.
func TestContentIsTheSameInEveryVersion(t *testing.T) {
	c := analytics.Complaint{Source: "crm", ID: "1", ReceivedAt: time.Unix(1.7e9, 0), Text: "空调不制冷", Attributes: map[string]string{"b": "2", "a": "1"}}
	e := analytics.Event{Source: "crm", ID: "e", ComplaintID: "1", Kind: "replied", At: time.Unix(1.7e9, 0)}
	x := analytics.Exposure{Source: "erp", Month: 202403, Unit: "orders", Value: 1234.5}
	got := [3]uint64{codec.ContentOfComplaint(&c), codec.ContentOfEvent(&e), codec.ContentOfExposure(&x)}
	if want := [3]uint64{0xe0576d38344ff439, 0xc20bdb5025dc12e0, 0x6b8ec854c12f735a}; got != want {
		t.Errorf("%#x, want %#x", got, want)
	}
}

func TestEncodeRefusesWhatTheWireCannotCarry(t *testing.T) {
	good := analytics.Complaint{Source: "s", ID: "1", ReceivedAt: time.Unix(1.7e9, 0), Text: "x"}
	for field, change := range map[string]func(*analytics.Complaint){
		"text":         func(c *analytics.Complaint) { c.Text = "\xff" },
		"subject":      func(c *analytics.Complaint) { c.Subject = "a\x00" },
		"source":       func(c *analytics.Complaint) { c.Source = strings.Repeat("源", 22) },
		"complaint_id": func(c *analytics.Complaint) { c.ID = "\u3000" },
		"received_at":  func(c *analytics.Complaint) { c.ReceivedAt = time.Time{} },
		"amount_cny":   func(c *analytics.Complaint) { n := int64(1e15); c.AmountFen = &n },
		"": func(c *analytics.Complaint) {
			c.Text = strings.Repeat("\U0001F600", ingest.MaxTextChars)
			c.Demand = strings.Repeat("\x01", ingest.MaxNoteChars)
			c.Attributes = map[string]string{"a": strings.Repeat("\x01", ingest.MaxAttributeChars), "b": strings.Repeat("\x01", ingest.MaxAttributeChars),
				"c": strings.Repeat("\x01", ingest.MaxAttributeChars), "d": strings.Repeat("\x01", ingest.MaxAttributeChars), "e": strings.Repeat("\x01", ingest.MaxAttributeChars)}
		},
	} {
		c := good
		change(&c)
		_, err := codec.EncodeComplaint(&c)
		var e *analytics.Error
		if !errors.As(err, &e) || e.Field != field {
			t.Errorf("field %q: %v", field, err)
		}
	}
	if _, err := codec.EncodeComplaint(&good); err != nil {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, s := range []string{goodComplaint, goodEvent, goodExposure, `{"topic":"events.v1","reason":"x","sealed":true}`,
		`{"source":"a","complaint_id":"b","received_at":"2024-03-01T00:00:00Z","text":"\ud800","x":[{},[]],"customer":null}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzOne(t, data, codec.DecodeComplaint, codec.EncodeComplaint)
		fuzzOne(t, data, codec.DecodeEvent, codec.EncodeEvent)
		fuzzOne(t, data, codec.DecodeExposure, codec.EncodeExposure)
		fuzzOne(t, data, codec.DecodeRejected, codec.EncodeRejected)
	})
}

// fuzzOne: what is taken can be written again and reads back the same.
func fuzzOne[T any](t *testing.T, data []byte, decode func([]byte, *T) error, encode func(*T) ([]byte, error)) {
	var a, b T
	if decode(data, &a) != nil {
		return
	}
	again, err := encode(&a)
	if err != nil {
		t.Fatalf("taken but cannot be written: %v", err)
	}
	if err := decode(again, &b); err != nil {
		t.Fatalf("%s: %v", again, err)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Fatal(diff)
	}
}

func TestWhatAnEventTellsBesidesIsKept(t *testing.T) {
	raw := `{"source":"crm","event_id":"e1","complaint_id":"c1","kind":"replied","at":"2024-03-01T08:00:00+08:00","坐席组":"三组","times":2,
		"satisfaction_by":{"speed":4,"mood":"好"},"attributes":{"坐席组":"二组"}}`
	var e analytics.Event
	if err := ingest.ParseEvent([]byte(raw), &e); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"坐席组": "二组", "times": "2", "satisfaction_by.mood": "好"}
	if diff := cmp.Diff(want, e.Attributes); diff != "" {
		t.Fatal(diff)
	}
	c := ingest.NewCodec([]byte("k"))
	wire, err := c.EncodeEvent(&e)
	if err != nil {
		t.Fatal(err)
	}
	var again analytics.Event
	if err := c.DecodeEvent(wire, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(e, again); diff != "" || c.ContentOfEvent(&e) != c.ContentOfEvent(&again) {
		t.Error(diff)
	}
	again.Attributes["坐席组"] = "一组"
	if c.ContentOfEvent(&e) == c.ContentOfEvent(&again) {
		t.Error("another attribute is the same content")
	}
}
