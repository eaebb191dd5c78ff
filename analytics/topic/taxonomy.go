package topic

import (
	"slices"
	"strings"

	"huisheng/analytics"
)

// Unclassified is the name of the rest: complaints without a label on an axis.
const Unclassified = "未分类"

// maxLevels is how deep a tree goes: deeper ones are not read by anybody, and do not fit into a filter.
const maxLevels = 4

// Entry is one node of a tree as pages show it.
type Entry struct {
	Code       string
	Name       string
	Group      string // name of the level above, its own name on the first level
	Pack       string // code of the pack
	PackName   string
	Axis       Axis
	Parent     string // code of the node above, empty on the first level
	Level      int    // 1 to 4
	Leaf       bool   // a label that complaints can have
	Definition string
	Examples   []string
	Counter    []string
	Why, Where string // labels of the other axes that it implies, empty for none
}

// Scheme is one pack as pages head its trees.
type Scheme struct {
	Code, Name string
	Version    int
	Axes       [len(Axes)]string // names of the axes
	Extends    []string          // packs whose labels of 原因 and 环节 its complaints may have too, nearest first
}

// Taxonomy looks up nodes by their codes.
type Taxonomy struct {
	schemes []Scheme
	entries []Entry
	places  map[string]int
	retired map[string]retired
}

