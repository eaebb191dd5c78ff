package web

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
)

// findingRow is one finding of the list.
type findingRow struct {
	Address      string
	Level, Class string // 警报, alarm
	Name, Way    string // 价格变动 × 比亚迪, 上升
	When         string
	Sentence     string
	N            countDoor
	Expected     string // with the range
	Change       string
	Tone         string
	Badges       []string
	Decision     string
	Bars         []spark
	BarsLabel    string
	Parts        []findingRow
	All          int // parts, listed or not

	finding *analytics.Finding
}

// mostParts is how many parts a finding lists; its own page has all.
const mostParts = 12

// row writes a finding with its parts for people.
func (b *board) row(f *analytics.Finding) findingRow {
	row, parts := b.plainRow(f), b.parts[f.ID]
	row.All = len(parts)
	for _, part := range parts[:min(mostParts, len(parts))] {
		row.Parts = append(row.Parts, b.plainRow(part))
	}
	return row
}

func (b *board) plainRow(f *analytics.Finding) findingRow {
	row := findingRow{Address: dashboards.FindingAddress(f.ID), Level: dashboards.LevelName(f.Level), Class: levelClass(f.Level), Name: b.name(f), Way: wayOf(f),
		When: whenText(f), Sentence: b.explained(f), N: countDoor{uint64(max(0, math.Round(f.Observed))), dashboards.Door(b.selection(f))}, Expected: expectedText(f),
		Change: changeText(f), Tone: changeTone(f), finding: f}
	if row.Sentence != "" { // which says the relative change in its own rounding
		row.Change, _, _ = strings.Cut(row.Change, "（")
	}
	if f.Running {
		row.Badges = append(row.Badges, "进行中")
	}
	if f.Quick && !ofMonths(f) {
		row.Badges = append(row.Badges, "突发")
	}
	if d := b.decided[f.ID]; d != nil {
		row.Decision = dashboards.VerdictName(d.Verdict)
	}
	return row
}

// settled are the findings of the months that were asked for that no run makes any more and a person decided about, the newest decision first.
func (b *board) settled() []findingRow {
	var list []findingRow
	for _, d := range slices.Backward(b.made) {
		month := analytics.MonthOf(d.From)
		if b.decided[d.Finding] == nil || b.decided[d.Finding].Number != d.Number || month < b.from || month > b.to || b.finding(d.Finding) != nil {
			continue
		}
		f := analytics.Finding{ID: d.Finding, Kind: d.Kind, Month: month, Series: d.Series, From: d.From, To: d.To}
		list = append(list, findingRow{Address: dashboards.FindingAddress(d.Finding), Name: dashboards.SeriesName(b.names, d.Series), When: whenText(&f), Sentence: d.Sentence,
			Decision: dashboards.VerdictName(d.Verdict), Badges: []string{"已消失"}})
	}
	return list
}

// name is what a finding is about. Its sentence may say it more fully, with the product of a model, since whoever wrote that saw the complaints.
func (b *board) name(f *analytics.Finding) string {
	name := dashboards.SeriesName(b.names, f.Series)
	if said, _, found := strings.Cut(b.explained(f), "："); found && len(f.Series) > 0 && strings.HasSuffix(said, name) {
		return said
	}
	return name
}

// levelClass is the class of a level in app.css.
func levelClass(level uint8) string {
	return map[trend.Level]string{trend.LevelAlarm: "alarm-level", trend.LevelWarning: "warning-level", trend.LevelNotice: "notice-level"}[trend.Level(level)]
}

// wayOf says which way a finding goes.
func wayOf(f *analytics.Finding) string {
	switch {
	case f.Fall:
		return "下降"
	case math.Round(f.Change()) == 0:
		return "持平"
	}
	return "上升"
}

// changeTone colours a change: more is worse. A month that is not unusual has no colour.
func changeTone(f *analytics.Finding) string {
	switch {
	case f.Level == 0:
		return ""
	case f.Fall:
		return "down"
	}
	return "up"
}

// whenText says of which days a finding is.
func whenText(f *analytics.Finding) string {
	span := dashboards.SpanText(f.From, f.To)
	switch f.Kind {
	case analytics.FindingWeek:
		return span + "这一周"
	case analytics.FindingMonth, analytics.FindingYear:
		if f.From.Equal(f.Month.First()) && f.To.Equal(f.Month.Last()) {
			span = dashboards.ShortMonth(f.Month)
		}
		return span + "与" + baseText(f) + "相比"
	}
	return span
}

