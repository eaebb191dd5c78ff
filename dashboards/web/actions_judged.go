package web

import (
	"context"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/action"
)

// judgements keeps the verdicts of measures while nothing that they are made of has changed, so that a list of many is not read anew by
// every view of it.
type judgements struct {
	mu   sync.Mutex
	of   stamp
	kept map[uint64]action.Judged // by revision
}

// stamp is what all verdicts are made of beside the measures: the day, and the runs that wrote the facts.
type stamp struct {
	day  time.Time
	runs uint64
	n    uint64
}

// atOnce is how many measures are read beside each other.
const atOnce = 4

// all judges measures.
func (k *judgements) all(ctx context.Context, r Reader, list []analytics.Action, now time.Time) ([]action.Judged, error) {
	months, err := r.Months(ctx)
	if err != nil {
		return nil, err
	}
	of := stamp{day: analytics.DayOf(now)}
	for _, m := range months {
		of.runs = of.runs*31 + m.Run
		of.n += m.N
	}
	out := make([]action.Judged, len(list))
	errs := make([]error, len(list))
	var wait sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for i, a := range list {
		if kept, ok := k.get(of, a.Revision); ok {
			out[i] = kept
			continue
		}
		wait.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			if out[i], errs[i] = action.Judge(ctx, r, a, now); errs[i] == nil {
				k.put(of, a.Revision, out[i])
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (k *judgements) get(of stamp, revision uint64) (action.Judged, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of != of {
		return action.Judged{}, false
	}
	j, ok := k.kept[revision]
	return j, ok
}

func (k *judgements) put(of stamp, revision uint64, j action.Judged) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of != of {
		k.of, k.kept = of, map[uint64]action.Judged{}
	}
	k.kept[revision] = j
}
