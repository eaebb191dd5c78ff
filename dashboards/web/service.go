package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/service"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// Judged is what 服务时效 reads: how the clocks of the policy in use stand. It is called under a deadline of seconds.
type Judged interface {
	// Policy is the policy by which complaints are judged.
	Policy() *service.Book

	// ClockCounts counts how the clocks of the complaints of some months stood at a moment, all together and by the values of one of
	// analytics.JudgedAxes: those together first, then by clock and value.
	ClockCounts(ctx context.Context, s analytics.Selection, axis string, at time.Time) ([]analytics.ClockCount, error)

	// DueClocks returns the open clocks that run out between two moments, the first ones first, at most limit.
	DueClocks(ctx context.Context, from, to time.Time, limit int) ([]analytics.DueClock, error)

	Handling
}

// serviceTimeout bounds the page: one pass over the judgements of a month.
const serviceTimeout = 10 * time.Second

// dueSoon is how far ahead the page looks for clocks that run out, and dueRows how many of them it lists.
const (
	dueSoon = 24 * time.Hour
	dueRows = 20
)

// valueRows is how many values of an axis the page lists: departments and provinces fit, persons of a large company would not.
const valueRows = 40

// fewest is the number of decided clocks below which a share is not compared with its target: one complaint would be five points.
const fewest = 20

type servicePage struct {
	Period, Older, Newer string
	Policy, Basis, From  string
	Notes                []string
	Cards                []serviceCard
	Axes                 []dashboards.Lens
	Axis                 string
	Clocks               []string // names, the columns of the table
	Rows                 []serviceRow
	MoreRows             int
	Due                  []dueRow
	Empty                bool
	Behind               string // complaints that were not judged yet
	Handling             handlingView
}

// serviceCard is one clock over all complaints.
type serviceCard struct {
	Name, Clock, Value string
	Rule, Reason       string
	Door               string // those in time
	Counted            countDoor
	Late               countDoor
	Overdue            countDoor
	Running            countDoor
	Target, Tone       string
	Took               string
}

// serviceRow is one value of the axis.
type serviceRow struct {
	Name  string
	Door  string
	Cells []serviceCell
}

// serviceCell is a clock of a value; without decided complaints it has no share.
type serviceCell struct {
	Clock   string
	Share   string
	Counted countDoor
	Late    countDoor
	Tone    string
}

type dueRow struct {
	Clock, Due, Left, Open, ID, Who string
}

func (s *site) showService(w http.ResponseWriter, r *http.Request) {
	if target, ok := canonical(r); ok {
		http.Redirect(w, r, target, http.StatusSeeOther)
		return
	}
	q, err := s.query(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	axis := r.URL.Query().Get("axis")
	if axis == "" {
		axis = "department"
	}
	if axis == analytics.JudgedHandler && !s.named() {
		s.problem(w, r, analytics.Invalid("axis", "按人看时效没有开放：设置 accountability 为 named 才可以"))
		return
	}
	q.Filters = analytics.Selection{Basis: analytics.BasisNow} // what was judged is kept in one way, that of now
	ctx, cancel := contextWithin(r, serviceTimeout)
	defer cancel()
	page, err := s.loadService(ctx, q, axis)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "service", frame{Title: "服务时效", Active: "service", Books: s.books(r), Body: page})
}

func (s *site) loadService(ctx context.Context, asked dashboards.Query, axis string) (servicePage, error) {
	q, months, err := panel.Resolve(ctx, panel.Once(s.Reader), asked)
	page := servicePage{Empty: len(months) == 0}
	if err != nil || page.Empty {
		return page, err
	}
	address := func(month analytics.Month, axis string) string {
		return "/service?" + dashboards.Encode(month, analytics.Selection{}) + "&axis=" + axis
	}
	page.Period = dashboards.MonthText(q.Month)
	page.Older, page.Newer = neighbours(months, q.Month, func(m analytics.Month) string { return address(m, axis) })
	policy := s.Judged.Policy()
	page.Policy, page.Basis, page.Notes = policy.Policy.Name, policy.Policy.Basis, policy.Policy.Notes
	rules := policy.On(q.Month.Last())
	if rules == nil {
		return page, nil
	}
	page.From = rules.From
	sel := q.MonthSelection()
	if page.Behind, err = s.behind(ctx, q); err != nil {
		return page, err
	}
	counts, err := s.Judged.ClockCounts(ctx, sel, axis, q.Now)
	if err != nil {
		return page, err
	}
	for _, a := range analytics.JudgedAxes {
		if a == analytics.JudgedHandler && !s.named() {
			continue
		}
		page.Axes = append(page.Axes, dashboards.Lens{Name: dashboards.AxisName(a), Address: address(q.Month, a) + "#by", On: a == axis})
	}
	page.Axis = dashboards.AxisName(axis)
	present := presentClocks(rules, counts)
	for _, c := range present {
		page.Clocks = append(page.Clocks, c.Name)
		page.Cards = append(page.Cards, cardOf(c, counts, sel))
	}
	page.Rows = serviceRows(q, sel, axis, present, counts)
	if page.MoreRows = max(0, len(page.Rows)-valueRows); page.MoreRows > 0 {
		page.Rows = page.Rows[:valueRows]
	}
	due, err := s.Judged.DueClocks(ctx, q.Now, q.Now.Add(dueSoon), dueRows)
	if err != nil {
		return page, err
	}
	page.Handling, err = s.loadHandling(ctx, q, months, rules, axis)
	for _, d := range due {
		page.Due = append(page.Due, s.dueRow(rules, d, q.Now))
	}
	return page, err
}

