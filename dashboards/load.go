package dashboards

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"huisheng/analytics"
)

// PanelDeadline bounds one panel. A page is held to 300 ms; ten times that is a panel that will not come.
const PanelDeadline = 3 * time.Second

// loaders bounds the panels that are loaded at once: the engine shares the cores with the jobs.
const loaders = 4

// LoadAll loads the panels side by side, in the order given. A panel that fails, panics or takes too long becomes a view with Err; the
// others are not touched.
func LoadAll(ctx context.Context, panels []Panel, q Query) []View {
	views := make([]View, len(panels))
	slots := make(chan struct{}, loaders)
	var wait sync.WaitGroup
	for i, p := range panels {
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			views[i] = LoadOne(ctx, p, q)
		})
	}
	wait.Wait()
	return views
}

// LoadOne loads one panel under PanelDeadline.
func LoadOne(ctx context.Context, p Panel, q Query) View {
	ctx, cancel := context.WithTimeout(ctx, PanelDeadline)
	defer cancel()
	done := make(chan View, 1)
	go func() { done <- attempt(ctx, p, q) }()
	select {
	case v := <-done:
		return v
	case <-ctx.Done():
		return View{Name: p.Name(), Err: analytics.Wrap(analytics.KindBusy, ctx.Err(), "这一栏 %d 秒内没有读完", int(PanelDeadline.Seconds()))}
	}
}

func attempt(ctx context.Context, p Panel, q Query) (v View) {
	defer func() {
		if r := recover(); r != nil {
			v = View{Err: fmt.Errorf("panel %s: %v", p.Name(), r)}
		}
		v.Name = p.Name()
	}()
	v, err := p.Load(ctx, q)
	if err != nil {
		v = View{Err: err}
	}
	return v
}

// Sentence is what a person reads about an error; the details stay in the log.
func Sentence(err error) string {
	var known *analytics.Error
	if errors.As(err, &known) {
		return known.Text
	}
	return "这一栏没有读出来"
}
