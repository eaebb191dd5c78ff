package detect

import (
	"context"
	"errors"
	"fmt"
	"maps"
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
	tallied  map[analytics.Month]uint64
	err      error // of Received

	decisions []analytics.FindingDecision
	live      []string
	bursts    []analytics.Burst
}

func newMemory() *memory {
	return &memory{findings: map[analytics.Month][]analytics.Finding{}, dirty: map[analytics.Month]int64{}, settings: map[string]string{}, tallied: map[analytics.Month]uint64{}}
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

func (m *memory) TallyMonths(_ context.Context, from, to analytics.Month) ([]analytics.TallyMonth, error) {
	var list []analytics.TallyMonth
	received, err := m.Received(context.Background())
	for _, r := range received {
		if r.Month >= from && r.Month <= to {
			list = append(list, analytics.TallyMonth{Month: r.Month, Now: 1, Counted: m.tallied[r.Month]})
		}
	}
	return list, err
}

func (m *memory) CountTallies(_ context.Context, _ uint64, months []analytics.Month) error {
	for _, month := range months {
		m.tallied[month] = 1
	}
	return nil
}

func (m *memory) DropTallies(_ context.Context, month analytics.Month) error {
	delete(m.tallied, month)
	return nil
}

func (m *memory) Tallies(_ context.Context, from, to analytics.Month, _ []analytics.Month, yield func(analytics.DayTally) error) error {
	for _, axis := range []string{"source", "topic"} {
		by := map[[2]string]map[uint16]uint32{}
		for _, f := range m.facts {
			month := analytics.MonthOf(f.day)
			if month < from || month > to {
				continue
			}
			if m.tallied[month] == 0 {
				return fmt.Errorf("%s is read before it was counted", month)
			}
			key := [2]string{f.source, f.source}
			if axis == "topic" {
				key[0] = f.topic
			}
			if by[key] == nil {
				by[key] = map[uint16]uint32{}
			}
			by[key][uint16(analytics.DayNumber(f.day))]++
		}
		for _, key := range slices.SortedFunc(maps.Keys(by), func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }) {
			t := analytics.DayTally{Series: []analytics.AxisValue{{Axis: axis, Value: key[0]}}, Source: key[1]}
			for day, n := range by[key] {
				t.Days, t.Counts = append(t.Days, day), append(t.Counts, n)
			}
			if err := yield(t); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *memory) DirectSources(context.Context, []analytics.Month) ([]string, error) {
	return nil, nil
}

func (m *memory) LiveSources(context.Context, time.Time) ([]string, error) { return m.live, nil }

func (m *memory) HoursOfDay(context.Context, []analytics.Month) ([24]uint64, error) {
	return [24]uint64{}, nil
}

func (m *memory) Bursts(context.Context, time.Time, time.Time, uint64, uint64) ([]analytics.Burst, error) {
	return m.bursts, nil
}

func (m *memory) Findings(_ context.Context, from, to analytics.Month) (list []analytics.Finding, _ error) {
	for month := from; month <= to; month = month.Add(1) {
		list = append(list, m.findings[month]...)
	}
	return list, nil
}

func (m *memory) FindingDecisions(context.Context) ([]analytics.FindingDecision, error) {
	return m.decisions, nil
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

// lines writes the findings of months in short.
func lines(findings []analytics.Finding) []string {
	list := []string{}
	for _, f := range findings {
		if f.Kind == analytics.FindingDays {
			continue
		}
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
	want := []string{"month_on_month : 11/5 in 31 days whole=true"}
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
	want := []string{"month_on_month : 7/5 in 9 days whole=false"}
	if diff := cmp.Diff(want, lines(m.findings[202403])); diff != "" {
		t.Error(diff)
	}
}

func TestTheFirstDaysOfASourceMakeNoFinding(t *testing.T) {
	m := newMemory()
	for day := on("2024-01-29"); day.Before(on("2024-04-01")); day = day.AddDate(0, 0, 1) {
		m.add("a", "x", day.Format(time.DateOnly), 40)
	}
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

func TestMonthsThatCannotBeComparedHaveNoFindings(t *testing.T) {
	m := newMemory()
	m.add("a", "x", "2024-02-10", 10)
	for _, month := range []analytics.Month{202402, 202403, 202502, 202601} {
		m.dirty[month] = 1
	}
	m.run(t, "2024-06-01")
	for month, findings := range m.findings {
		if len(findings) != 0 {
			t.Errorf("%s has findings: %v", month, lines(findings))
		}
	}
}

func TestARareSourceIsPartOfTheTotal(t *testing.T) {
	m := newMemory()
	m.add("a", "x", "2024-02-01", 10)
	m.add("a", "x", "2024-03-31", 10)
	m.add("b", "x", "2024-02-01", 1)
	m.add("b", "x", "2024-03-31", 2)
	m.dirty[202403] = 1
	m.run(t, "2024-06-01")
	want := []string{"month_on_month : 12/11 in 31 days whole=true"}
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
