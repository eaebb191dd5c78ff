package sample

import (
	"time"

	"huisheng/analytics"
)

// life writes what happens to a complaint after it came in.
type life struct {
	g    *Generator
	r    *Record
	d    *draft
	at   int64 // unix seconds of the last event
	end  int64 // nothing happens from here on
	void analytics.Event
	over bool

	department string
	late       bool
	quick      bool
	handed     bool
	reopened   bool
	paid       bool
}

const minute, hour, dayLong = 60, 3600, 24 * 3600

// live writes the events of a complaint that came at a second.
func (l *life) live(g *Generator, r *Record, d *draft, at int64) {
	*l = life{g: g, r: r, d: d, at: at, end: g.end.Unix(), department: d.department}
	s := &g.main
	l.accept(at)
	if l.ended() {
		return
	}
	hours := limitHours[r.Complaint.Grade]
	l.late = s.chance(l.lateOdds())
	total := int64(hours) * hour * int64(s.between(10, 92)) / 100
	if l.late {
		total = int64(hours) * hour * int64(s.between(105, 420)) / 100
	}
	due := at + total
	l.respond(at, due)
	l.middle(due)
	if s.chance(12) {
		return // never came to an end
	}
	l.close(due)
	l.after()
}

// limitHours are the hours within which a grade is to be finished (pack 分级限时).
var limitHours = map[string]int{"A": 8, "B": 24, "C": 48, "D": 48}

// lateOdds are thousandths of cases that miss their limit.
func (l *life) lateOdds() int {
	odds := 105
	if l.department == slowAlways {
		odds = 105 * slowAlwaysFactor / 100 * 2
	}
	if l.stuck() {
		odds = 640
	}
	if l.r.Complaint.Grade == "A" {
		odds += 80
	}
	return odds
}

// stuck reports whether the department is the one that stopped working.
func (l *life) stuck() bool {
	return l.g.slow != nil && l.department == l.g.slow.cause.Attributes["department"]
}

// add writes an event some seconds after the last one; behind the sample's end it writes into the void.
func (l *life) add(kind string, at int64, by, department string) *analytics.Event {
	l.at = max(at, l.at+minute)
	if l.over = l.over || l.at >= l.end; l.over {
		l.void = analytics.Event{}
		return &l.void
	}
	c := &l.r.Complaint
	var room [64]byte
	b := append(append(room[:0], c.ID...), '-')
	id := l.g.arena.keep(appendDigits(b, uint64(len(l.r.Events)+1), 2))
	l.r.Events = append(l.r.Events, analytics.Event{Source: Source, ID: id, ComplaintID: c.ID, Kind: kind,
		At: time.Unix(l.at, 0).In(analytics.Zone), By: by, Department: department})
	return &l.r.Events[len(l.r.Events)-1]
}

// open24 moves a time at night to the morning.
func open24(at int64) int64 {
	second := (at + 8*hour) % dayLong
	switch {
	case second < 8*hour:
		return at - second + 8*hour + second/60
	case second > 21*hour:
		return at - second + dayLong + 8*hour + (second-21*hour)/20
	}
	return at
}

const desk = "客户服务中心"

func (l *life) accept(at int64) {
	s := &l.g.main
	when := at + int64(s.between(1, 25))*minute
	if l.r.Complaint.Channel != "热线电话" && l.r.Complaint.Grade != "A" {
		when = open24(when)
	}
	l.add("accepted", when, staffOf(desk, uint64(s.n(8))), desk)
}

