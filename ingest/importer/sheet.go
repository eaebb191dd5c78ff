package importer

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"slices"

	"huisheng/analytics"
	"huisheng/ingest/importer/xlsx"
)

// sheetRows reads one sheet of a workbook. The first rows are kept until it is known which of them is the header.
type sheetRows struct {
	in    *xlsx.Rows
	ahead []row
	width int // columns of the header
	blank int64
}

// read gives the next row that is not blank, whatever its width.
func (r *sheetRows) read() (row, error) {
	for {
		line, cells, err := r.in.Next()
		if err != nil {
			return row{}, err
		}
		if isBlank(cells) {
			r.blank++
			continue
		}
		return row{line: line, cells: append(make([]string, 0, max(len(cells), r.width)), cells...)}, nil
	}
}

func (r *sheetRows) next() (row, error) {
	var out row
	if len(r.ahead) > 0 {
		out, r.ahead = r.ahead[0], r.ahead[1:]
	} else {
		var err error
		if out, err = r.read(); err != nil {
			return row{}, err
		}
	}
	return r.fitted(out), nil
}

// fitted gives a row the width of the header. What stands to the right of it is kept under the names of columns that have none.
func (r *sheetRows) fitted(out row) row {
	for i := r.width; i < len(out.cells); i++ {
		if out.cells[i] != "" {
			out.extra = append(out.extra, "第"+itoa(i+1)+"列", out.cells[i])
		}
	}
	if len(out.cells) > r.width {
		out.cells = out.cells[:r.width]
	}
	for len(out.cells) < r.width {
		out.cells = append(out.cells, "")
	}
	return out
}

// told says what the sheet held that became nothing.
func (r *sheetRows) told() (int64, []string) {
	var notes []string
	if n := r.in.Faults; n > 0 {
		notes = append(notes, fmt.Sprintf("有 %d 个单元格是 #N/A 之类的错误值，按空处理", n))
	}
	if n := r.in.Uncached; n > 0 {
		notes = append(notes, fmt.Sprintf("有 %d 个公式没有保存结果，按空处理；用 Excel 打开并保存一次即可", n))
	}
	return r.blank, notes
}

// startSheet finds the header of a sheet and decides on the mapping. io.EOF says that the sheet is empty.
func (f *File) startSheet(in *xlsx.Rows, options Options) error {
	f.begin(options)
	f.Format, f.serials = "XLSX", true
	rows := &sheetRows{in: in}
	f.rows = rows
	for len(rows.ahead) <= maxTitles+1 {
		r, err := rows.read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		rows.ahead = append(rows.ahead, r)
	}
	if len(rows.ahead) == 0 {
		return io.EOF
	}
	header, err := f.headerOf(rows, options)
	if err != nil {
		return err
	}
	if rows.width = len(header); options.Header == NoHeader {
		for _, r := range rows.ahead {
			rows.width = max(rows.width, len(r.cells))
		}
		header = make([]string, rows.width)
	}
	if err := f.sample(); err != nil {
		return err
	}
	return f.settle(trueHeaders(header), options)
}

// headerOf takes the header and the titles above it off the first rows.
func (f *File) headerOf(rows *sheetRows, options Options) ([]string, error) {
	if options.Header == NoHeader {
		return rows.ahead[0].cells, nil
	}
	n := 0
	if options.Header > 0 {
		for n < len(rows.ahead) && rows.ahead[n].line < uint32(options.Header) {
			n++
		}
		if n == len(rows.ahead) || rows.ahead[n].line != uint32(options.Header) {
			return nil, analytics.Invalid("header", "%s 的第 %d 行是空的，不能作表头", f.Name, options.Header)
		}
	} else {
		lines := make([][]string, len(rows.ahead))
		for i, r := range rows.ahead {
			lines[i] = r.cells
		}
		n = titlesOf(lines)
		if found := slices.IndexFunc(lines, options.holdsAll); found >= 0 {
			n = found
		}
	}
	header := rows.ahead[n]
	for _, above := range rows.ahead[:n] {
		for _, cell := range above.cells {
			f.above += cell + " "
		}
	}
	f.Titles, rows.ahead = int(header.line)-1, rows.ahead[n+1:]
	if options.Header == 0 {
		if value, found := dataIn(header.cells); found {
			return nil, analytics.Invalid("", "%s 没有表头：第一行就是数据（“%s”是一个时间）。请在最前面加一行列名，或用 --header 0 按内容认列", f.Name, value)
		}
	}
	return header.cells, nil
}

// book walks over the sheets of a workbook.
func (w *walker) book(z *zip.Reader, part part, file *held) bool {
	book, err := xlsx.Open(z)
	if err != nil {
		return w.failed(part.name, err)
	}
	file.keep()
	all := hold(func() error { return errors.Join(book.Close(), file.drop()) })
	defer all.drop()
	visible := 0
	for _, s := range book.Sheets {
		if !s.Hidden && !s.Chart {
			visible++
		}
	}
	for _, s := range book.Sheets {
		name := part.name + "#" + s.Name
		switch {
		case !w.wants(name, s.Name):
			continue
		case s.Chart:
			if !w.skip(name, "是图表，没有数据行") {
				return false
			}
			continue
		case s.Hidden && w.options.Table == "":
			if !w.skip(name, "是隐藏的工作表；要导入它，请取消隐藏，或用 --table "+s.Name) {
				return false
			}
			continue
		}
		if !w.sheet(book, s, part.file(name), all, visible > 1) {
			return false
		}
	}
	return true
}

// sheet opens one sheet. Beside other sheets, one that is no table of records, such as an explanation, is passed over.
func (w *walker) sheet(book *xlsx.Book, s xlsx.Sheet, f *File, all *held, beside bool) bool {
	name := f.Name
	rows, err := book.Rows(s)
	if err != nil {
		return w.failed(name, err)
	}
	err = f.startSheet(rows, w.options)
	switch {
	case err == nil:
		all.keep()
		f.close = func() error { return errors.Join(rows.Close(), all.drop()) }
		return w.opened(f)
	case err == io.EOF:
		return errors.Join(rows.Close()) == nil && w.skip(name, "是空的工作表")
	}
	_ = rows.Close() // the sheet was only read
	var e *analytics.Error
	if beside && w.options.Table == "" && errors.As(err, &e) && e.Kind == analytics.KindInvalid && f.reader.mapping != nil {
		return w.skip(name, "不像投诉、处理记录或基数："+e.Text)
	}
	return w.failed(name, err)
}
