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

// Endpoints are the addresses at which the process that holds a data directory serves the others, all on loopback.
type Endpoints struct {
	PID        int       `json:"pid"`
	Broker     string    `json:"broker,omitempty"`
	ClickHouse string    `json:"clickhouse,omitempty"`
	Pages      string    `json:"pages,omitempty"`
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

// release takes the addresses back, then the lock.
func (h *hold) release() error {
	err := os.Remove(h.path)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, h.file.Close())
}

// findOwner reads the addresses of the process that holds data. The owner may still be starting, so it waits until they appear or ctx ends.
func findOwner(ctx context.Context, data string) (Endpoints, error) {
	path := filepath.Join(data, "run", "endpoints.json")
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		raw, err := os.ReadFile(path)
		if err == nil {
			var e Endpoints
			if err = json.Unmarshal(raw, &e); err == nil {
				return e, nil
			}
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return Endpoints{}, analytics.Wrap(analytics.KindBusy, err, "数据目录 %s 由另一个进程占用，但它没有公布地址：等它启动完，或结束它再试", data)
		}
	}
}

func newSecret() (string, error) {
	raw := make([]byte, 24)
	if _, err := rand.Read(raw); err != nil {
		return "", err
	}
	return hex.EncodeToString(raw), nil
}