// ended writes the end of cases that are none: told before, taken back, or not ours.
func (l *life) ended() bool {
	s := &l.g.main
	label := &l.r.Label
	switch n := s.n(1000); {
	case label.Likeness != "" && label.Likeness != "first" && label.Likeness != "again" && n < 250:
		e := l.add("merged", l.at+int64(s.between(5, 300))*minute, staffOf(desk, uint64(s.n(8))), desk)
		e.Into, e.Note = label.Duplicate, "同一客户同一事项，并入首单处理"
		return true
	case n >= 994:
		e := l.add("invalidated", l.at+int64(s.between(30, 900))*minute, staffOf(desk, uint64(s.n(8))), desk)
		e.Note = draw(s, []string{"非本公司产品", "测试工单", "误拨，无诉求", "客户提供的订单查无记录"})
		return true
	}
	l.add("assigned", l.at+int64(s.between(3, 80))*minute, staffOf(desk, uint64(s.n(8))), desk).ToDepartment = l.department
	if s.chance(14) {
		e := l.add("withdrawn", l.at+int64(s.between(2, 40))*hour, "", l.department)
		e.Note = draw(s, []string{"客户表示自行解决，撤诉", "客户主动撤销", "重新开机后恢复，客户撤诉"})
		return true
	}
	return false
}

// respond hands the case on where it landed wrong, and calls the customer for the first time.
func (l *life) respond(at, due int64) {
	s := &l.g.main
	c := &l.r.Complaint
	if c.Grade != "A" && s.chance(map[bool]int{true: 290, false: 110}[c.Category == "" || c.Category == "其他"]) {
		other := draw(s, handTo)
		if other != l.department {
			e := l.add("handed_over", l.at+int64(s.between(20, 500))*minute, c.Handler, l.department)
			e.FromDepartment, e.ToDepartment, e.Note = l.department, other, draw(s, handNotes)
			back := l.add("handed_over", l.at+int64(s.between(30, 600))*minute, staffOf(other, uint64(s.n(9))), other)
			back.FromDepartment, back.ToDepartment = other, l.department
			l.handed = true
		}
	}
	first := at + int64(s.between(15, 240))*minute
	switch n := s.n(100); {
	case n >= 96 || l.stuck() && n >= 45 || l.department == slowAlways && n >= 86:
		first = at + int64(s.between(25, 70))*hour
	case n >= 60:
		first = at + int64(s.between(4, 20))*hour
	}
	if first > due {
		first = at + (due-at)*6/10
		if l.late {
			first = due - hour
		}
	}
	if urgent := c.Grade == "A"; urgent {
		first = at + int64(s.between(10, 110))*minute // at any hour
	} else {
		first = open24(first)
	}
	l.quick = first-at <= 2*hour
	l.add("first_response", first, c.Handler, l.department).Note = draw(s, firstNotes)
}

var handTo = []string{"物流管理部", "电商运营部", "软件与云服务部", "手机售后部", "财务部", "市场部", "配件中心", "华东售后服务部", "华南售后服务部"}

var handNotes = []string{"不属本部门职责，转出", "需贵部门核实订单", "涉及配件，转配件中心协查", "分类有误，改派"}

var firstNotes = []string{"已电话联系客户，了解情况", "已致歉，告知处理时限", "客户描述与工单一致，安排处理", "首次联系，客户要求尽快", "电话约定上门时间", "已加客户微信收取照片视频"}

// middle is what happens between the first call and the end.
func (l *life) middle(due int64) {
	s := &l.g.main
	c := &l.r.Complaint
	handler := c.Handler
	for range s.n(3) {
		if l.at+2*hour < due {
			l.add("progressed", l.at+(due-l.at)*int64(s.between(25, 70))/100, handler, l.department).Note = draw(s, progressNotes)
		}
	}
	escalated := 25
	if c.Grade == "A" || l.r.Label.Register == "formal" {
		escalated = 260
	}
	if s.chance(escalated) {
		e := l.add("escalated", l.at+min(int64(s.between(20, 300))*minute, max(due-l.at, 0)/2), handler, l.department)
		e.Note = draw(s, []string{"客户情绪激动，要求上级出面", "涉及安全，按重大投诉上报", "监管关注，升级处理", "超出授权，申请区域经理审批"})
	}
	if c.Grade != "A" && (l.r.Label.Topic == "repair.parts" && s.chance(500) || s.chance(15)) {
		l.add("paused", l.at+int64(s.between(30, 300))*minute, handler, l.department).Note = draw(s, []string{"等待配件到货", "客户出差，约定回来后处理", "等待第三方检测结果"})
		l.add("resumed", l.at+int64(s.between(6, 60))*hour, handler, l.department)
	}
}

