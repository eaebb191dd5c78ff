package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/satisfaction"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// Satisfaction is what 满意 reads: what came of complaints, as their facts tell it. It is called under a deadline of seconds; the selections
// have no words and no state, and no rows are an empty result.
type Satisfaction interface {
	// OutcomeCounts counts by source and by the values of an axis: analytics.OutcomeMonth (2024-03), one of analytics.Axes, none when empty.
	OutcomeCounts(ctx context.Context, s analytics.Selection, axis string) ([]analytics.OutcomeCount, error)

	// GradeCounts counts the answers by their six grades.
	GradeCounts(ctx context.Context, s analytics.Selection) ([]analytics.GradeCount, error)

	// TookCounts counts the answers by the time to the end, the quickest first.
	TookCounts(ctx context.Context, s analytics.Selection) ([]analytics.TookCount, error)

	// OwedCounts counts the complaints with an amount in dispute and a granted one by these two.
	OwedCounts(ctx context.Context, s analytics.Selection) ([]analytics.OwedCount, error)

	// DriverCells counts the answers by everything in analytics.DriverAxes, one in every so many of them. clocks are codes of the policy's
	// clocks that stop at the end; at decides which of the open ones have run out.
	DriverCells(ctx context.Context, s analytics.Selection, clocks []string, at time.Time, every int) ([]analytics.DriverCell, error)
}

// satisfactionTimeout bounds the page: a few passes over a month of facts, and one over a year of them.
const satisfactionTimeout = 10 * time.Second

// satisfactionAxes are what the rates can be seen by.
var satisfactionAxes = []string{"department", "channel", "product_line", "province", "topic"}

// fewestAnswers is the number of answers below which no share is shown: its interval would be wider than half of everything.
const fewestAnswers = 10

type satisfactionPage struct {
	Query        dashboards.Query
	Period       string
	Older, Newer string
	Chips        []chip
	Basis        *basisView
	Empty        bool
	None         bool // nothing is told of what came of the complaints
	Lead         []leadLine
	Cards        []rateCard
	Sums         []rateSum
	Axes         []dashboards.Lens
	Axis         string
	Rows         []satisfactionRow
	More         int // values that are not shown
	Tables       []spanTable
	Unrated      bool // nobody gave a rating in any month of the trend
	Dimensions   []dimensionRow
	About        string // what the contrasts of the dimensions come from
	Recovery     *recoveryView
	Drivers      string // where the part is that says what satisfaction goes with
}

// leadLine is one of the conclusions.
type leadLine struct {
	Parts []panel.Part
	Proof string
}

// rateCard is one of the figures on top.
type rateCard struct {
	Name, Value, Unit, Door, None, Reason string
	Notes                                 []countNote
}

// countNote is a small line with a number that may be a door.
type countNote struct {
	Before string
	Count  *countDoor
	After  string
}

// satisfactionRow is one value of the axis.
type satisfactionRow struct {
	Name, Door        string
	All, Answered     countDoor
	Unsatisfied       countDoor
	Rate, Range, Mean string
	Response, End     string
	Tone              string
}

// satisfactionRoutes are the addresses of 满意 and 客户.
func (s *site) satisfactionRoutes(mux *http.ServeMux) {
	if s.Customers != nil {
		mux.HandleFunc("GET /customers", s.showCustomers) // 客户
	}
	if s.Satisfaction == nil {
		return
	}
	mux.HandleFunc("GET /satisfaction", s.showSatisfaction)
	mux.HandleFunc("GET /satisfaction/drivers", s.showDrivers) // what satisfaction goes with, a fragment
}

func (s *site) showSatisfaction(w http.ResponseWriter, r *http.Request) {
	if target, ok := canonical(r); ok {
		http.Redirect(w, r, target, http.StatusSeeOther)
		return
	}
	q, err := s.overviewQuery(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	axis := r.URL.Query().Get("axis")
	if axis == "" {
		axis = satisfactionAxes[0]
	}
	if !slices.Contains(satisfactionAxes, axis) {
		s.problem(w, r, analytics.Invalid("axis", "满意不能按 %q 看", axis))
		return
	}
	cost, err := costOf(r.URL.Query())
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, satisfactionTimeout)
	defer cancel()
	page, err := s.loadSatisfaction(ctx, q, axis, cost)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "satisfaction", frame{Title: "满意", Active: "satisfaction", Books: s.books(r), Body: page})
}

