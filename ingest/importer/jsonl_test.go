package importer

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/ingest"
)

const interleaved = `{"source":"shop","complaint_id":"1","received_at":"2024-03-01T08:30:00+08:00","text":"不制冷 13800138000","customer":{"id":"C10024"},"likes":3}

{"source":"shop","event_id":"e1","complaint_id":"1","kind":"replied","at":"2024-03-02T00:00:00Z","note":"已致电13800138000"}
{"source":"erp","month":"2024-03","unit":"orders","value":1200,"dimensions":{"line":"空调"}}
{"complaint_id":"2","received_at":"2024-03-01T08:30:00+08:00","category":"质量"}
`

func TestWireRecordsOfAllKindsComeInterleaved(t *testing.T) {
	result, b := imported(t, interleaved, Options{})
	if result.Complaints != 2 || result.Events != 1 || result.Exposures != 1 || result.Rejected != 0 {
		t.Fatalf("%+v", result)
	}
	all := b.complaints(t)
	if all[0].Source != "shop" || all[1].Source != DefaultSource || all[0].Customer.ID != "C****4" || all[0].Customer.Key == 0 || all[0].Attributes["likes"] != "3" {
		t.Errorf("%+v", all)
	}
	var topics []string
	for _, m := range b.messages {
		topics = append(topics, m.Topic)
		if strings.Contains(string(m.Value), "13800138000") || m.Masked == 0 || m.Import != 7 {
			t.Errorf("%+v", m)
		}
	}
	if diff := cmp.Diff([]string{ingest.TopicComplaints, ingest.TopicEvents, ingest.TopicExposures, ingest.TopicComplaints}, topics); diff != "" {
		t.Error(diff)
	}
	if string(b.messages[0].Key) != string(b.messages[1].Key) {
		t.Error("an event does not follow its complaint into its partition")
	}
	_, b = imported(t, interleaved, Options{Source: "told"})
	for _, m := range b.messages {
		if !strings.Contains(string(m.Value), `"source":"told"`) {
			t.Errorf("the told source does not hold: %s", m.Value)
		}
	}
}

func TestObjectsOfOtherShapesAreMappedLikeColumns(t *testing.T) {
	_, b := imported(t, `{"投诉编号":"1","投诉时间":"2024/3/1 8:30","投诉内容":"不制冷","customer":{"name":"张三","city":"深圳"},"评分":1.5,"标签":["a"]}
{"投诉编号":2,"投诉时间":"2024/3/1 8:30","投诉内容":"坏","customer":null,"attributes":{"新":"x"}}`, Options{})
	at := time.Date(2024, 3, 1, 8, 30, 0, 0, analytics.Zone)
	want := []analytics.Complaint{
		{Source: DefaultSource, ID: "1", ReceivedAt: at, Text: "不制冷", Customer: analytics.Customer{Name: "张**"}, Attributes: map[string]string{"评分": "1.5", "标签": `["a"]`, "customer.city": "深圳"}},
		{Source: DefaultSource, ID: "2", ReceivedAt: at, Text: "坏", Attributes: map[string]string{"新": "x"}},
	}
	if diff := cmp.Diff(want, b.complaints(t)); diff != "" {
		t.Error(diff)
	}
}

func TestMembersThatComeLateAreAttributes(t *testing.T) {
	lines := strings.Repeat(`{"时间":"2024-03-01","内容":"坏"}`+"\n", sampled) + `{"时间":"2024-03-01","内容":"坏","晚":"来"}`
	_, b := imported(t, lines, Options{})
	all := b.complaints(t)
	if last := all[len(all)-1]; last.Attributes["晚"] != "来" {
		t.Errorf("%+v", last)
	}
}

func TestAnOddObjectAmongWireRecordsIsRefusedAlone(t *testing.T) {
	for name, content := range map[string]string{
		"early": `{"odd":1}` + "\n" + interleaved + `{"complaint_id":"3","received_at":"morgen","text":"x"}`,
		"late":  strings.Repeat(interleaved, sampled) + `{"odd":1}` + "\n" + `{"complaint_id":"3","received_at":"morgen","text":"x"}`,
		"empty": interleaved + "{}\n[]\n",
	} {
		result, b := imported(t, content, Options{})
		if result.Rejected != 2 || result.Read-result.Rejected != int64(strings.Count(content, "likes"))*4 {
			t.Errorf("%s: %+v", name, result)
		}
		for _, r := range b.rejected(t) {
			if r.Field != "received_at" && name != "empty" {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
}
