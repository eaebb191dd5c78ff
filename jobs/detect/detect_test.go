package detect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/jobs"
)

// fact is one complaint in the memory of these tests.
type fact struct {
	day           time.Time
	source, topic string
}

// memory is Tables and Ledger in memory.
type memory struct {
	facts    []fact
	declared []analytics.Coverage
	findings map[analytics.Month][]analytics.Finding
	dirty    map[analytics.Month]int64
	settings map[string]string
	marks    int64
	counted  int   // calls of CountAxes
	err      error // of Received
}

func newMemory() *memory {
	return &memory{findings: map[analytics.Month][]analytics.Finding{}, dirty: map[analytics.Month]int64{}, settings: map[string]string{}}
}

func (m *memory) add(source, topic, day string, n int) {
	for range n {
		m.facts = append(m.facts, fact{on(day), source, topic})
	}
}

func on(day string) time.Time {
	t, err := time.ParseInLocation("2006-01-02", day, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func (m *memory) Received(context.Context) ([]analytics.SourceMonth, error) {
	type place struct {
		source string
		month  analytics.Month
	}
	by := map[place]analytics.SourceMonth{}
	for _, f := range m.facts {
		p := place{f.source, analytics.MonthOf(f.day)}
		s, known := by[p]
		if !known {
			s = analytics.SourceMonth{Source: p.source, Month: p.month, First: f.day, Last: f.day}
		}
		s.N++
		if f.day.Before(s.First) {
			s.First = f.day
		}
		if f.day.After(s.Last) {
			s.Last = f.day
		}
		by[p] = s
	}
	var list []analytics.SourceMonth
	for _, s := range by {
		list = append(list, s)
	}
	return list, m.err
}

func (m *memory) CountAxes(_ context.Context, _ analytics.Month, pairings [2]analytics.Pairing, least uint64) ([2]map[string][]analytics.ValueCount, error) {
	m.counted++
	var counts [2]map[string][]analytics.ValueCount
	for i, p := range pairings {
		counts[i] = map[string][]analytics.ValueCount{}
		for _, axis := range analytics.Axes {
			value, least := func(f fact) string { return "" }, least
			switch axis {
			case "source":
				value, least = func(f fact) string { return f.source }, 0
			case "topic":
				value = func(f fact) string { return f.topic }
			}
			counts[i][axis] = m.count(p.Now, p.Base, value, func(f fact) bool { return slices.Contains(p.Sources, f.source) }, least)
		}
	}
	return counts, nil
}

func (m *memory) count(now, base analytics.Stretch, value func(fact) string, keep func(fact) bool, least uint64) []analytics.ValueCount {
	by := map[string]analytics.ValueCount{}
	in := func(f fact, s analytics.Stretch) uint64 {
		if f.day.Before(s.From) || f.day.After(s.To) {
			return 0
		}
		return 1
	}
	for _, f := range m.facts {
		if keep(f) {
			c := by[value(f)]
			c.Value, c.N, c.Base = value(f), c.N+in(f, now), c.Base+in(f, base)
			by[value(f)] = c
		}
	}
	var list []analytics.ValueCount
	for _, c := range by {
		if c.N+c.Base >= max(least, 1) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b analytics.ValueCount) int { return slices.Compare([]string{a.Value}, []string{b.Value}) })
	return list
}

func (m *memory) ReplaceFindings(_ context.Context, month analytics.Month, _ uint64, findings []analytics.Finding) error {
	m.findings[month] = findings
	return nil
}

func (m *memory) DirtyMonths(context.Context, string) ([]analytics.Dirty, error) {
	var list []analytics.Dirty
	for month, generation := range m.dirty {
		list = append(list, analytics.Dirty{Month: month, Generation: generation})
	}
	slices.SortFunc(list, func(a, b analytics.Dirty) int { return int(b.Month) - int(a.Month) })
	return list, nil
}

func (m *memory) ClearDirty(_ context.Context, _ string, d analytics.Dirty) (bool, error) {
	if m.dirty[d.Month] != d.Generation {
		return false, nil
	}
	delete(m.dirty, d.Month)
	return true, nil
}

func (m *memory) MarkDirtyFor(_ context.Context, job, _ string, months []analytics.Month) error {
	if job != Name {
		return nil
	}
	m.marks++
	for _, month := range months {
		m.dirty[month] = m.marks
	}
	return nil
}

func (m *memory) DeclaredCoverages(context.Context) ([]analytics.Coverage, error) {
	return m.declared, nil
}
func (m *memory) Setting(_ context.Context, name string) (string, error) {
	return m.settings[name], nil
}
func (m *memory) SetSetting(_ context.Context, name, value string) error {
	m.settings[name] = value
	return nil
}

// run computes until nothing is dirty, and tells which months it computed.
func (m *memory) run(t *testing.T, now string) []analytics.Month {
	t.Helper()
	job := New(m, m, func() time.Time { return on(now) })
	var did []analytics.Month
	for range 1000 {
		pending, err := job.Pending(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if len(pending) == 0 {
			return did
		}
		if err := job.Run(context.Background(), jobs.Task{Window: pending[0], Run: 1}); err != nil {
			t.Fatal(err)
		}
		did = append(did, pending[0].Month)
	}
	t.Fatal("it never ends")
	return nil
}

// lines writes findings in short.
func lines(findings []analytics.Finding) []string {
	list := []string{}
	for _, f := range findings {
		var of analytics.AxisValue
		if len(f.Series) > 0 {
			of = f.Series[0]
		}
		if of.Axis == "" || of.Axis == "topic" || of.Axis == "source" {
			list = append(list, fmt.Sprintf("%s %s:%s %v/%v in %d days whole=%v", f.Kind, of.Axis, of.Value, f.Observed, f.Expected, f.Days(), f.Whole))
		}
	}
	return list
}

func TestWholeMonthsAreComparedWhole(t *testing.T) {
	m := newMemory()
	m.add("a", "退款", "2024-02-01", 5)
	m.add("a", "退款", "2024-03-31", 9)
	m.add("a", "少见", "2024-03-31", 2)
	m.dirty[202403] = 1
	m.run(t, "2024-06-01")
	want := []string{"month_on_month : 11/5 in 31 days whole=true", "month_on_month topic:退款 9/5 in 31 days whole=true", "month_on_month source:a 11/5 in 31 days whole=true"}
	if diff := cmp.Diff(want, lines(m.findings[202403])); diff != "" {
		t.Error(diff)
	}
	if m.findings[202403][0].Score <= 0 {
		t.Errorf("the score of a rise is %f", m.findings[202403][0].Score)
	}
}

func TestARunningMonthIsComparedOnSharedDaysWithoutToday(t *testing.T) {
	m := newMemory()
	m.add("a", "x", "2024-02-01", 5)
	m.add("a", "x", "2024-02-10", 6)
	m.add("a", "x", "2024-02-29", 70)
	m.add("a", "x", "2024-03-09", 7)
	m.add("a", "x", "2024-03-10", 80) // today is not over
	m.dirty[202403] = 1
	m.run(t, "2024-03-10")
	want := []string{"month_on_month : 7/5 in 9 days whole=false", "month_on_month topic:x 7/5 in 9 days whole=false", "month_on_month source:a 7/5 in 9 days whole=false"}
	if diff := cmp.Diff(want, lines(m.findings[202403])); diff != "" {
		t.Error(diff)
	}
}

func TestTheFirstDaysOfASourceMakeNoFinding(t *testing.T) {
	m := newMemory()
	m.add("a", "x", "2024-01-29", 90)
	m.add("a", "x", "2024-02-15", 900)
	m.add("a", "x", "2024-03-31", 900)
	m.dirty[202402] = 1
	m.run(t, "2024-06-01")
	if len(m.findings[202402]) != 0 {
		t.Errorf("findings are %v", lines(m.findings[202402]))
	}
}

func TestANewSourceIsNoRise(t *testing.T) {
	m := newMemory()
	m.add("a", "x", "2024-02-01", 10)
	m.add("a", "x", "2024-03-31", 10)
	m.add("b", "x", "2024-03-01", 500)
	m.add("b", "x", "2024-03-31", 500)
	m.dirty[202403] = 1
	m.run(t, "2024-06-01")
	if want := "month_on_month : 10/10 in 31 days whole=false"; lines(m.findings[202403])[0] != want {
		t.Errorf("findings are %v", lines(m.findings[202403]))
	}
}

func TestAYearAgoIsComparedToo(t *testing.T) {
	m := newMemory()
	m.add("a", "x", "2023-03-01", 10)
	m.add("a", "x", "2024-03-31", 10)
	m.dirty[202403] = 1
	m.run(t, "2024-06-01")
	var kinds []string
	for _, f := range m.findings[202403] {
		if len(f.Series) == 0 {
			kinds = append(kinds, fmt.Sprintf("%s %s %v/%v", f.Kind, analytics.MonthOf(f.BaseFrom), f.Observed, f.Expected))
		}
	}
	if diff := cmp.Diff([]string{"month_on_month 2024-02 10/0", "year_on_year 2023-03 10/10"}, kinds); diff != "" {
		t.Error(diff)
	}
}

func TestAMonthThatCoverageMakesWholeIsComparedAgain(t *testing.T) {
	m := newMemory()
	m.add("a", "x", "2024-01-01", 10)
	m.add("a", "x", "2024-02-20", 10) // silent until March
	m.dirty[202402] = 1
	m.run(t, "2024-06-01")
	if f := m.findings[202402][0]; f.Whole || f.Days() != 20 {
		t.Errorf("before: %v", lines(m.findings[202402]))
	}
	m.add("a", "x", "2024-03-02", 10)
	m.dirty[202403] = 9 // assemble marks March only
	did := m.run(t, "2024-06-01")
	if !slices.Contains(did, 202402) {
		t.Errorf("computed were %v", did)
	}
	if f := m.findings[202402][0]; !f.Whole || f.Days() != 29 {
		t.Errorf("after: %v", lines(m.findings[202402]))
	}
	// A second run with the same coverages computes nothing.
	if did := m.run(t, "2024-06-01"); len(did) != 0 {
		t.Errorf("computed again were %v", did)
	}
}

func TestADeclaredCoverageHolds(t *testing.T) {
	m := newMemory()
	m.add("a", "x", "2024-02-10", 10)
	m.add("a", "x", "2024-03-20", 10)
	m.declared = []analytics.Coverage{{Source: "a", From: on("2024-02-01"), To: on("2024-03-31"), Declared: true}}
	m.dirty[202403] = 1
	m.run(t, "2024-06-01")
	if f := m.findings[202403][0]; !f.Whole {
		t.Errorf("findings are %v", lines(m.findings[202403]))
	}
}

func TestMonthsThatCannotBeComparedAreNotCounted(t *testing.T) {
	m := newMemory()
	m.add("a", "x", "2024-02-10", 10)
	for _, month := range []analytics.Month{202402, 202403, 202502, 202601} {
		m.dirty[month] = 1
	}
	m.run(t, "2024-06-01")
	if m.counted != 0 {
		t.Errorf("%d months were counted", m.counted)
	}
}

func TestARareSourceIsPartOfTheTotalAndNoFinding(t *testing.T) {
	m := newMemory()
	m.add("a", "x", "2024-02-01", 10)
	m.add("a", "x", "2024-03-31", 10)
	m.add("b", "x", "2024-02-01", 1)
	m.add("b", "x", "2024-03-31", 2)
	m.dirty[202403] = 1
	m.run(t, "2024-06-01")
	want := []string{"month_on_month : 12/11 in 31 days whole=true", "month_on_month topic:x 12/11 in 31 days whole=true", "month_on_month source:a 10/10 in 31 days whole=true"}
	if diff := cmp.Diff(want, lines(m.findings[202403])); diff != "" {
		t.Error(diff)
	}
}

func TestAMonthStaysDirtyWhenReadingFails(t *testing.T) {
	m := newMemory()
	m.dirty[202403], m.err = 1, errors.New("没有应答")
	err := New(m, m, time.Now).Run(context.Background(), jobs.Task{Window: jobs.Window{Month: 202403}})
	if !errors.Is(err, m.err) || len(m.dirty) != 1 || len(m.findings) != 0 {
		t.Errorf("%v, dirty %v, findings %v", err, m.dirty, m.findings)
	}
}

func TestAMonthWithoutFactsLosesItsFindings(t *testing.T) {
	m := newMemory()
	m.findings[202403] = []analytics.Finding{{ID: 1}}
	m.add("a", "x", "2024-02-10", 10)
	m.dirty[202403] = 1
	m.run(t, "2024-06-01")
	if len(m.findings[202403]) != 0 {
		t.Errorf("findings are %v", m.findings[202403])
	}
}
