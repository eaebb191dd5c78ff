package seal

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/jobs"
)

// memory is tables and ledger in one. die makes the step of this name fail once, after nothing of it was done.
type memory struct {
	facts  map[analytics.Month]uint64
	kept   map[analytics.Month]uint64
	seals  []analytics.Seal
	dirty  map[string]analytics.Dirty
	leased string
	die    string
	torn   bool
}

var errDied = errors.New("died")

func (m *memory) dies(step string) error {
	if m.die != step {
		return nil
	}
	m.die = ""
	return errDied
}

func (m *memory) Months(context.Context) ([]analytics.MonthState, error) {
	var list []analytics.MonthState
	for month, n := range m.facts {
		list = append(list, analytics.MonthState{Month: month, N: n})
	}
	return list, nil
}

func (m *memory) Unassembled(context.Context, analytics.Month, []analytics.Position) (uint64, error) {
	return 0, nil
}

func (m *memory) Exposure(context.Context, analytics.Month) ([]analytics.ExposureSum, error) {
	return nil, nil
}

func (m *memory) SealMonth(_ context.Context, month analytics.Month) (analytics.Sealed, error) {
	if err := m.dies("rows"); err != nil {
		return analytics.Sealed{}, err
	}
	m.kept[month] = m.facts[month]
	return analytics.Sealed{N: m.facts[month], Run: 3, Whole: !m.torn}, nil
}

func (m *memory) DropSealed(_ context.Context, month analytics.Month) error {
	if err := m.dies("drop"); err != nil {
		return err
	}
	delete(m.kept, month)
	return nil
}

func (m *memory) AddSeal(_ context.Context, s analytics.Seal) (analytics.Seal, error) {
	if err := m.dies("record"); err != nil {
		return s, err
	}
	m.seals = append(m.seals, s)
	return s, nil
}

func (m *memory) UndoSeal(_ context.Context, month analytics.Month, by, why string) error {
	if err := m.dies("undo"); err != nil {
		return err
	}
	for i := range m.seals {
		if m.seals[i].Month == month && m.seals[i].Holds() {
			m.seals[i].UndoneBy, m.seals[i].UndoneAt = by, time.Unix(9, 0)
			return nil
		}
	}
	return analytics.Invalid("month", "没有封账")
}

func (m *memory) Seals(context.Context) ([]analytics.Seal, error) { return slices.Clone(m.seals), nil }

func (m *memory) DirtyJobs(context.Context, analytics.Month) (map[string]analytics.Dirty, error) {
	return m.dirty, nil
}

func (m *memory) Queued(context.Context) ([]analytics.Month, error)               { return nil, nil }
func (m *memory) PendingUndos(context.Context) ([]analytics.Undo, error)          { return nil, nil }
func (m *memory) Watermark(context.Context, string) ([]analytics.Position, error) { return nil, nil }

func (m *memory) TakeLease(_ context.Context, _, owner string, _ time.Duration) (bool, error) {
	if m.leased != "" && m.leased != owner {
		return false, nil
	}
	m.leased = owner
	return true, nil
}

func (m *memory) ReleaseLease(_ context.Context, _, owner string) error {
	if m.leased == owner {
		m.leased = ""
	}
	return nil
}

