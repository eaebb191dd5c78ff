package warehouse

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"

	"huisheng/analytics"
)

// busy are the codes of ClickHouse's exceptions that say "not now", with what an operator must know of them.
var busy = map[int32]string{202: "同时进行的查询太多", 241: "内存到了上限", 252: "数据片段太多，正在合并", 999: "协调服务没有应答"}

// full are the codes under which ClickHouse says that a disk is full: no room was left to reserve, or the system refused to write, which
// it may also do for other reasons.
var full = map[int32]bool{243: true, 74: false, 75: false, 76: false}

// isFull reports whether an exception says that a disk is full.
func isFull(e *clickhouse.Exception) bool {
	certain, known := full[e.Code]
	return certain || known && strings.Contains(e.Message, "No space left")
}

// failed gives an error of the driver its kind. An answer of the server is Internal, Busy when it may pass, or Full; no answer is Down. The
// statement is named, its values are not.
func failed(name string, err error) error {
	if err == nil {
		return nil
	}
	// The driver's error carries the whole address, and with it every parameter: thousands of ids, which no log wants.
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", name, err)
	}
	var exception *clickhouse.Exception
	if errors.As(err, &exception) {
		if isFull(exception) {
			return analytics.Wrap(analytics.KindFull, err, "ClickHouse 的磁盘已满（%s）：请清出空间，之后会自动继续", name)
		}
		if why, passes := busy[exception.Code]; passes {
			return analytics.Wrap(analytics.KindBusy, err, "ClickHouse 暂时忙：%s（%s）", why, name)
		}
		return analytics.Wrap(analytics.Internal, err, "ClickHouse 拒绝了语句 %s", name)
	}
	return down(err, "ClickHouse 没有应答（%s）", name)
}

func down(err error, format string, args ...any) error {
	return analytics.Wrap(analytics.KindDown, err, format, args...)
}

func missing(name string) error {
	return &analytics.Error{Kind: analytics.KindMissing, Text: fmt.Sprintf("查询 %s 没有结果", name)}
}

// RowsError says which rows of a batch are at fault, by their index, and why. Its kind is KindInvalid: the other rows of the batch
// may be stored without them.
type RowsError struct {
	Faults map[int]*analytics.Error
	first  int
}

// Error names the first row and the number of all.
func (e *RowsError) Error() string {
	return fmt.Sprintf("%d 条记录不能入库，首条是第 %d 条：%s", len(e.Faults), e.first+1, e.Faults[e.first].Text)
}

// Unwrap gives the first row's error, so that the kind is found.
func (e *RowsError) Unwrap() error { return e.Faults[e.first] }

// Rows are the indexes of the rows at fault, in order.
func (e *RowsError) Rows() []int {
	rows := make([]int, 0, len(e.Faults))
	for i := e.first; len(rows) < len(e.Faults); i++ {
		if e.Faults[i] != nil {
			rows = append(rows, i)
		}
	}
	return rows
}

// Row is the error of one row, nil when it is not at fault.
func (e *RowsError) Row(i int) error {
	if fault := e.Faults[i]; fault != nil {
		return fault
	}
	return nil
}
