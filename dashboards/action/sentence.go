package action

import (
	"fmt"
	"math"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/effect"
	"huisheng/dashboards"
	"huisheng/dashboards/panel"
)

// CauseText names a cause: 凯迪拉克 × 动力消失; alternatives of one axis stand together: 甲、乙. No values are all complaints.
func CauseText(names dashboards.Names, cause []analytics.AxisValue) string {
	var parts []string
	for _, c := range analytics.SelectionOf(cause).Choices {
		var values []string
		for _, v := range c.Values {
			name := dashboards.ValueName(names, c.Axis, v)
			if v == "" {
				name = dashboards.AxisName(c.Axis) + name
			}
			values = append(values, name)
		}
		parts = append(parts, strings.Join(values, "、"))
	}
	if len(parts) == 0 {
		return "全部投诉"
	}
	return strings.Join(parts, " × ")
}

// Sentence says what became of the cause, as a person reads it who reads nothing else.
func (j *Judged) Sentence(names dashboards.Names) string {
	cause := CauseText(names, j.Cause)
	if !j.Read {
		if j.DoneAt.IsZero() {
			return "尚未完成，完成后填写生效日，即开始比较前后。"
		}
		return "生效日 " + dashboards.DateText(j.DoneAt) + " 前后没有“" + cause + "”的数据，无从比较。"
	}
	switch j.Reason {
	case effect.Early:
		return j.early(cause)
	case effect.Short:
		return fmt.Sprintf("措施前只有 %d 天数据，不足 6 周，看不出平常有多少起伏，不能比较前后。", j.RefDays)
	case effect.Silent:
		return fmt.Sprintf("措施前 %d 天没有“%s”的投诉，没有可以下降的。请检查对象和生效日。", j.RefDays, cause)
	}
	text := fmt.Sprintf("措施实施后 %d 天，%s从%s日均 %s 件%s %s 件", j.Days, cause, j.before(), rate(j.Before), movedTo(j.Before, j.After), rate(j.After))
	if rate(j.Before) == rate(j.After) {
		text = fmt.Sprintf("措施实施后 %d 天，%s日均 %s 件，与%s日均相同", j.Days, cause, rate(j.After), j.before())
	}
	text += "，" + j.net() + "。"
	return text + j.rest()
}

// early says when there will be a verdict.
func (j *Judged) early(cause string) string {
	text := fmt.Sprintf("生效 %d 天，至少满 14 天才比较。措施前%s日均 %s 件", j.Passed, cause, rate(j.Before))
	if j.Passed == 0 {
		text = fmt.Sprintf("数据只到 %s，生效日 %s 之后还没有可以比较的。之前%s日均 %s 件", dashboards.DateText(j.Last), dashboards.DateText(j.DoneAt), cause, rate(j.Before))
	}
	if j.Needed > 0 {
		return text + fmt.Sprintf("；要看出 %s 的下降，大约要 %d 天。", percent(j.Wished), j.Needed)
	}
	return text + "；件数太少，可能一直看不出变化。"
}

func (j *Judged) before() string {
	switch {
	case j.Level:
		return fmt.Sprintf("措施前 %d 天居高的", j.RefDays)
	case j.Left > 0:
		return fmt.Sprintf("平常（不计爆发的 %d 天，那时日均 %s 件）的", j.Left, rate(j.Burst))
	}
	return "措施前"
}

func movedTo(before, after float64) string {
	if after < before {
		return "降到"
	}
	return "升到"
}

// net is the change net of the controls, with its interval.
func (j *Judged) net() string {
	lead := map[Compared]string{WithOthers: "扣除同期整体变化后", WithChosen: "扣除对照的变化后", WithExposure: "按同期" + panel.ExposureName(j.Unit) + "折算后"}[j.Compared]
	change := "下降 " + percent(j.Fall())
	if j.Ratio > 1 {
		change = "上升 " + percent(j.Ratio-1)
	}
	if share := j.Fall(); math.Abs(share) < 0.005 {
		change = "基本没变"
	}
	return fmt.Sprintf("%s%s（%.0f%% 区间%s）", lead, change, j.Estimate.Level*100, j.interval())
}

// interval writes the interval of a change: 55%–81% where both ends fall, otherwise with what each end is.
func (j *Judged) interval() string {
	low, high := 1-j.High, 1-j.Low // of the fall
	switch {
	case math.IsInf(j.High, 1):
		return "：最多下降 " + percent(high) + "，上升没有上限"
	case low >= 0 && high >= 0 && j.Ratio <= 1:
		return " " + percent(low) + "–" + percent(high)
	case low < 0 && high < 0:
		return " " + percent(-high) + "–" + percent(-low)
	}
	return "：下降 " + percent(high) + " 到上升 " + percent(-low)
}

// rest adds what the verdict does not say by itself.
func (j *Judged) rest() string {
	var parts []string
	switch {
	case j.Reason == effect.Ebbed:
		parts = append(parts, "爆发过去了，已回到平常水平；但短时的爆发多半会自己回落，不能算作措施的效果")
	case j.Reason == effect.Few && j.Needed > j.Days:
		parts = append(parts, fmt.Sprintf("区间还跨着零，要看出 %s 的下降大约共要 %d 天", percent(j.Wished), j.Needed))
	case j.Reason == effect.Few && j.Needed == 0:
		parts = append(parts, "件数太少或起伏太大，再等也分不清有没有效果")
	case j.Reason == effect.Few:
		parts = append(parts, "时间已经够长，仍分不清有没有效果")
	case j.Verdict == effect.Partly:
		parts = append(parts, fmt.Sprintf("确有下降，但没有达到预期的 %s", percent(j.Wished)))
	case j.Verdict == effect.Fails && j.Low > 1:
		parts = append(parts, "比爆发时少，但仍高于平常")
	case j.Verdict == effect.Fails:
		parts = append(parts, fmt.Sprintf("可以排除 %s 的下降", percent(j.Wished)))
	}
	if u := j.Usual; u != nil {
		switch {
		case u.Low > 1:
			parts = append(parts, fmt.Sprintf("仍比爆发前多 %s", percent(u.Ratio-1)))
		case u.High < 1:
			parts = append(parts, fmt.Sprintf("比爆发前还少 %s", percent(u.Fall())))
		default:
			parts = append(parts, "已回到爆发前的水平")
		}
	}
	if j.Drift > 0 && j.Drift < 1 && j.Verdict.Good() {
		parts = append(parts, "措施之前就已在下降，这一下降未必全是措施的作用")
	}
	if j.Relapse >= 0 {
		parts = append(parts, dashboards.DateText(j.Day(j.Relapse))+" 起又回升，抵掉了一半以上的改善")
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, "；") + "。"
}

// State is the verdict as one word: 复发 when a good one did not last, empty before there is anything to judge.
func (j *Judged) State() string {
	switch {
	case !j.Read && j.DoneAt.IsZero():
		return ""
	case j.Relapse >= 0:
		return "复发"
	case !j.Read:
		return string(effect.Unknown)
	}
	return string(j.Verdict)
}

// rate writes cases a day: 4.2, and of rare ones 0.04.
func rate(x float64) string {
	if x > 0 && x < 0.95 {
		return fmt.Sprintf("%.2g", x)
	}
	return dashboards.Decimal(x)
}

func percent(share float64) string {
	p := math.Abs(share) * 100
	switch {
	case p >= 1000:
		return "十倍以上"
	case p > 0 && p < 1:
		return "不到 1%"
	}
	return fmt.Sprintf("%.0f%%", p)
}
