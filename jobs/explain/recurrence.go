package explain

import (
	"cmp"
	"context"
	"slices"

	"huisheng/analytics"
)

// remembered is how many months back a cause is looked for: two years have every season twice.
const remembered = 24

// Past is what Recurrence needs of the warehouse.
type Past interface {
	// Findings returns the findings of the months from one to another.
	Findings(ctx context.Context, from, to analytics.Month) ([]analytics.Finding, error)

	// Attributions returns what explains the findings of the months from one to another.
	Attributions(ctx context.Context, from, to analytics.Month) ([]analytics.Attribution, error)
}

// Decided is what Recurrence needs of the state.
type Decided interface {
	// FindingDecisions returns everything that was decided about findings, undone too, in the order in which it was.
	FindingDecisions(ctx context.Context) ([]analytics.FindingDecision, error)
}

// Occurrence is a cause in an earlier finding.
type Occurrence struct {
	Finding analytics.Finding
	Cause   analytics.FoundCause // its numbers in that finding
	Verdict string               // what was decided about that finding, empty when nothing
}

// Recurrence returns where each of the causes of a finding was found in the two years before it, the newest first. Findings that are parts of
// others are left out, as are those that share days with this one: they are the same event.
func Recurrence(ctx context.Context, past Past, decided Decided, f analytics.Finding, causes []analytics.FoundCause) ([][]Occurrence, error) {
	list := make([][]Occurrence, len(causes))
	if len(causes) == 0 {
		return list, nil
	}
	findings, err := past.Findings(ctx, f.Month.Add(-remembered), f.Month)
	if err != nil {
		return nil, err
	}
	explained, err := past.Attributions(ctx, f.Month.Add(-remembered), f.Month)
	if err != nil {
		return nil, err
	}
	decisions, err := decided.FindingDecisions(ctx)
	if err != nil {
		return nil, err
	}
	by := map[uint64]*analytics.Finding{}
	for i := range findings {
		by[findings[i].ID] = &findings[i]
	}
	verdicts := map[uint64]string{}
	for _, d := range decisions {
		if d.UndoneAt.IsZero() {
			verdicts[d.Finding] = d.Verdict
		}
	}
	for i := range explained {
		a := &explained[i]
		earlier := by[a.Finding]
		if earlier == nil || a.PartOf != 0 || !earlier.To.Before(f.From) {
			continue
		}
		for n, c := range causes {
			if at := slices.IndexFunc(a.Causes, func(o analytics.FoundCause) bool { return o.Key == c.Key && o.Excess > 0 == (c.Excess > 0) }); at >= 0 {
				list[n] = append(list[n], Occurrence{*earlier, a.Causes[at], verdicts[a.Finding]})
			}
		}
	}
	for _, occurrences := range list {
		slices.SortStableFunc(occurrences, func(a, b Occurrence) int {
			return cmp.Or(b.Finding.From.Compare(a.Finding.From), cmp.Compare(a.Finding.ID, b.Finding.ID))
		})
	}
	return list, nil
}
