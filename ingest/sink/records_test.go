package sink_test

import (
	"fmt"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

var (
	codec   = ingest.NewCodec([]byte("0123456789abcdef0123456789abcdef"))
	sealKey = []byte("abcdefghijklmnopqrstuvwxyz012345")
	march   = time.Date(2024, 3, 5, 10, 0, 0, 0, analytics.Zone)
)

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// complaint makes a message; a source that begins with "bad" is one that the fake store refuses.
func complaint(source string, i int) ingest.Message {
	c := analytics.Complaint{Source: source, ID: fmt.Sprint(i), ReceivedAt: march, Text: "冰箱不制冷，电话 13800138000", Channel: "电话"}
	return ingest.Message{Key: ingest.MessageKey(source, c.ID), Value: must(codec.EncodeComplaint(&c)), Time: march, Import: 9}
}

func event(source string, i int) ingest.Message {
	e := analytics.Event{Source: source, ID: fmt.Sprint("e", i), ComplaintID: fmt.Sprint(i), Kind: "replied", At: march, Note: "回电 138"}
	return ingest.Message{Key: ingest.MessageKey(source, e.ComplaintID), Value: must(codec.EncodeEvent(&e)), Time: march}
}

func exposure(source string, i int) ingest.Message {
	x := analytics.Exposure{Source: source, Month: 202403, Unit: "orders", Value: float64(i + 1)}
	return ingest.Message{Key: ingest.MessageKey(source, ""), Value: must(codec.EncodeExposure(&x)), Time: march, Masked: 1}
}

// turnedAway makes a message of what a file's reader refused.
func turnedAway(i int) ingest.Message {
	r := analytics.Rejected{Topic: ingest.TopicComplaints, Source: "文件", Reason: "缺少投诉时间", Field: "received_at", File: "a.csv",
		Line: uint32(i + 1), Payload: "电话 138"}
	return ingest.Message{Key: ingest.MessageKey("文件", fmt.Sprint(i)), Value: must(codec.EncodeRejected(&r)), Time: march}
}

func poison(i int) ingest.Message {
	return ingest.Message{Key: ingest.MessageKey("src", fmt.Sprint(i)), Value: fmt.Appendf(nil, `{"source":"src","text":"13800138000 %d"`, i), Time: march}
}

// until waits for a condition.
func until(t testing.TB, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatalf("%s never came true", what)
		}
		time.Sleep(time.Millisecond)
	}
}
