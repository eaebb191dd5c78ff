package main

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"huisheng/analytics"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest/importer"
)

// tables calls fn for every table behind a path. What is passed over is told; a table that cannot be read keeps none of the others out. An
// error of fn that is not the table's own fault ends the walk.
func (c importCommand) tables(p *program, saved *runtime.Profiles, path string, fn func(*importer.File) error) error {
	options, err := c.options()
	if err != nil {
		return err
	}
	if options.Profiles = saved.OfSignature(p.ctx); c.Profile != "" {
		profile, err := saved.Named(p.ctx, c.Profile)
		if err != nil {
			return err
		}
		options.Profiles = func(string) (importer.Profile, bool) { return profile, true }
	}
	var failed []error
	for f, err := range c.walk(path, options) {
		var skipped *importer.Skipped
		switch {
		case errors.As(err, &skipped):
			if p.flags.JSON {
				fmt.Fprintf(p.stderr, "跳过 %s\n", skipped)
			} else {
				p.printf("跳过 %s\n", skipped)
			}
			continue
		case err == nil:
			err = errors.Join(fn(f), f.Close())
		}
		if err == nil {
			continue
		}
		failed = append(failed, err)
		if kind := analytics.KindOf(err); kind != analytics.KindInvalid && kind != analytics.KindMissing {
			break
		}
	}
	return errors.Join(failed...)
}

func (c importCommand) walk(path string, options importer.Options) iter.Seq2[*importer.File, error] {
	if path == "-" {
		return importer.OpenAllReader(os.Stdin, "标准输入", options)
	}
	return importer.OpenAll(path, options)
}

// one imports all tables behind a path, but those that are done.
func (c importCommand) one(p *program, rt *runtime.Runtime, path string, done map[string]bool) error {
	return c.tables(p, rt.Profiles(), path, func(f *importer.File) error {
		if done[f.Name] {
			return nil
		}
		if err := c.table(p, rt, path, f); err != nil {
			return err
		}
		done[f.Name] = true
		if c.SaveProfile == "" || f.Wire() {
			return nil
		}
		return rt.Profiles().Save(p.ctx, c.SaveProfile, c.Source, f)
	})
}

// table imports one table and prints its books.
func (c importCommand) table(p *program, rt *runtime.Runtime, path string, f *importer.File) error {
	name := path
	if f.Name != filepath.Base(path) && path != "-" {
		name = filepath.Join(filepath.Dir(path), f.Name)
	}
	sending := p.newProgress("读取并发送 "+f.Name, f.Size)
	var storing *progress
	out, err := rt.Import(p.ctx, f, func(r importer.Result) { sending.set(r.Bytes) }, func(left int64) {
		if storing == nil {
			sending.finish()
			storing = p.newProgress("入库", left)
		}
		storing.set(storing.total - left)
	})
	sending.finish()
	storing.finish()
	if err != nil {
		return fmt.Errorf("%s：%w", name, err)
	}
	clashes, err := rt.Warehouse.ImportClashes(p.ctx, out.Number, clashesShown)
	if err != nil {
		return err
	}
	report := newImportReport(name, f, out, clashes)
	if p.flags.JSON {
		return p.writeJSON(report)
	}
	report.print(p)
	if !out.Books.Balanced() {
		return &analytics.Error{Text: fmt.Sprintf("%s：账不平，差 %d 条", name, out.Books.Difference())}
	}
	return nil
}
