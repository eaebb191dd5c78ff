package main

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huisheng/analytics/text"
	"huisheng/analytics/theme"
	"huisheng/dashboards"
)

// topicBook is the texts of a file while they are grouped.
type topicBook struct {
	segmenter text.Segmenter
	corpus    *theme.Corpus
	texts     []topicText // by their number in the corpus
	known     map[uint64]int
	waiting   []topicText // not yet cut into words
}

// topicText is one text and the posts that have it to the letter.
type topicText struct {
	normal   text.Normal
	original string
	heading  int // bytes of the subject in the normalised text
	place    string
	posts    []*topicPost
}

func newTopicBook(segmenter text.Segmenter, rarity *text.Rarity) *topicBook {
	return &topicBook{segmenter: segmenter, corpus: theme.NewCorpus(rarity.Of), known: map[uint64]int{}}
}

// cutAtOnce is how many texts are cut into words at once.
const cutAtOnce = 500

func (b *topicBook) take(post *topicPost) {
	original := post.original
	if post.subject != "" {
		original = post.subject + "\n" + post.original
	}
	t := topicText{normal: text.Normalise(original), original: original, place: strings.ToLower(post.place), posts: []*topicPost{post}}
	if t.normal.Wordless {
		return
	}
	if post.subject != "" {
		t.heading = len(text.Normalise(post.subject).Text)
	}
	h := t.normal.Hash()
	if at, known := b.known[h]; known {
		if at < len(b.texts) {
			b.texts[at].posts = append(b.texts[at].posts, post)
		} else {
			b.waiting[at-len(b.texts)].posts = append(b.waiting[at-len(b.texts)].posts, post)
		}
		return
	}
	b.known[h] = len(b.texts) + len(b.waiting)
	if b.waiting = append(b.waiting, t); len(b.waiting) == cutAtOnce {
		b.flush()
	}
}

func (b *topicBook) flush() {
	texts := make([]string, len(b.waiting))
	for i := range b.waiting {
		texts[i] = b.waiting[i].normal.Text
	}
	for i, words := range b.segmenter.Segment(texts) {
		heading, bytes := 0, 0
		for heading < len(words) && bytes < b.waiting[i].heading {
			bytes += len(words[heading])
			heading++
		}
		b.corpus.Add(words, heading)
	}
	b.texts, b.waiting = append(b.texts, b.waiting...), b.waiting[:0]
}

// apart tells texts of two places apart, unless one of them names the other's.
func (b *topicBook) apart(x, y int) bool {
	one, two := &b.texts[x], &b.texts[y]
	return one.place != two.place && one.place != "" && two.place != "" &&
		!strings.Contains(one.normal.Text, two.place) && !strings.Contains(two.normal.Text, one.place)
}

// topic tells of a matter what the command reports. Texts began at start and ended at end.
func (b *topicBook) topic(m theme.Matter, start, end time.Time, recent int) *hotTopic {
	t := &hotTopic{}
	var voices []theme.Voice
	places := map[string]int{}
	cut := end.AddDate(0, 0, -recent)
	before := 0
	for i, number := range m.Texts {
		for _, post := range b.texts[number].posts {
			t.posts = append(t.posts, post)
			author := post.author
			if author == 0 {
				author = uint64(m.Same[i])<<1 | 1 // alike but for a few words is the same person
			}
			voices = append(voices, theme.Voice{At: post.at, Author: author, Reactions: post.reactions})
			if post.place != "" {
				places[post.place]++
			}
			if post.at.Before(cut) {
				before++
			} else {
				t.Recent++
			}
		}
	}
	slices.SortStableFunc(t.posts, func(a, b *topicPost) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	h := theme.HeatOf(m.Cohesion, m.Ownership(), voices)
	t.Heat, t.N, t.People, t.Reactions = h.Index, h.Voices, h.People, h.Reactions
	t.From, t.To, t.First = dashboards.DateText(h.First), dashboards.DateText(h.Last), t.posts[0].id
	if past := cut.Sub(start).Hours() / 24; past >= float64(recent) {
		t.Before = float64(before) * float64(recent) / past
		t.Growth = theme.Burst(t.Recent, float64(before), float64(recent)/past)
	}
	t.Name = b.spelled(m.NameFrom, m.Name)
	if m.About != "" {
		t.Name += " " + m.About
	}
	t.Place = b.place(m, places)
	for _, c := range m.Core {
		t.Words = append(t.Words, c.Term)
	}
	for _, post := range t.posts {
		t.IDs = append(t.IDs, post.id)
	}
	return t
}

// spelled writes words of a normalised text as they stand in the original.
func (b *topicBook) spelled(number int, name string) string {
	t := &b.texts[number]
	return theme.Spelled(t.normal.Text, func(from, to int) string {
		first, last := t.normal.Original(from, to)
		return string([]rune(t.original)[first:last])
	}, name)
}

// place is the commonest place of the posts with the name of a place that the texts have in common.
func (b *topicBook) place(m theme.Matter, places map[string]int) string {
	common := ""
	for place, n := range places {
		if n > places[common] || n == places[common] && place < common {
			common = place
		}
	}
	own := m.Where
	if own != "" {
		for _, number := range m.Texts {
			if strings.Contains(b.texts[number].normal.Text, own) {
				own = b.spelled(number, own)
				break
			}
		}
	}
	switch {
	case own == "" || strings.EqualFold(own, common):
		return common
	case common == "" || strings.HasPrefix(strings.ToLower(own), strings.ToLower(common)):
		return own
	}
	return common + " " + own
}
