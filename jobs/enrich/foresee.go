package enrich

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/text"
	"huisheng/analytics/topic"
)

// Limits of looking ahead. A person waits for it.
const (
	foreseenMonths   = 2
	foreseenReach    = 20_000 // complaints that are read twice, in a few seconds
	foreseenExamples = 6
	heldCorrections  = 2_000 // the newest
)

// Foresight is what a change of words would do, before it is made.
type Foresight struct {
	Months   []analytics.Month // that were looked at, newest first
	Reach    int               // complaints in them that contain the words
	More     bool              // there are more, which were not read
	Moves    []Move            // what of them would move, most first
	Examples []Example         // some of those that would move, newest month first
	Held     []Held            // what is known to be right, and how much of it is found
}

// Moved is how many complaints would move.
func (f *Foresight) Moved() int {
	n := 0
	for _, m := range f.Moves {
		n += m.N
	}
	return n
}

// Move is how many complaints would move from one label to another; an empty code is 未分类.
type Move struct {
	From, To string
	N        int
}

// Example is one complaint that would move.
type Example struct {
	analytics.Wording
	From, To string
}

// Held is a set of complaints whose right label is known. None of it made the rules.
type Held struct {
	Kind          string // HeldCorrections or HeldCategories
	N             int
	Before, After int // of N, how many are labelled right
}

// The sets of Held.
const (
	HeldCorrections = "corrections" // labels that people gave so far
	HeldCategories  = "categories"  // complaints with the words whose source category names a label, read by their words alone
)