// behind says how many complaints of the month wait to be judged, empty when none does.
func (s *site) behind(ctx context.Context, q dashboards.Query) (string, error) {
	f, err := s.Reader.Figures(ctx, q.MonthSelection(), q.Now)
	if err != nil || f.Judged >= f.N {
		return "", err
	}
	return dashboards.Number(f.N-f.Judged) + " 件还没有按办法测算，算完后计入。", nil
}

// clockNames are the names of the clocks of the policy by their codes.
func (s *site) clockNames() map[string]string {
	if s.Judged == nil {
		return nil
	}
	names := map[string]string{}
	for _, v := range s.Judged.Policy().Policy.Versions {
		for _, c := range v.Clocks {
			names[c.Code] = c.Name
		}
	}
	return names
}

// responseRule is what 及时响应率 counts by, as the policy has it now.
func (s *site) responseRule(now time.Time) *dashboards.ResponseRule {
	if s.Judged == nil {
		return nil
	}
	book := s.Judged.Policy()
	rule := &dashboards.ResponseRule{Policy: book.Policy.Name}
	if rules := book.On(now); rules != nil {
		if clock := rules.ResponseClock(); clock != nil {
			rule.Clock, rule.Limits = clock.Name, clock.Limits()
		}
	}
	return rule
}

// presentClocks are the clocks of the rules that some complaint has.
func presentClocks(rules *service.Rules, counts []analytics.ClockCount) []*service.Clock {
	var list []*service.Clock
	for i := range rules.Clocks {
		if slices.ContainsFunc(counts, func(c analytics.ClockCount) bool { return c.Clock == rules.Clocks[i].Code }) {
			list = append(list, &rules.Clocks[i])
		}
	}
	return list
}

// doorOf counts the complaints whose clock stands so.
func doorOf(sel analytics.Selection, clock, state string, n uint64) countDoor {
	sel.Clock = analytics.ClockPick{Clock: clock, State: state}
	return countDoor{n, dashboards.Door(sel)}
}

func cardOf(clock *service.Clock, counts []analytics.ClockCount, sel analytics.Selection) serviceCard {
	c := counts[slices.IndexFunc(counts, func(c analytics.ClockCount) bool { return c.All && c.Clock == clock.Code })]
	door := func(state string, n uint64) countDoor { return doorOf(sel, clock.Code, state, n) }
	card := serviceCard{Name: clock.Name + "按时率", Clock: clock.Name, Value: dashboards.Percent(c.Met, c.Counted()), Door: door(analytics.ClockMet, c.Met).Door, Rule: clock.Limits(),
		Reason:  "按时 ÷（按时 + 超时）；正在计时、暂停中和未了结即重开的不计。一件投诉计一次，有几轮的按最差的一轮",
		Counted: door(analytics.ClockCounted, c.Counted()), Late: door(analytics.ClockLate, c.Late+c.Overdue), Overdue: door(analytics.ClockOverdue, c.Overdue),
		Running: door(analytics.ClockRunning, c.Running)}
	if clock.Target > 0 {
		card.Target = "目标 " + dashboards.Percent(uint64(clock.Target*1000+0.5), 1000) + "%"
		card.Tone = targetTone(clock, c)
	}
	if c.Met+c.Late > 0 {
		card.Took = "中位 " + analytics.DurationText(c.Median) + "，九成在 " + analytics.DurationText(c.P90) + "内"
	}
	return card
}

// targetTone colours a share that misses its target, or reaches it.
func targetTone(clock *service.Clock, c analytics.ClockCount) string {
	n := c.Counted()
	switch {
	case clock.Target == 0 || n < fewest:
		return ""
	case float64(c.Met) < clock.Target*float64(n):
		return "up"
	}
	return "down"
}

func serviceRows(q dashboards.Query, sel analytics.Selection, axis string, clocks []*service.Clock, counts []analytics.ClockCount) []serviceRow {
	var values []string
	by := map[[2]string]analytics.ClockCount{}
	total := map[string]uint64{}
	for _, c := range counts {
		if c.All {
			continue
		}
		if !slices.Contains(values, c.Value) {
			values = append(values, c.Value)
		}
		by[[2]string{c.Value, c.Clock}] = c
		total[c.Value] += c.Counted() + c.Running + c.Paused + c.Void
	}
	slices.SortStableFunc(values, func(a, b string) int { return int(total[b]) - int(total[a]) })
	var rows []serviceRow
	for _, v := range values {
		of := sel.ByJudged(axis, v)
		row := serviceRow{Name: dashboards.ValueName(q.Names, axis, v), Door: dashboards.Door(of)}
		for _, k := range clocks {
			c := by[[2]string{v, k.Code}]
			row.Cells = append(row.Cells, serviceCell{Clock: k.Name, Share: dashboards.Percent(c.Met, c.Counted()), Tone: targetTone(k, c),
				Counted: doorOf(of, k.Code, analytics.ClockCounted, c.Counted()), Late: doorOf(of, k.Code, analytics.ClockLate, c.Late+c.Overdue)})
		}
		rows = append(rows, row)
	}
	return rows
}

func (s *site) dueRow(rules *service.Rules, d analytics.DueClock, now time.Time) dueRow {
	row := dueRow{Clock: d.Clock, Due: dashboards.ClockText(d.Due), Left: analytics.DurationText(d.Due.Sub(now)), Open: complaintAddress(d.Key), ID: d.ID, Who: d.Department}
	if i := slices.IndexFunc(rules.Clocks, func(c service.Clock) bool { return c.Code == d.Clock }); i >= 0 {
		row.Clock = rules.Clocks[i].Name
	}
	if d.Handler != "" {
		row.Who += " " + d.Handler
	}
	return row
}
