package engine

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// batchRows is the size of the sink's batches.
const batchRows = 20_000

// benchmarkText is about as long as the words of a complaint.
const benchmarkText = "客服态度很差，退款迟迟不到账，要求尽快处理并赔偿损失。" + "购买后第三天屏幕出现绿线，送修两次仍未解决，希望更换新机。"

// BenchmarkInsert inserts batches of complaint-like rows through the driver, one goroutine. Run it with
//
//	go test -run '^$' -bench Insert -benchtime 50x ./sql/engine
func BenchmarkInsert(b *testing.B) {
	for name, change := range map[string][]func(*clickhouse.Options){"plain": nil, "lz4": {compressed(clickhouse.CompressionLZ4)}} {
		b.Run(name, func(b *testing.B) {
			ctx, conn := context.Background(), dial(b, change...)
			run(b, conn, `CREATE OR REPLACE TABLE bench (id UInt64, at DateTime64(3, 'Asia/Shanghai'), product LowCardinality(String), text String,
				tags Array(LowCardinality(String)), attributes Map(LowCardinality(String), String)) ENGINE = MergeTree ORDER BY (product, id)`)
			b.ResetTimer()
			for i := range b.N {
				if err := insertBatch(ctx, conn, uint64(i)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*batchRows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func insertBatch(ctx context.Context, conn driver.Conn, number uint64) error {
	batch, err := conn.PrepareBatch(ctx, "INSERT INTO bench")
	if err != nil {
		return err
	}
	defer batch.Close()
	at := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	for i := range uint64(batchRows) {
		err := batch.Append(number*batchRows+i, at, []string{"手机", "平板", "电脑", "洗衣机"}[i%4], benchmarkText, []string{"退款", "态度"}, map[string]string{"门店": "一店"})
		if err != nil {
			return err
		}
	}
	return batch.Send()
}

// BenchmarkQuery is what a small question costs, with its own connection and parameters.
func BenchmarkQuery(b *testing.B) {
	conn := dial(b)
	for b.Loop() {
		if v := one[uint64](b, conn, "SELECT {v:UInt64}", clickhouse.Named("v", 1)); v != 1 {
			b.Fatal(v)
		}
	}
}

// BenchmarkStream reads a large answer: how fast bytes come out of the engine.
func BenchmarkStream(b *testing.B) {
	e := needEngine(b)
	for b.Loop() {
		request, err := http.NewRequest("POST", "http://embedded/", strings.NewReader("SELECT number, toString(number), '"+benchmarkText+"' FROM numbers(1000000)"))
		if err != nil {
			b.Fatal(err)
		}
		response, err := e.Transport().RoundTrip(request)
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(n)
	}
}
