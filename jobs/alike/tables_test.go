package alike_test

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"huisheng/analytics"
	"huisheng/jobs/alike"
)

// told is a telling as it arrived. The last one of a complaint counts, unless the complaint was withdrawn.
type told struct {
	analytics.Untold
	words int // number of its words
}

// row is a compared telling, or a mark, as the tables keep them.
type row[T any] struct {
	at       T
	gone     bool
	revision uint64
}

// tables are alike.Tables and alike.Ledger in memory, without paging and hashing tricks, and the facts that assemble would make.
type tables struct {
	told      map[string]told
	withdrawn map[string]bool
	compared  map[place]row[analytics.Telling]
	keys      map[place][]uint64
	marks     map[place]row[analytics.Mark]
	facts     map[place]analytics.Mark
	dirty     map[string]map[analytics.Month]int64 // by job: the generation of each dirty month
	marked    int64
	written   int // rows that were ever inserted
	calls     int
	failAt    int // the call that fails, before or after it did its work; 0 none
}

// place is a complaint in a month.
type place struct {
	analytics.Key
	analytics.Month
}

func newTables() *tables {
	return &tables{told: map[string]told{}, withdrawn: map[string]bool{}, compared: map[place]row[analytics.Telling]{}, keys: map[place][]uint64{}, marks: map[place]row[analytics.Mark]{},
		facts: map[place]analytics.Mark{}, dirty: map[string]map[analytics.Month]int64{alike.Name: {}, "assemble": {}}}
}

var (
	_ alike.Tables = (*tables)(nil)
	_ alike.Ledger = (*tables)(nil)
)

var errKilled = errors.New("killed")

// call counts the calls and says whether this one does its work, and whether the process lives after it.
func (t *tables) call() (work bool, err error) {
	if t.calls++; t.failAt == 0 || t.calls < t.failAt {
		return true, nil
	}
	return t.failAt%2 == 0, errKilled
}

// tell makes a telling arrive in the place of an earlier one.
func (t *tables) tell(n told) {
	if before, known := t.told[n.ID]; known {
		t.markAll(before.Month)
	}
	t.told[n.ID] = n
	t.markAll(n.Month)
}

// turn withdraws a complaint, or opens it again.
func (t *tables) turn(id string, withdrawn bool) {
	if n, known := t.told[id]; known {
		t.withdrawn[id] = withdrawn
		t.markAll(n.Month)
	}
}

// markAll marks a month dirty for the job and for assemble, as enrich does.
func (t *tables) markAll(m analytics.Month) {
	for _, months := range t.dirty {
		t.marked++
		months[m] = t.marked
	}
}

// assemble makes the facts of the dirty months anew.
func (t *tables) assemble() {
	for month := range t.dirty["assemble"] {
		for at := range t.facts {
			if at.Month == month {
				delete(t.facts, at)
			}
		}
		for id, n := range t.told {
			if n.Month == month && !t.withdrawn[id] {
				at := place{n.Key, month}
				t.facts[at] = t.marks[at].at
			}
		}
	}
	clear(t.dirty["assemble"])
}

// DirtyMonths implements alike.Ledger.
func (t *tables) DirtyMonths(_ context.Context, job string) ([]analytics.Dirty, error) {
	var list []analytics.Dirty
	for month, generation := range t.dirty[job] {
		list = append(list, analytics.Dirty{Month: month, Generation: generation})
	}
	slices.SortFunc(list, func(a, b analytics.Dirty) int { return cmp.Compare(b.Month, a.Month) })
	return list, nil
}

// ClearDirty implements alike.Ledger.
func (t *tables) ClearDirty(_ context.Context, job string, d analytics.Dirty) (bool, error) {
	work, err := t.call()
	if clears := t.dirty[job][d.Month] == d.Generation; work && clears {
		delete(t.dirty[job], d.Month)
	}
	return work, err
}

// MarkDirtyFor implements alike.Ledger.
func (t *tables) MarkDirtyFor(_ context.Context, job, _ string, months []analytics.Month) error {
	work, err := t.call()
	for _, m := range months {
		if work {
			t.marked++
			t.dirty[job][m] = t.marked
		}
	}
	return err
}

// BeginAlike implements alike.Tables.
func (t *tables) BeginAlike(context.Context) error { return nil }

