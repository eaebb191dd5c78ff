package bench

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"huisheng/analytics"
	"huisheng/analytics/trend"
)

// The shape of the simulated series, after Noufaily et al., "Comparison of statistical algorithms for daily syndromic surveillance aberration
// detection", Bioinformatics 35 (2019) 3110: years of 52 weeks, of which the last 49 weeks are judged.
const (
	warningYear   = 52 * 7
	warningJudged = 49 * 7
)

// WarningFile is one file of simulated series with what the early warning said of it.
type WarningFile struct {
	Name    string
	Signal  int
	Size    int       // of the outbreak, in standard deviations
	Days    int       // in all
	Judged  int       // the last of them
	Alarms  [][]bool  // by series and judged day
	Planted [][]int32 // the outbreak's complaints, the same way; nil when the folder does not tell
}

var warningName = regexp.MustCompile(`^w(\d+)_signal(\d+)_totals\.csv\.gz$`)

// Warning replays every file of a folder day by day: each day is judged by what came before it, and the baselines are learnt anew every so many days.
// The series of a file are watched together, or each alone.
func Warning(folder string, every int, alone bool) ([]WarningFile, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "打不开文件夹 %s", folder)
	}
	var files []WarningFile
	for _, entry := range entries {
		if m := warningName.FindStringSubmatch(entry.Name()); m != nil {
			size, _ := strconv.Atoi(m[1])
			signal, _ := strconv.Atoi(m[2])
			files = append(files, WarningFile{Name: entry.Name(), Signal: signal, Size: size})
		}
	}
	if len(files) == 0 {
		return nil, analytics.Invalid("dir", "%s 里没有 w3_signal01_totals.csv.gz 这样的文件", folder)
	}
	slices.SortFunc(files, func(a, b WarningFile) int {
		return cmp.Or(cmp.Compare(a.Size, b.Size), cmp.Compare(a.Signal, b.Signal))
	})
	failed := make([]error, len(files))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		workers.Go(func() {
			for i := range next {
				failed[i] = files[i].replay(folder, every, alone)
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	workers.Wait()
	return files, errors.Join(failed...)
}

func (f *WarningFile) replay(folder string, every int, alone bool) error {
	counts, err := readWarning(filepath.Join(folder, f.Name))
	if err != nil {
		return err
	}
	f.Days = len(counts[0])
	f.Judged = min(warningJudged, f.Days/2)
	planted, err := readWarning(filepath.Join(folder, f.Name[:len(f.Name)-len("totals.csv.gz")]+"outbreak.csv.gz"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case len(planted) != len(counts) || len(planted[0]) != f.Days:
		return analytics.Invalid("dir", "%s 与其 outbreak 文件的行数或列数不同", f.Name)
	}
	series := make([]trend.Series, len(counts))
	for j := range counts {
		series[j].Counts = slices.Clone(counts[j])
	}
	together := len(series)
	if alone {
		together = 1
	}
	span := trend.NewPlainSpan(f.Days, warningYear)
	for from := 0; from < len(series); from += together {
		f.Alarms = append(f.Alarms, f.watch(span, series[from:from+together], every)...)
	}
	for j := range planted {
		f.Planted = append(f.Planted, make([]int32, f.Judged))
		for d := range f.Judged {
			f.Planted[j][d] = int32(planted[j][f.Days-f.Judged+d])
		}
	}
	return nil
}

// watch judges the last days of series one after another.
func (f *WarningFile) watch(span *trend.Span, series []trend.Series, every int) [][]bool {
	alarms := make([][]bool, len(series))
	watch := trend.NewWatch(span, series)
	for d := range f.Judged {
		today := f.Days - f.Judged + d
		if d%every == 0 {
			watch.Learn(today)
		}
		for j, judged := range watch.Judge(today, 1) {
			alarms[j] = append(alarms[j], judged.Rise)
		}
	}
	return alarms
}

// readWarning reads one file into its columns.
func readWarning(path string) (_ [][]float32, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "%s 不是 gzip 文件", path)
	}
	var columns [][]float32
	r := csv.NewReader(unpacked)
	r.ReuseRecord = true
	for line := 1; ; line++ {
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, analytics.Wrap(analytics.KindInvalid, err, "%s 第 %d 行读不了", path, line)
		}
		if columns == nil {
			columns = make([][]float32, len(record))
		}
		for j, cell := range record {
			n, err := strconv.ParseFloat(cell, 32)
			if err != nil || n < 0 {
				return nil, analytics.Invalid("dir", "%s 第 %d 行第 %d 列 %q 不是件数", path, line, j+1, cell)
			}
			columns[j] = append(columns[j], float32(n))
		}
	}
	if len(columns) == 0 || len(columns[0]) < 2*warningYear {
		return nil, analytics.Invalid("dir", "%s 不足两年", path)
	}
	return columns, nil
}
