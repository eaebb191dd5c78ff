package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/action"
)

// actionForm is the form of a new measure, or of one that is edited.
type actionForm struct {
	analytics.Action
	New        bool
	Cause      []causeField
	From, To   string
	Due, Done  string
	Expect     string
	Axis       string // of the controls
	Values     string // of the controls, as written
	Axes       []filterOption
	Finding    string // its id
	Proof      string // the sentence of the finding
	By, Why    string
	Error      string
	Field      string // that is wrong
	Address    string // that the form is sent to
	Back       string
	DateNeeded bool // the measure is done: the day is not to be lost
}

// causeField is one value of the cause: a box that is ticked.
type causeField struct {
	Name, Value string
	On          bool
}

// controlAxes are the axes on which controls are chosen by hand.
var controlAxes = []string{"product", "product_line", "model", "province", "channel", "department", "category", "source"}

func (s *site) showNewAction(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := contextWithin(r, actionsTimeout)
	defer cancel()
	form, err := s.newAction(ctx, r)
	if err != nil {
		s.problem(w, r, err)
		return
	}
	form.By = who(r)
	s.showActionForm(w, r, http.StatusOK, form)
}

func (s *site) showActionForm(w http.ResponseWriter, r *http.Request, status int, form actionForm) {
	title := "建整改"
	if !form.New {
		title = "改整改 #" + strconv.FormatUint(form.Number, 10)
	}
	form.Axes = nil
	for _, axis := range controlAxes {
		form.Axes = append(form.Axes, filterOption{Value: axis, Name: dashboards.AxisName(axis), Chosen: axis == form.Axis})
	}
	s.show(w, r, status, "action_form", frame{Title: title, Active: "actions", Books: s.books(r), Body: form})
}

// newAction is the form as a finding, or the filters of a list, fill it.
func (s *site) newAction(ctx context.Context, r *http.Request) (actionForm, error) {
	form := actionForm{New: true, Address: "/actions", Back: "/actions"}
	form.Status = analytics.ActionOpen
	q, err := s.query(r)
	if err != nil {
		return form, err
	}
	cause, err := analytics.ValuesOf(q.Filters)
	if err != nil {
		return form, err
	}
	from, to := q.Filters.From, q.Filters.To
	if id := r.URL.Query().Get("finding"); id != "" {
		found, err := s.ofFinding(ctx, id, &form)
		if err != nil {
			return form, err
		}
		if len(cause) == 0 {
			cause = found
		}
		from, to = form.Action.From, form.Action.To
	}
	form.Action.Cause = cause
	form.fill(s.Names)
	form.From, form.To = dayField(from), dayField(to)
	if len(cause) > 0 {
		form.Title = "减少投诉：" + action.CauseText(s.Names, cause)
	}
	return form, nil
}

// measureAddress is where a measure against the complaints of some filters is written down; empty when these are none that a cause can have.
func (s *site) measureAddress(filters analytics.Selection) string {
	cause, err := analytics.ValuesOf(filters)
	if s.Actions == nil || err != nil || len(cause) == 0 {
		return ""
	}
	return "/actions/new?" + dashboards.Encode(0, analytics.SelectionOf(cause).Between(filters.From, filters.To))
}

// ofFinding takes over what a finding knows: its days, and the values that its series and its first cause have.
func (s *site) ofFinding(ctx context.Context, id string, form *actionForm) ([]analytics.AxisValue, error) {
	number, err := analytics.ParseID(id)
	if err != nil {
		return nil, err
	}
	f, ok, err := s.Actions.FindingOf(ctx, number)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, &analytics.Error{Kind: analytics.KindMissing, Field: "finding", Text: "没有这一发现：重算之后它可能已经消失，请从预警里再打开"}
	}
	form.Action.Finding, form.Finding = number, id
	if f.Kind == analytics.FindingDays || f.Kind == analytics.FindingWeek {
		form.Action.From, form.Action.To = f.From, f.To
	}
	cause := slices.Clone(f.Series)
	list, err := s.Actions.Attributions(ctx, f.Month, f.Month)
	for _, a := range list {
		if a.Finding != number {
			continue
		}
		form.Proof = a.Sentence
		if len(a.Causes) > 0 {
			cause = joinCause(cause, a.Causes[0].Values)
		}
	}
	return cause, err
}

// joinCause adds values on axes that are not there yet.
func joinCause(list, more []analytics.AxisValue) []analytics.AxisValue {
	for _, v := range more {
		if !slices.ContainsFunc(list, func(k analytics.AxisValue) bool { return k.Axis == v.Axis }) {
			list = append(list, v)
		}
	}
	return list
}

