package topic

import (
	"slices"

	"huisheng/analytics"
)

// Unclassified is the name of the rest: complaints without a topic.
const Unclassified = "未分类"

// Entry is one topic as pages show it.
type Entry struct {
	Code     string
	Name     string
	Group    string // level 1
	Pack     string // code of the pack
	PackName string
}

// Taxonomy looks up topics by their codes.
type Taxonomy struct {
	entries []Entry
	places  map[string]int
}

func newTaxonomy(packs []Pack) (*Taxonomy, error) {
	t := &Taxonomy{places: map[string]int{}}
	for _, p := range packs {
		for _, topic := range p.Topics {
			if topic.Code == "" || topic.Name == "" || topic.Group == "" {
				return nil, analytics.Invalid("topics", "分类包 %s 里有主题缺少 code、name 或 group（%q、%q）", p.Code, topic.Code, topic.Name)
			}
			if _, twice := t.places[topic.Code]; twice {
				return nil, analytics.Invalid("code", "主题代号 %s 出现了两次（分类包 %s）", topic.Code, p.Code)
			}
			t.places[topic.Code] = len(t.entries)
			t.entries = append(t.entries, Entry{Code: topic.Code, Name: topic.Name, Group: topic.Group, Pack: p.Code, PackName: p.Name})
		}
	}
	return t, nil
}

// Name is what a reader sees for a code: 未分类 for the empty one, the code itself for one that no pack has any more.
func (t *Taxonomy) Name(code string) string {
	if code == "" {
		return Unclassified
	}
	if at, ok := t.places[code]; ok {
		return t.entries[at].Name
	}
	return code
}

// Group is the level above a topic, 未分类 for the empty code and for one that no pack has.
func (t *Taxonomy) Group(code string) string {
	if at, ok := t.places[code]; ok {
		return t.entries[at].Group
	}
	return Unclassified
}

// All returns every topic in the order of the packs. The slice is the caller's own.
func (t *Taxonomy) All() []Entry { return slices.Clone(t.entries) }