var progressNotes = []string{"已派单，等师傅接单", "配件已申请", "已上报审批", "与承运商核实中", "客户暂未接电话，稍后再联系", "已调取录音核查", "已补充照片，转技术判断", "与客户协商方案，客户考虑中"}

// close resolves and closes, and opens again what was not resolved.
func (l *life) close(due int64) {
	s := &l.g.main
	c := &l.r.Complaint
	l.resolve(due)
	if l.paid = s.chance(compensationOdds(c)); l.paid {
		e := l.add("compensated", l.at+int64(s.between(5, 120))*minute, c.Handler, l.department)
		fen := int64(draw(s, fees)) * 100
		if c.AmountFen != nil && s.chance(600) {
			fen = *c.AmountFen
		}
		e.AmountFen, e.Note = &fen, draw(s, []string{"补偿客户", "退还差价", "退回收费", "赠送延保并补偿", "按授权额度当场补偿"})
	}
	if l.r.Label.Register == "formal" {
		l.add("replied", l.at+int64(s.between(30, 240))*minute, c.Handler, l.department).Note = "已书面答复转办单位"
	}
	l.add("closed", open24(l.at+int64(s.between(40, 1300))*minute), c.Handler, l.department)
	if l.reopened = s.chance(map[bool]int{true: 85, false: 32}[l.late]); l.reopened {
		e := l.add("reopened", open24(l.at+int64(s.between(4, 90))*hour), staffOf(desk, uint64(s.n(8))), desk)
		e.Note = draw(s, []string{"客户反馈问题未解决", "回访不满意，重新处理", "修后复发"})
		l.resolve(l.at + int64(s.between(6, 60))*hour)
		l.add("closed", open24(l.at+int64(s.between(40, 900))*minute), c.Handler, l.department)
	}
}

func compensationOdds(c *analytics.Complaint) int {
	switch {
	case c.Grade == "A":
		return 360
	case c.AmountFen != nil:
		return 170
	}
	return 55
}

func (l *life) resolve(at int64) {
	topic := l.d.topic
	l.add("resolved", at, l.r.Complaint.Handler, l.department).Note = draw(&l.g.main, resolveNotes[topic.Group])
}

var resolveNotes = map[string][]string{
	"家电故障":   {"上门检修，更换部件后正常", "检测后同意换机", "重新调试后恢复，客户认可", "办理退货", "清理并更换密封件"},
	"手机数码故障": {"免费更换电池", "更换屏幕总成", "检测后换新机", "升级系统后恢复", "寄修完成，已寄回"},
	"软件与云":   {"推送修复版本，客户验证正常", "后台恢复数据", "协助解绑账号", "已关闭相关推送"},
	"物流配送":   {"已送达并致歉", "破损件换新，旧件带回", "丢件全额退款", "退还搬运费"},
	"安装":     {"已安排当日安装", "退还多收费用", "返工重装，客户验收", "赔付损坏物品"},
	"维修":     {"加急派单，已修复", "退还不合理收费", "配件到货，已更换", "多次维修，予以换机"},
	"价格与促销":  {"补差价到账", "补发赠品", "说明规则，客户勉强接受", "发放优惠券补偿"},
	"退换与订单":  {"退款已原路退回", "同意退货，已上门取件", "补发漏件", "换货完成"},
	"售后政策":   {"按保内处理", "出具检测报告，客户接受", "核实购买日期，恢复保修"},
	"客户服务":   {"当事人致歉", "主管回电致歉", "已培训并考核当事人"},
	"票据与宣传":  {"发票已开具发送", "重开发票", "页面已修改并致歉", "同意退货退款"},
	"隐私":     {"已删除客户资料", "核查未见异常，已向客户说明", "当事人严肃处理"},
	"新出现":    {"已核实，安排退款", "已反馈相关部门", "取消自动续费并退费", "补贴已补发"},
}
