package topic

import (
	"fmt"
	"hash/fnv"
	"strings"
	"sync"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// codeVersion changes whenever the code reads the same packs otherwise. It is part of the model's version.
const codeVersion = 1

// maxPacks is how many packs one classifier takes.
const maxPacks = 16

// Classifier finds topics by the rules of packs. It does not change after Compile and is safe for many goroutines.
type Classifier struct {
	taxonomy   *Taxonomy
	categories map[string]int32 // normalised names, aliases and paths → topic
	automaton  *text.Automaton
	words      []word
	rules      []rule
	topics     []compiled
	slots      []slot
	version    string
	scratch    sync.Pool
}

type word struct {
	text    string
	mask    bool
	context uint32  // bit p: shows the field of pack p
	slots   []int32 // where it counts
}

// slot is one list of words of one rule.
type slot struct {
	rule  int32
	group int8 // number of the list in the rule; denied for Not
}

const denied = -1

type rule struct {
	topic   int32
	pack    uint8
	first   int32 // first slot; its groups are consecutive
	groups  int8
	near    int8 // the first near groups are tied together
	within  int32
	context bool
	weight  float32
}

type compiled struct {
	code string
	pack uint8
}

// Compile makes a classifier of packs. Codes must differ over all packs; Lint finds what is merely unwise.
func Compile(packs []Pack) (*Classifier, error) {
	c := &Classifier{categories: map[string]int32{}}
	if len(packs) > maxPacks {
		return nil, analytics.Invalid("packs", "分类包太多：最多 %d 个", maxPacks)
	}
	b := builder{c: c, ids: map[string]int32{}}
	sum := fnv.New64a()
	fmt.Fprintf(sum, "code %d\n", codeVersion)
	var err error
	if c.taxonomy, err = newTaxonomy(packs); err != nil {
		return nil, err
	}
	for p := range packs {
		fmt.Fprintf(sum, "%+v\n", packs[p])
		if err := b.pack(uint8(p), &packs[p]); err != nil {
			return nil, err
		}
	}
	all := make([]string, len(c.words))
	for i := range c.words {
		all[i] = c.words[i].text
	}
	if c.automaton, err = text.NewAutomaton(all); err != nil {
		return nil, err
	}
	c.version = fmt.Sprintf("topic-%016x", sum.Sum64())
	c.scratch.New = func() any { return newScratch(c) }
	return c, nil
}

// Version changes with the packs and with the code that reads them.
func (c *Classifier) Version() string { return c.version }

// Taxonomy returns names and groups of all topics.
func (c *Classifier) Taxonomy() *Taxonomy { return c.taxonomy }

// builder fills a classifier.
type builder struct {
	c   *Classifier
	ids map[string]int32
}

func (b *builder) pack(number uint8, p *Pack) error {
	for _, w := range p.Context {
		id, err := b.word(p, w)
		if err != nil {
			return err
		}
		b.c.words[id].context |= 1 << number
	}
	for _, w := range p.Mask {
		id, err := b.word(p, w)
		if err != nil {
			return err
		}
		b.c.words[id].mask = true
	}
	for i := range p.Topics {
		t := &p.Topics[i]
		topic := int32(len(b.c.topics))
		b.c.topics = append(b.c.topics, compiled{code: t.Code, pack: number})
		for _, name := range append([]string{t.Name}, t.Alias...) {
			key := categoryKey(name)
			if other, taken := b.c.categories[key]; taken && other != topic {
				return analytics.Invalid("alias", "分类包 %s：主题 %s 与 %s 都叫“%s”", p.Code, b.c.topics[other].code, t.Code, name)
			}
			b.c.categories[key] = topic
		}
		for n, r := range t.Rules {
			if err := b.rule(p, topic, number, r); err != nil {
				return fmt.Errorf("%s 第 %d 条规则：%w", t.Code, n+1, err)
			}
		}
	}
	return nil
}

func (b *builder) rule(p *Pack, topic int32, pack uint8, r Rule) error {
	groups := append([][]string{}, r.Near...)
	groups = append(groups, r.All...)
	if len(r.Any) > 0 {
		groups = append(groups, r.Any)
	}
	switch {
	case len(groups) == 0:
		return analytics.Invalid("rules", "没有 any、all 或 near")
	case len(groups) > 8:
		return analytics.Invalid("rules", "条件太多：最多 8 组")
	case len(r.Near) == 1:
		return analytics.Invalid("near", "near 至少要两组词")
	case r.Weight < 0 || r.Weight > 10 || r.Within < 0 || r.Within > 100:
		return analytics.Invalid("weight", "weight 应在 0–10，within 应在 0–100")
	}
	number := int32(len(b.c.rules))
	compiled := rule{topic: topic, pack: pack, first: int32(len(b.c.slots)), groups: int8(len(groups)), near: int8(len(r.Near)),
		within: int32(r.Within), context: r.Context, weight: float32(r.Weight)}
	if compiled.within == 0 {
		compiled.within = NearDefault
	}
	if compiled.weight == 0 {
		compiled.weight = 1
	}
	b.c.rules = append(b.c.rules, compiled)
	for g, list := range groups {
		if err := b.slot(p, slot{rule: number, group: int8(g)}, list); err != nil {
			return err
		}
	}
	if len(r.Not) == 0 {
		return nil
	}
	return b.slot(p, slot{rule: number, group: denied}, r.Not)
}

func (b *builder) slot(p *Pack, s slot, list []string) error {
	id := int32(len(b.c.slots))
	b.c.slots = append(b.c.slots, s)
	expanded, err := p.expand(list)
	if err != nil {
		return err
	}
	for _, w := range expanded {
		at, err := b.word(p, w)
		if err != nil {
			return err
		}
		if slots := b.c.words[at].slots; len(slots) == 0 || slots[len(slots)-1] != id {
			b.c.words[at].slots = append(slots, id)
		}
	}
	return nil
}

// word finds or adds a word in its normalised form.
func (b *builder) word(p *Pack, written string) (int32, error) {
	normal := text.Normalise(written)
	w := normal.Text
	if normal.Wordless || !text.Matchable(w) {
		return 0, analytics.Invalid("words", "分类包 %s 里的词“%s”是空的，或含有不能用的字符", p.Code, written)
	}
	if id, ok := b.ids[w]; ok {
		return id, nil
	}
	id := int32(len(b.c.words))
	b.ids[w] = id
	b.c.words = append(b.c.words, word{text: w})
	return id, nil
}

// categoryKey makes names and paths of categories comparable.
func categoryKey(name string) string {
	normal := text.Normalise(name)
	return strings.ReplaceAll(normal.Text, " ", "")
}
