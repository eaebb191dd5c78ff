package warehouse

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
)

func TestMembersAreCountedAsLoopsDo(t *testing.T) {
	t.Parallel()
	w, m := planted(t, 11)
	ctx := context.Background()
	for _, axis := range []string{"product", "batch"} {
		for _, s := range []analytics.Selection{{}, analytics.Selection{}.With("province", "广东").Between(at("2024-02-28 00:00"), at("2024-03-20 00:00"))} {
			want, _ := m.MemberCounts(ctx, axis, s)
			got, err := w.MemberCounts(ctx, axis, s)
			alike(t, axis, want, got, err)
		}
	}
	if _, err := w.MemberCounts(ctx, "nothing", analytics.Selection{}); analytics.KindOf(err) != analytics.KindInvalid {
		t.Errorf("an axis that is none: %v", err)
	}
}

func TestExposuresOfMembersAreTheNewestTold(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	offset := uint64(0)
	tell := func(month analytics.Month, value float64, dimensions map[string]string) analytics.Arrival[analytics.Exposure] {
		offset++
		return analytics.Arrival[analytics.Exposure]{Record: analytics.Exposure{Source: "erp", Month: month, Unit: "orders", Dimensions: dimensions, Value: value},
			Content: hashOf(month.String(), dimensions["product.name"], dimensions["region.province"]) + offset, Origin: analytics.Origin{Epoch: 1, Offset: offset, ArrivedAt: at("2024-04-01 00:00")}}
	}
	must(t, w.StoreExposures(ctx, []analytics.Arrival[analytics.Exposure]{
		tell(202403, 10, map[string]string{"product.name": "A1"}), tell(202403, 12, map[string]string{"product.name": "A1"}),
		tell(202402, 3, map[string]string{"product": "A1", "region.province": "广东"}), tell(202402, 4, map[string]string{"product": "A1", "region.province": "江苏"}),
		tell(202403, 99, nil), tell(202403, 99, map[string]string{"product.line": "空调"}), tell(202404, 5, map[string]string{"product.name": "A1"})}))
	got, err := w.MemberExposures(ctx, "product", 202402, 202403)
	must(t, err)
	if diff := cmp.Diff([]analytics.MemberExposure{{Member: "A1", Month: 202402, Unit: "orders", Value: 7}, {Member: "A1", Month: 202403, Unit: "orders", Value: 12}}, got); diff != "" {
		t.Error(diff)
	}
	if got, err := w.MemberExposures(ctx, "batch", 202401, 202412); err != nil || got != nil {
		t.Errorf("what is not split gives %v, %v", got, err)
	}
}
