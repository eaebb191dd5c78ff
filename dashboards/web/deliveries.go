package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Deliveries is what 通知 reads and changes. A page asks for each of the lists once.
type Deliveries interface {
	// Recipients returns all, those that are gone too; DeliveryRules those that stand.
	Recipients(ctx context.Context) ([]analytics.Recipient, error)
	DeliveryRules(ctx context.Context) ([]analytics.DeliveryRule, error)

	// AddRecipient checks and seals an address. TestRecipient sends a test now and returns what became of it. An error of kind KindInvalid
	// says what was typed wrong.
	AddRecipient(ctx context.Context, name, channel, address, secret, by string) error
	TestRecipient(ctx context.Context, number uint64, by string) (analytics.Notice, error)
	RemoveRecipient(ctx context.Context, number uint64) error

	// SaveDeliveryRule checks a rule and keeps it in the place of the one with its number, or as a new one when that is 0.
	SaveDeliveryRule(ctx context.Context, r analytics.DeliveryRule) error
	RemoveDeliveryRule(ctx context.Context, number uint64) error

	// Notices returns messages below a number, newest first; LastNotices the newest to each recipient; CountNotices what became of those since a
	// time; WaitingDeliveries what is planned and due by a time.
	Notices(ctx context.Context, before uint64, limit int) ([]analytics.Notice, error)
	LastNotices(ctx context.Context) ([]analytics.Notice, error)
	CountNotices(ctx context.Context, since time.Time) (analytics.NoticeCounts, error)
	WaitingDeliveries(ctx context.Context, by time.Time) ([]analytics.Delivery, error)
	RetryNotice(ctx context.Context, number uint64) error

	// NoticeOf returns the message of a link with what it tells; an error of kind KindMissing for a link that nobody made.
	NoticeOf(ctx context.Context, token string) (analytics.Notice, []analytics.Delivery, error)
	OpenNotice(ctx context.Context, number uint64) error
	ConfirmNotice(ctx context.Context, number uint64, by string) error

	// Linked reports whether messages have links: whether people can confirm.
	Linked() bool
}

// deliveriesPage is what the template of 通知 shows.
type deliveriesPage struct {
	Recipients []recipientRow
	Rules      []ruleRow
	Notices    []noticeRow
	Older      string // address of the next page of messages
	Sentence   string
	Tone       string // of the sentence: care, or nothing
	Waiting    string // what is planned
	Channels   []ruleOption
	Linked     bool
	By         string
	Refused    string
	Entered    entered
}

// entered is what was typed into the form of a recipient that was refused. Addresses are secrets and are not written back.
type entered struct{ Name, Channel string }

type ruleOption struct {
	Value, Name string
	On          bool
}

type recipientRow struct {
	Number                 uint64
	Name, Channel, Shown   string
	Last, LastTone, MadeBy string
	MadeAt                 string
}

type ruleRow struct {
	Number                     uint64
	Name, What, To, When, Then string
	Off                        bool
	Edit                       string
}

type noticeRow struct {
	Number                     uint64
	At, To, Channel, Title     string
	State, Tone, Trouble, Next string
	Opened, Confirmed          string
	Failed                     bool
	Level                      string
	N                          int
}

// noticeRows is how many messages one page lists.
const noticeRows = 50

func (s *site) showDeliveries(w http.ResponseWriter, r *http.Request) {
	s.showDeliveriesPage(w, r, http.StatusOK, "", entered{})
}

