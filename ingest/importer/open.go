package importer

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
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

// start reads the header and the first records and decides on the mapping.
func (f *File) start(in io.Reader, options Options) error {
	through := &counter{in: in}
	f.done = func() int64 { return through.n }
	text, err := decoded(bufio.NewReaderSize(through, 64<<10), f.Charset)
	if err != nil {
		return analytics.Wrap(analytics.Internal, err, "读不了文件 %s", f.Name)
	}
	f.begin(options)
	w := newWindow(text)
	w.more()
	if w.err != nil {
		return analytics.Wrap(analytics.Internal, w.err, "读不了文件 %s", f.Name)
	}
	switch head := bytes.TrimSpace(w.rest()); {
	case len(head) == 0 && w.eof:
		return analytics.Invalid("", "文件 %s 是空的", f.Name)
	case bytes.HasPrefix(head, []byte{'['}):
		f.Format = "JSON"
		return f.startJSON(&arrayRows{w: w}, options)
	case bytes.HasPrefix(head, []byte{'{'}):
		f.Format = "JSONL"
		return f.startJSON(&lineRows{w: w}, options)
	default:
		f.Format = "CSV"
		if err := f.noTable(head); err != nil {
			return err
		}
		return f.startCSV(w, options)
	}
}

// noTable recognises what goes by the name of a table and is none.
func (f *File) noTable(head []byte) error {
	lower := bytes.ToLower(head[:min(len(head), 4096)])
	switch {
	case lower[0] == '<' && (bytes.Contains(lower, []byte("<html")) || bytes.Contains(lower, []byte("<table")) || bytes.Contains(lower, []byte("<?xml"))):
		return analytics.Invalid("", "文件 %s 是网页（HTML 或 XML）表格，请用 Excel 打开后另存为 CSV 再导入", f.Name)
	case !bytes.Contains(head, []byte{'\n'}) && bytes.Contains(head, []byte{'\r'}):
		return analytics.Invalid("", "文件 %s 的行尾只有回车（CR），请另存为 CSV（逗号分隔）再导入", f.Name)
	}
	return nil
}

func (f *File) startCSV(w *window, options Options) error {
	first, _, _ := bytes.Cut(w.rest(), []byte{'\n'})
	if sep, ok := bytes.CutPrefix(first, []byte("sep=")); ok && len(sep) > 0 { // a line that Excel writes
		w.takeLine()
		first = append(bytes.Clone(sep[:1]), sep[:1]...)
	}
	if f.Titles = titles(w.rest()); options.Header > 0 {
		f.Titles = options.Header - 1
	}
	if options.Header == NoHeader || options.holdsAll(strings.Split(string(first), string(commaOf(string(first))))) {
		f.Titles = 0
	}
	if f.Titles > 0 {
		for range f.Titles {
			line, _, _ := w.takeLine()
			f.above += line
		}
		first, _, _ = bytes.Cut(w.rest(), []byte{'\n'})
	}
	rows := &csvRows{w: w, comma: commaOf(string(first))}
	header, err := rows.next()
	if err != nil || header.problem != nil {
		return analytics.Invalid("", "文件 %s 的表头读不出来", f.Name)
	}
	if options.Header == NoHeader {
		f.head = append(f.head, header)
		header.cells = make([]string, len(header.cells))
	} else if value, found := dataIn(header.cells); found {
		return analytics.Invalid("", "文件 %s 没有表头：第一行就是数据（“%s”是一个时间）。请在最前面加一行列名，或用 --header 0 按内容认列", f.Name, value)
	}
	rows.width = len(header.cells)
	f.rows = rows
	if err := f.sample(); err != nil {
		return err
	}
	return f.settle(trueHeaders(header.cells), options)
}

func (f *File) startJSON(objects objects, options Options) error {
	rows := &jsonRows{objects: objects, plain: options.plain}
	f.rows = rows
	if err := f.sample(); err != nil {
		return err
	}
	var names []string
	for _, r := range f.head { // all members are extras until columns are known
		for i := 0; i+1 < len(r.extra); i += 2 {
			if !slices.Contains(names, r.extra[i]) {
				names = append(names, r.extra[i])
			}
		}
	}
	if len(names) == 0 {
		f.reader.mapping = &mapping{kind: Complaints}
		return nil
	}
	rows.columns = make(map[string]int, len(names))
	for i, n := range names {
		rows.columns[n] = i
	}
	for i := range f.head {
		if r := &f.head[i]; r.problem == nil && r.object == mapped {
			*r = rows.read(row{line: r.line, raw: r.raw})
		}
	}
	err := f.settle(names, options)
	if err != nil && f.reader.mapping != nil && slices.ContainsFunc(f.head, func(r row) bool { return r.object != mapped }) {
		return nil // a file of records of the wire: the odd object in it is refused by itself
	}
	return err
}

// sample reads the first records.
func (f *File) sample() error {
	for len(f.head) < sampled {
		r, err := f.rows.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return analytics.Wrap(analytics.KindOf(err), err, "读不了文件 %s", f.Name)
		}
		f.head = append(f.head, r)
	}
	return nil
}

// settle makes the mapping. A profile for these headers stands in for what was not told.
func (f *File) settle(names []string, options Options) error {
	f.Profile, f.problem = "", nil
	if options.plain {
		f.reader.mapping = &mapping{names: names}
		return nil
	}
	if options.Profiles != nil && len(options.Map) == 0 && options.Kind == "" {
		if p, found := options.Profiles(SignatureOf(names)); found {
			options = p.on(options)
			f.Profile = p.Name
		}
	}
	f.reader.setSource(options.Source)
	if unit := unitOf(plainWord(options.Unit)); unit != "" {
		options.Unit = unit
	}
	m, err := newMapping(names, options, f.cells(), about{text: f.Name + "\n" + f.above, serials: f.serials})
	if f.reader.mapping = m; m != nil {
		f.Notes = append(append(f.Notes[:f.noted:f.noted], m.notes...), m.left()...)
	}
	if e, ok := err.(*analytics.Error); ok && m != nil && options.Incomplete {
		f.problem, err = e, nil
	}
	return err
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

// cells are those of the sampled rows that can be read.
func (f *File) cells() [][]string {
	var cells [][]string
	for _, r := range f.head {
		if r.problem == nil && r.object == mapped {
			cells = append(cells, r.cells)
		}
	}
	return cells
}
