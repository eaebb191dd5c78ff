package importer

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"huisheng/analytics"
	"huisheng/ingest/importer/xlsx"
)

// limits bound what is unpacked, so that a small file cannot fill the disk.
type limits struct {
	entries int   // files of a folder or an archive
	each    int64 // bytes that one of them unpacks to
	all     int64 // bytes that all of them unpack to
	ratio   int64 // how many times its packed size a file may unpack to, once it is over a MiB
}

func (l limits) orDefault() limits {
	if l == (limits{}) {
		return limits{entries: 10_000, each: 4 << 30, all: 16 << 30, ratio: 250}
	}
	return l
}

// part reads one file by what it holds, and closes it unless a File does.
func (w *walker) part(p part) bool {
	head := make([]byte, 512)
	n, err := io.ReadFull(p.f, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		_ = p.closed() // it was only read
		return w.failed(p.name, analytics.Wrap(analytics.Internal, err, "读不了文件 %s", p.name))
	}
	head = head[:n]
	if _, err := p.f.Seek(0, io.SeekStart); err != nil {
		_ = p.closed() // it was only read
		return w.failed(p.name, analytics.Wrap(analytics.Internal, err, "读不了文件 %s", p.name))
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return w.zip(p)
	case bytes.HasPrefix(head, []byte("\x1F\x8B")):
		defer p.closed()
		return w.gzip(p)
	case bytes.HasPrefix(head, []byte("PAR1")):
		return w.parquet(p)
	case len(head) > 262 && string(head[257:262]) == "ustar":
		defer p.closed()
		return w.tar(p, p.f)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0")):
		defer p.closed()
		return w.failed(p.name, oldExcel(p))
	case bytes.HasPrefix(head, []byte("7z\xBC\xAF\x27\x1C")), bytes.HasPrefix(head, []byte("Rar!")):
		defer p.closed()
		return w.failed(p.name, analytics.Invalid("", "%s 是 7z 或 RAR 压缩包，请改用 zip 或 tar.gz", p.name))
	case bytes.HasPrefix(head, []byte("%PDF")):
		defer p.closed()
		return w.failed(p.name, analytics.Invalid("", "%s 是 PDF，请从原系统导出 Excel 或 CSV", p.name))
	}
	if !w.wants(p.name, p.name) {
		return p.closed() == nil
	}
	f, err := openText(p, w.options)
	if err != nil {
		return w.failed(p.name, err)
	}
	return w.opened(f)
}

// oldExcel tells a workbook with a password from one of before 2007.
func oldExcel(p part) error {
	b, err := io.ReadAll(io.LimitReader(p.f, 64<<20))
	if err != nil {
		return analytics.Wrap(analytics.Internal, err, "读不了文件 %s", p.name)
	}
	wide := make([]byte, 0, 32)
	for _, c := range []byte("EncryptedPackage") {
		wide = append(wide, c, 0)
	}
	if bytes.Contains(b, wide) {
		return analytics.Invalid("", "%s 有打开密码：请在 Excel 里取消密码（文件 → 信息 → 保护工作簿）后再导入", p.name)
	}
	return analytics.Invalid("", "%s 是旧的 Excel 格式（.xls 或 .et）：请用 Excel 或 WPS 另存为 .xlsx 或 CSV 再导入", p.name)
}

// zip reads a workbook or walks over an archive.
func (w *walker) zip(p part) bool {
	file := hold(p.closed)
	defer file.drop()
	if err := p.look(); err != nil {
		return w.failed(p.name, err)
	}
	z, err := zip.NewReader(p.through, p.size)
	if err != nil {
		return w.failed(p.name, analytics.Wrap(analytics.KindInvalid, err, "%s 不完整或已损坏，请重新导出或下载", p.name))
	}
	if xlsx.IsBook(z) {
		return w.book(z, p, file)
	}
	for _, name := range []struct{ part, says string }{{"xl/workbook.bin", "是 .xlsb，请用 Excel 另存为 .xlsx 再导入"}, {"content.xml", "是 ODS 或类似的文档，请另存为 .xlsx 再导入"},
		{"word/document.xml", "是 Word 文档，请从原系统导出 Excel 或 CSV"}, {"ppt/presentation.xml", "是演示文稿，没有可导入的表"}} {
		if hasPart(z, name.part) {
			return w.failed(p.name, analytics.Invalid("", "%s %s", p.name, name.says))
		}
	}
	if p.packed > 0 {
		return w.skip(p.name, "是压缩包里的压缩包，没有展开；请先解压")
	}
	for _, e := range z.File {
		name := nameIn(e)
		if e.FileInfo().IsDir() {
			continue
		}
		open := func() (io.ReadCloser, error) {
			if e.Flags&1 != 0 {
				return nil, analytics.Invalid("", "有密码：请解压后再导入")
			}
			return e.Open()
		}
		if !w.entry(p, name, int64(e.CompressedSize64), open) {
			return false
		}
	}
	return true
}

func hasPart(z *zip.Reader, name string) bool {
	for _, f := range z.File {
		if f.Name == name {
			return true
		}
	}
	return false
}

// nameIn is the name of a file in an archive. Chinese Windows writes it in GBK and does not say so.
func nameIn(e *zip.File) string {
	if utf8.ValidString(e.Name) {
		return e.Name
	}
	if s, err := simplifiedchinese.GB18030.NewDecoder().String(e.Name); err == nil {
		return s
	}
	return strings.ToValidUTF8(e.Name, "\uFFFD")
}