func (s *site) showDeliveriesPage(w http.ResponseWriter, r *http.Request, status int, refused string, typed entered) {
	page, err := s.loadDeliveries(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page.Refused, page.Entered = refused, typed
	for _, c := range analytics.Channels {
		page.Channels = append(page.Channels, ruleOption{c, dashboards.ChannelName(c), c == typed.Channel})
	}
	s.show(w, r, status, "deliveries", frame{Title: "通知", Active: "deliveries", Books: s.books(r), Body: page})
}

func (s *site) loadDeliveries(r *http.Request) (deliveriesPage, error) {
	page := deliveriesPage{Linked: s.Deliveries.Linked(), By: who(r)}
	ctx, cancel := contextWithin(r, listTimeout)
	defer cancel()
	recipients, err := s.Deliveries.Recipients(ctx)
	if err != nil {
		return page, err
	}
	rules, err := s.Deliveries.DeliveryRules(ctx)
	if err != nil {
		return page, err
	}
	before, _ := strconv.ParseUint(r.URL.Query().Get("before"), 10, 63) // anything else begins with the newest
	notices, err := s.Deliveries.Notices(ctx, before, noticeRows+1)
	if err != nil {
		return page, err
	}
	waiting, err := s.Deliveries.WaitingDeliveries(ctx, s.Clock().AddDate(0, 1, 0))
	if err != nil {
		return page, err
	}
	last, err := s.Deliveries.LastNotices(ctx)
	if err != nil {
		return page, err
	}
	counts, err := s.Deliveries.CountNotices(ctx, s.Clock().AddDate(0, 0, -7))
	if err != nil {
		return page, err
	}
	if len(notices) > noticeRows {
		notices = notices[:noticeRows]
		page.Older = fmt.Sprintf("/deliveries?before=%d#log", notices[noticeRows-1].Number)
	}
	called := recipientNames(recipients)
	page.Recipients = recipientRows(recipients, last)
	for _, rule := range rules {
		page.Rules = append(page.Rules, s.ruleRow(rule, called))
	}
	channels := map[uint64]string{}
	for _, one := range recipients {
		channels[one.Number] = dashboards.ChannelName(one.Channel)
	}
	for _, n := range notices {
		row := noticeRowOf(n)
		row.To, row.Channel = called[n.Recipient], channels[n.Recipient]
		page.Notices = append(page.Notices, row)
	}
	page.Sentence, page.Tone = conclusion(page.Recipients, rules, counts)
	page.Waiting = waitingText(waiting)
	return page, nil
}

func recipientNames(list []analytics.Recipient) map[uint64]string {
	called := map[uint64]string{}
	for _, r := range list {
		if called[r.Number] = r.Name; !r.GoneAt.IsZero() {
			called[r.Number] += "（已移除）"
		}
	}
	return called
}

// recipientRows lists those that stand, with what became of the last message to them.
func recipientRows(list []analytics.Recipient, last []analytics.Notice) []recipientRow {
	var rows []recipientRow
	for _, r := range list {
		if !r.GoneAt.IsZero() {
			continue
		}
		row := recipientRow{Number: r.Number, Name: r.Name, Channel: dashboards.ChannelName(r.Channel), Shown: r.Shown, MadeBy: r.MadeBy, MadeAt: dashboards.TimeText(r.MadeAt), Last: "还没有发过"}
		for _, n := range last {
			if n.Recipient == r.Number {
				one := noticeRowOf(n)
				row.Last, row.LastTone = one.At+" "+one.State, one.Tone
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *site) ruleRow(rule analytics.DeliveryRule, called map[uint64]string) ruleRow {
	row := ruleRow{Number: rule.Number, Name: rule.Name, Off: rule.Off, Edit: fmt.Sprintf("/deliveries/rule?number=%d", rule.Number)}
	row.What, row.When, row.Then = dashboards.RuleText(rule, s.Names, called)
	for i, to := range rule.To {
		if i > 0 {
			row.To += "、"
		}
		row.To += called[to]
	}
	return row
}

func noticeRowOf(n analytics.Notice) noticeRow {
	row := noticeRow{Number: n.Number, At: dashboards.TimeText(n.MadeAt), Title: n.Title, Trouble: n.Trouble, Level: dashboards.LevelName(n.Level), N: n.N}
	switch n.State {
	case analytics.NoticeSent:
		row.State, row.Tone = "已发出", "good"
		row.At, row.Trouble = dashboards.TimeText(n.SentAt), ""
	case analytics.NoticeFailed:
		row.State, row.Tone, row.Failed = "没有发出", "bad", true
	case analytics.NoticeSending:
		row.State, row.Tone = "正在发", "busy"
	default:
		row.State, row.Tone = "等待发出", "busy"
		if n.Attempts > 0 {
			row.State, row.Next = fmt.Sprintf("第 %d 次没有发出", n.Attempts), dashboards.TimeText(n.NextAt)+" 再试"
		}
	}
	if !n.OpenedAt.IsZero() {
		row.Opened = dashboards.TimeText(n.OpenedAt) + " 打开"
	}
	if !n.ConfirmedAt.IsZero() {
		row.Confirmed = dashboards.TimeText(n.ConfirmedAt) + " 由" + n.ConfirmedBy + "确认"
	}
	return row
}

// conclusion is the sentence at the head: whether anything is sent at all, and what became of it in the last week.
func conclusion(recipients []recipientRow, rules []analytics.DeliveryRule, counts analytics.NoticeCounts) (sentence, tone string) {
	on := 0
	for _, r := range rules {
		if !r.Off {
			on++
		}
	}
	switch {
	case len(recipients) == 0:
		return "现在不发任何通知：还没有收件人。先在下面添加一个群或邮箱，再定一条规则。", "care"
	case on == 0:
		return "现在不发任何通知：没有启用的规则。", "care"
	}
	sentence = fmt.Sprintf("%d 条规则在用。近 7 天发出 %s 条通知，%s 条已确认", on, dashboards.Number(counts.Sent), dashboards.Number(counts.Confirmed))
	if counts.Failed > 0 {
		return fmt.Sprintf("%s，%s 条没有发出，原因见下。", sentence, dashboards.Number(counts.Failed)), "urgent"
	}
	return sentence + "。", ""
}

// waitingText says what is planned: how many findings, and when the next of them is told.
func waitingText(list []analytics.Delivery) string {
	if len(list) == 0 {
		return ""
	}
	first := list[0].DueAt
	for _, d := range list {
		if d.DueAt.Before(first) {
			first = d.DueAt
		}
	}
	return fmt.Sprintf("另有 %s 条发现在等摘要或免打扰时段结束，最早 %s 发出。", dashboards.Number(len(list)), dashboards.TimeText(first))
}

// refusable reports whether an error is about what was typed, to be said beside the form.
func refusable(err error) bool {
	var known *analytics.Error
	return errors.As(err, &known) && (known.Kind == analytics.KindInvalid || known.Kind == analytics.KindMissing || known.Kind == analytics.KindBusy)
}
