package runtime

import (
	"os"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/service"
	"huisheng/analytics/trend"
	"huisheng/cmd/internal/config"
	"huisheng/dashboards/web"
	"huisheng/jobs/score"
	"huisheng/sql/warehouse"
)

// workdays is the calendar by which limits in working days are counted.
type workdays struct{}

// Works implements service.Calendar.
func (workdays) Works(day time.Time) bool { return trend.DayOfCalendar(day).Work }

// Policies are those that come with the program, and behind them the own one where the setting names a file.
func Policies(c config.Config) ([]*service.Policy, error) {
	list, err := service.Shipped()
	if err != nil || !ownPolicy(c.Policy) {
		return list, err
	}
	content, err := os.ReadFile(c.Policy)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindMissing, err, "读不到办法 %s，请检查设置 policy", c.Policy)
	}
	own, err := service.Parse(c.Policy, content)
	if err != nil {
		return nil, err
	}
	return append(list, own), nil
}

// Policy is the one by which complaints are judged, ready to judge.
func Policy(c config.Config) (*service.Book, error) {
	list, err := Policies(c)
	if err != nil {
		return nil, err
	}
	if ownPolicy(c.Policy) {
		return service.NewBook(list[len(list)-1], workdays{}), nil
	}
	var codes []string
	for _, p := range list {
		if p.Code == c.Policy {
			return service.NewBook(p, workdays{}), nil
		}
		codes = append(codes, p.Code)
	}
	return nil, analytics.Invalid("policy", "设置 policy：没有名为 %s 的办法，内置的有 %s；自有的写它的文件名（.yaml）", c.Policy, strings.Join(codes, "、"))
}

// judge makes the job that judges complaints by the policy, and lets it judge all of them anew when the policy is another.
func (rt *Runtime) judge() (*score.Job, error) {
	book, err := Policy(rt.Config)
	if err != nil {
		return nil, err
	}
	job := score.New(rt.Warehouse, rt.State, book, time.Now)
	return job, rt.renew(job)
}

func ownPolicy(setting string) bool {
	return strings.HasSuffix(setting, ".yaml") || strings.HasSuffix(setting, ".yml")
}

// judged is what 服务时效 reads.
type judged struct {
	*warehouse.Warehouse
	book *service.Book
}

// Policy implements web.Judged.
func (j judged) Policy() *service.Book { return j.book }

// accountable is what 问责 reads.
type accountable struct {
	judged
	named bool
}

// Named implements web.Accountable.
func (a accountable) Named() bool { return a.named }

// accountable is nil where the page is switched off.
func (rt *Runtime) accountable(j judged) web.Accountable {
	if rt.Config.Accountability == config.AccountabilityOff {
		return nil
	}
	return accountable{j, rt.Config.Accountability == config.AccountabilityNamed}
}
