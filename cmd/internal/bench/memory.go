package bench

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"huisheng/cmd/internal/config"
	"huisheng/cmd/internal/runtime"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sample"
)

// MemoryPoint is the process at one moment of the way.
type MemoryPoint struct {
	At      time.Duration `json:"at_ns"`
	Records int           `json:"records"` // that were given
	Bytes   uint64        `json:"bytes"`   // resident
}

// MemoryReport is how much memory a process needed along the way of many records.
type MemoryReport struct {
	Records int           `json:"records"`
	Elapsed time.Duration `json:"elapsed_ns"`
	Tenths  []Tenth       `json:"tenths"`
	Ratio   float64       `json:"ratio"` // median of the last tenth to that of the third: by then caches are filled
	Hold    float64       `json:"hold"`
	points  []MemoryPoint
}

// Tenth is the memory over a tenth of the records.
type Tenth struct {
	Low    uint64 `json:"low"`
	Median uint64 `json:"median"`
	High   uint64 `json:"high"`
}

// Held reports whether memory stayed flat.
func (r MemoryReport) Held() bool { return r.Ratio > 0 && r.Ratio <= r.Hold }

// memoryHold allows what the allocators of Go and of the engine swing by; memory that grew with history would be three times as much at the
// end as at the third tenth.
const memoryHold = 1.25

// Memory sends so many records, complaints and their events, through an installation in this process, with its jobs when asked for, and
// writes down its memory every second. The installation is the caller's, who made it for this and removes it.
func Memory(ctx context.Context, c config.Config, records int, withJobs bool, progress func(string)) (MemoryReport, error) {
	rt, err := runtime.Open(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return MemoryReport{}, err
	}
	defer rt.Close()
	if err := rt.Receive(); err != nil {
		return MemoryReport{}, err
	}
	if withJobs {
		runner, err := rt.Runner(slog.New(slog.DiscardHandler))
		if err != nil {
			return MemoryReport{}, err
		}
		rt.Work(runner)
	}
	producer := kafka.NewProducer(rt.Kafka)
	defer producer.Close()
	m := &memory{began: time.Now()}
	to, done := rt.Paced(producer)
	defer done()
	generator := sample.New(sample.Config{Rows: records, Seed: 1})
	var batch []ingest.Message
	var record sample.Record
	for given := 0; given < records && generator.Next(&record); {
		if batch, err = appendRecord(rt, batch, &record); err != nil {
			return MemoryReport{}, err
		}
		if len(batch) < 2000 && given+len(batch) < records {
			continue
		}
		if err := to.Produce(ctx, batch); err != nil {
			return MemoryReport{}, err
		}
		given += len(batch)
		batch = batch[:0]
		if m.note(given) {
			progress(fmt.Sprintf("%d / %d 条，内存 %d MB", given, records, m.points[len(m.points)-1].Bytes>>20))
		}
	}
	err = rt.WaitStored(ctx, producer.Produced(), func(int64) { m.note(m.points[len(m.points)-1].Records) })
	return newMemoryReport(m.points), err
}

// appendRecord appends a complaint and its events as messages.
func appendRecord(rt *runtime.Runtime, batch []ingest.Message, record *sample.Record) ([]ingest.Message, error) {
	rt.Masker.MaskComplaint(&record.Complaint)
	value, err := rt.Codec.EncodeComplaint(&record.Complaint)
	if err != nil {
		return batch, err
	}
	key, now := ingest.MessageKey(record.Complaint.Source, record.Complaint.ID), time.Now().Truncate(time.Millisecond)
	batch = append(batch, ingest.Message{Topic: ingest.TopicComplaints, Key: key, Value: value, Masked: 1, Time: now})
	for i := range record.Events {
		rt.Masker.MaskEvent(&record.Events[i])
		value, err := rt.Codec.EncodeEvent(&record.Events[i])
		if err != nil {
			return batch, err
		}
		batch = append(batch, ingest.Message{Topic: ingest.TopicEvents, Key: key, Value: value, Masked: 1, Time: now})
	}
	return batch, nil
}

// memory collects the points.
type memory struct {
	began  time.Time
	points []MemoryPoint
}

// note writes a point down when a second has passed since the last, and reports whether it did.
func (m *memory) note(records int) bool {
	at := time.Since(m.began)
	if n := len(m.points); n > 0 && at-m.points[n-1].At < time.Second {
		return false
	}
	m.points = append(m.points, MemoryPoint{at, records, runtime.Resident()})
	return true
}

func newMemoryReport(points []MemoryPoint) MemoryReport {
	r := MemoryReport{Hold: memoryHold, points: points}
	if len(points) == 0 {
		return r
	}
	last := points[len(points)-1]
	r.Records, r.Elapsed = last.Records, last.At
	tenths := make([][]uint64, 10)
	for _, p := range points {
		i := min(p.Records*10/max(last.Records, 1), 9)
		tenths[i] = append(tenths[i], p.Bytes)
	}
	for _, bytes := range tenths {
		if slices.Sort(bytes); len(bytes) == 0 {
			r.Tenths = append(r.Tenths, Tenth{})
			continue
		}
		r.Tenths = append(r.Tenths, Tenth{bytes[0], bytes[len(bytes)/2], bytes[len(bytes)-1]})
	}
	if third := r.Tenths[2].Median; third > 0 {
		r.Ratio = float64(r.Tenths[9].Median) / float64(third)
	}
	return r
}

// WriteCSV writes every point: seconds, records, bytes.
func (r MemoryReport) WriteCSV(path string) error {
	var b strings.Builder
	b.WriteString("seconds,records,resident_bytes\n")
	for _, p := range r.points {
		fmt.Fprintf(&b, "%.1f,%d,%d\n", p.At.Seconds(), p.Records, p.Bytes)
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// Plot draws the tenths as bars, each from its lowest to its highest.
func (r MemoryReport) Plot(to io.Writer) {
	const width = 50
	most := slices.MaxFunc(r.Tenths, func(a, b Tenth) int { return cmp.Compare(a.High, b.High) }).High
	for i, t := range r.Tenths {
		low, high := int(t.Low*width/max(most, 1)), int(t.High*width/max(most, 1))
		fmt.Fprintf(to, "%3d%%  %s%s%s  %d – %d – %d MB\n", (i+1)*10, strings.Repeat("█", low), strings.Repeat("░", high-low), strings.Repeat(" ", width-high),
			t.Low>>20, t.Median>>20, t.High>>20)
	}
}
