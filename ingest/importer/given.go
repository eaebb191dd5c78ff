package importer

import (
	"time"

	"huisheng/analytics"
	"huisheng/ingest"
)

// tally counts what is given to Kafka, for the ledger of hours. What a batch is about to give is written down before it; that it was
// confirmed is written with the next batch or at the end, so that every batch costs one write.
type tally struct {
	batch     []analytics.Given // of the batch that is filled, without its time
	confirmed []analytics.Given // of the batch before, to be written
}

// add counts one message of the batch. A file seldom holds more than one source, so that looking through the lines is cheap.
func (t *tally) add(out *outcome) {
	line := analytics.Given{Topic: out.message.Topic, Meant: out.message.Topic, Source: out.message.Source()}
	if out.refusal != nil {
		line.Meant = out.refusal.Topic
	}
	for i := range t.batch {
		if b := &t.batch[i]; b.Topic == line.Topic && b.Meant == line.Meant && b.Source == line.Source {
			b.Sending++
			return
		}
	}
	line.Sending = 1
	t.batch = append(t.batch, line)
}

// begin stamps the batch with one time and returns what the ledger has to add before it is given.
func (t *tally) begin(number uint32, batch []ingest.Message, now time.Time) []analytics.Given {
	now = now.Truncate(time.Millisecond)
	for i := range batch {
		batch[i].Time = now
	}
	for i := range t.batch {
		t.batch[i].Import, t.batch[i].Hour = number, analytics.HourOf(now)
	}
	return append(t.rest(), t.batch...)
}

// confirm notes that Kafka has the batch.
func (t *tally) confirm() {
	for _, line := range t.batch {
		line.Sending, line.Sent = 0, line.Sending
		t.confirmed = append(t.confirmed, line)
	}
	t.batch = t.batch[:0]
}

// rest returns what was confirmed and is not yet written.
func (t *tally) rest() []analytics.Given {
	lines := t.confirmed
	t.confirmed = nil
	return lines
}
