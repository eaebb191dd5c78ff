package topic

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// places are the lines of a pack's parts, by their paths: topics[3].rules[0].any[2]. They are found anew for each lint, since nothing else
// needs them.
type places map[string]int

func placesOf(source []byte) places {
	out := places{}
	file, err := parser.ParseBytes(source, 0)
	if err != nil {
		return out
	}
	for _, doc := range file.Docs {
		out.walk("", doc.Body)
	}
	return out
}

func (p places) walk(path string, n ast.Node) {
	switch n := n.(type) {
	case nil:
	case *ast.MappingNode:
		p.note(path, n)
		for _, v := range n.Values {
			p.walk(path, v)
		}
	case *ast.MappingValueNode:
		p.note(path, n.Key)
		key := n.Key.String()
		if path != "" {
			key = path + "." + key
		}
		p.note(key, n.Key)
		p.walk(key, n.Value)
	case *ast.SequenceNode:
		p.note(path, n)
		for i, v := range n.Values {
			p.walk(fmt.Sprintf("%s[%d]", path, i), v)
		}
	default:
		p.note(path, n)
	}
}

// note keeps the first line of a path.
func (p places) note(path string, n ast.Node) {
	if t := n.GetToken(); t != nil && t.Position != nil {
		if was, known := p[path]; !known || t.Position.Line < was {
			p[path] = t.Position.Line
		}
	}
}

// line of the nearest part that is known: that of the path, or of what holds it.
func (p places) line(path string) int {
	for path != "" {
		if at, ok := p[path]; ok {
			return at
		}
		cut := len(path) - 1
		for cut > 0 && path[cut] != '.' && path[cut] != '[' {
			cut--
		}
		path = path[:cut]
	}
	return 1
}
