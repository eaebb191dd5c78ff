package runtime

import (
	"context"
	"errors"
	"testing"
)

// An import waits while too much is on its way, and goes on only when the store has caught up well.
func TestAnImportWaitsForTheStore(t *testing.T) {
	backlogs := []int64{paceLimit, paceLimit - 1, paceResume, paceResume - 1}
	asked := 0
	p := &paced{backlog: func(context.Context) (int64, error) {
		asked++
		return backlogs[asked-1], nil
	}}
	if err := p.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	if asked != len(backlogs) {
		t.Errorf("it went on after %d answers, want %d", asked, len(backlogs))
	}
}

func TestAnImportThatWaitsCanBeBrokenOff(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p := &paced{backlog: func(context.Context) (int64, error) {
		cancel()
		return paceLimit, nil
	}}
	if err := p.wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
