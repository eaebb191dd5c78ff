package score

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"huisheng/analytics"
	"huisheng/analytics/service"
	"huisheng/jobs"
)

// tables has a month in memory.
type tables struct {
	lives    []*analytics.Life
	fails    error
	replaced []analytics.Judged
}

func (f *tables) LivesOfMonth(ctx context.Context, _ analytics.Month, _ []analytics.Position, yield func(*analytics.Life) error) error {
	for _, l := range f.lives {
		if err := yield(l); err != nil {
			return err
		}
	}
	return f.fails
}

func (f *tables) KindsTold(context.Context, analytics.Month) (map[string][]string, error) {
	return map[string][]string{"s": analytics.EventKinds}, nil
}

func (f *tables) ReplaceJudged(_ context.Context, _ analytics.Month, _ uint64, fill func(func(analytics.Judged) error) error) error {
	var rows []analytics.Judged
	err := fill(func(j analytics.Judged) error {
		if j.Life.ID == "refused" {
			return errors.New("the table refuses it")
		}
		rows = append(rows, j)
		return nil
	})
	if err == nil {
		f.replaced = rows
	}
	return err
}

type ledger struct{ dirty []analytics.Dirty }

func (l *ledger) DirtyMonths(context.Context, string) ([]analytics.Dirty, error) { return l.dirty, nil }
func (l *ledger) ClearDirty(_ context.Context, _ string, d analytics.Dirty) (bool, error) {
	l.dirty = slices.DeleteFunc(l.dirty, func(o analytics.Dirty) bool { return o == d })
	return true, nil
}

func month(n int) []*analytics.Life {
	var lives []*analytics.Life
	for i := range n {
		lives = append(lives, &analytics.Life{Complaint: analytics.Complaint{Source: "s", ID: fmt.Sprint(i), ReceivedAt: time.Date(2024, 3, 4, 9, 0, 0, 0, analytics.Zone), Grade: "B"}})
	}
	return lives
}

func run(t *testing.T, f *tables) (*ledger, error) {
	t.Helper()
	l := &ledger{[]analytics.Dirty{{Month: 202403}}}
	return l, New(f, l, graded(t), func() time.Time { return time.Date(2024, 4, 1, 0, 0, 0, 0, analytics.Zone) }).Run(context.Background(), jobs.Task{Window: jobs.Window{Month: 202403}, Run: 7})
}

func graded(t testing.TB) *service.Book {
	all, err := service.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return service.NewBook(all[slices.IndexFunc(all, func(p *service.Policy) bool { return p.Code == "graded" })], weekdays{})
}

func TestEveryComplaintOfAMonthIsJudgedInItsOrder(t *testing.T) {
	for _, n := range []int{0, 1, read, 5*read + 3} {
		f := &tables{lives: month(n)}
		l, err := run(t, f)
		if err != nil || len(f.replaced) != n || len(l.dirty) != 0 {
			t.Fatalf("%d complaints: %d judged, %d months wait, %v", n, len(f.replaced), len(l.dirty), err)
		}
		for i, j := range f.replaced {
			if j.Life.ID != fmt.Sprint(i) || j.Response != analytics.ClockOpen {
				t.Fatalf("%d is %+v", i, j)
			}
		}
	}
}

func TestAMonthThatCannotBeReadOrWrittenStays(t *testing.T) {
	unreadable := &tables{lives: month(700), fails: errors.New("gone")}
	if l, err := run(t, unreadable); !errors.Is(err, unreadable.fails) || unreadable.replaced != nil || len(l.dirty) != 1 {
		t.Errorf("reading failed: %v, %d rows, %v", err, len(unreadable.replaced), l.dirty)
	}
	refused := &tables{lives: month(10 * read)}
	refused.lives[300].ID = "refused"
	if l, err := run(t, refused); err == nil || refused.replaced != nil || len(l.dirty) != 1 {
		t.Errorf("writing failed: %v, %d rows, %v", err, len(refused.replaced), l.dirty)
	}
}
