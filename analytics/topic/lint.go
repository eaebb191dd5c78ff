package topic

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"huisheng/analytics"
	"huisheng/analytics/text"
)

// Fault is something that is wrong or unwise in a pack.
type Fault struct {
	File string // as it was read; the code of the pack where there is no file
	Line int    // 1 where nothing nearer is known
	Hint bool   // unwise and no more: the pack works
	Text string
}

// String is the fault as editors and people read it: file:line: what.
func (f Fault) String() string {
	kind := "错误"
	if f.Hint {
		kind = "提醒"
	}
	return fmt.Sprintf("%s:%d: %s：%s", f.File, f.Line, kind, f.Text)
}

// FaultOf tells where a pack that Parse refused is wrong.
func FaultOf(file string, err error) Fault {
	f := Fault{File: file, Line: 1, Text: err.Error()}
	var syntax yaml.Error
	if errors.As(err, &syntax) {
		f.Text = syntax.GetMessage()
		if t := syntax.GetToken(); t != nil && t.Position != nil {
			f.Line = t.Position.Line
		}
		f.Text = strings.Replace(f.Text, "unknown field", "不认识的键", 1)
	}
	return f
}

// Lint lists what is wrong or unwise in packs, in their order: words that can never count, words told twice, lists that nobody uses,
// labels that nothing finds or that others always cover, labels without definition and examples, holes in crosswalks. only limits it to the
// packs of these codes; the others are read beside them. Packs that do not compile give that fault alone.
func Lint(packs []Pack, only ...string) []Fault {
	c, err := Compile(packs)
	if err != nil {
		return []Fault{uncompiled(packs, err)}
	}
	var out []Fault
	for p := range packs {
		if len(only) > 0 && !slices.Contains(only, packs[p].Code) {
			continue
		}
		l := linter{pack: &packs[p], c: c, number: uint32(p), places: placesOf(packs[p].source), used: map[string]bool{}}
		l.lint()
		slices.SortStableFunc(l.out, func(a, b Fault) int { return cmp.Compare(a.Line, b.Line) })
		out = append(out, l.out...)
	}
	return out
}

// uncompiled finds the pack and the topic that an error of Compile speaks of.
func uncompiled(packs []Pack, err error) Fault {
	f := Fault{Line: 1, Text: err.Error()}
	best := 0
	for _, p := range packs {
		where := placesOf(p.source)
		if f.File == "" && strings.Contains(f.Text, "分类包 "+p.Code) {
			f.File = p.name()
		}
		for i, t := range p.Topics {
			if n := len(t.Code); n > best && strings.Contains(f.Text, t.Code) {
				best, f.File, f.Line = n, p.name(), where.line(fmt.Sprintf("topics[%d]", i))
			}
		}
	}
	return f
}

// name is where the pack was read from, else its code.
func (p *Pack) name() string { return cmp.Or(p.file, p.Code) }

type linter struct {
	pack   *Pack
	c      *Classifier
	number uint32 // of the pack
	places places
	used   map[string]bool
	out    []Fault
}

func (l *linter) say(path, format string, args ...any) {
	l.out = append(l.out, Fault{File: l.pack.name(), Line: l.places.line(path), Text: fmt.Sprintf(format, args...)})
}

func (l *linter) hint(path, format string, args ...any) {
	l.say(path, format, args...)
	l.out[len(l.out)-1].Hint = true
}

func (l *linter) lint() {
	l.twice("context", "context", l.pack.Context)
	l.twice("mask", "mask", l.pack.Mask)
	if l.pack.Cautious && len(l.pack.Context) == 0 {
		l.say("cautious", "cautious 的包须有 context，否则它的规则永远不会成立")
	}
	for i := range l.pack.Topics {
		l.topic(fmt.Sprintf("topics[%d]", i), &l.pack.Topics[i])
	}
	names := make([]string, 0, len(l.pack.Words))
	for name := range l.pack.Words {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		l.twice("words."+name, "词表 "+name, l.pack.Words[name])
		if !l.used[name] {
			l.say("words."+name, "词表 %s 没有规则使用", name)
		}
	}
	l.shared()
	l.crosswalk()
}

