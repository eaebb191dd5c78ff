package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/accounting"
	"huisheng/dashboards"
)

// Accounts is what 账目 is made from.
type Accounts interface {
	// Account holds the four counts of the hours of arrival in [from, to) against each other, under a deadline of seconds.
	Account(ctx context.Context, from, to time.Time) (accounting.Report, error)

	// Explain writes down what a person found out about the difference of a key, which then raises no alarm any more.
	Explain(ctx context.Context, fault, reason, by string) error

	// Alarm returns the difference that a watch found to stay, nil when there is none. It answers at once, for the head of every page.
	Alarm() *accounting.Alarm
}

const (
	booksDays     = 7 // what 账目 shows when nobody asks for days
	booksMostDays = 366
	accountWithin = 30 * time.Second // ten million arrivals in the range take a few seconds
)

type booksPage struct {
	From, To string
	Period   string
	Ranges   []booksRange
	Verdict  string
	Tone     string // off, moving, or empty
	Faults   []booksFault
	More     int // faults that are not listed
	Totals   []booksTotal
	Hourly   bool
	Lines    []booksLine
	Counts   []booksCount
	CSV      string
	Since    string // the alarm that stands
	Made     string // when it was counted, as an expensive count is kept for a while
}

type booksRange struct {
	Name, Address string
	On            bool
}

type booksFault struct {
	When, Source, Topic, Between, Text, Do string
	Door, Key, Explained                   string
}

type booksTotal struct {
	Name string
	View *booksView
	Note string
}

type booksLine struct {
	When, Door    string
	Source, Topic string
	Cells         []booksCell
	Note          string
	Verdict       string
	Tone          string
}

type booksCell struct {
	Label, Text, Door string
}

type booksCount struct {
	When, Topic string
	Sent        string
	Kafka       string
	Committed   string
	Tables      string
	Note        string
}

func (s *site) showBooks(w http.ResponseWriter, r *http.Request) {
	if s.Accounts == nil {
		s.notFound(w, r)
		return
	}
	report, from, to, err := s.account(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page := booksPageOf(&report, from, to, s.Clock())
	if !report.At.IsZero() {
		page.Made = report.At.In(analytics.Zone).Format("15:04:05")
	}
	if alarm := s.Accounts.Alarm(); alarm != nil {
		page.Since = dashboards.ClockText(alarm.Since)
	}
	s.show(w, r, http.StatusOK, "books", frame{Title: "账目", Active: "books", Books: s.books(r), Body: page})
}

// account reads the days of the address and takes their books.
func (s *site) account(r *http.Request) (accounting.Report, time.Time, time.Time, error) {
	from, to, err := daysOf(r.URL.Query(), s.Clock(), booksDays, booksMostDays)
	if err != nil {
		return accounting.Report{}, from, to, err
	}
	ctx, cancel := contextWithin(r, accountWithin)
	defer cancel()
	report, err := s.Accounts.Account(ctx, from, to.AddDate(0, 0, 1))
	return report, from, to, err
}

// daysOf reads the first and the last day of an address; without them it is the last days up to today.
func daysOf(q url.Values, now time.Time, usual, most int) (from, to time.Time, err error) {
	now = now.In(analytics.Zone)
	to = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, analytics.Zone)
	from = to.AddDate(0, 0, 1-usual)
	for name, day := range map[string]*time.Time{"from": &from, "to": &to} {
		if v := q.Get(name); v != "" {
			if *day, err = time.ParseInLocation("2006-01-02", v, analytics.Zone); err != nil {
				return from, to, analytics.Invalid(name, "日期 %q 应写作 2024-03-15", v)
			}
		}
	}
	if q.Get("from") == "" && from.After(to) {
		from = to.AddDate(0, 0, 1-usual)
	}
	switch {
	case to.Before(from):
		return from, to, analytics.Invalid("to", "末日 %s 在首日 %s 之前", dashboards.DateText(to), dashboards.DateText(from))
	case to.Sub(from) >= time.Duration(most)*24*time.Hour:
		return from, to, analytics.Invalid("from", "一次最多看 %d 天", most)
	}
	return from, to, nil
}

