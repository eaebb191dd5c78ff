package importer

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"

	"huisheng/analytics"
)

// DefaultSource is the source of files for which none is told.
const DefaultSource = "file"

// sampled is how many of the first records the mapping is decided by.
const sampled = 200

// Options are what a user can say about a file.
type Options struct {
	// Kind is what the rows are; empty lets the file tell.
	Kind Kind
	// Table is the only table that is read of a file that holds several: the name of a sheet, or the end of a File's Name. Empty is all.
	Table string
	// Unit is what exposures count where the table does not say, such as 订单量.
	Unit string
	// Header is the line of the header, from 1; 0 lets the file tell, and NoHeader names the columns 第1列, 第2列 ….
	Header int
	// Profiles finds the saved mapping for a signature of headers. It is asked when neither Map nor Kind is told, and may be nil.
	Profiles func(signature string) (Profile, bool)
	// Incomplete opens a table also when its columns do not suffice, so that a person can be asked: File.Problem says what is missing.
	Incomplete bool

	limits limits
	plain  bool     // the cells are wanted as they are: no mapping is made
	wanted []string // with plain: headers that the table must have
	// Source is the source of every record. Empty means DefaultSource for rows, while records that name their source keep it.
	Source string
	// Map is field → columns, such as category → component, problem. Fields are called as on the wire (product.line), or shorter
	// (brand, time, id). The columns of text and category are joined, those of attributes stay attributes; every other field has one.
	Map map[string][]string
	// Zone is the zone of times that tell none; nil is Asia/Shanghai.
	Zone *time.Location
	// Now is the clock that tells what is in the future; nil is the real one.
	Now func() time.Time
}

// NoHeader as Options.Header says that the first line is data already.
const NoHeader = -1

// Profile is a mapping that was saved under a name.
type Profile struct {
	Name    string
	Kind    Kind
	Source  string              // empty leaves that of Options
	Columns map[string][]string // field → columns, as Options.Map; a field of no columns keeps the field from being guessed
}

// File is one table that was looked into and can be imported once: a file, a sheet of a workbook, a file of an archive.
type File struct {
	Name    string   // as it was given, and for a table inside: archive.zip/表.xlsx#Sheet1
	Charset string   // UTF-8, GB18030 or UTF-16
	Format  string   // CSV or JSONL
	Size    int64    // bytes, 0 when it comes through a pipe
	SHA256  string   // in hexadecimal, empty when it comes through a pipe
	Titles  int      // lines above the header that were passed over: a title, who made the table
	Profile string   // name of the profile whose mapping is used, empty when none is
	Notes   []string // sentences on what a person should know about the table: what was passed over, what was not understood

	reader  reader
	rows    rows
	head    []row        // records that were read to decide on the mapping
	done    func() int64 // bytes that were read
	problem *analytics.Error
	above   string // the lines above the header
	serials bool   // see mapping
	noted   int    // how many of the Notes were there before the mapping
	close   func() error
}

// counter counts the bytes that were read.
type counter struct {
	in io.Reader
	n  int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// Open looks into a file that holds one table: encoding, format, columns. Where it holds several, such as the sheets of a workbook, an error
// lists them, and Options.Table says which. An error of kind invalid says what the user can do about it. The caller closes the File.
func Open(path string, options Options) (*File, error) {
	var found *File
	var names []string
	var failed []error
	for f, err := range OpenAll(path, options) {
		var skipped *Skipped
		switch {
		case errors.As(err, &skipped):
			continue
		case err != nil:
			failed = append(failed, err)
			continue
		}
		if names = append(names, f.Name); len(names) > 1 {
			failed = append(failed, f.Close())
			continue
		}
		found = f
	}
	err := errors.Join(failed...)
	if len(names) > 1 && err == nil {
		err = analytics.Invalid("table", "%s 里有 %d 张表（%s），请指明一张", path, len(names), strings.Join(names, "、"))
	}
	if err != nil && found != nil {
		err = errors.Join(err, found.Close())
	}
	if err != nil {
		return nil, err
	}
	return found, nil
}

// openText looks into a file of text, which then belongs to the File. It reads the file once to know its encoding and its hash.
func openText(p part, options Options) (*File, error) {
	f, name := p.f, p.name
	var judge charset
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(sum, &judge), f)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(analytics.Wrap(analytics.Internal, err, "读不了文件 %s", name), p.closed())
	}
	file := &File{Name: name, Charset: judge.name(), Size: size, SHA256: hex.EncodeToString(sum.Sum(nil)), close: p.closed}
	if err := file.start(f, options); err != nil {
		return nil, errors.Join(err, p.closed())
	}
	return file, nil
}

// OpenReader looks into text that comes through a pipe, whose encoding is judged by its first MiB. name is for messages. OpenAllReader also
// takes what is no text.
func OpenReader(r io.Reader, name string, options Options) (*File, error) {
	buffered, head, err := peeked(r)
	if err != nil {
		return nil, analytics.Wrap(analytics.Internal, err, "读不了 %s", name)
	}
	if packedBytes(head) {
		return nil, analytics.Invalid("", "%s 不是文字：是 Excel、压缩文件或其他格式", name)
	}
	var judge charset
	judge.Write(head)
	file := &File{Name: name, Charset: judge.name(), close: func() error { return nil }}
	return file, file.start(buffered, options)
}

// peeked reads the first MiB ahead.
func peeked(r io.Reader) (*bufio.Reader, []byte, error) {
	buffered := bufio.NewReaderSize(r, 1<<20)
	head, err := buffered.Peek(1 << 20)
	if err != nil && err != io.EOF {
		return nil, nil, err
	}
	return buffered, head, nil
}

// Close lets go of the file.
func (f *File) Close() error { return f.close() }

// begin makes the reader of records.
func (f *File) begin(options Options) {
	f.reader = reader{zone: options.Zone, now: options.Now}
	f.reader.setSource(options.Source)
	if f.reader.zone == nil {
		f.reader.zone = analytics.Zone
	}
	if f.reader.now == nil {
		f.reader.now = time.Now
	}
}

// on puts a profile into the options of a table.
func (p Profile) on(options Options) Options {
	options.Map, options.Kind = p.Columns, p.Kind
	if options.Source == "" {
		options.Source = p.Source
	}
	return options
}

// Use decides anew on the mapping of a table that was opened, as a person told it. The profile's name becomes that of the File. It
// changes nothing when it fails.
func (f *File) Use(p Profile, options Options) error {
	before, profile, problem := f.reader, f.Profile, f.problem
	options.Profiles = nil
	if err := f.settle(f.reader.names, p.on(options)); err != nil {
		f.reader, f.Profile, f.problem = before, profile, problem
		return err
	}
	f.Profile = p.Name
	return nil
}
