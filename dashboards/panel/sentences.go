package panel

import (
	"context"
	"fmt"
	"slices"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
)

// Sentence is one conclusion: parts that read on, and its proof in small.
type Sentence struct {
	Parts []Part
	Proof string
	More  string // address of what says more; empty without one
}

// Part is a piece of a sentence. Tone is up (worse), down (better), strong or empty.
type Part struct {
	Text string
	Door string
	Tone string
}

// Sentences is the panel of conclusions, one to five.
type Sentences struct {
	Reader   Reader
	Findings Findings // nil: the largest movements are told, and the highest day
}

// Name implements dashboards.Panel.
func (Sentences) Name() string { return "sentences" }

// Load implements dashboards.Panel.
func (p Sentences) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	why, known, err := p.because(ctx, q)
	if err != nil {
		return dashboards.View{}, err
	}
	calm := known && len(why.Parts) == 0
	volume, err := p.volume(ctx, q, calm)
	if err != nil {
		return dashboards.View{}, err
	}
	list := []Sentence{volume}
	switch {
	case calm: // the first sentence has said so
		list[0].More = why.More
	case known:
		list = append(list, why)
	case q.Period.Previous.OK:
		moved, err := p.movements(ctx, q)
		if err != nil {
			return dashboards.View{}, err
		}
		list = append(list, moved...)
	}
	days, looked, err := p.unusualDays(ctx, q)
	if err != nil {
		return dashboards.View{}, err
	}
	list = append(list, days...)
	if !looked {
		day, found, err := p.spike(ctx, q)
		if err != nil {
			return dashboards.View{}, err
		}
		if found {
			list = append(list, day)
		}
	}
	if !q.Period.Previous.OK && !q.Period.YearAgo.OK {
		list = append(list, Sentence{Parts: []Part{{Text: cannotCompare(q.Period)}}})
	}
	return dashboards.View{Title: "结论", Kind: "sentences", Body: list}, nil
}

// cannotCompare says why there is no comparison.
func cannotCompare(p dashboards.Period) string {
	if p.Previous.Why == p.YearAgo.Why {
		return p.Previous.Why + "，因此不作比较。"
	}
	if p.Previous.Why == "上月没有数据" && p.YearAgo.Why == "去年同月没有数据" {
		return "上月和去年同月都没有数据，因此不作环比和同比。"
	}
	return p.Previous.Why + "，" + p.YearAgo.Why + "，因此不作环比和同比。"
}

// volume is the first sentence: how many, against the month before and the year before. calm is that the finding of the month found its change
// to be by chance.
func (p Sentences) volume(ctx context.Context, q dashboards.Query, calm bool) (Sentence, error) {
	month := q.MonthSelection()
	n, err := p.count(ctx, month)
	if err != nil || n == 0 {
		return Sentence{Parts: []Part{{Text: "本月没有符合筛选的投诉。"}}}, err
	}
	s := Sentence{Parts: []Part{{Text: "本月收到投诉 "}, {Text: dashboards.Number(n) + " 件", Door: dashboards.Door(month)}}}
	if !q.Period.Whole {
		s.Proof = q.Period.Cut
	}
	var said *dashboards.Comparison
	for i, c := range []dashboards.Comparison{q.Period.Previous, q.Period.YearAgo} {
		if !c.OK {
			continue
		}
		now, base := q.Compared(c)
		a, err := p.count(ctx, now)
		if err != nil {
			return s, err
		}
		b, err := p.count(ctx, base)
		if err != nil {
			return s, err
		}
		s.Parts = append(s.Parts, changeParts(q, c, a, b, n, said, calm && i == 0)...)
		proof := fmt.Sprintf("%s %s 件", c.Name(q.Month), dashboards.Number(b))
		if s.Proof != "" {
			proof = " · " + proof
		}
		s.Proof += proof
		if left := c.LeftText(); left != "" {
			s.Proof += "（" + left + "）"
		}
		said = &c
	}
	s.Parts = append(s.Parts, Part{Text: "。"})
	return s, nil
}

