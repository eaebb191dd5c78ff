package bench

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"huisheng/analytics/cause"
)

// CauseScale is how long one change of many complaints takes to explain, in steps, and how much memory.
type CauseScale struct {
	Rows      int           `json:"rows"` // of each of the two selections
	Cells     int           `json:"cells"`
	Gather    time.Duration `json:"gather_ns"` // from rows one by one to cells
	Search    time.Duration `json:"search_ns"`
	SearchCPU time.Duration `json:"search_cpu_ns"`
	Reference time.Duration `json:"reference_ns"` // a plain group-by of the same rows by three attributes
	Ratio     float64       `json:"ratio"`        // gathering and search over the reference
	Peak      uint64        `json:"peak_bytes"`   // of what Go held while gathering and searching, over what the rows themselves take
	Found     []string      `json:"found"`
	Planted   []string      `json:"planted"`
}

const (
	scaleTime   = 2 * time.Second
	scaleMemory = 1 << 30
)

// Held reports whether it was quick and small enough, and right.
func (s CauseScale) Held() bool {
	return s.Gather+s.Search < scaleTime && s.Peak < scaleMemory && slices.Equal(s.Found, s.Planted)
}

// scaleAttributes are eight attributes with as many values as the generated sample has; a batch belongs to one product, and nothing else
// to anything, so that nearly every complaint is a cell of its own.
var scaleAttributes = []struct {
	name   string
	values int
}{{"product", 31}, {"batch", 772}, {"city", 181}, {"topic", 120}, {"handler", 89}, {"firmware", 34}, {"department", 15}, {"channel", 9}}

// ScaleCause explains one change between two selections of so many rows each, which differ by chance and by three causes of one, two
// and three attributes, each with a fortieth to an eightieth of the rows more. The rows lie in memory, as the database gives them.
func ScaleCause(rows int, seed uint64) (CauseScale, error) {
	s := CauseScale{Rows: rows, Planted: []string{"city0 × topic0 × channel0", "batch7", "firmware3 × department2"}}
	slices.Sort(s.Planted)
	table, now := scaleRows(rows, seed)
	began := time.Now()
	plain := map[[3]string]int{}
	for i := range now {
		row := table[i*len(scaleAttributes):]
		plain[[3]string{row[2], row[3], row[7]}]++
	}
	s.Reference = time.Since(began)
	plain = nil
	runtime.GC()
	watch := watchMemory()
	began = time.Now()
	names := make([]string, len(scaleAttributes))
	for a, attribute := range scaleAttributes {
		names[a] = attribute.name
	}
	b, err := cause.NewBuilder(names...)
	if err != nil {
		return s, err
	}
	for i, is := range now {
		row := table[i*len(names) : (i+1)*len(names)]
		if is {
			b.Add(row, 1, 0)
		} else {
			b.Add(row, 0, 1)
		}
	}
	cells := b.Cells()
	s.Cells, s.Gather = cells.Len(), time.Since(began)
	used := cpuTime()
	began = time.Now()
	found := cause.Explain(cells, cause.Options{Noise: cause.Noise{Kind: cause.Counts, Exposure: 1}, Deeper: true})
	s.Search, s.SearchCPU, s.Peak = time.Since(began), cpuTime()-used, watch()
	for _, one := range found.Causes {
		s.Found = append(s.Found, one.Name())
	}
	slices.Sort(s.Found)
	s.Ratio = float64(s.Gather+s.Search) / float64(s.Reference)
	return s, nil
}

// scaleRows draws both selections, mixed as they come.
func scaleRows(rows int, seed uint64) (table []string, now []bool) {
	rng := rand.New(rand.NewPCG(seed, 8))
	values := make([][]string, len(scaleAttributes))
	sums := make([][]float64, len(scaleAttributes))
	for a, attribute := range scaleAttributes {
		total := 0.0
		for v := range attribute.values {
			values[a] = append(values[a], attribute.name+strconv.Itoa(v))
			total += 1 / float64(v+10) // some are ten times as frequent as others
			sums[a] = append(sums[a], total)
		}
	}
	table = make([]string, 0, 2*rows*len(scaleAttributes))
	for i := range 2 * rows {
		codes := make([]int, len(scaleAttributes))
		for a, list := range sums {
			codes[a], _ = slices.BinarySearch(list, rng.Float64()*list[len(list)-1])
		}
		is := i%2 == 0
		if is {
			switch rng.IntN(80) {
			case 0, 1:
				codes[2], codes[3], codes[7] = 0, 0, 0
			case 2:
				codes[1] = 7
			case 3:
				codes[5], codes[6] = 3, 2
			}
		}
		codes[0] = codes[1] % scaleAttributes[0].values
		for a, code := range codes {
			table = append(table, values[a][code])
		}
		now = append(now, is)
	}
	return table, now
}

// watchMemory looks every few milliseconds at how much Go holds, until the returned function is called, which gives the highest over what was
// there at first.
func watchMemory() func() uint64 {
	held := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	first := held()
	var most atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			most.Store(max(most.Load(), held()))
			select {
			case <-tick.C:
			case <-stop:
				return
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-stopped
		return most.Load() - min(first, most.Load())
	}
}
