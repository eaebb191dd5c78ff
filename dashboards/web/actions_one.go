package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards"
	"huisheng/dashboards/action"
)

// actionPage is one measure.
type actionPage struct {
	actionRow
	Measure         string
	Status          string
	Expected        string
	Controls        string
	Outbreak, Burst string // its days, and the list of them
	Finding         string // its page
	Proof           string
	Basis           []basisFact
	History         []actionStep
	Steps           []stepForm
	AsksDay         bool // a step wants the day from which it works
	Editable        bool
	Revision        uint64
	By              string
	Today           string
	Error           string
	Weeks           []actionWeek
	Advice          string
	AfterN          uint64
	AfterDoor       string
}

// basisFact is one line of what a verdict rests on.
type basisFact struct{ Name, Value string }

// actionStep is one change as a line of the history.
type actionStep struct{ What, Fields, By, At, Why string }

// stepForm is a step that can be taken now.
type stepForm struct {
	Step, Name string
	Hint       string
}

func (s *site) showAction(w http.ResponseWriter, r *http.Request) {
	s.showOneAction(w, r, http.StatusOK, "")
}

func (s *site) showOneAction(w http.ResponseWriter, r *http.Request, status int, trouble string) {
	ctx, cancel := contextWithin(r, actionsTimeout)
	defer cancel()
	a, ok := s.actionOf(ctx, w, r)
	if !ok {
		return
	}
	if r.URL.Query().Has("edit") {
		form := actionForm{Action: a, Address: actionAddress(a.Number), Back: actionAddress(a.Number), By: who(r)}
		form.fill(s.Names)
		s.showActionForm(w, r, status, form)
		return
	}
	judged, err := s.judged.all(ctx, s.Reader, []analytics.Action{a}, s.Clock())
	if err != nil {
		s.problem(w, r, err)
		return
	}
	page := s.actionPage(&judged[0])
	page.By, page.Error = who(r), trouble
	if page.Proof, err = s.proofOf(ctx, a.Finding); err != nil {
		s.Log.Warn("the finding of a measure could not be read", "action", a.Number, "error", err)
	}
	s.show(w, r, status, "action", frame{Title: "整改 #" + strconv.FormatUint(a.Number, 10), Active: "actions", Books: s.books(r), Body: page})
}

// actionOf reads the measure of an address, or answers that there is none.
func (s *site) actionOf(ctx context.Context, w http.ResponseWriter, r *http.Request) (analytics.Action, bool) {
	number, err := strconv.ParseUint(r.PathValue("number"), 10, 63)
	if err != nil {
		s.notFound(w, r)
		return analytics.Action{}, false
	}
	a, err := s.Actions.ActionNumber(ctx, number)
	if err != nil {
		s.problem(w, r, err)
		return a, false
	}
	return a, true
}

// proofOf is what the finding said that led to a measure, empty when it is gone.
func (s *site) proofOf(ctx context.Context, finding uint64) (string, error) {
	if finding == 0 {
		return "", nil
	}
	f, ok, err := s.Actions.FindingOf(ctx, finding)
	if err != nil || !ok {
		return "", err
	}
	list, err := s.Actions.Attributions(ctx, f.Month, f.Month)
	for _, a := range list {
		if a.Finding == finding {
			return a.Sentence, err
		}
	}
	return "", err
}

