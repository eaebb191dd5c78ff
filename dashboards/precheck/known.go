package precheck

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/action"
)

// known is what was found and done before about what the members have.
type known struct {
	found  []analytics.FoundCause // that explained rises, most added first
	judged []action.Judged
}

func readBook(ctx context.Context, r Reader, book Book, a *Answer, now time.Time) (known, error) {
	var k known
	if book == nil {
		return k, nil
	}
	list, err := book.Attributions(ctx, a.Window.To.Add(1-bookMonths), a.Window.To)
	if err != nil {
		return k, err
	}
	for _, one := range list {
		if one.PartOf == 0 && one.Observed > one.Expected {
			k.found = append(k.found, slices.DeleteFunc(slices.Clone(one.Causes), func(c analytics.FoundCause) bool { return c.Added <= 0 || !a.fits(c.Values) })...)
		}
	}
	slices.SortStableFunc(k.found, func(x, y analytics.FoundCause) int { return cmp.Compare(y.Added, x.Added) })
	actions, err := book.Actions(ctx)
	if err != nil {
		return k, err
	}
	for _, one := range actions {
		if one.Status == analytics.ActionClosed || one.DoneAt.IsZero() {
			continue
		}
		j, err := action.Judge(ctx, r, one, now)
		if err != nil {
			return k, err
		}
		k.judged = append(k.judged, j)
	}
	return k, nil
}

// fits reports whether values can be those of a complaint of the members: none contradicts what all of them have.
func (a *Answer) fits(values []analytics.AxisValue) bool {
	for _, c := range a.Series.Choices {
		for _, v := range values {
			if v.Axis == c.Axis && !slices.Contains(c.Values, v.Value) {
				return false
			}
		}
	}
	return true
}

// causes are the combinations with a topic that explained rises, each once.
func (k *known) causes(topic string) [][]analytics.AxisValue {
	var list [][]analytics.AxisValue
	var keys []uint64
	for _, c := range k.found {
		if len(list) < topCauses && len(c.Values) > 1 && slices.Contains(c.Values, analytics.AxisValue{Axis: "topic", Value: topic}) && !slices.Contains(keys, c.Key) {
			list, keys = append(list, c.Values), append(keys, c.Key)
		}
	}
	return list
}

// measures are those against a topic: the ones that surely lowered it, and the others. Which line they were about does not matter: what
// helped one product against a fault may help another.
func (k *known) measures(topic string) (worked, tried []action.Judged) {
	for _, j := range k.judged {
		if !slices.Contains(j.Cause, analytics.AxisValue{Axis: "topic", Value: topic}) {
			continue
		}
		if j.Verdict.Good() && j.Relapse < 0 {
			worked = append(worked, j)
		} else {
			tried = append(tried, j)
		}
	}
	return worked, tried
}