func (l *linter) topic(path string, t *Topic) {
	entry, _ := l.c.taxonomy.Entry(t.Code)
	if !entry.Leaf {
		return
	}
	if len(t.Rules) == 0 && len(t.Alias) == 0 {
		l.say(path, "主题 %s 既没有规则也没有别名", t.Code)
	}
	if t.Definition == "" {
		l.hint(path, "%s 没有定义（definition）", t.Code)
	}
	if len(t.Examples) < 2 {
		l.hint(path, "%s 的例句（examples）不足 2 句", t.Code)
	}
	for n, r := range t.Rules {
		l.rule(fmt.Sprintf("%s.rules[%d]", path, n), fmt.Sprintf("%s 第 %d 条规则", t.Code, n+1), r)
	}
	l.examples(path, t, entry.Axis)
	l.reach(path, t, entry.Axis)
}

func (l *linter) rule(path, where string, r Rule) {
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
			l.denies(path, where, words, r.Not)
		}
		l.twice(path, where, words)
	}
	if r.Within > 0 && len(r.Near) == 0 {
		l.say(path, "%s 有 within 却没有 near", where)
	}
}

// denies finds words that the rule's own Not always takes back.
func (l *linter) denies(path, where string, words, not []string) {
	denied, _ := l.pack.expand(not)
	for _, w := range words {
		for _, n := range denied {
			if strings.Contains(w, n) {
				l.say(path, "%s：“%s”含有 not 里的“%s”，永远不会成立", where, w, n)
			}
		}
	}
}

func (l *linter) twice(path, where string, words []string) {
	seen := map[string]bool{}
	for _, w := range words {
		key := text.Normalise(w).Text
		if seen[key] {
			l.say(path, "%s：“%s”写了两次", where, w)
		}
		seen[key] = true
	}
}

// shared finds words that speak alike for two labels of an axis: which of them wins is then left to where the words stand.
func (l *linter) shared() {
	type rule struct {
		axis         Axis
		word, weight string
	}
	first := map[rule]string{}
	var pairs []string
	words, at := map[string][]string{}, map[string]string{}
	for i, t := range l.pack.Topics {
		entry, _ := l.c.taxonomy.Entry(t.Code)
		for n, r := range t.Rules {
			if len(r.All)+len(r.Near) > 0 {
				continue
			}
			for _, w := range r.Any {
				key := rule{entry.Axis, text.Normalise(w).Text, fmt.Sprint(r.Weight, r.Context)}
				other, known := first[key]
				if !known {
					first[key] = t.Code
				}
				if !known || other == t.Code {
					continue
				}
				pair := other + " 与 " + t.Code
				if len(words[pair]) == 0 {
					pairs = append(pairs, pair)
					at[pair] = fmt.Sprintf("topics[%d].rules[%d]", i, n)
				}
				words[pair] = append(words[pair], w)
			}
		}
	}
	for _, pair := range pairs {
		l.hint(at[pair], "%s 以同样的分量用了：%s", pair, strings.Join(words[pair], "、"))
	}
}

// crosswalk checks that every code given up leads to one that is there.
func (l *linter) crosswalk() {
	for i, x := range l.pack.Crosswalk {
		path := fmt.Sprintf("crosswalk[%d]", i)
		if x.Version < 2 || x.Version > l.pack.Version {
			l.say(path, "对照的版本 %d 应在 2 和本包的版本 %d 之间", x.Version, l.pack.Version)
		}
		for _, to := range x.To {
			if len(l.c.taxonomy.Current(to)) == 0 {
				l.say(path, "对照的去处 %s 不在本包里，也没有再往后的对照", to)
			}
		}
		if x.Kind == Split && x.Name == "" {
			l.hint(path, "拆分的 %s 没有写旧名（name），页面上会显示各个新名", strings.Join(x.From, "、"))
		}
	}
}

// Errors are the faults that are more than hints, as one error; nil without any.
func Errors(faults []Fault) error {
	var list []string
	for _, f := range faults {
		if !f.Hint {
			list = append(list, f.String())
		}
	}
	if len(list) == 0 {
		return nil
	}
	return analytics.Invalid("taxonomy", "%s", strings.Join(list, "\n"))
}
