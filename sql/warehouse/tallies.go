package warehouse

import (
	"context"
	"slices"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"huisheng/analytics"
)

const (
	tallyForm    = 1  // another one when axes, pairs or limits are others: all months are counted anew then
	leastOfPair  = 4  // complaints of a pair in a month: five in four weeks are needed before anything can be said
	fewValues    = 60 // of an attribute: beyond, it is text or a number, not a way to tell complaints apart
	tallyAtOnce  = 12 // months in one statement: what has to be gathered in memory stays bounded
	leastJudged  = 5  // complaints of a value in the recent months
	leastPairing = 10 // complaints of a pair there: a warning has ten more than expected
)

// tallying is what the statement that counts is made of.
type tallying struct {
	staging
	Axes      []string
	Pairs     [][2]string
	Attribute string
}

// TallyMonths says of which facts the months between two were counted.
func (w *Warehouse) TallyMonths(ctx context.Context, from, to analytics.Month) ([]analytics.TallyMonth, error) {
	var list []analytics.TallyMonth
	err := w.Each(ctx, "tallies_months", P{"from": from, "to": to, "form": uint64(tallyForm)}, func(rows driver.Rows) error {
		var t analytics.TallyMonth
		err := rows.Scan((*uint32)(&t.Month), &t.Now, &t.Counted)
		list = append(list, t)
		return err
	})
	return list, err
}

// CountTallies counts months by day anew and puts them in the place of the old counts, each at once. run names the staging table. Months
// without facts are to be told to DropTallies.
func (w *Warehouse) CountTallies(ctx context.Context, run uint64, months []analytics.Month) error {
	for len(months) > 0 {
		some := months[:min(tallyAtOnce, len(months))]
		months = months[len(some):]
		if err := w.countTallies(ctx, run, some); err != nil {
			return err
		}
	}
	return nil
}

func (w *Warehouse) countTallies(ctx context.Context, run uint64, months []analytics.Month) (err error) {
	s := tallying{stagingOf("tallies", run), analytics.Axes, analytics.TallyPairs, analytics.AttributeAxis}
	return w.replaceMonths(ctx, s.staging, months, func() error {
		return w.script(ctx, "tallies_count", P{"months": months, "form": uint64(tallyForm), "least": uint64(leastOfPair), "few": uint64(fewValues)}, s)
	})
}

// DropTallies removes the counts of a month without facts.
func (w *Warehouse) DropTallies(ctx context.Context, month analytics.Month) error {
	return w.Exec(ctx, "tallies_drop", P{"month": month})
}

// Tallies calls yield for every source, and for every series with enough complaints in the recent months, of the days of the months between
// two. The sources of one series come behind each other, in the order of axes, values and sources.
func (w *Warehouse) Tallies(ctx context.Context, from, to analytics.Month, recent []analytics.Month, yield func(analytics.DayTally) error) error {
	p := P{"from": from, "to": to, "recent": recent, "least": uint64(leastJudged), "least_pair": uint64(leastPairing)}
	return w.Each(ctx, "tallies_read", p, func(rows driver.Rows) error {
		var axes, values [2]string
		var t analytics.DayTally
		if err := rows.Scan(&axes[0], &axes[1], &values[0], &values[1], &t.Source, &t.Days, &t.Counts); err != nil {
			return err
		}
		t.Series = pairOf(axes, values)
		return yield(t)
	})
}

// DirectSources returns the sources of which complaints of some months came by no import: others wrote them to Kafka.
func (w *Warehouse) DirectSources(ctx context.Context, months []analytics.Month) ([]string, error) {
	var list []string
	err := w.Each(ctx, "detect_live", P{"months": months}, func(rows driver.Rows) error {
		var source string
		err := rows.Scan(&source)
		list = append(list, source)
		return err
	})
	return list, err
}

// HoursOfDay returns how many complaints of some months came in each hour of the day, without those of which only the day is known.
func (w *Warehouse) HoursOfDay(ctx context.Context, months []analytics.Month) (hours [24]uint64, err error) {
	err = w.Each(ctx, "detect_hours", P{"months": months}, func(rows driver.Rows) error {
		var hour uint8
		var n uint64
		err := rows.Scan(&hour, &n)
		hours[hour%24] = n
		return err
	})
	return hours, err
}

// Bursts returns what at least least complaints of at least people customers have in common that came after since, until a moment.
func (w *Warehouse) Bursts(ctx context.Context, since, until time.Time, least, people uint64) ([]analytics.Burst, error) {
	var list []analytics.Burst
	months := slices.Compact([]analytics.Month{analytics.MonthOf(since), analytics.MonthOf(until)})
	text := struct{ Sets [][2]string }{analytics.BurstSeries}
	p := P{"months": months, "since": since, "until": until, "least": least, "people": people}
	err := w.eachOf(ctx, "detect_burst", text, p, func(rows driver.Rows) error {
		var axes, values [2]string
		var b analytics.Burst
		err := rows.Scan(&axes[0], &axes[1], &values[0], &values[1], &b.N, &b.People)
		b.Series = pairOf(axes, values)
		list = append(list, b)
		return err
	})
	return list, err
}

// pairOf is one value or two, as two columns each have them.
func pairOf(axes, values [2]string) []analytics.AxisValue {
	if axes[1] == "" {
		return []analytics.AxisValue{{Axis: axes[0], Value: values[0]}}
	}
	return []analytics.AxisValue{{Axis: axes[0], Value: values[0]}, {Axis: axes[1], Value: values[1]}}
}