func newTaxonomy(packs []Pack) (*Taxonomy, error) {
	t := &Taxonomy{places: map[string]int{}, retired: map[string]retired{}}
	for i := range packs {
		p := &packs[i]
		s := Scheme{Code: p.Code, Name: p.Name, Version: max(p.Version, 1), Extends: family(packs, p.Code)[1:]}
		for _, a := range Axes {
			s.Axes[a] = a.Name()
		}
		for word, name := range p.Axes {
			axis, ok := ParseAxis(word)
			if !ok || word == "" || name == "" {
				return nil, analytics.Invalid("axes", "分类包 %s 的 axes 只能给 what、why、where 起名（现有 %q）", p.Code, word)
			}
			s.Axes[axis] = name
		}
		t.schemes = append(t.schemes, s)
		if err := t.add(p); err != nil {
			return nil, err
		}
	}
	if err := t.imply(packs); err != nil {
		return nil, err
	}
	for i := range packs {
		if err := t.retire(&packs[i]); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// add takes the nodes of a pack in. Parents may stand behind their children.
func (t *Taxonomy) add(p *Pack) error {
	first := len(t.entries)
	for _, n := range p.Topics {
		if n.Code == "" || n.Name == "" {
			return analytics.Invalid("topics", "分类包 %s 里有主题缺少 code 或 name（%q、%q）", p.Code, n.Code, n.Name)
		}
		if strings.ContainsAny(n.Code, " :/,") {
			return analytics.Invalid("code", "分类包 %s：代号 %q 里不能有空格、冒号、斜线和逗号", p.Code, n.Code)
		}
		axis, ok := ParseAxis(n.Axis)
		if !ok {
			return analytics.Invalid("axis", "分类包 %s：%s 的 axis 应为 what、why 或 where，现为 %q", p.Code, n.Code, n.Axis)
		}
		parent := n.Parent
		if parent == "" && n.Group != "" {
			parent = p.Code + "/" + n.Group
			if _, there := t.places[parent]; !there {
				if err := t.put(Entry{Code: parent, Name: n.Group, Pack: p.Code, PackName: p.Name, Axis: axis, Why: "", Where: ""}, p); err != nil {
					return err
				}
			}
		}
		if err := t.put(Entry{Code: n.Code, Name: n.Name, Pack: p.Code, PackName: p.Name, Axis: axis, Parent: parent, Definition: n.Definition,
			Examples: n.Examples, Counter: n.Counter, Why: n.Why, Where: n.Where}, p); err != nil {
			return err
		}
	}
	said := map[string]bool{}
	for _, n := range p.Topics {
		said[n.Code] = n.Axis != ""
	}
	return t.grow(p, first, said)
}

func (t *Taxonomy) put(e Entry, p *Pack) error {
	if _, twice := t.places[e.Code]; twice {
		return analytics.Invalid("code", "主题代号 %s 出现了两次（分类包 %s）", e.Code, p.Code)
	}
	t.places[e.Code] = len(t.entries)
	t.entries = append(t.entries, e)
	return nil
}

// grow finds level, axis and group of the nodes from first on, and which of them are leaves.
func (t *Taxonomy) grow(p *Pack, first int, said map[string]bool) error {
	for i := first; i < len(t.entries); i++ {
		t.entries[i].Leaf = true
	}
	for i := first; i < len(t.entries); i++ {
		e := &t.entries[i]
		root := e
		e.Level = 1
		for root.Parent != "" {
			at, ok := t.places[root.Parent]
			if !ok || at < first {
				return analytics.Invalid("parent", "分类包 %s：%s 的上级 %s 不在这个包里", p.Code, root.Code, root.Parent)
			}
			root = &t.entries[at]
			root.Leaf = false
			if e.Level++; e.Level > maxLevels {
				return analytics.Invalid("parent", "分类包 %s：%s 在第 %d 级以下；最多 %d 级，上级也不能绕成圈", p.Code, e.Code, maxLevels, maxLevels)
			}
		}
		if said[e.Code] && root != e && e.Axis != root.Axis {
			return analytics.Invalid("axis", "分类包 %s：%s 的 axis 与最上级 %s 不同", p.Code, e.Code, root.Code)
		}
		e.Axis = root.Axis
		e.Group = e.Name
		if e.Parent != "" {
			e.Group = t.entries[t.places[e.Parent]].Name
		}
	}
	return nil
}

// imply lets labels inherit what their nodes above imply, and checks that it is there.
func (t *Taxonomy) imply(packs []Pack) error {
	for i := range t.entries {
		e := &t.entries[i]
		for at := e; at.Parent != "" && (e.Why == "" || e.Where == ""); {
			at = &t.entries[t.places[at.Parent]]
			if e.Why == "" {
				e.Why = at.Why
			}
			if e.Where == "" {
				e.Where = at.Where
			}
		}
		for _, implied := range []struct {
			axis Axis
			code string
		}{{Why, e.Why}, {Where, e.Where}} {
			if implied.code == "" {
				continue
			}
			if to, ok := t.Entry(implied.code); !ok || !to.Leaf || to.Axis != implied.axis || e.Axis != What || !related(packs, e.Pack, to.Pack) {
				return analytics.Invalid(implied.axis.String(), "分类包 %s：%s 的 %s 写了 %s，它应是本包或所扩展（extends）的包里“%s”一轴的最末级", e.Pack, e.Code, implied.axis, implied.code, implied.axis.Name())
			}
		}
	}
	return nil
}

// related reports whether from is to or extends it, directly or through others.
func related(packs []Pack, from, to string) bool {
	return slices.Contains(family(packs, from), to)
}

// family is a pack and all that it extends, nearest first.
func family(packs []Pack, code string) []string {
	out := []string{code}
	for i := 0; i < len(out); i++ {
		for _, p := range packs {
			if p.Code != out[i] {
				continue
			}
			for _, e := range p.Extends {
				if !slices.Contains(out, e) {
					out = append(out, e)
				}
			}
		}
	}
	return out
}

// Entry returns a node of the newest version.
func (t *Taxonomy) Entry(code string) (Entry, bool) {
	at, ok := t.places[code]
	if !ok {
		return Entry{}, false
	}
	return t.entries[at], true
}

// Name is what a reader sees for a code: 未分类 for the empty one, for one that was given up the name of what took its place, and the code
// itself for one that no pack ever had.
func (t *Taxonomy) Name(code string) string {
	if code == "" {
		return Unclassified
	}
	if at, ok := t.places[code]; ok {
		return t.entries[at].Name
	}
	if name := t.formerName(code); name != "" {
		return name
	}
	return code
}

// Group is the name of the level above a node, its own on the first level; 未分类 for the empty code and for one that no pack ever had.
func (t *Taxonomy) Group(code string) string {
	now := t.Current(code)
	if len(now) == 0 {
		return Unclassified
	}
	return t.entries[t.places[now[0]]].Group
}

// Path returns the names from the first level down to the node.
func (t *Taxonomy) Path(code string) []string {
	var out []string
	for code != "" {
		at, ok := t.places[code]
		if !ok {
			break
		}
		out = append(out, t.entries[at].Name)
		code = t.entries[at].Parent
	}
	slices.Reverse(out)
	return out
}

// All returns every label of the axis 现象, the topics of all sums, in the order of the packs. The slice is the caller's own.
func (t *Taxonomy) All() []Entry { return t.Leaves(What) }

// Leaves returns every label of an axis, in the order of the packs.
func (t *Taxonomy) Leaves(axis Axis) []Entry {
	var out []Entry
	for _, e := range t.entries {
		if e.Axis == axis && e.Leaf {
			out = append(out, e)
		}
	}
	return out
}

// Tree returns the nodes of a pack's axis as they are read: each node followed by those under it.
func (t *Taxonomy) Tree(pack string, axis Axis) []Entry {
	below := map[string][]Entry{}
	for _, e := range t.entries {
		if e.Pack == pack && e.Axis == axis {
			below[e.Parent] = append(below[e.Parent], e)
		}
	}
	var out []Entry
	var walk func(parent string)
	walk = func(parent string) {
		for _, e := range below[parent] {
			out = append(out, e)
			walk(e.Code)
		}
	}
	walk("")
	return out
}

// Under returns the labels at and below a node, in the order of the pack; for a label itself alone.
func (t *Taxonomy) Under(code string) []string {
	var out []string
	for _, e := range t.entries {
		if !e.Leaf {
			continue
		}
		for at := e; ; at = t.entries[t.places[at.Parent]] {
			if at.Code == code {
				out = append(out, e.Code)
				break
			}
			if at.Parent == "" {
				break
			}
		}
	}
	return out
}

// Schemes returns the packs in their order.
func (t *Taxonomy) Schemes() []Scheme { return slices.Clone(t.schemes) }
