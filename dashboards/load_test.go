package dashboards

import (
	"context"
	"errors"
	"testing"

	"huisheng/analytics"
)

type panelFunc struct {
	name string
	load func(context.Context) (View, error)
}

func (p panelFunc) Name() string                                    { return p.name }
func (p panelFunc) Load(ctx context.Context, _ Query) (View, error) { return p.load(ctx) }

func TestOneBrokenPanelLeavesTheOthersAlone(t *testing.T) {
	good := func(context.Context) (View, error) { return View{Title: "好"}, nil }
	ctx, cancel := context.WithCancel(context.Background())
	views := LoadAll(ctx, []Panel{
		panelFunc{"a", good},
		panelFunc{"b", func(context.Context) (View, error) { return View{Title: "half"}, errors.New("select failed") }},
		panelFunc{"c", func(context.Context) (View, error) { panic("index out of range") }},
		panelFunc{"d", good},
	}, Query{})
	cancel()
	for i, name := range []string{"a", "b", "c", "d"} {
		if views[i].Name != name {
			t.Fatalf("view %d is %q", i, views[i].Name)
		}
	}
	if views[0].Title != "好" || views[3].Title != "好" || views[0].Err != nil {
		t.Error("a good panel was touched")
	}
	if views[1].Err == nil || views[1].Title != "" || views[2].Err == nil {
		t.Error("a broken panel is not told")
	}
}

func TestAPanelThatDoesNotListenToItsDeadlineIsLeftBehind(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // stands for the deadline, so that nothing here waits
	v := LoadOne(ctx, panelFunc{"slow", func(context.Context) (View, error) { <-release; return View{}, nil }}, Query{})
	if analytics.KindOf(v.Err) != analytics.KindBusy {
		t.Errorf("got %v", v.Err)
	}
}

func TestDetailsOfAnErrorStayInTheLog(t *testing.T) {
	if got := Sentence(errors.New("code: 60, host 10.0.0.1")); got != "这一栏没有读出来" {
		t.Error(got)
	}
	if got := Sentence(analytics.Wrap(analytics.KindDown, errors.New("refused"), "ClickHouse 没有应答")); got != "ClickHouse 没有应答" {
		t.Error(got)
	}
}
