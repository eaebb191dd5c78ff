package main

import (
	"context"
	"fmt"
	"hash/maphash"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/similar"
	"huisheng/analytics/text"
)

// similarSeed makes hashes of product and place for a run of this process; they are compared, and never kept.
var similarSeed = maphash.MakeSeed()

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
			items[i].Product, items[i].Topic = hashed(c.Product.Name+c.Product.Model), hashed(b.insights[i].Topic)
		}
	}
	return items
}

// hashed is 0 for nothing.
func hashed(s string) uint64 {
	if s == "" {
		return 0
	}
	return maphash.String(similarSeed, s)
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
		place := make(map[uint64]int, len(items)) // of an item, by its ID
		for i := range items {
			place[items[i].ID] = int(items[i].ID) - 1
		}
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
			if showWrong {
				fmt.Printf("WRONG %v %.2f\n  %s\n  %s\n", items[i].Relation, items[i].Jaccard, b.complaints[items[i].Like-1].Words(), b.complaints[items[i].ID-1].Words())
			}
		}
	}
	return s
}

var showWrong = true

// measureTemplates compares which complaints follow a text that goes round. analytics/similar calls a wording a template when enough people
// used it.
func measureTemplates(_ context.Context, b *planted) ([]insightScore, error) {
	items := b.similarItems(true)
	similar.Join(items, similar.Pairs(items))
	people := map[uint64]map[uint64]bool{}
	for i := range items {
		if people[items[i].Wording] == nil {
			people[items[i].Wording] = map[uint64]bool{}
		}
		people[items[i].Wording][items[i].Customer] = true
	}
	s := insightScore{Kind: "模板"}
	cores := map[string]int{}
	for i := range items {
		label := &b.labels[items[i].ID-1]
		if label.Template != "" {
			s.Planted++
		}
		if len(people[items[i].Wording]) < similar.TemplatePeople {
			continue
		}
		if s.Found++; label.Template != "" {
			s.Right++
			s.Reached++
		} else {
			cores[label.Core+" "+label.Register]++
		}
	}
	if showWrong {
		fmt.Println(cores)
	}
	return []insightScore{s}, nil
}

var _ = analytics.Zone
