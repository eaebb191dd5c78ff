package warehouse

import (
	"context"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// TallyComplaints counts a selection as it arrived. Months whose facts are whole are counted from them, which takes a hundredth of the time;
// only those that changed since, of which there are one or two, are put together anew.
func (w *Warehouse) TallyComplaints(ctx context.Context, s analytics.Selection, at time.Time) (analytics.Tally, error) {
	s = momentOf(s, at)
	changing, known, err := w.changing(ctx)
	if err != nil {
		return analytics.Tally{}, err
	}
	// Which of equal words came first is decided by the whole selection, and sealed months are counted from what was put away of them.
	if !known || s.Shift != nil || len(s.Then()) > 0 || s.State == analytics.StateRepeated && len(changing) > 0 {
		data, p, err := w.either(ctx, s, at)
		if err != nil {
			return analytics.Tally{}, err
		}
		return w.tally(ctx, data, p)
	}
	data, p, err := w.kept(ctx, s, at)
	if err != nil {
		return analytics.Tally{}, err
	}
	p["changing"] = changing
	data.Now += " AND month NOT IN {changing:Array(UInt32)}"
	sum, err := w.tally(ctx, data, p)
	from, to := monthsOf(s)
	for _, month := range changing {
		if month < from || month > to || err != nil {
			continue
		}
		var t analytics.Tally
		if data, p, err = w.fresh(ctx, s, at, &tellings{span: span{month, month}}); err == nil {
			t, err = w.tally(ctx, data, p)
		}
		sum.N, sum.Unclassified, sum.Pending = sum.N+t.N, sum.Unclassified+t.Unclassified, sum.Pending+t.Pending
		sum.Duplicate, sum.Copied = sum.Duplicate+t.Duplicate, sum.Copied+t.Copied
	}
	return sum, err
}

func (w *Warehouse) tally(ctx context.Context, data pageData, p P) (analytics.Tally, error) {
	var t analytics.Tally
	err := w.eachPage(ctx, "page_tally", data, p, func(rows driver.Rows) error {
		return rows.Scan(&t.N, &t.Unclassified, &t.Pending, &t.Duplicate, &t.Copied)
	})
	return t, err
}

// changing returns the months whose facts are not whole: something arrived that enrich has not come to, or they wait to be assembled. known is
// false where nobody tells. What arrives is marked before the watermark goes over it, so the marks are asked for last.
func (w *Warehouse) changing(ctx context.Context) (months []analytics.Month, known bool, err error) {
	if w.read == nil || w.dirty == nil {
		return nil, false, nil
	}
	above, err := w.aboveRead(ctx)
	if err == nil && above != "" {
		err = w.eachOf(ctx, "page_unread_months", struct{ Above string }{above}, nil, func(rows driver.Rows) error {
			var month uint32
			err := rows.Scan(&month)
			months = append(months, analytics.Month(month))
			return err
		})
	}
	if err != nil {
		return nil, false, err
	}
	dirty, err := w.dirty(ctx)
	months = append(months, dirty...)
	slices.Sort(months)
	return slices.Compact(months), err == nil, err
}
