package analytics

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Action is a measure against a cause of complaints (整改). Nothing of it is ever deleted: every change is kept in Changes.
type Action struct {
	Number   uint64
	Revision uint64 // number of its newest change: who saves an older one is told that somebody was faster
	Title    string

	Cause      []AxisValue // values of one axis are alternatives, axes hold together; none is every complaint
	Finding    uint64      // that led to it; 0 when none did
	From, To   time.Time   // the days of that finding, or of the outbreak that a person named; zero when none
	Controls   []AxisValue // what the cause is compared with; none: all other complaints of the same sources
	Measure    string
	Owner      string // who sees to it
	Department string
	Due        time.Time // day; zero when none was agreed
	DoneAt     time.Time // first day on which it should work; zero before it is done
	Expected   float64   // share by which complaints should fall, 0 to 1; 0 when nobody said
	Status     ActionStatus
	Changes    []ActionChange // oldest first
}

// ActionStatus is how far an action is.
type ActionStatus string

// The statuses.
const (
	ActionOpen     ActionStatus = "open"     // 整改中
	ActionDone     ActionStatus = "done"     // 待验证: done, and being watched
	ActionVerified ActionStatus = "verified" // 已见效: a person agreed that it worked
	ActionFailed   ActionStatus = "failed"   // 未见效: a person agreed that it did not
	ActionClosed   ActionStatus = "closed"   // 已关闭: given up or no longer needed
)

// ActionStatuses are all of them, in the order in which a list shows them.
var ActionStatuses = []ActionStatus{ActionOpen, ActionDone, ActionFailed, ActionVerified, ActionClosed}

// ActionStep is one kind of change of an action.
type ActionStep string

// The steps.
const (
	ActionMade     ActionStep = "made"
	ActionEdited   ActionStep = "edited"
	ActionFinished ActionStep = "finished"
	ActionAgreed   ActionStep = "agreed"   // it worked
	ActionRefused  ActionStep = "refused"  // it did not
	ActionReopened ActionStep = "reopened" // to be worked on again
	ActionGivenUp  ActionStep = "closed"
)

// ActionChange is one change of an action.
type ActionChange struct {
	Revision uint64
	Step     ActionStep
	By, Why  string
	At       time.Time
	Fields   []string // names of what was edited, in the words of the form
}

// actionSteps says from which statuses a step may be taken, and where it leads.
var actionSteps = map[ActionStep]struct {
	from []ActionStatus
	to   ActionStatus
}{
	ActionFinished: {[]ActionStatus{ActionOpen, ActionDone}, ActionDone},
	ActionAgreed:   {[]ActionStatus{ActionDone}, ActionVerified},
	ActionRefused:  {[]ActionStatus{ActionDone}, ActionFailed},
	ActionReopened: {[]ActionStatus{ActionDone, ActionVerified, ActionFailed, ActionClosed}, ActionOpen},
	ActionGivenUp:  {[]ActionStatus{ActionOpen, ActionDone, ActionFailed}, ActionClosed},
}

// Allows reports whether a step may be taken now.
func (a *Action) Allows(step ActionStep) bool {
	if step == ActionEdited {
		return a.Status != ActionClosed
	}
	return slices.Contains(actionSteps[step].from, a.Status)
}

// Take moves an action a step on. It says why it cannot.
func (a *Action) Take(step ActionStep) error {
	if !a.Allows(step) {
		return Invalid("step", "整改 #%d 现在是“%s”，不能这样改；请刷新后再看", a.Number, a.Status.Name())
	}
	if step == ActionEdited {
		return nil
	}
	a.Status = actionSteps[step].to
	if step == ActionReopened {
		a.DoneAt = time.Time{}
	}
	return nil
}

// Name is what people call a status.
func (s ActionStatus) Name() string {
	return map[ActionStatus]string{ActionOpen: "整改中", ActionDone: "待验证", ActionVerified: "已见效", ActionFailed: "未见效", ActionClosed: "已关闭"}[s]
}

