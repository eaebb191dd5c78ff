package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
)

// rejectedCommand is what people do with rejected records at a terminal.
type rejectedCommand struct {
	List    rejectedListCommand    `cmd:"" default:"withargs" help:"列出、搜索退回的记录，按原因计数。"`
	Show    rejectedShowCommand    `cmd:"" help:"看一条的内容。"`
	Retry   rejectedRetryCommand   `cmd:"" help:"重新提交：原样，或用 --set 改正一条。"`
	Discard rejectedDiscardCommand `cmd:"" help:"放弃，写明原因。"`
	Reopen  rejectedReopenCommand  `cmd:"" help:"把放弃的恢复为未处理。"`
}

// rejectedFilter is the choice of records that list, retry and discard share.
type rejectedFilter struct {
	Words  string `help:"内容、原因、编号或文件里的文字。" placeholder:"TEXT"`
	Reason string `help:"原因，写法同列表里的分组。" placeholder:"TEXT"`
	Field  string `help:"出错的字段，如 received_at。" placeholder:"FIELD"`
	File   string `help:"文件名。" placeholder:"FILE"`
	Source string `help:"来源。" placeholder:"NAME"`
	Import uint32 `help:"导入编号。" placeholder:"N"`
	Topic  string `help:"投诉、处理记录或基数：complaints.v1、events.v1、exposures.v1。" placeholder:"TOPIC"`
	From   string `help:"到达的首日。" placeholder:"DATE"`
	To     string `help:"到达的末日。" placeholder:"DATE"`
}

func (f rejectedFilter) filter() (analytics.RefusedFilter, error) {
	out := analytics.RefusedFilter{Words: f.Words, Reason: f.Reason, Field: f.Field, HasField: f.Field != "", File: f.File, Source: f.Source, Import: f.Import, Topic: f.Topic}
	var err error
	if out.From, err = parseDate("from", f.From); err != nil {
		return out, err
	}
	out.To, err = parseDate("to", f.To)
	return out, err
}

type rejectedListCommand struct {
	rejectedFilter
	Limit int `help:"最多列几条。" default:"20"`
}

// refusedReport is a rejected record as JSON.
type refusedReport struct {
	Record    string              `json:"record"`
	ArrivedAt time.Time           `json:"arrived_at"`
	Topic     string              `json:"topic"`
	Source    string              `json:"source"`
	ID        string              `json:"id,omitempty"`
	File      string              `json:"file,omitempty"`
	Line      uint32              `json:"line,omitempty"`
	Import    uint32              `json:"import,omitempty"`
	Field     string              `json:"field,omitempty"`
	Reason    string              `json:"reason"`
	Sealed    bool                `json:"sealed,omitempty"`
	Decision  *analytics.Decision `json:"decision,omitempty"`
}

// rejectedListReport is a list of rejected records as JSON.
type rejectedListReport struct {
	All     int64                    `json:"all"`
	Open    int64                    `json:"open_in_all"`
	Reasons []analytics.RefusedCount `json:"reasons"`
	Records []refusedReport          `json:"records"`
}

// Run lists records and counts their reasons.
func (c rejectedListCommand) Run(p *program) error {
	f, err := c.filter()
	if err != nil {
		return err
	}
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	x := rt.Rejected()
	counts, err := x.CountRejected(p.ctx, f)
	if err != nil {
		return err
	}
	list, err := x.ListRejected(p.ctx, f, analytics.RefusedCursor{}, c.Limit)
	if err != nil {
		return err
	}
	open, err := x.OpenRejected(p.ctx)
	if err != nil {
		return err
	}
	if p.flags.JSON {
		report := rejectedListReport{All: counts.All, Open: open, Reasons: counts.Reasons, Records: []refusedReport{}}
		for i := range list {
			report.Records = append(report.Records, newRefusedReport(&list[i]))
		}
		return p.writeJSON(report)
	}
	p.printf("退回 %s 条；未处理的共 %s 条\n", dashboards.Number(counts.All), dashboards.Number(open))
	for _, g := range counts.Reasons {
		p.printf("  %8s  %s\n", dashboards.Number(g.N), g.Name)
	}
	for i := range list {
		r := &list[i]
		p.printf("%s  %s  %s  %s %s  %s：%s%s\n", r.Place, dashboards.TimeText(r.ArrivedAt), r.Source, accounting.TopicName(r.Topic), r.ID, orDash(r.Field), r.Reason, decided(r.Decision))
	}
	return nil
}

func newRefusedReport(r *analytics.Refused) refusedReport {
	return refusedReport{r.Place.String(), r.ArrivedAt, r.Topic, r.Source, r.ID, r.File, r.Line, r.Import, r.Field, r.Reason, r.Sealed, r.Decision}
}

func decided(d *analytics.Decision) string {
	if d == nil {
		return ""
	}
	name := map[string]string{analytics.RefusedCorrected: "已修正", analytics.RefusedRetried: "已重试", analytics.RefusedAgain: "又被退回", analytics.RefusedDiscarded: "已放弃", analytics.RefusedTrying: "正在重试"}[d.Outcome]
	return fmt.Sprintf("（%s，%s，%s）", name, d.By, dashboards.TimeText(d.At))
}

