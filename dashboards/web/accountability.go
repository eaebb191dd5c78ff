package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/service"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// Accountable is what 问责 reads: what the rules of the policy in use say of one month. It is called under a deadline of seconds.
type Accountable interface {
	// Policy is the policy by which complaints are judged.
	Policy() *service.Book

	// Named reports whether persons may be named on pages and in exports; otherwise they are counted.
	Named() bool

	// FineSums returns what the rules ask for the complaints of a month, by department, rule and grade.
	FineSums(ctx context.Context, month analytics.Month) ([]analytics.FineSum, error)

	// FineLines returns the lines of these sums, the largest first, at most limit; 0 is all.
	FineLines(ctx context.Context, month analytics.Month, limit int) ([]analytics.FinedComplaint, error)

	// JudgedByDepartment counts the complaints of a month that were judged, those with most first.
	JudgedByDepartment(ctx context.Context, month analytics.Month) ([]analytics.ValueCount, error)

	// PersonLoads returns the persons with at least so many complaints in a month, those with most first.
	PersonLoads(ctx context.Context, month analytics.Month, least int) ([]analytics.PersonLoad, error)

	// DepartmentExposures returns the denominators of a month in one unit by department; departments without any are not there.
	DepartmentExposures(ctx context.Context, month analytics.Month, unit string) (map[string]float64, error)
}

// fineRows is how many single lines the page shows; all of them are in the export.
const fineRows = 20

// named reports whether persons may be named.
func (s *site) named() bool { return s.Accountable != nil && s.Accountable.Named() }

// account is what 问责 and its export read of one month.
type account struct {
	q         dashboards.Query
	months    []analytics.MonthState
	rules     *service.Rules // nil before the first version
	behind    string         // complaints that were not judged yet
	standings []service.Standing
	sums      []analytics.FineSum
	persons   []analytics.PersonLoad
	lines     []analytics.FinedComplaint
}

func (s *site) showAccountability(w http.ResponseWriter, r *http.Request) {
	if target, ok := canonical(r); ok {
		http.Redirect(w, r, target, http.StatusSeeOther)
		return
	}
	a, err := s.loadAccount(r, fineRows)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "accountability", frame{Title: "问责", Active: "accountability", Books: s.books(r), Body: s.accountPage(a)})
}

// loadAccount reads a month: the one asked for, else the newest with data. limit bounds the single lines; 0 is all.
func (s *site) loadAccount(r *http.Request, limit int) (account, error) {
	asked, err := s.query(r)
	if err != nil {
		return account{}, err
	}
	asked.Filters = analytics.Selection{Basis: analytics.BasisNow} // what was judged is kept in one way, that of now
	ctx, cancel := contextWithin(r, serviceTimeout)
	defer cancel()
	var a account
	if a.q, a.months, err = panel.Resolve(ctx, panel.Once(s.Reader), asked); err != nil || len(a.months) == 0 {
		return a, err
	}
	if a.rules = s.Accountable.Policy().On(a.q.Month.Last()); a.rules == nil {
		return a, nil
	}
	return a, s.readAccount(ctx, &a, limit)
}

func (s *site) readAccount(ctx context.Context, a *account, limit int) error {
	month := a.q.Month
	counts, err := s.Accountable.JudgedByDepartment(ctx, month)
	if err != nil {
		return err
	}
	if a.behind, err = s.behind(ctx, a.q); err != nil {
		return err
	}
	if a.rules.Rate != nil && a.q.Period.Whole {
		exposures, err := s.Accountable.DepartmentExposures(ctx, month, a.rules.Rate.Unit)
		if err != nil {
			return err
		}
		a.standings = a.rules.Standings(counts, exposures)
	}
	if a.sums, err = s.Accountable.FineSums(ctx, month); err != nil {
		return err
	}
	if a.rules.Often != nil {
		if a.persons, err = s.Accountable.PersonLoads(ctx, month, a.rules.Often.AtLeast); err != nil {
			return err
		}
	}
	a.lines, err = s.Accountable.FineLines(ctx, month, limit)
	return err
}

// exportAccountability writes every line of a month: those of complaints, of departments and of persons. They sum up to what the page says.
func (s *site) exportAccountability(w http.ResponseWriter, r *http.Request) {
	a, err := s.loadAccount(r, 0)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	rows := [][]string{{"规则", "部门", "承办人", "来源", "投诉", "收到", "等级", "依据", "金额（元）", "金额上限（元）"}}
	if !s.Accountable.Named() {
		rows[0] = append(rows[0][:2:2], rows[0][3:]...)
	}
	add := func(rule, department, handler, source, id, received, grade, why string, yuan, upTo int64) {
		row := []string{rule, department}
		if s.Accountable.Named() {
			row = append(row, handler)
		}
		rows = append(rows, append(row, source, id, received, grade, why, fmt.Sprint(yuan), fmt.Sprint(upTo)))
	}
	for _, l := range a.lines {
		add(l.Rule, l.Department, l.Handler, l.Source, l.ID, l.ReceivedAt.In(analytics.Zone).Format(time.DateTime), l.Grade, l.Why, l.Yuan, l.UpToYuan)
	}
	for _, d := range a.standings {
		if l := d.Line; l != nil {
			add(l.Rule, l.Department, "", "", "", "", "", l.Why, l.Yuan, l.UpToYuan)
		}
	}
	if s.Accountable.Named() {
		for _, l := range oftenLines(a) {
			add(l.Rule, l.Department, l.Handler, "", "", "", "", l.Why+"："+joinedAll(l.Measures), 0, 0)
		}
	}
	writeCSV(w, "accountability-"+a.q.Month.String(), rows)
}

// oftenLines are the persons of whom something follows, as the rules name them.
func oftenLines(a account) []service.Line {
	persons := make([]service.Person, len(a.persons))
	for i, p := range a.persons {
		persons[i] = service.Person{Department: p.Department, Handler: p.Handler, N: int(p.N)}
	}
	return a.rules.OftenIn(persons)
}
