package importer

import (
	"io"
	"iter"
)

// Skipped says that a part of what was given is no table, and why: a hidden sheet, an empty one, a picture in a folder. OpenAll yields it
// in the place of an error, for the caller to tell; nothing failed.
type Skipped struct {
	Name   string
	Reason string // a sentence
}

// Error implements error.
func (s *Skipped) Error() string { return s.Name + "：" + s.Reason }

// OpenAll looks into all tables behind a path, one after the other: a file, the sheets of a workbook, the files of a folder or an archive.
// It yields an opened File, or an error of the one table that cannot be read (the others go on), or a *Skipped. The caller closes each File
// before it asks for the next.
func OpenAll(path string, options Options) iter.Seq2[*File, error] {
	return func(yield func(*File, error) bool) { yield(Open(path, options)) }
}

// OpenAllReader is OpenAll for what comes through a pipe. name is for messages.
func OpenAllReader(r io.Reader, name string, options Options) iter.Seq2[*File, error] {
	return func(yield func(*File, error) bool) { yield(OpenReader(r, name, options)) }
}
