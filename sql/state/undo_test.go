package state

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"huisheng/analytics"
)

// imported makes an import that is done.
func imported(t *testing.T, s *State, in Import) Import {
	t.Helper()
	ctx := context.Background()
	in, err := s.BeginImport(ctx, in)
	must(t, err)
	in.State = ImportDone
	must(t, s.UpdateImport(ctx, in))
	return in
}

func TestAnUndoIsQueuedOnceAndCanBeTakenBack(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, _ func() *State) {
		ctx := context.Background()
		in := imported(t, s, Import{File: "a.csv"})
		if _, err := s.RedoImport(ctx, in.Number, "甲", ""); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("an import that stands was let stand again: %v", err)
		}
		c.pass(time.Minute)
		undo, err := s.UndoImport(ctx, in.Number, "甲", "导错了文件")
		must(t, err)
		got, err := s.ImportOf(ctx, in.Number)
		must(t, err)
		if !got.Undone() || !got.Pending || got.UndoneBy != "甲" || got.UndoReason != "导错了文件" || !got.UndoneAt.Equal(c.time()) {
			t.Errorf("after the undo it is %+v", got)
		}
		_, err = s.UndoImport(ctx, in.Number, "乙", "")
		if analytics.KindOf(err) != analytics.KindInvalid || !strings.Contains(err.Error(), "#1 已于 2024-06-01 08:01 撤销") {
			t.Errorf("undone twice: %v", err)
		}
		c.pass(time.Minute)
		redo, err := s.RedoImport(ctx, in.Number, "乙", "没有导错")
		must(t, err)
		queue, err := s.PendingUndos(ctx)
		must(t, err)
		if diff := cmp.Diff([]analytics.Undo{undo, redo}, queue); diff != "" {
			t.Error(diff)
		}
		must(t, s.UndoApplied(ctx, undo.Revision))
		must(t, s.UndoApplied(ctx, undo.Revision))
		queue, err = s.PendingUndos(ctx)
		must(t, err)
		if len(queue) != 1 || queue[0].Revision != redo.Revision {
			t.Errorf("the queue is %v", queue)
		}
		must(t, s.UndoApplied(ctx, redo.Revision))
		got, err = s.ImportOf(ctx, in.Number)
		must(t, err)
		if got.Undone() || got.Pending || got.UndoReason != "" {
			t.Errorf("in the end it is %+v", got)
		}
		history, err := s.UndosOf(ctx, in.Number)
		must(t, err)
		if len(history) != 2 || history[0].Reason != "导错了文件" || history[0].AppliedAt.IsZero() {
			t.Errorf("its history is %v", history)
		}
		if _, err := s.UndoImport(ctx, 99, "", ""); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("undoing what is not there gave %v", err)
		}
	})
}

func TestAnImportThatRunsIsNotUndoneUnlessItIsSilent(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, _ func() *State) {
		ctx := context.Background()
		in, err := s.BeginImport(ctx, Import{File: "a.csv"})
		must(t, err)
		c.pass(brokenOff - time.Second)
		in.Sending = 10
		must(t, s.UpdateImport(ctx, in)) // heard of again
		c.pass(brokenOff - time.Second)
		if _, err := s.UndoImport(ctx, in.Number, "", ""); analytics.KindOf(err) != analytics.KindBusy {
			t.Errorf("an import that runs was undone: %v", err)
		}
		c.pass(time.Second)
		_, err = s.UndoImport(ctx, in.Number, "", "")
		must(t, err)
		// Its process was only slow: it may say how it ended, but not go on.
		if err := s.UpdateImport(ctx, in); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("an import that was undone goes on: %v", err)
		}
		in.State, in.Sent = ImportFailed, 10
		must(t, s.UpdateImport(ctx, in))
		got, err := s.ImportOf(ctx, in.Number)
		must(t, err)
		if got.State != ImportFailed || got.Sent != 10 || !got.Undone() {
			t.Errorf("it is %+v", got)
		}
	})
}

func TestOfManyWhoUndoOneIsFirst(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, again func() *State) {
		in := imported(t, s, Import{})
		var wg sync.WaitGroup
		results := make(chan error, 6)
		for i := range cap(results) {
			one := s
			if i%2 == 1 {
				one = again()
			}
			wg.Go(func() {
				_, err := one.UndoImport(context.Background(), in.Number, "", "")
				results <- err
			})
		}
		wg.Wait()
		close(results)
		won := 0
		for err := range results {
			if err == nil {
				won++
			} else if analytics.KindOf(err) != analytics.KindInvalid {
				t.Error(err)
			}
		}
		queue, err := s.PendingUndos(context.Background())
		must(t, err)
		if won != 1 || len(queue) != 1 {
			t.Errorf("%d undid it, %d are queued", won, len(queue))
		}
	})
}

