package panel

import (
	"cmp"
	"context"
	"math"
	"slices"

	"huisheng/analytics"
	"huisheng/dashboards"
)

// causeAxes are where a rise may concentrate, in the order in which equal shares are preferred: the narrower first, as it names more.
var causeAxes = []string{"batch", "product", "product_line", "city", "province", "department", "channel"}

// concentrated is the value that holds the largest share of a rise.
type concentrated struct {
	Axis, Value string
	N, Base     uint64
	Rise        int64
	Share       float64 // of the rise; may pass 1 when the others fell
}

// leastShare is the share of a rise below which naming a value would mislead.
const leastShare = 0.3

// equalShares is the difference of shares under which the narrower axis is named.
const equalShares = 0.02

// concentration looks on every axis for the value with the largest share of the rise of c. A value that is as large in all complaints of
// the month explains nothing and is passed over.
func concentration(ctx context.Context, r Reader, q dashboards.Query, axis string, c analytics.ValueCount) (concentrated, error) {
	now, base := q.Compared(q.Period.Previous)
	inside, err := r.CountByAxes(ctx, causeAxes, now.With(axis, c.Value), base.With(axis, c.Value))
	if err != nil {
		return concentrated{}, err
	}
	var list []concentrated
	for _, a := range causeAxes {
		if chosen, ok := q.Chosen(a); ok && len(chosen) == 1 {
			continue
		}
		if found := largestShare(a, inside[a], c.N-c.Base); found.Share >= leastShare {
			list = append(list, found)
		}
	}
	slices.SortStableFunc(list, func(a, b concentrated) int {
		if math.Abs(a.Share-b.Share) < equalShares {
			return 0
		}
		return cmp.Compare(b.Share, a.Share)
	})
	for _, found := range list {
		usual, err := r.CountByAxis(ctx, found.Axis, base, analytics.Selection{})
		if err != nil {
			return concentrated{}, err
		}
		if found.Share > 1.25*shareOf(found.Value, usual) {
			return found, nil
		}
	}
	return concentrated{}, nil
}

func largestShare(axis string, counts []analytics.ValueCount, rise uint64) concentrated {
	var best concentrated
	for _, c := range counts {
		d := int64(c.N) - int64(c.Base)
		if c.Value != "" && d > best.Rise {
			best = concentrated{Axis: axis, Value: c.Value, N: c.N, Base: c.Base, Rise: d, Share: float64(d) / float64(rise)}
		}
	}
	return best
}

func shareOf(value string, counts []analytics.ValueCount) float64 {
	n, _ := total(counts)
	for _, c := range counts {
		if c.Value == value && n > 0 {
			return float64(c.N) / float64(n)
		}
	}
	return 0
}
