package explain

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"huisheng/analytics"
	"huisheng/jobs"
)

func day(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02", s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// fact is one complaint by its values.
type fact struct {
	day    time.Time
	values map[string]string
}

// tables are complaints, findings and what was written, in memory.
type tables struct {
	facts    []fact
	told     []analytics.AttributeTold
	findings []analytics.Finding
	written  map[analytics.Month][]analytics.Attribution
	oneIn    uint32
	large    bool // Months says that there are very many
}

func (t *tables) Months(context.Context) ([]analytics.MonthState, error) {
	counts := map[analytics.Month]uint64{}
	for _, f := range t.facts {
		counts[analytics.MonthOf(f.day)]++
	}
	var list []analytics.MonthState
	for m, n := range counts {
		if t.large {
			n *= 500
		}
		list = append(list, analytics.MonthState{Month: m, N: n, Run: uint64(m)})
	}
	return list, nil
}

func (t *tables) Findings(_ context.Context, from, to analytics.Month) ([]analytics.Finding, error) {
	var list []analytics.Finding
	for _, f := range t.findings {
		if f.Month >= from && f.Month <= to {
			list = append(list, f)
		}
	}
	return list, nil
}

func (t *tables) AttributesTold(context.Context, analytics.Month, analytics.Month) ([]analytics.AttributeTold, error) {
	return t.told, nil
}

func (t *tables) EachFact(_ context.Context, axes []string, of []analytics.Selection, oneIn uint32, yield func(uint32, uint16, []string)) error {
	t.oneIn = oneIn
	values := make([]string, len(axes))
	for i, f := range t.facts {
		picked := uint32(0)
		for n, s := range of {
			if !f.day.Before(s.From) && !f.day.After(s.To) && f.chosen(s) {
				picked |= 1 << n
			}
		}
		if picked == 0 || uint32(i)%oneIn != 0 {
			continue
		}
		for a, axis := range axes {
			values[a] = f.value(axis)
		}
		yield(picked, dayOf(f.day), values)
	}
	return nil
}

func (f fact) value(axis string) string { return f.values[axis] }

func (f fact) chosen(s analytics.Selection) bool {
	return !slices.ContainsFunc(s.Choices, func(c analytics.Choice) bool { return slices.Contains(c.Values, f.value(c.Axis)) == c.Not })
}

func (t *tables) ReplaceAttributions(_ context.Context, month analytics.Month, _ uint64, list []analytics.Attribution) error {
	t.written[month] = list
	return nil
}

// ledger has one dirty month.
type ledger struct {
	dirty  []analytics.Dirty
	marked []analytics.Month
}

func (l *ledger) DirtyMonths(context.Context, string) ([]analytics.Dirty, error) { return l.dirty, nil }

func (l *ledger) ClearDirty(_ context.Context, _ string, d analytics.Dirty) (bool, error) {
	l.dirty = slices.DeleteFunc(l.dirty, func(o analytics.Dirty) bool { return o == d })
	return true, nil
}

func (l *ledger) MarkDirtyFor(_ context.Context, _, _ string, months []analytics.Month) error {
	l.marked = append(l.marked, months...)
	return nil
}

// plain names every value as it is.
type plain struct{}

func (plain) Axis(axis string) string { return strings.TrimPrefix(axis, analytics.AttributeAxis) }

func (plain) Value(_, value string) string {
	if value == "" {
		return "未填"
	}
	return value
}

// ordinary are n complaints a day over some days, spread evenly over products of two lines, topics, provinces and covers.
func ordinary(seed uint64, from, to string, n int) *tables {
	rng := rand.New(rand.NewPCG(seed, 1))
	t := &tables{written: map[analytics.Month][]analytics.Attribution{}, told: []analytics.AttributeTold{{Name: "保修", N: 1000, Values: 2}}}
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	for d := day(from); !d.After(day(to)); d = d.AddDate(0, 0, 1) {
		for range n/2 + rng.IntN(n+1) {
			product := pick("冰箱", "洗衣机", "电视", "手机", "耳机")
			line := "家电"
			if product == "手机" || product == "耳机" {
				line = "数码"
			}
			t.add(d, 1, map[string]string{"source": "a", "product_line": line, "product": product, "topic": pick("噪音", "退款", "送货", "维修"), "province": pick("广东", "浙江", "四川", "河北"),
				"attributes.保修": pick("保内", "保外")})
		}
	}
	return t
}

// add puts complaints that are alike.
func (t *tables) add(d time.Time, n int, values map[string]string) {
	for range n {
		t.facts = append(t.facts, fact{d, values})
	}
}

// find makes a finding of a series over days as detect does: what was expected is the mean of the four weeks before.
func (t *tables) find(level uint8, from, to string, series ...analytics.AxisValue) *analytics.Finding {
	f := analytics.Finding{Kind: analytics.FindingDays, Month: analytics.MonthOf(day(from)), Series: series, From: day(from), To: day(to), Peak: day(from), Level: level,
		ID: analytics.FindingID(analytics.FindingDays, series, day(from))}
	base := 0
	for _, c := range t.facts {
		switch {
		case slices.ContainsFunc(series, func(v analytics.AxisValue) bool { return c.value(v.Axis) != v.Value }):
		case !c.day.Before(f.From) && !c.day.After(f.To):
			f.Observed++
		case c.day.Before(f.From) && !c.day.Before(f.From.AddDate(0, 0, -28)):
			base++
		}
	}
	f.Expected = float64(base) / 28 * float64(f.Days())
	f.Fall = f.Observed < f.Expected
	t.findings = append(t.findings, f)
	return &t.findings[len(t.findings)-1]
}

// explained runs the job on a month and returns what it wrote by finding.
func (t *tables) explained(month analytics.Month) (map[uint64]analytics.Attribution, *ledger, error) {
	l := &ledger{dirty: []analytics.Dirty{{Month: month}}}
	err := New(t, l, plain{}).Run(context.Background(), jobs.Task{Window: jobs.Window{Month: month}, Run: 7})
	by := map[uint64]analytics.Attribution{}
	for _, a := range t.written[month] {
		by[a.Finding] = a
	}
	return by, l, err
}

func value(axis, v string) analytics.AxisValue { return analytics.AxisValue{Axis: axis, Value: v} }
