package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/action"
	"huisheng/dashboards/precheck"
)

// Precheck is what 事前预防 reads beside what all pages read, and what measures say (Actions).
type Precheck interface {
	MemberCounts(ctx context.Context, axis string, s analytics.Selection) ([]analytics.MemberCount, error)
	MemberExposures(ctx context.Context, axis string, from, to analytics.Month) ([]analytics.MemberExposure, error)
}

// precheckTimeout bounds the page: it reads the topics of some products over all months.
const precheckTimeout = 20 * time.Second

// precheckReader is the pages' reader with what members need.
type precheckReader struct {
	Reader
	Precheck
}

type precheckPage struct {
	Lines    []filterOption // product lines, or categories where there are no lines
	LineAxis string
	LineName string
	Axes     []filterOption
	Members  []filterOption
	Orders   string
	Months   string
	Topic    string // a topic that the address picks
	Asked    bool
	Empty    bool
	Nothing  bool // nothing similar
	Sentence string
	Basis    []string
	Cards    []precheckCard
	Points   []precheckPoint
	Rest     string
	Rows     []precheckMember
	AxisName string
	Made     string
}

type precheckCard struct{ Name, Value, Unit, Note, Door string }

// precheckPoint is one line of the check list.
type precheckPoint struct {
	Name, Share, Interval, PerMonth string
	N                               uint64
	Door                            string
	Members                         string
	Causes                          []string
	Worked, Tried                   []precheckMeasure
	Said                            []themeExample
}

type precheckMeasure struct{ Title, Address, Said string }

// precheckMember is one product that was looked at.
type precheckMember struct {
	Name, Door, Kind, Span, Rate, Exposure string
	N                                      uint64
}

func (s *site) showPrecheck(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := contextWithin(r, precheckTimeout)
	defer cancel()
	page, err := s.loadPrecheck(ctx, r.URL.Query())
	if err != nil {
		s.problem(w, r, err)
		return
	}
	s.show(w, r, http.StatusOK, "precheck", frame{Title: "事前预防", Active: "precheck", Books: s.books(r), Body: page})
}

func (s *site) loadPrecheck(ctx context.Context, values url.Values) (precheckPage, error) {
	page := precheckPage{Orders: values.Get("orders"), Months: values.Get("months"), Topic: values.Get("topic"), Made: dashboards.DateText(s.Clock())}
	ask, err := askOf(values)
	if err != nil {
		return page, err
	}
	if err := page.offer(ctx, s, ask); err != nil || page.Empty {
		return page, err
	}
	page.Asked = len(ask.Like) > 0 || len(ask.Only) > 0
	if !page.Asked {
		return page, nil
	}
	var book precheck.Book
	if s.Actions != nil {
		book = s.Actions
	}
	a, err := precheck.Check(ctx, precheckReader{s.Reader, s.Precheck}, book, ask, s.Clock())
	if err != nil {
		return page, err
	}
	s.fillPrecheck(&page, &a)
	return page, nil
}

// askOf reads an address: what similar ones have by their axes, member for those that count, by, orders and months.
func askOf(values url.Values) (precheck.Ask, error) {
	ask := precheck.Ask{Axis: values.Get("by"), Only: chosenOf(values["member"])}
	for _, axis := range analytics.Axes {
		for _, v := range chosenOf(values[axis]) {
			ask.Like = append(ask.Like, analytics.AxisValue{Axis: axis, Value: v})
		}
	}
	if given := strings.ReplaceAll(strings.TrimSpace(values.Get("orders")), ",", ""); given != "" {
		n, err := strconv.ParseFloat(given, 64)
		if err != nil || n <= 0 || n > 1e12 {
			return ask, analytics.Invalid("orders", "每月订单数 %q 不是大于 0 的数", given)
		}
		ask.Orders = n
	}
	if given := values.Get("months"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 {
			return ask, analytics.Invalid("months", "月数 %q 不是大于 0 的整数", given)
		}
		ask.Months = n
	}
	return ask, nil
}

// chosenOf are the values of a form without what stands for "none chosen".
func chosenOf(values []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" || v == "*" })
}

// lineAxes are the axes by which similar ones are looked for; the first that the data fill is offered.
var lineAxes = []string{"product_line", "category", "topic"}

// offer fills the form with what the data have.
func (p *precheckPage) offer(ctx context.Context, s *site, ask precheck.Ask) error {
	months, err := s.Reader.Months(ctx)
	if p.Empty = len(months) == 0; err != nil || p.Empty {
		return err
	}
	all := analytics.Selection{}.Between(months[0].Month.First(), months[len(months)-1].Month.Last())
	for _, axis := range lineAxes {
		counts, err := s.Reader.CountByAxis(ctx, axis, all, analytics.Selection{})
		if err != nil {
			return err
		}
		counts = slices.DeleteFunc(counts, func(c analytics.ValueCount) bool { return c.Value == "" })
		if len(counts) == 0 {
			continue
		}
		p.LineAxis, p.LineName = axis, dashboards.AxisName(axis)
		for i, c := range counts {
			if chosen := slices.Contains(ask.Like, analytics.AxisValue{Axis: axis, Value: c.Value}); i < mostOptions || chosen {
				p.Lines = append(p.Lines, filterOption{Value: c.Value, Name: dashboards.ValueName(s.Names, axis, c.Value), N: c.N, Chosen: chosen})
			}
		}
		break
	}
	for _, axis := range precheck.Axes {
		p.Axes = append(p.Axes, filterOption{Value: axis, Name: dashboards.AxisName(axis), Chosen: axis == ask.Axis})
	}
	return nil
}

