package discover

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/theme"
)

// Month is one month with what is known of those before it.
type Month struct {
	Month      analytics.Month
	Run        uint64
	MadeAt     time.Time
	Past       Past
	Known      []analytics.Theme       // rows of earlier months
	Old        []analytics.Theme       // what an earlier run found in this month
	OldMembers []analytics.ThemeMember // and their complaints

	book *book
}

// leastPast is how many earlier texts there must be for each one of now before anything can be called new.
const leastPast = 1.0

// Find returns the themes of the month and their members, in a stated order.
func (m *Month) Find() ([]analytics.Theme, []analytics.ThemeMember) {
	var all []group
	if m.book.corpus.Len() > 0 {
		all = append(m.emerging(), m.cards()...)
	} else {
		all = m.vanished()
	}
	var themes []analytics.Theme
	var members []analytics.ThemeMember
	for i := range all {
		g := &all[i]
		themes = append(themes, m.describe(g))
		members = append(members, m.membersOf(g)...)
	}
	slices.SortFunc(themes, func(a, b analytics.Theme) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(members, func(a, b analytics.ThemeMember) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), cmp.Compare(a.Theme, b.Theme), strings.Compare(a.Source, b.Source), strings.Compare(a.ID, b.ID))
	})
	return themes, members
}

// group is a theme while it is found.
type group struct {
	theme     analytics.Theme
	signature theme.Signature
	texts     []int // numbers of documents, of an emerging topic
	clauses   []int // numbers of clauses, of a card
	typical   []int // of texts or clauses, the most typical first
	from      int   // of the document or clause that the name was taken from
}

// latest returns the newest row of each theme of a kind that may live on.
func (m *Month) latest(kind string, history int) []analytics.Theme {
	newest := map[uint64]analytics.Theme{}
	for _, t := range m.Known {
		if t.Kind == kind && t.Month < m.Month && t.Month >= m.Month.Add(-history) && t.Month >= newest[t.ID].Month {
			newest[t.ID] = t
		}
	}
	var list []analytics.Theme
	for _, t := range newest {
		if t.Life != analytics.ThemeMerged {
			list = append(list, t)
		}
	}
	// The older first: it keeps its name when two come together.
	slices.SortFunc(list, func(a, b analytics.Theme) int { return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.ID, b.ID)) })
	return list
}

// live are the emerging topics of earlier months that are still looked for: those that had complaints in one of the last two months and had
// not faded in both.
func (m *Month) live() []analytics.Theme {
	faded := map[uint64]int{}
	for _, t := range m.Known {
		if t.Kind == analytics.ThemeEmerging && t.Month >= m.Month.Add(-2) && t.Life == analytics.ThemeFaded {
			faded[t.ID]++
		}
	}
	return slices.DeleteFunc(m.latest(analytics.ThemeEmerging, 2), func(t analytics.Theme) bool {
		return t.Life == analytics.ThemeFaded && (t.N < theme.Few || faded[t.ID] > 1)
	})
}

// vanished tells of a month without texts that what lived before has faded.
func (m *Month) vanished() []group {
	var all []group
	for _, t := range m.live() {
		all = append(all, m.carried(t, nil))
	}
	return all
}

// signatureOf is the signature that a row keeps.
func signatureOf(t analytics.Theme) theme.Signature {
	return theme.Signature{Words: t.Words, Weights: t.Weights, Prior: t.Prior}
}
