package topic

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"huisheng/analytics/text"
)

// Lexicon lists the words of the rules with what they have in common there: words that show the same topic, words of topics of one group, and
// words that stand in one list of a rule, such as all names of noises. So somebody who learns from few texts need not see every word of a
// kind. Words are in the order of the packs.
func (c *Classifier) Lexicon() []text.Lexeme {
	lists := c.lists()
	out := make([]text.Lexeme, 0, len(c.words))
	for i := range c.words {
		var kinds []string
		for _, slot := range c.words[i].slots {
			s := &c.slots[slot]
			if s.group == denied {
				continue
			}
			r := &c.rules[s.rule]
			if s.group < r.near {
				kinds = append(kinds, lists[slot])
				continue
			}
			code := c.topics[r.topic].code
			kinds = append(kinds, code)
			if parts := strings.SplitN(code, ".", 3); len(parts) == 3 {
				kinds = append(kinds, parts[0]+"."+parts[1])
			}
		}
		slices.Sort(kinds)
		if kinds = slices.Compact(kinds); len(kinds) > 0 {
			out = append(out, text.Lexeme{Word: c.words[i].text, Kinds: kinds})
		}
	}
	return out
}

// lists names every slot by the words in it, so that the same list in several rules has one name.
func (c *Classifier) lists() []string {
	sums := make([]uint64, len(c.slots))
	for i := range c.words {
		one := fnv.New64a()
		_, _ = one.Write([]byte(c.words[i].text))
		for _, slot := range c.words[i].slots {
			sums[slot] += one.Sum64() // whatever their order
		}
	}
	names := make([]string, len(sums))
	for i, sum := range sums {
		names[i] = fmt.Sprintf("list %x", sum)
	}
	return names
}
