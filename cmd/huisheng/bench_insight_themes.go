package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text/jieba"
	"huisheng/jobs"
	"huisheng/jobs/discover"
)

// themeTables is what discover reads and writes, in memory: the sample as if it had been stored.
type themeTables struct {
	readings map[analytics.Month][]analytics.ThemeReading
	phrases  map[analytics.Month]map[string]uint32
	themes   map[analytics.Month][]analytics.Theme
	members  map[analytics.Month][]analytics.ThemeMember
}

func (t *themeTables) ThemeReadings(_ context.Context, month analytics.Month, yield func(analytics.ThemeReading) error) error {
	for _, r := range t.readings[month] {
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}

func (t *themeTables) PhraseCounts(_ context.Context, months []analytics.Month, _ []string) (map[analytics.Month]map[string]uint32, error) {
	counts := map[analytics.Month]map[string]uint32{}
	for _, m := range months {
		if c := t.phrases[m]; c != nil {
			counts[m] = c
		}
	}
	return counts, nil
}

func (t *themeTables) ReplacePhrases(_ context.Context, month analytics.Month, _ uint64, counts []analytics.PhraseCount) error {
	t.phrases[month] = map[string]uint32{}
	for _, c := range counts {
		t.phrases[month][c.Phrase] = c.Texts
	}
	return nil
}

func (t *themeTables) Themes(_ context.Context, from, to analytics.Month) ([]analytics.Theme, error) {
	var list []analytics.Theme
	for _, m := range slices.Sorted(maps.Keys(t.themes)) {
		if from <= m && m <= to {
			list = append(list, t.themes[m]...)
		}
	}
	return list, nil
}

func (t *themeTables) ThemeMembers(_ context.Context, month analytics.Month) ([]analytics.ThemeMember, error) {
	return t.members[month], nil
}

func (t *themeTables) ReplaceThemes(_ context.Context, month analytics.Month, _ uint64, themes []analytics.Theme, members []analytics.ThemeMember) error {
	t.themes[month], t.members[month] = themes, members
	return nil
}

func (t *themeTables) Received(context.Context) ([]analytics.SourceMonth, error) {
	var list []analytics.SourceMonth
	for _, m := range slices.Sorted(maps.Keys(t.readings)) {
		list = append(list, analytics.SourceMonth{Source: "sample", Month: m, N: uint64(len(t.readings[m]))})
	}
	return list, nil
}

// noLedger has nothing to remember: the months are run in their order.
type noLedger struct{}

func (noLedger) DirtyMonths(context.Context, string) ([]analytics.Dirty, error)        { return nil, nil }
func (noLedger) ClearDirty(context.Context, string, analytics.Dirty) (bool, error)     { return false, nil }
func (noLedger) MarkDirtyFor(context.Context, string, string, []analytics.Month) error { return nil }

// themesOf lets discover find the themes of the whole sample, once for both kinds.
func (b *planted) themesOf(ctx context.Context) (*themeTables, error) {
	if b.themes != nil {
		return b.themes, nil
	}
	segmenter, err := jieba.Open(jieba.Config{Dictionaries: b.config.Dictionaries, Words: b.config.UserDictionaries})
	if err != nil {
		return nil, err
	}
	defer segmenter.Close()
	rarity, err := segmenter.Rarity()
	if err != nil {
		return nil, err
	}
	t := &themeTables{readings: map[analytics.Month][]analytics.ThemeReading{}, phrases: map[analytics.Month]map[string]uint32{},
		themes: map[analytics.Month][]analytics.Theme{}, members: map[analytics.Month][]analytics.ThemeMember{}}
	for i := range b.complaints {
		c, in := &b.complaints[i], &b.insights[i]
		if in.Wordless {
			continue
		}
		r := analytics.ThemeReading{Key: analytics.Key{Source: c.Source, ID: c.ID}, At: c.ReceivedAt, Words: c.Words(), TextHash: in.TextHash, Topic: in.Topic,
			Confidence: in.Confidence, Customer: hashOf(c.Customer.ID + c.Customer.Phone), Line: c.Product.Line, Product: c.Product.Name, Model: c.Product.Model,
			Province: c.Region.Province, City: c.Region.City, Sentiment: in.Sentiment, Urgent: len(in.Urgency) > 0}
		for _, e := range in.Evidence {
			if e.Topic == analytics.EvidenceIdea {
				r.Ideas = append(r.Ideas, e)
			}
		}
		t.readings[analytics.MonthOf(c.ReceivedAt)] = append(t.readings[analytics.MonthOf(c.ReceivedAt)], r)
	}
	for _, list := range t.readings {
		slices.SortStableFunc(list, func(a, b analytics.ThemeReading) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.ID, b.ID)) })
	}
	job := discover.New(t, noLedger{}, discover.Reader{Segmenter: segmenter, Rarity: rarity}, func() time.Time { return b.complaints[len(b.complaints)-1].ReceivedAt })
	for _, m := range slices.Sorted(maps.Keys(t.readings)) {
		if err := job.Run(ctx, jobs.Task{Window: jobs.Window{Month: m}, Run: 1}); err != nil {
			return nil, err
		}
	}
	b.themes = t
	return t, nil
}

