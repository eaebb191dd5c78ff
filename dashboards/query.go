package dashboards

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
)

// Query is what a page was asked for: the filters of its address, and what the page found out before it asked its panels.
type Query struct {
	Month   analytics.Month     // 0 until the page has chosen one
	Filters analytics.Selection // choices, words and state; days only when the address names them
	Now     time.Time
	Period  Period
	Known   Coverages
	Names   Names
	Clocks  map[string]string // names of the policy's clocks by their codes
	Rule    *ResponseRule     // what 及时响应率 counts by; nil: by grade, without a policy
	By      string            // the axis of the taxonomy that the panel of topics ranks: topic_why or topic_where; empty is topic
}

// ResponseRule is the clock of a policy by which 及时响应率 counts.
type ResponseRule struct {
	Policy string // its name
	Clock  string // the clock's name; empty: the policy has none
	Limits string // A 级 8 小时，B 级 24 小时
}

// noFilter is what a form sends for "all", because an empty value means "not told".
const noFilter = "*"

// maxWords bounds a search: longer than any phrase that a person types, shorter than a text pasted by mistake.
const maxWords = 100

// ParseQuery reads the filters of an address: month, from, to, q, state, import, same (a group of alike complaints), basis (then or now), changed with reason, was and not_was (what changed in sealed months since), by, and for each axis, be it one over an attribute, its name (one of the
// values) or not_ and its name (none of them). Anything else is left alone. It refuses days, months and states that do not exist.
func ParseQuery(values url.Values) (Query, error) {
	var q Query
	var err error
	if s := values.Get("month"); s != "" && s != noFilter {
		if q.Month, err = analytics.ParseMonth(s); err != nil {
			return q, err
		}
	}
	if q.Filters.From, err = parseDay("from", values.Get("from")); err != nil {
		return q, err
	}
	if q.Filters.To, err = parseDay("to", values.Get("to")); err != nil {
		return q, err
	}
	if !q.Filters.From.IsZero() && !q.Filters.To.IsZero() && q.Filters.To.Before(q.Filters.From) {
		return q, analytics.Invalid("to", "结束日 %s 早于开始日 %s", DateText(q.Filters.To), DateText(q.Filters.From))
	}
	for _, axis := range slices.Concat(analytics.Choosable, attributesIn(values)) {
		if chosen := chosenValues(values[axis]); len(chosen) > 0 {
			q.Filters = q.Filters.With(axis, chosen...)
		}
		if refused := chosenValues(values["not_"+axis]); len(refused) > 0 {
			q.Filters = q.Filters.Without(axis, refused...)
		}
	}
	if q.By = values.Get("by"); q.By != "" && (!Labelled(q.By) || q.By == "topic") {
		return q, analytics.Invalid("by", "不能按 %q 排列，可以按 topic_why（原因）或 topic_where（环节）", q.By)
	}
	q.Filters.Words = strings.TrimSpace(values.Get("q"))
	if runes := []rune(q.Filters.Words); len(runes) > maxWords {
		q.Filters.Words = string(runes[:maxWords])
	}
	q.Filters.State = analytics.State(values.Get("state"))
	if q.Filters.State == noFilter {
		q.Filters.State = ""
	}
	if given := values.Get("import"); given != "" && given != noFilter {
		n, err := strconv.ParseUint(given, 10, 32)
		if err != nil || n == 0 {
			return q, analytics.Invalid("import", "没有编号为 %q 的导入", given)
		}
		q.Filters.Import = uint32(n)
	}
	if q.Filters.Group, err = parseGroup(values.Get("same")); err != nil {
		return q, err
	}
	q.Filters.Basis = analytics.Basis(values.Get("basis"))
	if b := q.Filters.Basis; b != "" && b != analytics.BasisThen && b != analytics.BasisNow {
		return q, analytics.Invalid("basis", "口径只有 then（当时）和 now（现行），没有 %q", string(b))
	}
	if q.Filters.Shift, err = parseShift(values); err != nil {
		return q, err
	}
	if given := values.Get("theme"); given != "" && given != noFilter {
		if q.Filters.Theme, err = ParseTheme(given); err != nil {
			return q, err
		}
	}
	if q.Filters.Clock, err = parseClock(values.Get("clock")); err != nil {
		return q, err
	}
	if q.Filters.Judged, err = parseJudged(chosenValues(values["judged"])); err != nil {
		return q, err
	}
	if q.Filters.Outcome, err = parseOutcome(values.Get("outcome")); err != nil {
		return q, err
	}
	if q.Filters.Customer, err = parseCustomer(values); err != nil {
		return q, err
	}
	if q.Filters.State != "" && !slices.Contains(analytics.States, q.Filters.State) {
		return q, analytics.Invalid("state", "没有 %q 这种状态", string(q.Filters.State))
	}
	return q, nil
}

