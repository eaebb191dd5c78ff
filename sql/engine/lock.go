package engine

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// lockName is a file of our own beside ClickHouse's: its "status" file would refuse a second process too, but with a text that
// helps nobody.
const lockName = "engine.lock"

// lock takes the data directory for this process. The kernel frees it when the process ends, however it ends.
func lock(dir string) (*os.File, error) {
	path := filepath.Join(dir, lockName)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, &OpenError{Dir: dir, Reason: "无法创建锁文件", Err: err}
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &LockedError{Dir: dir, PID: holder(path)}
		}
		return nil, &OpenError{Dir: dir, Reason: "无法锁定数据目录", Err: err}
	}
	if err := file.Truncate(0); err == nil {
		_, err = file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
		if err != nil {
			file.Close()
			return nil, &OpenError{Dir: dir, Reason: "无法写入锁文件", Err: err}
		}
	}
	return file, nil
}

// holder reads the number that the lock's owner wrote.
func holder(path string) int {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return pid
}
