package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"huisheng/sql/state"
)

// receiving starts serve with an intake at an address and returns the child.
func (i *installation) receiving(address string) *child {
	i.t.Helper()
	i.env = append(i.env, "HUISHENG_INTAKE_LISTEN="+address)
	c := i.start("serve", "--listen", "127.0.0.1:0")
	i.says(c, "接口已启动：http://"+address)
	return c
}

// newKey makes a key of a source and returns id and secret.
func (i *installation) newKey(source string) (id, secret string) {
	i.t.Helper()
	var made keyMade
	i.decode(&made, "keys", "create", "--source", source)
	return made.ID, made.Secret
}

// What the document about the intake shows is run as it stands there.
func TestTheExamplesOfTheIntakeWork(t *testing.T) {
	shell, err := exec.LookPath("bash")
	if _, curl := exec.LookPath("curl"); err != nil || curl != nil {
		t.Skip("no bash and curl here")
	}
	text, err := os.ReadFile(filepath.Join(repository(t), "dashboards/docs/intake.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllSubmatch(text, -1)
	if len(examples) < 3 {
		t.Fatalf("the document shows %d examples", len(examples))
	}
	eachSize(t, func(t *testing.T, in *installation) {
		address := freeAddress(t)
		in.receiving(address)
		id, key := in.newKey("客服系统")
		for _, example := range examples {
			cmd := exec.Command(shell, "-euo", "pipefail", "-c", string(example[1]))
			cmd.Env, cmd.Dir = append(os.Environ(), "API=http://"+address, "KEY="+key), t.TempDir()
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), `"accepted":`) || strings.Contains(string(out), `"errors"`) || strings.Contains(string(out), `"type"`) {
				t.Errorf("%s\n%v\n%s", example[1], err, out)
			}
		}
		for table, want := range map[string]string{"complaints": "3", "events": "2", "exposures": "1"} {
			eventually(t, want+" "+table, func() bool { return in.query("SELECT count() FROM "+table+" WHERE source = '客服系统'") == want })
		}
		if out := in.run("keys", "list"); !strings.Contains(out, id) || strings.Contains(out, key) || strings.Contains(out, "没有用过") {
			t.Errorf("keys list: %s", out)
		}
		in.run("keys", "revoke", id)
		eventually(t, "the end of a revoked key", func() bool { return send(address, key, "X").StatusCode == http.StatusUnauthorized })
		if out, err := in.try("keys", "revoke", "00000000"); err == nil || !strings.Contains(out, "00000000") {
			t.Errorf("revoking a key that is not there: %v %s", err, out)
		}
	})
}

// send posts complaints with ids of a prefix; the status is 0 when no answer came.
func send(address, key, prefix string) *http.Response {
	var body bytes.Buffer
	for n := range 20 {
		fmt.Fprintf(&body, `{"complaint_id":"%s-%d","received_at":"2026-03-01T08:00:00+08:00","text":"空调不制冷，报修三次没人来"}`+"\n", prefix, n)
	}
	r, err := http.NewRequest(http.MethodPost, "http://"+address+"/v1/complaints", &body)
	if err != nil {
		return &http.Response{}
	}
	r.Header.Set("Authorization", "Bearer "+key)
	r.Header.Set("Content-Type", "application/x-ndjson")
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		return &http.Response{}
	}
	defer got.Body.Close()
	if _, err := io.Copy(io.Discard, got.Body); err != nil {
		return &http.Response{}
	}
	return got
}

// What was acknowledged is there after kill -9 at any moment, once, and the books balance. A sender that got no answer sends again.
func TestWhatTheIntakeAcknowledgedOutlivesKills(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("several starts of the program take a while")
	}
	in := newInstallation(t)
	address := freeAddress(t)
	_, key := in.newKey("客服系统")
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	acknowledged, tried := 0, 0
	for range 5 {
		c := in.receiving(address)
		// It is killed in the midst of a request: some are acknowledged first, however slow the machine is.
		for left := random.IntN(30); ; left-- {
			if left == 0 {
				time.AfterFunc(time.Duration(random.Int64N(int64(20*time.Millisecond))), func() { _ = c.cmd.Process.Kill() })
			}
			tried++
			if send(address, key, fmt.Sprint("R", acknowledged)).StatusCode != http.StatusAccepted {
				break
			}
			acknowledged++
		}
		c.kill()
	}
	in.receiving(address)
	for send(address, key, fmt.Sprint("R", acknowledged)).StatusCode != http.StatusAccepted { // the one that got no answer
		time.Sleep(100 * time.Millisecond)
	}
	want := 20 * (acknowledged + 1)
	eventually(t, "every record that was acknowledged", func() bool { return in.query("SELECT uniqExact(complaint_id) FROM complaints") == fmt.Sprint(want) })
	if got := in.query("SELECT uniqExact(complaint_id, content) FROM complaints"); got != fmt.Sprint(want) {
		t.Errorf("%s contents of %d complaints", got, want)
	}
	if acknowledged == 0 || tried < acknowledged+5 {
		t.Errorf("%d of %d requests were acknowledged: nothing was tested", acknowledged, tried)
	}
	var report struct {
		Books struct{ Received, Difference int64 }
	}
	in.decode(&report, "check", "--books")
	if report.Books.Difference != 0 || report.Books.Received < int64(want) {
		t.Errorf("the books are off: %+v", report.Books)
	}
	in.ledgerHolds()
}

// ledgerHolds checks that of every import no more is confirmed than is there, and no more is there than was going to be sent.
func (i *installation) ledgerHolds() {
	i.t.Helper()
	arrived := map[string]int64{}
	for line := range strings.Lines(i.query("SELECT import_id, uniqExact(topic_epoch, kafka_partition, kafka_offset) FROM complaints GROUP BY import_id")) {
		var number string
		var n int64
		if _, err := fmt.Sscan(line, &number, &n); err != nil {
			i.t.Fatal(err)
		}
		arrived[number] = n
	}
	kept, err := state.Open(i.t.Context(), filepath.Join(i.data, "state.db"))
	if err != nil {
		i.t.Fatal(err)
	}
	defer kept.Close()
	imports, err := kept.Imports(i.t.Context(), 100)
	if err != nil {
		i.t.Fatal(err)
	}
	if len(imports) == 0 {
		i.t.Error("the ledger has no import")
	}
	for _, in := range imports {
		if n := arrived[fmt.Sprint(in.Number)]; in.Sent > n || n > in.Sending {
			i.t.Errorf("import %d: %d confirmed, %d arrived, %d were going to be sent", in.Number, in.Sent, n, in.Sending)
		}
	}
}
