package xlsx

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"huisheng/analytics"
)

// MaxUnpacked bounds what one part of a workbook may unpack to.
const MaxUnpacked = 8 << 30

// maxSheets bounds the sheets of a workbook; Excel itself knows no limit but its memory.
const maxSheets = 1_000

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name   string
	Hidden bool
	Chart  bool // it holds a picture and no cells
	part   string
}

// Book is an open workbook.
type Book struct {
	Sheets   []Sheet
	parts    map[string]*zip.File
	styles   []style // by the style number of a cell
	texts    texts
	from1904 bool
}

// IsBook reports whether an archive is a workbook that Open reads.
func IsBook(z *zip.Reader) bool {
	types, folder := false, false
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		switch {
		case name == "xl/workbook.bin": // .xlsb
			return false
		case name == "[content_types].xml" || name == "xl/workbook.xml":
			types = true
		}
		folder = folder || strings.HasPrefix(name, "xl/")
	}
	return types && folder
}

// Open reads what a workbook says of itself, and its shared texts. Errors of kind invalid say what is wrong with it. The caller closes it.
func Open(z *zip.Reader) (*Book, error) {
	b := &Book{parts: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		b.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, "\\", "/"), "/"))] = f
	}
	if err := b.read(); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// Close lets go of the temporary file.
func (b *Book) Close() error { return b.texts.close() }

func (b *Book) read() error {
	main := "xl/workbook.xml"
	err := b.each("_rels/.rels", true, func(m *markup) error {
		if kind, _ := m.attr("Type"); m.name == "Relationship" && strings.HasSuffix(kind, "/officeDocument") {
			main = resolved("", target(m))
		}
		return nil
	})
	if err != nil {
		return err
	}
	type related struct{ target, kind string }
	folder := path.Dir(main)
	parts := make(map[string]related)
	err = b.each(path.Join(folder, "_rels", path.Base(main)+".rels"), true, func(m *markup) error {
		if id, ok := m.attr("Id"); ok && m.name == "Relationship" {
			kind, _ := m.attr("Type")
			parts[id] = related{resolved(folder, target(m)), path.Base(kind)}
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = b.each(main, false, func(m *markup) error {
		switch m.name {
		case "workbookPr":
			b.from1904 = truth(m, "date1904")
		case "sheet":
			id, _ := m.attr("id")
			name, _ := m.attr("name")
			state, _ := m.attr("state")
			if part, ok := parts[id]; ok && len(b.Sheets) < maxSheets {
				b.Sheets = append(b.Sheets, Sheet{Name: name, Hidden: state == "hidden" || state == "veryHidden", Chart: part.kind != "worksheet", part: part.target})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	styles, shared := path.Join(folder, "styles.xml"), path.Join(folder, "sharedStrings.xml")
	for _, p := range parts {
		switch p.kind {
		case "styles":
			styles = p.target
		case "sharedStrings":
			shared = p.target
		}
	}
	return errors.Join(b.readStyles(styles), b.readTexts(shared))
}

func target(m *markup) string { s, _ := m.attr("Target"); return s }

func truth(m *markup, name string) bool {
	s, _ := m.attr(name)
	return s == "1" || s == "true"
}

// resolved is the name of a part that another in folder names.
func resolved(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return strings.TrimPrefix(path.Join(folder, target), "/")
}

// open unpacks a part.
func (b *Book) open(name string) (io.ReadCloser, error) {
	f, ok := b.parts[strings.ToLower(name)]
	if !ok {
		return nil, analytics.Invalid("", "工作簿里缺少 %s", name)
	}
	if f.UncompressedSize64 > MaxUnpacked {
		return nil, analytics.Invalid("", "工作簿的 %s 展开后超过 %d GB，请拆成几个文件", name, int64(MaxUnpacked)>>30)
	}
	r, err := f.Open()
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "工作簿的 %s 打不开", name)
	}
	return r, nil
}

// each calls fn for every element of a part. optional allows that the part is missing.
func (b *Book) each(name string, optional bool, fn func(*markup) error) error {
	if _, ok := b.parts[strings.ToLower(name)]; !ok && optional {
		return nil
	}
	r, err := b.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	m := newMarkup(io.LimitReader(r, MaxUnpacked))
	for {
		t, err := m.next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return analytics.Wrap(analytics.KindInvalid, err, "工作簿的 %s 损坏", name)
		case t == begin:
			if err := fn(m); err != nil {
				return err
			}
		}
	}
}

func (b *Book) readStyles(name string) error {
	formats := make(map[int]style)
	inside := false
	return b.each(name, true, func(m *markup) error {
		switch m.name {
		case "numFmt":
			code, _ := m.attr("formatCode")
			formats[number(m, "numFmtId")] = styleOf(code)
		case "cellXfs":
			inside = true
		case "cellStyles", "cellStyleXfs", "dxfs":
			inside = false
		case "xf":
			if inside && len(b.styles) < 1<<16 {
				id := number(m, "numFmtId")
				s, told := formats[id]
				if !told {
					s = builtinStyle(id)
				}
				b.styles = append(b.styles, s)
			}
		}
		return nil
	})
}

func number(m *markup, name string) int {
	s, _ := m.attr(name)
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// readTexts reads the shared texts: of each its pieces together, without the reading aids (rPh) of East Asian words.
func (b *Book) readTexts(name string) error {
	if _, ok := b.parts[strings.ToLower(name)]; !ok {
		return nil
	}
	r, err := b.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	m := newMarkup(io.LimitReader(r, MaxUnpacked))
	var one []byte
	aid := false
	for {
		t, err := m.next()
		switch {
		case err == io.EOF:
			return b.texts.done()
		case err != nil:
			return analytics.Wrap(analytics.KindInvalid, err, "工作簿的 %s 损坏", name)
		case t == begin && m.name == "si":
			one = one[:0]
		case m.name == "rPh":
			aid = t == begin
		case t == begin && m.name == "t":
			m.keep = !aid
		case t == words:
			if len(one)+len(m.text) > maxText {
				return analytics.Invalid("", "工作簿里有一段文字超过 %d KB", maxText>>10)
			}
			one = append(one, m.text...)
		case t == end && m.name == "t":
			m.keep = false
		case t == end && m.name == "si":
			if err := b.texts.add(plain(one)); err != nil {
				return err
			}
		}
	}
}
