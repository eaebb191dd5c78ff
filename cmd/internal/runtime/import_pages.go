package runtime

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/web"
	"huisheng/sql/state"
)

// importPages is what the pages of imports read and change. It implements web.Imports.
type importPages struct {
	rt      *Runtime
	uploads *Uploads
	books   *importBooks
}

func (rt *Runtime) importPages(u *Uploads) *importPages {
	return &importPages{rt, u, &importBooks{count: rt.Warehouse.BooksOfImports, now: time.Now, known: map[uint32]countedBooks{}}}
}

// listedBooks is how long a list of imports waits for books that nobody counted lately.
const listedBooks = 1500 * time.Millisecond

// ListImports implements web.Imports.
func (p *importPages) ListImports(ctx context.Context, before uint32, limit int) ([]web.Import, error) {
	list, err := p.rt.State.FindImports(ctx, state.ImportFilter{Below: before}, limit)
	if err != nil {
		return nil, err
	}
	views, settling := make([]web.Import, len(list)), make([]web.Import, 0, len(list))
	for i, in := range list {
		views[i] = p.view(in)
		if views[i].State != web.ImportRunning { // the others' books are on their own page, where they move
			settling = append(settling, views[i])
		}
	}
	counting, cancel := context.WithTimeout(ctx, listedBooks)
	defer cancel()
	books, err := p.books.of(counting, settling)
	if err != nil {
		p.rt.log.Warn("the books of imports could not be counted in time", "error", err)
	}
	for i := range views {
		if b, counted := books[views[i].Number]; counted {
			views[i].Books = settled(b, list[i])
		}
	}
	return views, nil
}

// ReadImport implements web.Imports.
func (p *importPages) ReadImport(ctx context.Context, number uint32) (web.Import, error) {
	in, err := p.rt.State.ImportOf(ctx, number)
	if err != nil {
		return web.Import{}, err
	}
	v := p.view(in)
	books, err := p.books.of(ctx, []web.Import{v})
	if err != nil {
		return v, err
	}
	v.Books = settled(books[number], in)
	if v.State == web.ImportRunning {
		return v, nil
	}
	if v.Reasons, err = p.reasons(ctx, in); err != nil {
		return v, err
	}
	clashes, err := p.rt.Warehouse.ImportClashes(ctx, number, clashesListed)
	for _, c := range clashes {
		v.Clashes = append(v.Clashes, web.Clash{Source: c.Source, ID: c.ID, Before: c.Before, After: c.After})
	}
	return v, err
}

// clashesListed is how many ids that came back with other words a page names.
const clashesListed = 5

// view is an import, with how far it is where it runs here.
func (p *importPages) view(in state.Import) web.Import {
	v := importView(in, time.Now())
	if p.uploads == nil {
		return v
	}
	if r, here := p.uploads.runs(in.Number); here {
		v.State = web.ImportRunning
		v.Bytes, v.Total = r.Bytes, r.TotalBytes
	}
	return v
}

// importView writes an import of the ledger for a page.
func importView(in state.Import, now time.Time) web.Import {
	v := web.Import{Number: in.Number, Kind: in.Kind, File: in.File, Source: in.Source, State: in.State, StartedAt: in.StartedAt, FinishedAt: in.FinishedAt,
		UndoneAt: in.UndoneAt, Applying: in.Pending, Error: in.Error, Read: in.Read, Sent: in.Sent, Rejected: in.Rejected, Others: in.Events + in.Exposures}
	if in.State == state.ImportRunning && !in.Running(now) {
		v.State = web.ImportBroken
	}
	return v
}

// settled adds to the tables' count what was sent and is not in them yet.
func settled(b analytics.Books, in state.Import) *analytics.Books {
	if in.Complaints > 0 {
		if sent := in.Complaints + b.Rejected; sent > b.Received {
			b.InFlight, b.Received = sent-b.Received, sent
		}
	}
	return &b
}

