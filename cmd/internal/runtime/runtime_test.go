package runtime

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/cmd/internal/config"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
	"huisheng/sql/engine"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// settings are those of a new embedded installation; skips where the engine's library is absent.
func settings(t *testing.T) config.Config {
	t.Helper()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	c := config.Default()
	if c.ClickHouseLibrary, err = engine.Find(os.Getenv("HUISHENG_CLICKHOUSE_LIBRARY")); err != nil {
		if os.Getenv("HUISHENG_REQUIRE") == "all" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	c.Data = t.TempDir()
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	return c
}

func open(t *testing.T, c config.Config) *Runtime {
	t.Helper()
	rt, err := Open(t.Context(), c, quiet())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := rt.Close(); err != nil {
			t.Error(err)
		}
	})
	return rt
}

// send gives n complaints to Kafka and returns where they end.
func send(t *testing.T, rt *Runtime, n int) kafka.Offsets {
	t.Helper()
	producer := kafka.NewProducer(rt.Kafka)
	defer producer.Close()
	var messages []ingest.Message
	for i := range n {
		c := analytics.Complaint{Source: "test", ID: fmt.Sprint(i), ReceivedAt: time.Date(2024, 3, 1+i%20, 8, 0, 0, 0, analytics.Zone), Text: "空调不制冷，报修三次没人来"}
		value, err := rt.Codec.EncodeComplaint(&c)
		if err != nil {
			t.Fatal(err)
		}
		messages = append(messages, ingest.Message{Topic: ingest.TopicComplaints, Key: ingest.MessageKey(c.Source, c.ID), Value: value})
	}
	if err := producer.Produce(t.Context(), messages); err != nil {
		t.Fatal(err)
	}
	return producer.Produced()
}

func ask(t *testing.T, rt *Runtime, statement string) string {
	t.Helper()
	answer, err := rt.ReadOnlySQL(t.Context(), statement, "TSV")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Close()
	raw, err := io.ReadAll(answer)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(raw))
}

func TestWhatAGuestSendsTheOwnerStores(t *testing.T) {
	c := settings(t)
	owner := open(t, c)
	if err := owner.Receive(); err != nil {
		t.Fatal(err)
	}
	guest := open(t, c)
	if owner.Guest || !guest.Guest {
		t.Fatalf("the first is the owner, the second its guest: %v %v", owner.Guest, guest.Guest)
	}
	ends := send(t, guest, 500)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := guest.WaitStored(ctx, ends, func(int64) {}); err != nil {
		t.Fatal(err)
	}
	for _, rt := range []*Runtime{owner, guest} {
		if got := ask(t, rt, "SELECT uniqExact(complaint_id) FROM complaints"); got != "500" {
			t.Errorf("guest %v sees %s complaints, want 500", rt.Guest, got)
		}
	}
}

func TestReadOnlyStatementsCannotWrite(t *testing.T) {
	rt := open(t, settings(t))
	for _, statement := range []string{"DROP TABLE complaints", "INSERT INTO rejected (reason) VALUES ('x')", "SELECT * FROM file('/etc/passwd', 'RawBLOB')",
		"INSERT INTO FUNCTION file('x.tsv', 'TSV', 'a String') VALUES ('x')", "SELECT 1 SETTINGS readonly = 0"} {
		if answer, err := rt.ReadOnlySQL(t.Context(), statement, "TSV"); err == nil {
			raw, _ := io.ReadAll(answer)
			t.Errorf("%s was run: %s", statement, raw)
		}
	}
	if got := ask(t, rt, "SELECT count() FROM complaints"); got != "0" {
		t.Errorf("got %s", got)
	}
}

func TestAnotherKeyIsRefused(t *testing.T) {
	c := settings(t)
	rt, err := Open(t.Context(), c, quiet())
	if err != nil {
		t.Fatal(err)
	}
	if err := rt.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(c.Data, "keys")); err != nil {
		t.Fatal(err)
	}
	rt, err = Open(t.Context(), c, quiet())
	if err == nil {
		_ = rt.Close()
		t.Fatal("a new key was taken for old data")
	}
	if !strings.Contains(err.Error(), "密钥") {
		t.Errorf("the error does not speak of the key: %v", err)
	}
}

func TestKeysStayTheSameAndDiffer(t *testing.T) {
	dir := t.TempDir()
	first, err := openKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	again, err := openKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	if string(first.content) != string(again.content) || string(first.content) == string(first.customer) || len(first.seal) != keyBytes {
		t.Error("keys must be stable, of 32 bytes, and one for each purpose")
	}
	info, err := os.Stat(filepath.Join(dir, "keys", "installation.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file can be read by others: %v %v", info.Mode(), err)
	}
	if err := os.WriteFile(filepath.Join(dir, "keys", "installation.key"), []byte("abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openKeys(dir); err == nil {
		t.Error("half a key was taken")
	}
}

// The equation is taken while records are still on their way: they must show as 在途 and nothing may be off, then or later.
func TestBooksBalanceWhileRecordsAreOnTheirWay(t *testing.T) {
	c := settings(t)
	rt := open(t, c)
	send(t, rt, 300)
	b, err := rt.Books(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := (analytics.Books{Received: 300, InFlight: 300}); b != want {
		t.Errorf("before anything is stored: %+v, want %+v", b, want)
	}
	if err := rt.Receive(); err != nil {
		t.Fatal(err)
	}
	ends := send(t, rt, 300) // the same again
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := rt.WaitStored(ctx, ends, func(int64) {
		if b, err := rt.Books(ctx); err != nil || !b.Balanced() {
			t.Errorf("while storing: %+v, off by %d, %v", b, b.Difference(), err)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if b, err = rt.Books(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := (analytics.Books{Received: 600, Stored: 300, Repeated: 300}); b != want {
		t.Errorf("after: %+v, want %+v", b, want)
	}
}
