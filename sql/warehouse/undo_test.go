package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huisheng/analytics"
	"huisheng/sql"
)

// of gives rows an import.
func of[T any](number uint32, rows ...analytics.Arrival[T]) []analytics.Arrival[T] {
	for i := range rows {
		rows[i].Origin.Import = number
	}
	return rows
}

// undo marks an import as undone, or as standing again, with a revision that is larger than those before.
func undo(t testing.TB, w *Warehouse, number uint32, undone bool) analytics.Undo {
	t.Helper()
	u := analytics.Undo{Import: number, Undone: undone, Revision: revisions.Add(1)}
	must(t, w.SetUndone(context.Background(), u))
	return u
}

// listed writes the complaints of March to May as a list shows them.
func listed(t testing.TB, w *Warehouse) string {
	t.Helper()
	list, err := w.ListComplaints(context.Background(), analytics.Selection{}, at("2024-06-01 00:00"), analytics.Cursor{}, 100)
	must(t, err)
	var out []string
	for _, l := range list {
		out = append(out, l.ID+l.Head+" "+l.ReceivedAt.Format("01-02")+" "+l.Stage)
	}
	tally, err := w.TallyComplaints(context.Background(), analytics.Selection{}, at("2024-06-01 00:00"))
	must(t, err)
	if int(tally.N) != len(list) {
		t.Errorf("the list has %d complaints, the tally %d", len(list), tally.N)
	}
	slices.Sort(out)
	return strings.TrimSpace(strings.Join(out, "|"))
}

func TestAnUndoneImportCountsNowhereUntilItStandsAgain(t *testing.T) {
	both(t, func(t *testing.T, w *Warehouse) {
		ctx := context.Background()
		must(t, w.StoreComplaints(ctx, of(1, arrival(0, "1", "2024-03-01 08:00", "a"), arrival(1, "2", "2024-03-01 08:00", "a"))))
		must(t, w.StoreComplaints(ctx, of(2, arrival(2, "1", "2024-03-05 08:00", "b"), arrival(3, "2", "2024-03-01 08:00", "a"), arrival(4, "3", "2024-03-01 08:00", "c"))))
		must(t, w.StoreEvents(ctx, of(1, event(0, "e1", "2", "accepted", "2024-03-02 08:00"))))
		must(t, w.StoreEvents(ctx, of(2, event(1, "e2", "2", "closed", "2024-03-03 08:00"))))
		must(t, w.StoreEvents(ctx, of(3, event(2, "e3", "1", "invalidated", "2024-03-03 08:00"))))
		must(t, w.StoreExposures(ctx, of(1, exposure(0, 100))))
		must(t, w.StoreExposures(ctx, of(2, exposure(1, 900))))

		undo(t, w, 3, true) // what makes 1 void does not count
		for _, c := range []struct {
			undone, redone        uint32
			list                  string
			exposure              float64
			facts                 []string
			books, first, seconds analytics.Books
		}{
			{list: "1b 03-05 |2a 03-01 closed|3c 03-01 ", exposure: 900, facts: []string{"('1','2024-03-05','')", "('2','2024-03-01','closed')", "('3','2024-03-01','')"},
				books: analytics.Books{Received: 5, Stored: 3, Updated: 1, Repeated: 1},
				first: analytics.Books{Received: 2, Stored: 2}, seconds: analytics.Books{Received: 3, Stored: 1, Updated: 1, Repeated: 1}},
			{undone: 2, list: "1a 03-01 |2a 03-01 accepted", exposure: 100, facts: []string{"('1','2024-03-01','')", "('2','2024-03-01','accepted')"},
				books: analytics.Books{Received: 5, Stored: 2, Withdrawn: 3},
				first: analytics.Books{Received: 2, Stored: 2}, seconds: analytics.Books{Received: 3, Withdrawn: 3}},
			{undone: 1, redone: 2, list: "1b 03-05 |2a 03-01 closed|3c 03-01 ", exposure: 900, facts: []string{"('1','2024-03-05','')", "('2','2024-03-01','closed')", "('3','2024-03-01','')"},
				books: analytics.Books{Received: 5, Stored: 3, Withdrawn: 2},
				first: analytics.Books{Received: 2, Withdrawn: 2}, seconds: analytics.Books{Received: 3, Stored: 3}},
			{undone: 2, list: "", exposure: 0, facts: nil, books: analytics.Books{Received: 5, Withdrawn: 5},
				first: analytics.Books{Received: 2, Withdrawn: 2}, seconds: analytics.Books{Received: 3, Withdrawn: 3}},
		} {
			if c.undone > 0 {
				undo(t, w, c.undone, true)
			}
			if c.redone > 0 {
				undo(t, w, c.redone, false)
			}
			if got := listed(t, w); got != strings.TrimSpace(c.list) {
				t.Errorf("after undoing %d: the list is %q, want %q", c.undone, got, c.list)
			}
			sums, err := w.Exposure(ctx, 202403)
			must(t, err)
			if sum := sumOf(sums); sum != c.exposure {
				t.Errorf("after undoing %d: the exposure is %v, want %v", c.undone, sum, c.exposure)
			}
			must(t, w.AssembleMonth(ctx, 202403, revisions.Add(1), everything))
			if diff := gocmp.Diff(c.facts, facts(t, w, "complaint_id, toString(day), stage")); diff != "" {
				t.Errorf("after undoing %d: facts: %s", c.undone, diff)
			}
			books, err := w.Books(ctx)
			must(t, err)
			taken, err := w.CommittedBooks(ctx, 1, []uint64{100})
			must(t, err)
			each, err := w.BooksOfImports(ctx, []uint32{1, 2, 9})
			must(t, err)
			for name, pair := range map[string][2]analytics.Books{"of all": {c.books, books["a"]}, "below the commits": {c.books, taken.Books},
				"of the first": {c.first, each[1]}, "of the second": {c.seconds, each[2]}, "of none": {{}, each[9]}} {
				if diff := gocmp.Diff(pair[0], pair[1]); diff != "" {
					t.Errorf("after undoing %d: books %s: %s", c.undone, name, diff)
				}
			}
		}
	})
}

