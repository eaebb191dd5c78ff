package sink_test

import (
	"strings"
	"testing"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/ingest"
	"huisheng/ingest/sink"
)

// What others wrote to the topics without masking it is masked before it is stored, whatever its kind, and counted.
func TestWhatNobodyMaskedIsMaskedHere(t *testing.T) {
	store := newFakeStore(1)
	log := newFakeLog(1, store)
	x := analytics.Exposure{Source: "src", Month: 202403, Unit: "orders", Value: 2, Dimensions: map[string]string{"联系人": "张三丰", "备注": "13800138000", "省份": "广东"}}
	exposed := log.add(ingest.TopicExposures, 0, 0, ingest.Message{Key: ingest.MessageKey("src", ""), Value: must(codec.EncodeExposure(&x)), Time: march})
	reject := func(payload string) spot {
		r := analytics.Rejected{Topic: ingest.TopicComplaints, Source: "src", ID: "13800138000", Reason: "号码 13800138000 太长", File: "a.csv", Line: 2, Payload: payload}
		return log.add(ingest.TopicRejected, 0, 0, ingest.Message{Key: ingest.MessageKey("src", "1"), Value: must(codec.EncodeRejected(&r)), Time: march})
	}
	payloads := []string{`{"customer":{"name":"张三丰","phone":"13800138000"},"text":"我叫张三丰","amount":3}`, "姓名：张三丰\n投诉内容：我叫张三丰，电话 13800138000\n共 3 行", "说的都是：13800138000，没有字段"}
	var spots []spot
	for _, p := range payloads {
		spots = append(spots, reject(p))
	}
	s := sink.New(config(), log, store, codec, text.NewMasker([]byte("a key for tests")))
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Stop(t.Context()) })
	until(t, "everything is committed", log.drained)
	got := store.storedAt(exposed).(analytics.Arrival[analytics.Exposure]).Record.Dimensions
	if got["联系人"] != "张**" || !strings.HasPrefix(got["备注"], "〔手机·") || got["省份"] != "广东" {
		t.Errorf("%v", got)
	}
	for i, wanted := range [][]string{{`"customer.name":"张**"`, `"customer.phone":"138****8000"`, `"amount":"3"`}, {`"姓名":"张**"`, `"投诉内容":"我叫〔姓名·`, `\n共 3 行`},
		{`"说的都是":"〔手机·`, "没有字段"}} {
		r := store.storedAt(spots[i]).(analytics.Arrival[analytics.Rejected]).Record
		if all := r.Payload + r.ID + r.Reason; strings.Contains(all, "三丰") || strings.Contains(all, "0138000") {
			t.Errorf("%s shows who it was", all)
		}
		for _, want := range wanted {
			if !strings.Contains(r.Payload, want) {
				t.Errorf("%q lacks %q", r.Payload, want)
			}
		}
	}
	if n := s.Stats().Masked; n.Of("姓名") != 5 || n.Of("手机") != 10 {
		t.Errorf("counted %s", n)
	}
}
