package main

import (
	"context"
	"fmt"
	"time"

	"huisheng/analytics/similar"
	"huisheng/analytics/text"
)

// similarItems are the complaints as the job that finds what is alike sees them, in the order of time. Without people nobody says who a
// customer is.
func (b *planted) similarItems(people bool) []similar.Item {
	var signer similar.Signer
	items := make([]similar.Item, len(b.complaints))
	for i := range b.complaints {
		c := &b.complaints[i]
		normal := text.Normalise(c.Words())
		items[i] = similar.Item{ID: uint64(i) + 1, At: int64(i), Signature: signer.Sign(&normal)}
		if people {
			items[i].At, items[i].Customer = c.ReceivedAt.UnixMilli(), c.Customer.Key
			items[i].Product, items[i].Topic, items[i].Reminds = hashText(c.Product.Name+c.Product.Model), hashText(b.insights[i].Topic), similar.Reminds(&normal)
		}
	}
	return items
}

// measureSimilar compares pairs of complaints in one matter with the planted ones. Two texts with one core that are of different matters may
// read alike by chance, as the sample says, and are neither right nor wrong.
func measureSimilar(_ context.Context, b *planted) ([]insightScore, error) {
	var all []insightScore
	for _, people := range []bool{true, false} {
		items := b.similarItems(people)
		began := time.Now()
		similar.Join(items, similar.Pairs(items))
		took := time.Since(began)
		kinds := []string{"重复（相同、相近）", "重复（换说法）"}
		if !people {
			kinds = []string{"重复（只凭文字）"}
		}
		for k, name := range kinds {
			s := b.scoreSimilar(items, k == 1)
			s.Kind, s.Note = name, fmt.Sprintf("不计 %d", s.Skipped)
			if k == 0 {
				s.Seconds, s.Hold = took.Seconds(), hold{0.98, 0.95}
			}
			all = append(all, s)
		}
	}
	return all, nil
}

// scoreSimilar counts later tellings: planted are those of the kinds, found those that joined a matter that way, right those that joined an
// earlier telling of their own matter.
func (b *planted) scoreSimilar(items []similar.Item, again bool) insightScore {
	var s insightScore
	for i := range items {
		label := &b.labels[items[i].ID-1]
		told := label.Duplicate != "" && label.Likeness != "first" && (label.Likeness == "again") == again
		if told {
			s.Planted++
		}
		if items[i].Relation == similar.Alone {
			continue
		}
		like := &b.labels[items[i].Like-1]
		right := label.Duplicate != "" && label.Duplicate == like.Duplicate
		if right && told {
			s.Reached++
		}
		if (items[i].Relation == similar.Again) != again {
			continue
		}
		switch {
		case right:
			s.Found++
			s.Right++
		case label.Core == like.Core || label.Template != "" && label.Template == like.Template || label.Suggestion != "" && label.Suggestion == like.Suggestion:
			s.Skipped++
		default:
			s.Found++
		}
	}
	return s
}

// measureTemplates compares which complaints follow a text that goes round. analytics/similar calls a wording a template when enough people
// used it; of the sample's descriptions many are as long as that and told by as many, which is neither right nor wrong.
func measureTemplates(_ context.Context, b *planted) ([]insightScore, error) {
	items := b.similarItems(true)
	similar.Join(items, similar.Pairs(items))
	templates, core := similar.Templates(items), map[uint64]string{}
	for i := range items {
		w, label := items[i].Wording, &b.labels[items[i].ID-1]
		if _, known := core[w]; !known {
			core[w] = label.Core
		}
		if label.Template != "" || label.Core != core[w] {
			core[w] = ""
		}
	}
	s := insightScore{Kind: "模板"}
	for i := range items {
		label, w := &b.labels[items[i].ID-1], items[i].Wording
		if label.Template != "" {
			s.Planted++
		}
		switch {
		case !templates[w]:
		case label.Template != "":
			s.Found++
			s.Right++
			s.Reached++
		case core[w] != "":
			s.Skipped++
		default:
			s.Found++
		}
	}
	s.Note = fmt.Sprintf("不计 %d", s.Skipped)
	return []insightScore{s}, nil
}
