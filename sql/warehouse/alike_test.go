package warehouse

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huisheng/analytics"
	"huisheng/dashboards/memory"
)

// groupsOf counts the groups of a kind in a selection, and each in all months, by loops over the records.
func groupsOf(t *testing.T, m *memory.Reader, kind analytics.GroupKind, s analytics.Selection, limit int) []analytics.Alike {
	t.Helper()
	ctx := context.Background()
	seen := map[uint64]bool{}
	var list []analytics.Alike
	for i := range m.Records {
		mark := m.Records[i].Mark
		id := map[analytics.GroupKind]uint64{analytics.GroupMatter: mark.Matter, analytics.GroupMass: mark.Mass, analytics.GroupTemplate: mark.Template}[kind]
		if id == 0 || seen[id] {
			continue
		}
		seen[id] = true
		group := analytics.Group{Kind: kind, ID: id}
		in := s
		in.Group = group
		rows, err := m.ListComplaints(ctx, in, pageMoment, analytics.Cursor{}, len(m.Records))
		must(t, err)
		all, err := m.TallyComplaints(ctx, analytics.Selection{Group: group}, pageMoment)
		must(t, err)
		if len(rows) > 1 {
			last := rows[len(rows)-1] // the list is newest first
			list = append(list, analytics.Alike{Group: group, N: uint64(len(rows)), Total: all.N, First: last.ReceivedAt, Last: rows[0].ReceivedAt, Topic: last.Topic, Sample: last})
		}
	}
	slices.SortFunc(list, func(a, b analytics.Alike) int {
		if a.N != b.N {
			return int(b.N) - int(a.N)
		}
		return int(a.ID) - int(b.ID)
	})
	return list[:min(limit, len(list))]
}

func TestGroupsOfASelectionAreThoseThatLoopsFind(t *testing.T) {
	t.Parallel()
	w, m := planted(t, 23)
	found := 0
	for _, kind := range []analytics.GroupKind{analytics.GroupMatter, analytics.GroupMass, analytics.GroupTemplate} {
		for i, s := range selections()[:8] {
			for _, limit := range []int{2, 100} {
				want := groupsOf(t, m, kind, s, limit)
				got, err := w.AlikeGroups(context.Background(), kind, s, limit)
				must(t, err)
				found += len(got)
				type plain struct {
					ID, N, Total uint64
					First, Last  int64
					Sample       analytics.Key
				}
				short := func(list []analytics.Alike) (out []plain) {
					for _, a := range list {
						out = append(out, plain{a.ID, a.N, a.Total, a.First.UnixMilli(), a.Last.UnixMilli(), a.Sample.Key})
					}
					return out
				}
				if diff := cmp.Diff(short(want), short(got)); diff != "" {
					t.Errorf("%v, selection %d, at most %d: %s", kind, i, limit, diff)
				}
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d groups: nothing was tested", found)
	}
}

// A complaint tells of its groups how many are in them, of how many people, since when, and which telling it joined; one that is in no group and
// one that counts no longer tell nothing.
func TestAComplaintKnowsWhatItIsAlikeTo(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	var rows []analytics.Arrival[analytics.Complaint]
	var tellings []analytics.Telling
	var keys [][]uint64
	var marks []analytics.Marked
	for i, c := range []struct {
		when     string
		customer uint64
		mark     analytics.Mark
	}{
		{"2024-03-01 08:00", 7, analytics.Mark{Matter: 1, Template: 1}},
		{"2024-03-05 09:00", 7, analytics.Mark{Matter: 1, Template: 1, Duplicate: true, Repeated: true, Copied: true}},
		{"2024-03-09 10:00", 8, analytics.Mark{Template: 1, Copied: true}},
		{"2024-03-10 10:00", 9, analytics.Mark{}},
	} {
		a := arrival(uint64(i), fmt.Sprint(i), c.when, "冰箱漏水")
		a.Record.Customer.Key = c.customer
		rows = append(rows, a)
		told := analytics.Telling{Key: key(fmt.Sprint(i)), Month: 202403, Content: a.Content, Version: 1, Name: uint64(i) + 1, ReceivedAt: at(c.when), Customer: c.customer,
			Matter: max(c.mark.Matter, 1), Wording: 1}
		if i == 1 {
			told.Relation, told.Like, told.Similarity = 2, 1, 0.75
		}
		tellings, keys = append(tellings, told), append(keys, []uint64{5})
		marks = append(marks, analytics.Marked{Key: told.Key, Month: 202403, Mark: c.mark})
	}
	must(t, w.StoreComplaints(ctx, rows))
	must(t, w.InsertTellings(ctx, tellings, keys, 2))
	must(t, w.InsertMarks(ctx, marks, 1))
	must(t, w.AssembleMonth(ctx, 202403, 1, everything))
	same, err := w.SameAs(ctx, key("1"))
	must(t, err)
	if m := same.Matter; m.ID != 1 || m.N != 2 || m.People != 1 || !m.First.Equal(at("2024-03-01 08:00")) || !m.Last.Equal(at("2024-03-05 09:00")) {
		t.Errorf("its matter is %+v", m)
	}
	if x := same.Template; x.N != 3 || x.People != 2 || !x.Last.Equal(at("2024-03-09 10:00")) || same.Mass.N != 0 {
		t.Errorf("its template is %+v, its event %+v", x, same.Mass)
	}
	if same.Relation != 2 || same.Similarity != 0.75 || same.Like != key("0") || !same.LikeAt.Equal(at("2024-03-01 08:00")) {
		t.Errorf("it joined %+v", same)
	}
	if same, err = w.SameAs(ctx, key("0")); err != nil || same.Relation != 0 || same.Like.ID != "" || same.Matter.N != 2 {
		t.Errorf("the founder: %+v %v", same, err)
	}
	for _, id := range []string{"3", "nobody"} {
		if same, err = w.SameAs(ctx, key(id)); err != nil || same.Matter.N+same.Template.N+same.Mass.N != 0 {
			t.Errorf("%s is alone: %+v %v", id, same, err)
		}
	}
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{event(0, "e", "1", "withdrawn", "2024-03-20 08:00")}))
	must(t, w.TurnTellings(ctx, 202403, 5, everything))
	if same, err = w.SameAs(ctx, key("1")); err != nil || same.Matter.N != 0 || same.Like.ID != "" {
		t.Errorf("one that was withdrawn: %+v %v", same, err)
	}
}

