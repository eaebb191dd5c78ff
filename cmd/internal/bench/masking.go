package bench

import (
	"cmp"
	"regexp"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/cmd/internal/bench/planted"
)

// Share is a part of a whole with its Wilson interval of 95 %.
type Share struct {
	Hit  int     `json:"hit"`
	Of   int     `json:"of"`
	Rate float64 `json:"rate"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func share(hit, of int) Share {
	if of == 0 {
		return Share{}
	}
	low, high := analytics.Wilson(hit, of)
	return Share{Hit: hit, Of: of, Rate: float64(hit) / float64(of), Low: low, High: high}
}

// MaskingKind is how well one kind of personal data is found. A planted piece is found when all of it is hidden; a find is right when it
// lies in a planted piece of its kind.
type MaskingKind struct {
	Kind      string  `json:"kind"`
	Recall    Share   `json:"recall"`
	Precision Share   `json:"precision"`
	WantFound float64 `json:"recall_hold"`
	WantRight float64 `json:"precision_hold"`
}

// Held reports whether both rates are what is asked for.
func (k MaskingKind) Held() bool {
	return (k.Recall.Of == 0 || k.Recall.Rate >= k.WantFound) && (k.Precision.Of == 0 || k.Precision.Rate >= k.WantRight)
}

// MaskingPart is the outcome on one part of the planted set.
type MaskingPart struct {
	Name      string        `json:"name"`
	Sentences int           `json:"sentences"`
	Templates int           `json:"templates"`
	Kinds     []MaskingKind `json:"kinds"`
	Misses    []Miss        `json:"misses,omitempty"`
}

// Miss is a sentence with a piece that was not found (Found false) or a find that is none.
type Miss struct {
	Kind  string `json:"kind"`
	Piece string `json:"piece"`
	Found bool   `json:"found"`
	Text  string `json:"text"`
}

// MaskingReport is what bench masking tells.
type MaskingReport struct {
	Parts []MaskingPart `json:"parts"`
	Speed Report        `json:"speed"`
}

// Masking measures the masker on the planted set, and its speed against one pass of a regular expression for mobile numbers over the same
// texts.
func Masking(rounds int) MaskingReport {
	set := planted.New()
	masker := text.NewMasker([]byte("bench masking"))
	dev, unseen := newMaskingPart("开发部分"), newMaskingPart("未见部分")
	for _, s := range set.Sentences {
		part := dev
		if s.Unseen {
			part = unseen
		}
		part.judge(s, masker.Find(s.Text))
	}
	return MaskingReport{Parts: []MaskingPart{dev.report(), unseen.report()}, Speed: maskingSpeed(set, masker, rounds)}
}

// maskingPart collects the outcome of one part.
type maskingPart struct {
	name      string
	sentences int
	templates map[int]bool
	counts    map[string]*[4]int // found, planted, right, finds
	misses    []Miss
}

func newMaskingPart(name string) *maskingPart {
	return &maskingPart{name: name, templates: map[int]bool{}, counts: map[string]*[4]int{}}
}

func (p *maskingPart) of(kind string) *[4]int {
	if p.counts[kind] == nil {
		p.counts[kind] = &[4]int{}
	}
	return p.counts[kind]
}

// judge compares what was planted in a sentence with what was found.
func (p *maskingPart) judge(s planted.Sentence, found []text.Found) {
	p.sentences++
	p.templates[s.Template] = true
	for _, span := range s.Spans {
		hidden := 0
		for _, f := range found {
			hidden += max(0, min(f.To, span.To)-max(f.From, span.From))
		}
		p.of(span.Kind)[1]++
		if hidden == span.To-span.From {
			p.of(span.Kind)[0]++
		} else {
			p.misses = append(p.misses, Miss{span.Kind, s.Text[span.From:span.To], false, s.Text})
		}
	}
	for _, f := range found {
		p.of(f.Kind)[3]++
		if slices.ContainsFunc(s.Spans, func(span planted.Span) bool { return span.Kind == f.Kind && span.From <= f.From && f.To <= span.To }) {
			p.of(f.Kind)[2]++
		} else {
			p.misses = append(p.misses, Miss{f.Kind, s.Text[f.From:f.To], true, s.Text})
		}
	}
}

func (p *maskingPart) report() MaskingPart {
	out := MaskingPart{Name: p.name, Sentences: p.sentences, Templates: len(p.templates), Misses: p.misses}
	for kind, n := range p.counts {
		k := MaskingKind{Kind: kind, Recall: share(n[0], n[1]), Precision: share(n[2], n[3]), WantFound: 0.99, WantRight: 0.98}
		if kind == "姓名" || kind == "地址" {
			k.WantFound, k.WantRight = 0.9, 0.9
		}
		out.Kinds = append(out.Kinds, k)
	}
	slices.SortFunc(out.Kinds, func(a, b MaskingKind) int {
		return cmp.Or(cmp.Compare(b.Recall.Of, a.Recall.Of), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

var mobilePattern = regexp.MustCompile(`1[3-9]\d{9}`)

// maskingSpeed masks the sentences, ten to a text as complaints are long, and searches the same texts with the expression.
func maskingSpeed(set *planted.Set, masker *text.Masker, rounds int) Report {
	var texts []string
	joined, bytes := "", 0
	for i, s := range set.Sentences {
		if joined += s.Text + "。"; i%10 == 9 {
			texts = append(texts, joined)
			bytes += len(joined)
			joined = ""
		}
	}
	measure := func(one func(string)) Rate {
		began := time.Now()
		for _, t := range texts {
			one(t)
		}
		return Rate{bytes, time.Since(began)}
	}
	var reference, ours []Rate
	for range max(1, rounds) {
		reference = append(reference, measure(func(s string) { mobilePattern.FindAllStringIndex(s, -1) }))
		ours = append(ours, measure(func(s string) { masker.Mask(s) }))
	}
	return compare("masking", "字节/秒", 0, reference, ours)
}