func TestImportsAreFoundByKindSourceAndState(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		ctx := context.Background()
		imported(t, s, Import{Source: "热线"})
		imported(t, s, Import{Source: "热线", Kind: KindHTTP})
		imported(t, s, Import{Source: "网站", Kind: KindUpload})
		_, err := s.BeginImport(ctx, Import{Source: "网站"})
		must(t, err)
		_, err = s.UndoImport(ctx, 1, "", "")
		must(t, err)
		for _, c := range []struct {
			name   string
			filter ImportFilter
			limit  int
			want   []uint32
		}{
			{"all", ImportFilter{}, 9, []uint32{4, 3, 2, 1}},
			{"one page", ImportFilter{}, 2, []uint32{4, 3}},
			{"the next page", ImportFilter{Below: 3}, 2, []uint32{2, 1}},
			{"a kind", ImportFilter{Kind: KindHTTP}, 9, []uint32{2}},
			{"files", ImportFilter{Kind: KindFile}, 9, []uint32{4, 1}},
			{"a source", ImportFilter{Source: "网站"}, 9, []uint32{4, 3}},
			{"running", ImportFilter{State: ImportRunning}, 9, []uint32{4}},
			{"done and standing", ImportFilter{State: ImportDone}, 9, []uint32{3, 2}},
			{"undone", ImportFilter{State: ImportUndone}, 9, []uint32{1}},
			{"all at once", ImportFilter{Kind: KindHTTP, Source: "热线", State: ImportDone}, 9, []uint32{2}},
		} {
			list, err := s.FindImports(ctx, c.filter, c.limit)
			must(t, err)
			var got []uint32
			for _, in := range list {
				got = append(got, in.Number)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
			if n, err := s.CountImports(ctx, c.filter); err != nil || c.limit == 9 && n != int64(len(c.want)) {
				t.Errorf("%s: counted %d, %v", c.name, n, err)
			}
		}
	})
}

func TestMappingsAreKeptByNameAndFoundByHeaders(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, _ func() *State) {
		ctx := context.Background()
		hotline := Mapping{Name: "热线月报", Kind: "complaint", Source: "热线", Columns: map[string][]string{"text": {"投诉内容"}, "category": {"大类", "小类"}}, Signature: "ab"}
		must(t, s.SaveMapping(ctx, hotline))
		c.pass(time.Minute)
		must(t, s.SaveMapping(ctx, Mapping{Name: "回访", Kind: "event", Columns: map[string][]string{"at": {"时间"}}, Signature: "cd"}))
		c.pass(time.Minute)
		hotline.Source = "12345"
		must(t, s.SaveMapping(ctx, hotline))
		hotline.ChangedAt = c.time()
		got, err := s.MappingNamed(ctx, "热线月报")
		must(t, err)
		if diff := cmp.Diff(hotline, got); diff != "" {
			t.Error(diff)
		}
		all, err := s.Mappings(ctx)
		must(t, err)
		if len(all) != 2 {
			t.Errorf("all are %v", all)
		}
		same := hotline
		same.Name = "另一个"
		c.pass(time.Minute)
		must(t, s.SaveMapping(ctx, same))
		found, ok, err := s.MappingOfSignature(ctx, "ab")
		must(t, err)
		if diff := cmp.Diff(same, found, cmpopts.IgnoreFields(Mapping{}, "ChangedAt")); !ok || diff != "" {
			t.Errorf("not the one that was changed last: %s", diff)
		}
		must(t, s.DeleteMapping(ctx, "另一个"))
		if found, ok, err = s.MappingOfSignature(ctx, "ab"); err != nil || !ok || found.Name != "热线月报" {
			t.Errorf("after it is gone: %v %v %v", found, ok, err)
		}
		if _, ok, err = s.MappingOfSignature(ctx, ""); ok || err != nil {
			t.Errorf("no signature found one: %v", err)
		}
		if err := s.DeleteMapping(ctx, "另一个"); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("deleted twice: %v", err)
		}
		if _, err := s.MappingNamed(ctx, "另一个"); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("it is still there: %v", err)
		}
	})
}

func TestAMappingThatCannotBeUsedIsRefused(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		columns := map[string][]string{"text": {"a"}}
		for name, m := range map[string]Mapping{
			"no name":      {Kind: "complaint", Columns: columns},
			"blank name":   {Name: " a", Kind: "complaint", Columns: columns},
			"long name":    {Name: strings.Repeat("长", 65), Kind: "complaint", Columns: columns},
			"unknown kind": {Name: "a", Kind: "rejected", Columns: columns},
			"no columns":   {Name: "a", Kind: "event"},
		} {
			if err := s.SaveMapping(context.Background(), m); analytics.KindOf(err) != analytics.KindInvalid {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestWhatComesOverHTTPAfterAnUndoGoesUnderAnotherNumber(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx, at := context.Background(), c.time()
		first, err := s.IntakeImport(ctx, "k1", "客服系统", "接口 k1", at)
		must(t, err)
		must(t, s.CountIntake(ctx, []Counted{{Number: first, Sending: 2}}))
		_, err = s.UndoImport(ctx, first, "", "")
		must(t, err)
		if err := s.CountIntake(ctx, []Counted{{Number: first, Sending: 1}}); analytics.KindOf(err) != analytics.KindInvalid {
			t.Errorf("an import that was undone takes more: %v", err)
		}
		must(t, s.CountIntake(ctx, []Counted{{Number: first, Sent: 2}})) // what was on its way is told
		second, err := again().IntakeImport(ctx, "k1", "客服系统", "接口 k1", at)
		must(t, err)
		third, err := s.IntakeImport(ctx, "k1", "客服系统", "接口 k1", at)
		must(t, err)
		in, err := s.ImportOf(ctx, second)
		must(t, err)
		if second == first || third != second || in.Kind != KindHTTP {
			t.Errorf("the numbers are %d, %d and %d, of kind %s", first, second, third, in.Kind)
		}
	})
}
