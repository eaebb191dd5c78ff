package runtime

import (
	"context"
	"time"

	"huisheng/jobs"
)

// renewWait bounds looking whether the facts are of this program's making: two small queries.
const renewWait = 30 * time.Second

// renew puts every month on a job's list when another version of the job computed them: what an upgrade of the program changes is
// computed anew, oldest months last, while the pages show what there is.
func (rt *Runtime) renew(job jobs.Job) error {
	ctx, cancel := context.WithTimeout(context.Background(), renewWait)
	defer cancel()
	setting := job.Name() + " code"
	known, err := rt.State.Setting(ctx, setting)
	if err != nil || known == job.Code() {
		return err
	}
	// 1. The months, before the version is written down: killed between, they are put on the list once more.
	months, err := rt.Warehouse.HeadMonths(ctx)
	if err != nil {
		return err
	}
	if err := rt.State.MarkDirtyFor(ctx, job.Name(), "计算方法已更新", months); err != nil {
		return err
	}
	// 2. The version.
	return rt.State.SetSetting(ctx, setting, job.Code())
}
