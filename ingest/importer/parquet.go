package importer

import (
	"encoding/hex"
	"errors"
	"io"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"huisheng/analytics"
)

// maxLeaves bounds the columns of a Parquet file.
const maxLeaves = 2_000

// parquetRows reads the rows of a Parquet file, one group after the other. Columns inside others are named by their path with dots, and
// the values of a list are joined.
type parquetRows struct {
	groups []parquet.RowGroup
	leaves []leaf
	rows   parquet.Rows
	buffer []parquet.Row
	ahead  []parquet.Row
	line   uint32
}

// leaf is a column of values.
type leaf struct {
	name string
	kind format.LogicalTypeValue // nil where the type says it all
}

func (r *parquetRows) next() (out row, err error) {
	defer func() { // the library trusts the file, which may be damaged
		if recover() != nil {
			err = analytics.Invalid("", "Parquet 文件第 %d 行之后损坏", r.line)
		}
	}()
	for len(r.ahead) == 0 {
		if r.rows == nil {
			if len(r.groups) == 0 {
				return row{}, io.EOF
			}
			r.rows, r.groups = r.groups[0].Rows(), r.groups[1:]
		}
		n, err := r.rows.ReadRows(r.buffer)
		r.ahead = r.buffer[:n]
		if err == io.EOF || err == nil && n == 0 {
			if err := r.rows.Close(); err != nil {
				return row{}, err
			}
			r.rows = nil
		} else if err != nil {
			return row{}, analytics.Wrap(analytics.KindInvalid, err, "Parquet 文件第 %d 行之后损坏", r.line)
		}
	}
	values := r.ahead[0]
	r.ahead = r.ahead[1:]
	r.line++
	return row{line: r.line, cells: r.cells(values)}, nil
}

func (r *parquetRows) cells(values parquet.Row) []string {
	cells := make([]string, len(r.leaves))
	for _, v := range values {
		i := v.Column()
		if i < 0 || i >= len(cells) || v.IsNull() {
			continue
		}
		s := r.leaves[i].text(v)
		if cells[i] != "" && s != "" {
			s = cells[i] + "、" + s
		}
		cells[i] = s
	}
	return cells
}

func (r *parquetRows) told() (int64, []string) { return 0, nil }

// Close lets go of the group that is being read.
func (r *parquetRows) Close() (err error) {
	defer func() {
		if recover() != nil {
			err = nil // what is damaged was told while it was read
		}
	}()
	if r.rows == nil {
		return nil
	}
	return r.rows.Close()
}

// text is a value for people: times in Beijing, numbers with all their digits.
func (l leaf) text(v parquet.Value) string {
	switch t := l.kind.(type) {
	case *format.TimestampType:
		return stamp(v.Int64(), t)
	case *format.DateType:
		return time.Unix(int64(v.Int32())*86_400, 0).UTC().Format("2006-01-02")
	case *format.DecimalType:
		return decimal(v, int(t.Scale))
	case *format.IntType:
		if !t.IsSigned {
			if v.Kind() == parquet.Int32 {
				return strconv.FormatUint(uint64(v.Uint32()), 10)
			}
			return strconv.FormatUint(v.Uint64(), 10)
		}
	case *format.UUIDType:
		if b := v.ByteArray(); len(b) == 16 {
			s := hex.EncodeToString(b)
			return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
		}
	}
	switch v.Kind() {
	case parquet.Boolean:
		return strings.ToUpper(strconv.FormatBool(v.Boolean()))
	case parquet.Int32:
		return strconv.FormatInt(int64(v.Int32()), 10)
	case parquet.Int64:
		return strconv.FormatInt(v.Int64(), 10)
	case parquet.Int96: // times of old Hive and Spark: nanoseconds of the day, then the Julian day
		n := v.Int96()
		nanos := int64(n[0]) | int64(n[1])<<32
		return time.Unix((int64(n[2])-2_440_588)*86_400, nanos).In(analytics.Zone).Format("2006-01-02 15:04:05.999")
	case parquet.Float:
		return strconv.FormatFloat(float64(v.Float()), 'f', -1, 32)
	case parquet.Double:
		return strconv.FormatFloat(v.Double(), 'f', -1, 64)
	}
	b := v.ByteArray()
	if !utf8.Valid(b) {
		return hex.EncodeToString(b)
	}
	return string(b)
}

