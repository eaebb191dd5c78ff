package sample

import (
	"io"
	"testing"
)

// BenchmarkWrite makes and writes complaints with their events and truth; rows/s is what it is for.
func BenchmarkWrite(b *testing.B) {
	const rows = 100_000
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		var size counter
		if err := New(Config{Rows: rows, Seed: 1}).WriteJSONL(&size, io.Discard); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(size))
		n += rows
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkNext makes complaints only.
func BenchmarkNext(b *testing.B) {
	g := New(Config{Rows: 10_000_000, Seed: 1})
	var r Record
	b.ReportAllocs()
	for b.Loop() {
		g.Next(&r)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
