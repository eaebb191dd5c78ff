package bench

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"huisheng/analytics"
	"huisheng/analytics/cause"
)

// causeCase is one change whose causes are asked for: a file of a folder.
type causeCase struct {
	Name   string
	path   string
	minute string   // for rates: the minute that is asked about, empty when the truth does not say
	truth  []string // nil when there is no truth
	known  bool
}

// causeCases are the cases of a folder, by name: all its CSV files but truth.csv, gzipped or not.
func causeCases(folder string) ([]causeCase, error) {
	truth, err := causeTruth(filepath.Join(folder, "truth.csv"))
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "读不了文件夹 %s", folder)
	}
	var cases []causeCase
	for _, entry := range entries {
		name, isCSV := strings.CutSuffix(strings.TrimSuffix(entry.Name(), ".gz"), ".csv")
		if !isCSV || entry.IsDir() || name == "truth" {
			continue
		}
		c, known := truth[name]
		c.Name, c.path, c.known = name, filepath.Join(folder, entry.Name()), known
		cases = append(cases, c)
	}
	if len(cases) == 0 {
		return nil, analytics.Invalid("dirs", "%s 里没有 .csv 或 .csv.gz 文件", folder)
	}
	return cases, nil
}

// causeTruth reads the true causes; a folder without them can be answered but not scored.
func causeTruth(path string) (map[string]causeCase, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "读不了 %s", path)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "读不了 %s", path)
	}
	if len(lines) == 0 {
		return nil, analytics.Invalid("truth.csv", "%s 是空的", path)
	}
	name, causes, minute := slices.Index(lines[0], "case"), slices.Index(lines[0], "causes"), slices.Index(lines[0], "minute")
	if name < 0 || causes < 0 {
		return nil, analytics.Invalid("truth.csv", "%s 缺 case 或 causes 列", path)
	}
	out := map[string]causeCase{}
	for _, line := range lines[1:] {
		var c causeCase
		for _, one := range strings.Split(line[causes], ";") {
			if one != "" {
				c.truth = append(c.truth, canonical(one))
			}
		}
		slices.Sort(c.truth)
		c.truth = slices.Compact(c.truth)
		if minute >= 0 {
			c.minute = line[minute]
		}
		out[line[name]] = c
	}
	return out, nil
}

// canonical writes a=1&b=2 with its attributes in order.
func canonical(one string) string {
	parts := strings.Split(one, "&")
	slices.Sort(parts)
	return strings.Join(parts, "&")
}

// causeTable is the content of a case.
type causeTable struct {
	path       string
	attributes []string
	values     []string     // row after row, one for each attribute
	numbers    [][2]float64 // real and predict, or value and cnt
	minutes    []string     // of rates, nil otherwise
}

// causeColumns says where the columns of a case stand.
type causeColumns struct{ first, second, minute int }

func causeHeader(path string, header []string) (causeColumns, error) {
	c := causeColumns{slices.Index(header, "real"), slices.Index(header, "predict"), -1}
	if c.first >= 0 && c.second >= 0 {
		return c, nil
	}
	c = causeColumns{slices.Index(header, "value"), slices.Index(header, "cnt"), slices.Index(header, "min")}
	if c.first < 0 || c.second < 0 || c.minute < 0 {
		return c, analytics.Invalid("header", "%s 的表头应有 real、predict，或 min、value、cnt", path)
	}
	return c, nil
}

// read loads a case.
func (c causeCase) read() (*causeTable, error) {
	file, err := os.Open(c.path)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "读不了 %s", c.path)
	}
	defer file.Close()
	in := io.Reader(bufio.NewReaderSize(file, 1<<16))
	if strings.HasSuffix(c.path, ".gz") {
		if in, err = gzip.NewReader(in); err != nil {
			return nil, analytics.Wrap(analytics.KindInvalid, err, "读不了 %s", c.path)
		}
	}
	return readCause(c.path, in)
}

