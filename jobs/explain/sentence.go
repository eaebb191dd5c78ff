package explain

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"huisheng/analytics"
)

const (
	// named is how many causes a sentence names.
	named = 3
	// slight is the share of a change below which a cause after the first is left to the table.
	slight = 0.03
	// wholly is the share above which causes have more than all of a change, but for what falls both ways.
	wholly = 1.005
	// nearlyAll is the share from which a cause has all of a change, but for what nobody asks about.
	nearlyAll = 0.95
	// times is the ratio from which a rise is told as one: ▲ 2,084% is a number that nobody sees before them.
	times = 3
	// none is the expectation of some days below which there is as good as nothing on usual ones.
	none = 1
	// few is the expectation below which nobody wants a percentage of it.
	few = 5
)

// sentence says a finding and what explains it. Who reads nothing else has read enough.
func sentence(names Names, f *analytics.Finding, a *analytics.Attribution, mostly []analytics.AxisValue, shares []int) string {
	s := lead(f, a)
	if len(f.Series) > 0 {
		s = SeriesName(names, f.Series) + "：" + s
	}
	var main, against []analytics.FoundCause
	for _, c := range a.Causes {
		if c.Excess > 0 == (a.Observed > a.Expected) {
			main = append(main, c)
		} else {
			against = append(against, c)
		}
	}
	switch {
	case len(main) > 0:
		s += "；" + sources(names, a, main)
	case len(mostly) > 0:
		s += "；主要是 " + composition(names, mostly, shares)
	case len(against) == 0 && len(f.Series) == 0 && !a.Rest.Moves && ofMonths(f):
		s += "；在正常波动之内"
	case len(against) == 0 && len(f.Series) == 0:
		s += "；各处普遍如此，没有集中在哪一处"
		if off := holidayText(f); off != "" {
			s += "（" + off + "）"
		}
	}
	if len(against) > 0 {
		s += "；" + opposite(a) + list(names, against)
	}
	return s + remainder(f, a, len(main) > 0 && len(f.Series) == 0) + "。"
}

// lead is the change itself: 3 月 1,939 件，比 2 月多 971 件（▲ 100.3%）.
func lead(f *analytics.Finding, a *analytics.Attribution) string {
	now, base := wordsOf(f)
	observed, expected := math.Round(a.Observed), math.Round(a.Expected)
	s := now + " " + number(observed) + " 件"
	switch {
	case observed == expected:
		return s + "，与" + base + "持平"
	case a.Expected < none && !ofMonths(f):
		return s + "，平时几乎没有"
	case expected == 0:
		return s + "，" + strings.TrimSpace(base) + "没有"
	case observed >= times*a.Expected:
		return s + "，约为" + base + "（" + count(a.Expected) + " 件）的 " + count(observed/a.Expected) + " 倍"
	}
	word, sign := "多", "▲"
	if observed < expected {
		word, sign = "少", "▼"
	}
	if !ofMonths(f) {
		base += "（" + number(expected) + " 件）"
	}
	s += "，比" + base + word + " " + number(math.Abs(observed-expected)) + " 件"
	if expected >= few {
		s += "（" + sign + " " + percent(math.Abs(observed-expected)/expected*100) + "%）"
	}
	return s
}

// sources says which share of the change the causes have: 多出的 70.5% 来自 比亚迪（24 → 272 件）.
func sources(names Names, a *analytics.Attribution, causes []analytics.FoundCause) string {
	kept, whole, least := []analytics.FoundCause{causes[0]}, causes[0].Share, causes[0].Share
	for _, c := range causes[1:] {
		if c.Share >= slight && len(kept) < named {
			kept, whole, least = append(kept, c), whole+c.Share, min(least, c.Share)
		}
	}
	what := "多出的"
	if a.Observed < a.Expected {
		what = "少的"
	}
	if len(kept) == 1 && whole > nearlyAll && whole < 2-nearlyAll {
		return what + "几乎全部来自 " + causeText(names, kept[0])
	}
	if whole > wholly || least <= 0 { // others went the other way, so a share of the change would mean nothing
		return "主要来自 " + list(names, kept) + more(len(causes)-len(kept))
	}
	parts := make([]string, len(kept))
	for i, c := range kept {
		first := ""
		if i == 0 {
			first = what + " "
		}
		parts[i] = first + percent(c.Share*100) + "% 来自 " + causeText(names, c)
	}
	return strings.Join(parts, "，") + more(len(causes)-len(kept))
}

