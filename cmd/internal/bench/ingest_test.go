package bench

import (
	"os"
	"path/filepath"
	"testing"

	"huisheng/cmd/internal/config"
	"huisheng/sql/engine"
)

// BenchmarkIngest is `huisheng bench ingest` for profiles: go test ./cmd/internal/bench -run - -bench Ingest -cpuprofile cpu.out
func BenchmarkIngest(b *testing.B) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		b.Fatal(err)
	}
	b.Chdir(root)
	c := config.Default()
	if c.ClickHouseLibrary, err = engine.Find(os.Getenv("HUISHENG_CLICKHOUSE_LIBRARY")); err != nil {
		b.Skip(err)
	}
	c.Data = b.TempDir()
	r, err := Ingest(b.Context(), c, 100_000, 3, func(string) {})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(r.Ratio, "ratio")
	b.ReportMetric(r.Ours, "rows/s")
	b.ReportMetric(r.Reference, "reference-rows/s")
}
