package panel

import (
	"context"
	"math"

	"huisheng/analytics"
	"huisheng/analytics/trend"
	"huisheng/dashboards"
)

// shownDays is how many findings of days the sentences of a month tell.
const shownDays = 2

// unusualDays are the sentences about unusual days of the month, of those that something explains; known is false when nothing explains any day yet.
func (p Sentences) unusualDays(ctx context.Context, q dashboards.Query) (list []Sentence, known bool, err error) {
	series, like := seriesOf(q)
	if p.Findings == nil || !like {
		return nil, false, nil
	}
	told, err := p.Findings.Told(ctx, q.Month)
	if err != nil {
		return nil, false, err
	}
	key := analytics.CauseKey(series)
	for _, t := range told {
		days := t.Kind == analytics.FindingDays || t.Kind == analytics.FindingWeek
		if !days || t.Why == nil || t.Why.Sentence == "" {
			continue
		}
		known = true
		if t.Level < uint8(trend.LevelWarning) || len(list) == shownDays || len(series) > 0 && analytics.CauseKey(t.Series) != key {
			continue
		}
		list = append(list, Sentence{Parts: []Part{{Text: t.Why.Sentence}}, Proof: dashboards.LevelName(t.Level), More: dashboards.FindingAddress(t.ID)})
	}
	return list, known, nil
}

// leadingShare is the share of a change from which its causes lead the sentence about it.
const leadingShare = 0.3

// inwardMoves is how many times the change of the total its causes must have moved for the news to be what happened inside of it.
const inwardMoves = 3

// because is the sentence that says where the change of the month comes from; false when nobody knows. A change by chance has no sentence of its
// own, only the address of its finding.
func (p Sentences) because(ctx context.Context, q dashboards.Query) (Sentence, bool, error) {
	c, err := explained(ctx, p.Reader, p.Findings, q)
	if err != nil || c.lacks(q) != "" {
		return Sentence{}, false, err
	}
	now, base := q.Compared(c.comparison)
	s := Sentence{More: dashboards.FindingAddress(c.ID)}
	change, rises := math.Round(c.Observed)-math.Round(c.Expected), c.Observed >= c.Expected
	var main []CauseRow
	share, moved := 0.0, 0.0
	all := CausesOf(q.Names, c.Why, now, base)
	for _, f := range c.Why.Causes {
		moved += math.Abs(f.Added)
	}
	within := moved > inwardMoves*math.Abs(change)
	for i, f := range c.Why.Causes {
		if (within || f.Added > 0 == rises) && len(main) < 3 {
			main, share = append(main, all.Rows[i]), share+f.Share
		}
	}
	word := "多出的"
	if change < 0 {
		word = "少的"
	}
	switch {
	case within:
		s.Parts = []Part{{Text: "总数变化不大，内部此消彼长："}}
	case len(c.Why.Causes) == 0 && !c.Why.Rest.Moves && change != 0:
		return s, true, nil
	case change == 0 || len(main) == 0:
		s.Parts = []Part{{Text: all.Summary(change)}}
		if all.General != "" && change != 0 {
			s.Parts = []Part{{Text: word + " " + dashboards.Number(int64(math.Abs(change))) + " 件" + all.General}}
		}
		return s, true, nil
	case share > 0 && share < leadingShare && c.Why.Rest.Moves:
		s.Parts = []Part{{Text: word + " " + dashboards.Number(int64(math.Abs(change))) + " 件大多是普遍的变化；突出的有"}}
	case share > 0 && share <= 1:
		s.Parts = []Part{{Text: word + " " + dashboards.Number(int64(math.Abs(change))) + " 件里，"}, {Text: dashboards.ShareText(share), Tone: "strong"}, {Text: " 来自"}}
	default: // the rest went the other way, so a share of the change would mean nothing
		s.Parts = []Part{{Text: word + "来自"}}
	}
	for i, row := range main {
		if i > 0 {
			s.Parts = append(s.Parts, Part{Text: "、"})
		}
		s.Parts = append(s.Parts, Part{Text: row.Name, Tone: "strong"}, Part{Text: "（"}, Part{Text: row.Expected, Door: row.BaseDoor}, Part{Text: " → "},
			Part{Text: dashboards.Number(row.N.N) + " 件", Door: row.N.Door}, Part{Text: "）"})
	}
	if share > 0 && share < leadingShare && c.Why.Rest.Moves {
		s.Parts = append(s.Parts, Part{Text: "，占 " + dashboards.ShareText(share)})
	}
	s.Parts = append(s.Parts, Part{Text: "；" + all.RestText + "。"})
	return s, true, nil
}

// Summary says in words that no part leads, or that parts moved while the whole did not.
func (v *Causes) Summary(change float64) string {
	if v.General != "" {
		return v.General
	}
	var names []string
	for _, r := range v.Rows {
		names = append(names, r.Name+"（"+r.Expected+" → "+dashboards.Number(r.N.N)+" 件）")
	}
	if change == 0 {
		return "总数没有变，内部有变化：" + some(names) + "。"
	}
	return "是普遍的变化；反向变化的是" + some(names) + "。"
}
