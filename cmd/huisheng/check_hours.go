package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
	"huisheng/cmd/internal/config"
	"huisheng/cmd/internal/runtime"
	"huisheng/dashboards"
)

// hoursReport is the books by hour, also as JSON. Times are RFC 3339.
type hoursReport struct {
	OK     bool          `json:"ok"`
	From   time.Time     `json:"from"`
	To     time.Time     `json:"to"`
	Faults []faultReport `json:"faults"`
	Hours  []hourReport  `json:"hours"`
	Counts []countReport `json:"counts"`
}

// hourReport is the equation of one source in one hour.
type hourReport struct {
	Hour        time.Time   `json:"hour"`
	Source      string      `json:"source"`
	Topic       string      `json:"topic"`
	Books       booksReport `json:"books"`
	Twice       int64       `json:"sent_twice"`
	Unconfirmed int64       `json:"unconfirmed"`
	Outside     int64       `json:"written_by_others"`
	Early       int64       `json:"before_the_ledger"`
	Verdict     string      `json:"verdict"`
}

// countReport is the four counts of one topic in one hour; kafka and committed are absent where Kafka has deleted the records.
type countReport struct {
	Hour      time.Time `json:"hour"`
	Topic     string    `json:"topic"`
	Ledger    int64     `json:"ledger"`
	Kafka     *int64    `json:"kafka,omitempty"`
	Committed *int64    `json:"committed,omitempty"`
	Tables    int64     `json:"tables"`
}

// faultReport is one difference, where, and what to do.
type faultReport struct {
	Hour    time.Time `json:"hour"`
	Source  string    `json:"source,omitempty"`
	Topic   string    `json:"topic"`
	Import  uint32    `json:"import,omitempty"`
	Records int64     `json:"records"`
	Between string    `json:"between"`
	Text    string    `json:"text"`
	Do      string    `json:"do"`

	Explained string `json:"explained,omitempty"`
}

// hours prints the books by hour; books that are off fail.
func (c checkCommand) hours(p *program, settings config.Config) error {
	rt, err := runtime.Open(p.ctx, settings, p.log)
	if err != nil {
		return err
	}
	defer rt.Close()
	if c.Days < 1 || c.Days > 366 {
		return analytics.Invalid("days", "--days %d 应在 1 到 366 之间", c.Days)
	}
	now := time.Now()
	taken, err := rt.Accounts().Account(p.ctx, now.AddDate(0, 0, -c.Days), now)
	if err != nil {
		return err
	}
	report := newHoursReport(&taken)
	switch {
	case c.Quiet:
	case p.flags.JSON:
		err = p.writeJSON(report)
	default:
		err = report.print(p, &taken)
	}
	if err == nil && !report.OK {
		err = fmt.Errorf("账不平，见上")
	}
	return err
}

func newHoursReport(taken *accounting.Report) hoursReport {
	r := hoursReport{OK: taken.Verdict() != accounting.Off, From: taken.From, To: taken.To, Faults: []faultReport{}, Hours: []hourReport{}, Counts: []countReport{}}
	for _, f := range taken.Faults {
		one := faultReport{f.Hour, f.Source, f.Meant, f.Import, f.Records, f.Between(), f.Text(), f.Do(), ""}
		if f.Explained != nil {
			one.Explained = f.Explained.Reason
		}
		r.Faults = append(r.Faults, one)
	}
	for _, l := range taken.Lines {
		r.Hours = append(r.Hours, hourReport{l.Hour, l.Source, l.Meant, newBooksReport(l.Books), l.Twice, l.Unconfirmed, l.Outside, l.Early, l.Verdict.Name()})
	}
	for _, h := range taken.Hours {
		one := countReport{Hour: h.Hour, Topic: h.Topic, Ledger: h.Sent, Tables: h.Tables}
		if h.Known {
			committed := h.Records - h.InFlight
			one.Kafka, one.Committed = &h.Records, &committed
		}
		r.Counts = append(r.Counts, one)
	}
	return r
}

func (r hoursReport) print(p *program, taken *accounting.Report) error {
	if len(r.Hours) == 0 {
		p.printf("%s 起没有记录到达\n", dashboards.TimeText(r.From))
		return nil
	}
	out := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "小时\t来源\t记录\t结论\t账")
	for _, l := range taken.Lines {
		_, sum, _ := strings.Cut(equation(l.Books), "  ")
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s%s\n", dashboards.TimeText(l.Hour), l.Source, accounting.TopicName(l.Meant), l.Verdict.Name(), sum, besides(l))
	}
	fmt.Fprintln(out, "\n小时\t主题\t账本\tKafka\t位移以下\t数据表")
	for _, h := range taken.Hours {
		kafka, committed := "已清理", "已清理"
		if h.Known {
			kafka, committed = dashboards.Number(h.Records), dashboards.Number(h.Records-h.InFlight)
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", dashboards.TimeText(h.Hour), h.Topic, dashboards.Number(h.Sent), kafka, committed, dashboards.Number(h.Tables))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	for _, f := range r.Faults {
		if f.Explained != "" {
			p.printf("· %s %s%s：%s。已查明：%s\n", dashboards.TimeText(f.Hour), f.Source, accounting.TopicName(f.Topic), f.Text, f.Explained)
			continue
		}
		p.printf("✗ %s %s%s：%s。怎么办：%s\n", dashboards.TimeText(f.Hour), f.Source, accounting.TopicName(f.Topic), f.Text, f.Do)
	}
	return nil
}

// besides tells what is in the sums and stands in no term of the equation.
func besides(l accounting.Line) string {
	var parts []string
	for _, t := range []struct {
		n    int64
		name string
	}{{l.Twice, "重发"}, {l.Unconfirmed, "未确认"}, {l.Outside, "外部写入"}, {l.Early, "早于账本"}} {
		if t.n > 0 {
			parts = append(parts, t.name+" "+dashboards.Number(t.n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "（" + strings.Join(parts, "，") + "）"
}
