package importer

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/ingest"
)

var (
	codec  = ingest.NewCodec([]byte("a key for tests"))
	masker = text.NewMasker([]byte("a key for tests"))
)

func clockOf2026() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, analytics.Zone) }

// broker keeps what is produced.
type broker struct {
	messages []ingest.Message
	fail     int // refuse the call of this number, from 1
	calls    int
	ledger   *ledger
	t        testing.TB
}

func (b *broker) Produce(_ context.Context, messages []ingest.Message) error {
	b.calls++
	if b.calls == b.fail {
		return errors.New("the broker is gone")
	}
	b.messages = append(b.messages, messages...)
	if b.ledger != nil {
		if e := b.ledger.entry; e.Sending != int64(len(b.messages)) || e.Sent != int64(len(b.messages)-len(messages)) || e.State != Running {
			b.t.Errorf("while %d messages are there the ledger says %+v", len(b.messages), e)
		}
	}
	return nil
}

// complaints decodes what was sent to the topic of complaints.
func (b *broker) complaints(t testing.TB) []analytics.Complaint {
	t.Helper()
	var out []analytics.Complaint
	for _, m := range b.messages {
		if m.Topic != ingest.TopicComplaints {
			continue
		}
		var c analytics.Complaint
		if err := codec.DecodeComplaint(m.Value, &c); err != nil {
			t.Fatal(err)
		}
		if string(m.Key) != string(ingest.MessageKey(c.Source, c.ID)) || m.Masked != text.MaskVersion {
			t.Errorf("message of %s: key %q, masked %d", c.ID, m.Key, m.Masked)
		}
		out = append(out, c)
	}
	return out
}

// rejected decodes what was sent to the topic of refused records.
func (b *broker) rejected(t testing.TB) []analytics.Rejected {
	t.Helper()
	var out []analytics.Rejected
	for _, m := range b.messages {
		if m.Topic != ingest.TopicRejected {
			continue
		}
		var r analytics.Rejected
		if err := codec.DecodeRejected(m.Value, &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// ledger remembers one import.
type ledger struct {
	entry Entry
	begun int
	given map[analytics.Given]int64 // by line without its counts: sending − sent
	sent  int64
}

func (l *ledger) BeginImport(_ context.Context, e Entry) (uint32, error) {
	l.begun++
	l.entry = e
	return 7, nil
}

func (l *ledger) UpdateImport(_ context.Context, e Entry) error {
	l.entry = e
	if l.given == nil {
		l.given = map[analytics.Given]int64{}
	}
	for _, g := range e.Given {
		l.sent += g.Sent
		open := g.Sending - g.Sent
		g.Sending, g.Sent = 0, 0
		l.given[g] += open
	}
	return nil
}

// opened opens a text as a file.
func opened(t testing.TB, content string, options Options) *File {
	t.Helper()
	if options.Now == nil {
		options.Now = clockOf2026
	}
	f, err := OpenReader(strings.NewReader(content), "test", options)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// imported imports a text.
func imported(t testing.TB, content string, options Options) (Result, *broker) {
	t.Helper()
	return ran(t, opened(t, content, options))
}

func ran(t testing.TB, f *File) (Result, *broker) {
	t.Helper()
	l := &ledger{}
	b := &broker{ledger: l, t: t}
	result, err := f.Run(context.Background(), Deps{Producer: b, Ledger: l, Masker: masker, Codec: codec})
	if err != nil {
		t.Fatal(err)
	}
	if result.Read != result.Sent() || l.entry.State != Done || l.entry.Sent != result.Read || l.entry.Rejected != result.Rejected || result.Number != 7 {
		t.Fatalf("the books do not balance: %+v, ledger %+v", result, l.entry)
	}
	return result, b
}

// realFile is the path of one of the public files.
func realFile(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("HUISHENG_TESTDATA")
	if root == "" {
		root = "../../../shared/data"
	}
	path := filepath.Join(root, name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("the public data is not here")
	}
	return path
}
