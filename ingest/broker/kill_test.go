package broker_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"huisheng/ingest/broker"
	"huisheng/ingest/kafka"
)

const childDir = "BROKER_TEST_DIR"

// TestMain turns the test program into a broker when a parent asks for one, so that it can be killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		b := broker.New(config(dir))
		if err := b.Start(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(b.Addr())
		select {}
	}
	os.Exit(m.Run())
}

// child starts a broker in another process.
func child(t *testing.T, dir string) (*exec.Cmd, kafka.Config) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	addr, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return cmd, kafka.Config{Brokers: []string{strings.TrimSpace(addr)}, Group: "g", Topics: []string{topic}}
}

func TestNothingAcknowledgedIsLostWhenTheProcessIsKilled(t *testing.T) {
	dir := t.TempDir()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	acknowledged := 0
	for range 4 {
		cmd, cfg := child(t, dir)
		if err := broker.New(config(dir)).Start(); !isHeldBy(err, cmd.Process.Pid) {
			t.Fatalf("the directory of process %d: %v", cmd.Process.Pid, err)
		}
		// The kill comes while a producer writes, after a random number of its acknowledgements.
		left := 3 + random.IntN(20)
		ctx, cancel := context.WithCancel(soon(t))
		cfg.CloseTimeout = 10 * time.Millisecond // nobody will answer what the producer still tries
		p := kafka.NewProducer(cfg)
		for {
			if err := p.Produce(ctx, numbered(acknowledged, acknowledged+50)); err != nil {
				break
			}
			acknowledged += 50
			if left--; left == 0 {
				go func() {
					cmd.Process.Signal(syscall.SIGKILL)
					cmd.Wait()
					cancel()
				}()
			}
		}
		cancel()
		p.Close()
	}
	b := start(t, config(dir))
	backlog, err := b.Backlog(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range store(t, client(b), int(backlog)) {
		seen[string(m.Key)] = true
	}
	for i := range acknowledged {
		if !seen[fmt.Sprintf("k%d", i)] {
			t.Fatalf("record %d of %d acknowledged ones is lost", i, acknowledged)
		}
	}
	t.Logf("%d acknowledged, %d in the log", acknowledged, backlog)
}

// After deletion and a kill kfake has only the files to go by.
func TestOffsetsGoOnAfterDeletionAndAKill(t *testing.T) {
	dir := t.TempDir()
	b := start(t, config(dir))
	produce(t, client(b), numbered(0, 400))
	store(t, client(b), 400)
	before := ends(t, client(b))
	if err := b.Trim(soon(t)); err != nil {
		t.Fatal(err)
	}
	b.Stop()
	cmd, cfg := child(t, dir)
	produce(t, cfg, numbered(400, 500))
	cmd.Process.Signal(syscall.SIGKILL)
	cmd.Wait()
	b = start(t, config(dir))
	if n, err := b.Backlog(soon(t)); n != 100 || err != nil {
		t.Errorf("backlog %d, %v; want 100", n, err)
	}
	for _, m := range store(t, client(b), 100) {
		if m.Offset < before[m.Partition].End {
			t.Fatalf("partition %d gave offset %d twice", m.Partition, m.Offset)
		}
	}
}

func isHeldBy(err error, pid int) bool {
	var locked *broker.LockedError
	return errors.As(err, &locked) && locked.PID == pid
}
