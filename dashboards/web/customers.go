package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/satisfaction"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// Customers is what 客户 reads. It is called under a deadline of seconds; the selections are of whole months, without words and states. A
// customer is known by a keyed hash only.
type Customers interface {
	// CustomerClasses counts complaints by the classes of their customers, told from analytics.CustomerMonths up to the last month of the
	// selection. valued are the tiers of valued customers.
	CustomerClasses(ctx context.Context, s analytics.Selection, valued []string) ([]analytics.CustomerCount, error)

	// CustomersBy counts complaints by one of analytics.CustomerAxes, most first.
	CustomersBy(ctx context.Context, s analytics.Selection, axis string) ([]analytics.CustomerCount, error)

	// RepeatCustomers returns the customers with most complaints in these months, two at least, at most limit of them.
	RepeatCustomers(ctx context.Context, s analytics.Selection, valued []string, limit int) ([]analytics.RepeatCustomer, error)

	// ValuedOpen returns the open complaints of a selection, those whose clocks run out first at the beginning, at most limit, and how many
	// there are.
	ValuedOpen(ctx context.Context, s analytics.Selection, limit int) ([]analytics.ValuedOpen, int64, error)

	// CustomerOf returns what is known of a customer in the months up to that of a moment; the zero value when nothing is.
	CustomerOf(ctx context.Context, key uint64, at time.Time, valued []string) (analytics.CustomerLine, error)
}

// customersTimeout bounds the page: a few passes over a month, and one over a year of customers.
const customersTimeout = 10 * time.Second

// How many customers and open complaints the page lists.
const (
	repeatRows = 20
	laneRows   = 20
)

type customersPage struct {
	Period, Older, Newer string
	Chips                []chip
	Empty, None          bool // no month; no source tells of customers
	Lead                 []leadLine
	Classes              []classRow
	All                  countDoor
	Lane                 []laneRow
	LaneAll              countDoor
	LaneText             string // whose complaints these are
	Repeats              []repeatRow
	Axes                 []customerTable
}

// classRow is one class of customers.
type classRow struct {
	Name, Rule, Advice  string
	Customers           uint64
	All, Open, Answered countDoor
	Rate, Between       string
}

// customerTable is complaints by tier or by segment.
type customerTable struct {
	Title, Head, None string
	Rows              []classRow
}

type laneRow struct {
	ID, Open, At, Tier, Topic, Who string
	Clock, Due, Left, Tone         string
}

type repeatRow struct {
	Name, Class, Tier, Topic, Last string
	Year, Here                     countDoor
	Open                           countDoor
}

func (s *site) showCustomers(w http.ResponseWriter, r *http.Request) {
	if target, ok := canonical(r); ok {
		http.Redirect(w, r, target, http.StatusSeeOther)
		return
	}
	q, err := s.overviewQuery(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	q.Filters.Basis = analytics.BasisNow // customers are classed by months that may not be sealed
	ctx, cancel := contextWithin(r, customersTimeout)
	defer cancel()
	page, err := s.loadCustomers(ctx, q)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "customers", frame{Title: "客户", Active: "customers", Books: s.books(r), Body: page})
}

