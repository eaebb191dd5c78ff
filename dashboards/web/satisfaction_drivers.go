package web

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"huisheng/analytics"
	"huisheng/analytics/satisfaction"
	"huisheng/analytics/service"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// How many answers are enough to look at one month alone, and how many are looked at at most: above, one in so many is.
const (
	enoughAnswers = 1000
	mostAnswers   = 20_000
)

var driverNames = map[string]string{analytics.DriverClock: "办结时限", analytics.DriverResponse: "首次响应", analytics.DriverReopened: "重开", analytics.DriverHandedOver: "转办",
	analytics.DriverCompensated: "补偿", analytics.DriverRepeated: "再次投诉"}

var levelNames = map[string]map[string]string{
	analytics.DriverClock:       {"met": "没有超过办结时限", "late": "超过办结时限", "none": "不计办结时限"},
	analytics.DriverResponse:    {"2h": "2 小时内首次响应", "24h": "2 – 24 小时首次响应", "later": "24 小时后首次响应", "none": "没有响应记录"},
	analytics.DriverReopened:    {"yes": "重开过", "no": "没有重开"},
	analytics.DriverHandedOver:  {"yes": "部门之间转办过", "no": "没有转办"},
	analytics.DriverCompensated: {"yes": "给过补偿", "no": "没有补偿"},
	analytics.DriverRepeated:    {"yes": "同一件事再次投诉", "no": "第一次说这件事"},
}

// driversView is what satisfaction goes with.
type driversView struct {
	Why       string // why nothing is said
	Since     string
	N         countDoor
	Every     int // one answer in so many was looked at; 1: all
	Explained string
	Overall   string // satisfied of all of them, in percent
	Shares    []driverShare
	Worse     []driverLevel
	Better    []driverLevel
}

type driverShare struct {
	Name, Value, Between string
	Span                 *spanCell
}

// driverLevel is a level that goes with lower or higher satisfaction than the usual one, all others held still.
type driverLevel struct {
	Name, Door, Reference string
	N                     countDoor
	Rate, Odds            string
	Would, Points         string // what satisfaction would be without
}

// driverCache keeps what was found, because it costs half a second.
type driverCache struct {
	mu    sync.Mutex
	found map[string]driverFind
}

type driverFind struct {
	satisfaction.Drivers
	why error
}

// driversKept is how many finds are kept.
const driversKept = 32

// showDrivers answers with the part of 满意 that says what satisfaction goes with.
func (s *site) showDrivers(w http.ResponseWriter, r *http.Request) {
	q, err := s.overviewQuery(r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	ctx, cancel := contextWithin(r, satisfactionTimeout)
	defer cancel()
	view, err := s.loadDrivers(ctx, q)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	f := frame{Title: "满意与什么有关", Active: "satisfaction", Body: view, Fragment: r.URL.Query().Get("whole") == ""}
	if !f.Fragment {
		f.Books = s.books(r)
	}
	s.show(w, r, http.StatusOK, "drivers", f)
}

func (s *site) loadDrivers(ctx context.Context, asked dashboards.Query) (*driversView, error) {
	q, months, err := panel.Resolve(ctx, panel.Once(s.Reader), asked)
	if err != nil || len(months) == 0 {
		return &driversView{Why: "还没有投诉"}, err
	}
	counts, err := s.Satisfaction.OutcomeCounts(ctx, windowOf(q, q.Month.Add(1-trendBack)), analytics.OutcomeMonth)
	if err != nil {
		return nil, err
	}
	window, n := driverWindow(q, counts)
	every := max(1, int(n/mostAnswers))
	clocks := s.endClocks(q.Month)
	key := dashboards.Encode(0, window) + " " + strings.Join(clocks, " ")
	for _, m := range months {
		if m.Month >= analytics.MonthOf(window.From) && m.Month <= q.Month {
			key += fmt.Sprint(" ", m.Run)
		}
	}
	find, known := s.drivers.get(key)
	if !known {
		cells, err := s.Satisfaction.DriverCells(ctx, window, clocks, q.Now, every)
		if err != nil {
			return nil, err
		}
		find.Drivers, find.why = satisfaction.FindDrivers(analytics.DriverAxes, cells)
		s.drivers.put(key, find)
	}
	return driversOf(q, window, clocks, find, n, every), nil
}

// driverWindow is the months up to that of the page in which there are enough answers, and how many these are.
func driverWindow(q dashboards.Query, counts []analytics.OutcomeCount) (analytics.Selection, int64) {
	byMonth := map[string]int64{}
	for _, c := range counts {
		byMonth[c.Value] += c.Answered
	}
	from, n := q.Month, byMonth[q.Month.String()]
	for back := 1; back < trendBack && n < enoughAnswers; back++ {
		month := q.Month.Add(-back)
		if more := byMonth[month.String()]; more > 0 {
			from, n = month, n+more
		}
	}
	return windowOf(q, from), n
}

// endClocks are the codes of the policy's clocks that only the end of a complaint stops; where there are none, of those that it stops too.
func (s *site) endClocks(month analytics.Month) []string {
	if s.Judged == nil {
		return nil
	}
	rules := s.Judged.Policy().On(month.Last())
	if rules == nil {
		return nil
	}
	ends := func(c *service.Clock, kinds ...string) bool {
		return !slices.ContainsFunc(c.Ends, func(kind string) bool { return !slices.Contains(kinds, kind) })
	}
	var only, also []string
	for i := range rules.Clocks {
		c := &rules.Clocks[i]
		switch {
		case ends(c, "resolved", "closed"):
			only = append(only, c.Code)
		case ends(c, "resolved", "closed", "replied"):
			also = append(also, c.Code)
		}
	}
	if len(only) > 0 {
		return only
	}
	return also
}

// driversOf writes what was found.
func driversOf(q dashboards.Query, window analytics.Selection, clocks []string, find driverFind, n int64, every int) *driversView {
	v := &driversView{Since: sinceText(window), N: countDoor{uint64(n), dashboards.Door(window.In(analytics.StateRated))}, Every: every}
	if find.why != nil {
		v.Why = dashboards.Sentence(find.why)
		return v
	}
	v.Explained = dashboards.Decimal(find.R2 * 100)
	top := find.Shares[0].High
	for _, share := range find.Shares {
		if share.Share < 0.0005 {
			continue
		}
		v.Shares = append(v.Shares, driverShare{Name: driverName(share.Driver), Value: dashboards.Decimal(share.Share * 100), Between: intervalText(share.Low, share.High),
			Span: spanOf(satisfaction.Share{P: share.Share / top, Low: share.Low / top, High: min(1, share.High/top)}, -1)})
	}
	overall := find.Satisfied / find.N
	v.Overall = dashboards.Decimal(overall * 100)
	order := make([]int, len(find.Odds))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(find.Gains[b], find.Gains[a]) })
	for _, i := range order {
		o := find.Odds[i]
		if o.Level == satisfaction.Other || o.Reference == satisfaction.Other || o.Low <= 1 && o.High >= 1 || o.N < fewestCompared {
			continue
		}
		level := driverLevelOf(q, window, clocks, o, every)
		level.Would, level.Points = dashboards.Decimal((overall+find.Gains[i])*100), fmt.Sprintf("%+.1f", find.Gains[i]*100)
		level.Points = strings.Replace(level.Points, "-", "−", 1)
		if o.High < 1 {
			v.Worse = append(v.Worse, level)
		} else {
			v.Better = append(v.Better, level)
		}
	}
	v.Worse = v.Worse[:min(len(v.Worse), 8)]
	slices.Reverse(v.Better)
	v.Better = v.Better[:min(len(v.Better), 5)]
	return v
}

