package state

import (
	"bytes"
	"context"
	"testing"
	"time"

	"huisheng/analytics"
)

func TestModelsAreKeptAndOneIsInUse(t *testing.T) {
	both(t, func(t *testing.T, s *State, c *clock, again func() *State) {
		ctx := context.Background()
		content := []byte("\x00huisheng\xff")
		first, err := s.AddModel(ctx, "张三", `{"a":1}`, content)
		must(t, err)
		if used, err := s.ModelInUse(ctx); err != nil || used != 0 {
			t.Fatalf("in use: %d, %v", used, err)
		}
		must(t, s.UseModel(ctx, first))
		c.pass(time.Hour)
		second, err := s.AddModel(ctx, "", `{}`, []byte("b"))
		must(t, err)
		must(t, s.UseModel(ctx, second))

		list, err := again().Models(ctx)
		must(t, err)
		if len(list) != 2 || !list[0].InUse || list[0].Number != second || list[1].InUse || list[1].By != "张三" || list[1].Header != `{"a":1}` {
			t.Errorf("%+v", list)
		}
		if before := ModelBefore(list); before != first {
			t.Errorf("before: %d", before)
		}
		if got, err := s.ModelContent(ctx, first); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%q, %v", got, err)
		}
		must(t, s.UseModel(ctx, 0))
		if used, err := s.ModelInUse(ctx); err != nil || used != 0 {
			t.Errorf("in use: %d, %v", used, err)
		}
	})
}

func TestAModelThatIsNotThereIsRefused(t *testing.T) {
	both(t, func(t *testing.T, s *State, _ *clock, _ func() *State) {
		if err := s.UseModel(context.Background(), 7); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("use: %v", err)
		}
		if _, err := s.ModelContent(context.Background(), 7); analytics.KindOf(err) != analytics.KindMissing {
			t.Errorf("content: %v", err)
		}
	})
}
