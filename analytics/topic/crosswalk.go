package topic

import (
	"slices"
	"strings"

	"huisheng/analytics"
)

// Crossing says what became of codes when a pack got a new version, so that labels of the old version can be read in the new one.
type Crossing struct {
	Version int      `yaml:"version,omitempty"` // the first version that has the new codes
	Kind    string   `yaml:"kind,omitempty"`    // split, merge, rename or move
	From    []string `yaml:"from,omitempty"`    // codes of the version before
	To      []string `yaml:"to,omitempty"`      // codes that take their place; of a split the one that most went to comes first
	Name    string   `yaml:"name,omitempty"`    // what people called the old one; needed for a split, whose heirs have other names
}

// The kinds of crossings. A rename gives a code another code, a move keeps the code and changes what stands above it.
const (
	Split  = "split"
	Merge  = "merge"
	Rename = "rename"
	Move   = "move"
)

// fits reports whether the numbers of codes are those of the kind.
func (x Crossing) fits() bool {
	switch x.Kind {
	case Split:
		return len(x.From) == 1 && len(x.To) > 1
	case Merge:
		return len(x.From) > 0 && len(x.To) == 1 && (len(x.From) > 1 || x.From[0] != x.To[0])
	case Rename:
		return len(x.From) == 1 && len(x.To) == 1 && x.From[0] != x.To[0]
	case Move:
		return len(x.From) == 1 && len(x.To) == 1 && x.From[0] == x.To[0]
	}
	return false
}

// retired is a code that was given up.
type retired struct {
	code, name string
	to         []string
	version    int
}

// retire notes the codes that the crossings of a pack give up. Codes that stay, as those of moves, are not noted.
func (t *Taxonomy) retire(p *Pack) error {
	for _, x := range p.Crosswalk {
		if !x.fits() {
			return analytics.Invalid("crosswalk", "分类包 %s 的对照（版本 %d）：kind 应为 split（一对多）、merge（多对一）、rename（换代号）或 move（代号不变），且 from、to 的个数与之相符", p.Code, x.Version)
		}
		for _, from := range x.From {
			if slices.Contains(x.To, from) {
				continue
			}
			if other, twice := t.retired[from]; twice {
				return analytics.Invalid("crosswalk", "分类包 %s 的对照：代号 %s 在版本 %d 和版本 %d 都被取消", p.Code, from, other.version, x.Version)
			}
			if _, live := t.places[from]; live {
				return analytics.Invalid("crosswalk", "分类包 %s 的对照取消了代号 %s，它却还在用：取消的代号不能再用", p.Code, from)
			}
			t.retired[from] = retired{code: from, name: x.Name, to: x.To, version: x.Version}
		}
	}
	return nil
}

// Current reads a code of any version in the newest: the code itself while a pack has it, else the codes that took its place, the main
// one first. A code that was never heard of gives none. It is idempotent: each of the codes returned gives itself alone.
func (t *Taxonomy) Current(code string) []string {
	if _, live := t.places[code]; live {
		return []string{code}
	}
	// Depth first, so that the heirs of a main heir come before its siblings; every code once, so that a circle ends.
	var out []string
	seen, open := map[string]bool{code: true}, []string{code}
	for len(open) > 0 {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if _, live := t.places[at]; live {
			out = append(out, at)
			continue
		}
		for _, to := range slices.Backward(t.retired[at].to) {
			if !seen[to] {
				seen[to] = true
				open = append(open, to)
			}
		}
	}
	return out
}

// Earlier returns the codes of earlier versions that are read as this code and no other, in order.
func (t *Taxonomy) Earlier(code string) []string {
	var out []string
	for _, old := range t.Retired() {
		if now := t.Current(old); len(now) == 1 && now[0] == code {
			out = append(out, old)
		}
	}
	return out
}

// Retired returns all codes that were given up, in order.
func (t *Taxonomy) Retired() []string {
	out := make([]string, 0, len(t.retired))
	for code := range t.retired {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// formerName is what people see for a code that was given up; empty when nobody knows it.
func (t *Taxonomy) formerName(code string) string {
	now := t.Current(code)
	switch {
	case len(now) == 0:
		return ""
	case len(now) == 1:
		return t.Name(now[0])
	case t.retired[code].name != "":
		return t.retired[code].name + "（已拆分）"
	}
	names := make([]string, len(now))
	for i, c := range now {
		names[i] = t.Name(c)
	}
	return strings.Join(names, "／")
}
