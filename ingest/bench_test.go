package ingest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	gojson "github.com/goccy/go-json"

	"huisheng/analytics"
)

// typical is a message of about 850 bytes.
func typical(b *testing.B) []byte {
	fen := int64(12900)
	data, err := codec.EncodeComplaint(&analytics.Complaint{Source: "crm", ID: "20240301-000123", ReceivedAt: time.Unix(1.7e9, 0), SenderKind: "customer", Channel: "电话",
		Subject: "空调不制冷，维修三次仍未解决", Text: strings.Repeat("上个月买的空调不制冷，联系客服说要等一周，", 6), Customer: analytics.Customer{Key: 1 << 60, Name: "张**", Phone: "138****5678", Tier: "金卡"},
		Product: analytics.Product{Line: "空调", Name: "清风", Model: "KFR-35GW", Batch: "B2403"}, Region: analytics.Region{Province: "广东", City: "深圳", District: "南山"},
		Department: "售后部", Handler: "李工", Grade: "B", Category: "质量/制冷", AmountFen: &fen})
	if err != nil {
		b.Fatal(err)
	}
	return data
}

func BenchmarkDecodeAndHash(b *testing.B) {
	data := typical(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var c analytics.Complaint
	for b.Loop() {
		if err := codec.DecodeComplaint(data, &c); err != nil {
			b.Fatal(err)
		}
		codec.ContentOfComplaint(&c)
	}
}

func BenchmarkEncode(b *testing.B) {
	var c analytics.Complaint
	if err := codec.DecodeComplaint(typical(b), &c); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := codec.EncodeComplaint(&c); err != nil {
			b.Fatal(err)
		}
	}
}

// reference is what a general library has to fill for the same message; it neither judges nor hashes.
type reference struct {
	Source      string    `json:"source"`
	ComplaintID string    `json:"complaint_id"`
	ReceivedAt  time.Time `json:"received_at"`
	SenderKind  string    `json:"sender_kind"`
	Channel     string    `json:"channel"`
	Subject     string    `json:"subject"`
	Text        string    `json:"text"`
	Customer    struct{ Key, ID, Name, Phone, Tier, Segment string }
	Product     struct{ Line, Name, Model, Batch string }
	Region      struct{ Province, City, District string }
	Department  string      `json:"department"`
	Handler     string      `json:"handler"`
	Grade       string      `json:"grade"`
	Category    string      `json:"category"`
	AmountCNY   json.Number `json:"amount_cny"`
}

func BenchmarkReferenceGoJSON(b *testing.B) {
	data := typical(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var r reference
		if err := gojson.Unmarshal(data, &r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReferenceStandard(b *testing.B) {
	data := typical(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var r reference
		if err := json.Unmarshal(data, &r); err != nil {
			b.Fatal(err)
		}
	}
}
