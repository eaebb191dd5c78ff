package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// ruleSteps is how many escalations the form has room for.
const ruleSteps = 3

// ruleAxes are the axes that a rule may ask for, in the order in which the form offers them.
var ruleAxes = []string{"department", "product_line", "product", "topic", "province", "city", "channel", "source"}

// ruleView is the form of a rule.
type ruleView struct {
	Number             uint64
	Name               string
	Levels, Kinds      []ruleOption
	Falls              bool
	Series             []ruleSeries
	To                 []ruleOption
	Digests, Weekdays  []ruleOption
	At                 string
	QuietFrom, QuietTo string
	Quiet, BreakQuiet  bool
	Steps              []ruleStep
	By                 string
	Refused            string
	Linked             bool
	Off                bool
}

type ruleSeries struct {
	Axes  []ruleOption
	Value string
}

type ruleStep struct {
	After string
	Units []ruleOption
	To    []ruleOption
}

// usual is what the form of a new rule begins with.
var usual = analytics.DeliveryRule{Level: 2, Kinds: []string{analytics.FindingDays, analytics.FindingWeek}, At: 9 * 60, Weekday: time.Monday, QuietFrom: 22 * 60, QuietTo: 8 * 60, BreakQuiet: true}

func (s *site) showRule(w http.ResponseWriter, r *http.Request) {
	rule := usual
	if asked := r.URL.Query().Get("number"); asked != "" {
		rules, err := s.Deliveries.DeliveryRules(r.Context())
		if err != nil {
			s.problem(w, r, err)
			return
		}
		i := slices.IndexFunc(rules, func(one analytics.DeliveryRule) bool { return strconv.FormatUint(one.Number, 10) == asked })
		if i < 0 {
			s.notFound(w, r)
			return
		}
		rule = rules[i]
	}
	s.showRuleForm(w, r, http.StatusOK, rule, "")
}

func (s *site) showRuleForm(w http.ResponseWriter, r *http.Request, status int, rule analytics.DeliveryRule, refused string) {
	recipients, err := s.Deliveries.Recipients(r.Context())
	if err != nil {
		s.problem(w, r, err)
		return
	}
	recipients = slices.DeleteFunc(recipients, func(one analytics.Recipient) bool { return !one.GoneAt.IsZero() })
	view := s.ruleForm(rule, recipients)
	view.By, view.Refused, view.Linked = who(r), refused, s.Deliveries.Linked()
	title := "新规则"
	if rule.Number > 0 {
		title = "改规则"
	}
	s.show(w, r, status, "delivery_rule", frame{Title: title, Active: "deliveries", Books: s.books(r), Body: view})
}

func (s *site) ruleForm(rule analytics.DeliveryRule, recipients []analytics.Recipient) ruleView {
	v := ruleView{Number: rule.Number, Name: rule.Name, Falls: rule.Falls, At: rule.At.String(), Quiet: rule.QuietFrom != rule.QuietTo, BreakQuiet: rule.BreakQuiet, Off: rule.Off}
	v.QuietFrom, v.QuietTo = rule.QuietFrom.String(), rule.QuietTo.String()
	if rule.Digest == analytics.DigestNone {
		v.At, rule.Weekday = usual.At.String(), usual.Weekday
	}
	if !v.Quiet {
		v.QuietFrom, v.QuietTo = usual.QuietFrom.String(), usual.QuietTo.String()
	}
	for level := uint8(1); level <= analytics.LevelAlarm; level++ {
		name := dashboards.LevelName(level)
		if level < analytics.LevelAlarm {
			name += "及以上"
		}
		v.Levels = append(v.Levels, ruleOption{strconv.Itoa(int(level)), name, level == rule.Level})
	}
	for _, k := range dashboards.FindingKinds {
		v.Kinds = append(v.Kinds, ruleOption{k.Kind, k.Name, len(rule.Kinds) == 0 || slices.Contains(rule.Kinds, k.Kind)})
	}
	for i := range 2 {
		var one analytics.AxisValue
		if i < len(rule.Series) {
			one = rule.Series[i]
		}
		row := ruleSeries{Axes: []ruleOption{{"", "不限", one.Axis == ""}}}
		if one.Axis != "" {
			row.Value = dashboards.ValueName(s.Names, one.Axis, one.Value)
		}
		for _, axis := range ruleAxes {
			row.Axes = append(row.Axes, ruleOption{axis, dashboards.AxisName(axis), axis == one.Axis})
		}
		v.Series = append(v.Series, row)
	}
	v.To = recipientOptions(recipients, rule.To...)
	for _, d := range []ruleOption{{analytics.DigestNone, "立即", false}, {analytics.DigestDaily, "每天汇总一次", false}, {analytics.DigestWeekly, "每周汇总一次", false}} {
		d.On = d.Value == rule.Digest
		v.Digests = append(v.Digests, d)
	}
	for _, d := range dashboards.Weekdays {
		v.Weekdays = append(v.Weekdays, ruleOption{strconv.Itoa(int(d.Day)), d.Name, d.Day == rule.Weekday})
	}
	for i := range ruleSteps {
		v.Steps = append(v.Steps, escalationForm(rule.Escalate, i, recipients))
	}
	return v
}

