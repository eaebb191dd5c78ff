package broker

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// LockedError says that another process holds the data directory.
type LockedError struct {
	Dir string
	PID int // 0 when the holder has not written its number yet
}

// Error implements error.
func (e *LockedError) Error() string {
	who := "另一个进程"
	if e.PID > 0 {
		who = fmt.Sprintf("进程 %d", e.PID)
	}
	return fmt.Sprintf("Kafka 数据目录 %s 正被%s使用：请先停止它，或换一个数据目录", e.Dir, who)
}

// lock takes the directory for this process until the file is closed. The kernel lets go of it when the process dies, however it dies,
// so a lock file that was left behind never bars a start.
func lock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("不能在 Kafka 数据目录 %s 里建立锁文件，请检查权限: %w", dir, err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		defer f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, &LockedError{Dir: dir, PID: holder(f)}
		}
		return nil, fmt.Errorf("不能锁定 Kafka 数据目录 %s，它的文件系统可能不支持文件锁: %w", dir, err)
	}
	if err := errors.Join(f.Truncate(0), write(f, strconv.Itoa(os.Getpid()))); err != nil {
		f.Close()
		return nil, fmt.Errorf("不能写 Kafka 数据目录 %s 里的锁文件: %w", dir, err)
	}
	return f, nil
}

func write(f *os.File, text string) error {
	_, err := f.WriteAt([]byte(text+"\n"), 0)
	return err
}

// holder reads the number of the process that wrote the lock file.
func holder(f *os.File) int {
	text := make([]byte, 20)
	n, _ := f.ReadAt(text, 0)
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text[:n])))
	return pid
}