func (s *site) loadSatisfaction(ctx context.Context, asked dashboards.Query, axis string, costFen int64) (satisfactionPage, error) {
	q, months, err := panel.Resolve(ctx, panel.Once(s.Reader), asked)
	page := satisfactionPage{Query: q, Empty: len(months) == 0}
	if err != nil || page.Empty {
		return page, err
	}
	sel := q.MonthSelection()
	address := func(month analytics.Month, filters analytics.Selection, axis string) string {
		return "/satisfaction?" + dashboards.Encode(month, filters) + "&axis=" + axis
	}
	page.Period = dashboards.MonthText(q.Month)
	page.Older, page.Newer = neighbours(months, q.Month, func(m analytics.Month) string { return address(m, q.Filters, axis) })
	page.Chips = chipsOf(q, func(f analytics.Selection) string { return address(q.Month, f, axis) }, q.Filters)
	page.Basis = basisOf(q, sel, func(b analytics.Basis) string {
		f := q.Filters
		f.Basis = b
		return address(q.Month, f, axis)
	})
	counts, err := s.Satisfaction.OutcomeCounts(ctx, sel, axis)
	if err != nil {
		return page, err
	}
	tells := satisfaction.TellsOf(counts)
	all := tells.Stand(counts)
	if page.None = all.Responded+all.Ended+all.Again+all.Visits.Due-all.Visits.None == 0; page.None {
		return page, nil
	}
	page.Lead = satisfactionLead(sel, all.Visits)
	page.Cards = rateCards(sel, tells, all)
	page.Sums = rateSums(sel, tells, all)
	for _, a := range satisfactionAxes {
		page.Axes = append(page.Axes, dashboards.Lens{Name: dashboards.AxisName(a), Address: address(q.Month, q.Filters, a) + "#by", On: a == axis})
	}
	page.Axis = dashboards.AxisName(axis)
	page.Rows, page.More = satisfactionRows(q, sel, axis, tells, counts)
	page.Drivers = "/satisfaction/drivers?" + dashboards.Encode(q.Month, q.Filters)
	return page, s.loadMore(ctx, q, sel, all, axis, costFen, &page)
}

// loadMore adds what is below the rates.
func (s *site) loadMore(ctx context.Context, q dashboards.Query, sel analytics.Selection, all satisfaction.Standing, axis string, costFen int64, page *satisfactionPage) error {
	trend, months, err := s.trendOf(ctx, q, axis)
	if err != nil {
		return err
	}
	took, err := s.tookOf(ctx, sel, all.Visits.Rate())
	if err != nil {
		return err
	}
	page.Tables = []spanTable{trend, took}
	page.Unrated = !slices.ContainsFunc(trend.Rows, func(r spanRow) bool { return r.N.N > 0 })
	window, _ := driverWindow(q, months)
	if page.Dimensions, page.About, err = s.dimensionsOf(ctx, sel, window); err != nil {
		return err
	}
	page.Recovery, err = s.recoveryOf(ctx, q, sel, costFen)
	return err
}

// satisfactionRowsShown is how many values of an axis the page shows.
const satisfactionRowsShown = 20

// satisfactionRows are the values of the axis, those with most answers first.
func satisfactionRows(q dashboards.Query, sel analytics.Selection, axis string, tells satisfaction.Tells, counts []analytics.OutcomeCount) (rows []satisfactionRow, more int) {
	type value struct {
		name string
		satisfaction.Standing
	}
	var values []value
	for from := 0; from < len(counts); {
		to := from
		for to < len(counts) && counts[to].Value == counts[from].Value {
			to++
		}
		values = append(values, value{counts[from].Value, tells.Stand(counts[from:to])})
		from = to
	}
	slices.SortStableFunc(values, func(a, b value) int {
		if a.Visits.Answered != b.Visits.Answered {
			return int(b.Visits.Answered - a.Visits.Answered)
		}
		return int(b.N - a.N)
	})
	all := tells.Stand(counts).Visits.Rate()
	for i, v := range values {
		if i == satisfactionRowsShown {
			return rows, len(values) - i
		}
		of := sel.With(axis, v.name)
		rate := v.Visits.Rate()
		row := satisfactionRow{Name: dashboards.ValueName(q.Names, axis, v.name), Door: dashboards.Door(of), All: countDoor{uint64(v.N), dashboards.Door(of)},
			Answered:    countDoor{uint64(rate.N), dashboards.Door(of.In(analytics.StateRated))},
			Unsatisfied: countDoor{uint64(rate.N - rate.K), dashboards.Door(of.In(analytics.StateUnsatisfied))},
			Response:    shareText(v.ResponseRate()), End: shareText(v.EndRate())}
		if rate.N >= fewestAnswers {
			row.Rate, row.Range, row.Mean = shareText(rate), intervalText(rate.Low, rate.High), dashboards.Decimal(v.Visits.Mean())
			switch {
			case rate.High < all.P:
				row.Tone = "up"
			case rate.Low > all.P:
				row.Tone = "down"
			}
		}
		rows = append(rows, row)
	}
	return rows, 0
}

// outcomeChips are the filters by what came of complaints and by who complained.
func outcomeChips(address func(analytics.Selection) string, s analytics.Selection) []chip {
	var chips []chip
	if s.Customer.Key != 0 || s.Customer.Class != "" {
		rest := s
		rest.Customer = analytics.CustomerPick{}
		chips = append(chips, chip{Name: "客户", Value: dashboards.CustomerName(s.Customer), Off: address(rest)})
	}
	if s.Outcome != "" {
		rest := s
		rest.Outcome = ""
		chips = append(chips, chip{Name: "结果", Value: dashboards.OutcomeName(s.Outcome), Off: address(rest)})
	}
	return chips
}
