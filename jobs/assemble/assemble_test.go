package assemble

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/jobs"
)

// memory is Tables and Ledger, writing down what is called.
type memory struct {
	calls []string
	dirty []analytics.Dirty
	err   error
	then  func() // runs while a month is assembled
}

func (m *memory) AssembleMonth(_ context.Context, month analytics.Month, run uint64, upTo []analytics.Position) error {
	m.calls = append(m.calls, fmt.Sprintf("assemble %s run %d below %v", month, run, upTo))
	if m.then != nil {
		m.then()
	}
	return m.err
}

func (m *memory) DirtyMonths(_ context.Context, job string) ([]analytics.Dirty, error) {
	m.calls = append(m.calls, "dirty of "+job)
	return append([]analytics.Dirty(nil), m.dirty...), nil
}

func (m *memory) ClearDirty(_ context.Context, job string, d analytics.Dirty) (bool, error) {
	m.calls = append(m.calls, fmt.Sprintf("clear %s %s %d", job, d.Month, d.Generation))
	return true, nil
}

func (m *memory) MarkDirtyFor(_ context.Context, job, _ string, months []analytics.Month) error {
	m.calls = append(m.calls, fmt.Sprintf("mark %s %v", job, months))
	return nil
}

func (m *memory) MarkSealed(_ context.Context, job, _ string, months []analytics.Month) error {
	m.calls = append(m.calls, fmt.Sprintf("mark %s %v if sealed", job, months))
	return nil
}

func TestTheStepsComeInTheOrderThatMakesAKillHarmless(t *testing.T) {
	m := &memory{dirty: []analytics.Dirty{{Month: 202404, Generation: 3}, {Month: 202403, Generation: 5}}}
	m.then = func() { m.dirty[1].Generation = 6 } // marked once more while it is assembled
	task := jobs.Task{Window: jobs.Window{Month: 202403}, Run: 9, Watermark: []analytics.Position{{Topic: "complaints.v1", Epoch: 1, Next: 7}}}
	if err := New(m, m).Run(context.Background(), task); err != nil {
		t.Fatal(err)
	}
	want := []string{"dirty of assemble", "assemble 2024-03 run 9 below [complaints.v1/1/0@7]", "mark detect [2024-03 2024-04 2025-03]",
		"mark score [2024-03]", "mark discover [2024-03]",
		"mark compare [2024-03] if sealed", "clear assemble 2024-03 5"}
	if diff := cmp.Diff(want, m.calls); diff != "" {
		t.Error(diff)
	}
}

func TestAMonthThatFailsStaysDirty(t *testing.T) {
	m := &memory{dirty: []analytics.Dirty{{Month: 202403, Generation: 5}}, err: errors.New("没有空间")}
	err := New(m, m).Run(context.Background(), jobs.Task{Window: jobs.Window{Month: 202403}})
	if !errors.Is(err, m.err) || len(m.calls) != 2 {
		t.Errorf("%v after %v", err, m.calls)
	}
}

func TestPendingIsNewestFirst(t *testing.T) {
	m := &memory{dirty: []analytics.Dirty{{Month: 202404}, {Month: 202403}}}
	windows, err := New(m, m).Pending(context.Background())
	if err != nil || fmt.Sprint(windows) != "[2024-04 2024-03]" {
		t.Errorf("%v, %v", windows, err)
	}
}
