package warehouse

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/dashboards/web"
)

var _ web.Customers = (*Warehouse)(nil)

func TestCustomersAreClassedAndCountedAsLoopsDo(t *testing.T) {
	t.Parallel()
	w, m := planted(t, 21)
	ctx, valued := context.Background(), []string{"金卡"}
	march := selections()[1]
	classes := map[string]bool{}
	for i, s := range []analytics.Selection{march, march.With("product", "A1", ""), march.Between(analytics.Month(202404).First(), analytics.Month(202404).Last())} {
		for _, tiers := range [][]string{valued, nil} {
			want, _ := m.CustomerClasses(ctx, s, tiers)
			got, err := w.CustomerClasses(ctx, s, tiers)
			alike(t, fmt.Sprintf("classes of selection %d with tiers %q", i, tiers), want, got, err)
			for _, c := range want {
				classes[c.Value] = true
				// The list behind a class holds as many, whether it reads facts or what arrived.
				of := s
				of.Customer = analytics.CustomerPick{Class: c.Value, Valued: tiers}
				tally, err := w.TallyComplaints(ctx, of, pageMoment)
				list, err2 := w.ListComplaints(ctx, of, pageMoment, analytics.Cursor{}, 1000)
				if err != nil || err2 != nil || tally.N != uint64(c.N) || int64(len(list)) != c.N {
					t.Errorf("selection %d: class %s counts %d, tally %d, list %d (%v, %v)", i, c.Value, c.N, tally.N, len(list), err, err2)
				}
			}
			repeats, _ := m.RepeatCustomers(ctx, s, tiers, 15)
			gotRepeats, err := w.RepeatCustomers(ctx, s, tiers, 15)
			alike(t, fmt.Sprint("repeating customers of selection ", i), repeats, gotRepeats, err)
		}
		for _, axis := range analytics.CustomerAxes {
			want, _ := m.CustomersBy(ctx, s, axis)
			got, err := w.CustomersBy(ctx, s, axis)
			alike(t, fmt.Sprintf("selection %d by %s", i, axis), want, got, err)
		}
		lane := s.With("customer_tier", "金卡")
		want, n, _ := m.ValuedOpen(ctx, lane, 7)
		got, gotN, err := w.ValuedOpen(ctx, lane, 7)
		alike(t, fmt.Sprint("open ones of selection ", i), want, got, err)
		if n != gotN {
			t.Errorf("%d are open, not %d", gotN, n)
		}
	}
	if len(classes) < 6 {
		t.Errorf("only the classes %v were tried", classes)
	}
	for _, r := range m.Records[:40] {
		at, key := r.Complaint.ReceivedAt, r.Complaint.Customer.Key
		if key == 0 {
			continue
		}
		want, _ := m.CustomerOf(ctx, key, at, valued)
		got, err := w.CustomerOf(ctx, key, at, valued)
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the customer of %s: %s", r.Complaint.ID, diff)
		}
		all := analytics.Selection{Customer: analytics.CustomerPick{Key: key}}
		wantTally, _ := m.TallyComplaints(ctx, all, pageMoment)
		if tally, err := w.TallyComplaints(ctx, all, pageMoment); err != nil || tally.N != wantTally.N {
			t.Errorf("the customer of %s has %d complaints, not %d (%v)", r.Complaint.ID, tally.N, wantTally.N, err)
		}
	}
	if _, err := w.TallyComplaints(ctx, analytics.Selection{Customer: analytics.CustomerPick{Class: analytics.ClassOnce}}, pageMoment); analytics.KindOf(err) != analytics.KindInvalid {
		t.Errorf("a class without a month is answered with %v", err)
	}
}
