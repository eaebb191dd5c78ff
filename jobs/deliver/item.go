package deliver

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/jobs/deliver/channel"
)

// item is what is told of a finding: its sentence, whose it is, on which days, how much against what. No words of customers are in it.
func (d *Deliverer) item(f *analytics.Finding, sentence string) channel.Item {
	series := "全部投诉"
	if len(f.Series) > 0 {
		series = d.call(f.Series)
	}
	figures := fmt.Sprintf("%s 件，预期 %s 件", whole(f.Observed), whole(f.Expected))
	if f.High > 0 {
		figures += fmt.Sprintf("（通常 %s–%s）", whole(math.Ceil(f.Low)), whole(math.Floor(f.High)))
	}
	if f.Running {
		figures += "，还未结束"
	}
	if sentence == "" {
		sentence = fmt.Sprintf("%s，%s有 %s", when(f), series, figures)
	}
	return channel.Item{Finding: analytics.IDText(f.ID), Kind: f.Kind, Level: f.Level, Sentence: sentence, Series: series, From: f.From.In(analytics.Zone).Format(time.DateOnly),
		To: f.To.In(analytics.Zone).Format(time.DateOnly), Figures: figures, Observed: f.Observed, Expected: math.Round(f.Expected*10) / 10}
}

func (d *Deliverer) call(series []analytics.AxisValue) string {
	if d.config.Call != nil {
		return d.config.Call(series)
	}
	values := make([]string, len(series))
	for i, v := range series {
		values[i] = v.Value
	}
	return strings.Join(values, " × ")
}

// when says the days of a finding as in a sentence.
func when(f *analytics.Finding) string {
	from, to := f.From.In(analytics.Zone), f.To.In(analytics.Zone)
	day := func(t time.Time) string { return fmt.Sprintf("%d 月 %d 日", t.Month(), t.Day()) }
	switch {
	case f.Kind == analytics.FindingMonth || f.Kind == analytics.FindingYear:
		return fmt.Sprintf("%d 年 %d 月", from.Year(), from.Month())
	case from.Equal(to):
		return day(from)
	}
	return day(from) + "至 " + day(to)
}

// whole writes a count with separators, and below ten an expectation with one decimal.
func whole(v float64) string {
	if v < 10 && v != math.Trunc(v) {
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	digits := strconv.FormatFloat(math.Round(v), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// spoken writes a length of time in whole days, hours or minutes, with a space after it.
func spoken(d time.Duration) string {
	switch {
	case d%(24*time.Hour) == 0:
		return fmt.Sprintf("%d 天", d/(24*time.Hour))
	case d%time.Hour == 0:
		return fmt.Sprintf("%d 小时", d/time.Hour)
	}
	return fmt.Sprintf("%d 分钟", d/time.Minute)
}