// attributesIn are the axes over attributes that an address names, in order.
func attributesIn(values url.Values) []string {
	var axes []string
	for name := range values {
		axis := strings.TrimPrefix(name, "not_")
		if _, ok := analytics.AttributeOf(axis); ok && !slices.Contains(axes, axis) {
			axes = append(axes, axis)
		}
	}
	slices.Sort(axes)
	return axes
}

// parseGroup reads the group of alike complaints that an address names: matter-9f3a, its kind and its number in hexadecimal.
func parseGroup(given string) (analytics.Group, error) {
	if given == "" || given == noFilter {
		return analytics.Group{}, nil
	}
	kind, number, _ := strings.Cut(given, "-")
	id, err := strconv.ParseUint(number, 16, 64)
	if err != nil || id == 0 || !slices.Contains(analytics.GroupKinds, analytics.GroupKind(kind)) {
		return analytics.Group{}, analytics.Invalid("same", "没有 %q 这一组投诉", given)
	}
	return analytics.Group{Kind: analytics.GroupKind(kind), ID: id}, nil
}

// parseClock reads how a clock of the policy is to stand: finish.late, its code and one of ClockPicks. When it is looked at, the page decides.
func parseClock(given string) (analytics.ClockPick, error) {
	if given == "" || given == noFilter {
		return analytics.ClockPick{}, nil
	}
	clock, state, _ := strings.Cut(given, ".")
	if clock == "" || !slices.Contains(analytics.ClockPicks, state) {
		return analytics.ClockPick{}, analytics.Invalid("clock", "没有 %q 这样的时限条件", given)
	}
	return analytics.ClockPick{Clock: clock, State: state}, nil
}

// parseJudged reads what the policy is to say of a complaint: fine.延迟受理, one of JudgedKinds and a value of it; none is any.
func parseJudged(given []string) ([]analytics.JudgedPick, error) {
	var picks []analytics.JudgedPick
	for _, one := range given {
		if one == "" {
			continue
		}
		kind, value, _ := strings.Cut(one, ".")
		if !slices.Contains(analytics.JudgedKinds, kind) {
			return nil, analytics.Invalid("judged", "没有 %q 这样的办法条件", one)
		}
		picks = append(picks, analytics.JudgedPick{Kind: kind, Value: value})
	}
	return picks, nil
}

func parseDay(field, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation("2006-01-02", s, analytics.Zone)
	if err != nil || t.Year() < 1970 || t.Year() > 2100 {
		return time.Time{}, analytics.Invalid(field, "日期 %q 不是 2024-03-15 这样的写法", s)
	}
	return t, nil
}

func chosenValues(given []string) []string {
	var chosen []string
	for _, v := range given {
		if v != noFilter && !slices.Contains(chosen, v) {
			chosen = append(chosen, v)
		}
	}
	return chosen
}