// What is asked for by a key is every telling that stands, withdrawn or not, and none that says something else by now or in another month.
func TestTellingsAreFoundByTheirKeysWhileTheyStand(t *testing.T) {
	t.Parallel()
	w, ctx := fresh(t), context.Background()
	var tellings []analytics.Telling
	var heads []analytics.Head
	var keys [][]uint64
	for i := range uint64(6) {
		k := key(fmt.Sprint(i))
		tellings = append(tellings, analytics.Telling{Key: k, Month: 202403, Content: 10 + i, Version: 1, Name: 20 + i, ReceivedAt: at("2024-03-01 08:00"), Shingles: []uint32{1, 2}, Matter: 20})
		heads = append(heads, analytics.Head{Key: k, Month: 202403, Content: 10 + i, Seq: 1})
		keys = append(keys, []uint64{5, 100 + i})
	}
	heads[2].Content = 99   // says something else
	heads[3].Month = 202404 // belongs to another month
	heads[4].Gone = true    // its import does not stand
	tellings[5].Version = 0 // compared by other signatures
	must(t, w.InsertTellings(ctx, tellings, keys, 2))
	must(t, w.InsertHeads(ctx, heads))
	withdrawn := arrival(0, "1", "2024-03-01 08:00", "x")
	withdrawn.Content = 11
	must(t, w.StoreComplaints(ctx, []analytics.Arrival[analytics.Complaint]{withdrawn}))
	must(t, w.StoreEvents(ctx, []analytics.Arrival[analytics.Event]{event(0, "e", "1", "withdrawn", "2024-03-20 08:00")}))
	must(t, w.TurnTellings(ctx, 202403, 5, everything)) // takes it out of its group
	for n, c := range []struct {
		month analytics.Month
		keys  []uint64
		want  []string
	}{{202403, []uint64{5}, []string{"0", "1"}}, {202405, []uint64{101}, []string{"1"}}, {202403, []uint64{7}, nil}, {202603, []uint64{5}, nil}} {
		must(t, w.BeginAlike(ctx))
		found, err := w.Alike(ctx, c.month, 1, uint64(n)+1, c.keys)
		must(t, err)
		var got []string
		for _, f := range found {
			got = append(got, f.ID)
		}
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("keys %v of %s: %s", c.keys, c.month, diff)
		}
	}
}
