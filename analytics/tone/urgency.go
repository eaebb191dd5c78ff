package tone

import (
	"math/bits"

	"huisheng/analytics/text"
)

// How far words of urgency reach, in runes between them.
const (
	urgentDeny  = 6  // 不会再去找媒体
	maybeRunes  = 12 // 万一哪天刹不住车伤到人
	threatRunes = 8  // 影响夜间的行车安全
	spreadRunes = 3  // 发到了网上
	manyRunes   = 4  // 很多这款车的车主
	citeRunes   = 6  // 国家市场监督管理总局令
)

// hearUrgency notes an urgent word, or one half of two that are urgent together.
func (s *scratch) hearUrgency(r *Reader, i int, m *meaning) {
	h := &s.hits[i]
	kind := m.roles & urgent
	switch {
	case m.roles&threatens != 0 && near(h, &s.object, threatRunes), m.roles&safetyObject != 0 && near(h, &s.threat, threatRunes):
		kind |= safety
	}
	if m.roles&onPlatform != 0 && s.spread >= 0 && h.Rune-s.spread <= spreadRunes {
		kind |= media
	}
	if m.roles&ofPeople != 0 && s.many >= 0 && h.Rune-s.many <= manyRunes {
		kind |= group
	}
	if m.roles&threatens != 0 {
		s.threat = *h
	}
	if m.roles&safetyObject != 0 {
		s.object = *h
	}
	if m.roles&spreads != 0 {
		s.spread = h.End
	}
	if m.roles&manyOf != 0 {
		s.many = h.End
	}
	if kind == 0 || s.urgentlyDenied(h) {
		return
	}
	if kind&injury != 0 && s.clause.maybe >= 0 && h.Rune-s.clause.maybe <= maybeRunes {
		kind = kind&^injury | safety // nobody was hurt yet
	}
	if kind&regulator != 0 && s.quoted(r, i) {
		kind &^= regulator
	}
	for ; kind != 0; kind &= kind - 1 {
		s.urgencies = append(s.urgencies, sign{int32(i), int8(bits.TrailingZeros32(uint32(kind)))})
	}
}

// near reports whether two words of a sentence stand close, whichever is first.
func near(a, b *text.Hit, within int32) bool {
	return b.End >= 0 && max(a.Rune-b.End, b.Rune-a.End) <= within
}

// quoted reports whether an authority is only named as the source of a rule: 根据市场监管总局的规定.
func (s *scratch) quoted(r *Reader, i int) bool {
	h := &s.hits[i]
	if s.clause.cited >= 0 && h.Rune-s.clause.cited <= citeRunes {
		return true
	}
	for j := i + 1; j < len(s.hits) && s.hits[j].Rune-h.End <= citeRunes; j++ {
		if r.lexicon.Meaning(&s.hits[j]).roles&cites != 0 {
			return true
		}
	}
	return false
}

// urge puts urgency into the result.
func (s *scratch) urge(n *text.Normal, result *Result) {
	if len(s.urgencies) == 0 {
		return
	}
	var spans [6]int
	for _, u := range s.urgencies {
		if spans[u.value]++; spans[u.value] <= maxSpans {
			s.show(n, result, urgencyTopics[u.value], u.hit)
		}
	}
	for kind, n := range spans {
		if n > 0 {
			result.Urgency = append(result.Urgency, Urgencies[kind])
		}
	}
}