// Name is what people call a step.
func (s ActionStep) Name() string {
	return map[ActionStep]string{ActionMade: "立项", ActionEdited: "修改", ActionFinished: "完成", ActionAgreed: "验证见效", ActionRefused: "验证未见效",
		ActionReopened: "重新打开", ActionGivenUp: "关闭"}[s]
}

// Overdue reports whether an action that is not done should have been by now.
func (a *Action) Overdue(now time.Time) bool {
	return a.Status == ActionOpen && !a.Due.IsZero() && DayOf(now).After(a.Due)
}

// Key names the cause, as in findings.
func (a *Action) Key() uint64 { return CauseKey(a.Cause) }

// Made is when, and by whom, an action was written down.
func (a *Action) Made() ActionChange {
	if len(a.Changes) == 0 {
		return ActionChange{}
	}
	return a.Changes[0]
}

// SelectionOf picks the complaints that have the values: those of one axis are alternatives, axes hold together.
func SelectionOf(values []AxisValue) Selection {
	var s Selection
	for _, v := range values {
		if i := slices.IndexFunc(s.Choices, func(c Choice) bool { return c.Axis == v.Axis }); i >= 0 {
			s.Choices[i].Values = append(s.Choices[i].Values, v.Value)
			continue
		}
		s.Choices = append(s.Choices, Choice{Axis: v.Axis, Values: []string{v.Value}})
	}
	return s
}

// ValuesOf is the opposite of SelectionOf. It refuses what a cause cannot say: what is left out, words and states.
func ValuesOf(s Selection) ([]AxisValue, error) {
	if s.Words != "" || s.State != "" || s.Import != 0 || s.Theme != 0 || s.Group.ID != 0 || s.Clock.Clock != "" || s.Shift != nil {
		return nil, Invalid("cause", "整改的对象只能用主题、产品、地区这类条件来定，请去掉词语、状态等条件再建")
	}
	var list []AxisValue
	for _, c := range s.Choices {
		if c.Not {
			return nil, Invalid("cause", "整改的对象不能用“除……以外”来定，请改成选中要整改的")
		}
		for _, v := range c.Values {
			list = append(list, AxisValue{c.Axis, v})
		}
	}
	slices.SortFunc(list, func(a, b AxisValue) int { return cmp.Or(cmp.Compare(a.Axis, b.Axis), cmp.Compare(a.Value, b.Value)) })
	return list, nil
}

// Limits of what a person writes about an action, in runes.
const (
	longestTitle   = 80
	longestMeasure = 2000
	longestPerson  = 40
)

// Check refuses an action that nobody could work on.
func (a *Action) Check() error {
	for _, f := range []struct {
		field, name, text string
		longest           int
	}{{"title", "整改事项", a.Title, longestTitle}, {"measure", "措施", a.Measure, longestMeasure}, {"owner", "负责人", a.Owner, longestPerson}, {"department", "责任部门", a.Department, longestPerson}} {
		if n := utf8.RuneCountInString(f.text); n > f.longest {
			return Invalid(f.field, "%s太长：%d 个字，最多 %d 个", f.name, n, f.longest)
		}
	}
	switch {
	case strings.TrimSpace(a.Title) == "":
		return Invalid("title", "请写明整改什么")
	case strings.TrimSpace(a.Owner) == "" && strings.TrimSpace(a.Department) == "":
		return Invalid("owner", "请写负责人或责任部门：没有人负责的整改不会有结果")
	case a.Expected < 0 || a.Expected >= 1:
		return Invalid("expected", "预期降幅应在 1%% 到 99%% 之间")
	case a.Status == ActionDone && a.DoneAt.IsZero():
		return Invalid("done", "请填写措施从哪一天起生效")
	case !a.To.IsZero() && a.To.Before(a.From):
		return Invalid("to", "爆发的结束日 %s 早于开始日 %s", a.To.Format(time.DateOnly), a.From.Format(time.DateOnly))
	}
	return nil
}
