package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huisheng/analytics"
)

// Skipped says that a part of what was given is no table, and why: a hidden sheet, an empty one, a picture in a folder. OpenAll yields it
// in the place of an error, for the caller to tell; nothing failed.
type Skipped struct {
	Name   string
	Reason string // a sentence without its subject
}

// Error implements error.
func (s *Skipped) Error() string { return s.Name + " " + s.Reason }

// OpenAll looks into all tables behind a path, one after the other: a file, the sheets of a workbook, the files of a folder or an archive.
// It yields an opened File, which the caller closes, or an error of the one table that cannot be read (the others go on), or a *Skipped. A
// File can be kept when the walk ends early; during the walk only one is read at a time. Where nothing is a table, the last thing yielded is an error that says so.
func OpenAll(path string, options Options) iter.Seq2[*File, error] {
	return func(yield func(*File, error) bool) {
		w := &walker{options: options, yield: yield, limits: options.limits.orDefault()}
		if w.path(path, filepath.Base(path), 0) {
			w.end(path)
		}
	}
}

// OpenAllReader is OpenAll for what comes through a pipe, by its content. Text is read as it comes; what needs to be read from several
// places, such as a workbook, is first written to a temporary file. name is for messages.
func OpenAllReader(r io.Reader, name string, options Options) iter.Seq2[*File, error] {
	return func(yield func(*File, error) bool) {
		w := &walker{options: options, yield: yield, limits: options.limits.orDefault()}
		if w.stream(r, name) {
			w.end(name)
		}
	}
}

// walker goes through all that is behind a path.
type walker struct {
	options  Options
	yield    func(*File, error) bool
	limits   limits
	found    int   // tables and errors that were yielded
	skipped  int   // parts that were passed over
	entries  int   // of folders and archives
	unpacked int64 // bytes
}

// part is one file among those that are walked over: on disk, or unpacked to disk.
type part struct {
	f         *os.File
	name      string
	packed    int // archives that it lies in
	temporary bool
	size      int64
	sum       string
	through   *counted
}

// file begins a File of a table in this part.
func (p part) file(name string) *File {
	return &File{Name: name, Charset: UTF8, Size: p.size, SHA256: p.sum, done: func() int64 { return min(p.through.n, p.size) }}
}

// counted counts the bytes that were read.
type counted struct {
	in *os.File
	n  int64
}

// ReadAt implements io.ReaderAt. It is called by one goroutine at a time.
func (c *counted) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.in.ReadAt(p, at)
	c.n += int64(n)
	return n, err
}

// look makes ready what is read from several places: its size, its hash.
func (p *part) look() error {
	info, err := p.f.Stat()
	if err == nil {
		sum := sha256.New()
		_, err = io.Copy(sum, p.f)
		p.size, p.sum, p.through = info.Size(), hex.EncodeToString(sum.Sum(nil)), &counted{in: p.f}
	}
	if err != nil {
		return analytics.Wrap(analytics.Internal, err, "读不了文件 %s", p.name)
	}
	return nil
}

func (w *walker) opened(f *File) bool {
	w.found++
	return w.yield(f, nil)
}

// failed yields an error that names the table.
func (w *walker) failed(name string, err error) bool {
	w.found++
	var e *analytics.Error
	if errors.As(err, &e) && !strings.Contains(e.Text, name) {
		err = analytics.Wrap(e.Kind, err, "%s", name)
	}
	return w.yield(nil, err)
}

func (w *walker) skip(name, reason string) bool {
	w.skipped++
	return w.yield(nil, &Skipped{Name: name, Reason: reason})
}

// end makes sure that something was said.
func (w *walker) end(path string) {
	switch {
	case w.found > 0:
	case w.options.Table != "":
		w.yield(nil, analytics.Invalid("table", "%s 里没有名为 %s 的表", path, w.options.Table))
	default:
		w.yield(nil, analytics.Invalid("", "%s 里没有可导入的表", path))
	}
}

// wants reports whether a table was asked for.
func (w *walker) wants(name, short string) bool {
	return w.options.Table == "" || w.options.Table == short || strings.HasSuffix(name, w.options.Table)
}

// path walks over a file or a folder.
func (w *walker) path(path, name string, depth int) bool {
	info, err := os.Stat(path)
	if err != nil {
		return w.failed(path, unreadable(path, err))
	}
	if info.IsDir() {
		return w.folder(path, name, depth)
	}
	f, err := os.Open(path)
	if err != nil {
		return w.failed(path, unreadable(path, err))
	}
	return w.part(part{f: f, name: name})
}

func unreadable(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return analytics.Wrap(analytics.KindMissing, err, "没有文件 %s", path)
	}
	return analytics.Wrap(analytics.Internal, err, "打不开文件 %s", path)
}

// folder walks over the files of a folder and those below, in the order of their names.
func (w *walker) folder(path, name string, depth int) bool {
	if depth > maxDepth {
		return w.skip(name, "在太深的文件夹里，没有读")
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return w.failed(name, unreadable(path, err))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		inside := name + "/" + e.Name()
		if w.entries++; w.entries > w.limits.entries {
			return w.failed(name, analytics.Invalid("", "文件夹 %s 里的文件超过 %d 个，请分几次导入", name, w.limits.entries))
		}
		goOn := true
		switch {
		case ownNoise(e.Name()):
		case e.IsDir():
			goOn = w.folder(filepath.Join(path, e.Name()), inside, depth+1)
		case !e.Type().IsRegular():
			goOn = w.skip(inside, "不是普通文件")
		case !dataFile(e.Name()):
			goOn = w.skip(inside, "不是认识的数据文件")
		default:
			goOn = w.path(filepath.Join(path, e.Name()), inside, depth)
		}
		if !goOn {
			return false
		}
	}
	return true
}

// maxDepth bounds folders in folders.
const maxDepth = 16

// ownNoise are files that systems leave behind: nobody put them there, so nobody needs to be told.
func ownNoise(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "__MACOSX" || name == "Thumbs.db" || name == "desktop.ini"
}

// dataFile judges a file of a folder or an archive by its name: beside the data lie pictures and letters.
func dataFile(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv", ".txt", ".tab", ".jsonl", ".ndjson", ".json", ".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".et", ".htm", ".html", ".parquet", ".pq", ".gz", ".tgz", ".zip", ".tar":
		return true
	}
	return false
}
