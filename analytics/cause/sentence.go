package cause

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words are what a sentence calls the two sides of a change.
type Words struct {
	Now  string // 3 月
	Base string // 2 月, 此前 28 天的平均
	Unit string // 件
}

// named is how many causes a sentence names; the table has all of them.
const named = 3

// Sentence says in Chinese what explains a change, for people who read nothing else. Numbers are whole, shares have one decimal.
func (e Explanation) Sentence(w Words) string {
	more := e.whole() >= 0
	var main, against, weaker []Cause
	for _, c := range e.Causes {
		switch up := c.Rises(); {
		case up != (math.Round(c.Observed) > math.Round(c.Expected)): // it went the way of all else, less than that
			weaker = append(weaker, c)
		case up == more:
			main = append(main, c)
		default:
			against = append(against, c)
		}
	}
	if math.Round(e.Observed) == 0 && math.Round(e.Expected) == 0 {
		return fmt.Sprintf("%s与%s都没有。", spaced(w.Now, false), spaced(w.Base, true))
	}
	s := e.headline(w)
	switch {
	case len(main)+len(against) == 0:
		s += e.nothing()
	case e.whole() == 0:
		s += "，内部有变化：" + list(append(main, against...), w.Unit)
	case len(main) == 0:
		s += "，" + everywhere(more) + "；" + opposite(more) + list(against, w.Unit)
	default:
		s += "，" + e.part(main, w.Unit)
		if len(against) > 0 {
			s += "；" + opposite(more) + list(against, w.Unit)
		}
	}
	if len(weaker) > 0 {
		s += "；" + less(weaker[0]) + list(weaker[:1], w.Unit)
	}
	if len(e.Causes) > 0 {
		s += "；" + e.rest()
	}
	return s + "。"
}

// whole is the change in whole numbers.
func (e Explanation) whole() float64 { return math.Round(e.Observed) - math.Round(e.Expected) }

// headline is the change itself: 3 月比 2 月多 971 件（▲ 100.3%）.
func (e Explanation) headline(w Words) string {
	change := e.whole()
	switch {
	case change == 0:
		return fmt.Sprintf("%s与%s持平（%s %s）", spaced(w.Now, false), spaced(w.Base, true), number(e.Observed), w.Unit)
	case math.Round(e.Expected) == 0:
		return fmt.Sprintf("%s有 %s %s，%s没有", spaced(w.Now, false), number(e.Observed), w.Unit, w.Base)
	}
	word, sign := "多", "▲"
	if change < 0 {
		word, sign = "少", "▼"
	}
	return fmt.Sprintf("%s比%s%s %s %s（%s %s%%）", spaced(w.Now, false), spaced(w.Base, true), word, number(math.Abs(change)), w.Unit, sign,
		decimal(math.Abs(change)/math.Round(e.Expected)*100))
}

// nothing says that there is no cause.
func (e Explanation) nothing() string {
	if e.Rest.Moves {
		return "，" + everywhere(e.whole() >= 0) + "，没有哪一部分特别突出"
	}
	return "，在正常波动之内，没有哪一部分特别突出"
}

// part says which share of the change the causes have.
func (e Explanation) part(causes []Cause, unit string) string {
	share := 0.0
	for _, c := range causes {
		share += c.Share
	}
	if share > 1 || share <= 0 { // the rest went the other way, so a share of the change would mean nothing
		return "来自 " + list(causes, unit)
	}
	return fmt.Sprintf("其中 %s%% 来自 %s", decimal(share*100), list(causes, unit))
}

func everywhere(more bool) string {
	if more {
		return "各处普遍增多"
	}
	return "各处普遍减少"
}

// less says that a cause went the way of all else, by less.
func less(c Cause) string {
	if c.Rises() {
		return "降得少的是 "
	}
	return "涨得少的是 "
}

func opposite(more bool) string {
	if more {
		return "反而减少的是 "
	}
	return "反而增多的是 "
}

// list names causes with their numbers.
func list(causes []Cause, unit string) string {
	var parts []string
	for _, c := range causes[:min(named, len(causes))] {
		parts = append(parts, c.sentence(unit))
	}
	s := strings.Join(parts, "、")
	if more := len(causes) - named; more > 0 {
		s += fmt.Sprintf(" 等 %d 处", len(causes))
	}
	return s
}

func (c Cause) sentence(unit string) string {
	s := fmt.Sprintf("%s（%s → %s %s", c.Name(), number(c.Expected), number(c.Observed), unit)
	if len(c.Within) > 0 {
		s += "，尤其是 " + inner(c.Within[0], c.Values)
	}
	return s + "）"
}

// Name joins the values: 比亚迪 × 变更价格.
func (c Cause) Name() string { return Join(c.Values) }

// Join is how a combination is written.
func Join(values []Value) string {
	parts := make([]string, len(values))
	for i, v := range values {
		if parts[i] = v.Value; v.Value == "" {
			parts[i] = v.blank()
		}
	}
	return strings.Join(parts, " × ")
}

// blank is how a value that is missing is written, with a space after a name that is not Chinese.
func (v Value) blank() string {
	if last, _ := utf8.DecodeLastRuneInString(v.Attribute); unicode.Is(unicode.Han, last) {
		return v.Attribute + "未填"
	}
	return v.Attribute + " 未填"
}

// inner names what a part has beyond the cause that it lies in.
func inner(part, whole []Value) string {
	var own []Value
	for _, v := range part {
		known := false
		for _, w := range whole {
			known = known || v == w
		}
		if !known {
			own = append(own, v)
		}
	}
	return Join(own)
}

// rest says how everything else went.
func (e Explanation) rest() string {
	drift := e.Rest.Drift - 1
	switch {
	case !e.Rest.Moves || math.Abs(drift) < 0.005:
		return "其余变化平稳"
	case drift > 0:
		return fmt.Sprintf("其余普遍上升 %s%%", decimal(drift*100))
	}
	return fmt.Sprintf("其余普遍下降 %s%%", decimal(-drift*100))
}

// spaced puts a space between the words around it and a figure at its end, and at its beginning unless it begins the sentence.
func spaced(words string, inside bool) string {
	figure := func(c byte) bool { return c >= '0' && c <= '9' }
	if words == "" {
		return words
	}
	if inside && figure(words[0]) {
		words = " " + words
	}
	if figure(words[len(words)-1]) {
		words += " "
	}
	return words
}

// number writes 1,939; numbers below 10 that are not whole have one decimal, for the mean of a few days is often one.
func number(x float64) string {
	if r := math.Round(x*10) / 10; x < 10 && r != math.Trunc(r) {
		return decimal(x)
	}
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

// decimal writes one decimal place at most: 2.9, 3.
func decimal(x float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(math.Round(x*10)/10, 'f', 1, 64), ".0")
}
