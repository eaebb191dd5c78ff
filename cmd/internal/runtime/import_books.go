package runtime

import (
	"context"
	"fmt"
	accounts "os/user"

	"huisheng/analytics"
	"huisheng/jobs"
	"huisheng/sql/state"
)

// BooksOfImports takes the books of the complaints of some imports: what became of them by the tables, and as 在途 what Kafka confirmed and
// the tables do not have yet.
func (rt *Runtime) BooksOfImports(ctx context.Context, list []state.Import) (map[uint32]analytics.Books, error) {
	numbers := make([]uint32, len(list))
	for i, in := range list {
		numbers[i] = in.Number
	}
	all, err := rt.Warehouse.BooksOfImports(ctx, numbers)
	if err != nil {
		return nil, err
	}
	for _, in := range list {
		all[in.Number] = *settled(all[in.Number], in)
	}
	return all, nil
}

// SetUndone undoes an import, or lets it stand again, and returns when every figure follows: it does itself what no other process does.
// Killed midway, the next run of the jobs goes on.
func (rt *Runtime) SetUndone(ctx context.Context, number uint32, undone bool, reason string, runner *jobs.Runner) error {
	ask := rt.State.RedoImport
	if undone {
		ask = rt.State.UndoImport
	}
	u, err := ask(ctx, number, byCommand(), reason)
	if err != nil {
		return err
	}
	failed := runner.Run(ctx)
	list, err := rt.State.UndosOf(context.WithoutCancel(ctx), number)
	if err != nil {
		return err
	}
	for _, known := range list {
		if known.Revision == u.Revision && known.AppliedAt.IsZero() {
			return fmt.Errorf("已登记，还没有执行完；运行 huisheng jobs run 会接着做：%w", failed)
		}
	}
	return failed
}

// byCommand names who gives commands here.
func byCommand() string {
	if u, err := accounts.Current(); err == nil && u.Username != "" {
		return "命令行 " + u.Username
	}
	return "命令行"
}
