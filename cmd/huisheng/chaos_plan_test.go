package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

// chaosSource is the source of all records of a chaos run.
const chaosSource = "chaos"

// plan is the input of a chaos run: which records there are, what is done to them on the way, and what must become of them. The same seed
// and size make the same plan.
type plan struct {
	seed    uint64
	records int
	codec   *ingest.Codec

	whole     []bool // by number: a complaint that must be stored
	corrected int    // of them, that have a second version
	poison    int    // messages that must be rejected, by their content
	events    int
	messages  int // all that were made, without what a retry sends again
}

func newPlan(seed uint64, records int) *plan {
	return &plan{seed: seed, records: records, codec: ingest.NewCodec(make([]byte, 32)), whole: make([]bool, records)}
}

// chunk makes the messages of the records from one number to another: some come twice, corrections may come before what they correct, and
// neighbours are shuffled. Every chunk must be made once, in any order.
func (p *plan) chunk(from, to int) []ingest.Message {
	random := rand.New(rand.NewPCG(p.seed, uint64(from)))
	var list []ingest.Message
	for i := from; i < to; i++ {
		switch what := random.IntN(100); {
		case what == 0:
			list = append(list, p.poisoned(i, random))
			continue
		case what < 5:
			list = append(list, p.complaint(i, 1, "（更正）改为电话回复"))
			p.corrected++
		case what < 8:
			list = append(list, p.complaint(i, 0, "")) // the producer sends it twice
		case what < 10:
			list = append(list, p.event(i))
			p.events++
		}
		list = append(list, p.complaint(i, 0, ""))
		p.whole[i] = true
	}
	random.Shuffle(len(list), func(a, b int) { list[a], list[b] = list[b], list[a] })
	p.messages += len(list)
	return list
}

func chaosID(i int) string { return fmt.Sprintf("c-%08d", i) }

// complaint is one telling of a complaint. Some lack the header of masking, and some hold what must be cleaned.
func (p *plan) complaint(i int, version uint32, more string) ingest.Message {
	c := analytics.Complaint{Source: chaosSource, ID: chaosID(i), Version: version, Channel: "电话",
		ReceivedAt: time.Date(2024, 1, 1+i%90, 8, i%60, 0, 0, analytics.Zone), Text: fmt.Sprintf("空调不制冷，第 %d 次报修没有人来%s", i%7, more)}
	value, err := p.codec.EncodeComplaint(&c)
	if err != nil {
		panic(err)
	}
	if i%50 == 0 {
		value = bytes.Replace(value, []byte("空调"), []byte(`空\u0000调`), 1)
	}
	m := ingest.Message{Topic: ingest.TopicComplaints, Key: ingest.MessageKey(chaosSource, c.ID), Value: value, Masked: 1}
	if i%9 == 0 {
		m.Masked = 0
	}
	return m
}

func (p *plan) event(i int) ingest.Message {
	value, err := p.codec.EncodeEvent(&analytics.Event{Source: chaosSource, ID: "e-" + chaosID(i), ComplaintID: chaosID(i), Kind: "replied",
		At: time.Date(2024, 1, 2+i%90, 8, 0, 0, 0, analytics.Zone)})
	if err != nil {
		panic(err)
	}
	return ingest.Message{Topic: ingest.TopicEvents, Key: ingest.MessageKey(chaosSource, chaosID(i)), Value: value, Masked: 1}
}

// poisoned is a message that cannot be taken. What the codec takes all the same, cleaned, counts as a complaint.
func (p *plan) poisoned(i int, random *rand.Rand) ingest.Message {
	id := chaosID(i)
	begin := fmt.Sprintf(`{"source":"%s","complaint_id":"%s","received_at":"2024-01-03T08:00:00+08:00","text":"`, chaosSource, id)
	kinds := []string{
		id + string([]byte{0, 255, 254, 13, 10, byte(random.IntN(256))}),
		begin + "没有写完",
		begin + "\xff\xfe 不是 UTF-8\"}",
		begin + "空字节 \x00 在里面\"}",
		fmt.Sprintf(`{"source":"%s","complaint_id":"%s","received_at":"不是时间","text":"x"}`, chaosSource, id),
		fmt.Sprintf(`{"source":"%s","event_id":"%s","kind":"closed"}`, chaosSource, id),
		fmt.Sprintf(`[1,2,"%s"]`, id),
		fmt.Sprintf(`{"source":"%s","complaint_id":"%s","received_at":"2399-01-03T08:00:00+08:00","text":"x"}`, chaosSource, id),
		fmt.Sprintf(`{"source":"%s","complaint_id":"%s","received_at":"2024-01-03T08:00:00+08:00","text":{"%s":`, chaosSource, id, strings.Repeat(`a":{"`, 50)),
		begin + strings.Repeat("长", 110_000) + `"}`,
	}
	value := kinds[random.IntN(len(kinds)-1)]
	if random.IntN(30) == 0 {
		value = kinds[len(kinds)-1] // huge ones are few, as 330 KB each would be most of the run
	}
	m := ingest.Message{Topic: ingest.TopicComplaints, Key: ingest.MessageKey(chaosSource, id), Value: []byte(value), Masked: uint16(i % 2)}
	var c analytics.Complaint
	if p.codec.DecodeComplaint(m.Value, &c) == nil {
		p.whole[i] = true
	} else {
		p.poison++
	}
	return m
}

// count is how many complaints must be there.
func (p *plan) count() int {
	n := 0
	for _, whole := range p.whole {
		if whole {
			n++
		}
	}
	return n
}

// jsonl writes the records as a file for the importer: plain ones only, as a file has no versions of its own.
func (p *plan) jsonl(from, to int) []byte {
	var out bytes.Buffer
	for i := from; i < to; i++ {
		line, err := json.Marshal(map[string]string{"source": chaosSource, "complaint_id": chaosID(i), "received_at": "2024-02-03T08:00:00+08:00",
			"text": fmt.Sprintf("洗衣机漏水，第 %d 件", i)})
		if err != nil {
			panic(err)
		}
		out.Write(append(line, '\n'))
		p.whole[i] = true
	}
	return out.Bytes()
}