// reasons counts why records of an import were refused.
func (p *importPages) reasons(ctx context.Context, in state.Import) ([]web.Reason, error) {
	list, err := p.rt.Warehouse.ImportReasons(ctx, in.Number)
	if err != nil {
		return nil, err
	}
	columns := columnsOf(in.Mapping)
	counts := map[web.Reason]int64{}
	for _, r := range list {
		counts[web.Reason{Column: cmp.Or(columns[r.Field], r.Field), Field: r.Field, Reason: quoted.ReplaceAllString(r.Reason, "的值")}] += r.N
	}
	return sortedReasons(counts), nil
}

// columnsOf reads the mapping of an import, a column's field by its name, the other way round. An import without one has no columns.
func columnsOf(mapping string) map[string]string {
	var fields map[string]string
	if json.Unmarshal([]byte(mapping), &fields) != nil {
		return nil
	}
	columns := map[string]string{}
	for _, column := range slices.Sorted(maps.Keys(fields)) {
		columns[fields[column]] = joined("、", columns[fields[column]], column)
	}
	return columns
}

// ForeseeUndo implements web.Imports.
func (p *importPages) ForeseeUndo(ctx context.Context, number uint32) (web.Effect, error) {
	in, err := p.rt.State.ImportOf(ctx, number)
	if err != nil {
		return web.Effect{}, err
	}
	e, err := p.rt.Warehouse.ImportEffect(ctx, number)
	return web.Effect{Complaints: e.Leave, Fallbacks: e.Change, Events: in.Events, Exposures: in.Exposures, Months: e.Months}, err
}

// UndoImport implements web.Imports.
func (p *importPages) UndoImport(ctx context.Context, number uint32, by string) error {
	_, err := p.rt.State.UndoImport(ctx, number, by, "")
	p.books.forget()
	return err
}

// RedoImport implements web.Imports.
func (p *importPages) RedoImport(ctx context.Context, number uint32, by string) error {
	_, err := p.rt.State.RedoImport(ctx, number, by, "")
	p.books.forget()
	return err
}

// importBooks keeps the books of imports for a while: a list shows fifty, and counting a large one looks at every record of it.
type importBooks struct {
	count func(context.Context, []uint32) (map[uint32]analytics.Books, error)
	now   func() time.Time

	mu    sync.Mutex
	known map[uint32]countedBooks
}

type countedBooks struct {
	books analytics.Books
	of    web.Import // as it was when they were counted: what has changed since is counted anew
	until time.Time
}

// keptFor is how long a count is shown again, in times of what it cost, and at least how long.
const (
	keptFor   = 20
	keptLeast = 2 * time.Second
)

// of returns the books of imports, and counts those anew that were not counted a moment ago or are not as they were. With an error come
// the ones that are known.
func (b *importBooks) of(ctx context.Context, imports []web.Import) (map[uint32]analytics.Books, error) {
	began := b.now()
	found, due := b.recent(imports, began)
	if len(due) == 0 {
		return found, nil
	}
	numbers := make([]uint32, len(due))
	for i, in := range due {
		numbers[i] = in.Number
	}
	counted, err := b.count(ctx, numbers)
	if err != nil {
		return found, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, in := range due {
		found[in.Number] = counted[in.Number] // none of an import without complaints
		b.known[in.Number] = countedBooks{counted[in.Number], in, b.now().Add(max(keptLeast, keptFor*b.now().Sub(began)))}
	}
	return found, nil
}

// recent tells imports whose books are known apart from those whose books are to be counted.
func (b *importBooks) recent(imports []web.Import, now time.Time) (found map[uint32]analytics.Books, due []web.Import) {
	b.mu.Lock()
	defer b.mu.Unlock()
	found = map[uint32]analytics.Books{}
	for _, in := range imports {
		k, known := b.known[in.Number]
		if known && now.Before(k.until) && k.of.State == in.State && k.of.Applying == in.Applying && k.of.UndoneAt.Equal(in.UndoneAt) {
			found[in.Number] = k.books
		} else {
			due = append(due, in)
		}
	}
	return found, due
}

// forget counts everything anew: undoing one import moves records between others.
func (b *importBooks) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	clear(b.known)
}
