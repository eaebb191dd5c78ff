package sql

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
)

//go:embed migrations/*.sql queries/*.sql
var files embed.FS

// File is one .sql file as it stands in the repository, before it is rendered.
type File struct {
	Name string // without folder and suffix: 0001_arrivals, books_by_source
	Text string
}

// Migrations are the files that make the warehouse's tables, in the order in which they apply.
func Migrations() ([]File, error) { return List(files, "migrations") }

// Queries are all query files, by name.
func Queries() ([]File, error) { return List(files, "queries") }

// List reads the .sql files of one folder, ordered by name.
func List(fsys fs.FS, dir string) ([]File, error) {
	names, err := fs.Glob(fsys, path.Join(dir, "*.sql"))
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", dir, err)
	}
	sort.Strings(names)
	list := make([]File, 0, len(names))
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		list = append(list, File{Name: strings.TrimSuffix(path.Base(name), ".sql"), Text: string(text)})
	}
	return list, nil
}

// Query returns one query file by its name, without suffix.
func Query(name string) (File, error) {
	text, err := files.ReadFile("queries/" + name + ".sql")
	if err != nil {
		return File{}, fmt.Errorf("there is no query %q in sql/queries", name)
	}
	return File{Name: name, Text: string(text)}, nil
}
