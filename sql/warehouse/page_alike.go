package warehouse

import (
	"context"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// marked are the columns of alike_marks by which states pick complaints.
var marked = map[analytics.State]string{analytics.StateDuplicate: "duplicate", analytics.StateTemplate: "template", analytics.StateMass: "mass"}

// alikeNow writes the condition of a group or of a state that follows from groups, as the marks tell it now.
func alikeNow(s analytics.Selection, prefix string, p P) string {
	var having []string
	if column := marked[s.State]; column != "" {
		having = append(having, "argMax("+column+", revision) != 0")
	}
	if s.Group.ID != 0 {
		p[prefix+"group"] = s.Group.ID
		having = append(having, "argMax("+groupColumn(s.Group.Kind)+", revision) = {"+prefix+"group:UInt64}")
	}
	from, to := monthsOf(s)
	p[prefix+"marks_from"], p[prefix+"marks_to"] = from, to
	return "(month, source, complaint_id) IN (SELECT month, source, complaint_id FROM alike_marks WHERE month BETWEEN {" + prefix + "marks_from:UInt32} AND {" +
		prefix + "marks_to:UInt32} GROUP BY month, source, complaint_id HAVING " + strings.Join(having, " AND ") + ")"
}

// alikeKept is the same condition over the columns of facts, which hold the marks of when they were assembled.
func alikeKept(s analytics.Selection, prefix string, p P) string {
	condition := map[analytics.State]string{analytics.StateDuplicate: " AND deduplicated = 0", analytics.StateTemplate: " AND template != 0", analytics.StateMass: " AND mass != 0"}[s.State]
	if s.Group.ID != 0 {
		p[prefix+"group"] = s.Group.ID
		condition += " AND " + groupColumn(s.Group.Kind) + " = {" + prefix + "group:UInt64}"
	}
	return condition
}

// groupColumn is the column that names the groups of a kind.
func groupColumn(kind analytics.GroupKind) string {
	switch kind {
	case analytics.GroupTemplate:
		return "template"
	case analytics.GroupMass:
		return "mass"
	}
	return "matter"
}

// alikeText is what the queries over groups read besides their parameters.
type alikeText struct {
	Column string
	Sides  []side
}

// AlikeGroups returns the groups of a kind that have the most complaints in a selection, at most limit, those with most first. A matter is
// listed when the selection holds two tellings of it at least.
func (w *Warehouse) AlikeGroups(ctx context.Context, kind analytics.GroupKind, s analytics.Selection, limit int) ([]analytics.Alike, error) {
	if err := factsOnly(s); err != nil {
		return nil, err
	}
	p := P{"limit": limit}
	of, err := sides(s, "n", p)
	if err != nil {
		return nil, err
	}
	var list []analytics.Alike
	l := &lines{at: map[analytics.Key]int{}}
	err = w.eachOf(ctx, "page_alike", alikeText{groupColumn(kind), of}, p, func(rows driver.Rows) error {
		a := analytics.Alike{Group: analytics.Group{Kind: kind}}
		var month uint32
		var content uint64
		err := rows.Scan(&a.ID, &a.N, &a.People, &a.First, &a.Last, &a.Topic, &a.Sample.Source, &a.Sample.ID, &month, &content)
		a.Sample.Topic, a.Sample.ReceivedAt = a.Topic, a.First
		l.at[a.Sample.Key] = len(l.list)
		l.list, l.contents, l.months = append(l.list, a.Sample), append(l.contents, content), append(l.months, analytics.Month(month))
		list = append(list, a)
		return err
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	if err := w.fill(ctx, l); err != nil {
		return nil, err
	}
	ids := make([]uint64, len(list))
	totals := map[uint64]uint64{}
	for i := range list {
		list[i].Sample, ids[i] = l.list[i], list[i].ID
	}
	err = w.eachOf(ctx, "page_alike_total", alikeText{Column: groupColumn(kind)}, P{"ids": ids}, func(rows driver.Rows) error {
		var id, n uint64
		err := rows.Scan(&id, &n)
		totals[id] = n
		return err
	})
	for i := range list {
		list[i].Total = max(totals[list[i].ID], list[i].N)
	}
	return list, err
}

// SameAs returns what is known of a complaint among others; the zero value when nothing is.
func (w *Warehouse) SameAs(ctx context.Context, k analytics.Key) (analytics.SameAs, error) {
	var same analytics.SameAs
	var mark analytics.Mark
	err := w.Each(ctx, "page_same", P{"source": k.Source, "id": k.ID}, func(rows driver.Rows) error {
		return rows.Scan(&mark.Matter, &mark.Mass, &mark.Template, &same.Relation, &same.Similarity, &same.Like.Source, &same.Like.ID, &same.LikeAt)
	})
	if err != nil {
		return same, err
	}
	for _, of := range []struct {
		kind analytics.GroupKind
		id   uint64
		into *analytics.Alike
	}{{analytics.GroupMatter, mark.Matter, &same.Matter}, {analytics.GroupMass, mark.Mass, &same.Mass}, {analytics.GroupTemplate, mark.Template, &same.Template}} {
		if of.id == 0 {
			continue
		}
		of.into.Group = analytics.Group{Kind: of.kind, ID: of.id}
		err := w.eachOf(ctx, "page_same_group", alikeText{Column: groupColumn(of.kind)}, P{"group": of.id}, func(rows driver.Rows) error {
			return rows.Scan(&of.into.N, &of.into.People, &of.into.First, &of.into.Last)
		})
		if err != nil {
			return same, err
		}
	}
	return same, nil
}
