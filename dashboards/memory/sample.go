package memory

import (
	"fmt"
	"math/rand/v2"
	"time"

	"huisheng/analytics"
)

// Hostile are strings that must be shown as text wherever they come from.
var Hostile = []string{"</script><script>alert(1)</script>", "__f__alert(1)__f__", `"><img src=x onerror=alert(1)>`, "--data", "{a|b}", "=1+1"}

// Sample makes the complaints of a small maker of appliances from 20 January to 20 March 2024, so that January and March are cut by
// the edge of the data. In March the noise of one product rises, and 15 March stands out. With hostile set, labels of every kind
// carry strings that would run if a page forgot to escape them.
func Sample(seed uint64, hostile bool) *Reader {
	rng := rand.New(rand.NewPCG(seed, 2))
	m := &Reader{Run: 1}
	day := time.Date(2024, 1, 20, 0, 0, 0, 0, analytics.Zone)
	for ; day.Before(time.Date(2024, 3, 21, 0, 0, 0, 0, analytics.Zone)); day = day.AddDate(0, 0, 1) {
		n := 8 + rng.IntN(5)
		if day.Month() == time.March && day.Day() == 15 {
			n = 40
		}
		for range n {
			m.Records = append(m.Records, sampleRecord(rng, len(m.Records), day, ""))
		}
		if day.Month() == time.March {
			for range 3 {
				m.Records = append(m.Records, sampleRecord(rng, len(m.Records), day, "noise"))
			}
		}
	}
	if hostile {
		for i, h := range Hostile {
			poison(&m.Records[len(m.Records)-1-i], h)
		}
	}
	return m
}

var sampleTexts = map[string]string{"noise": "空调一开就有异响，晚上没法睡", "cold": "新买的空调不制冷，吹出来是热风", "price": "刚买三天就降价三百，要求退差价",
	"courier": "快递摔坏了外壳，没人管", "": "请尽快回电"}

func sampleRecord(rng *rand.Rand, i int, day time.Time, topic string) Record {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	c := analytics.Complaint{Source: "crm", ID: fmt.Sprintf("C%05d", i), ReceivedAt: day.Add(time.Duration(rng.IntN(24*60)) * time.Minute),
		Product: analytics.Product{Line: pick("空调", "冰箱", "手机", "洗衣机", "电视"), Name: pick("A1", "B2", "C3")},
		Region:  analytics.Region{Province: pick("广东", "广东", "江苏", "北京", "")}, Channel: pick("电话", "电话", "网络", "门店", ""), Department: pick("售后", "物流"),
		Grade: pick("A", "B", "C", "D"), Category: pick("质量/异响", "服务/态度", "物流/破损")}
	if topic == "" {
		topic = pick("noise", "cold", "cold", "price", "courier", "")
	} else {
		c.Product = analytics.Product{Line: "空调", Name: "A1"}
	}
	c.Text = sampleTexts[topic]
	if rng.IntN(2) == 0 {
		c.Text += fmt.Sprintf("。订单 %d", i)
	}
	in := &analytics.Insight{Key: analytics.Key{Source: c.Source, ID: c.ID}, Topic: topic, TopicFrom: "rule"}
	if topic == "noise" {
		in.Evidence = []analytics.Evidence{{Topic: topic, From: 6, To: 8}}
	}
	r := Record{Complaint: c, Insight: in}
	step := func(kind string, after time.Duration, satisfaction uint8) {
		r.Events = append(r.Events, analytics.Event{Source: c.Source, ID: fmt.Sprint(c.ID, len(r.Events)), ComplaintID: c.ID, Kind: kind, At: c.ReceivedAt.Add(after), Department: "售后", By: "王**", Satisfaction: satisfaction})
	}
	switch rng.IntN(12) {
	case 0: // nobody has looked at it
	case 1:
		step("withdrawn", time.Hour, 0)
	default:
		step("accepted", 10*time.Minute, 0)
		step("first_response", time.Duration(rng.IntN(60))*time.Hour, 0)
		step("followed_up", 72*time.Hour, uint8(rng.IntN(6)))
	}
	return r
}

// poison puts a hostile string wherever a label can come from.
func poison(r *Record, h string) {
	c := &r.Complaint
	c.Source, c.Channel, c.Subject, c.Text, c.Department, c.Category, c.Demand, c.Handler = h, h, h, "说"+h, h, h, h, h
	c.Product = analytics.Product{Line: h, Name: h, Model: h, Batch: h}
	c.Region = analytics.Region{Province: h, City: h, District: h}
	c.Attributes = map[string]string{h: h}
	r.Insight.Topic, r.Insight.OtherTopics, r.Insight.Key = h, []string{h}, analytics.Key{Source: h, ID: c.ID}
	r.Events = []analytics.Event{{Kind: h, At: c.ReceivedAt, Note: h, By: h, Outcome: h, Into: h, FromDepartment: h}}
}
