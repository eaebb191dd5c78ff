package memory

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huisheng/analytics"
)

// MemberCounts implements precheck.Reader.
func (m *Reader) MemberCounts(ctx context.Context, axis string, s analytics.Selection) ([]analytics.MemberCount, error) {
	var list []analytics.MemberCount
	for _, r := range m.pick(s, time.Time{}) {
		one := analytics.MemberCount{Member: r.value(axis), Month: analytics.MonthOf(r.Complaint.ReceivedAt), Topic: r.value("topic"), N: 1, First: analytics.DayOf(r.Complaint.ReceivedAt)}
		i := slices.IndexFunc(list, func(c analytics.MemberCount) bool {
			return c.Member == one.Member && c.Month == one.Month && c.Topic == one.Topic
		})
		if i < 0 {
			list = append(list, one)
			continue
		}
		list[i].N++
		if one.First.Before(list[i].First) {
			list[i].First = one.First
		}
	}
	slices.SortFunc(list, func(a, b analytics.MemberCount) int {
		return cmp.Or(cmp.Compare(a.Member, b.Member), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Topic, b.Topic))
	})
	return list, m.fails(ctx, "MemberCounts")
}

// MemberExposures implements precheck.Reader: nothing is split here.
func (m *Reader) MemberExposures(ctx context.Context, _ string, _, _ analytics.Month) ([]analytics.MemberExposure, error) {
	return nil, m.fails(ctx, "MemberExposures")
}