func escalationForm(steps []analytics.Escalation, i int, recipients []analytics.Recipient) ruleStep {
	row := ruleStep{Units: []ruleOption{{"m", "分钟", true}, {"h", "小时", false}}, To: []ruleOption{{"", "不转", true}}}
	if i >= len(steps) {
		row.To = append(row.To, recipientOptions(recipients)...)
		return row
	}
	after := steps[i].After
	row.After = strconv.Itoa(int(after / time.Minute))
	if after%time.Hour == 0 {
		row.After, row.Units[0].On, row.Units[1].On = strconv.Itoa(int(after/time.Hour)), false, true
	}
	row.To[0].On = false
	row.To = append(row.To, recipientOptions(recipients, steps[i].To)...)
	return row
}

func recipientOptions(list []analytics.Recipient, on ...uint64) []ruleOption {
	var out []ruleOption
	for _, r := range list {
		out = append(out, ruleOption{strconv.FormatUint(r.Number, 10), r.Name + " · " + dashboards.ChannelName(r.Channel), slices.Contains(on, r.Number)})
	}
	return out
}

func (s *site) saveRule(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	rule, err := ruleOf(r.PostForm)
	if err == nil {
		rule.MadeBy = signer(w, r)
		err = s.Deliveries.SaveDeliveryRule(r.Context(), rule)
	}
	switch {
	case refusable(err):
		s.showRuleForm(w, r, http.StatusUnprocessableEntity, rule, dashboards.Sentence(err))
	case err != nil:
		s.problem(w, r, err)
	default:
		s.after(w, r, "/deliveries", "rule_saved", -1)
	}
}

// ruleOf reads the form. What cannot be read is the error; the rule has everything that could, to be shown again.
func ruleOf(form url.Values) (rule analytics.DeliveryRule, err error) {
	keep := func(failed error) {
		if err == nil {
			err = failed
		}
	}
	number := func(text string) uint64 {
		n, _ := strconv.ParseUint(text, 10, 63) // what is no number is 0, which is nothing
		return n
	}
	minute := func(name string) analytics.MinuteOfDay {
		m, failed := analytics.ParseMinute(form.Get(name))
		keep(failed)
		return m
	}
	rule = analytics.DeliveryRule{Number: number(form.Get("number")), Name: strings.TrimSpace(form.Get("name")), Level: uint8(number(form.Get("level"))), Kinds: form["kind"],
		Falls: form.Get("falls") != "", Digest: form.Get("digest"), Weekday: time.Weekday(number(form.Get("weekday")) % 7), BreakQuiet: form.Get("break") != "", Off: form.Get("off") != ""}
	if len(rule.Kinds) == 0 {
		keep(analytics.Invalid("kind", "请至少选一种发现"))
	}
	for _, to := range form["to"] {
		rule.To = append(rule.To, number(to))
	}
	if rule.Digest != analytics.DigestNone {
		rule.At = minute("at")
	}
	if form.Get("quiet") != "" {
		rule.QuietFrom, rule.QuietTo = minute("quiet_from"), minute("quiet_to")
	}
	for i := range 2 {
		if axis := form.Get(fmt.Sprintf("axis%d", i)); axis != "" {
			rule.Series = append(rule.Series, analytics.AxisValue{Axis: axis, Value: strings.TrimSpace(form.Get(fmt.Sprintf("value%d", i)))})
		}
	}
	for i := range ruleSteps {
		to := number(form.Get(fmt.Sprintf("step_to%d", i)))
		if to == 0 {
			continue
		}
		unit := time.Minute
		if form.Get(fmt.Sprintf("step_unit%d", i)) == "h" {
			unit = time.Hour
		}
		after := number(form.Get(fmt.Sprintf("step_after%d", i)))
		if after == 0 || after > 10000 {
			keep(analytics.Invalid("after", "请写明多久无人确认才转给下一个人，如 30 分钟"))
			after = 0
		}
		rule.Escalate = append(rule.Escalate, analytics.Escalation{After: time.Duration(after) * unit, To: to})
	}
	return rule, err
}
