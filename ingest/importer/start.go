package importer

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strings"

	"huisheng/analytics"
)

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