func (s *site) loadCustomers(ctx context.Context, asked dashboards.Query) (customersPage, error) {
	q, months, err := panel.Resolve(ctx, panel.Once(s.Reader), asked)
	page := customersPage{Empty: len(months) == 0}
	if err != nil || page.Empty {
		return page, err
	}
	sel := q.MonthSelection()
	address := func(month analytics.Month, filters analytics.Selection) string {
		return "/customers?" + dashboards.Encode(month, filters)
	}
	page.Period = dashboards.MonthText(q.Month)
	page.Older, page.Newer = neighbours(months, q.Month, func(m analytics.Month) string { return address(m, q.Filters) })
	page.Chips = chipsOf(q, func(f analytics.Selection) string { return address(q.Month, f) }, q.Filters)
	classes, err := s.Customers.CustomerClasses(ctx, sel, s.Valued)
	if err != nil {
		return page, err
	}
	known, people, n := int64(0), int64(0), int64(0)
	for _, c := range classes {
		people, n = people+c.Customers, n+c.N
		if c.Value != analytics.ClassUnknown {
			known += c.N
		}
	}
	tiers, err := s.customerTables(ctx, sel)
	if err != nil {
		return page, err
	}
	page.Axes, page.None = tiers, known == 0
	page.All = countDoor{uint64(n), dashboards.Door(sel)}
	page.Classes = s.classRows(sel, classes)
	page.Lead = customersLead(classes, people, known, n)
	if err := s.loadLane(ctx, q, &page); err != nil || page.None {
		return page, err
	}
	repeats, err := s.Customers.RepeatCustomers(ctx, sel, s.Valued, repeatRows)
	for _, c := range repeats {
		page.Repeats = append(page.Repeats, repeatRowOf(q, sel, c))
	}
	return page, err
}

// classRows are the classes in their order, also those without a complaint, so that one sees that there are none.
func (s *site) classRows(sel analytics.Selection, counts []analytics.CustomerCount) []classRow {
	var rows []classRow
	for _, class := range analytics.CustomerClasses {
		c := analytics.CustomerCount{}
		for _, found := range counts {
			if found.Value == class {
				c = found
			}
		}
		of := sel
		of.Customer = analytics.CustomerPick{Class: class}
		row := customerRowOf(of, c)
		row.Name, row.Rule, row.Advice = dashboards.ClassName(class), dashboards.ClassRule(class), dashboards.ClassAdvice(class)
		rows = append(rows, row)
	}
	return rows
}

// customerRowOf are the counts of some customers with their doors.
func customerRowOf(of analytics.Selection, c analytics.CustomerCount) classRow {
	rate := satisfaction.ShareOf(c.Satisfied, c.Answered)
	row := classRow{Customers: uint64(c.Customers), All: countDoor{uint64(c.N), dashboards.Door(of)}, Open: countDoor{uint64(c.Open), dashboards.Door(of.Having(analytics.OutcomeUnended))},
		Answered: countDoor{uint64(c.Answered), dashboards.Door(of.In(analytics.StateRated))}}
	if rate.N >= fewestAnswers {
		row.Rate, row.Between = shareText(rate), intervalText(rate.Low, rate.High)
	}
	return row
}

// customerTables are complaints by what sources tell of customers.
func (s *site) customerTables(ctx context.Context, sel analytics.Selection) ([]customerTable, error) {
	var list []customerTable
	for _, a := range []customerTable{{Title: "按客户等级", Head: "客户等级", None: "customer.tier"}, {Title: "按客户群", Head: "客户群", None: "customer.segment"}} {
		axis := analytics.CustomerAxes[len(list)]
		counts, err := s.Customers.CustomersBy(ctx, sel, axis)
		if err != nil {
			return nil, err
		}
		for _, c := range counts {
			row := customerRowOf(sel.With(axis, c.Value), c)
			row.Name = dashboards.ValueName(nil, axis, c.Value)
			a.Rows = append(a.Rows, row)
		}
		if len(counts) == 1 && counts[0].Value == "" {
			a.Rows = nil
		}
		a.Rows = a.Rows[:min(len(a.Rows), satisfactionRowsShown)]
		list = append(list, a)
	}
	return list, nil
}

// customersLead says how much of the month comes from those who came before.
func customersLead(classes []analytics.CustomerCount, people, known, n int64) []leadLine {
	if known == 0 {
		return nil
	}
	var valued int64
	for _, c := range classes {
		if c.Value == analytics.ClassValued || c.Value == analytics.ClassValuedOften {
			valued += c.N
		}
	}
	lead := []leadLine{{Parts: []panel.Part{{Text: dashboards.Number(known) + " 件投诉来自 " + dashboards.Number(people) + " 位客户"}},
		Proof: "认得出客户的占 " + dashboards.Percent(uint64(known), uint64(n)) + "%，n = " + dashboards.Number(n)}}
	if valued > 0 {
		lead = append(lead, leadLine{Parts: []panel.Part{{Text: "重点客户的有 " + dashboards.Number(valued) + " 件，占 " + dashboards.Percent(uint64(valued), uint64(known)) + "%"}}, Proof: "见下面前两类"})
	}
	return append(lead, leadLine{Parts: []panel.Part{{Text: "没有来投诉就离开的客户不在这些数据里"}}, Proof: "要看流失，须接入退订、复购等数据"})
}

