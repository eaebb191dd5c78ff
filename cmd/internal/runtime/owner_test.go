package runtime

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/ingest/importer"
)

// A command that comes while the owner stops is not given addresses that lead nowhere: it waits and becomes the owner.
func TestWhoComesWhileTheOwnerStopsTakesItsPlace(t *testing.T) {
	c := settings(t)
	owner, err := Open(t.Context(), c, quiet())
	if err != nil {
		t.Fatal(err)
	}
	guest := open(t, c)
	if guest.OwnerGone() || owner.OwnerGone() {
		t.Error("the owner is said to be gone")
	}
	stopping := make(chan struct{})
	ended := make(chan error, 1)
	owner.onClose(func() error { // runs before any part is stopped, which takes a while
		close(stopping)
		return nil
	})
	go func() { ended <- owner.Close() }()
	<-stopping
	if !guest.OwnerGone() {
		t.Error("the guest was not told")
	}
	next := open(t, c)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if next.Guest || ask(t, next, "SELECT 1") != "1" {
		t.Errorf("the next is a guest of nobody: %v", next.Guest)
	}
}

func TestADirectoryHeldInSilenceIsNamed(t *testing.T) {
	data := t.TempDir()
	h, err := takeHold(data)
	if err != nil {
		t.Fatal(err)
	}
	defer h.release()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, _, err := holdOrOwner(ctx, data); err == nil || !strings.Contains(err.Error(), data) {
		t.Errorf("%v", err)
	}
}

// What an import cannot read was not masked cell by cell, so it must not lie about in clear.
func TestWhatAnImportCannotReadIsSealed(t *testing.T) {
	rt := open(t, settings(t))
	if err := rt.Receive(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "投诉.csv")
	if err := os.WriteFile(path, []byte("投诉编号,投诉时间,投诉内容,姓名\n1,2024-03-01,\"没有关的引号,张三丰\n2,2024-03-01,好,李四\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := importer.Open(path, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := rt.Import(ctx, f, func(importer.Result) {}, func(int64) {})
	if err != nil || out.Books.Rejected != 1 {
		t.Fatalf("%+v, %v", out.Books, err)
	}
	if got := ask(t, rt, "SELECT sealed, position(payload, '张三丰') FROM rejected"); got != "1\t0" {
		t.Errorf("sealed, and where the name stands: %s", got)
	}
}

// An owner that ends before it has stored everything must not be waited for: nobody would ever store it.
func TestAGuestDoesNotWaitForAnOwnerThatEnded(t *testing.T) {
	c := settings(t)
	owner, err := Open(t.Context(), c, quiet())
	if err != nil {
		t.Fatal(err)
	}
	guest := open(t, c)
	ends := send(t, guest, 10) // and nobody receives
	if err := owner.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := guest.WaitStored(ctx, ends, func(int64) {}); analytics.KindOf(err) != analytics.KindDown {
		t.Errorf("%v", err)
	}
}
