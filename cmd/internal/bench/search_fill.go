package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"huisheng/cmd/internal/runtime"
	"huisheng/ingest"
	"huisheng/ingest/kafka"
	"huisheng/ingest/sample"
	"huisheng/sql/warehouse"
)

// monthsAtOnce is how many months are filled side by side, so that one sorts while another writes. Each month is written in one go, as one part
// of each table: what is merged afterwards would cost as much again.
const monthsAtOnce = 8

// fillSearch makes an installation of about so many complaints with everything that is read from them: base complaints of the sample on the
// path that all complaints take, with all jobs, and the others as copies of them, table by table. What is there is kept, so that a
// fill that was broken off goes on where it ended.
func fillSearch(ctx context.Context, rt *runtime.Runtime, base, rows int, progress func(string)) error {
	there, err := rt.Warehouse.Copies(ctx)
	if err == nil && len(there) == 0 {
		if err = receiveSample(ctx, rt, base, progress); err == nil {
			there, err = rt.Warehouse.Copies(ctx)
		}
	}
	if err != nil {
		return err
	}
	own := 0
	for _, m := range there {
		own += int(m.Own)
	}
	last := rows/max(own, 1) - 1
	var phrases []warehouse.Phrase
	for _, q := range searches {
		if q.each > 0 {
			phrases = append(phrases, warehouse.Phrase{Text: "，" + q.words, Each: q.each})
		}
	}
	var wait sync.WaitGroup
	free, failures := make(chan struct{}, monthsAtOnce), make(chan error, len(there))
	for _, m := range slices.Backward(there) { // the newest are asked first
		from := int(m.Last) + 1
		if from > last {
			continue
		}
		wait.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			progress(fmt.Sprintf("复制 %s：第 %d–%d 份", m.Month, from, last))
			failures <- rt.Warehouse.CopyMonth(ctx, m.Month, from, last-from+1, phrases)
		})
	}
	wait.Wait()
	close(failures)
	for failed := range failures {
		err = errors.Join(err, failed)
	}
	return err
}

// receiveSample sends a sample through Kafka, stores it and runs all jobs.
func receiveSample(ctx context.Context, rt *runtime.Runtime, rows int, progress func(string)) error {
	runner, err := rt.Runner(slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	stop, err := rt.ReceiveOnce()
	if err != nil {
		return err
	}
	producer := kafka.NewProducer(rt.Kafka)
	defer producer.Close()
	to, done := rt.Paced(producer)
	defer done()
	progress(fmt.Sprintf("接收 %d 件示例投诉及其处理记录", rows))
	generator := sample.New(sample.Config{Rows: rows, Seed: 1})
	var batch []ingest.Message
	var record sample.Record
	for more := generator.Next(&record); more; more = generator.Next(&record) {
		if batch, err = appendRecord(rt, batch, &record); err != nil {
			return err
		}
		if len(batch) >= 2000 {
			if err := to.Produce(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	if err := to.Produce(ctx, batch); err != nil {
		return err
	}
	err = rt.WaitStored(ctx, producer.Produced(), func(int64) {})
	if stopped := stop(); err == nil {
		err = stopped
	}
	if err != nil {
		return err
	}
	progress("分析、查重、汇总")
	return runner.Run(ctx)
}
