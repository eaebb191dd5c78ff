package topic

import (
	"fmt"
	"slices"
	"strings"

	"huisheng/analytics/text"
)

// Lint lists what is unwise in packs, in their order: words that can never count, words told twice, lists that nobody uses, topics
// that nothing finds. Packs that do not compile give that error alone.
func Lint(packs []Pack) []string {
	c, err := Compile(packs)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for p := range packs {
		l := linter{pack: &packs[p], used: map[string]bool{}}
		l.lint()
		out = append(out, l.out...)
	}
	return append(out, unreachable(c, packs)...)
}

type linter struct {
	pack *Pack
	used map[string]bool
	out  []string
}

func (l *linter) say(format string, args ...any) {
	l.out = append(l.out, l.pack.Code+"："+fmt.Sprintf(format, args...))
}

func (l *linter) lint() {
	l.twice("context", l.pack.Context)
	l.twice("mask", l.pack.Mask)
	for name, list := range l.pack.Words {
		l.twice("词表 "+name, list)
	}
	slices.Sort(l.out) // lists come from a map
	for _, t := range l.pack.Topics {
		if len(t.Rules) == 0 && len(t.Alias) == 0 && !l.pack.parents(t.Code) {
			l.say("主题 %s 既没有规则也没有别名", t.Code)
		}
		for n, r := range t.Rules {
			where := fmt.Sprintf("%s 第 %d 条规则", t.Code, n+1)
			l.rule(where, r)
		}
	}
	names := make([]string, 0, len(l.pack.Words))
	for name := range l.pack.Words {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !l.used[name] {
			l.say("词表 %s 没有规则使用", name)
		}
	}
}

// parents reports whether the node has others below it.
func (p *Pack) parents(code string) bool {
	return slices.ContainsFunc(p.Topics, func(t Topic) bool { return t.Parent == code })
}

func (l *linter) rule(where string, r Rule) {
	lists := append(append([][]string{r.Any, r.Not}, r.All...), r.Near...)
	for i, list := range lists {
		for _, w := range list {
			if strings.HasPrefix(w, "$") {
				l.used[w[1:]] = true
			}
		}
		words, err := l.pack.expand(list)
		if err != nil {
			continue // Compile has told it
		}
		if i != 1 {
			l.denies(where, words, r.Not)
		}
		l.twice(where, words)
	}
	if r.Within > 0 && len(r.Near) == 0 {
		l.say("%s 有 within 却没有 near", where)
	}
}

// denies finds words that the rule's own Not always takes back.
func (l *linter) denies(where string, words, not []string) {
	denied, _ := l.pack.expand(not)
	for _, w := range words {
		for _, n := range denied {
			if strings.Contains(w, n) {
				l.say("%s：“%s”含有 not 里的“%s”，永远不会成立", where, w, n)
			}
		}
	}
}

func (l *linter) twice(where string, words []string) {
	seen := map[string]bool{}
	for _, w := range words {
		key := text.Normalise(w).Text
		if seen[key] {
			l.say("%s：“%s”写了两次", where, w)
		}
		seen[key] = true
	}
}

// unreachable tries every word of every rule in a text made for it.
func unreachable(c *Classifier, packs []Pack) []string {
	var out []string
	for p := range packs {
		pack := &packs[p]
		for _, t := range pack.Topics {
			for n, r := range t.Rules {
				for _, w := range pack.deaf(c, &r, t.Code) {
					out = append(out, fmt.Sprintf("%s：%s 第 %d 条规则：“%s”不起作用", pack.Code, t.Code, n+1, w))
				}
			}
		}
	}
	return out
}

// deaf returns the words of a rule for which its topic is not found in a text that has just what the rule wants.
func (p *Pack) deaf(c *Classifier, r *Rule, code string) []string {
	lists := append(append([][]string{}, r.Near...), r.All...)
	if len(r.Any) > 0 {
		lists = append(lists, r.Any)
	}
	firsts := make([]string, len(lists))
	for i, list := range lists {
		if words, err := p.expand(list); err == nil && len(words) > 0 {
			firsts[i] = words[0]
		}
	}
	var out []string
	for i, list := range lists {
		words, _ := p.expand(list)
		for _, w := range words {
			parts := slices.Clone(firsts)
			parts[i] = w
			if !p.hears(c, r, code, parts) {
				out = append(out, w)
			}
		}
	}
	return out
}

func (p *Pack) hears(c *Classifier, r *Rule, code string, parts []string) bool {
	contexts := []string{""}
	if r.Context || p.Cautious {
		contexts = p.Context
	}
	for _, context := range contexts {
		normal := text.Normalise(strings.Join(parts, "，") + "。" + context)
		s := c.scratch.Get().(*scratch)
		s.read(c, normal.Text, "")
		found := false
		for _, axis := range s.found {
			found = found || slices.ContainsFunc(axis, func(f scored) bool { return c.topics[f.topic].code == code })
		}
		c.scratch.Put(s)
		if found {
			return true
		}
	}
	return false
}