func (s *site) actionPage(j *action.Judged) actionPage {
	page := actionPage{actionRow: s.actionRow(j), Measure: j.Measure, Status: j.Status.Name(), Revision: j.Revision, Editable: j.Allows(analytics.ActionEdited), Today: dashboards.DateText(s.Clock()),
		Basis: basisFacts(j, s.Names), Steps: nextSteps(j)}
	if j.Action.Expected > 0 {
		page.Expected = strconv.Itoa(int(j.Action.Expected*100+0.5)) + "%"
	}
	if len(j.Controls) > 0 {
		page.Controls = action.CauseText(s.Names, j.Controls)
	}
	if !j.From.IsZero() {
		page.Outbreak, page.Burst = spanWithYear(j.From, j.To), dashboards.Door(j.Series.Between(j.From, j.To))
	}
	if j.Action.Finding != 0 {
		page.Finding = "/finding?id=" + analytics.IDText(j.Action.Finding)
	}
	if j.Read && j.Days > 0 {
		page.AfterN, page.AfterDoor = uint64(j.CasesAfter+0.5), dashboards.Door(j.AfterSelection())
	}
	page.Weeks = slices.Clone(page.Chart.Weeks)
	slices.Reverse(page.Weeks)
	for _, c := range slices.Backward(j.Changes) {
		page.History = append(page.History, actionStep{What: c.Step.Name(), Fields: strings.Join(c.Fields, "、"), By: c.By, At: dashboards.TimeText(c.At), Why: c.Why})
	}
	page.Advice, page.AsksDay = actionAdvice(j), j.Status == analytics.ActionOpen
	return page
}

// spanWithYear writes a stretch of days that may be of any year.
func spanWithYear(from, to time.Time) string {
	text := dashboards.SpanText(from, to)
	if from.Year() == to.Year() {
		text = strconv.Itoa(from.Year()) + " 年 " + text
	}
	return text
}

// actionAdvice says what a person should do with a verdict.
func actionAdvice(j *action.Judged) string {
	switch {
	case j.Status == analytics.ActionDone && j.Relapse >= 0, j.Status == analytics.ActionVerified && j.Relapse >= 0:
		return "又回升了：请查明原因，重新打开。"
	case j.Status == analytics.ActionDone && j.Verdict.Good():
		return "数据显示有下降，请确认是否验证见效。"
	case j.Status == analytics.ActionDone && (j.Verdict == "无效" || j.Verdict == "恶化"):
		return "数据显示没有达到预期，请确认未见效，或重新打开另定措施。"
	case j.Status == analytics.ActionVerified && !j.Verdict.Good():
		return "有人确认见效，但数据还不能证明。"
	}
	return ""
}

// basisFacts say what a verdict rests on.
func basisFacts(j *action.Judged, names dashboards.Names) []basisFact {
	if !j.Read {
		return nil
	}
	var list []basisFact
	add := func(name, value string) { list = append(list, basisFact{name, value}) }
	add("数据", dashboards.DateText(j.First)+" 至 "+dashboards.DateText(j.Last)+"，来源 "+strings.Join(j.Sources, "、"))
	add("比较前", dashboards.Number(int64(j.CasesBefore+0.5))+" 件，"+dashboards.Number(int64(j.RefDays))+" 天")
	add("比较后", dashboards.Number(int64(j.CasesAfter+0.5))+" 件，"+dashboards.Number(int64(j.Days))+" 天（只计整周）；按以往应有 "+dashboards.Decimal(j.Result.Expected)+" 件")
	add("对照", comparedText(j, names))
	if j.Left > 0 {
		add("不计入平常", strconv.Itoa(j.Left)+" 天：爆发中，或明显高出其他各周")
	}
	if j.Dispersion > 0 && j.Days > 0 {
		add("周与周的起伏", "是纯属偶然时的 "+dashboards.Decimal(j.Dispersion)+" 倍，已计入区间")
	}
	add("达标线", "下降 "+strconv.Itoa(int(j.Wished*100+0.5))+"%"+map[bool]string{true: "（未填预期降幅，按两成）"}[j.Action.Expected == 0])
	return list
}

func comparedText(j *action.Judged, names dashboards.Names) string {
	switch j.Compared {
	case action.WithChosen:
		return action.CauseText(names, j.Controls)
	case action.WithOthers:
		return "同来源的其他投诉"
	case action.WithExposure:
		return "同期的基数"
	}
	return "没有：其他投诉太少，只比较前后"
}

