package panel

import (
	"context"
	"fmt"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// Topics is the ranking of our own topics; its title is the largest rise when there is one.
type Topics struct{ Reader Reader }

// Name implements dashboards.Panel.
func (Topics) Name() string { return "topics" }

// Load implements dashboards.Panel.
func (p Topics) Load(ctx context.Context, q dashboards.Query) (dashboards.View, error) {
	rank := Rank{Reader: p.Reader, Axis: "topic", PanelID: p.Name(), Heading: "投诉最多的主题", Compare: true,
		NeedText: "这些投诉都还没有主题。来源分类见旁边一栏。"}
	view, err := rank.Load(ctx, q)
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
		view.Title = fmt.Sprintf("投诉最多的主题，“%s”多了 %s 件", best.Name, dashboards.Number(best.Change))
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