func TestAComplaintOfUndoneImportsTellsWhyItDoesNotCount(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, of(1, arrival(0, "1", "2024-03-01 08:00", "a"))))
	must(t, w.StoreComplaints(ctx, of(2, arrival(1, "1", "2024-03-02 08:00", "b"), arrival(2, "1", "2024-03-01 08:00", "a"))))
	undo(t, w, 2, true)
	d, err := w.ReadComplaint(ctx, key("1"))
	must(t, err)
	if d.Complaint.Text != "a" || len(d.Withdrawn()) != 0 || len(d.Told) != 2 || d.Told[0].Winner || !d.Told[1].Winner || !slices.Equal(d.Told[0].Withdrawn, []uint32{2}) {
		t.Errorf("with one telling that stands: %+v", d)
	}
	undo(t, w, 1, true)
	d, err = w.ReadComplaint(ctx, key("1"))
	must(t, err)
	if d.Complaint.Text != "b" || !slices.Equal(d.Withdrawn(), []uint32{1, 2}) || d.Told[0].Winner || d.Told[1].Winner {
		t.Errorf("with none that stands: %+v", d)
	}
}

func TestOfRowsWithOneSeqTheLargerRevisionHolds(t *testing.T) {
	both(t, func(t *testing.T, w *Warehouse) {
		ctx := context.Background()
		must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{arrival(0, "1", "2024-03-01 08:00", "a")}))
		h := analytics.Head{Key: key("1"), Month: 202403, Content: hashOf("1", "2024-03-01 08:00", "a"), First: 1 << 48, Seq: 1 << 48}
		for _, c := range []struct {
			revision uint64
			gone     bool
		}{{0, false}, {2, true}, {1, false}, {3, false}, {4, true}} {
			next := h
			next.Revision, next.Gone = c.revision, c.gone
			must(t, w.InsertHeads(ctx, []analytics.Head{next}))
			must(t, w.InsertMoved(ctx, []analytics.Moved{{Key: key("1"), Month: 202403, Gone: c.gone, Seq: 1 << 48, Revision: c.revision}}))
			must(t, w.conn.Exec(ctx, "OPTIMIZE TABLE "+w.cluster.Local("heads")+" FINAL"))
			heads, err := w.Heads(ctx, []analytics.Key{key("1")})
			must(t, err)
			want := max(c.revision, heads[0].Revision)
			if len(heads) != 1 || heads[0].Revision != want || heads[0].Gone != (want == 2 || want == 4) {
				t.Fatalf("after revision %d the head is %+v", c.revision, heads)
			}
			winners, err := w.Winners(ctx, 202403, analytics.Key{}, 10)
			must(t, err)
			if gone := len(winners) == 0; gone != heads[0].Gone {
				t.Errorf("after revision %d the winners are %v", c.revision, winners)
			}
		}
	})
}

