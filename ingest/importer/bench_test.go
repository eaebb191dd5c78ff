package importer

import (
	"context"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"huisheng/ingest"
)

// endless makes n rows of about 850 bytes as they are read.
type endless struct {
	n, made int
	rest    string
}

var typicalWords = strings.Repeat("上个月买的空调不制冷，联系客服说要等一周，", 10)

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		switch {
		case e.made == 0:
			e.rest = "投诉编号,投诉时间,投诉内容,客户编号,姓名,电话,品牌,产品,型号,批次,地区,渠道,责任部门,等级,投诉类型\n"
		case e.made > e.n:
			return 0, io.EOF
		default:
			id := strconv.Itoa(e.made)
			e.rest = "T" + id + ",2024-03-01 08:30:00,\"" + typicalWords + "\",C" + id + ",张三,13800138000,清风,空调,KFR-35GW,B2403,广东省深圳市南山区,电话,售后部,B,质量/制冷\n"
		}
		e.made++
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

// nowhere takes messages and watches the heap.
type nowhere struct{ peak uint64 }

func (n *nowhere) Produce(context.Context, []ingest.Message) error {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	n.peak = max(n.peak, m.HeapInuse)
	return nil
}

// BenchmarkImportTypicalRows reads, maps, masks and encodes rows of 850 bytes with every kind of field; the heap must not grow with them.
func BenchmarkImportTypicalRows(b *testing.B) {
	f, err := OpenReader(&endless{n: b.N}, "endless", Options{Now: clockOf2026})
	if err != nil {
		b.Fatal(err)
	}
	to := &nowhere{}
	b.ResetTimer()
	result, err := f.Run(b.Context(), Deps{Producer: to, Masker: masker, Codec: codec})
	if err != nil || result.Complaints != int64(b.N) {
		b.Fatalf("%v, %+v", err, result)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(to.peak)/(1<<20), "heap-MiB")
}
