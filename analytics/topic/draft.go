package topic

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"huisheng/analytics/text"
)

// Told is one complaint from which a pack is drafted: the source's category, the text, and its words as a segmenter cuts them.
type Told struct {
	Category string // levels joined by /
	Text     string
	Words    []string
}

// How words are chosen for a draft.
const (
	priorWeight = 500 // α₀: the prior weighs as this many complaints, spread over the words as they occur in all of them
	tellingZ    = 2.6 // a word is telling from here on; beyond it is rare by chance
	draftWords  = 24  // words of one label at most
	sureShare   = 0.6 // share of the complaints with a word that are of the category, from which the word is a sure sign
	shownTexts  = 3   // examples of a label
)

// Draft makes a pack to start from: a label for every category of at least least complaints, below nodes for the upper levels of its path,
// with the words that tell it from all others. Words are ranked by the log-odds ratio with an informative Dirichlet prior (Monroe,
// Colaresi and Quinn 2008, “Fightin' Words”, equation 22), over how many complaints have the word. The draft compiles; a person has to look at its words, its
// names and its definitions.
func Draft(code, name string, told []Told, least int) (Pack, error) {
	d := newDrafter(told, least)
	pack := Pack{Code: code, Name: name, Version: 1}
	nodes := map[string]string{} // path → code
	taken := map[string]bool{}   // names and aliases: no two labels may be called alike
	for _, path := range d.order {
		taken[categoryKey(path)] = true
	}
	for _, path := range d.order {
		levels := strings.Split(path, "/")
		parent := ""
		for depth := 1; depth < min(len(levels), maxLevels); depth++ {
			above := strings.Join(levels[:depth], "/")
			if _, there := nodes[above]; !there {
				nodes[above] = fmt.Sprintf("%s.%02d", cmp.Or(parent, code), len(nodes)+1)
				pack.Topics = append(pack.Topics, Topic{Code: nodes[above], Name: levels[depth-1], Parent: parent})
			}
			parent = nodes[above]
		}
		leaf := Topic{Name: levels[len(levels)-1], Parent: parent, Alias: []string{path},
			Definition: fmt.Sprintf("来源分类“%s”，%d 件；请改写成自己的定义", path, d.size[path]), Rules: d.rules(path)}
		if d.parents[path] { // it has complaints of its own and others below it
			leaf.Parent, leaf.Name = d.node(&pack, nodes, path, parent, code, leaf.Name), leaf.Name+"（笼统）"
		}
		for from := len(levels) - 2; taken[categoryKey(leaf.Name)] && leaf.Name != path; from-- {
			leaf.Name = strings.Join(levels[max(from, 0):], "")
			if from < 0 {
				leaf.Name = path // the alias itself
			}
		}
		taken[categoryKey(leaf.Name)] = true
		leaf.Code = fmt.Sprintf("%s.t%03d", code, len(pack.Topics)+1)
		pack.Topics = append(pack.Topics, leaf)
	}
	if len(d.order) == 0 {
		return pack, nil
	}
	return pack, d.exemplify(&pack)
}

// YAML writes a pack as a file.
func (p Pack) YAML() ([]byte, error) {
	return yaml.MarshalWithOptions(p, yaml.Indent(2), yaml.IndentSequence(true))
}

// Source is the file that the pack was read from, with its comments; nil for one that was made.
func (p Pack) Source() []byte { return slices.Clone(p.source) }

// drafter counts complaints by word and category.
type drafter struct {
	told    []Told
	order   []string // paths of the categories that are kept, most complaints first
	size    map[string]int
	parents map[string]bool           // paths that are also above others
	in      map[string]map[string]int // category → word → complaints
	all     map[string]int            // word → complaints
	n       int
}