// Encode writes filters as an address' query, the way ParseQuery reads them. A month stands for its days. The basis is written where it
// makes a difference: where a month of the selection is sealed.
func Encode(month analytics.Month, s analytics.Selection) string {
	values := url.Values{}
	if month != 0 {
		values.Set("month", month.String())
	}
	if !s.From.IsZero() {
		values.Set("from", DateText(s.From))
	}
	if !s.To.IsZero() {
		values.Set("to", DateText(s.To))
	}
	for _, c := range s.Choices {
		name := c.Axis
		if c.Not {
			name = "not_" + name
		}
		values[name] = append(values[name], c.Values...)
	}
	if s.Words != "" {
		values.Set("q", s.Words)
	}
	if s.Import != 0 {
		values.Set("import", strconv.FormatUint(uint64(s.Import), 10))
	}
	if s.Theme != 0 {
		values.Set("theme", ThemeText(s.Theme))
	}
	if s.Group.ID != 0 {
		values.Set("same", string(s.Group.Kind)+"-"+strconv.FormatUint(s.Group.ID, 16))
	}
	if s.Clock.Clock != "" {
		values.Set("clock", s.Clock.Clock+"."+s.Clock.State)
	}
	for _, pick := range s.Judged {
		values.Add("judged", pick.Kind+"."+pick.Value)
	}
	if s.Outcome != "" {
		values.Set("outcome", string(s.Outcome))
	}
	encodeCustomer(values, s.Customer)
	if s.State != "" {
		values.Set("state", string(s.State))
	}
	encodeShift(values, s.Shift)
	days := s
	if month != 0 && s.From.IsZero() && s.To.IsZero() {
		days = s.Between(month.First(), month.Last())
	}
	if len(days.Touched()) > 0 {
		values.Set("basis", string(s.Basis))
	}
	return values.Encode()
}

// Door is the address of the list that holds exactly the complaints of a selection. A selection of one whole month is written as that month.
func Door(s analytics.Selection) string {
	var month analytics.Month
	if !s.From.IsZero() && s.From.Day() == 1 && s.To.Equal(analytics.MonthOf(s.From).Last()) {
		month = analytics.MonthOf(s.From)
		s.From, s.To = time.Time{}, time.Time{}
	}
	return "/complaints?" + Encode(month, s)
}

// Page is the address of the overview of a month with the query's filters.
func (q Query) Page(month analytics.Month) string {
	filters := q.Filters
	filters.From, filters.To, filters.Outcome, filters.Customer = time.Time{}, time.Time{}, "", analytics.CustomerPick{}
	filters.Import, filters.Theme, filters.Group, filters.Clock, filters.Judged = 0, 0, analytics.Group{}, analytics.ClockPick{}, nil // these are looked at as lists
	return q.Overview(month, filters)
}

// Overview is the address of the overview of a month with other filters, the topics ranked as they are.
func (q Query) Overview(month analytics.Month, filters analytics.Selection) string {
	address := "/?" + Encode(month, filters)
	if _, sealed := analytics.SealOf(filters.Seals, month); month == q.Month && filters.Basis == analytics.BasisThen && !sealed {
		address += "&basis=" + string(analytics.BasisThen) // the month is the same in both, those that it is compared with are not
	}
	if q.By != "" {
		address += "&by=" + q.By
	}
	return address
}

// Lenses are the addresses of the same page with the topics ranked by 现象, 原因 and 环节.
func (q Query) Lenses() []Lens {
	var list []Lens
	for _, l := range []struct{ by, name string }{{"", "现象"}, {"topic_why", "原因"}, {"topic_where", "环节"}} {
		other := q
		other.By = l.by
		list = append(list, Lens{Name: l.name, Address: other.Overview(q.Month, q.Filters) + "#topics", On: l.by == q.By})
	}
	return list
}

// Chosen returns the values that the filters ask for on an axis; ok is false when the axis is free.
func (q Query) Chosen(axis string) (values []string, ok bool) {
	for _, c := range q.Filters.Choices {
		if c.Axis == axis && !c.Not {
			return c.Values, true
		}
	}
	return nil, false
}

// Crossed returns the query with what took the place of labels that are in use no more, beside them: complaints that were not read again
// still have the old ones.
func (q Query) Crossed() Query {
	known, ok := q.Names.(Crosswalks)
	if !ok {
		return q
	}
	choices := slices.Clone(q.Filters.Choices)
	for i, c := range choices {
		if !Labelled(c.Axis) {
			continue
		}
		values := slices.Clone(c.Values)
		for _, v := range c.Values {
			for _, now := range known.Current(v) {
				if !slices.Contains(values, now) {
					values = append(values, now)
				}
			}
		}
		choices[i].Values = values
	}
	q.Filters.Choices = choices
	return q
}