func booksPageOf(report *accounting.Report, from, to, now time.Time) booksPage {
	page := booksPage{From: dashboards.DateText(from), To: dashboards.DateText(to), Period: dashboards.SpanText(from, to), Hourly: from.Equal(to)}
	page.CSV = "/books.csv?" + days(from, to)
	today, _, _ := daysOf(url.Values{}, now, 1, 1)
	for _, one := range []struct {
		name string
		days int
	}{{"今天", 1}, {"近 7 天", 7}, {"近 30 天", 30}} {
		first := today.AddDate(0, 0, 1-one.days)
		page.Ranges = append(page.Ranges, booksRange{one.name, "/books?" + days(first, today), first.Equal(from) && today.Equal(to)})
	}
	page.Verdict, page.Tone = verdictText(report, page.Period)
	for i, f := range report.Faults {
		if i == maxFaults {
			page.More = len(report.Faults) - maxFaults
			break
		}
		page.Faults = append(page.Faults, faultView(f))
	}
	for _, total := range report.Totals() {
		view := viewOfBooks(total.Books, 0)
		page.Totals = append(page.Totals, booksTotal{accounting.TopicName(total.Meant), view, besides(total)})
	}
	shown := *report
	if !page.Hourly {
		shown = report.ByDay()
	}
	for _, l := range shown.Lines {
		page.Lines = append(page.Lines, lineView(l, page.Hourly))
	}
	for _, h := range shown.Hours {
		page.Counts = append(page.Counts, countView(h, page.Hourly))
	}
	return page
}

// maxFaults is how many differences are told one by one.
const maxFaults = 20

func days(from, to time.Time) string {
	return url.Values{"from": {dashboards.DateText(from)}, "to": {dashboards.DateText(to)}}.Encode()
}

func verdictText(r *accounting.Report, period string) (text, tone string) {
	switch r.Verdict() {
	case accounting.Off:
		var n int64
		open := r.Open()
		for _, f := range open {
			n += f.Records
		}
		return period + " 到达的记录对不上：差 " + dashboards.Number(n) + " 条，共 " + strconv.Itoa(len(open)) + " 处", "off"
	case accounting.Moving:
		return period + " 到达的记录对得上，有记录正在途中", "moving"
	}
	if len(r.Faults) > 0 {
		return period + " 到达的记录，除下面已经查明的以外都对得上", ""
	}
	if len(r.Lines) == 0 {
		return period + " 没有记录到达", ""
	}
	return period + " 到达的记录，账本、Kafka、位移、数据表四处各数一遍，都对得上", ""
}

func faultView(f accounting.Fault) booksFault {
	v := booksFault{When: dashboards.ClockText(f.Hour), Source: f.Source, Topic: accounting.TopicName(f.Meant), Between: f.Between(), Text: f.Text(), Do: f.Do(), Key: f.Key()}
	if e := f.Explained; e != nil {
		v.Explained = e.Reason + "（" + e.By + "，" + dashboards.TimeText(e.At) + "）"
	}
	if f.Import != 0 {
		v.Door = importAddress(f.Import)
	}
	return v
}

// besides tells what is in the sums and stands in no term of the equation.
func besides(l accounting.Line) string {
	text := ""
	for _, t := range []struct {
		n    int64
		text string
	}{{l.Twice, "重发"}, {l.Unconfirmed, "未确认"}, {l.Outside, "外部写入"}, {l.Early, "早于账本"}} {
		if t.n > 0 {
			if text != "" {
				text += " · "
			}
			text += t.text + " " + dashboards.Number(t.n)
		}
	}
	return text
}

