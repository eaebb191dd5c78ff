package runtime

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"huisheng/analytics"
)

// Endpoints are the addresses at which the process that holds a data directory serves the others, all on loopback but for
// the intake, which may be reached from elsewhere.
type Endpoints struct {
	PID        int       `json:"pid"`
	Broker     string    `json:"broker,omitempty"`
	ClickHouse string    `json:"clickhouse,omitempty"`
	Pages      string    `json:"pages,omitempty"`
	Intake     string    `json:"intake,omitempty"`
	Secret     string    `json:"secret"`
	Since      time.Time `json:"since"`
}

// hold is the lock on a data directory. The kernel lets go of it when the process ends, however it ends.
type hold struct {
	file *os.File
	path string // of endpoints.json
}

// takeHold locks the data directory for this process. It returns nil without an error when another process holds it.
func takeHold(data string) (*hold, error) {
	dir := filepath.Join(data, "run")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "不能使用数据目录 %s", data)
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "不能使用数据目录 %s", data)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, nil
		}
		return nil, analytics.Wrap(analytics.KindInvalid, err, "不能锁住数据目录 %s", data)
	}
	h := &hold{file: f, path: filepath.Join(dir, "endpoints.json")}
	// What an earlier owner left behind leads nowhere.
	if err := os.Remove(h.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		_ = f.Close()
		return nil, analytics.Wrap(analytics.KindInvalid, err, "不能清除 %s", h.path)
	}
	return h, nil
}

// publish tells other processes where to find this one. Written aside and renamed, so that nobody reads half of it.
func (h *hold) publish(e Endpoints) error {
	raw, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return err
	}
	next := h.path + ".new"
	if err := os.WriteFile(next, append(raw, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(next, h.path)
}

// withdraw takes the addresses back, so that whoever comes while this process is stopping waits for its turn.
func (h *hold) withdraw() error {
	if err := os.Remove(h.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// release takes the addresses back, then the lock.
func (h *hold) release() error { return errors.Join(h.withdraw(), h.file.Close()) }

// holdOrOwner locks the data directory, or reads the addresses of the process that holds it. That one may still be starting, or be
// stopping, so it tries both until ctx ends.
func holdOrOwner(ctx context.Context, data string) (*hold, Endpoints, error) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		h, err := takeHold(data)
		if h != nil || err != nil {
			return h, Endpoints{}, err
		}
		e, err := readEndpoints(data)
		if err == nil {
			return nil, e, nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.Canceled) {
				return nil, Endpoints{}, ctx.Err()
			}
			return nil, Endpoints{}, analytics.Wrap(analytics.KindBusy, err, "数据目录 %s 由另一个进程占用，但它没有公布地址：等它启动完，或结束它再试", data)
		}
	}
}

// readEndpoints reads what the owner of a data directory has published.
func readEndpoints(data string) (e Endpoints, err error) {
	raw, err := os.ReadFile(filepath.Join(data, "run", "endpoints.json"))
	if err != nil {
		return e, err
	}
	return e, json.Unmarshal(raw, &e)
}

func newSecret() (string, error) {
	raw := make([]byte, 24)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	return hex.EncodeToString(raw), nil
}