// nextSteps are the steps that can be taken now.
func nextSteps(j *action.Judged) []stepForm {
	var list []stepForm
	for _, f := range []struct {
		step analytics.ActionStep
		form stepForm
	}{
		{analytics.ActionFinished, stepForm{Name: "完成", Hint: "从生效日起与之前比较"}},
		{analytics.ActionAgreed, stepForm{Name: "验证见效", Hint: "之后仍看是否复发"}},
		{analytics.ActionRefused, stepForm{Name: "验证未见效", Hint: "写明为什么；可以再重新打开"}},
		{analytics.ActionReopened, stepForm{Name: "重新打开", Hint: "回到整改中，生效日清空；写明为什么"}},
		{analytics.ActionGivenUp, stepForm{Name: "关闭", Hint: "不再做；写明为什么，记录保留"}},
	} {
		if j.Allows(f.step) && !(f.step == analytics.ActionFinished && j.Status == analytics.ActionDone) {
			f.form.Step = string(f.step)
			list = append(list, f.form)
		}
	}
	return list
}

// saveNewAction writes a new measure down.
func (s *site) saveNewAction(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	a := analytics.Action{Status: analytics.ActionOpen}
	err := s.readAction(r.PostForm, &a)
	if id := r.PostForm.Get("finding"); err == nil && id != "" {
		a.Finding, err = analytics.ParseID(id)
	}
	step := analytics.ActionMade
	if err == nil && !a.DoneAt.IsZero() {
		a.Status = analytics.ActionDone
	}
	s.saveAction(w, r, a, step, err, "action_made")
}

// saveAction writes a measure down, or shows the form again with what is wrong.
func (s *site) saveAction(w http.ResponseWriter, r *http.Request, a analytics.Action, step analytics.ActionStep, err error, notice string) {
	if err == nil {
		var saved analytics.Action
		if saved, err = s.Actions.SaveAction(r.Context(), a, step, r.PostForm.Get("by"), r.PostForm.Get("why")); err == nil {
			signs(w, r.PostForm.Get("by"))
			s.after(w, r, actionAddress(saved.Number), notice, int64(saved.Number))
			return
		}
	}
	if kind := analytics.KindOf(err); kind != analytics.KindInvalid && kind != analytics.KindBusy {
		s.problem(w, r, err)
		return
	}
	s.showActionForm(w, r, http.StatusConflict, s.formOf(r, a, err))
}

// changeAction edits a measure or takes it a step on.
func (s *site) changeAction(w http.ResponseWriter, r *http.Request) {
	if err := readForm(w, r); err != nil {
		s.problem(w, r, err)
		return
	}
	a, ok := s.actionOf(r.Context(), w, r)
	if !ok {
		return
	}
	// The revision that the person saw: who saved in between is not overwritten.
	if seen, err := strconv.ParseUint(r.PostForm.Get("revision"), 10, 63); err == nil {
		a.Revision = seen
	}
	step := analytics.ActionStep(r.PostForm.Get("step"))
	err := a.Take(step)
	if step == analytics.ActionEdited {
		if err == nil {
			err = s.readAction(r.PostForm, &a)
		}
		s.saveAction(w, r, a, step, err, "action_edited")
		return
	}
	if err == nil && step == analytics.ActionFinished {
		if err = readDay(r.PostForm.Get("done"), "done", "生效日", &a.DoneAt); err == nil && a.DoneAt.IsZero() {
			err = analytics.Invalid("done", "请填写措施从哪一天起生效")
		}
	}
	if why := strings.TrimSpace(r.PostForm.Get("why")); err == nil && why == "" && (step == analytics.ActionRefused || step == analytics.ActionReopened || step == analytics.ActionGivenUp) {
		err = analytics.Invalid("why", "请写明为什么%s", step.Name())
	}
	if err == nil {
		_, err = s.Actions.SaveAction(r.Context(), a, step, r.PostForm.Get("by"), r.PostForm.Get("why"))
	}
	if kind := analytics.KindOf(err); err != nil && (kind == analytics.KindInvalid || kind == analytics.KindBusy) {
		s.showOneAction(w, r, http.StatusConflict, dashboards.Sentence(err))
		return
	}
	if err != nil {
		s.problem(w, r, err)
		return
	}
	signs(w, r.PostForm.Get("by"))
	s.after(w, r, actionAddress(a.Number), "action_changed", -1)
}

// fieldError is the error of ours in a chain, nil when there is none.
func fieldError(err error) *analytics.Error {
	var known *analytics.Error
	if errors.As(err, &known) {
		return known
	}
	return nil
}
