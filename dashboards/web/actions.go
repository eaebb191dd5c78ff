package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/action"
)

// Actions is what 整改 reads and changes. It is called under a deadline of seconds.
type Actions interface {
	// Actions returns every measure that was ever written down, in the order of their numbers.
	Actions(ctx context.Context) ([]analytics.Action, error)

	// ActionNumber returns one; an error of kind KindMissing when it is not there.
	ActionNumber(ctx context.Context, number uint64) (analytics.Action, error)

	// SaveAction writes one down after a step that a person took, and returns it with its numbers. An error of kind KindInvalid names the
	// field that is wrong, one of KindBusy says that somebody else saved in between.
	SaveAction(ctx context.Context, a analytics.Action, step analytics.ActionStep, by, why string) (analytics.Action, error)

	// FindingOf returns a finding, if it is there.
	FindingOf(ctx context.Context, id uint64) (analytics.Finding, bool, error)

	// Attributions returns what explains the findings of some months.
	Attributions(ctx context.Context, from, to analytics.Month) ([]analytics.Attribution, error)
}

// actionsTimeout bounds the pages of measures: each of those that are done is judged over a year of days.
const actionsTimeout = 20 * time.Second

type actionsPage struct {
	Groups []actionGroup
	Counts []actionCount
	Back   []recurrence // what was done and came back
	Again  []recurrence // what comes again and nobody does anything about
	Empty  bool
}

type actionCount struct {
	Name   string
	N      uint64
	Note   string
	Anchor string
}

// actionGroup is the measures that stand alike.
type actionGroup struct {
	Name, Anchor, Hint string
	Rows               []actionRow
}

// actionRow is one measure as a line.
type actionRow struct {
	Number             uint64
	Title, Address     string
	Cause, Door        string
	Who                string
	When, Late         string
	State, Tone        string
	Sentence           string
	Chart              actionChart
	judged             *action.Judged
	status             analytics.ActionStatus
	overdue, relapsing bool
}

func (s *site) showActions(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := contextWithin(r, actionsTimeout)
	defer cancel()
	page, err := s.loadActions(ctx)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "actions", frame{Title: "整改", Active: "actions", Books: s.books(r), Body: page})
}

func (s *site) loadActions(ctx context.Context) (actionsPage, error) {
	rows, err := s.actionRows(ctx)
	page := actionsPage{Groups: groupActions(rows), Empty: len(rows) == 0}
	if err != nil {
		return page, err
	}
	page.Counts = countsOf(rows)
	page.Back, page.Again, err = s.comeAgain(ctx, rows)
	return page, err
}

// actionRows are all measures, judged; what wants somebody's eye first.
func (s *site) actionRows(ctx context.Context) ([]actionRow, error) {
	list, err := s.Actions.Actions(ctx)
	if err != nil {
		return nil, err
	}
	judged, err := s.judged.all(ctx, s.Reader, list, s.Clock())
	if err != nil {
		return nil, err
	}
	rows := make([]actionRow, len(judged))
	for i := range judged {
		rows[i] = s.actionRow(&judged[i])
	}
	slices.SortStableFunc(rows, func(a, b actionRow) int {
		return cmp.Or(cmp.Compare(placeOf(a), placeOf(b)), dueOf(a).Compare(dueOf(b)), cmp.Compare(a.Number, b.Number))
	})
	return rows, nil
}

// actionGroups are the parts of the page, in reading order.
var actionGroups = []struct {
	name, anchor, hint string
	holds              func(actionRow) bool
}{
	{"已超期", "overdue", "过了期限还没有完成", func(r actionRow) bool { return r.overdue }},
	{"复发", "relapsed", "见效之后又回升，抵掉了一半以上的改善", func(r actionRow) bool { return r.relapsing }},
	{"整改中", "open", "期限近的在前", func(r actionRow) bool { return r.status == analytics.ActionOpen }},
	{"待验证", "done", "已完成，正在比较前后；有了结论请打开确认", func(r actionRow) bool { return r.status == analytics.ActionDone }},
	{"未见效", "failed", "", func(r actionRow) bool { return r.status == analytics.ActionFailed }},
	{"已见效", "verified", "仍在看是否复发", func(r actionRow) bool { return r.status == analytics.ActionVerified }},
	{"已关闭", "closed", "", func(r actionRow) bool { return r.status == analytics.ActionClosed }},
}

