package topic

import (
	"fmt"
	"slices"
	"strings"

	"huisheng/analytics/text"
)

// reach tries every word of every rule of a label in a text that has just what the rule wants: a word that does not count there never
// will, and a label that does not once come first is covered by others.
func (l *linter) reach(path string, t *Topic, axis Axis) {
	first, cover := len(t.Rules) == 0, ""
	for n := range t.Rules {
		r := &t.Rules[n]
		lists := append(append([][]string{}, r.Near...), r.All...)
		if len(r.Any) > 0 {
			lists = append(lists, r.Any)
		}
		for _, parts := range l.pack.samples(lists) {
			heard, won, by := l.hears(r, t.Code, axis, parts.words)
			if !heard {
				l.say(fmt.Sprintf("%s.rules[%d]", path, n), "%s 第 %d 条规则：“%s”不起作用", t.Code, n+1, parts.words[parts.tried])
			}
			if first = first || won; !won && heard {
				cover = by
			}
		}
	}
	if !first && cover != "" {
		l.say(path, "%s 总是被 %s 压住，没有一条规则能让它排在第一", t.Code, cover)
	}
}

// trial is one word of each list; tried is the list whose word it is about.
type trial struct {
	words []string
	tried int
}

// samples makes a trial for every word of every list, with the first words of the others.
func (p *Pack) samples(lists [][]string) []trial {
	firsts := make([]string, len(lists))
	for i, list := range lists {
		if words, err := p.expand(list); err == nil && len(words) > 0 {
			firsts[i] = words[0]
		}
	}
	var out []trial
	for i, list := range lists {
		words, _ := p.expand(list)
		for _, w := range words {
			parts := slices.Clone(firsts)
			parts[i] = w
			out = append(out, trial{parts, i})
		}
	}
	return out
}

// hears reports whether the words speak for the label at all, and whether it comes first among those of its pack, else who does.
func (l *linter) hears(r *Rule, code string, axis Axis, parts []string) (heard, first bool, by string) {
	contexts := []string{""}
	if r.Context || l.pack.Cautious {
		contexts = l.pack.Context
	}
	for _, context := range contexts {
		normal := text.Normalise(strings.Join(parts, "，") + "。" + context)
		s := l.c.scratch.Get().(*scratch)
		s.read(l.c, normal.Text, "")
		heard = heard || slices.ContainsFunc(s.found[axis], func(f scored) bool { return l.c.topics[f.topic].code == code })
		if best, _, n := s.bestTwo(l.c, axis, 1<<l.number, -1); n > 0 {
			if by = l.c.topics[best.topic].code; by == code {
				first = true
			}
		}
		l.c.scratch.Put(s)
		if heard && first {
			break
		}
	}
	return heard, first, by
}

// examples reads the examples of a label, which have to come to it, and the counterexamples, which must not.
func (l *linter) examples(path string, t *Topic, axis Axis) {
	read := func(words string) string {
		normal := text.Normalise(words)
		r := l.c.Classify(&normal, "")
		return []string{r.Topic, r.Why.Code, r.Where.Code}[axis]
	}
	for i, words := range t.Examples {
		if got := read(words); got != t.Code {
			l.say(fmt.Sprintf("%s.examples[%d]", path, i), "%s 的例句“%s”归到了 %s", t.Code, words, l.c.taxonomy.Name(got))
		}
	}
	for i, words := range t.Counter {
		if read(words) == t.Code {
			l.say(fmt.Sprintf("%s.counter[%d]", path, i), "%s 的反例“%s”也归到了它", t.Code, words)
		}
	}
}
