package warehouse

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/ClickHouse/clickhouse-go/v2"

	"huisheng/analytics"
)

// Codes of ClickHouse's exceptions that say "not now": too many simultaneous queries, memory limit, too many parts, and a keeper
// that does not answer.
var busy = map[int32]bool{202: true, 241: true, 252: true, 999: true}

// failed gives an error of the driver its kind. An answer of the server is Internal, or Busy when it may pass; no answer is Down. The
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
		if busy[exception.Code] {
			return analytics.Wrap(analytics.KindBusy, err, "ClickHouse 暂时忙（%s）", name)
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