func driverName(driver string) string {
	if name, ok := driverNames[driver]; ok {
		return name
	}
	return dashboards.AxisName(driver)
}

// levelName is what people call a level of a driver.
func levelName(q dashboards.Query, driver, level string) string {
	if names, ok := levelNames[driver]; ok {
		return names[level]
	}
	return dashboards.AxisName(driver) + " " + dashboards.ValueName(q.Names, driver, level)
}

func driverLevelOf(q dashboards.Query, window analytics.Selection, clocks []string, o satisfaction.Odds, every int) driverLevel {
	l := driverLevel{Name: levelName(q, o.Driver, o.Level), Reference: levelName(q, o.Driver, o.Reference), N: countDoor{N: uint64(o.N)},
		Rate: dashboards.Percent(uint64(o.Satisfied), uint64(o.N)), Odds: fmt.Sprintf("%.2f（%.2f – %.2f）", o.Ratio, o.Low, o.High)}
	rated, ok := window.In(analytics.StateRated), true
	switch {
	case !slices.Contains(analytics.Axes, o.Driver):
		rated, ok = levelPick(rated, clocks, o.Driver, o.Level)
	default:
		rated = rated.With(o.Driver, o.Level)
	}
	if l.Door = dashboards.Door(rated); !ok {
		l.Door = ""
	} else if every == 1 {
		l.N.Door = l.Door
	}
	return l
}

// levelPick is the selection of a level that is no value of an axis; ok is false where lists cannot pick it.
func levelPick(s analytics.Selection, clocks []string, driver, level string) (analytics.Selection, bool) {
	switch {
	case driver == analytics.DriverClock && level == "late" && len(clocks) == 1:
		s.Clock = analytics.ClockPick{Clock: clocks[0], State: analytics.ClockLate}
		return s, true
	case driver == analytics.DriverResponse:
		return s.Having(analytics.OutcomeResponse(level)), true
	case level != "yes":
		return s, false
	}
	picks := map[string]analytics.Outcome{analytics.DriverReopened: analytics.OutcomeReopened, analytics.DriverHandedOver: analytics.OutcomeHandedOver,
		analytics.DriverCompensated: analytics.OutcomeCompensated, analytics.DriverRepeated: analytics.OutcomeRetold}
	o, ok := picks[driver]
	return s.Having(o), ok
}

func (c *driverCache) get(key string) (driverFind, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	find, known := c.found[key]
	return find, known
}

func (c *driverCache) put(key string, find driverFind) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.found == nil || len(c.found) >= driversKept {
		c.found = map[string]driverFind{}
	}
	c.found[key] = find
}
