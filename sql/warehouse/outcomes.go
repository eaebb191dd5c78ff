package warehouse

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

// What outcomes are made of, over the columns of facts. A grade says that the customer was reached, also in months that were sealed before
// visits were kept.
const (
	hasEnded    = "(isNotNull(resolved_at) OR isNotNull(closed_at))"
	hasAnswered = "ifNull(satisfaction, 0) > 0"
	wasVisited  = "(visit != '' OR " + hasAnswered + ")"
)

// outcomeConditions are the conditions of analytics.Outcomes over the columns of facts.
var outcomeConditions = conditionsOfOutcomes()

func conditionsOfOutcomes() map[analytics.Outcome]string {
	conditions := map[analytics.Outcome]string{
		analytics.OutcomeResponded:   "isNotNull(first_response_at)",
		analytics.OutcomeUnresponded: "isNull(first_response_at)",
		analytics.OutcomeEnded:       hasEnded,
		analytics.OutcomeUnended:     "NOT " + hasEnded,
		analytics.OutcomeOpen:        "NOT " + hasEnded + " AND reopened = 0",
		analytics.OutcomeAgain:       "NOT " + hasEnded + " AND reopened > 0",
		analytics.OutcomeDue:         "(" + hasEnded + " OR " + wasVisited + ")",
		analytics.OutcomeEarly:       "NOT " + hasEnded + " AND NOT " + wasVisited,
		analytics.OutcomeUnvisited:   hasEnded + " AND NOT " + wasVisited,
		analytics.OutcomeVisited:     wasVisited,
		analytics.OutcomeUnreached:   "visit = 'unreached' AND NOT " + hasAnswered,
		analytics.OutcomeRefused:     "visit = 'refused' AND NOT " + hasAnswered,
		analytics.OutcomeReached:     "visit = 'reached' AND NOT " + hasAnswered,
		analytics.OutcomeAnswered:    hasAnswered,
		analytics.OutcomeOwed:        "ifNull(amount_fen, 0) > 0 AND paid_fen > 0",
		analytics.OutcomePaid:        "paid_fen > 0",
		analytics.OutcomeMade:        "ifNull(amount_fen, 0) > 0 AND paid_fen > 0 AND paid_fen >= ifNull(amount_fen, 0)",
		analytics.OutcomeShort:       "paid_fen > 0 AND paid_fen < ifNull(amount_fen, 0)",
		analytics.OutcomeReopened:    "reopened > 0",
		analytics.OutcomeHandedOver:  "handed_over > 0",
		analytics.OutcomeCompensated: "compensated > 0",
		analytics.OutcomeRetold:      "repeated = 1",
	}
	for _, bin := range analytics.ResponseBins {
		conditions[analytics.OutcomeResponse(bin)] = responseBin + " = '" + bin + "'"
	}
	for _, d := range analytics.Dimensions {
		for _, b := range analytics.GradeBands {
			conditions[analytics.OutcomeGrade(d, b.Code)] = fmt.Sprintf("visit_%s BETWEEN %d AND %d", d, b.First, b.Last)
		}
	}
	for bin := 0; bin <= analytics.TookNone; bin++ {
		conditions[analytics.OutcomeTook(bin)] = fmt.Sprintf("%s = %d", tookBin, bin)
	}
	return conditions
}

// responseBin is the step of the time to the first response.
const responseBin = "multiIf(isNull(first_response_at), 'none', dateDiff('second', received_at, assumeNotNull(first_response_at)) <= 7200, '2h', " +
	"dateDiff('second', received_at, assumeNotNull(first_response_at)) <= 86400, '24h', 'later')"

// tookBin is the bin of the time to the end, as analytics.TookBin tells it.
var tookBin = func() string {
	var b strings.Builder
	fmt.Fprintf(&b, "multiIf(NOT %s, %d", hasEnded, analytics.TookNone)
	for i, most := range analytics.TookBins {
		fmt.Fprintf(&b, ", dateDiff('millisecond', received_at, ifNull(resolved_at, closed_at)) <= %d, %d", most/time.Millisecond, i)
	}
	fmt.Fprintf(&b, ", %d)", len(analytics.TookBins))
	return b.String()
}()

// cameTo writes the condition that a complaint came to an outcome, as its facts tell it.
func cameTo(s analytics.Selection, prefix string, p P) string {
	p[prefix+"outcome_first"], p[prefix+"outcome_last"] = monthsOf(s)
	return "(source, complaint_id) IN (SELECT source, complaint_id FROM facts WHERE month BETWEEN {" + prefix + "outcome_first:UInt32} AND {" + prefix +
		"outcome_last:UInt32} AND " + outcomeConditions[s.Outcome] + ")"
}

// outcomeText is what the queries over outcomes read besides their parameters.
type outcomeText struct {
	Value, TookBin string
	ResponseBin    string
	Every          int               // one in so many
	Is             map[string]string // conditions by outcome
	Sides          []side
}

