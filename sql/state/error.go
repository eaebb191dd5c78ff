package state

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"huisheng/analytics"
)

// failed gives an error of a driver its kind: Busy when waiting for a lock took too long, Down when PostgreSQL does not answer.
func failed(name string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("state %s: %w", name, err)
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		if lite.Code == sqlite3.ErrBusy || lite.Code == sqlite3.ErrLocked {
			return analytics.Wrap(analytics.KindBusy, err, "状态库正被另一个进程占用（%s）", name)
		}
		return analytics.Wrap(analytics.Internal, err, "状态库出错（%s）", name)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return analytics.Wrap(analytics.Internal, err, "状态库出错（%s）", name)
	}
	return analytics.Wrap(analytics.KindDown, err, "状态库没有应答（%s）", name)
}
