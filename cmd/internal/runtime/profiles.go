package runtime

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"huisheng/analytics"
	"huisheng/cmd/internal/config"
	"huisheng/ingest/importer"
	"huisheng/sql/state"
)

// Profiles are the mappings that were saved by name, for commands that read files.
type Profiles struct {
	state *state.State
	own   bool // it was opened for this
}

// Profiles are those of the installation.
func (rt *Runtime) Profiles() *Profiles { return &Profiles{state: rt.State} }

// OpenProfiles opens the saved mappings of an installation without starting it. Where there is none yet, it has none.
func OpenProfiles(ctx context.Context, c config.Config) (*Profiles, error) {
	dsn := c.State
	if dsn == "" {
		dsn = filepath.Join(c.Data, "state.db")
		if _, err := os.Stat(dsn); errors.Is(err, fs.ErrNotExist) {
			return &Profiles{}, nil
		}
	}
	s, err := state.Open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	return &Profiles{state: s, own: true}, nil
}

// Close lets go of what OpenProfiles opened.
func (p *Profiles) Close() error {
	if !p.own {
		return nil
	}
	return p.state.Close()
}

// OfSignature is the importer's port: a mapping that cannot be read is as one that is not there.
func (p *Profiles) OfSignature(ctx context.Context) func(string) (importer.Profile, bool) {
	return func(signature string) (importer.Profile, bool) {
		if p.state == nil {
			return importer.Profile{}, false
		}
		m, found, err := p.state.MappingOfSignature(ctx, signature)
		return profile(m), found && err == nil
	}
}

// Named returns one mapping; an error of kind missing when there is none of this name.
func (p *Profiles) Named(ctx context.Context, name string) (importer.Profile, error) {
	if p.state == nil {
		return importer.Profile{}, &analytics.Error{Kind: analytics.KindMissing, Field: "profile", Text: "没有名为 " + name + " 的列映射"}
	}
	m, err := p.state.MappingNamed(ctx, name)
	return profile(m), err
}

// Save keeps the mapping of a table under a name. A source is kept where it was told.
func (p *Profiles) Save(ctx context.Context, name, source string, f *importer.File) error {
	return p.state.SaveMapping(ctx, state.Mapping{Name: name, Kind: string(f.Kind()), Source: source, Columns: f.Told(), Signature: f.Signature()})
}

func profile(m state.Mapping) importer.Profile {
	return importer.Profile{Name: m.Name, Kind: importer.Kind(m.Kind), Source: m.Source, Columns: m.Columns}
}