// Untold implements alike.Tables.
func (t *tables) Untold(_ context.Context, month analytics.Month, version uint16, _ []analytics.Position, limit int) ([]analytics.Untold, error) {
	var list []analytics.Untold
	for _, n := range t.told {
		at, known := t.compared[place{n.Key, n.Month}]
		if n.Month == month && !(known && at.at.Content == n.Content && at.at.Version == version) {
			list = append(list, n.Untold)
		}
	}
	slices.SortFunc(list, func(a, b analytics.Untold) int {
		return cmp.Or(a.ReceivedAt.Compare(b.ReceivedAt), cmp.Compare(a.ID, b.ID))
	})
	return list[:min(limit, len(list))], nil
}

// Alike implements alike.Tables.
func (t *tables) Alike(_ context.Context, _ analytics.Month, version uint16, _ uint64, keys []uint64) ([]analytics.Telling, error) {
	var list []analytics.Telling
	for at, r := range t.compared {
		n := t.told[at.ID]
		shares := slices.ContainsFunc(t.keys[at], func(k uint64) bool { return slices.Contains(keys, k) })
		if shares && r.at.Version == version && n.Month == at.Month && n.Content == r.at.Content {
			list = append(list, r.at)
		}
	}
	return list, nil
}

// InsertTellings implements alike.Tables.
func (t *tables) InsertTellings(_ context.Context, rows []analytics.Telling, keys [][]uint64, revision uint64) error {
	work, err := t.call()
	for i, r := range rows {
		if at := (place{r.Key, r.Month}); work {
			t.written++
			t.compared[at] = row[analytics.Telling]{r, false, revision}
			t.keys[at] = append(t.keys[at], keys[i]...)
		}
	}
	return err
}

// TurnTellings implements alike.Tables.
func (t *tables) TurnTellings(_ context.Context, month analytics.Month, revision uint64, _ []analytics.Position) error {
	work, err := t.call()
	for at, r := range t.compared {
		n := t.told[at.ID]
		counts := n.Month == month && n.Content == r.at.Content && !t.withdrawn[at.ID]
		if work && at.Month == month && r.gone == counts {
			t.written++
			t.compared[at] = row[analytics.Telling]{r.at, !counts, revision}
		}
	}
	return err
}

// Members implements alike.Tables.
func (t *tables) Members(_ context.Context, month analytics.Month) (analytics.Members, error) {
	return analytics.Members{
		Matters:  t.members(month, func(r analytics.Telling) uint64 { return r.Matter }, func(m analytics.Mark) uint64 { return m.Matter }),
		Wordings: t.members(month, func(r analytics.Telling) uint64 { return r.Wording }, func(m analytics.Mark) uint64 { return m.Template }),
		Events:   t.members(month, func(r analytics.Telling) uint64 { return r.Event }, func(m analytics.Mark) uint64 { return m.Mass }),
	}, nil
}

func (t *tables) members(month analytics.Month, group func(analytics.Telling) uint64, mark func(analytics.Mark) uint64) []analytics.Member {
	asked := map[uint64]bool{}
	for at, r := range t.compared {
		if at.Month == month {
			asked[group(r.at)] = true
		}
	}
	for at, m := range t.marks {
		if at.Month == month {
			asked[mark(m.at)] = true
		}
	}
	var list []analytics.Member
	for at, r := range t.compared {
		if g := group(r.at); asked[g] && !r.gone {
			list = append(list, analytics.Member{Key: at.Key, Month: at.Month, ReceivedAt: r.at.ReceivedAt, Name: r.at.Name, Customer: r.at.Customer, Matter: r.at.Matter, Group: g,
				Mark: t.marks[at].at})
		}
	}
	return list
}

// Marks implements alike.Tables.
func (t *tables) Marks(_ context.Context, month analytics.Month) ([]analytics.Marked, error) {
	var list []analytics.Marked
	for at, m := range t.marks {
		if at.Month == month {
			list = append(list, analytics.Marked{Key: at.Key, Month: month, Mark: m.at})
		}
	}
	return list, nil
}

// InsertMarks implements alike.Tables.
func (t *tables) InsertMarks(_ context.Context, rows []analytics.Marked, revision uint64) error {
	work, err := t.call()
	for _, m := range rows {
		if at := (place{m.Key, m.Month}); work && revision >= t.marks[at].revision {
			t.written++
			t.marks[at] = row[analytics.Mark]{at: m.Mark, revision: revision}
		}
	}
	return err
}