// Whatever arrives with whatever imports, and whatever is undone, Standing finds what the rule of DESIGN.md says, page by page.
func TestStandingDecidesAsTheRuleSays(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	rapid.Check(t, func(r *rapid.T) {
		ctx := context.Background()
		must(t, w.conn.Exec(ctx, "TRUNCATE TABLE complaints"))
		must(t, w.conn.Exec(ctx, "TRUNCATE TABLE undone"))
		var rows []analytics.Arrival[analytics.Complaint]
		for i := range rapid.IntRange(1, 12).Draw(r, "rows") {
			month := rapid.IntRange(3, 4).Draw(r, "month")
			a := arrival(uint64(i), rapid.SampledFrom([]string{"1", "2", "3"}).Draw(r, "id"), fmt.Sprintf("2024-%02d-01 08:00", month), rapid.SampledFrom([]string{"a", "b"}).Draw(r, "text"))
			a.Record.Version = uint32(rapid.IntRange(0, 1).Draw(r, "version"))
			a.Origin.Import = uint32(rapid.IntRange(1, 3).Draw(r, "import"))
			rows = append(rows, a)
		}
		must(t, w.StoreComplaints(ctx, rows))
		gone := map[uint32]bool{}
		for number := uint32(1); number <= 3; number++ {
			if gone[number] = rapid.Bool().Draw(r, "undone"); gone[number] {
				undo(t, w, number, true)
			}
		}
		months, err := w.ImportMonths(ctx, 1)
		must(t, err)
		got := map[string]analytics.Standing{}
		for _, month := range months {
			var after analytics.Key
			for {
				page, err := w.Standing(ctx, 1, month, after, 1)
				must(t, err)
				if len(page) == 0 {
					break
				}
				after = page[0].Key
				slices.Sort(page[0].Months)
				got[page[0].ID] = page[0]
			}
		}
		if diff := gocmp.Diff(standing(rows, gone), got); diff != "" {
			r.Fatal(diff)
		}
	})
}

// standing is the rule, word by word, for the complaints of import 1.
func standing(rows []analytics.Arrival[analytics.Complaint], gone map[uint32]bool) map[string]analytics.Standing {
	type telling struct {
		version uint32
		content uint64
	}
	all := map[string]analytics.Standing{}
	for _, a := range rows {
		if a.Origin.Import == 1 {
			all[a.Record.ID] = analytics.Standing{Head: analytics.Head{Key: key(a.Record.ID), Gone: true}}
		}
	}
	for id, s := range all {
		first := map[telling]bool{}
		for _, a := range rows {
			if a.Record.ID != id {
				continue
			}
			month, seq := analytics.MonthOf(a.Record.ReceivedAt), analytics.SeqOf(1, a.Origin.Offset)
			s.Seq = seq
			if !slices.Contains(s.Months, month) {
				s.Months = append(s.Months, month)
			}
			told := telling{a.Record.Version, a.Content}
			if gone[a.Origin.Import] || first[told] {
				continue
			}
			first[told] = true
			if s.Gone || cmp.Compare(told.version, s.Version) >= 0 {
				s.Gone, s.Month, s.Version, s.Content, s.First = false, month, told.version, told.content, seq
			}
		}
		slices.Sort(s.Months)
		all[id] = s
	}
	return all
}

func TestOnlyWhatWasNotReadIsReadAgain(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	a, b := arrival(0, "1", "2024-03-01 08:00", "a"), arrival(1, "2", "2024-03-01 08:00", "b")
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{a, b}))
	must(t, w.InsertInsights(ctx, []analytics.Insight{{Key: key("1"), Month: 202403, Content: a.Content, Model: "m"}}))
	heads := []analytics.Head{{Key: key("1"), Month: 202403, Content: a.Content, First: 1 << 48}, {Key: key("2"), Month: 202403, Content: b.Content, First: 1<<48 + 1}}
	got, err := w.Unread(ctx, heads, "m")
	must(t, err)
	if len(got) != 1 || got[0].ID != "2" || got[0].Text != "b" || got[0].Month != 202403 || got[0].Seq != 1<<48+1 {
		t.Errorf("unread are %+v", got)
	}
	if got, err = w.Unread(ctx, heads, "another"); err != nil || len(got) != 2 {
		t.Errorf("by another model unread are %v, %v", got, err)
	}
}

