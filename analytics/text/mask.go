package text

import (
	"strings"
	"sync"
)

// MaskVersion is the version of the masking rules, which travels in the header masked of every message. Raising it changes masked
// texts and with them contents: a file imported again then counts as updates.
const MaskVersion uint16 = 2

// Masker takes personal data out of records: numbers, plates, addresses and names wherever they stand in texts, names, phones and ids of
// customers in their fields. In texts it leaves a mark such as 〔手机·3k7m2qx〕, whose signs are a keyed hash: the same number has the same
// mark, so repeats stay readable, and without the key nobody finds the number from it.
// What it writes depends on its key and its input only. Masking twice changes nothing. It is safe for concurrent use.
type Masker struct {
	key   []byte
	tally *Tally // nil counts nothing
}

// NewMasker makes a masker; key is the installation's secret.
func NewMasker(key []byte) *Masker {
	return &Masker{key: append([]byte("huisheng mask v1\x00"), key...)}
}

// Mask replaces the personal data in a text. A text without any is returned as it is, after one scan.
func (m *Masker) Mask(s string) string { return m.mask(s, true) }

// maskNumbers leaves names and addresses: for fields that hold words of the company's own, such as a department or who handled it.
func (m *Masker) maskNumbers(s string) string { return m.mask(s, false) }

// mask works in passes. What is masked may free what stood beside it (a number that touched another one), so passes go on until nothing
// is found. Each takes something away that no mark brings back, so they end, and the result has nothing left to find.
func (m *Masker) mask(s string, words bool) string {
	if !suspicious(s) {
		return s
	}
	r := readings.Get().(*reading)
	defer readings.Put(r)
	for {
		r.read(s)
		r.sweep(words)
		if len(r.found) == 0 {
			return s
		}
		s = r.replace(s, m.mark)
	}
}

// Found is a piece of personal data in a text: bytes From to To, and the word of its kind as marks have it.
type Found struct {
	Kind     string
	From, To int
}

// Find tells what Mask would replace, in order. It is for measuring and for showing why something was masked.
func (m *Masker) Find(s string) []Found {
	var all []Found
	still := m.Counting(nil)
	text, from := s, make([]int, len(s)+1) // from[i] is where byte i of text comes from
	for i := range from {
		from[i] = i
	}
	r := readings.Get().(*reading)
	defer readings.Put(r)
	for {
		r.read(text)
		r.sweep(true)
		if len(r.found) == 0 {
			break
		}
		for _, p := range r.found {
			all = append(all, Found{kindWords[p.kind], from[r.at[p.from]], from[r.at[p.to]]})
		}
		next := make([]int, 0, len(text))
		last := 0
		for _, p := range r.found {
			next = append(next, from[last:r.at[p.from]]...)
			for range len(still.mark(p.kind, p.value)) {
				next = append(next, from[r.at[p.from]])
			}
			last = int(r.at[p.to])
		}
		from = append(next, from[last:]...)
		text = r.replace(text, still.mark)
	}
	sortFound(all)
	return all
}

// reading is a text being read, in runes. Its memory is used again.
type reading struct {
	f     []rune  // the text, full-width ASCII folded to ASCII
	at    []int32 // byte of the text at which a rune starts; one more for the end
	found []personal
	done  int // runes before it are taken
	mail  bool
}

var readings = sync.Pool{New: func() any { return new(reading) }}

// personal is one piece of personal data: the runes from..to of a text, and its normal form.
type personal struct {
	kind     kind
	from, to int
	value    string
}

// read takes a text into runes.
func (r *reading) read(s string) {
	r.f, r.at, r.mail = r.f[:0], r.at[:0], false
	for i := 0; i < len(s); {
		r.at = append(r.at, int32(i))
		if c := s[i]; c < 0x80 {
			r.f = append(r.f, rune(c))
			r.mail = r.mail || c == '@'
			i++
			continue
		}
		if han := hanAt(s, i); han != 0 {
			r.f = append(r.f, han)
			i += 3
			continue
		}
		one, size := decode(s, i)
		one = halfWidth(one)
		r.mail = r.mail || one == '@'
		r.f = append(r.f, one)
		i += size
	}
	r.at = append(r.at, int32(len(s)))
}

// replace writes the text with marks for what was found.
func (r *reading) replace(s string, mark func(kind, string) string) string {
	var out strings.Builder
	out.Grow(len(s) + 24*len(r.found))
	last := int32(0)
	for _, p := range r.found {
		out.WriteString(s[last:r.at[p.from]])
		out.WriteString(mark(p.kind, p.value))
		last = r.at[p.to]
	}
	out.WriteString(s[last:])
	return out.String()
}
