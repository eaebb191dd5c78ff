package sample

import "huisheng/analytics"

// drivers are the planted influences on satisfaction, largest first; after reads them by their places.
var drivers = []Driver{
	{"late", -0.95, "办结超过分级时限"},
	{"reopened", -0.8, "结案后重新打开"},
	{"repeated", -0.6, "同一客户同一事项再次投诉"},
	{"compensated", 0.45, "给过补偿"},
	{"handed_over", -0.4, "部门之间转办过"},
	{"quick", 0.2, "两小时内首次响应"},
	{"attitude", -0.5, "主题是服务态度、客服难接通"},
	{"hazard", -0.5, "主题是漏电冒烟起火"},
}

// after calls the customer the day after the case was closed.
func (l *life) after() {
	s := &l.g.main
	if !s.chance(780) {
		return
	}
	at := l.at + dayLong
	at += 9*hour - (at+8*hour)%dayLong + int64(s.n(9*hour))
	e := l.add("followed_up", at, staffOf("回访组", uint64(s.n(6))), "回访组")
	switch n := s.n(100); {
	case n < 29:
		e.Outcome = "unreached"
		return
	case n < 37:
		e.Outcome = "refused"
		return
	}
	e.Outcome = "answered"
	topic := l.d.topic.Code
	score := 4.05
	for i, hit := range []bool{l.late, l.reopened, l.r.Label.Likeness != "" && l.r.Label.Likeness != "first", l.paid, l.handed, l.quick,
		topic == "service.attitude" || topic == "service.unreachable", topic == "fault.hazard"} {
		if hit {
			score += drivers[i].Effect
		}
	}
	e.Satisfaction = l.grade(score)
	e.SatisfactionBy = analytics.SatisfactionBy{Channel: l.side(score, 0.2, topic == "service.unreachable"), Attitude: l.side(score, 0.4, topic == "service.attitude"),
		Ability: l.side(score, 0, l.reopened), Speed: l.side(score, 0.1, l.late), Outcome: l.side(score, -0.1, l.reopened)}
	if e.Satisfaction <= 2 {
		e.Note = draw(s, []string{"客户表示拖得太久", "客户不认可处理结果", "客户说不想再提", "客户要求改进服务", "态度好但问题没解决"})
	}
}

// grade rounds a score with a person's mood to 1–5.
func (l *life) grade(score float64) uint8 {
	n := int(score + float64(l.g.main.normal()*0.9) + 0.5)
	return uint8(min(max(n, 1), 5))
}

// side grades one dimension: one in eight is not answered, and what went wrong there weighs one and a half.
func (l *life) side(score, shift float64, wrong bool) uint8 {
	if l.g.main.chance(125) {
		return 0
	}
	if wrong {
		shift -= 1.0
	}
	return l.grade(score + shift)
}
