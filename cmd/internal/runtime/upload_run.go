package runtime

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"huisheng/analytics"
	"huisheng/dashboards/web"
	"huisheng/ingest/importer"
	"huisheng/sql/state"
)

// ConfirmDraft implements web.Uploads.
func (u *Uploads) ConfirmDraft(ctx context.Context, id string) error {
	u.mu.Lock()
	d, err := u.find(id)
	var tables []int
	if err == nil && (d.State == web.DraftQueued || d.State == web.DraftRunning || d.State == web.DraftDone) {
		u.mu.Unlock()
		return nil // a second click
	}
	if err == nil {
		for i, t := range d.Tables {
			if t.Error == "" && !t.Choices.Skip {
				tables = append(tables, i)
			}
		}
	}
	u.mu.Unlock()
	if err != nil {
		return err
	}
	if len(tables) == 0 {
		return analytics.Invalid("", "没有要导入的表：每一张都读不了，或都选了不导入")
	}
	for _, i := range tables {
		if err := u.settle(ctx, id, i); err != nil {
			return err
		}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if d, err = u.find(id); err != nil {
		return err
	}
	d.stopChecks() // the import needs the cores
	d.State, d.Error, d.ConfirmedAt = web.DraftQueued, "", u.now()
	if err := u.save(d); err != nil {
		return err
	}
	select {
	case u.wake <- struct{}{}:
	default: // it is awake
	}
	return nil
}

// settle makes sure that a table can be imported as it was chosen, and keeps its mapping where that was asked for.
func (u *Uploads) settle(ctx context.Context, id string, table int) error {
	l, err := u.look(id, table)
	if err != nil {
		return err
	}
	f, err := u.open(ctx, l, l.choices, false)
	if err != nil {
		if name := shortTable(l.file, l.name); l.several && analytics.KindOf(err) == analytics.KindInvalid {
			return analytics.Invalid("", "“%s”还不能导入：%s", name, sentence(err))
		}
		return err
	}
	defer f.Close()
	if l.choices.Profile == "" || f.Wire() {
		return nil
	}
	return u.rt.State.SaveMapping(ctx, state.Mapping{Name: l.choices.Profile, Kind: string(f.Kind()), Source: l.choices.Source, Columns: f.Told(), Signature: f.Signature()})
}

// profiles finds saved mappings for the importer. One that cannot be read is as one that is not there, and the log says so.
func (u *Uploads) profiles(ctx context.Context) func(string) (importer.Profile, bool) {
	return func(signature string) (importer.Profile, bool) {
		m, found, err := u.rt.State.MappingOfSignature(ctx, signature)
		if err != nil {
			u.log.Warn("saved mappings could not be read", "error", err)
		}
		return importer.Profile{Name: m.Name, Kind: importer.Kind(m.Kind), Source: m.Source, Columns: m.Columns}, found && err == nil
	}
}

// serve imports what is confirmed, one after the other, and removes what is too old.
func (u *Uploads) serve() {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		for u.next() {
		}
		select {
		case <-u.wake:
		case <-tick.C:
			u.mu.Lock()
			u.sweep()
			u.mu.Unlock()
		case <-u.ctx.Done():
			return
		}
	}
}

// next imports the draft that was confirmed first; false when there is none.
func (u *Uploads) next() bool {
	u.mu.Lock()
	var d *upload
	for _, other := range u.drafts {
		if other.State == web.DraftQueued && (d == nil || other.ConfirmedAt.Before(d.ConfirmedAt)) {
			d = other
		}
	}
	if d == nil || u.ctx.Err() != nil {
		u.mu.Unlock()
		return false
	}
	d.State = web.DraftRunning
	u.keepState(d)
	u.mu.Unlock()
	err := u.importDraft(d)
	u.mu.Lock()
	defer u.mu.Unlock()
	switch {
	case u.ctx.Err() != nil: // it stays running in its file, and the next start takes it up again
		return false
	case err != nil:
		u.log.Error("an upload was not imported", "id", d.ID, "error", err)
		d.State, d.Error = web.DraftFailed, sentence(err)
	default:
		d.State = web.DraftDone
		if err := os.RemoveAll(filepath.Join(u.folder(d), bytesDir)); err != nil {
			u.log.Error("an imported upload could not be removed", "id", d.ID, "error", err)
		}
	}
	u.keepState(d)
	return true
}

// keepState saves a draft where failing to is no reason to stop; the caller holds the lock.
func (u *Uploads) keepState(d *upload) {
	if err := u.save(d); err != nil {
		u.log.Error("an upload could not be written down", "id", d.ID, "error", err)
	}
}

// importDraft imports the tables that are not done yet. One that fails keeps none of the others out.
func (u *Uploads) importDraft(d *upload) error {
	var errs []error
	for i := range d.Tables {
		if t := &d.Tables[i]; t.Error != "" || t.Choices.Skip || t.Done {
			continue
		}
		if err := u.importTable(d, i); err != nil {
			errs = append(errs, err)
			if u.ctx.Err() != nil {
				break
			}
		}
	}
	return errors.Join(errs...)
}

func (u *Uploads) importTable(d *upload, table int) error {
	l, err := u.look(d.ID, table)
	if err != nil {
		return err
	}
	f, err := u.open(u.ctx, l, l.choices, false)
	if err != nil {
		return err
	}
	defer f.Close()
	number := uint32(0)
	defer func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		delete(u.progress, number)
	}()
	began := func(n uint32) {
		number = n
		u.mu.Lock()
		defer u.mu.Unlock()
		d.Tables[table].Number = n
		u.progress[n] = importer.Result{TotalBytes: f.Size}
		u.keepState(d)
	}
	sent := func(r importer.Result) {
		u.mu.Lock()
		defer u.mu.Unlock()
		u.progress[number] = r
	}
	if _, err := u.rt.importAs(u.ctx, f, imports{state: u.rt.State, kind: state.KindUpload, began: began}, sent, func(int64) {}); err != nil {
		return fmt.Errorf("%s: %w", l.name, err)
	}
	if !l.choices.From.IsZero() {
		if err := u.rt.State.DeclareCoverage(u.ctx, analytics.Coverage{Source: f.Source(), From: l.choices.From, To: l.choices.To}); err != nil {
			return err
		}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	d.Tables[table].Done = true
	u.keepState(d)
	return nil
}

// runs tells how far an import is that runs here.
func (u *Uploads) runs(number uint32) (importer.Result, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	r, known := u.progress[number]
	return r, known
}
