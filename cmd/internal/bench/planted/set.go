package planted

import (
	"embed"
	"hash/fnv"
	"math/rand/v2"
	"strings"
)

//go:embed words/*.txt
var words embed.FS

// Span is one piece of personal data: bytes From to To of a sentence, and the word of its kind as marks have it.
type Span struct {
	Kind     string
	From, To int
}

// Sentence is one sentence of the set.
type Sentence struct {
	Text     string
	Spans    []Span // in order, apart from each other
	Template int    // sentences of one template are alike: their number is what the width of an interval should be read against
	Unseen   bool   // of the part that rules are not fitted to
}

// Set is all sentences.
type Set struct {
	Sentences []Sentence
	Templates int
}

// perTemplate is how often each template is filled: with 358 templates it makes some 4,300 sentences.
const perTemplate = 12

// New makes the set.
func New() *Set {
	values := readValues()
	set := &Set{}
	for _, name := range []string{"numbers", "names", "addresses", "negatives"} {
		for _, template := range lines("templates_" + name) {
			f := filler{values: values, unseen: unseen(template)}
			for n := range perTemplate {
				f.rng = rand.New(rand.NewPCG(sum(template), uint64(n)))
				set.Sentences = append(set.Sentences, f.fill(template, set.Templates))
			}
			set.Templates++
		}
	}
	return set
}

// lines reads one of the lists.
func lines(name string) []string {
	data, err := words.ReadFile("words/" + name + ".txt")
	if err != nil {
		panic(err) // it is part of the program
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

// readValues reads the lists of values. A list is parted by bars when its values hold spaces.
func readValues() map[string][]string {
	values := map[string][]string{}
	for _, line := range lines("values") {
		name, list, _ := strings.Cut(line, ": ")
		if strings.Contains(list, "|") {
			values[name] = strings.Split(list, "|")
		} else {
			values[name] = strings.Fields(list)
		}
	}
	return values
}

// sum is a hash that stays the same for ever.
func sum(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	x := h.Sum64()
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	return x ^ x>>33
}

// unseen picks a third.
func unseen(s string) bool { return sum(s)%3 == 0 }

// filler fills templates.
type filler struct {
	rng    *rand.Rand
	values map[string][]string
	unseen bool
	out    strings.Builder
	spans  []Span
}

// fill makes one sentence of a template.
func (f *filler) fill(template string, number int) Sentence {
	f.out.Reset()
	f.spans = nil
	for rest := template; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		f.out.WriteString(before)
		if !found {
			break
		}
		slot, after, _ := strings.Cut(after, "}")
		f.put(slot)
		rest = after
	}
	return Sentence{Text: f.out.String(), Spans: f.spans, Template: number, Unseen: f.unseen}
}

// personal writes a value that must be masked.
func (f *filler) personal(kind, value string) {
	from := f.out.Len()
	f.out.WriteString(value)
	f.spans = append(f.spans, Span{kind, from, from + len(value)})
}

// value picks from a list: for the unseen part what its hash put there, for the other part the rest.
func (f *filler) value(list string) string {
	all := f.values[list]
	for range 200 {
		if v := all[f.rng.IntN(len(all))]; unseen(v) == f.unseen {
			return v
		}
	}
	return all[0]
}

// shared picks from the whole of a list.
func (f *filler) shared(list string) string {
	all := f.values[list]
	return all[f.rng.IntN(len(all))]
}

// one picks one of a few.
func (f *filler) one(of ...string) string { return of[f.rng.IntN(len(of))] }

// digits makes n of them, the first no zero.
func (f *filler) digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + f.rng.IntN(10))
	}
	if n > 0 && b[0] == '0' {
		b[0] = '1' + byte(f.rng.IntN(9))
	}
	return string(b)
}
