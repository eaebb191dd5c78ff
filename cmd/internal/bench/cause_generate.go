package bench

import (
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"huisheng/analytics"
)

// CauseDraw says what cases are generated: a month of complaints against the mean of the three before, over product, batch (a batch belongs
// to one product), region, channel, department and topic. Topics depend on the product, departments on the topic.
type CauseDraw struct {
	Cases  int
	Rows   int // complaints a month
	Seed   uint64
	Causes int // at most, at least one; 0 makes months without a cause
	// Dispersion is the standard deviation of the logarithm by which every leaf's level is off from month to month.
	Dispersion float64
	// Season moves everything by up to this share, and Mix the share of each channel and region by a factor of about this logarithm.
	Season, Mix float64
	// Correlated has most of a topic go to one department, and most of a region come by one channel.
	Correlated bool
	// Renamed gives one topic of each case another name in the newest month.
	Renamed bool
}

// HardCauses are the sets that are harder than those published: what real months have beside counts.
func HardCauses(rows int, seed uint64) map[string]CauseDraw {
	plain := CauseDraw{Cases: 20, Rows: rows, Seed: seed, Causes: 3}
	dispersed, mixed, correlated, all, none := plain, plain, plain, plain, plain
	dispersed.Dispersion = 0.3
	mixed.Season, mixed.Mix = 0.3, 0.05
	correlated.Correlated = true
	all.Dispersion, all.Season, all.Mix, all.Renamed = 0.3, 0.3, 0.05, true
	none = all
	none.Causes, none.Renamed = 0, false
	return map[string]CauseDraw{"plain": plain, "dispersed": dispersed, "season_mix": mixed, "correlated": correlated, "all": all, "none": none}
}

var (
	causeAttributes = []string{"product", "batch", "region", "channel", "department", "topic"}
	causeSizes      = []int{12, 60, 31, 6, 8, 15}
)

// places of attributes in a row
const (
	atProduct = iota
	atBatch
	atRegion
	atChannel
	atDepartment
	atTopic
)

type causeRow [6]int

// causeWorld is the company of one case.
type causeWorld struct {
	rng        *rand.Rand
	draw       CauseDraw
	batch      []float64
	region     []float64
	channel    []float64
	own        [][]float64 // the channels of each region, when they are correlated
	department [][]float64 // by topic
	topic      [][]float64 // by product
}

// GenerateCauses writes a folder of cases in the form that Causes reads.
func GenerateCauses(folder string, d CauseDraw) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "建不了文件夹 %s", folder)
	}
	truth := [][]string{{"case", "causes"}}
	for i := range d.Cases {
		w := newCauseWorld(rand.New(rand.NewPCG(d.Seed, uint64(i))), d)
		lines, causes := w.month()
		name := fmt.Sprintf("case%04d", i+1)
		if err := writeGzip(filepath.Join(folder, name+".csv.gz"), lines); err != nil {
			return err
		}
		truth = append(truth, []string{name, strings.Join(causes, ";")})
	}
	file, err := os.Create(filepath.Join(folder, "truth.csv"))
	if err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "写不了 %s", folder)
	}
	return errors.Join(csv.NewWriter(file).WriteAll(truth), file.Close())
}

func writeGzip(path string, lines [][]string) error {
	file, err := os.Create(path)
	if err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "写不了 %s", path)
	}
	out := gzip.NewWriter(file)
	return errors.Join(csv.NewWriter(out).WriteAll(lines), out.Close(), file.Close())
}

func newCauseWorld(rng *rand.Rand, d CauseDraw) *causeWorld {
	w := &causeWorld{rng: rng, draw: d}
	s := 0.5 + 0.6*rng.Float64()
	w.batch, w.region, w.channel = w.shares(causeSizes[atBatch], s), w.shares(causeSizes[atRegion], s), w.shares(causeSizes[atChannel], s)
	for range causeSizes[atProduct] {
		w.topic = append(w.topic, w.shares(causeSizes[atTopic], 1))
	}
	steep := 1.0
	if d.Correlated { // the first department has five sixths of the topic
		steep = 3
	}
	for range causeSizes[atTopic] {
		w.department = append(w.department, w.shares(causeSizes[atDepartment], steep))
	}
	if d.Correlated {
		for range causeSizes[atRegion] {
			w.own = append(w.own, w.shares(causeSizes[atChannel], 2))
		}
	}
	return w
}

