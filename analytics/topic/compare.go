package topic

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// Difference is one thing that differs between two versions of packs.
type Difference struct {
	Kind string // added, removed, replaced (a crosswalk tells by what), renamed, moved, rules, words
	Pack string
	Code string // empty for what is of the whole pack
	Text string // for a person
}

// Compare tells what differs from the packs before to those after, in the order of after, and what is gone last.
func Compare(before, after []Pack) ([]Difference, error) {
	was, err := newTaxonomy(before)
	if err != nil {
		return nil, err
	}
	is, err := newTaxonomy(after)
	if err != nil {
		return nil, err
	}
	old := map[string]*Topic{}
	for p := range before {
		for i := range before[p].Topics {
			old[before[p].Topics[i].Code] = &before[p].Topics[i]
		}
	}
	var out []Difference
	for p := range after {
		pack := &after[p]
		say := func(kind, code, format string, args ...any) {
			out = append(out, Difference{Kind: kind, Pack: pack.Code, Code: code, Text: fmt.Sprintf(format, args...)})
		}
		if at := slices.IndexFunc(before, func(o Pack) bool { return o.Code == pack.Code }); at >= 0 && commonWords(&before[at]) != commonWords(pack) {
			say("words", "", "语境词、词表或屏蔽词有变，可能影响本包所有规则")
		}
		for i := range pack.Topics {
			t := &pack.Topics[i]
			o, known := old[t.Code]
			if !known {
				say("added", t.Code, "新增“%s”", strings.Join(is.Path(t.Code), " › "))
				continue
			}
			if o.Name != t.Name {
				say("renamed", t.Code, "“%s”改名为“%s”", o.Name, t.Name)
			}
			if from, to := was.entries[was.places[t.Code]], is.entries[is.places[t.Code]]; from.Parent != to.Parent || from.Axis != to.Axis {
				say("moved", t.Code, "“%s”从“%s”移到“%s”", t.Name, from.Group, to.Group)
			}
			if !reflect.DeepEqual(o.Rules, t.Rules) || !slices.Equal(o.Alias, t.Alias) || o.Why != t.Why || o.Where != t.Where {
				say("rules", t.Code, "“%s”的规则有变：%s", t.Name, ruleChange(o, t))
			}
		}
	}
	for _, e := range was.entries {
		if _, there := is.places[e.Code]; there {
			continue
		}
		d := Difference{Kind: "removed", Pack: e.Pack, Code: e.Code, Text: fmt.Sprintf("取消“%s”，没有对照：旧记录将显示代号", e.Name)}
		if now := is.Current(e.Code); len(now) > 0 {
			d.Kind, d.Text = "replaced", fmt.Sprintf("“%s”由“%s”接替", e.Name, is.Name(e.Code))
		}
		out = append(out, d)
	}
	return out, nil
}

// commonWords is what all rules of a pack share.
func commonWords(p *Pack) string {
	return fmt.Sprint(p.Context, p.Words, p.Mask, p.Cautious, p.Extends)
}

// ruleChange names the words that came and went, as far as words alone tell it.
func ruleChange(old, now *Topic) string {
	words := func(t *Topic) map[string]bool {
		set := map[string]bool{}
		for _, r := range t.Rules {
			for _, list := range append(append([][]string{r.Any, r.Not}, r.All...), r.Near...) {
				for _, w := range list {
					set[w] = true
				}
			}
		}
		return set
	}
	was, is := words(old), words(now)
	var parts []string
	for _, side := range []struct {
		name string
		a, b map[string]bool
	}{{"加词", is, was}, {"去词", was, is}} {
		var list []string
		for w := range side.a {
			if !side.b[w] {
				list = append(list, w)
			}
		}
		if slices.Sort(list); len(list) > 0 {
			parts = append(parts, side.name+" "+strings.Join(list, "、"))
		}
	}
	if len(parts) == 0 {
		return "条件、分量或别名"
	}
	return strings.Join(parts, "；")
}

// Shift is complaints whose label on an axis changes with the packs.
type Shift struct {
	Axis     Axis
	From, To string // codes; empty is 未分类
	N        int
	Examples []analytics.Wording // the first of them
}

// shiftExamples is how many complaints of a shift are shown.
const shiftExamples = 3

// Shifts reads texts with both versions and tells what moves, most first. A label that a crosswalk reads as the new one does not move.
func Shifts(before, after *Classifier, wordings []analytics.Wording) []Shift {
	type move struct {
		axis     Axis
		from, to string
	}
	at := map[move]int{}
	var out []Shift
	for _, w := range wordings {
		normal := text.Normalise(analytics.JoinWords(w.Subject, w.Text))
		a, b := before.Classify(&normal, w.Category), after.Classify(&normal, w.Category)
		for axis, pair := range [len(Axes)][2]string{{a.Topic, b.Topic}, {a.Why.Code, b.Why.Code}, {a.Where.Code, b.Where.Code}} {
			if pair[0] == pair[1] || slices.Contains(after.taxonomy.Current(pair[0]), pair[1]) {
				continue
			}
			m := move{Axis(axis), pair[0], pair[1]}
			i, known := at[m]
			if !known {
				i = len(out)
				at[m] = i
				out = append(out, Shift{Axis: m.axis, From: m.from, To: m.to})
			}
			if out[i].N++; len(out[i].Examples) < shiftExamples {
				out[i].Examples = append(out[i].Examples, w)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Shift) int { return b.N - a.N })
	return out
}
