package main

import (
	"os"

	"golang.org/x/term"

	"huisheng/ingest"
)

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(p *program) error {
	if p.flags.JSON {
		return p.writeJSON(map[string]string{"version": Version})
	}
	p.printf("huisheng %s\n", Version)
	return nil
}

type schemaCommand struct {
	Name string `arg:"" help:"complaint.v1、event.v1、exposure.v1 或 rejected.v1。"`
}

// Run prints the JSON Schema of a wire version.
func (c schemaCommand) Run(p *program) error {
	raw, err := ingest.Schema(c.Name)
	if err != nil {
		return err
	}
	_, err = p.stdout.Write(raw)
	return err
}

type migrateCommand struct{}

// Run brings the tables of ClickHouse and of the state up to date. Opening the runtime does it; a second run does nothing.
func (migrateCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	if err := rt.Close(); err != nil {
		return err
	}
	if p.flags.JSON {
		return p.writeJSON(map[string]bool{"ok": true})
	}
	p.printf("数据表已是最新。\n")
	return nil
}
