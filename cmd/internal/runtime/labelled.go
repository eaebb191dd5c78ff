package runtime

import (
	"cmp"
	"context"
	"slices"

	"huisheng/analytics"
)

// Labelled is a text whose label on an axis a person gave: what a model learns from, and what it is measured on.
type Labelled struct {
	analytics.Correction
	Text     string // Words of the telling that the person read
	Category string // the source's own
}

// labelledPage is how many complaints are read together.
const labelledPage = 1000

// Labelled returns what people said last about each complaint on each axis, oldest first, with the words that they read. What was undone is
// left out, and what no arrival tells any more.
func (rt *Runtime) Labelled(ctx context.Context) ([]Labelled, error) {
	said, err := rt.State.Corrections(ctx)
	if err != nil {
		return nil, err
	}
	type place struct {
		analytics.Key
		axis string
	}
	last := map[place]analytics.Correction{}
	for _, c := range said {
		last[place{c.Key, c.Axis}] = c
	}
	kept := make([]analytics.Correction, 0, len(last))
	for _, c := range last {
		kept = append(kept, c)
	}
	slices.SortFunc(kept, func(a, b analytics.Correction) int { return cmp.Compare(a.Number, b.Number) })
	var list []Labelled
	for page := range slices.Chunk(kept, labelledPage) {
		keys := make([]analytics.Key, len(page))
		for i := range page {
			keys[i] = page[i].Key
		}
		tellings, err := rt.Warehouse.Tellings(ctx, keys)
		if err != nil {
			return nil, err
		}
		type telling struct {
			analytics.Key
			content uint64
		}
		words := make(map[telling]analytics.Wording, len(tellings))
		for _, t := range tellings {
			words[telling{t.Key, t.Content}] = t
		}
		for _, c := range page {
			if t, known := words[telling{c.Key, c.Content}]; known {
				list = append(list, Labelled{c, analytics.JoinWords(t.Subject, t.Text), t.Category})
			}
		}
	}
	return list, nil
}

// Standing is one complaint as it counts now, for a label that somebody brings from elsewhere.
func (rt *Runtime) Standing(ctx context.Context, k analytics.Key) (analytics.Insight, error) {
	d, err := rt.Warehouse.ReadComplaint(ctx, k)
	if err != nil {
		return analytics.Insight{}, err
	}
	if d.Insight == nil {
		return analytics.Insight{}, &analytics.Error{Kind: analytics.KindBusy, Text: "投诉 " + k.ID + " 还在等待分析"}
	}
	return *d.Insight, nil
}