// fill writes the fields of a form from its action.
func (f *actionForm) fill(names dashboards.Names) {
	f.Cause = nil
	for _, v := range f.Action.Cause {
		f.Cause = append(f.Cause, causeField{Name: dashboards.AxisName(v.Axis) + "：" + dashboards.ValueName(names, v.Axis, v.Value), Value: v.Axis + "=" + v.Value, On: true})
	}
	f.From, f.To, f.Due, f.Done = dayField(f.Action.From), dayField(f.Action.To), dayField(f.Action.Due), dayField(f.Action.DoneAt)
	f.DateNeeded = f.Status == analytics.ActionDone || f.Status == analytics.ActionVerified || f.Status == analytics.ActionFailed
	if f.Expected > 0 {
		f.Expect = strconv.Itoa(int(f.Expected*100 + 0.5))
	}
	var values []string
	for _, v := range f.Controls {
		f.Axis = v.Axis
		values = append(values, v.Value)
	}
	f.Values = strings.Join(values, "、")
	if f.Action.Finding != 0 {
		f.Finding = analytics.IDText(f.Action.Finding)
	}
}

func dayField(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return dashboards.DateText(t)
}

// readAction reads the fields of a form into an action. The form comes back with what was written when something cannot be read.
func (s *site) readAction(form url.Values, a *analytics.Action) error {
	a.Title, a.Measure, a.Owner, a.Department = form.Get("title"), form.Get("measure"), form.Get("owner"), form.Get("department")
	a.Cause = nil
	for _, given := range form["cause"] {
		axis, value, ok := strings.Cut(given, "=")
		if !ok || !isAxis(axis) {
			return analytics.Invalid("cause", "没有 %q 这个条件", given)
		}
		a.Cause = append(a.Cause, analytics.AxisValue{Axis: axis, Value: value})
	}
	for _, d := range []struct {
		field, name string
		into        *time.Time
	}{{"outbreak_from", "爆发的第一天", &a.From}, {"outbreak_to", "爆发的最后一天", &a.To}, {"due", "期限", &a.Due}, {"done", "生效日", &a.DoneAt}} {
		if err := readDay(form.Get(d.field), d.field, d.name, d.into); err != nil {
			return err
		}
	}
	switch {
	case a.From.IsZero() && !a.To.IsZero():
		a.From = a.To
	case a.To.IsZero():
		a.To = a.From
	}
	a.Expected = 0
	if given := strings.TrimSuffix(strings.TrimSpace(form.Get("expected")), "%"); given != "" {
		n, err := strconv.ParseFloat(given, 64)
		if err != nil || n < 1 || n > 99 {
			return analytics.Invalid("expected", "预期降幅 %q 不对：请填 1 到 99 之间的百分数，也可以不填", given)
		}
		a.Expected = n / 100
	}
	return readControls(form, a)
}

func readDay(given, field, name string, into *time.Time) error {
	*into = time.Time{}
	if given == "" {
		return nil
	}
	day, err := time.ParseInLocation(time.DateOnly, given, analytics.Zone)
	if err != nil || day.Year() < 1990 || day.Year() > 2100 {
		return analytics.Invalid(field, "%s %q 不是 2024-03-15 这样的日期", name, given)
	}
	*into = day
	return nil
}

func readControls(form url.Values, a *analytics.Action) error {
	a.Controls = nil
	axis := form.Get("control_axis")
	for _, value := range strings.FieldsFunc(form.Get("control_values"), func(r rune) bool { return r == '、' || r == ',' || r == '，' }) {
		if value = strings.TrimSpace(value); value == "" {
			continue
		}
		if !slices.Contains(controlAxes, axis) {
			return analytics.Invalid("control_values", "请先选对照按什么来分")
		}
		a.Controls = append(a.Controls, analytics.AxisValue{Axis: axis, Value: value})
	}
	return nil
}

// formOf puts what was written back into a form, with what is wrong.
func (s *site) formOf(r *http.Request, a analytics.Action, err error) actionForm {
	form := actionForm{Action: a, New: a.Number == 0, Address: "/actions", Back: "/actions", By: r.PostForm.Get("by"), Why: r.PostForm.Get("why")}
	form.fill(s.Names)
	form.From, form.To, form.Due, form.Done = r.PostForm.Get("outbreak_from"), r.PostForm.Get("outbreak_to"), r.PostForm.Get("due"), r.PostForm.Get("done")
	form.Expect, form.Axis, form.Values = r.PostForm.Get("expected"), r.PostForm.Get("control_axis"), r.PostForm.Get("control_values")
	if !form.New {
		form.Address, form.Back = actionAddress(a.Number), actionAddress(a.Number)
	}
	form.Error = dashboards.Sentence(err)
	if known := fieldError(err); known != nil {
		form.Field = known.Field
	}
	return form
}
