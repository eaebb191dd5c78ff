package engine

import (
	"fmt"
	"strings"
)

// LibraryError says that libchdb is missing, unusable or of another version, and how to install it.
type LibraryError struct {
	// Path is the file that was tried, empty when none was found.
	Path string
	// Searched holds every place that was looked at, in order.
	Searched []string
	// Reason is one Chinese sentence without a full stop.
	Reason string
	// Err is what the loader said, if it said anything.
	Err error
}

// Error gives the reason and the one command that helps.
func (e *LibraryError) Error() string {
	var b strings.Builder
	b.WriteString(e.Reason)
	if e.Path != "" {
		fmt.Fprintf(&b, "（%s）", e.Path)
	}
	b.WriteString("。请运行 npm install 安装（在源码仓库中运行 make setup），或用 HUISHENG_CLICKHOUSE_LIBRARY 指明 libchdb 文件的位置")
	if len(e.Searched) > 0 {
		b.WriteString("。已查找：")
		b.WriteString(strings.Join(e.Searched, "、"))
	}
	return b.String()
}

// Unwrap gives what the loader said.
func (e *LibraryError) Unwrap() error { return e.Err }

// LockedError says that another process holds the data directory.
type LockedError struct {
	// Dir is the data directory.
	Dir string
	// PID is the holder's process number, 0 when it could not be read.
	PID int
}

// Error names the holder and what to do.
func (e *LockedError) Error() string {
	holder := "另一个进程"
	if e.PID > 0 {
		holder = fmt.Sprintf("进程 %d", e.PID)
	}
	return fmt.Sprintf("数据目录 %s 正由%s使用，同一目录同时只能由一个进程打开。请先停止该进程，或用 --data 另选一个目录", e.Dir, holder)
}

// OpenError says that the engine was loaded but did not start.
type OpenError struct {
	// Dir is the data directory.
	Dir string
	// Reason is one Chinese sentence without a full stop.
	Reason string
	// Err is the cause.
	Err error
}

// Error gives the reason and its cause.
func (e *OpenError) Error() string {
	text := fmt.Sprintf("无法在 %s 启动内嵌的 ClickHouse：%s", e.Dir, e.Reason)
	if e.Err != nil {
		text += "（" + e.Err.Error() + "）"
	}
	return text
}

// Unwrap gives the cause.
func (e *OpenError) Unwrap() error { return e.Err }