// shares are Zipf's, in random order.
func (w *causeWorld) shares(n int, s float64) []float64 {
	list, total := make([]float64, n), 0.0
	for i := range list {
		list[i] = math.Pow(float64(i+1), -s)
		total += list[i]
	}
	for i := range list {
		list[i] /= total
	}
	w.rng.Shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// moved are shares after a random change of their own.
func (w *causeWorld) moved(shares []float64) []float64 {
	list, total := make([]float64, len(shares)), 0.0
	for i, p := range shares {
		list[i] = p * math.Exp(w.draw.Mix*w.rng.NormFloat64())
		total += list[i]
	}
	for i := range list {
		list[i] /= total
	}
	return list
}

func (w *causeWorld) pick(shares []float64) int {
	x := w.rng.Float64()
	for i, p := range shares {
		if x -= p; x < 0 {
			return i
		}
	}
	return len(shares) - 1
}

// rows draws complaints of one month: leaves have a level of their own in it, for a part of the rows is drawn again.
func (w *causeWorld) rows(n int) map[causeRow]float64 {
	batch, region, channel := w.batch, w.moved(w.region), w.moved(w.channel)
	drawn := map[causeRow]float64{}
	for range n {
		b := w.pick(batch)
		p := b % causeSizes[atProduct] // five batches of each product
		t := w.pick(w.topic[p])
		r := w.pick(region)
		if w.own != nil {
			channel = w.own[r]
		}
		drawn[causeRow{p, b, r, w.pick(channel), w.pick(w.department[t]), t}]++
	}
	if w.draw.Dispersion == 0 {
		return drawn
	}
	// Product × topic × region have ups and downs in common, more than counts have by chance.
	levels := map[[3]int]float64{}
	for _, row := range sortedRows(drawn) {
		key := [3]int{row[atProduct], row[atTopic], row[atRegion]}
		level, known := levels[key]
		if !known {
			level = math.Exp(w.draw.Dispersion*w.rng.NormFloat64() - w.draw.Dispersion*w.draw.Dispersion/2)
			levels[key] = level
		}
		drawn[row] = w.rounded(drawn[row] * level)
	}
	return drawn
}

// rounded is a whole number with the mean x.
func (w *causeWorld) rounded(x float64) float64 {
	whole := math.Floor(x)
	if w.rng.Float64() < x-whole {
		whole++
	}
	return whole
}

func sortedRows(rows map[causeRow]float64) []causeRow {
	return slices.SortedFunc(maps.Keys(rows), func(a, b causeRow) int { return slices.Compare(a[:], b[:]) })
}

// month draws one case: its lines with their header, and its causes.
func (w *causeWorld) month() (lines [][]string, causes []string) {
	base := map[causeRow]float64{}
	for range 3 {
		for row, n := range w.rows(w.draw.Rows) {
			base[row] += n
		}
	}
	now := w.rows(int(float64(w.draw.Rows) * (1 + w.draw.Season*(2*w.rng.Float64()-1))))
	renamed := -1
	if w.draw.Renamed {
		renamed = w.rng.IntN(causeSizes[atTopic])
	}
	if w.draw.Causes > 0 {
		causes = w.plant(base, now, 1+w.rng.IntN(w.draw.Causes), renamed)
	}
	all := maps.Clone(base)
	maps.Copy(all, now)
	lines = [][]string{append(slices.Clone(causeAttributes), "real", "predict")}
	for _, row := range sortedRows(all) {
		if row[atTopic] == renamed {
			lines = append(lines, w.line(row, "", 0, base[row]/3), w.line(row, "new", now[row], 0))
			continue
		}
		lines = append(lines, w.line(row, "", now[row], base[row]/3))
	}
	if renamed >= 0 { // a name that went and one that came are what there is to be found
		causes = append(causes, fmt.Sprintf("topic=topic%d", renamed+1), fmt.Sprintf("topic=topic%dnew", renamed+1))
	}
	return lines, causes
}

func (w *causeWorld) line(row causeRow, suffix string, real, predict float64) []string {
	var cells []string
	for i, v := range row {
		name := causeAttributes[i] + strconv.Itoa(v+1)
		if i == atTopic {
			name += suffix
		}
		cells = append(cells, name)
	}
	return append(cells, strconv.FormatFloat(real, 'f', -1, 64), strconv.FormatFloat(predict, 'f', 4, 64))
}

// plant adds causes of one to three attributes, each large enough to be seen: seven standard deviations and 60 complaints.
func (w *causeWorld) plant(base, now map[causeRow]float64, n, renamed int) []string {
	rows := sortedRows(base)
	var planted [][]causeRow
	var causes []string
	for tries := 0; len(causes) < n && tries < 2000; tries++ {
		row := rows[w.rng.IntN(len(rows))]
		var at []int
		for _, a := range w.rng.Perm(len(row))[:1+w.rng.IntN(3)] {
			if a != atProduct || !slices.Contains(at, atBatch) {
				at = append(at, a)
			}
		}
		slices.Sort(at)
		if row[atTopic] == renamed || slices.Contains(at, atProduct) && slices.Contains(at, atBatch) {
			continue
		}
		in := slices.DeleteFunc(slices.Clone(rows), func(r causeRow) bool {
			return r[atTopic] == renamed || slices.ContainsFunc(at, func(a int) bool { return r[a] != row[a] })
		})
		weight := 0.0
		for _, r := range in {
			weight += base[r] / 3
		}
		extra := weight * (0.5 + 2.5*w.rng.Float64())
		total := float64(w.draw.Rows)
		own := w.draw.Dispersion * weight / 3 // its own ups and downs
		if weight < 25 || weight > 0.12*total || extra < 60 || extra > 0.15*total || extra < 7*math.Sqrt(weight*4/3+own*own) || overlaps(planted, in) || implied(base, row, at) {
			continue
		}
		w.add(now, base, in, int(extra))
		planted = append(planted, in)
		var parts []string
		for _, a := range at {
			parts = append(parts, fmt.Sprintf("%s=%s%d", causeAttributes[a], causeAttributes[a], row[a]+1))
		}
		causes = append(causes, canonical(strings.Join(parts, "&")))
	}
	return causes
}

// implied reports whether an attribute says nothing beside the others: nine of ten complaints with their values have its value too.
func implied(base map[causeRow]float64, row causeRow, at []int) bool {
	if len(at) == 1 {
		return false
	}
	all, without := 0.0, make([]float64, len(at))
	for r, n := range base {
		other, differs := 0, 0
		for i, a := range at {
			if r[a] != row[a] {
				other, differs = i, differs+1
			}
		}
		switch differs {
		case 0:
			all += n
		case 1:
			without[other] += n
		}
	}
	return slices.ContainsFunc(without, func(n float64) bool { return all >= 0.9*(all+n) })
}

// add draws further complaints where there were some before, as many to a row as it had.
func (w *causeWorld) add(now, base map[causeRow]float64, in []causeRow, extra int) {
	sums, total := make([]float64, len(in)), 0.0
	for i, r := range in {
		total += base[r]
		sums[i] = total
	}
	for range extra {
		i, _ := slices.BinarySearch(sums, w.rng.Float64()*total)
		now[in[min(i, len(in)-1)]]++
	}
}

// overlaps reports whether a fifth of the rows of a cause are those of another.
func overlaps(planted [][]causeRow, in []causeRow) bool {
	mine := map[causeRow]bool{}
	for _, r := range in {
		mine[r] = true
	}
	for _, other := range planted {
		both := 0
		for _, r := range other {
			if mine[r] {
				both++
			}
		}
		if 5*both > min(len(in), len(other)) {
			return true
		}
	}
	return false
}