// overOutcomes runs a query over what came of a selection.
func (w *Warehouse) overOutcomes(ctx context.Context, name string, s analytics.Selection, value string, scan func(driver.Rows) error) error {
	return w.overOutcomesWith(ctx, name, s, outcomeText{Value: value}, P{}, scan)
}

// overOutcomesWith does so with parameters of the query's own.
func (w *Warehouse) overOutcomesWith(ctx context.Context, name string, s analytics.Selection, text outcomeText, p P, scan func(driver.Rows) error) error {
	err := factsOnly(s)
	if err != nil {
		return err
	}
	text.TookBin, text.ResponseBin, text.Is = tookBin, responseBin, map[string]string{}
	for o, condition := range outcomeConditions {
		text.Is[string(o)] = condition
	}
	if text.Sides, err = sides(s, "n", p); err != nil {
		return err
	}
	return w.eachOf(ctx, name, text, p, scan)
}

// OutcomeCounts counts what came of the complaints of a selection by source, and by the values of an axis: analytics.OutcomeMonth, one of
// analytics.Axes, or none when axis is empty. They come by value and source.
func (w *Warehouse) OutcomeCounts(ctx context.Context, s analytics.Selection, axis string) ([]analytics.OutcomeCount, error) {
	value := "''"
	switch axis {
	case "":
	case analytics.OutcomeMonth:
		value = "concat(toString(intDiv(month, 100)), '-', leftPad(toString(month % 100), 2, '0'))"
	default:
		column, err := axisColumn(axis)
		if err != nil {
			return nil, err
		}
		value = "toString(" + column + ")"
	}
	var list []analytics.OutcomeCount
	err := w.overOutcomes(ctx, "outcome_counts", s, value, func(rows driver.Rows) error {
		var c analytics.OutcomeCount
		err := rows.Scan(&c.Value, &c.Source, &c.N, &c.Responded, &c.Ended, &c.Again, &c.Early, &c.Unvisited, &c.Unreached, &c.Refused, &c.Reached, &c.Answered, &c.Satisfied, &c.Sum)
		list = append(list, c)
		return err
	})
	return list, err
}

// GradeCounts counts the answers of a selection by their six grades.
func (w *Warehouse) GradeCounts(ctx context.Context, s analytics.Selection) ([]analytics.GradeCount, error) {
	var list []analytics.GradeCount
	err := w.overOutcomes(ctx, "outcome_grades", s, "", func(rows driver.Rows) error {
		var g analytics.GradeCount
		err := rows.Scan(&g.Overall, &g.By.Channel, &g.By.Attitude, &g.By.Ability, &g.By.Speed, &g.By.Outcome, &g.N)
		list = append(list, g)
		return err
	})
	return list, err
}

// TookCounts counts the answers of a selection by how long it took to the end, the quickest first. A bin without any is left out.
func (w *Warehouse) TookCounts(ctx context.Context, s analytics.Selection) ([]analytics.TookCount, error) {
	var list []analytics.TookCount
	err := w.overOutcomes(ctx, "outcome_took", s, "", func(rows driver.Rows) error {
		var c analytics.TookCount
		var bin uint8
		err := rows.Scan(&bin, &c.Answered, &c.Satisfied, &c.Sum)
		c.Bin = int(bin)
		list = append(list, c)
		return err
	})
	return list, err
}

// OwedCounts counts the complaints of a selection with an amount in dispute and a granted one by these two amounts.
func (w *Warehouse) OwedCounts(ctx context.Context, s analytics.Selection) ([]analytics.OwedCount, error) {
	var list []analytics.OwedCount
	err := w.overOutcomes(ctx, "outcome_owed", s, "", func(rows driver.Rows) error {
		var c analytics.OwedCount
		err := rows.Scan(&c.AmountFen, &c.PaidFen, &c.N)
		list = append(list, c)
		return err
	})
	return list, err
}

// DriverCells counts the answers of a selection by everything that satisfaction is looked at by, one in every so many of them. clocks are the
// codes of the policy's clocks that stop at the end; whether an open one has run out is decided at a moment.
func (w *Warehouse) DriverCells(ctx context.Context, s analytics.Selection, clocks []string, at time.Time, every int) ([]analytics.DriverCell, error) {
	first, last := monthsOf(s)
	p := P{"clocks": append([]string{""}, clocks...), "first": first, "last": last, "now": at}
	var list []analytics.DriverCell
	err := w.overOutcomesWith(ctx, "outcome_drivers", s, outcomeText{Every: max(1, every)}, p, func(rows driver.Rows) error {
		var c analytics.DriverCell
		err := rows.Scan(&c.Values, &c.Answered, &c.Satisfied)
		list = append(list, c)
		return err
	})
	return list, err
}