// stamp writes a time. One that is not adjusted to UTC tells the clock of the place where it was written.
func stamp(n int64, t *format.TimestampType) string {
	at := time.UnixMilli(n)
	switch {
	case t.Unit.Value == nil:
	case t.Unit.Value.FieldID() == 2:
		at = time.UnixMicro(n)
	case t.Unit.Value.FieldID() == 3:
		at = time.Unix(0, n)
	}
	if t.IsAdjustedToUTC {
		return at.In(analytics.Zone).Format("2006-01-02T15:04:05.999-07:00")
	}
	return at.UTC().Format("2006-01-02 15:04:05.999")
}

func decimal(v parquet.Value, scale int) string {
	n := new(big.Int)
	switch v.Kind() {
	case parquet.Int32:
		n.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		n.SetInt64(v.Int64())
	default:
		b := v.ByteArray()
		n.SetBytes(b)
		if len(b) > 0 && b[0] >= 0x80 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(len(b))*8))
		}
	}
	if scale <= 0 || scale > 100 {
		return n.String()
	}
	return new(big.Rat).SetFrac(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)).FloatString(scale)
}

// parquet opens a Parquet file.
func (w *walker) parquet(p part) bool {
	if !w.wants(p.name, p.name) {
		return p.closed() == nil
	}
	f, err := openParquet(p, w.options)
	if err != nil {
		return w.failed(p.name, errors.Join(err, p.closed()))
	}
	return w.opened(f)
}

func openParquet(p part, options Options) (f *File, err error) {
	defer func() { // the library trusts the file, which may be damaged
		if broken := recover(); broken != nil {
			err = analytics.Invalid("", "%s 不是完整的 Parquet 文件：%v", p.name, broken)
		}
	}()
	if err := p.look(); err != nil {
		return nil, err
	}
	in, err := parquet.OpenFile(p.through, p.size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "%s 不是完整的 Parquet 文件", p.name)
	}
	rows := &parquetRows{groups: in.RowGroups(), buffer: make([]parquet.Row, 64)}
	if err := rows.columns(in.Root(), ""); err != nil {
		return nil, err
	}
	f = p.file(p.name)
	f.close = func() error { return errors.Join(rows.Close(), p.closed()) }
	f.begin(options)
	f.Format, f.rows = "Parquet", rows
	if err := f.sample(); err != nil {
		return nil, err
	}
	if len(f.head) == 0 {
		return nil, analytics.Invalid("", "%s 里没有一行数据", p.name)
	}
	names := make([]string, len(rows.leaves))
	for i, l := range rows.leaves {
		names[i] = l.name
	}
	return f, f.settle(trueHeaders(names), options)
}

// columns lists the leaves in the order of their values. The names of the levels that only make a list are left out.
func (r *parquetRows) columns(c *parquet.Column, path string) error {
	for _, child := range c.Columns() {
		name := path + child.Name()
		switch child.Name() {
		case "list", "element", "array", "bag", "key_value":
			if path != "" {
				name = strings.TrimSuffix(path, ".")
			}
		}
		if !child.Leaf() {
			if err := r.columns(child, name+"."); err != nil {
				return err
			}
			continue
		}
		if len(r.leaves) >= maxLeaves {
			return analytics.Invalid("", "Parquet 文件超过 %d 列", maxLeaves)
		}
		l := leaf{name: name}
		if t := child.Type().LogicalType(); t != nil {
			l.kind = t.Value
		}
		r.leaves = append(r.leaves, l)
	}
	return nil
}