func day(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, analytics.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// newSealer is a sealer over memory with 2024-03 assembled, at a time.
func newSealer(now string, fault error) (*Sealer, *memory) {
	m := &memory{facts: map[analytics.Month]uint64{202403: 5}, kept: map[analytics.Month]uint64{}}
	return New(m, m, Config{Owner: "a", Taxonomy: "t", Books: func(context.Context) error { return fault }, Now: func() time.Time { return day(now) }}), m
}

// Killed between any two steps, a month is sealed or it is not, and the same order given again does the rest.
func TestAKillBetweenStepsIsMadeGoodByAskingAgain(t *testing.T) {
	ctx := context.Background()
	for _, step := range []string{"rows", "record"} {
		s, m := newSealer("2024-04-09 08:00", nil)
		m.die = step
		if _, err := s.Seal(ctx, 202403, "甲", ""); !errors.Is(err, errDied) || len(m.seals) > 0 {
			t.Errorf("%s: %v, %v", step, err, m.seals)
		}
		m.facts[202403] = 6 // what came meanwhile is in the figures of the day on which it is sealed
		sealed, err := s.Seal(ctx, 202403, "甲", "")
		if err != nil || sealed.N != 6 || m.kept[202403] != 6 || len(m.seals) != 1 || m.leased != "" {
			t.Errorf("%s: then %+v, %v", step, sealed, err)
		}
	}
	for _, step := range []string{"undo", "drop"} {
		s, m := newSealer("2024-04-09 08:00", nil)
		if _, err := s.Seal(ctx, 202403, "甲", ""); err != nil {
			t.Fatal(err)
		}
		m.die = step
		if err := s.Unseal(ctx, 202403, "乙", ""); !errors.Is(err, errDied) {
			t.Errorf("%s: %v", step, err)
		}
		if step == "undo" { // it is sealed still
			if err := s.Unseal(ctx, 202403, "乙", ""); err != nil || len(m.kept) > 0 {
				t.Errorf("unsealing again: %v", err)
			}
		}
		m.facts[202403] = 7
		if sealed, err := s.Seal(ctx, 202403, "丙", ""); err != nil || sealed.N != 7 || m.kept[202403] != 7 {
			t.Errorf("%s: sealed anew %+v, %v", step, sealed, err)
		}
	}
}

func TestWhatStandsInTheWayIsSaidAtOnce(t *testing.T) {
	ctx := context.Background()
	s, m := newSealer("2024-04-09 08:00", &analytics.Error{Kind: analytics.KindBusy, Text: "账不平，差 +3 条"})
	m.dirty = map[string]analytics.Dirty{"assemble": {Reason: "到了新的记录"}, "detect": {Reason: "别的"}}
	_, err := s.Seal(ctx, 202403, "甲", "")
	if err == nil || !strings.Contains(err.Error(), "还没有汇总（到了新的记录），等作业算完") || !strings.Contains(err.Error(), "；账不平，差 +3 条") || strings.Contains(err.Error(), "别的") {
		t.Error(err)
	}
	s, m = newSealer("2024-04-09 08:00", nil)
	m.leased = "b"
	if _, err := s.Seal(ctx, 202403, "甲", ""); analytics.KindOf(err) != analytics.KindBusy {
		t.Error(err)
	}
	m.leased, m.torn = "", true
	if _, err := s.Seal(ctx, 202403, "甲", ""); analytics.KindOf(err) != analytics.KindBusy || len(m.seals) > 0 {
		t.Errorf("rows of two runs were sealed: %v", err)
	}
}

func TestTheMonthBeforeIsSealedOnItsWorkingDayAndNotAgain(t *testing.T) {
	ctx := context.Background()
	now := day("2024-04-04 23:59")
	s, m := newSealer("2024-04-04 23:59", nil)
	s.config.Now = func() time.Time { return now }
	j := NewJob(s, m, 5, slog.New(slog.DiscardHandler))
	pending := func() int {
		t.Helper()
		list, err := j.Pending(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if pending() != 0 {
		t.Error("it is due on the fourth working day")
	}
	now = day("2024-04-05 00:00")
	m.dirty = map[string]analytics.Dirty{"assemble": {}}
	if pending() != 0 {
		t.Error("it is due while the month is assembled")
	}
	m.dirty = nil
	list, err := j.Pending(ctx)
	if err != nil || len(list) != 1 || list[0].Month != 202403 {
		t.Fatalf("due: %v, %v", list, err)
	}
	m.torn = true
	if err := j.Run(ctx, taskOf(202403)); err != nil || pending() != 0 {
		t.Errorf("after a refusal: %v", err)
	}
	m.torn, now = false, now.Add(refusedRest)
	if err := j.Run(ctx, taskOf(202403)); err != nil || len(m.seals) != 1 || m.seals[0].By != "系统" || m.seals[0].Why != "每月第 5 个工作日封账" {
		t.Errorf("%v, %+v", err, m.seals)
	}
	if err := s.Unseal(ctx, 202403, "甲", ""); err != nil || pending() != 0 {
		t.Errorf("a month that a person unsealed is due again: %v", err)
	}
	if off := NewJob(s, m, 0, nil); off != nil {
		if list, err := off.Pending(ctx); err != nil || len(list) > 0 {
			t.Error("it is due though it is off")
		}
	}
}

func TestWorkingDay(t *testing.T) {
	for want, n := range map[string]int{"2024-06-03": 1, "2024-06-07": 5, "2024-06-10": 6, "2024-06-28": 20} { // June 2024 begins on a Saturday
		if got := WorkingDay(202406, n).Format("2006-01-02"); got != want {
			t.Errorf("day %d is %s, not %s", n, got, want)
		}
	}
}

func taskOf(m analytics.Month) jobs.Task { return jobs.Task{Window: jobs.Window{Month: m}, Run: 4} }
