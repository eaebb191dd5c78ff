package topic

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"sync"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// codeVersion changes whenever the code reads the same packs otherwise. It is part of the model's version.
const codeVersion = 2

// maxPacks is how many packs one classifier takes.
const maxPacks = 16

// Classifier finds topics by the rules of packs. It does not change after Compile and is safe for many goroutines.
type Classifier struct {
	taxonomy   *Taxonomy
	categories [len(Axes)]map[string]int32 // normalised names, aliases and paths → topic
	scopes     []uint32                    // by pack: the packs whose labels of 原因 and 环节 go with it, itself among them
	rivals     []uint32                    // by pack: the packs that it yields to where they have more of their context; none unless it is cautious
	bases      uint32                      // packs that others extend
	automaton  *text.Automaton
	words      []word
	rules      []rule
	topics     []compiled // labels of all axes
	slots      []slot
	version    string
	revision   uint64              // of the overlay, 0 without one
	excluded   map[string][]string // by label: words of which people said that no text with them is of it
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
	number  int32 // in its topic, from 1
	context bool
	weight  float32
}

// compiled is a label. implied are the topics of the other axes that it implies, -1 for none.
type compiled struct {
	code    string
	pack    uint8
	axis    Axis
	implied [len(Axes)]int32
}

// Compile makes a classifier of packs. Codes must differ over all packs; Lint finds what is merely unwise.
func Compile(packs []Pack) (*Classifier, error) {
	c := &Classifier{}
	for _, a := range Axes {
		c.categories[a] = map[string]int32{}
	}
	if len(packs) > maxPacks {
		return nil, analytics.Invalid("packs", "分类包太多：最多 %d 个", maxPacks)
	}
	b := builder{c: c, ids: map[string]int32{}, topics: map[string]int32{}}
	if err := b.relate(packs); err != nil {
		return nil, err
	}
	sum := fnv.New64a()
	fmt.Fprintf(sum, "code %d\n", codeVersion)
	var err error
	if c.taxonomy, err = newTaxonomy(packs); err != nil {
		return nil, err
	}
	for p := range packs {
		fmt.Fprintf(sum, "%+v\n", packs[p].meaning())
		if err := b.pack(uint8(p), &packs[p]); err != nil {
			return nil, err
		}
	}
	b.imply()
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
	c      *Classifier
	ids    map[string]int32 // of words
	topics map[string]int32 // by code
}

// meaning is what of a pack decides how texts are read: definitions, examples and crosswalks may change without a new reading.
func (p Pack) meaning() Pack {
	p.Topics = slices.Clone(p.Topics)
	for i := range p.Topics {
		p.Topics[i].Definition, p.Topics[i].Examples, p.Topics[i].Counter = "", nil, nil
	}
	p.Version, p.Axes, p.Crosswalk, p.file, p.source = 0, nil, nil, "", nil
	return p
}

// relate finds which packs go together.
func (b *builder) relate(packs []Pack) error {
	b.c.scopes, b.c.rivals = make([]uint32, len(packs)), make([]uint32, len(packs))
	for i, p := range packs {
		for _, code := range family(packs, p.Code) {
			at := slices.IndexFunc(packs, func(o Pack) bool { return o.Code == code })
			if at < 0 {
				return analytics.Invalid("extends", "分类包 %s 扩展（extends）的 %s 不在所用的分类包里", p.Code, code)
			}
			b.c.scopes[i] |= 1 << at
			if at != i {
				b.c.bases |= 1 << at
			}
		}
		if !p.Cautious {
			continue
		}
		for j, o := range packs {
			if !related(packs, p.Code, o.Code) && !related(packs, o.Code, p.Code) {
				b.c.rivals[i] |= 1 << j
			}
		}
	}
	return nil
}

// imply resolves what labels imply, when all are known.
func (b *builder) imply() {
	for i := range b.c.topics {
		t := &b.c.topics[i]
		e, _ := b.c.taxonomy.Entry(t.code)
		t.implied = [len(Axes)]int32{What: -1, Why: -1, Where: -1}
		if e.Why != "" {
			t.implied[Why] = b.topics[e.Why]
		}
		if e.Where != "" {
			t.implied[Where] = b.topics[e.Where]
		}
	}
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
		entry, _ := b.c.taxonomy.Entry(t.Code)
		if !entry.Leaf {
			if len(t.Rules) > 0 || len(t.Alias) > 0 {
				return analytics.Invalid("topics", "分类包 %s：%s 有下级，因此不能有 rules 和 alias；请移到它的最末级", p.Code, t.Code)
			}
			continue
		}
		topic := int32(len(b.c.topics))
		b.topics[t.Code] = topic
		b.c.topics = append(b.c.topics, compiled{code: t.Code, pack: number, axis: entry.Axis})
		for _, name := range append([]string{t.Name}, t.Alias...) {
			key := categoryKey(name)
			if other, taken := b.c.categories[entry.Axis][key]; taken && other != topic && b.c.topics[other].pack == number { // of several packs the last one takes the name
				return analytics.Invalid("alias", "分类包 %s：主题 %s 与 %s 都叫“%s”", p.Code, b.c.topics[other].code, t.Code, name)
			}
			b.c.categories[entry.Axis][key] = topic
		}
		for n, r := range t.Rules {
			if err := b.rule(p, topic, number, n, r); err != nil {
				return fmt.Errorf("%s 第 %d 条规则：%w", t.Code, n+1, err)
			}
		}
	}
	return nil
}

func (b *builder) rule(p *Pack, topic int32, pack uint8, n int, r Rule) error {
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
		within: int32(r.Within), number: int32(n + 1), context: r.Context, weight: float32(r.Weight)}
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
