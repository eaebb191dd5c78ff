package tone

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huisheng/analytics/text"
)

// When signs are enough. Somebody who holds back is short, somebody who talks is long.
const (
	enough         = 2
	talkEnough     = 5
	withheldRunes  = 60
	talkativeRunes = 150
	loud           = 3 // marks of exclamation that are a sign of anger
)

// The places of Tempers.
const (
	threateningAt = iota
	angryAt
	withheldAt
	talkativeAt
)

// meet finds the type of complainant. Of several the one to be careful with counts: who threatens is mostly angry as well.
func (s *scratch) meet(n *text.Normal, result *Result) {
	if s.temper == [4]int{} {
		return
	}
	at := s.kind(n, result)
	if at < 0 {
		return
	}
	result.Temper = Tempers[at]
	shown := 0
	for _, sign := range s.signs {
		if int(sign.value) == at && shown < maxSpans {
			s.show(n, result, temperTopics[at], sign.hit)
			shown++
		}
	}
}

func (s *scratch) kind(n *text.Normal, result *Result) int {
	outside := slices.ContainsFunc(result.Urgency, func(u string) bool { return u == Media || u == Regulator || u == Lawyer })
	if outside && s.temper[threateningAt] > 0 {
		s.temper[threateningAt]++
	}
	if strings.Count(n.Text, "!") >= loud {
		s.temper[angryAt]++
	}
	runes := utf8.RuneCountInString(n.Text)
	switch {
	case s.temper[threateningAt] >= enough && (outside || s.strong(threateningAt)):
		return threateningAt
	case s.strong(angryAt) || s.temper[angryAt] >= enough+1:
		return angryAt
	case runes <= withheldRunes && s.strong(withheldAt):
		return withheldAt
	case runes >= talkativeRunes && s.temper[talkativeAt] >= talkEnough:
		return talkativeAt
	}
	return -1
}

// strong reports whether a sign that is enough alone was heard.
func (s *scratch) strong(at int) bool {
	return slices.ContainsFunc(s.signs, func(sign sign) bool { return int(sign.value) == at })
}