// loadLane adds the open complaints of valued tiers, of whatever month up to that of the page.
func (s *site) loadLane(ctx context.Context, q dashboards.Query, page *customersPage) error {
	if len(s.Valued) == 0 {
		return nil
	}
	lane := windowOf(q, q.Month.Add(1-analytics.CustomerMonths)).With("customer_tier", s.Valued...)
	open, n, err := s.Customers.ValuedOpen(ctx, lane, laneRows)
	page.LaneAll, page.LaneText = countDoor{uint64(n), dashboards.Door(lane.Having(analytics.OutcomeUnended))}, strings.Join(s.Valued, "、")
	names := s.clockNames()
	for _, o := range open {
		row := laneRow{ID: o.ID, Open: complaintAddress(o.Key), At: dashboards.TimeText(o.ReceivedAt), Tier: o.Tier, Topic: dashboards.ValueName(q.Names, "topic", o.Topic), Who: dashboards.ValueName(nil, "department", o.Department)}
		if o.Clock != "" {
			row.Clock, row.Due = names[o.Clock], dashboards.TimeText(o.Due)
			if left := o.Due.Sub(q.Now); left >= 0 {
				row.Left = "还剩 " + analytics.DurationText(left)
			} else {
				row.Left, row.Tone = "超 "+analytics.DurationText(-left), "up"
			}
		}
		page.Lane = append(page.Lane, row)
	}
	return err
}

func repeatRowOf(q dashboards.Query, sel analytics.Selection, c analytics.RepeatCustomer) repeatRow {
	year := analytics.Selection{Basis: sel.Basis, Seals: sel.Seals, Customer: analytics.CustomerPick{Key: c.Key}}.Between(q.Month.Add(1-analytics.CustomerMonths).First(), q.Month.Last())
	here := sel
	here.Customer = year.Customer
	return repeatRow{Name: dashboards.CustomerShort(c.Key), Class: dashboards.ClassName(c.Class()), Tier: strings.Join(nonEmpty(c.Tier, c.Segment), " · "), Topic: dashboards.ValueName(q.Names, "topic", c.Topic),
		Last: dashboards.DateText(c.Last), Year: countDoor{uint64(c.N), dashboards.Door(year)}, Here: countDoor{uint64(c.Here), dashboards.Door(here)},
		Open: countDoor{uint64(c.Open), dashboards.Door(year.Having(analytics.OutcomeUnended))}}
}

// customerLine is what the page of a complaint says of its customer; nil where nothing is known.
func (s *site) customerLine(ctx context.Context, c *analytics.Complaint) *sameLine {
	if s.Customers == nil || c.Customer.Key == 0 {
		return nil
	}
	known, err := s.Customers.CustomerOf(ctx, c.Customer.Key, c.ReceivedAt, s.Valued)
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			s.Log.Warn("the customer of a complaint could not be read", "error", err)
		}
		return nil
	}
	if known.Key == 0 {
		return nil // it was not assembled yet
	}
	month := analytics.MonthOf(c.ReceivedAt)
	all := analytics.Selection{Customer: analytics.CustomerPick{Key: known.Key}}.Between(month.Add(1-analytics.CustomerMonths).First(), month.Last())
	line := &sameLine{Name: "客户", Text: dashboards.Number(known.N) + " 件", Door: dashboards.Door(all), Note: "12 个月内，此前 " + dashboards.Number(known.Before) + " 件；" + dashboards.ClassName(known.Class()) + "：" + dashboards.ClassAdvice(known.Class())}
	return line
}
