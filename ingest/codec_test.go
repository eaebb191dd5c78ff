package ingest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/ingest"
)

var codec = ingest.NewCodec([]byte("a key for tests"))

// schemaOf compiles a published schema, formats asserted.
func schemaOf(t testing.TB, name string) *jsonschema.Schema {
	t.Helper()
	raw, err := ingest.Schema(name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func valid(t testing.TB, s *jsonschema.Schema, data []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return err
	}
	return s.Validate(v)
}

var (
	anyText   = rapid.StringOfN(rapid.RuneFrom(append([]rune("投诉abc 0\"\\/\n\r\t\u2028\x01\x7f{},:"), 0x1F600)), 0, 20, -1)
	someText  = rapid.Map(anyText, func(s string) string { return "x" + s })
	someTime  = rapid.Map(rapid.Int64Range(ingest.Earliest.UnixMilli(), ingest.Latest.UnixMilli()-1), func(ms int64) time.Time { return time.UnixMilli(ms).In(analytics.Zone) })
	someMoney = rapid.Ptr(rapid.Int64Range(-ingest.MaxAmountYuan*100, ingest.MaxAmountYuan*100), true)
	somePairs = rapid.Map(rapid.MapOfN(someText, anyText, 0, 5), func(m map[string]string) map[string]string {
		if len(m) == 0 {
			return nil
		}
		return m
	})
)

func someComplaint(t *rapid.T) analytics.Complaint {
	s := func(name string) string { return anyText.Draw(t, name) }
	return analytics.Complaint{
		Source: rapid.StringMatching(`[a-z]{1,20}`).Draw(t, "source"), ID: someText.Draw(t, "id"),
		Version: rapid.Uint32().Draw(t, "version"), ReceivedAt: someTime.Draw(t, "time"),
		SenderKind: rapid.SampledFrom(append([]string{""}, ingest.SenderKinds...)).Draw(t, "sender"),
		Channel:    s("channel"), Subject: s("subject"), Text: someText.Draw(t, "text"),
		Customer:   analytics.Customer{Key: rapid.Uint64().Draw(t, "key"), ID: s("cid"), Name: s("name"), Phone: s("phone"), Tier: s("tier"), Segment: s("segment")},
		Product:    analytics.Product{Line: s("line"), Name: s("product"), Model: s("model"), Batch: s("batch")},
		Region:     analytics.Region{Province: s("province"), City: s("city"), District: s("district")},
		Department: s("department"), Handler: s("handler"), Grade: s("grade"), Level: s("level"), Category: s("category"), Demand: s("demand"),
		AmountFen: someMoney.Draw(t, "amount"), Attributes: somePairs.Draw(t, "attributes"),
	}
}

func someEvent(t *rapid.T) analytics.Event {
	s := func(name string) string { return anyText.Draw(t, name) }
	n := func(name string) uint8 { return rapid.Uint8Range(0, 5).Draw(t, name) }
	return analytics.Event{
		Source: "crm", ID: someText.Draw(t, "id"), ComplaintID: someText.Draw(t, "complaint"),
		Kind: rapid.SampledFrom(analytics.EventKinds).Draw(t, "kind"), At: someTime.Draw(t, "at"), By: s("by"),
		Department: s("department"), FromDepartment: s("from"), ToDepartment: s("to"), Into: s("into"), Note: s("note"),
		Outcome: rapid.SampledFrom(append([]string{""}, ingest.Outcomes...)).Draw(t, "outcome"), Satisfaction: n("satisfaction"),
		SatisfactionBy: analytics.SatisfactionBy{Channel: n("c"), Attitude: n("a"), Ability: n("b"), Speed: n("s"), Outcome: n("o")},
		AmountFen:      someMoney.Draw(t, "amount"),
	}
}

func TestWhatIsWrittenReadsBackEqualAndValidates(t *testing.T) {
	complaints, events := schemaOf(t, "complaint.v1"), schemaOf(t, "event.v1")
	exposures, rejecteds := schemaOf(t, "exposure.v1"), schemaOf(t, "rejected.v1")
	rapid.Check(t, func(t *rapid.T) {
		c := someComplaint(t)
		var c2 analytics.Complaint
		round(t, complaints, &c, &c2, codec.EncodeComplaint, codec.DecodeComplaint)
		if codec.ContentOfComplaint(&c) != codec.ContentOfComplaint(&c2) {
			t.Fatal("the content changed on the wire")
		}
		e := someEvent(t)
		var e2 analytics.Event
		round(t, events, &e, &e2, codec.EncodeEvent, codec.DecodeEvent)
		x := analytics.Exposure{Source: "erp", Month: analytics.MonthOf(someTime.Draw(t, "month")), Unit: someText.Draw(t, "unit"),
			Dimensions: somePairs.Draw(t, "dimensions"), Value: rapid.Float64Min(0).Draw(t, "value")}
		var x2 analytics.Exposure
		round(t, exposures, &x, &x2, codec.EncodeExposure, codec.DecodeExposure)
		r := analytics.Rejected{Topic: ingest.TopicEvents, Source: anyText.Draw(t, "source"), ID: anyText.Draw(t, "rid"), Reason: someText.Draw(t, "reason"),
			Field: "at", File: anyText.Draw(t, "file"), Line: rapid.Uint32().Draw(t, "line"), Payload: anyText.Draw(t, "payload"), Sealed: rapid.Bool().Draw(t, "sealed")}
		var r2 analytics.Rejected
		round(t, rejecteds, &r, &r2, codec.EncodeRejected, codec.DecodeRejected)
	})
}

func round[T any](t *rapid.T, s *jsonschema.Schema, in, out *T, encode func(*T) ([]byte, error), decode func([]byte, *T) error) {
	data, err := encode(in)
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	if !json.Valid(data) {
		t.Fatalf("not JSON: %s", data)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Validate(v); err != nil {
		t.Fatalf("the schema refuses %s: %v", data, err)
	}
	if err := decode(data, out); err != nil {
		t.Fatalf("decode %s: %v", data, err)
	}
	if diff := cmp.Diff(in, out); diff != "" {
		t.Fatal(diff)
	}
}

// base is a good message with one member added or replaced.
func with(t *testing.T, base string, member string) []byte {
	t.Helper()
	m := map[string]any{}
	for _, s := range []string{base, "{" + member + "}"} {
		d := json.NewDecoder(strings.NewReader(s))
		d.UseNumber()
		if err := d.Decode(&m); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const goodComplaint = `{"source":"crm","complaint_id":"1","received_at":"2024-03-01T08:00:00+08:00","text":"空调不制冷"}`
const goodEvent = `{"source":"crm","event_id":"e1","complaint_id":"1","kind":"replied","at":"2024-03-01T08:00:00Z"}`
const goodExposure = `{"source":"erp","month":"2024-03","unit":"orders","value":12.5}`

func TestWhatTheSchemaRefusesIsRefused(t *testing.T) {
	long := func(n int) string { return `"` + strings.Repeat("长", n) + `"` }
	tests := []struct{ schema, base, member, field string }{
		{"complaint.v1", goodComplaint, `"source":""`, "source"},
		{"complaint.v1", goodComplaint, `"source":null`, "source"},
		{"complaint.v1", goodComplaint, `"source":7`, "source"},
		{"complaint.v1", goodComplaint, `"source":"  "`, "source"},
		{"complaint.v1", goodComplaint, `"source":` + long(65), "source"},
		{"complaint.v1", goodComplaint, `"complaint_id":` + long(65), "complaint_id"},
		{"complaint.v1", goodComplaint, `"complaint_id":12`, "complaint_id"},
		{"complaint.v1", goodComplaint, `"version":-1`, "version"},
		{"complaint.v1", goodComplaint, `"version":1.5`, "version"},
		{"complaint.v1", goodComplaint, `"version":4294967296`, "version"},
		{"complaint.v1", goodComplaint, `"received_at":"2024-03-01 08:00:00"`, "received_at"},
		{"complaint.v1", goodComplaint, `"received_at":"2024-02-30T08:00:00Z"`, "received_at"},
		{"complaint.v1", goodComplaint, `"received_at":"1969-12-31T08:00:00Z"`, "received_at"},
		{"complaint.v1", goodComplaint, `"received_at":"2100-01-01T08:00:00Z"`, "received_at"},
		{"complaint.v1", goodComplaint, `"received_at":""`, "received_at"},
		{"complaint.v1", goodComplaint, `"received_at":20240301`, "received_at"},
		{"complaint.v1", goodComplaint, `"sender_kind":"robot"`, "sender_kind"},
		{"complaint.v1", goodComplaint, `"channel":` + long(201), "channel"},
		{"complaint.v1", goodComplaint, `"channel":["电话"]`, "channel"},
		{"complaint.v1", goodComplaint, `"subject":` + long(2001), "subject"},
		{"complaint.v1", goodComplaint, `"text":` + long(100_001), "text"},
		{"complaint.v1", goodComplaint, `"text":" \n"`, "text"},
		{"complaint.v1", goodComplaint, `"text":null`, "text"},
		{"complaint.v1", goodComplaint, `"customer":"张三"`, "customer"},
		{"complaint.v1", goodComplaint, `"customer":{"key":"12"}`, "customer.key"},
		{"complaint.v1", goodComplaint, `"customer":{"key":"+123456789abcdef"}`, "customer.key"},
		{"complaint.v1", goodComplaint, `"customer":{"name":5}`, "customer.name"},
		{"complaint.v1", goodComplaint, `"product":{"model":` + long(201) + `}`, "product.model"},
		{"complaint.v1", goodComplaint, `"region":[]`, "region"},
		{"complaint.v1", goodComplaint, `"category":` + long(501), "category"},
		{"complaint.v1", goodComplaint, `"amount_cny":"12"`, "amount_cny"},
		{"complaint.v1", goodComplaint, `"amount_cny":1e13`, "amount_cny"},
		{"complaint.v1", goodComplaint, `"attributes":{"":"x"}`, "attributes"},
		{"complaint.v1", goodComplaint, `"attributes":{"a":` + long(20_001) + `}`, "attributes"},
		{"complaint.v1", goodComplaint, `"unheard":` + long(20_001), "attributes"},
		{"complaint.v1", `{"complaint_id":"1","received_at":"2024-03-01T08:00:00Z","text":"x"}`, "", "source"},
		{"complaint.v1", `{"source":"s","received_at":"2024-03-01T08:00:00Z","text":"x"}`, "", "complaint_id"},
		{"complaint.v1", `{"source":"s","complaint_id":"1","text":"x"}`, "", "received_at"},
		{"complaint.v1", `{"source":"s","complaint_id":"1","received_at":"2024-03-01T08:00:00Z"}`, "", "text"},
		{"event.v1", goodEvent, `"event_id":""`, "event_id"},
		{"event.v1", goodEvent, `"complaint_id":null`, "complaint_id"},
		{"event.v1", goodEvent, `"kind":"danced"`, "kind"},
		{"event.v1", goodEvent, `"kind":""`, "kind"},
		{"event.v1", goodEvent, `"at":"yesterday"`, "at"},
		{"event.v1", goodEvent, `"outcome":"busy"`, "outcome"},
		{"event.v1", goodEvent, `"satisfaction":0`, "satisfaction"},
		{"event.v1", goodEvent, `"satisfaction":6`, "satisfaction"},
		{"event.v1", goodEvent, `"satisfaction":"5"`, "satisfaction"},
		{"event.v1", goodEvent, `"satisfaction_by":{"speed":9}`, "satisfaction_by.speed"},
		{"event.v1", goodEvent, `"satisfaction_by":3`, "satisfaction_by"},
		{"event.v1", goodEvent, `"note":` + long(20_001), "note"},
		{"exposure.v1", goodExposure, `"month":"2024-3"`, "month"},
		{"exposure.v1", goodExposure, `"month":"2024-13"`, "month"},
		{"exposure.v1", goodExposure, `"month":"1950-01"`, "month"},
		{"exposure.v1", goodExposure, `"value":-1`, "value"},
		{"exposure.v1", goodExposure, `"value":null`, "value"},
		{"exposure.v1", goodExposure, `"value":"7"`, "value"},
		{"exposure.v1", goodExposure, `"unit":""`, "unit"},
		{"rejected.v1", `{"topic":"complaints.v1","reason":"坏"}`, `"topic":"other"`, "topic"},
		{"rejected.v1", `{"topic":"complaints.v1","reason":"坏"}`, `"reason":""`, "reason"},
		{"rejected.v1", `{"topic":"complaints.v1","reason":"坏"}`, `"line":-1`, "line"},
		{"rejected.v1", `{"topic":"complaints.v1","reason":"坏"}`, `"sealed":"yes"`, "sealed"},
	}
	for _, test := range tests {
		data := with(t, test.base, test.member)
		name := test.member
		if len(name) > 40 {
			name = name[:40]
		}
		if valid(t, schemaOf(t, test.schema), data) == nil {
			t.Errorf("%s %s: the schema takes it", test.schema, name)
		}
		err := decodeAny(test.schema, data)
		var e *analytics.Error
		if !errors.As(err, &e) || e.Kind != analytics.KindInvalid || e.Field != test.field || e.Text == "" {
			t.Errorf("%s %s: got %#v, want an error of field %s", test.schema, name, err, test.field)
		}
	}
	for _, good := range []struct{ schema, data string }{{"complaint.v1", goodComplaint}, {"event.v1", goodEvent}, {"exposure.v1", goodExposure}} {
		if err := valid(t, schemaOf(t, good.schema), []byte(good.data)); err != nil {
			t.Error(err)
		}
		if err := decodeAny(good.schema, []byte(good.data)); err != nil {
			t.Error(err)
		}
	}
}

func decodeAny(schema string, data []byte) error {
	switch schema {
	case "complaint.v1":
		return codec.DecodeComplaint(data, new(analytics.Complaint))
	case "event.v1":
		return codec.DecodeEvent(data, new(analytics.Event))
	case "exposure.v1":
		return codec.DecodeExposure(data, new(analytics.Exposure))
	}
	return codec.DecodeRejected(data, new(analytics.Rejected))
}