// changeParts continues the first sentence by one comparison. When only a part of the month is compared, it says which days and how
// many complaints those have, unless the comparison said before has just done so.
func changeParts(q dashboards.Query, c dashboards.Comparison, a, b, n uint64, said *dashboards.Comparison, calm bool) []Part {
	now, base := q.Compared(c)
	var parts []Part
	lead := "；比"
	if said == nil {
		lead = "，比"
	}
	known := said != nil && said.From.Equal(c.From) && said.To.Equal(c.To) && slices.Equal(said.Sources, c.Sources)
	if !c.Whole && a != n && !known {
		which := "；其中 " + dashboards.SpanText(c.From, c.To) + " "
		if len(c.Sources) > 0 {
			which = "；其中可比的来源 "
		}
		parts = append(parts, Part{Text: which}, Part{Text: dashboards.Number(a) + " 件", Door: dashboards.Door(now)})
		lead = "，比"
	}
	parts = append(parts, Part{Text: lead}, Part{Text: c.Name(q.Month), Door: dashboards.Door(base)})
	if !c.Whole && c.Days() < q.Month.Days() {
		parts = append(parts, Part{Text: fmt.Sprintf("的 %d 天", c.Days())})
	}
	diff := int64(a) - int64(b)
	if diff == 0 {
		return append(parts, Part{Text: "持平"})
	}
	part := Part{Text: fmt.Sprintf("多 %s 件%s", dashboards.Number(diff), bracket(a, b)), Tone: "up"}
	if diff < 0 {
		part = Part{Text: fmt.Sprintf("少 %s 件%s", dashboards.Number(-diff), bracket(a, b)), Tone: "down"}
	}
	if s := scoreOf(c, a, b); calm || s < trend.Rare && s > -trend.Rare { // neither worse nor better
		part.Tone = "strong"
		return append(parts, part, Part{Text: "，在偶然起伏之内"})
	}
	return append(parts, part)
}

// bracket is the relative change in brackets, nothing without a base.
func bracket(a, b uint64) string {
	if b == 0 {
		return ""
	}
	return "（" + dashboards.Change(a, b) + "）"
}

func (p Sentences) count(ctx context.Context, s analytics.Selection) (uint64, error) {
	months, err := p.Reader.CountByMonth(ctx, s)
	var n uint64
	for _, m := range months {
		n += m.N
	}
	return n, err
}

