package deliver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/jobs/deliver"
	"huisheng/jobs/deliver/channel"
	"huisheng/sql/state"
)

// The variables that make this test binary a process which sends until it is killed.
const (
	killFile    = "HUISHENG_DELIVER_KILL_STATE"
	killAddress = "HUISHENG_DELIVER_KILL_ADDRESS"
)

// killFindings is how many findings there are to be told, each in a message of its own.
const killFindings = 60

func TestMain(m *testing.M) {
	if file := os.Getenv(killFile); file != "" {
		sendUntilKilled(file, os.Getenv(killAddress))
	}
	os.Exit(m.Run())
}

// many are findings of as many departments.
type many struct{}

func (many) Findings(context.Context, analytics.Month, analytics.Month) ([]analytics.Finding, error) {
	day := time.Now().In(analytics.Zone)
	var list []analytics.Finding
	for i := range killFindings {
		list = append(list, analytics.Finding{ID: uint64(i + 1), Kind: analytics.FindingDays, Level: 2, From: day, To: day, Series: []analytics.AxisValue{{Axis: "department", Value: fmt.Sprint(i)}}})
	}
	return list, nil
}

func (many) Attributions(context.Context, analytics.Month, analytics.Month) ([]analytics.Attribution, error) {
	var list []analytics.Attribution
	for i := range killFindings {
		list = append(list, analytics.Attribution{Finding: uint64(i + 1), Sentence: "多了"})
	}
	return list, nil
}

func sendUntilKilled(file, address string) {
	s, err := state.Open(context.Background(), file)
	if err == nil {
		err = s.ClearLeases(context.Background()) // as whoever holds the data directory does: the one before is dead
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	deliver.New(many{}, s, channel.New(channel.Config{}), deliver.Config{Owner: fmt.Sprint(os.Getpid()), Poll: time.Millisecond,
		Open: func(analytics.Recipient) (channel.Target, error) {
			return channel.Target{Channel: analytics.ChannelWebhook, Address: address}, nil
		}}).Serve(context.Background())
}

// TestKilledAtAnyMomentNothingIsLostAndAtMostOneMessageAKillComesTwice kills the process that sends, again and again.
func TestKilledAtAnyMomentNothingIsLostAndAtMostOneMessageAKillComesTwice(t *testing.T) {
	var mu sync.Mutex
	messages, findings := map[string]int{}, map[string]string{}
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var got struct{ Data channel.Notice }
		if err := json.Unmarshal(body, &got); err != nil {
			return // cut off by a kill
		}
		mu.Lock()
		defer mu.Unlock()
		messages[got.Data.ID]++
		for _, item := range got.Data.Items {
			if before := findings[item.Finding]; before != "" && before != got.Data.ID {
				t.Errorf("finding %s came in two messages, %s and %s", item.Finding, before, got.Data.ID)
			}
			findings[item.Finding] = got.Data.ID
		}
		if len(findings) == killFindings {
			select {
			case <-done:
			default:
				close(done)
			}
		}
	}))
	defer server.Close()
	w := newWorld(t)
	to := w.recipient("程序")
	for i := range killFindings {
		w.rule(analytics.DeliveryRule{Level: 1, To: []uint64{to}, Series: []analytics.AxisValue{{Axis: "department", Value: fmt.Sprint(i)}}})
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	kills := 0
	for finished := false; !finished; {
		process := exec.Command(os.Args[0])
		process.Env = append(os.Environ(), killFile+"="+w.file, killAddress+"="+server.URL)
		process.Stderr = os.Stderr
		must(t, process.Start())
		life := time.Duration(20+random.IntN(150)) * time.Millisecond
		if kills >= 12 {
			life = time.Minute // long enough to end on any machine
		}
		select {
		case <-done:
			finished = true
		case <-time.After(life):
			kills++
		}
		must(t, process.Process.Signal(syscall.SIGKILL))
		_ = process.Wait() // killed
	}
	mu.Lock()
	defer mu.Unlock()
	doubles := 0
	for _, n := range messages {
		doubles += n - 1
	}
	if doubles > kills || len(messages) != killFindings {
		t.Errorf("%d messages of %d, %d came twice after %d kills", len(messages), killFindings, doubles, kills)
	}
	t.Logf("%d kills, %d doubles", kills, doubles)
}