func placeOf(r actionRow) int {
	for i, g := range actionGroups {
		if g.holds(r) {
			return i
		}
	}
	return len(actionGroups)
}

// dueOf orders measures by the day that comes next for them; those without one come last.
func dueOf(r actionRow) time.Time {
	if r.judged.Due.IsZero() {
		return time.Unix(1<<40, 0)
	}
	return r.judged.Due
}

func groupActions(rows []actionRow) []actionGroup {
	var list []actionGroup
	for i, g := range actionGroups {
		one := actionGroup{Name: g.name, Anchor: g.anchor, Hint: g.hint}
		for _, r := range rows {
			if placeOf(r) == i {
				one.Rows = append(one.Rows, r)
			}
		}
		if len(one.Rows) > 0 {
			list = append(list, one)
		}
	}
	return list
}

// countsOf are the figures above the list.
func countsOf(rows []actionRow) []actionCount {
	n := map[string]uint64{}
	for _, r := range rows {
		n[actionGroups[placeOf(r)].anchor]++
	}
	var list []actionCount
	for _, c := range []actionCount{{Name: "已超期", Anchor: "overdue", Note: "过了期限"}, {Name: "整改中", Anchor: "open", Note: "未到期限或没有期限"}, {Name: "待验证", Anchor: "done", Note: "比较前后"},
		{Name: "已见效", Anchor: "verified", Note: "有人确认"}, {Name: "复发", Anchor: "relapsed", Note: "见效后又回升"}} {
		c.N = n[c.Anchor]
		list = append(list, c)
	}
	return list
}

func (s *site) actionRow(j *action.Judged) actionRow {
	row := actionRow{Number: j.Number, Title: j.Title, Address: actionAddress(j.Number), Cause: action.CauseText(s.Names, j.Cause), Sentence: j.Sentence(s.Names), Who: whoText(j.Action),
		State: j.State(), Tone: verdictTone(j), judged: j, status: j.Status, overdue: j.Overdue(s.Clock()), relapsing: j.Relapse >= 0 && j.Status != analytics.ActionClosed}
	row.Door = dashboards.Door(causeDoor(j))
	row.Chart = chartOf(j)
	switch {
	case !j.DoneAt.IsZero():
		row.When = dashboards.DateText(j.DoneAt) + " 生效"
	case !j.Due.IsZero():
		row.When = dashboards.DateText(j.Due) + " 到期"
	default:
		row.When = "没有期限"
	}
	if row.overdue {
		row.Late = "超期 " + strconv.Itoa(int(analytics.DayOf(s.Clock()).Sub(j.Due).Hours()/24+0.5)) + " 天"
	}
	return row
}

// causeDoor is the list of the cause's complaints: those after the measure when there are some, else from the outbreak on.
func causeDoor(j *action.Judged) analytics.Selection {
	switch {
	case j.Read && j.Days > 0:
		return j.AfterSelection()
	case !j.From.IsZero():
		return j.Series.Between(j.From, j.To)
	}
	return j.Series
}

func whoText(a analytics.Action) string {
	if a.Department != "" && a.Owner != "" {
		return a.Department + " " + a.Owner
	}
	return a.Department + a.Owner
}

func actionAddress(number uint64) string { return "/actions/" + strconv.FormatUint(number, 10) }

// verdictTone is the class of a verdict.
func verdictTone(j *action.Judged) string {
	switch {
	case j.Relapse >= 0:
		return "bad"
	case j.Verdict.Good():
		return "good"
	case j.Verdict == "无效" || j.Verdict == "恶化":
		return "bad"
	}
	return ""
}