func readCause(path string, in io.Reader) (*causeTable, error) {
	reader := csv.NewReader(in)
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "读不了 %s", path)
	}
	header = slices.Clone(header)
	columns, err := causeHeader(path, header)
	if err != nil {
		return nil, err
	}
	t := &causeTable{path: path}
	for i, name := range header {
		if i != columns.first && i != columns.second && i != columns.minute {
			t.attributes = append(t.attributes, name)
		}
	}
	same := map[string]string{} // so that a value is kept once
	intern := func(s string) string {
		kept, known := same[s]
		if !known {
			kept = strings.Clone(s)
			same[kept] = kept
		}
		return kept
	}
	for line := 2; ; line++ {
		row, err := reader.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return nil, analytics.Wrap(analytics.KindInvalid, err, "读不了 %s", path)
		}
		x, xErr := strconv.ParseFloat(row[columns.first], 64)
		y, yErr := strconv.ParseFloat(row[columns.second], 64)
		if xErr != nil || yErr != nil {
			return nil, analytics.Invalid(header[columns.first], "%s 第 %d 行：%s、%s 应是数字，现为 %q、%q", path, line, header[columns.first],
				header[columns.second], row[columns.first], row[columns.second])
		}
		t.numbers = append(t.numbers, [2]float64{x, y})
		for i, value := range row {
			switch i {
			case columns.minute:
				t.minutes = append(t.minutes, intern(value))
			case columns.first, columns.second:
			default:
				t.values = append(t.values, intern(value))
			}
		}
	}
}

// row is the values of a row.
func (t *causeTable) row(i int) []string {
	n := len(t.attributes)
	return t.values[i*n : (i+1)*n]
}

// explain finds the causes. minute is the one asked about when the table is one of rates, "" leaves it open.
func (t *causeTable) explain(minute string) (cause.Explanation, error) {
	if t.minutes != nil {
		return t.explainRate(minute)
	}
	b, err := cause.NewBuilder(t.attributes...)
	if err != nil {
		return cause.Explanation{}, fmt.Errorf("%s: %w", t.path, err)
	}
	for i := range t.numbers {
		b.Add(t.row(i), t.numbers[i][0], t.numbers[i][1])
	}
	cells := b.Cells()
	return cause.Explain(cells, cause.Options{Noise: cause.NoiseOf(cells)}), nil
}

func (t *causeTable) explainRate(minute string) (cause.Explanation, error) {
	if minute == "" {
		minute = t.worst()
	}
	b, err := cause.NewRateBuilder(t.attributes...)
	if err != nil {
		return cause.Explanation{}, fmt.Errorf("%s: %w", t.path, err)
	}
	earlier := map[string]bool{}
	for i, at := range t.minutes {
		if before(at, minute) {
			earlier[at] = true
		}
		if at == minute || before(at, minute) {
			b.Add(t.row(i), t.numbers[i][0], t.numbers[i][1], at == minute)
		}
	}
	return cause.Explain(b.Cells(), cause.Options{Noise: cause.RateNoise(len(earlier))}), nil
}

// before compares minutes, which are numbers of seconds.
func before(a, b string) bool {
	return len(a) < len(b) || len(a) == len(b) && a < b
}

// worst is the minute whose rate exceeds that of all earlier ones most, by its standard error.
func (t *causeTable) worst() string {
	type sum struct{ hits, exposure float64 }
	by := map[string]sum{}
	for i, at := range t.minutes {
		s := by[at]
		by[at] = sum{s.hits + t.numbers[i][0], s.exposure + t.numbers[i][1]}
	}
	minutes := slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		if before(a, b) {
			return -1
		}
		return 1
	})
	var past sum
	worst, most := minutes[len(minutes)-1], 0.0
	for i, at := range minutes {
		now := by[at]
		if i > 0 && past.hits > 0 && now.exposure > 0 {
			expected := now.exposure * past.hits / past.exposure
			if z := (now.hits - expected) / math.Sqrt(expected+1); z > most {
				worst, most = at, z
			}
		}
		past = sum{past.hits + now.hits, past.exposure + now.exposure}
	}
	return worst
}
