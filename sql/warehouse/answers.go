package warehouse

import (
	"context"
	"errors"
	"strings"
	"sync"
)

// answers is what the statements behind one page of a list have asked already: which imports do not stand, and which parts tables have. Each of a
// dozen statements would ask again, for some milliseconds a time; and all of them answer as of the same moment.
type answers struct {
	mu     sync.Mutex
	told   bool
	undone []uint32
	parts  map[string]uint64
}

type answersKey struct{}

// remembering lets all statements under the context share what they ask.
func remembering(ctx context.Context) context.Context {
	if _, already := ctx.Value(answersKey{}).(*answers); already {
		return ctx
	}
	return context.WithValue(ctx, answersKey{}, &answers{parts: map[string]uint64{}})
}

// undoneOnce reads the imports that do not stand, once under a context that remembers.
func undoneOnce(ctx context.Context, read func() ([]uint32, error)) ([]uint32, error) {
	a, remembers := ctx.Value(answersKey{}).(*answers)
	if !remembers {
		return read()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.told {
		list, err := read()
		if err != nil {
			return nil, err
		}
		a.told, a.undone = true, list
	}
	return a.undone, nil
}

// partsOnce reads the number of the parts of tables, once under a context that remembers. It only grows old, so that an answer kept for it is
// read again too often and never too seldom.
func partsOnce(ctx context.Context, tables []string, read func() (uint64, error)) (uint64, error) {
	a, remembers := ctx.Value(answersKey{}).(*answers)
	if !remembers {
		return read()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	name := strings.Join(tables, " ")
	if parts, known := a.parts[name]; known {
		return parts, nil
	}
	parts, err := read()
	if err == nil {
		a.parts[name] = parts
	}
	return parts, err
}

// together runs reads that do not touch each other's results beside each other.
func together(reads ...func() error) error {
	faults := make([]error, len(reads))
	var running sync.WaitGroup
	for i, read := range reads {
		running.Go(func() { faults[i] = read() })
	}
	running.Wait()
	return errors.Join(faults...)
}