func newDrafter(told []Told, least int) *drafter {
	d := &drafter{size: map[string]int{}, parents: map[string]bool{}, in: map[string]map[string]int{}, all: map[string]int{}}
	for _, t := range told {
		t.Category = strings.Trim(strings.ReplaceAll(t.Category, " ", ""), "/")
		if t.Category == "" {
			continue
		}
		d.told = append(d.told, t)
		d.n++
		d.size[t.Category]++
		if d.in[t.Category] == nil {
			d.in[t.Category] = map[string]int{}
		}
		seen := map[string]bool{}
		for _, w := range t.Words {
			if !seen[w] && draftable(w) {
				seen[w] = true
				d.in[t.Category][w]++
				d.all[w]++
			}
		}
	}
	for path, n := range d.size {
		if n >= least {
			d.order = append(d.order, path)
		}
	}
	slices.SortFunc(d.order, func(a, b string) int { return cmp.Or(cmp.Compare(d.size[b], d.size[a]), strings.Compare(a, b)) })
	for _, path := range d.order {
		for at := strings.LastIndex(path, "/"); at > 0; at = strings.LastIndex(path[:at], "/") {
			d.parents[path[:at]] = true
		}
	}
	return d
}

// draftable leaves out what no rule should stand on: single runes, numbers, marks.
func draftable(w string) bool {
	return utf8.RuneCountInString(w) >= 2 && text.Matchable(w) && !strings.HasPrefix(w, "$") && !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
}

// node makes sure that a path has a node.
func (d *drafter) node(pack *Pack, nodes map[string]string, path, parent, code, name string) string {
	if _, there := nodes[path]; !there {
		nodes[path] = fmt.Sprintf("%s.%02d", cmp.Or(parent, code), len(nodes)+1)
		pack.Topics = append(pack.Topics, Topic{Code: nodes[path], Name: name, Parent: parent})
	}
	return nodes[path]
}

// rules are the telling words of a category: the sure signs, and the hints.
func (d *drafter) rules(path string) []Rule {
	type ranked struct {
		word string
		z    float64
	}
	var list []ranked
	for _, w := range slices.Sorted(maps.Keys(d.in[path])) {
		if z := d.z(path, w); z >= tellingZ {
			list = append(list, ranked{w, z})
		}
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(b.z, a.z) })
	var sure, hints []string
	for _, r := range list[:min(len(list), draftWords)] {
		if float64(d.in[path][r.word]) >= sureShare*float64(d.all[r.word]) {
			sure = append(sure, r.word)
		} else {
			hints = append(hints, r.word)
		}
	}
	var rules []Rule
	if len(sure) > 0 {
		rules = append(rules, Rule{Any: sure, Weight: 2.4})
	}
	if len(hints) > 0 {
		rules = append(rules, Rule{Any: hints})
	}
	return rules
}

// z is how sure a word belongs to a category: the difference of its log-odds there and elsewhere in units of its standard error.
func (d *drafter) z(path, w string) float64 {
	y, rest := float64(d.in[path][w]), float64(d.all[w]-d.in[path][w])
	n, others := float64(d.size[path]), float64(d.n-d.size[path])
	prior := priorWeight * float64(d.all[w]) / float64(d.n)
	odds := func(count, total float64) float64 {
		return math.Log((count + prior) / (total + priorWeight - count - prior))
	}
	if total := n + priorWeight - y - prior; total <= 0 || others+priorWeight-rest-prior <= 0 {
		return 0 // nearly every complaint has it
	}
	return (odds(y, n) - odds(rest, others)) / math.Sqrt(1/(y+prior)+1/(rest+prior))
}

// exemplify adds short texts that the draft itself puts under their label.
func (d *drafter) exemplify(pack *Pack) error {
	c, err := Compile([]Pack{*pack})
	if err != nil {
		return err
	}
	at := map[string]int{}
	for i, t := range pack.Topics {
		for _, a := range t.Alias {
			at[a] = i
		}
	}
	for _, t := range d.told {
		i, kept := at[t.Category]
		if n := utf8.RuneCountInString(t.Text); !kept || n < 8 || n > 60 || len(pack.Topics[i].Examples) == shownTexts || slices.Contains(pack.Topics[i].Examples, t.Text) {
			continue
		}
		normal := text.Normalise(t.Text)
		if c.Classify(&normal, "").Topic == pack.Topics[i].Code {
			pack.Topics[i].Examples = append(pack.Topics[i].Examples, t.Text)
		}
	}
	return nil
}
