package seal

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huisheng/analytics"
)

// readJob is the job whose watermark says what of the arrivals is in the facts.
const readJob = "enrich"

// after are the jobs that read facts and write nothing that is sealed: a month can be sealed while they are behind.
var after = []string{CompareName, "detect", "explain", "discover", "deliver"}

// allowed refuses a month that cannot be sealed, and says everything that is missing at once.
func (s *Sealer) allowed(ctx context.Context, month analytics.Month, upTo []analytics.Position) error {
	seals, err := s.ledger.Seals(ctx)
	if err != nil {
		return err
	}
	if held, sealed := analytics.SealOf(seals, month); sealed {
		return analytics.Invalid("month", "%s 已由 %s 于 %s 封账；要重新封账，先解封：huisheng unseal %s", month, held.By, held.At.Format("2006-01-02 15:04"), month)
	}
	if begin := month.Add(1).First(); s.config.Now().Before(begin) {
		return analytics.Invalid("month", "%s 还不能封账：这个月没有过完，最早 %s", month, begin.Format("2006-01-02"))
	}
	months, err := s.tables.Months(ctx)
	if err != nil {
		return err
	}
	missing, err := s.waiting(ctx, month, upTo)
	if err != nil {
		return err
	}
	if len(missing) == 0 && !slices.ContainsFunc(months, func(m analytics.MonthState) bool { return m.Month == month && m.N > 0 }) {
		return &analytics.Error{Kind: analytics.KindMissing, Field: "month", Text: fmt.Sprintf("%s 没有投诉，没有账可封", month)}
	}
	if fault := s.config.Books(ctx); fault != nil {
		missing = append(missing, fault.Error())
	}
	if len(missing) > 0 {
		return &analytics.Error{Kind: analytics.KindBusy, Field: "month", Text: fmt.Sprintf("%s 还不能封账：%s", month, strings.Join(missing, "；"))}
	}
	return nil
}

// waiting says what of a month is not in its facts yet.
func (s *Sealer) waiting(ctx context.Context, month analytics.Month, upTo []analytics.Position) ([]string, error) {
	var missing []string
	n, err := s.tables.Unassembled(ctx, month, upTo)
	if err != nil {
		return nil, err
	}
	if n > 0 {
		missing = append(missing, fmt.Sprintf("有 %d 条到达的记录还没有分析", n))
	}
	undos, err := s.ledger.PendingUndos(ctx)
	if err != nil {
		return nil, err
	}
	if len(undos) > 0 {
		missing = append(missing, "导入的撤销或恢复还没有算完")
	}
	queued, err := s.ledger.Queued(ctx)
	if err != nil {
		return nil, err
	}
	if slices.Contains(queued, month) {
		missing = append(missing, "正等待重读（模型或词表有变）")
	}
	dirty, err := s.ledger.DirtyJobs(ctx, month)
	if err != nil {
		return nil, err
	}
	var reasons []string
	for job, d := range dirty {
		if !slices.Contains(after, job) {
			reasons = append(reasons, d.Reason)
		}
	}
	slices.Sort(reasons)
	if len(reasons) > 0 {
		missing = append(missing, "还没有汇总（"+strings.Join(slices.Compact(reasons), "、")+"）")
	}
	if len(missing) > 0 {
		missing[len(missing)-1] += "，等作业算完或运行 huisheng jobs run"
	}
	return missing, nil
}
