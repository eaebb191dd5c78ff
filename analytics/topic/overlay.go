package topic

import (
	"slices"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// sureWeight is the weight of a rule that a person made: a sure sign, like the strongest of the packs.
const sureWeight = 3

// Overlay compiles packs with what people changed of their words, in the order of the changes' numbers; changes that were undone are left
// out. Version of the result is that of the packs alone, and Revision tells the overlay's. A change of a label that the packs have no more does
// nothing.
func Overlay(packs []Pack, changes []analytics.TaxonomyChange, revision uint64) (*Classifier, error) {
	base, err := Compile(packs)
	if err != nil || revision == 0 {
		return base, err
	}
	c, err := Compile(overlaid(packs, changes))
	if err != nil {
		return nil, err
	}
	c.version, c.revision, c.excluded = base.version, revision, excluded(changes)
	return c, nil
}

// excluded are by label the words of which people said that no text with them is of the label, in their normal form.
func excluded(changes []analytics.TaxonomyChange) map[string][]string {
	changes = slices.Clone(changes)
	slices.SortFunc(changes, func(a, b analytics.TaxonomyChange) int { return int(int64(a.Number) - int64(b.Number)) })
	words := map[string][]string{}
	for _, c := range changes {
		switch {
		case !c.UndoneAt.IsZero():
		case c.Kind == analytics.ChangeAdd:
			words[c.Topic] = without(words[c.Topic], c.Words)
		case c.Kind == analytics.ChangeNot:
			words[c.Topic] = append(without(words[c.Topic], c.Words), c.Words...)
		}
	}
	for _, list := range words {
		for i := range list {
			list[i] = text.Normalise(list[i]).Text
		}
	}
	return words
}

// Excludes reports whether a person said of a word in a text, which is in its normal form, that no text with it is of the label. What a
// person said goes before every other way to a label, so neither rules nor a category nor a learnt model give it then.
func (c *Classifier) Excludes(code, normal string) bool {
	if len(c.excluded) == 0 {
		return false
	}
	return slices.ContainsFunc(c.excluded[code], func(word string) bool { return strings.Contains(normal, word) })
}

// Revision is that of the overlay, 0 without one.
func (c *Classifier) Revision() uint64 { return c.revision }

// CheckChange refuses a change that could not take effect, with a sentence for the person who makes it.
func CheckChange(t *Taxonomy, change *analytics.TaxonomyChange) error {
	if e, known := t.Entry(change.Topic); !known || !e.Leaf {
		return analytics.Invalid("topic", "词要加在一个分类下，分类体系里没有“%s”", change.Topic)
	}
	want := 1
	if change.Kind == analytics.ChangeNear {
		want = 2
	}
	switch {
	case !slices.Contains(analytics.ChangeKinds, change.Kind):
		return analytics.Invalid("kind", "没有“%s”这种改法", change.Kind)
	case len(change.Words) != want:
		return analytics.Invalid("word", "这种改法要 %d 个词", want)
	}
	for _, w := range change.Words {
		if err := checkWord(w); err != nil {
			return err
		}
	}
	return nil
}

// Limits of a word that a person gives. One rune is in every other text.
const (
	shortestWord = 2
	longestWord  = 30
)

func checkWord(written string) error {
	n := text.Normalise(written)
	switch runes := []rune(n.Text); {
	case n.Wordless:
		return analytics.Invalid("word", "请写一个词")
	case strings.HasPrefix(written, "$"):
		return analytics.Invalid("word", "词不能以 $ 开头")
	case len(runes) < shortestWord:
		return analytics.Invalid("word", "“%s”太短：一个字几乎处处都有，至少写 %d 个字", written, shortestWord)
	case len(runes) > longestWord:
		return analytics.Invalid("word", "“%s…”太长：最多 %d 个字", string(runes[:8]), longestWord)
	case strings.ContainsAny(n.Text, "。\n!?;") || slices.ContainsFunc(runes, func(r rune) bool { return r > 0xFFFF }):
		return analytics.Invalid("word", "“%s”里有不能用的字符：一个词不跨句子，也不含表情符号", written)
	}
	return nil
}

// overlaid is a copy of packs with the changes that hold.
func overlaid(packs []Pack, changes []analytics.TaxonomyChange) []Pack {
	byTopic := map[string][]analytics.TaxonomyChange{}
	for _, c := range changes {
		if c.UndoneAt.IsZero() {
			byTopic[c.Topic] = append(byTopic[c.Topic], c)
		}
	}
	out := slices.Clone(packs)
	for p := range out {
		out[p].Topics = slices.Clone(out[p].Topics)
		for i := range out[p].Topics {
			t := &out[p].Topics[i]
			if list := byTopic[t.Code]; len(list) > 0 {
				slices.SortFunc(list, func(a, b analytics.TaxonomyChange) int { return int(int64(a.Number) - int64(b.Number)) })
				t.Rules = changed(&out[p], t.Rules, list)
			}
		}
	}
	return out
}

// changed are the rules of a topic after the changes. What is excluded is so for every rule, also for one that was made later, unless the
// word itself was added later.
func changed(p *Pack, rules []Rule, list []analytics.TaxonomyChange) []Rule {
	out := make([]Rule, 0, len(rules)+len(list))
	for _, r := range rules {
		out = append(out, p.spelled(r))
	}
	var not []string
	for _, c := range list {
		switch c.Kind {
		case analytics.ChangeAdd:
			not = without(not, c.Words)
			out = append(out, Rule{Any: c.Words, Weight: sureWeight})
		case analytics.ChangeNear:
			out = append(out, Rule{Near: [][]string{c.Words[:1], c.Words[1:]}, Weight: sureWeight})
		case analytics.ChangeNot:
			not = append(without(not, c.Words), c.Words...)
		case analytics.ChangeRemove:
			out = removed(out, c.Words)
		}
	}
	if len(not) > 0 {
		for i := range out {
			out[i].Not = append(slices.Clone(out[i].Not), not...)
		}
	}
	return out
}

// spelled is a copy of a rule with its named lists written out, so that a word can be taken from it alone. A list that is not there is
// left as it is, for Compile to tell.
func (p *Pack) spelled(r Rule) Rule {
	spell := func(list []string) []string {
		if words, err := p.expand(list); err == nil {
			return words
		}
		return list
	}
	r.Any, r.Not = spell(r.Any), spell(r.Not)
	r.All, r.Near = slices.Clone(r.All), slices.Clone(r.Near)
	for i := range r.All {
		r.All[i] = spell(r.All[i])
	}
	for i := range r.Near {
		r.Near[i] = spell(r.Near[i])
	}
	return r
}

// removed takes words from all lists of rules. A rule that lost a whole list can never hold and goes.
func removed(rules []Rule, words []string) []Rule {
	out := rules[:0]
	for _, r := range rules {
		any := without(r.Any, words)
		holds := len(any) > 0 || len(r.Any) == 0
		r.Any = any
		for _, lists := range [][][]string{r.All, r.Near} {
			for i := range lists {
				lists[i] = without(lists[i], words)
				holds = holds && len(lists[i]) > 0
			}
		}
		if holds {
			out = append(out, r)
		}
	}
	return out
}

// without is a list without words that are written like others, compared as texts are.
func without(list, words []string) []string {
	normal := func(w string) string { return text.Normalise(w).Text }
	return slices.DeleteFunc(slices.Clone(list), func(w string) bool {
		return slices.ContainsFunc(words, func(o string) bool { return normal(o) == normal(w) })
	})
}

// WordsOf are the words that speak for a label, without those of Not, each once, in the order of its rules: what ChangeRemove can take away.
func WordsOf(packs []Pack, changes []analytics.TaxonomyChange, code string) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range overlaid(packs, changes) {
		for _, t := range p.Topics {
			if t.Code != code {
				continue
			}
			for _, r := range t.Rules {
				for _, list := range append(append([][]string{p.spelled(r).Any}, p.spelled(r).All...), p.spelled(r).Near...) {
					for _, w := range list {
						if key := text.Normalise(w).Text; !seen[key] {
							seen[key] = true
							out = append(out, w)
						}
					}
				}
			}
		}
	}
	return out
}