// movements are the largest rise, with where it concentrates, and the largest fall.
func (p Sentences) movements(ctx context.Context, q dashboards.Query) ([]Sentence, error) {
	now, base := q.Compared(q.Period.Previous)
	axis, counts, err := speakingAxis(ctx, p.Reader, now, base)
	if err != nil {
		return nil, err
	}
	var up, down *analytics.ValueCount
	for i, c := range counts {
		if c.Value == "" {
			continue
		}
		if risen(q.Period.Previous, c.N, c.Base, len(counts)) && (up == nil || c.N-c.Base > up.N-up.Base) {
			up = &counts[i]
		}
		if fallen(q.Period.Previous, c.N, c.Base, len(counts)) && (down == nil || c.Base-c.N > down.Base-down.N) {
			down = &counts[i]
		}
	}
	var list []Sentence
	if up != nil {
		s, err := p.rise(ctx, q, axis, *up)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	if down != nil {
		list = append(list, fallSentence(q, axis, *down))
	}
	return list, nil
}

// speakingAxis is the topics, or the source's own categories while most complaints have no topic and some have a category.
func speakingAxis(ctx context.Context, r Reader, now, base analytics.Selection) (string, []analytics.ValueCount, error) {
	counts, err := r.CountByAxis(ctx, "topic", now, base)
	if err != nil || !mostlyUnclassified(counts) {
		return "topic", counts, err
	}
	categories, err := r.CountByAxis(ctx, "category", now, base)
	if err != nil || mostlyUnclassified(categories) {
		return "topic", counts, err
	}
	return "category", categories, nil
}

func (p Sentences) rise(ctx context.Context, q dashboards.Query, axis string, c analytics.ValueCount) (Sentence, error) {
	now, base := q.Compared(q.Period.Previous)
	name := q.Period.Previous.Name(q.Month)
	s := Sentence{Parts: []Part{{Text: "上升最多的" + axisNoun(axis) + "是"}, {Text: dashboards.ValueName(q.Names, axis, c.Value), Tone: "strong"}, {Text: "："},
		{Text: dashboards.Number(c.N) + " 件", Door: dashboards.Door(now.With(axis, c.Value))}, {Text: "，" + name + " "},
		{Text: dashboards.Number(c.Base) + " 件", Door: dashboards.Door(base.With(axis, c.Value))}}}
	found, err := concentration(ctx, p.Reader, q, axis, c)
	if err != nil {
		return s, err
	}
	if found.Axis != "" {
		parts, proof := concentrationParts(found, Part{Text: dashboards.ValueName(q.Names, found.Axis, found.Value), Tone: "strong",
			Door: dashboards.Door(now.With(axis, c.Value).With(found.Axis, found.Value))}, int64(c.N-c.Base)-found.Rise)
		s.Parts, s.Proof = append(s.Parts, parts...), proof
	} else {
		s.Proof = "没有集中在哪一个产品、地区、渠道或部门"
	}
	s.Parts = append(s.Parts, Part{Text: "。"})
	return s, nil
}

// wholeShare is the share from which a value holds all of a rise, but for rounding. When the others fell it holds more than all,
// which nobody would put as a percentage.
const wholeShare = 0.9995

// concentrationParts say how much of a rise one value holds; name is the value with its door, others is what all others together changed by.
func concentrationParts(found concentrated, name Part, others int64) (parts []Part, proof string) {
	axis, change := dashboards.AxisName(found.Axis), dashboards.Number(found.Base)+" → "+dashboards.Number(found.N)
	if found.Share >= wholeShare {
		parts = []Part{{Text: "；增量全部来自"}, name, {Text: "（" + change + " 件）"}}
		return parts, axis + " · 其余合计 " + dashboards.Signed(others)
	}
	parts = []Part{{Text: "；其中"}, name, {Text: "占增量的 " + dashboards.Decimal(found.Share*100) + "%"}}
	return parts, axis + "：" + change + " · 其余合计 " + dashboards.Signed(others)
}

func fallSentence(q dashboards.Query, axis string, c analytics.ValueCount) Sentence {
	now, base := q.Compared(q.Period.Previous)
	return Sentence{Parts: []Part{{Text: "下降最多的" + axisNoun(axis) + "是"}, {Text: dashboards.ValueName(q.Names, axis, c.Value), Tone: "strong"}, {Text: "："},
		{Text: dashboards.Number(c.N) + " 件", Door: dashboards.Door(now.With(axis, c.Value))}, {Text: "，" + q.Period.Previous.Name(q.Month) + " "},
		{Text: dashboards.Number(c.Base) + " 件", Door: dashboards.Door(base.With(axis, c.Value))}, {Text: "，"},
		{Text: "少 " + dashboards.Number(c.Base-c.N) + " 件" + bracket(c.N, c.Base), Tone: "down"}, {Text: "。"}}}
}

func axisNoun(axis string) string {
	if axis == "category" {
		return "来源分类"
	}
	return "主题"
}

// spike is the sentence about a day that stands out.
func (p Sentences) spike(ctx context.Context, q dashboards.Query) (Sentence, bool, error) {
	counts, err := p.Reader.CountByDay(ctx, q.MonthSelection())
	if err != nil {
		return Sentence{}, false, err
	}
	byDay := map[string]uint64{}
	for _, c := range counts {
		byDay[dashboards.DateText(c.Day)] = c.N
	}
	top, found := spike(q.Period, byDay)
	if !found {
		return Sentence{}, false, nil
	}
	return Sentence{Parts: []Part{{Text: dashboards.DayText(top.Day) + "单日 "}, {Text: dashboards.Number(top.N) + " 件", Door: dashboards.Door(q.Filters.Between(top.Day, top.Day))},
		{Text: "，为本月平日的 "}, {Text: dashboards.Decimal(top.Times) + " 倍", Tone: "up"}, {Text: "。"}},
		Proof: "本月每日中位数 " + dashboards.Decimal(top.Median) + " 件"}, true, nil
}