type rejectedShowCommand struct {
	Record string `arg:"" help:"编号，如 rejected.v1-1-0-17。"`
	Open   bool   `help:"打开封存的内容，把未打码的原文写到终端。注意：其中可能有姓名、电话，不要转存。"`
}

// Run shows one record. What is sealed stays so unless --open is said.
func (c rejectedShowCommand) Run(p *program) error {
	at, err := analytics.ParsePlace(c.Record)
	if err != nil {
		return err
	}
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	r, fields, err := rt.Rejected().ReadRejected(p.ctx, at)
	if err != nil {
		return err
	}
	p.printf("%s  %s 到达  来源 %s  %s %s%s\n%s：%s\n", r.Place, dashboards.TimeText(r.ArrivedAt), r.Source, accounting.TopicName(r.Topic), r.ID, decided(r.Decision), orDash(r.Field), r.Reason)
	switch {
	case r.Sealed && !c.Open:
		p.printf("内容已封存；--open 打开，会把未打码的原文写到终端\n")
	case r.Sealed:
		fmt.Fprintln(p.stderr, "以下是未打码的原文，请勿转存或转发：")
		plain, err := rt.Rejected().Unseal(&r)
		if err != nil {
			return err
		}
		p.printf("%s\n", plain)
	case len(fields) == 0:
		p.printf("%s\n", r.Payload)
	}
	for _, f := range fields {
		p.printf("  %s：%s\n", f.Name, f.Value)
	}
	return nil
}

type rejectedRetryCommand struct {
	Records []string `arg:"" optional:"" name:"record" help:"编号；不给时用下面的条件。"`
	rejectedFilter
	Set []string `help:"改正一条的字段，如 --set 投诉时间=2024-03-05，可重复。" placeholder:"字段=值" sep:"none"`
	Yes bool     `help:"确实要重试条件选中的全部。"`
}

// Run submits records again under a new import.
func (c rejectedRetryCommand) Run(p *program) error {
	edits := map[string]string{}
	for _, one := range c.Set {
		name, value, found := strings.Cut(one, "=")
		if !found || name == "" {
			return analytics.Invalid("set", "--set 的 %q 应写作 字段=值", one)
		}
		edits[name] = value
	}
	if len(edits) > 0 && len(c.Records) != 1 {
		return analytics.Invalid("set", "--set 一次只能改正一条记录")
	}
	rt, err := p.openToImport()
	if err != nil {
		return err
	}
	defer rt.Close()
	places, err := c.chosen(p, rt, c.Records, c.Yes)
	if err != nil {
		return err
	}
	out, err := rt.Rejected().RetryRejected(p.ctx, places, edits, whoami())
	if err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(out)
	}
	p.printf("收下 %d 条，又被退回 %d 条，没有提交 %d 条%s\n", out.Taken, out.Again, len(out.Left), underImports(out.Imports))
	for _, left := range out.Left {
		p.printf("  %s：%s\n", left.Place, left.Why)
	}
	return nil
}

// chosen are the records that were named, or the open ones of the filter when --yes says that all of them are meant.
func (f rejectedFilter) chosen(p *program, rt *runtime.Runtime, named []string, yes bool) ([]analytics.Place, error) {
	var places []analytics.Place
	for _, one := range named {
		at, err := analytics.ParsePlace(one)
		if err != nil {
			return nil, err
		}
		places = append(places, at)
	}
	if len(named) > 0 {
		return places, nil
	}
	filter, err := f.filter()
	if err != nil {
		return nil, err
	}
	const atOnce = 1000
	list, err := rt.Rejected().ListRejected(p.ctx, filter, analytics.RefusedCursor{}, atOnce)
	for _, r := range list {
		if r.Decision == nil {
			places = append(places, r.Place)
		}
	}
	if err == nil && !yes {
		err = analytics.Invalid("yes", "条件选中 %d 条未处理的；确实要全部处理，请加 --yes", len(places))
	}
	return places, err
}

func underImports(numbers []uint32) string {
	if len(numbers) == 0 {
		return ""
	}
	var parts []string
	for _, n := range numbers {
		parts = append(parts, fmt.Sprint(n))
	}
	return "（导入编号 " + strings.Join(parts, "、") + "）"
}

// whoami is who decides at a terminal, as the system calls them.
func whoami() string {
	if name := os.Getenv("USER"); name != "" {
		return "命令行 " + name
	}
	return "命令行"
}

type rejectedDiscardCommand struct {
	Records []string `arg:"" optional:"" name:"record" help:"编号；不给时用下面的条件。"`
	rejectedFilter
	Because string `help:"为什么放弃。" required:"" placeholder:"TEXT"`
	Yes     bool   `help:"确实要放弃条件选中的全部。"`
}

// Run decides that records stay rejected.
func (c rejectedDiscardCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	places, err := c.chosen(p, rt, c.Records, c.Yes)
	if err != nil {
		return err
	}
	n, err := rt.Rejected().DiscardRejected(p.ctx, places, c.Because, whoami())
	if err != nil {
		return err
	}
	p.printf("放弃 %d 条\n", n)
	return nil
}

type rejectedReopenCommand struct {
	Record string `arg:"" help:"编号。"`
}

// Run takes back that a record was discarded.
func (c rejectedReopenCommand) Run(p *program) error {
	at, err := analytics.ParsePlace(c.Record)
	if err != nil {
		return err
	}
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	return rt.Rejected().ReopenRejected(p.ctx, at)
}