// fillPrecheck writes an answer for people.
func (s *site) fillPrecheck(p *precheckPage, a *precheck.Answer) {
	p.Sentence, p.AxisName, p.Nothing = a.Sentence(s.Names), dashboards.AxisName(a.Axis), len(a.Members) == 0
	for i, name := range a.All {
		if i < mostOptions {
			p.Members = append(p.Members, filterOption{Value: name, Name: name, Chosen: len(a.Only) == 0 || slices.Contains(a.Only, name)})
		}
	}
	if p.Nothing {
		return
	}
	p.Basis = a.Basis()
	p.Cards = precheckCards(a)
	for i := range a.Points {
		p.Points = append(p.Points, s.precheckPoint(a, &a.Points[i]))
	}
	if a.RestMany > 0 {
		p.Rest = fmt.Sprintf("其余 %d 个主题（含未分类）合占 %.0f%%", a.RestMany, a.Rest*100)
	}
	for i := range a.Members {
		m := &a.Members[i]
		row := precheckMember{Name: m.Name, N: uint64(m.N + 0.5), Kind: "数据开始时已在售", Rate: dashboards.Decimal(m.Rate()), Exposure: "–",
			Span: dashboards.MonthText(m.From) + "至 " + dashboards.MonthText(m.To), Door: dashboards.Door(a.Series.Free(a.Axis).With(a.Axis, m.Name).Between(m.From.First(), m.To.Last()))}
		if m.New {
			row.Kind = "上市后头 " + strconv.Itoa(m.Months) + " 个月"
		}
		if m.Exposure > 0 {
			row.Exposure = dashboards.Decimal(m.N / m.Exposure * 1000)
		}
		p.Rows = append(p.Rows, row)
	}
}

func precheckCards(a *precheck.Answer) []precheckCard {
	month := precheckCard{Name: "预计每月", Value: precheck.Few(a.PerMonth.Middle), Unit: "件", Note: "参照的是 " + precheck.Few(a.PerMonth.Low) + "–" + precheck.Few(a.PerMonth.High)}
	if a.PerMonth.Bounded {
		month.Note = "十个里有八个在 " + precheck.Few(a.PerMonth.Low) + "–" + precheck.Few(a.PerMonth.High) + " 之间"
	}
	list := []precheckCard{month}
	if a.Exposed > 0 {
		list = append(list, precheckCard{Name: "每千单", Value: dashboards.Decimal(a.Rate.Middle), Unit: "件", Note: strconv.Itoa(a.Exposed) + " 个有订单量"})
	}
	if a.Graded > 0 {
		list = append(list, precheckCard{Name: "A、B 级", Value: dashboards.Percent(a.Severe.N, a.Graded), Unit: "%", Note: dashboards.Number(a.Severe.N) + " 件，共 " + dashboards.Number(a.Graded) + " 件分了级", Door: dashboards.Door(a.Severe.In)})
	}
	return append(list, precheckCard{Name: "涉及安全或受伤", Value: dashboards.Percent(a.Urgent.N, a.OfAll), Unit: "%", Note: dashboards.Number(a.Urgent.N) + " 件，共 " + dashboards.Number(a.OfAll) + " 件", Door: dashboards.Door(a.Urgent.In)})
}

func (s *site) precheckPoint(a *precheck.Answer, p *precheck.Point) precheckPoint {
	v := precheckPoint{Name: dashboards.ValueName(s.Names, "topic", p.Code), Share: fmt.Sprintf("%.0f%%", p.Share*100), Interval: fmt.Sprintf("%.0f%%–%.0f%%", p.Low*100, p.High*100),
		PerMonth: precheck.Few(p.PerMonth.Middle), N: p.Seen, Door: dashboards.Door(p.In), Members: fmt.Sprintf("%d / %d", p.Topic.Members, len(a.Members))}
	for _, c := range p.Causes {
		v.Causes = append(v.Causes, action.CauseText(s.Names, c))
	}
	measure := func(j *action.Judged) precheckMeasure {
		return precheckMeasure{Title: "#" + strconv.FormatUint(j.Number, 10) + " " + j.Title, Address: actionAddress(j.Number), Said: j.State()}
	}
	for i := range p.Worked {
		v.Worked = append(v.Worked, measure(&p.Worked[i]))
	}
	for i := range p.Tried {
		v.Tried = append(v.Tried, measure(&p.Tried[i]))
	}
	for _, l := range p.Said {
		v.Said = append(v.Said, themeExample{When: dashboards.DateText(l.ReceivedAt), Parts: fromFirstMark(markText(l.Head, l.Evidence, "")), Door: complaintAddress(l.Key)})
	}
	return v
}
