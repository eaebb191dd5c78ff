package sample

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// The words are in files so that who knows customers better than code can read and mend them. A block begins with
// "== code [w=weight] [on kind=weight …]", a section with "-name [kinds or a demand's name]". Every other line is a fragment; "@kind,kind …" before it, or
// "@!kind …", says for which kinds of product it is meant.
//
//go:embed words/*.txt
var wordsFiles embed.FS

// material is what customers say about one topic.
type material struct {
	code   string
	weight uint64            // of 1,000 or so complaints
	on     map[string]uint64 // weight by kind of product
	values map[string]string // further settings of the block
	lines  map[string][]fragment
	by     map[string]*talk // by kind of product
}

// talk is what is said about one topic of one kind of product.
type talk struct {
	code                                string
	open, core, harm, tried, idea, head []fragment
	wants                               []want
}

// want is a demand: its name in the field, and how customers put it.
type want struct {
	name string
	said fragment
}

// library is all words.
type library struct {
	blocks map[string]*material
	order  []string
	count  uint32
}

// words holds the library that is compiled into the program; a test reads it, so a fault in it never leaves the workshop.
var words = func() *library {
	l, err := readLibrary(wordsFiles)
	if err != nil {
		panic("sample: words: " + err.Error())
	}
	return l
}()

func readLibrary(files fs.FS) (*library, error) {
	l := &library{blocks: map[string]*material{}}
	names, err := fs.Glob(files, "words/*.txt")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if err := l.read(string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return l, nil
}

func (l *library) read(text string) error {
	var m *material
	var section, argument string
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		var err error
		switch {
		case line == "":
		case strings.HasPrefix(line, "== "):
			m, err = l.begin(strings.Fields(line[3:]))
			section = ""
		case m == nil:
			err = fmt.Errorf("no block")
		case line[0] == '-':
			section, argument, _ = strings.Cut(line[1:], " ")
		default:
			err = l.add(m, section, argument, line)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return nil
}

// begin starts a block.
func (l *library) begin(fields []string) (*material, error) {
	m := &material{code: fields[0], on: map[string]uint64{}, values: map[string]string{}, lines: map[string][]fragment{}, by: map[string]*talk{}}
	if l.blocks[m.code] != nil {
		return nil, fmt.Errorf("block %s twice", m.code)
	}
	for _, f := range fields[1:] {
		key, value, _ := strings.Cut(f, "=")
		switch {
		case key == "on":
		case key == "w":
			m.weight = number(value)
		case slices.Contains(kinds, key):
			m.on[key] = number(value)
			m.by[key] = &talk{code: m.code}
		default:
			m.values[key] = value
		}
	}
	l.blocks[m.code] = m
	l.order = append(l.order, m.code)
	return m, nil
}

// add puts a fragment into its section, for the kinds that it is meant for.
func (l *library) add(m *material, section, argument, line string) error {
	kindList := ""
	if line[0] == '@' {
		kindList, line, _ = strings.Cut(line[1:], " ")
	} else if section == "core" {
		kindList = argument
	}
	parts, err := parseFragment(line)
	if err != nil {
		return err
	}
	l.count++
	f := fragment{id: l.count, n: len(m.lines[section]), parts: parts}
	m.lines[section] = append(m.lines[section], f)
	if len(m.by) == 0 {
		return nil
	}
	list, err := chosenKinds(m, kindList)
	if err != nil {
		return err
	}
	for _, kind := range list {
		if err := m.by[kind].add(section, argument, f); err != nil {
			return err
		}
	}
	return nil
}

func (t *talk) add(section, argument string, f fragment) error {
	switch section {
	case "open":
		t.open = append(t.open, f)
	case "core":
		t.core = append(t.core, f)
	case "harm":
		t.harm = append(t.harm, f)
	case "tried":
		t.tried = append(t.tried, f)
	case "idea":
		t.idea = append(t.idea, f)
	case "head":
		t.head = append(t.head, f)
	case "want":
		t.wants = append(t.wants, want{argument, f})
	default:
		return fmt.Errorf("%q is no section", section)
	}
	return nil
}

// chosenKinds are the kinds of a list such as "ref,ac" or "!phone,pad"; of an empty one all kinds of the topic.
func chosenKinds(m *material, text string) ([]string, error) {
	names, but := strings.CutPrefix(text, "!")
	var named []string
	if names != "" {
		named = strings.Split(names, ",")
	}
	var list []string
	for _, kind := range kinds {
		if m.on[kind] > 0 && (text == "" || slices.Contains(named, kind) != but) {
			list = append(list, kind)
		}
	}
	for _, kind := range named {
		if m.on[kind] == 0 {
			return nil, fmt.Errorf("%s: %q is no kind of product of this topic", m.code, kind)
		}
	}
	return list, nil
}