// Foresee reads what a change would move with the analysis of now and with the one that knows the change. It writes nothing. Labels of other
// axes that follow from a topic are not counted.
func (j *Job) Foresee(ctx context.Context, next *Analysis, axis string, words []string) (Foresight, error) {
	var f Foresight
	now := j.analysis.Load()
	months, err := j.tables.HeadMonths(ctx)
	if err != nil {
		return f, fmt.Errorf("listing months: %w", err)
	}
	slices.Sort(months)
	slices.Reverse(months)
	f.Months = months[:min(len(months), foreseenMonths)]
	held := Held{Kind: HeldCategories}
	moves := map[[2]string]int{}
	for _, month := range f.Months {
		left := foreseenReach - f.Reach
		list, err := j.tables.Containing(ctx, month, words, analytics.Key{}, left+1)
		if err != nil {
			return f, fmt.Errorf("looking for words in %s: %w", month, err)
		}
		if len(list) > left {
			list, f.More = list[:left], true
		}
		f.Reach += len(list)
		if err := j.compare(ctx, list, now, next, axis, moves, &f); err != nil {
			return f, err
		}
		if err := j.heldByCategory(ctx, list, now, next, axis, &held); err != nil {
			return f, err
		}
	}
	for pair, n := range moves {
		f.Moves = append(f.Moves, Move{pair[0], pair[1], n})
	}
	slices.SortFunc(f.Moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	corrected, err := j.heldByCorrection(ctx, now, next, axis)
	if err != nil {
		return f, err
	}
	for _, h := range []Held{corrected, held} {
		if h.N > 0 {
			f.Held = append(f.Held, h)
		}
	}
	return f, nil
}

// compare counts what moves among some complaints. What people said about single ones stays as they said.
func (j *Job) compare(ctx context.Context, list []analytics.Wording, now, next *Analysis, axis string, moves map[[2]string]int, f *Foresight) error {
	said, err := j.said.of(ctx, j.ledger)
	if err != nil {
		return err
	}
	before, after, err := both(ctx, list, now, next)
	if err != nil {
		return err
	}
	correct(before, said)
	correct(after, said)
	for i := range list {
		from, to := before[i].LabelOn(axis).Code, after[i].LabelOn(axis).Code
		if from == to {
			continue
		}
		moves[[2]string{from, to}]++
		if len(f.Examples) < foreseenExamples {
			f.Examples = append(f.Examples, Example{list[i], from, to})
		}
	}
	return nil
}

func both(ctx context.Context, list []analytics.Wording, now, next *Analysis) (before, after []analytics.Insight, err error) {
	if before, err = now.Read(ctx, list, time.Time{}); err == nil {
		after, err = next.Read(ctx, list, time.Time{})
	}
	return before, after, err
}

// heldByCategory takes the labels that source categories name for the truth, and reads the words without the category.
func (j *Job) heldByCategory(ctx context.Context, list []analytics.Wording, now, next *Analysis, axis string, h *Held) error {
	var known []analytics.Wording
	var truth []string
	names := map[string]string{}
	for _, w := range list {
		if w.Category == "" {
			continue
		}
		name, asked := names[w.Category]
		if !asked {
			name = named(now.Classifier, w.Category, axis)
			names[w.Category] = name
		}
		if name != "" {
			w.Category = ""
			known, truth = append(known, w), append(truth, name)
		}
	}
	return h.add(ctx, known, truth, now, next, axis)
}

// named is the label that a source category names on an axis, empty for none.
func named(c *topic.Classifier, category, axis string) string {
	nothing := text.Normalise("")
	found := c.Classify(&nothing, category)
	i := analytics.Insight{Topic: found.Topic, TopicFrom: found.From, Why: found.Why, Where: found.Where}
	if label := i.LabelOn(axis); label.From == topic.FromCategory {
		return label.Code
	}
	return ""
}

// heldByCorrection takes what people said last about each complaint for the truth.
func (j *Job) heldByCorrection(ctx context.Context, now, next *Analysis, axis string) (Held, error) {
	h := Held{Kind: HeldCorrections}
	said, err := j.said.of(ctx, j.ledger)
	if err != nil {
		return h, err
	}
	last := map[analytics.Key]analytics.Correction{}
	for key, of := range said {
		for _, c := range of {
			if c.Axis == axis {
				last[key] = c
			}
		}
	}
	keys := make([]analytics.Key, 0, len(last))
	for key := range last {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b analytics.Key) int { return cmp.Compare(last[b].Number, last[a].Number) })
	keys = keys[:min(len(keys), heldCorrections)]
	for part := range slices.Chunk(keys, maxAgain) {
		list, err := j.tables.Tellings(ctx, part)
		if err != nil {
			return h, fmt.Errorf("reading what was corrected: %w", err)
		}
		list = slices.DeleteFunc(list, func(w analytics.Wording) bool { return last[w.Key].Content != w.Content })
		truth := make([]string, len(list))
		for i := range list {
			truth[i] = last[list[i].Key].To
		}
		if err := h.add(ctx, list, truth, now, next, axis); err != nil {
			return h, err
		}
	}
	return h, nil
}

// add reads complaints whose right label is known, both ways.
func (h *Held) add(ctx context.Context, list []analytics.Wording, truth []string, now, next *Analysis, axis string) error {
	before, after, err := both(ctx, list, now, next)
	if err != nil {
		return err
	}
	h.N += len(list)
	for i := range list {
		if before[i].LabelOn(axis).Code == truth[i] {
			h.Before++
		}
		if after[i].LabelOn(axis).Code == truth[i] {
			h.After++
		}
	}
	return nil
}

// ForeseeOne is what one complaint would be with another analysis: its label on an axis, without what people said.
func (j *Job) ForeseeOne(ctx context.Context, next *Analysis, axis string, k analytics.Key, content uint64) (analytics.Label, error) {
	list, err := j.tables.Tellings(ctx, []analytics.Key{k})
	if err != nil {
		return analytics.Label{}, err
	}
	list = slices.DeleteFunc(list, func(w analytics.Wording) bool { return w.Content != content })
	insights, err := next.Read(ctx, list, time.Time{})
	if err != nil || len(insights) == 0 {
		return analytics.Label{}, err
	}
	return insights[0].LabelOn(axis), nil
}