// The months of an import's complaints, and those that count the complaints of its events.
func TestTheMonthsOfAnImport(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	must(t, w.StoreComplaints(ctx, of(1, arrival(0, "1", "2024-03-01 08:00", "a"), arrival(1, "1", "2024-05-01 08:00", "b"))))
	must(t, w.StoreEvents(ctx, of(1, event(0, "e", "7", "closed", "2024-03-02 08:00"))))
	must(t, w.InsertHeads(ctx, []analytics.Head{{Key: key("7"), Month: 202402, Seq: 1}, {Key: key("1"), Month: 202405, Seq: 1}}))
	told, err := w.ImportMonths(ctx, 1)
	must(t, err)
	lived, err := w.ImportEventMonths(ctx, 1)
	must(t, err)
	if fmt.Sprint(told, lived) != "[2024-03 2024-05] [2024-02]" {
		t.Errorf("the months are %v and %v", told, lived)
	}
}

// The books of many imports are taken as those of one, by keys and by hashes of keys.
func TestTheBooksOfManyImportsAreThoseOfEach(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	for number := range uint32(5) {
		var rows []analytics.Arrival[analytics.Complaint]
		for i := range uint64(20) {
			rows = append(rows, arrival(uint64(number)*20+i, fmt.Sprint((i*uint64(number+1))%13), "2024-03-01 08:00", fmt.Sprint(i%3)))
		}
		must(t, w.StoreComplaints(ctx, of(number+1, rows...)))
	}
	undo(t, w, 2, true)
	all, err := w.BooksOfImports(ctx, []uint32{1, 2, 3, 4, 5})
	must(t, err)
	var sum analytics.Books
	for number, b := range all {
		one, err := w.ImportBooks(ctx, number)
		must(t, err)
		if one != b || !b.Balanced() || b.Received != 20 {
			t.Errorf("import %d: %+v among all, %+v alone", number, b, one)
		}
		sum = analytics.Books{Received: sum.Received + b.Received, Stored: sum.Stored + b.Stored, Updated: sum.Updated + b.Updated,
			Repeated: sum.Repeated + b.Repeated, Withdrawn: sum.Withdrawn + b.Withdrawn}
	}
	whole, err := w.Books(ctx)
	must(t, err)
	if diff := gocmp.Diff(whole["a"], sum); diff != "" {
		t.Errorf("together they are not the books of all: %s", diff)
	}
	var number uint32
	var received, stored, updated uint64
	must(t, w.Row(ctx, "books_of_imports", P{"imports": []uint32{4}, "many": true, "undone": []uint32{2}}, &number, &received, &stored, &updated))
	if b := all[4]; int64(received) != b.Received || int64(stored) != b.Stored || int64(updated) != b.Updated {
		t.Errorf("by hashes: %d %d %d, by keys %+v", received, stored, updated, b)
	}
}

// The statements of the migration can be repeated, as a file that breaks off is run again from its beginning.
func TestTheMigrationOfUndosCanBeRepeated(t *testing.T) {
	both(t, func(t *testing.T, w *Warehouse) {
		list, err := sql.Migrations()
		must(t, err)
		for _, file := range list {
			if file.Name != "0004_undo" {
				continue
			}
			text, err := w.cluster.Render(file, nil)
			must(t, err)
			for _, statement := range sql.Split(text) {
				must(t, w.conn.Exec(context.Background(), statement))
			}
		}
	})
}

// revisions numbers the undos of all tests.
var revisions atomic.Uint64

// both runs a test on a single server and on a cluster of one shard.
func both(t *testing.T, test func(t *testing.T, w *Warehouse)) {
	t.Run("single", func(t *testing.T) { test(t, fresh(t)) })
	t.Run("cluster", func(t *testing.T) {
		w := empty(t, sql.Cluster{Name: cluster})
		must(t, w.Migrate(context.Background()))
		test(t, w)
	})
}

func exposure(offset uint64, value float64) analytics.Arrival[analytics.Exposure] {
	return analytics.Arrival[analytics.Exposure]{Record: analytics.Exposure{Source: "a", Month: 202403, Unit: "orders", Value: value}, Content: offset,
		Origin: analytics.Origin{Epoch: 1, Offset: offset, ArrivedAt: at("2024-05-01 08:00").Add(time.Duration(offset))}}
}

func sumOf(list []analytics.ExposureSum) float64 {
	var sum float64
	for _, e := range list {
		sum += e.Value
	}
	return sum
}
