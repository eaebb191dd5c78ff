package sample

import (
	"testing"

	"huisheng/ingest"
)

// Every line is, byte for byte, what the codec of the wire writes for the same record, and the codec reads it.
func TestLinesAreTheWire(t *testing.T) {
	codec := ingest.NewCodec(nil)
	g := New(Config{Rows: 4000, Seed: 5})
	var r Record
	for g.Next(&r) {
		want, err := codec.EncodeComplaint(&r.Complaint)
		if err != nil {
			t.Fatalf("%s: %v", r.Complaint.ID, err)
		}
		var l line
		if l.complaint(&r.Complaint); string(l.b) != string(want)+"\n" {
			t.Fatalf("complaint\n%swant\n%s", l.b, want)
		}
		for i := range r.Events {
			want, err := codec.EncodeEvent(&r.Events[i])
			if err != nil {
				t.Fatalf("%s: %v", r.Events[i].ID, err)
			}
			l.b = l.b[:0]
			if l.event(&r.Events[i]); string(l.b) != string(want)+"\n" {
				t.Fatalf("event\n%swant\n%s", l.b, want)
			}
		}
	}
}
