package kafka

import (
	"strconv"

	"github.com/segmentio/kafka-go"

	"huisheng/ingest"
)

// The headers that carry what ingest.Message has beside key and value, as decimal text so that any Kafka tool shows them.
const (
	headerMasked = "masked"
	headerImport = "import"
)

// headersOf makes the headers of a message; zeros are left out.
func headersOf(masked uint16, importID uint32) []kafka.Header {
	var headers []kafka.Header
	if masked != 0 {
		headers = append(headers, kafka.Header{Key: headerMasked, Value: strconv.AppendUint(nil, uint64(masked), 10)})
	}
	if importID != 0 {
		headers = append(headers, kafka.Header{Key: headerImport, Value: strconv.AppendUint(nil, uint64(importID), 10)})
	}
	return headers
}

// toKafka turns messages into kafka-go's. Neighbours nearly always share their headers, which are then made once.
func toKafka(messages []ingest.Message) []kafka.Message {
	out := make([]kafka.Message, len(messages))
	var headers []kafka.Header
	for i, m := range messages {
		if i == 0 || m.Masked != messages[i-1].Masked || m.Import != messages[i-1].Import {
			headers = headersOf(m.Masked, m.Import)
		}
		out[i] = kafka.Message{Topic: m.Topic, Key: m.Key, Value: m.Value, Headers: headers, Time: m.Time}
	}
	return out
}

// fromKafka turns one message that was read into ours. A header that is no number counts as missing: what is not surely masked is
// masked again.
func fromKafka(m *kafka.Message, epoch uint32) ingest.Message {
	out := ingest.Message{
		Topic: m.Topic, Key: m.Key, Value: m.Value,
		Partition: uint16(m.Partition), Offset: uint64(m.Offset), Epoch: epoch, Time: m.Time,
	}
	for i := range m.Headers {
		switch m.Headers[i].Key {
		case headerMasked:
			out.Masked = uint16(number(m.Headers[i].Value, 16))
		case headerImport:
			out.Import = uint32(number(m.Headers[i].Value, 32))
		}
	}
	return out
}

func number(text []byte, bits int) uint64 {
	n, err := strconv.ParseUint(string(text), 10, bits)
	if err != nil {
		return 0
	}
	return n
}
