package sample

import (
	"fmt"
	"strings"
)

// fragment is a stretch of words with places to fill and choices to make: "用了{span}[就|便]坏了".
type fragment struct {
	id    uint32 // unique among all fragments
	n     int    // place in its section of its block
	parts []part
}

// part is fixed words, a slot or a choice.
type part struct {
	text    string
	slot    slot
	choices [][]part // a choice when not nil
}

// parseFragment reads one line of a words file.
func parseFragment(line string) ([]part, error) {
	var parts []part
	for line != "" {
		i := strings.IndexAny(line, "[{")
		if i < 0 {
			return append(parts, part{text: line}), nil
		}
		if i > 0 {
			parts = append(parts, part{text: line[:i]})
		}
		closing := "}"
		if line[i] == '[' {
			closing = "]"
		}
		end := strings.Index(line[i:], closing)
		if end < 0 {
			return nil, fmt.Errorf("%q has no end", line[i:])
		}
		inner := line[i+1 : i+end]
		line = line[i+end+1:]
		p, err := parsePart(inner, closing == "]")
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

func parsePart(inner string, choice bool) (part, error) {
	if !choice {
		s, ok := slots[inner]
		if !ok {
			return part{}, fmt.Errorf("{%s} is no slot", inner)
		}
		return part{slot: s}, nil
	}
	p := part{choices: [][]part{}}
	for _, option := range strings.Split(inner, "|") {
		parts, err := parseFragment(option)
		if err != nil {
			return part{}, err
		}
		p.choices = append(p.choices, parts)
	}
	if len(p.choices) < 2 {
		return part{}, fmt.Errorf("[%s] leaves no choice", inner)
	}
	return p, nil
}