// gzip unpacks one file or an archive.
func (w *walker) gzip(p part) bool {
	info, err := p.f.Stat()
	if err != nil {
		return w.failed(p.name, analytics.Wrap(analytics.Internal, err, "读不了文件 %s", p.name))
	}
	if p.packed > 1 {
		return w.skip(p.name, "压缩了三层以上，没有展开；请先解压")
	}
	open := func() (io.ReadCloser, error) {
		if _, err := p.f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		return gzip.NewReader(p.f)
	}
	r, err := open()
	if err != nil {
		return w.failed(p.name, analytics.Wrap(analytics.KindInvalid, err, "%s 不完整或已损坏", p.name))
	}
	head := make([]byte, 512)
	n, _ := io.ReadFull(r, head) // what is wrong with it is told when it is unpacked
	if n > 262 && string(head[257:262]) == "ustar" {
		if r, err = open(); err != nil {
			return w.failed(p.name, err)
		}
		return w.tar(p, io.LimitReader(r, w.limits.all+1))
	}
	return w.unpack(p, p.name, info.Size(), open)
}

// tar walks over an archive.
func (w *walker) tar(p part, in io.Reader) bool {
	if p.packed > 0 {
		return w.skip(p.name, "是压缩包里的压缩包，没有展开；请先解压")
	}
	for t := tar.NewReader(in); ; {
		h, err := t.Next()
		switch {
		case err == io.EOF:
			return true
		case err != nil:
			return w.failed(p.name, analytics.Wrap(analytics.KindInvalid, err, "%s 不完整或已损坏", p.name))
		case h.Typeflag != tar.TypeReg:
			continue
		}
		if !w.entry(p, h.Name, h.Size, func() (io.ReadCloser, error) { return io.NopCloser(t), nil }) {
			return false
		}
	}
}

// entry judges a file of an archive by its name and unpacks it.
func (w *walker) entry(p part, name string, packed int64, open func() (io.ReadCloser, error)) bool {
	name = path.Clean("/" + strings.ReplaceAll(name, "\\", "/"))[1:]
	if w.entries++; w.entries > w.limits.entries {
		w.failed(p.name, analytics.Invalid("", "压缩包 %s 里的文件超过 %d 个，请分几次导入", p.name, w.limits.entries))
		return false
	}
	for _, step := range strings.Split(name, "/") {
		if ownNoise(step) {
			return true
		}
	}
	inside := p.name + "/" + name
	if !dataFile(name) {
		return w.skip(inside, "不是认识的数据文件")
	}
	return w.unpack(p, inside, packed, open)
}

// unpack writes a file of an archive to a temporary one and reads that.
func (w *walker) unpack(p part, name string, packed int64, open func() (io.ReadCloser, error)) bool {
	in, err := open()
	if err != nil {
		return w.failed(name, analytics.Wrap(analytics.KindInvalid, err, "%s 打不开", name))
	}
	f, err := w.spool(in, name, packed)
	return w.spooled(f, errors.Join(err, in.Close()), part{f: f, name: name, packed: p.packed + 1, temporary: true})
}

// spooled reads a temporary file.
func (w *walker) spooled(f *os.File, err error, p part) bool {
	if err == nil {
		return w.part(p)
	}
	if f != nil {
		err = errors.Join(err, p.closed())
	}
	return w.failed(p.name, err)
}

// spool copies to a temporary file, up to the limits. packed is the size that the bytes had, 0 when they were not packed.
func (w *walker) spool(in io.Reader, name string, packed int64) (*os.File, error) {
	f, err := os.CreateTemp("", "huisheng-import-*")
	if err != nil {
		return nil, analytics.Wrap(analytics.Internal, err, "建不了临时文件")
	}
	most := min(w.limits.each, w.limits.all-w.unpacked)
	if packed > 0 {
		most = min(most, max(1<<20, packed*w.limits.ratio))
	}
	n, err := io.Copy(f, io.LimitReader(in, most+1))
	w.unpacked += n
	switch {
	case err != nil:
		return f, analytics.Wrap(analytics.KindInvalid, err, "%s 展开到一半出错，文件不完整或磁盘已满", name)
	case n > most:
		return f, analytics.Invalid("", "%s 展开后太大（上限：每个文件 %d GB，合计 %d GB，压缩比 %d 倍），请解压后直接导入", name, w.limits.each>>30, w.limits.all>>30, w.limits.ratio)
	}
	_, err = f.Seek(0, io.SeekStart)
	return f, err
}

// stream reads what comes through a pipe.
func (w *walker) stream(r io.Reader, name string) bool {
	buffered, head, err := peeked(r)
	if err != nil {
		return w.failed(name, analytics.Wrap(analytics.Internal, err, "读不了 %s", name))
	}
	if !packedBytes(head) {
		f, err := OpenReader(buffered, name, w.options)
		if err != nil {
			return w.failed(name, err)
		}
		return w.opened(f)
	}
	f, err := w.spool(buffered, name, 0)
	return w.spooled(f, err, part{f: f, name: name, temporary: true})
}

// packedBytes reports whether bytes begin as something that is no text.
func packedBytes(head []byte) bool {
	for _, magic := range []string{"PK\x03\x04", "PK\x05\x06", "\x1F\x8B", "PAR1", "\xD0\xCF\x11\xE0", "7z\xBC\xAF\x27\x1C", "Rar!", "%PDF"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return len(head) > 262 && string(head[257:262]) == "ustar"
}
