package panel

import (
	"context"
	"fmt"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Topics is the ranking of our own topics, or of another axis of the taxonomy when the page asks for it; its title is the largest rise when
// there is one.
type Topics struct{ Reader Reader }

// Name implements dashboards.Panel.
func (Topics) Name() string { return "topics" }

// topicWords are what the panel says of each axis: its heading, how it names a rise, and what it says when nothing has a label.
var topicWords = map[string]struct{ heading, rise, none string }{
	"topic":       {"投诉最多的主题", "投诉最多的主题，“%s”多了 %s 件", "这些投诉都还没有主题。来源分类见旁边一栏。"},
	"topic_why":   {"投诉最多的原因", "投诉最多的原因，“%s”多了 %s 件", "这些投诉都没有写出原因。"},
	"topic_where": {"投诉最集中的环节", "投诉最集中的环节，“%s”多了 %s 件", "这些投诉都没有写出在哪个环节。"},
}

// Load implements dashboards.Panel.
func (p Topics) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	axis := "topic"
	if q.By != "" {
		axis = q.By
	}
	words := topicWords[axis]
	rank := Rank{Reader: p.Reader, Axis: axis, PanelID: p.Name(), Heading: words.heading, Compare: true, NeedText: words.none}
	view, err := rank.Load(ctx, q)
	view.Lenses = q.Lenses()
	if err != nil || view.Empty != "" {
		return view, err
	}
	var best RankedRow
	for _, r := range view.Body.(Ranking).Rows {
		if !r.Rest && r.Change > best.Change && risen(q.Period.Previous, r.N, uint64(int64(r.N)-r.Change), len(view.Table.Rows)) {
			best = r
		}
	}
	if best.Name != "" && q.Period.Previous.OK {
		view.Title = fmt.Sprintf(words.rise, best.Name, dashboards.Number(best.Change))
	}
	return view, nil
}

// mostlyUnclassified reports whether topics say less than the source's own categories would.
func mostlyUnclassified(counts []analytics.ValueCount) bool {
	n, _ := total(counts)
	for _, c := range counts {
		if c.Value == "" {
			return c.N*2 > n
		}
	}
	return false
}
