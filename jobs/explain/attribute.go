package explain

import (
	"huisheng/analytics"
	"huisheng/analytics/cause"
)

const (
	// falseAlarm is the chance of naming a cause where there is none that is accepted in a finding: it is unusual already, so something is behind it.
	falseAlarm = 0.01
	// halves is how often half of the complaints is searched again, to see how stable a cause is.
	halves = 10
	// fewest is how many complaints more or less a cause makes at least.
	fewest = 3
)

// change is what is explained: complaints against those that they are compared with.
type change struct {
	now, base []int32
	weight    float64 // what one complaint of base lets expect in now
}

// changeOf lays out a finding. Its expectation is the finding's own, shared out as complaints of the compared days were.
func (t *table) changeOf(f *analytics.Finding, all []analytics.Finding) change {
	series, before := t.condition(f.Series), baseDays(f, all)
	c := change{now: t.rows(days(f.From, f.To), series, f.Sources), base: t.rows(before, series, f.Sources)}
	c.weight = float64(f.Days()) / float64(len(before))
	if len(c.base) > 0 && f.Expected > 0 {
		c.weight = f.Expected / t.oneIn / float64(len(c.base))
	}
	return c
}

// told are the axes that all say what a complaint is about, each in its own way.
var told = []string{"topic", "topic_why", "topic_where", "category"}

// explain searches the causes of a change.
func (t *table) explain(c change, o cause.Options) (cause.Explanation, error) {
	axes := t.searched(c.now, c.base)
	if len(axes) == 0 {
		return cause.Explanation{Observed: float64(len(c.now)), Expected: float64(len(c.base)) * c.weight}, nil
	}
	names := make([]string, len(axes))
	for i, a := range axes {
		names[i] = t.axes[a]
	}
	builder, err := cause.NewBuilder(names...)
	if err != nil {
		return cause.Explanation{}, err
	}
	values := make([]string, len(axes))
	add := func(rows []int32, observed, expected float64) {
		for _, row := range rows {
			for i, a := range axes {
				values[i] = t.cell(a, row)
			}
			builder.Add(values, observed, expected)
		}
	}
	add(c.now, 1, 0)
	add(c.base, 0, c.weight)
	o.Noise = cause.Noise{Kind: cause.Counts, Exposure: 1 / c.weight}
	cells := builder.Cells()
	cells.Apart(told...)
	return t.refined(c, steadily(cause.Explain(cells, o), o.Halves)), nil
}

// cell is a value as causes are searched in it. That a source did not tell one of its own attributes is no cause of anything: sources begin and
// end to tell them.
func (t *table) cell(a int, row int32) string {
	value := t.names[a][t.codes[a][row]]
	if _, besides := analytics.AttributeOf(t.axes[a]); besides && value == "" {
		return cause.Rest
	}
	return value
}

// attribution writes an explanation down. Counts are made those of the finding, which may have been read from more complaints.
func attribution(f *analytics.Finding, e cause.Explanation) analytics.Attribution {
	scaled := scaledTo(f, e)
	out := analytics.Attribution{Finding: f.ID, Month: f.Month, Observed: scaled.Observed, Expected: scaled.Expected, LeftOut: e.LeftOut,
		Rest: analytics.Remainder{Observed: scaled.Rest.Observed, Expected: scaled.Rest.Expected, Drift: scaled.Rest.Drift, Share: scaled.Rest.Share, Moves: e.Rest.Moves}}
	for _, c := range scaled.Causes {
		values := axisValues(c.Values)
		out.Causes = append(out.Causes, analytics.FoundCause{Key: analytics.CauseKey(values), Values: values, Observed: c.Observed, Expected: c.Expected,
			Excess: c.Excess, Added: c.Added, Share: c.Share, Score: c.Score, Stability: c.Stability, Equivalents: combinations(c.Equivalents), Within: combinations(c.Within)})
	}
	return out
}

// scaledTo is an explanation in the counts of its finding.
func scaledTo(f *analytics.Finding, e cause.Explanation) cause.Explanation {
	observed, expected := 1.0, 1.0
	if e.Observed > 0 {
		observed = f.Observed / e.Observed
	}
	if e.Expected > 0 {
		expected = f.Expected / e.Expected
	}
	// What was not read at all, as a series of which there was none before, is not said to come from anywhere.
	if e.Observed == 0 {
		e.Observed, e.Rest.Observed = f.Observed, f.Observed
	}
	if e.Expected == 0 {
		e.Expected, e.Rest.Expected = f.Expected, f.Expected
	}
	if observed == 1 && expected == 1 {
		return e
	}
	return scale(e, observed, expected)
}

// scale multiplies all counts of an explanation.
func scale(e cause.Explanation, observed, expected float64) cause.Explanation {
	causes := make([]cause.Cause, len(e.Causes))
	whole := e.Observed*observed - e.Expected*expected
	e.Rest.Observed, e.Rest.Expected = e.Rest.Observed*observed, e.Rest.Expected*expected
	e.Rest.Drift, e.Rest.Share = 1, 0
	if e.Rest.Expected > 0 {
		e.Rest.Drift = e.Rest.Observed / e.Rest.Expected
	}
	if whole != 0 {
		e.Rest.Share = (e.Rest.Observed - e.Rest.Expected) / whole
	}
	for i, c := range e.Causes {
		// What a cause has alone is known only as a difference; both its sides grow alike.
		alone := 1.0
		if change := c.Observed - c.Expected; change != 0 {
			alone = c.Added / change
		}
		c.Observed, c.Expected = c.Observed*observed, c.Expected*expected
		c.Added = alone * (c.Observed - c.Expected)
		c.Excess = c.Observed - c.Expected*e.Rest.Drift
		if c.Share = 0; whole != 0 {
			c.Share = c.Added / whole
		}
		causes[i] = c
	}
	e.Observed, e.Expected, e.Causes = e.Observed*observed, e.Expected*expected, causes
	return e
}

func axisValues(values []cause.Value) []analytics.AxisValue {
	list := make([]analytics.AxisValue, len(values))
	for i, v := range values {
		list[i] = analytics.AxisValue{Axis: v.Attribute, Value: v.Value}
	}
	return list
}

func combinations(lists [][]cause.Value) [][]analytics.AxisValue {
	var out [][]analytics.AxisValue
	for _, values := range lists {
		out = append(out, axisValues(values))
	}
	return out
}