func lineView(l accounting.Line, hourly bool) booksLine {
	v := booksLine{When: dashboards.DateText(l.Hour), Source: l.Source, Topic: accounting.TopicName(l.Meant), Note: besides(l), Verdict: l.Verdict.Name(),
		Tone: [...]string{"good", "busy", "bad"}[l.Verdict]}
	day := l.Hour
	if hourly {
		v.When = l.Hour.In(analytics.Zone).Format("15:04")
	} else {
		v.Door = "/books?" + days(day, day)
	}
	if v.Source == "" {
		v.Source = "（来源不明）"
	}
	for _, t := range []struct {
		name string
		n    int64
	}{{"收到", l.Books.Received}, {"入库", l.Books.Stored}, {"更新", l.Books.Updated}, {"重复", l.Books.Repeated}, {"退回", l.Books.Rejected},
		{"撤销", l.Books.Withdrawn}, {"在途", l.Books.InFlight}} {
		c := booksCell{Label: t.name}
		if t.n != 0 || t.name == "收到" {
			c.Text = dashboards.Number(t.n)
		}
		if t.name == "退回" && t.n > 0 {
			q := url.Values{"source": {l.Source}, "from": {dashboards.DateText(day)}, "to": {dashboards.DateText(day)}, "topic": {l.Meant}}
			c.Door = "/rejected?" + q.Encode()
		}
		v.Cells = append(v.Cells, c)
	}
	return v
}

func countView(h accounting.Hour, hourly bool) booksCount {
	v := booksCount{When: dashboards.DateText(h.Hour), Topic: accounting.TopicName(h.Topic), Sent: dashboards.Number(h.Sent), Tables: dashboards.Number(h.Tables),
		Kafka: "已清理", Committed: "已清理"}
	if hourly {
		v.When = h.Hour.In(analytics.Zone).Format("15:04")
	}
	if h.Known {
		v.Kafka, v.Committed = dashboards.Number(h.Records), dashboards.Number(h.Records-h.InFlight)
	}
	if h.Outside > 0 {
		v.Note = "数据表含外部写入 " + dashboards.Number(h.Outside)
	}
	return v
}

// explainBooks writes down what a person found out about a difference.
func (s *site) explainBooks(w http.ResponseWriter, r *http.Request) {
	if s.Accounts == nil {
		s.notFound(w, r)
		return
	}
	err := readForm(w, r)
	if err == nil {
		err = s.Accounts.Explain(r.Context(), r.PostForm.Get("fault"), r.PostForm.Get("why"), by)
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	from, to, err := daysOf(r.PostForm, s.Clock(), booksDays, booksMostDays)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.after(w, r, "/books?"+days(from, to), "explained", -1)
}

// exportBooks writes the lines of the page, by hour.
func (s *site) exportBooks(w http.ResponseWriter, r *http.Request) {
	if s.Accounts == nil {
		s.notFound(w, r)
		return
	}
	report, from, to, err := s.account(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	rows := [][]string{{"小时", "来源", "记录", "收到", "入库", "更新", "重复", "退回", "撤销", "在途", "差", "重发", "未确认", "外部写入", "早于账本", "结论"}}
	for _, l := range report.Lines {
		row := []string{dashboards.TimeText(l.Hour), l.Source, accounting.TopicName(l.Meant)}
		b := l.Books
		for _, n := range []int64{b.Received, b.Stored, b.Updated, b.Repeated, b.Rejected, b.Withdrawn, b.InFlight, b.Difference(), l.Twice, l.Unconfirmed, l.Outside, l.Early} {
			row = append(row, strconv.FormatInt(n, 10))
		}
		rows = append(rows, append(row, l.Verdict.Name()))
	}
	writeCSV(w, "books-"+dashboards.DateText(from)+"-"+dashboards.DateText(to), rows)
}

// alarm is the red bar over every page, empty when there is nothing to say.
func (s *site) alarm() string {
	if s.Accounts == nil {
		return ""
	}
	if a := s.Accounts.Alarm(); a != nil {
		return dashboards.BooksAlarm(a) + "。打开账目看差在哪里、怎么办。"
	}
	return ""
}