// baseText names what a month was compared with.
func baseText(f *analytics.Finding) string {
	name := "上月"
	if f.Kind == analytics.FindingYear {
		name = "去年同月"
	}
	if base := analytics.MonthOf(f.BaseFrom); !f.BaseFrom.Equal(base.First()) || !f.BaseTo.Equal(base.Last()) {
		name = map[string]string{"上月": "上月同期", "去年同月": "去年同期"}[name]
	}
	return name
}

// expectedText says what was expected, with the range when there is one.
func expectedText(f *analytics.Finding) string {
	if ofMonths(f) {
		return baseText(f) + " " + dashboards.Figure(f.Expected) + " 件"
	}
	text := "预期 " + dashboards.Figure(f.Expected) + " 件"
	if f.High > 0 {
		text += "（" + rangeText(f.Low, f.High) + "）"
	}
	return text
}

// rangeText writes a range of counts: 41–86.
func rangeText(low, high float64) string {
	return dashboards.Number(int64(math.Floor(low))) + "–" + dashboards.Number(int64(math.Ceil(high)))
}

// changeText is the difference in whole complaints, with the relative change where there is something to relate to. Both are taken of the numbers as
// they are shown, so that a reader finds the same.
func changeText(f *analytics.Finding) string {
	d := math.Round(f.Observed) - shown(f.Expected)
	text := dashboards.Signed(int64(math.Round(d)))
	if f.Expected >= 1 && math.Round(d) != 0 {
		text += fmt.Sprintf("（%s）", relative(math.Round(f.Observed), shown(f.Expected)))
	}
	return text
}

// shown is a number as dashboards.Figure writes it.
func shown(x float64) float64 {
	if math.Abs(x) < 9.95 {
		return math.Round(x*10) / 10
	}
	return math.Round(x)
}

// relative is the change against what was expected; from three times as many on as a multiple, which people read more easily.
func relative(n, expected float64) string {
	switch {
	case n >= 3*expected:
		return "约 " + timesText(n/expected) + " 倍"
	case n >= expected:
		return "▲ " + dashboards.Decimal((n/expected-1)*100) + "%"
	}
	return "▼ " + dashboards.Decimal((1-n/expected)*100) + "%"
}

// explained is the sentence of what explains a finding, empty until something does.
func (b *board) explained(f *analytics.Finding) string {
	if a := b.said[f.ID]; a != nil {
		return a.Sentence
	}
	return ""
}

// timesText writes a multiple: 4.6, and from ten on in whole numbers, for the expectation is no more exact than that.
func timesText(x float64) string {
	if x >= 10 {
		return dashboards.Number(int64(math.Round(x)))
	}
	return dashboards.Decimal(x)
}

// sentence is what explains a finding, and until something does, what is known of it.
func (b *board) sentence(f *analytics.Finding) string {
	if said := b.explained(f); said != "" {
		return said
	}
	return plainSentence(b.names, f)
}

// plainSentence says of a finding how many there were and how many were expected.
func plainSentence(names dashboards.Names, f *analytics.Finding) string {
	name, n := dashboards.SeriesName(names, f.Series), dashboards.Figure(f.Observed)
	if ofMonths(f) {
		month := dashboards.ShortMonth(f.Month)
		if !f.From.Equal(f.Month.First()) || !f.To.Equal(f.Month.Last()) {
			month = dashboards.SpanText(f.From, f.To)
		}
		return fmt.Sprintf("%s%s %s 件，%s，%s。", month, name, n, expectedText(f), differenceText(f))
	}
	return fmt.Sprintf("%s%s %s 件，%s。", dashboards.SpanText(f.From, f.To), name, n, expectedText(f))
}

// differenceText says how many more or fewer: 多 971 件（▲ 100.3%）.
func differenceText(f *analytics.Finding) string {
	d := math.Round(f.Change())
	if d == 0 {
		return "持平"
	}
	word := "多"
	if d < 0 {
		word = "少"
	}
	text := word + " " + dashboards.Number(int64(math.Abs(d))) + " 件"
	if f.Expected >= 1 {
		text += "（" + relative(math.Round(f.Observed), shown(f.Expected)) + "）"
	}
	return text
}
