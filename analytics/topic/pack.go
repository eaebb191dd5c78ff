package topic

import (
	"embed"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"huisheng/analytics"
)

// Pack is a part of the taxonomy for one field of life. Words are written as in the texts; they are normalised when the pack is compiled.
type Pack struct {
	Code      string              `yaml:"pack,omitempty"`
	Name      string              `yaml:"name,omitempty"`
	Version   int                 `yaml:"version,omitempty"`   // grows with every change that people should know of; crosswalks name it
	Extends   []string            `yaml:"extends,omitempty"`   // packs whose labels of 原因 and 环节 its complaints may have too
	Cautious  bool                `yaml:"cautious,omitempty"`  // its rules hold only where the text has its context, and no unrelated pack's more often
	Axes      map[string]string   `yaml:"axes,omitempty"`      // what people of this field call the axes what, why and where
	Context   []string            `yaml:"context,omitempty"`   // words that show that a text is of this field at all
	Words     map[string][]string `yaml:"words,omitempty"`     // named lists, which rules write as $name
	Mask      []string            `yaml:"mask,omitempty"`      // longer words that hide the shorter ones inside them: 发动机盖 is no 发动机
	Topics    []Topic             `yaml:"topics,omitempty"`    // nodes of the trees of all axes; those without children are labels
	Crosswalk []Crossing          `yaml:"crosswalk,omitempty"` // what became of codes of earlier versions

	file   string // where it was read from, for Lint
	source []byte
}

// Topic is one node of a tree. One that is the parent of others only groups them; every other is a label that a complaint can have.
type Topic struct {
	Code       string   `yaml:"code,omitempty"`       // never changes, and is never used again
	Name       string   `yaml:"name,omitempty"`       // what an executive reads
	Axis       string   `yaml:"axis,omitempty"`       // what, why or where; empty is its parent's, and what without one
	Parent     string   `yaml:"parent,omitempty"`     // code of the node above, in the same pack; at most maxLevels levels
	Group      string   `yaml:"group,omitempty"`      // in place of Parent: the name of a node above that needs no code of its own
	Definition string   `yaml:"definition,omitempty"` // what belongs to it and what does not
	Examples   []string `yaml:"examples,omitempty"`   // texts that it is the primary label of
	Counter    []string `yaml:"counter,omitempty"`    // texts that look alike and belong elsewhere
	Why        string   `yaml:"why,omitempty"`        // the label of 原因 that it implies where the text tells no other; children inherit it
	Where      string   `yaml:"where,omitempty"`      // the same for 环节
	Alias      []string `yaml:"alias,omitempty"`      // names and paths ("发动机/异响") of source categories that mean the same
	Rules      []Rule   `yaml:"rules,omitempty"`
}

// Rule speaks for its topic when all its conditions hold. Lists hold words of which one is enough; All and Near hold lists.
type Rule struct {
	Any     []string   `yaml:"any,omitempty"`     // one of these
	All     [][]string `yaml:"all,omitempty"`     // one of each list, anywhere
	Near    [][]string `yaml:"near,omitempty"`    // one of each list, in one sentence, each at most Within runes from the one of the first list
	Within  int        `yaml:"within,omitempty"`  // runes between two words; 0 means NearDefault
	Not     []string   `yaml:"not,omitempty"`     // none of these anywhere
	Context bool       `yaml:"context,omitempty"` // the text has a word of the pack's Context, or a category of the pack, or no pack's Context at all
	Weight  float64    `yaml:"weight,omitempty"`  // 0 means 1; 3 is a sure sign, 0.5 a hint that anything else overrules
}

// NearDefault is how many runes may stand between the words of a Near rule that does not say: about two clauses.
const NearDefault = 8

//go:embed packs/*.yaml
var shipped embed.FS

// Shipped returns the packs that come with the program, by the names of their files.
func Shipped() ([]Pack, error) {
	files, err := fs.Glob(shipped, "packs/*.yaml")
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	packs := make([]Pack, 0, len(files))
	for _, file := range files {
		content, err := shipped.ReadFile(file)
		if err != nil {
			return nil, err
		}
		pack, err := Parse(path.Base(file), content)
		if err != nil {
			return nil, err
		}
		packs = append(packs, pack)
	}
	return packs, nil
}

// ReadFolder reads the packs of a folder, by the names of their files: those that end in .yaml or .yml.
func ReadFolder(folder string) ([]Pack, error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindMissing, err, "读不到分类包目录 %s，请检查设置 taxonomy", folder)
	}
	var packs []Pack
	for _, f := range files {
		if ext := filepath.Ext(f.Name()); f.IsDir() || ext != ".yaml" && ext != ".yml" {
			continue
		}
		pack, err := ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			return nil, err
		}
		if at := slices.IndexFunc(packs, func(p Pack) bool { return p.Code == pack.Code }); at >= 0 {
			return nil, analytics.Invalid("pack", "%s 与 %s 的代号都是 %s", packs[at].file, pack.file, pack.Code)
		}
		packs = append(packs, pack)
	}
	if len(packs) == 0 {
		return nil, analytics.Invalid("taxonomy", "目录 %s 里没有分类包（.yaml）；可用 huisheng taxonomy export 得到一个来改", folder)
	}
	return packs, nil
}

// ReadFile reads the pack of one file.
func ReadFile(file string) (Pack, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return Pack{}, analytics.Wrap(analytics.KindMissing, err, "读不到分类包 %s", file)
	}
	return Parse(file, content)
}

// Join puts packs in place of those with the same code, and the others behind them.
func Join(packs, own []Pack) []Pack {
	out := slices.Clone(packs)
	for _, p := range own {
		if at := slices.IndexFunc(out, func(o Pack) bool { return o.Code == p.Code }); at >= 0 {
			out[at] = p
		} else {
			out = append(out, p)
		}
	}
	return out
}

// Select keeps the packs with the given codes and all that these extend, in the order of packs; none given keeps all.
func Select(packs []Pack, codes []string) ([]Pack, error) {
	if len(codes) == 0 {
		return packs, nil
	}
	var known, wanted []string
	for _, p := range packs {
		known = append(known, p.Code)
	}
	for _, c := range codes {
		if !slices.Contains(known, c) {
			return nil, analytics.Invalid("packs", "没有名为 %s 的分类包，可用的有：%s", c, strings.Join(known, "、"))
		}
		wanted = append(wanted, family(packs, c)...)
	}
	return slices.DeleteFunc(slices.Clone(packs), func(p Pack) bool { return !slices.Contains(wanted, p.Code) }), nil
}

// Parse reads one pack. Unknown keys are errors, because a misspelt "not" would change what a rule means.
func Parse(name string, content []byte) (Pack, error) {
	var pack Pack
	if err := yaml.UnmarshalWithOptions(content, &pack, yaml.Strict()); err != nil {
		return Pack{}, analytics.Wrap(analytics.KindInvalid, err, "分类包 %s 读不懂", name)
	}
	if pack.Code == "" {
		return Pack{}, analytics.Invalid("pack", "分类包 %s 缺少 pack（代号）", name)
	}
	pack.file, pack.source = name, content
	return pack, nil
}

// expand replaces $name by the words of that list, in every list of words.
func (p *Pack) expand(words []string) ([]string, error) {
	var out []string
	for _, w := range words {
		if !strings.HasPrefix(w, "$") {
			out = append(out, w)
			continue
		}
		list, ok := p.Words[w[1:]]
		if !ok {
			return nil, analytics.Invalid("words", "分类包 %s 里没有名为 %s 的词表", p.Code, w)
		}
		out = append(out, list...)
	}
	return out, nil
}