// measureEmerging asks three things: is every planted topic found in the month in which it has been told three times, are its complaints
// found and no others, and is everything that was called new a planted cause.
func measureEmerging(ctx context.Context, b *planted) ([]insightScore, error) {
	t, err := b.themesOf(ctx)
	if err != nil {
		return nil, err
	}
	at := b.places()
	// What each theme is about: the planted cause of most of its complaints in its first month.
	causes := map[uint64]map[string]int{}
	size := map[uint64]int{}
	since := map[uint64]analytics.Month{}
	for _, themes := range t.themes {
		for _, th := range themes {
			since[th.ID] = th.Since
		}
	}
	for _, members := range t.members {
		for _, m := range members {
			if m.Kind == analytics.ThemeEmerging && m.Month == since[m.Theme] {
				if causes[m.Theme] == nil {
					causes[m.Theme] = map[string]int{}
				}
				causes[m.Theme][b.labels[at[m.ID]].Cause]++
				size[m.Theme]++
			}
		}
	}
	about := map[uint64]string{}
	for id, counts := range causes {
		for cause, n := range counts {
			if cause != "" && 2*n >= size[id] {
				about[id] = cause
			}
		}
	}
	months, found, members := insightScore{Kind: "新话题（当月发现）"}, insightScore{Kind: "新话题（不误报）", Hold: hold{Precision: 0.9}}, insightScore{Kind: "新话题（成员）"}
	var born []string
	for _, month := range slices.Sorted(maps.Keys(t.themes)) {
		for _, th := range t.themes[month] {
			if th.Kind == analytics.ThemeEmerging && th.Since == month {
				found.Found++
				if about[th.ID] != "" {
					found.Right++
				}
				born = append(born, fmt.Sprintf("%s %s（%d 人，%.1fσ，预计 %.1f）=%s", month, th.Name, th.People, th.Burst, th.Expected, about[th.ID]))
			}
		}
	}
	for _, e := range b.truth.Emerging {
		b.emergingOf(t, e.Code, about, at, &months, &members)
	}
	found.Planted, found.Reached = months.Planted, months.Reached
	found.Note = strings.Join(born, "；")
	return []insightScore{months, found, members}, nil
}

// places finds complaints by their number.
func (b *planted) places() map[string]int {
	at := make(map[string]int, len(b.complaints))
	for i := range b.complaints {
		at[b.complaints[i].ID] = i
	}
	return at
}

// emergingOf adds what was found of one planted topic.
func (b *planted) emergingOf(t *themeTables, code string, about map[uint64]string, at map[string]int, months, members *insightScore) {
	told, firstTold, firstFound := 0, analytics.Month(0), analytics.Month(0)
	for _, month := range slices.Sorted(maps.Keys(t.readings)) {
		for _, r := range t.readings[month] {
			if b.labels[at[r.ID]].Topic == code {
				if told++; told == 3 {
					firstTold = month
				}
				if firstTold != 0 && month >= firstTold {
					members.Planted++
				}
			}
		}
		for _, m := range t.members[month] {
			if m.Kind == analytics.ThemeEmerging && about[m.Theme] == code {
				members.Found++
				if firstFound == 0 {
					firstFound = month
				}
				if b.labels[at[m.ID]].Topic == code {
					members.Right++
					members.Reached++
				}
			}
		}
	}
	if firstTold == 0 {
		return
	}
	months.Planted++
	if firstFound != 0 {
		months.Found++
	}
	if firstFound == firstTold {
		months.Right++
		months.Reached++
	}
	months.Note += fmt.Sprintf("%s 第三件在 %s，发现于 %s；", code, firstTold, firstFound)
}

// measureCards compares the cards with the planted suggestions by B³ (Bagga and Baldwin 1998): for every complaint whose suggestion was found, which share of its
// card makes the same suggestion, and which share of those that make it is on its card.
func measureCards(ctx context.Context, b *planted) ([]insightScore, error) {
	t, err := b.themesOf(ctx)
	if err != nil {
		return nil, err
	}
	at := b.places()
	card := map[string]uint64{} // complaint → card; one with two suggestions counts for the first
	for _, month := range slices.Sorted(maps.Keys(t.members)) {
		for _, m := range t.members[month] {
			if _, known := card[m.ID]; m.Kind == analytics.ThemeIdea && !known && b.labels[at[m.ID]].Suggestion != "" {
				card[m.ID] = m.Theme
			}
		}
	}
	type pair struct {
		card uint64
		code string
	}
	cards, codes, both := map[uint64]float64{}, map[string]float64{}, map[pair]float64{}
	for id, c := range card {
		code := b.labels[at[id]].Suggestion
		cards[c]++
		codes[code]++
		both[pair{c, code}]++
	}
	precision, recall := 0.0, 0.0
	for p, n := range both {
		precision += n * n / cards[p.card]
		recall += n * n / codes[p.code]
	}
	s := insightScore{Kind: "建议归组（B³）", Planted: len(card), Found: len(card), Right: int(precision + 0.5), Reached: int(recall + 0.5),
		Note: fmt.Sprintf("%d 种建议，%d 张卡", len(codes), len(cards))}
	return []insightScore{s}, nil
}