func more(n int) string {
	if n > 0 {
		return fmt.Sprintf("，另有 %d 处较小", n)
	}
	return ""
}

func opposite(a *analytics.Attribution) string {
	if a.Observed > a.Expected {
		return "反而减少的是 "
	}
	return "反而增多的是 "
}

func list(names Names, causes []analytics.FoundCause) string {
	parts := make([]string, min(named, len(causes)))
	for i := range parts {
		parts[i] = causeText(names, causes[i])
	}
	return strings.Join(parts, "、")
}

// causeText writes 比亚迪（24 → 272 件，尤其是 变更价格）.
func causeText(names Names, c analytics.FoundCause) string {
	s := fmt.Sprintf("%s（%s → %s 件", SeriesName(names, c.Values), count(c.Expected), count(c.Observed))
	if len(c.Within) > 0 {
		own := slices.DeleteFunc(slices.Clone(c.Within[0]), func(v analytics.AxisValue) bool { return slices.Contains(c.Values, v) })
		s += "，尤其是 " + SeriesName(names, own)
	}
	return s + "）"
}

// composition says what a series that rose as a whole consists of: 变更价格（52 件，64%）.
func composition(names Names, values []analytics.AxisValue, shares []int) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = fmt.Sprintf("%s（占 %d%%）", SeriesName(names, []analytics.AxisValue{v}), shares[i])
	}
	return strings.Join(parts, "、")
}

// remainder says how everything else went, and which days off may have to do with it.
func remainder(f *analytics.Finding, a *analytics.Attribution, wanted bool) string {
	drift := a.Rest.Drift - 1
	switch {
	case !wanted || a.Rest.Expected < few:
		return ""
	case !a.Rest.Moves || math.Abs(drift) < 0.005:
		return "；其余变化平稳"
	}
	s := "；其余普遍上升 "
	if drift < 0 {
		s = "；其余普遍下降 "
	}
	s += percent(math.Abs(drift)*100) + "%"
	if off := holidayText(f); off != "" {
		s += "（" + off + "）"
	}
	return s
}

// wordsOf are what a sentence calls the two sides of a finding.
func wordsOf(f *analytics.Finding) (now, base string) {
	now = stretchText(f.From, f.To)
	switch whole := f.Whole && ofMonths(f); {
	case f.Kind == analytics.FindingMonth && whole:
		return monthText(f.From), " " + monthText(f.BaseFrom)
	case f.Kind == analytics.FindingYear && whole:
		return monthText(f.From), "上年同月"
	case f.Kind == analytics.FindingMonth:
		return now, " " + monthText(f.BaseFrom) + "同期"
	case f.Kind == analytics.FindingYear:
		return now, "上年同期"
	case f.Kind == asked && f.Whole:
		return monthText(f.From), " " + monthText(f.BaseFrom)
	case f.Kind == asked:
		return now, " " + stretchText(f.BaseFrom, f.BaseTo)
	case f.Running:
		now += "（还没结束）"
	}
	return now, "平时"
}

func monthText(day time.Time) string { return fmt.Sprintf("%d 月", day.Month()) }

func dayText(day time.Time) string { return fmt.Sprintf("%d 月 %d 日", day.Month(), day.Day()) }

// stretchText writes 3 月 15 日, 3 月 11 日至 17 日, 2 月 29 日至 3 月 1 日.
func stretchText(from, to time.Time) string {
	switch {
	case from.Equal(to):
		return dayText(from)
	case analytics.MonthOf(from) == analytics.MonthOf(to):
		return fmt.Sprintf("%s至 %d 日", dayText(from), to.Day())
	}
	return dayText(from) + "至 " + dayText(to)
}

// number writes 1,939.
func number(x float64) string {
	digits := strconv.FormatInt(int64(math.Round(math.Abs(x))), 10)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// count writes numbers below 10 with one decimal where they have one, for what is expected of a few days is often a fraction.
func count(x float64) string {
	if x >= 10 {
		return number(x)
	}
	return percent(x)
}

// percent writes one decimal, where there is one.
func percent(x float64) string {
	if x >= 1000 {
		return number(x)
	}
	return strings.TrimSuffix(strconv.FormatFloat(math.Round(x*10)/10, 'f', 1, 64), ".0")
}
